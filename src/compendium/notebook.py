"""What a notebook starts with: the tables of one site or all, and the door numbers leave by."""

from __future__ import annotations

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import Tables, open_tables
from compendium.study import Study
from compendium.study_folder import open_study


def open_site(study: str, site: str, profile: str = "") -> tuple[Tables, Release]:
    """The consented tables seen from one site, and its release under one disclosure profile.

    Parameters
    ----------
    study : str
        Name of a folder in ``data/``.
    site : str
        A site of that study.
    profile : str
        A disclosure profile; the study's own if blank.

    Raises
    ------
    StudyError
        If there is no such study, site or profile.
    DataError
        If the study's exports cannot be taken in.
    """
    opened = open_study(study)
    opened.site(site)
    return _opened(opened, site, profile)


def open_sites(study: str, profile: str = "") -> tuple[Tables, Release]:
    """The consented tables of every site of a study together, and their release.

    Raises
    ------
    StudyError
        If there is no such study or profile.
    DataError
        If the study's exports cannot be taken in.
    """
    return _opened(open_study(study), "", profile)


def _opened(study: Study, site: str, profile: str) -> tuple[Tables, Release]:
    tables = open_tables(study, site)
    return tables, Release(tables, profile_named(profile or study.header.disclosure))
