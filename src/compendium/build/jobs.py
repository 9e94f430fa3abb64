"""What there is to build: one job is one notebook for one study, site and profile."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

from compendium.disclosure.profile import Profile, profile_named
from compendium.places import notebooks_folder, root, study_names
from compendium.problems import DisclosureError, StudyError, listed
from compendium.study import Study
from compendium.study_folder import open_study


@dataclasses.dataclass(frozen=True)
class Job:
    """One notebook for one study, site and profile.

    `site` is blank for a report on the whole study. `page` is the file name of what it makes,
    without ending; `usual` says whether the profile is the study's own.
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
        site = {"site": self.site} if self.site else {}
        return {"study": self.study, **site, "profile": self.profile}

    @property
    def command(self) -> str:
        """What rebuilds this report."""
        profile = "" if self.usual else f" PROFILE={self.profile}"
        part = f"SITE={self.site}" if self.site else f"REPORT={self.notebook}"
        return f"make report STUDY={self.study} {part}{profile}"


@dataclasses.dataclass(frozen=True)
class Plan:
    """One study's jobs under one profile, and the folder its pages go to.

    `whole` says that every job is in it, so that what no job makes does not belong there.
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


def takes_site(notebook: str) -> bool:
    """Whether a notebook is about one site: whether its parameters cell assigns `site`.

    A notebook that is not there is about none; running it says that it is missing.
    """
    path = notebooks_folder() / f"{notebook}.ipynb"
    if not path.is_file():
        return False
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tagged = [c for c in cells if "parameters" in c.get("metadata", {}).get("tags", [])]
    return any(re.search(r"^site\s*=", "".join(c["source"]), re.MULTILINE) for c in tagged)


def plan(
    study: str | None,
    site: str | None,
    profile: str | None,
    to: Path | None,
    report: str | None = None,
) -> list[Plan]:
    """The jobs asked for; every study, report and site where nothing narrower is.

    Raises
    ------
    StudyError
        If there is no such study, site, report or profile, or a site is named and several
        studies could be meant.
    DisclosureError
        If pages for the team are to go anywhere but into ``private/``.
    """
    names = [study] if study else study_names()
    if not names:
        raise StudyError(
            "There is no study in data/. Begin one: make start or make new-study NAME=our-study."
        )
    if site and not study and len(names) > 1:
        raise StudyError(f"Which study's site {site!r}? Name one: STUDY={names[0]}.")
    return [_plan_one(open_study(name), site, profile, to, report) for name in names]


def _plan_one(
    study: Study, site: str | None, profile: str | None, to: Path | None, report: str | None
) -> Plan:
    chosen = profile_named(profile or study.header.disclosure)
    if report and report not in study.header.reports:
        raise StudyError(
            f"{study.id} has no report {report!r}. Its study.yml has "
            f"{listed(study.header.reports)} under `reports:`."
        )
    sites = [study.site(site).site_id] if site else [s.site_id for s in study.sites]
    jobs = tuple(
        job
        for job in every_job(study, chosen.profile)
        if report in (None, job.notebook) and (job.site in sites or not (job.site or site))
    )
    whole = not (site or report)
    return Plan(study, chosen.profile, jobs, _reports(chosen, to) / study.id, whole)


def every_job(study: Study, profile: str) -> tuple[Job, ...]:
    """All there is to build of a study under one profile."""
    usual = profile == study.header.disclosure
    return tuple(
        Job(notebook, study.id, site, profile, page, usual)
        for notebook, site, page in _pages(study)
    )


def _pages(study: Study) -> list[tuple[str, str, str]]:
    """Notebook, site and page of every job, in the order of `reports:` in study.yml.

    A report on the whole study has its notebook's name. The first of those on one site is the
    site's page; further ones carry their notebook's name too.
    """
    found, first = [], True
    for notebook in dict.fromkeys(study.header.reports):
        if not takes_site(notebook):
            found.append((notebook, "", notebook.replace("_", "-")))
            continue
        found += [
            (notebook, s.site_id, s.site_id if first else f"{s.site_id}-{notebook}")
            for s in study.sites
        ]
        first = False
    return found


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
