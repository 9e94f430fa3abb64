"""What there is to build: one job is one notebook for one study, site and profile."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

from compendium.disclosure.profile import Profile, profile_named
from compendium.problems import DisclosureError, StudyError
from compendium.study import Study
from compendium.study_folder import data_folder, open_study, study_names

NOTEBOOKS = "notebooks"


@dataclasses.dataclass(frozen=True)
class Job:
    """One notebook for one study, site and profile.

    `page` is the file name of what it makes, without ending; `usual` says whether the profile
    is the study's own.
    """

    notebook: str
    study: str
    site: str
    profile: str
    page: str
    usual: bool = True

    @property
    def name(self) -> str:
        return f"{self.study} {self.page}"

    @property
    def parameters(self) -> dict[str, str]:
        """What the notebook's parameters cell is given; strings, so that "001" stays "001"."""
        return {"study": self.study, "site": self.site, "profile": self.profile}

    @property
    def command(self) -> str:
        """What rebuilds this report."""
        profile = "" if self.usual else f" PROFILE={self.profile}"
        return f"make report STUDY={self.study} SITE={self.site}{profile}"


@dataclasses.dataclass(frozen=True)
class Plan:
    """One study's jobs under one profile, and the folder its pages go to.

    `whole` says that every site is in it, so that what no job makes does not belong there.
    """

    study: Study
    profile: str
    jobs: tuple[Job, ...]
    reports: Path
    whole: bool

    @property
    def executed(self) -> Path:
        """Where executed notebooks lie, tracebacks and all; never published."""
        return self.study.private / "executed" / self.profile


def root() -> Path:
    """The folder that holds ``data/``; reports and private files go beside it."""
    return data_folder().parent


def notebooks_folder() -> Path:
    """Where the notebooks are: `COMPENDIUM_NOTEBOOKS`, else beside the data, above here, or
    with the code.

    The data may lie elsewhere (on an encrypted disk, say) than the notebooks.
    """
    if named := os.environ.get("COMPENDIUM_NOTEBOOKS"):
        return Path(named).resolve()
    here = Path.cwd().resolve()
    checkout = Path(__file__).resolve().parents[3]
    places = [folder / NOTEBOOKS for folder in (root(), here, *here.parents, checkout)]
    return next((p for p in places if any(p.glob("*.ipynb"))), places[0])


def plan(study: str | None, site: str | None, profile: str | None, to: Path | None) -> list[Plan]:
    """The jobs asked for; every study and site where nothing narrower is.

    Raises
    ------
    StudyError
        If there is no such study, site or profile, or a site is named and several studies
        could be meant.
    DisclosureError
        If pages for the team are to go anywhere but into ``private/``.
    """
    names = [study] if study else study_names()
    if not names:
        raise StudyError("There is no study in data/. Copy data/_template to begin one.")
    if site and not study and len(names) > 1:
        raise StudyError(f"Which study's site {site!r}? Name one: STUDY={names[0]}.")
    return [_plan_one(open_study(name), site, profile, to) for name in names]


def _plan_one(study: Study, site: str | None, profile: str | None, to: Path | None) -> Plan:
    chosen = profile_named(profile or study.header.disclosure)
    sites = [study.site(site)] if site else study.sites
    usual = chosen.profile == study.header.disclosure
    jobs = tuple(
        # The first report is the site's page; further ones carry their notebook's name.
        Job(
            notebook,
            study.id,
            s.site_id,
            chosen.profile,
            f"{s.site_id}-{notebook}" if position else s.site_id,
            usual,
        )
        for position, notebook in enumerate(dict.fromkeys(study.header.reports))
        for s in sites
    )
    return Plan(study, chosen.profile, jobs, _reports(chosen, to) / study.id, whole=not site)


def _reports(profile: Profile, to: Path | None) -> Path:
    private = root() / "private"
    if profile.public:
        return to or root() / "reports"
    if to and not to.resolve().is_relative_to(private.resolve()):
        raise DisclosureError(
            f"The profile {profile.profile} hides nothing, so its pages go into private/ and "
            "nowhere else. Leave --to away, or name a folder inside private/."
        )
    return to or private / "reports"
