"""The sources of a coding project as events: when and where somebody spoke, wrote or was observed.

One row per source.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.consent import Consent
from compendium.intake.cells import translated
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import READERS, Export
from compendium.study import Source, Study


def events_of(source: Source, export: Export, file: str) -> pd.DataFrame:
    """One row per source, with what study.yml says its variables mean.

    A variable that a source lacks is blank; of several values the first that is not blank stands,
    until `check_events` has seen which events stay.

    Raises
    ------
    DataError
        With every variable that study.yml names and no source has.
    """
    values = export.tables["variables"]
    values = values[values["owner_kind"] == "source"]
    values = values.sort_values("value", key=lambda cells: cells == "", kind="stable")
    wide = values.drop_duplicates(["owner", "variable"])
    wide = wide.pivot(index="owner", columns="variable", values="value")
    events = pd.DataFrame({"event_id": export.tables["sources"]["source"]})
    problems = Problems()
    for meaning, name in source.columns.items():
        column = "site_id" if meaning == "site" else meaning
        if name not in wide:
            problems.add(
                file,
                "",
                f"no source has the variable {name} ({meaning})",
                f"its sources have {listed(wide.columns) or 'no variables'}",
                f"Add it in the coding tool, or map it under `sources: {source.source}:`.",
            )
            continue
        cells = events["event_id"].map(wide[name]).astype("object").fillna("").astype("str")
        events[column] = translated(cells, source.values.get(meaning, {}))
    problems.settle(DataError)
    events["data_type"] = _data_type(source, events)
    return events.assign(characters=_characters(source, export))


def _characters(source: Source, export: Export) -> pd.Series:
    """How long each source's text is; missing where the export holds no more than its passages."""
    length = export.tables["sources"]["characters"].astype("Int64")
    whole = READERS.get(Path(source.file).suffix.lower()) != "spreadsheet"
    return length.where((length > 0) & whole)


def _data_type(source: Source, events: pd.DataFrame) -> pd.Series:
    """How each source's text came about, see `compendium.schemas.DATA_TYPES`."""
    usual = "open_answer" if source.speaks_of == "survey_token" else "interview"
    kind = pd.Series(usual, index=events.index)
    return (
        kind.mask(events["method"] == "observation", "observation") if "method" in events else kind
    )


def check_events(
    study: Study, source: Source, export: Export, events: pd.DataFrame, file: str
) -> None:
    """Events that stay belong to an area of the study, and have one value of each variable.

    Raises
    ------
    DataError
        With every event for which that is not so.
    """
    problems = Problems()
    _refuse_two_values(source, export, events, file, problems)
    _refuse_unknown_sites(study, source, events, file, problems)
    problems.settle(DataError)


def _refuse_two_values(
    source: Source, export: Export, events: pd.DataFrame, file: str, problems: Problems
) -> None:
    values = export.tables["variables"]
    own = (values["owner_kind"] == "source") & values["owner"].isin(events["event_id"])
    named = values["variable"].isin(source.columns.values()) & (values["value"] != "")
    values = values[own & named].drop_duplicates(["owner", "variable", "value"])
    for (owner, variable), told in values.groupby(["owner", "variable"], sort=False, observed=True):
        if len(told) > 1:
            problems.add(
                file,
                f"source {owner}",
                f"{variable} is {listed(told['value'])}",
                "a source has one value of it",
                "Correct it in the coding tool.",
            )


def _refuse_unknown_sites(
    study: Study, source: Source, events: pd.DataFrame, file: str, problems: Problems
) -> None:
    sites = [s.site_id for s in study.sites]
    for row in events[~events["site_id"].isin(sites)].itertuples():
        problems.add(
            file,
            f"source {row.event_id}",
            f"{source.columns['site']} = {row.site_id!r}",
            f"the study has the sites {listed(sites)}",
            "Correct it in the coding tool.",
        )


def note_elsewhere(
    attended: pd.DataFrame, consent: Consent, source: Source, quality: Quality, file: str
) -> None:
    """People may be met away from home; somebody should know that this is what happened."""
    home = attended["participant_id"].map(consent.table.set_index("participant_id")["site_id"])
    away = attended.assign(home=home)[home != attended["site_id"]]
    for row in away.itertuples():
        found = f"{row.site_id}, but the consent table says {row.home}"
        where = f"source {row.event_id}"
        quality.note("event_elsewhere", file, where, source.columns["site"], found)
