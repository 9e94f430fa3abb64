"""What there is to build: one job is one notebook for one study, site and profile."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from compendium.disclosure.profile import profile_named
from compendium.problems import StudyError
from compendium.study import Study
from compendium.study_folder import data_folder, open_study, study_names


@dataclasses.dataclass(frozen=True)
class Job:
    """One notebook for one study, site and profile."""

    notebook: str
    study: str
    site: str
    profile: str

    @property
    def name(self) -> str:
        return f"{self.study} {self.site}"

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook's parameters cell is given; strings, so that "001" stays "001"."""
        return {"study": self.study, "site": self.site, "profile": self.profile}

    @property
    def command(self) -> str:
        """What rebuilds this report."""
        return f"make report STUDY={self.study} SITE={self.site}"


@dataclasses.dataclass(frozen=True)
class Plan:
    """One study's jobs under one profile, and the folder its pages go to."""

    study: Study
    profile: str
    jobs: tuple[Job, ...]
    reports: Path

    @property
    def public(self) -> bool:
        return profile_named(self.profile).public

    @property
    def executed(self) -> Path:
        """Where executed notebooks lie, tracebacks and all; never published."""
        return self.study.private / "executed" / self.profile


def root() -> Path:
    """The compendium's folder: the one that holds ``data/``."""
    return data_folder().parent


def plan(study: str | None, site: str | None, profile: str | None, to: Path | None) -> list[Plan]:
    """The jobs asked for; every study and site where nothing narrower is.

    Raises
    ------
    StudyError
        If there is no such study, site or profile, or a site is named and several studies
        could be meant.
    """
    names = [study] if study else study_names()
    if not names:
        raise StudyError("There is no study in data/. Copy data/_template to begin one.")
    if site and not study and len(names) > 1:
        raise StudyError(f"Which study's site {site!r}? Name one: STUDY={names[0]}.")
    plans = []
    for name in names:
        opened = open_study(name)
        chosen = profile_named(profile or opened.header.disclosure)
        sites = [opened.site(site)] if site else opened.sites
        jobs = tuple(
            Job(notebook, name, s.site_id, chosen.profile)
            for notebook in opened.header.reports
            for s in sites
        )
        home = root() / "reports" if chosen.public else root() / "private" / "reports"
        plans.append(Plan(opened, chosen.profile, jobs, (to or home) / name))
    return plans
