"""A study's coding as a REFI-QDA project and as one table of quotes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from compendium.data_package.transcripts import transcripts
from compendium.intake.dates import is_date
from compendium.intake.tables import Tables
from compendium.readers import coding_project as coding
from compendium.study import Study
from compendium.theory import code_paths
from compendium.writers.coding_project import project_of
from compendium.writers.refi_qda import Project

EVENT_VARIABLES = ("site_id", "data_type", "method", "round", "date", "language", "data_origin")
PERSON_VARIABLES = ("site_id", "group", "data_origin")


def paths(study: Study) -> dict[str, str]:
    """The path of each code of the codebook by its id, as coding tools name it."""
    return {i: coding.PATH_SEPARATOR.join(p) for i, p in code_paths(study.codebook).items()}


def codings_table(data: Tables) -> pd.DataFrame:
    """One row per coding: its quote, whose it is, where it stands, what is known of both.

    `may_be_quoted` says whether the speaker agreed to be quoted; nothing else here is approved
    for print.
    """
    by_id, code = paths(data.study), {c.code_id: c for c in data.study.codebook}
    rows = data.codings.drop(columns="site_id").merge(data.segments, on="segment_id")
    attributes = data.events.drop(columns=["site_id", "data_type", "characters", "data_origin"])
    rows = rows.merge(attributes, on="event_id", how="left")
    quotable = set(data.participants.loc[data.participants["quote_consent"], "participant_id"])
    rows = rows.assign(
        code_path=rows["code_id"].map(by_id),
        realist_role=rows["code_id"].map({i: c.realist_role for i, c in code.items()}),
        may_be_quoted=rows["participant_id"].isin(quotable),
    )
    columns = ["segment_id", "code_id", "code_path", "realist_role", "coder", "valence"]
    columns += ["participant_id", "group", "site_id", "event_id", "data_type"]
    columns += [c for c in ("method", "round", "date") if c in rows]
    columns += ["lang", "char_start", "char_end", "text", "may_be_quoted", "data_origin"]
    return rows[columns].sort_values(["segment_id", "code_id", "coder"], ignore_index=True)


def coding_project(data: Tables) -> tuple[Project, list[str]]:
    """The study's coding as a project: transcripts, codebook, codings, cases, attributes.

    A case is a person under their participant_id. Judgements of valence are codes, as they were.
    What the standard has no place for comes beside it.
    """
    texts, places = transcripts(data)
    made = coding.tables(
        {
            "sources": [(e, "text", len(texts.get(e, "")), "", "", "", "") for e in _events(data)],
            "codes": _codes(data.study),
            "coded_segments": _coded(data),
            "cases": [
                (p.participant_id, p.event_id, p.start, p.end)
                for p in places.sort_values(["participant_id", "event_id", "start"]).itertuples()
            ],
            "variables": [*_variables(data)],
        }
    )
    last = max([*data.events["date"], "2000-01-01"]) if "date" in data.events else "2000-01-01"
    day = last if is_date(last) else "2000-01-01"
    return project_of(made, texts, data.study.id, day)


def _events(data: Tables) -> list[str]:
    return sorted(data.events["event_id"])


def _codes(study: Study) -> list[tuple]:
    by_id = paths(study)
    definitions = {by_id[c.code_id]: c.definition for c in study.codebook}
    return coding.code_rows([*by_id.values(), *study.header.coding.valence], definitions)


def _coded(data: Tables) -> list[tuple]:
    """One row per coding, and one per segment, coder and judgement of valence."""
    by_id = paths(data.study)
    judged = {value: path for path, value in data.study.header.coding.valence.items()}
    rows = data.codings.drop(columns="site_id").merge(data.segments, on="segment_id")
    rows = rows.sort_values(["event_id", "char_start", "char_end", "code_id", "coder"])
    found = {}
    for r in rows.itertuples():
        place = (r.coder, r.char_start, r.char_end, r.text)
        found[r.event_id, by_id[r.code_id], *place] = None
        if not pd.isna(r.valence):
            found[r.event_id, judged[int(r.valence)], *place] = None
    return list(found)


def _variables(data: Tables) -> Iterator[tuple]:
    """What is known of each event, and of each person in one."""
    met = data.participants["participant_id"].isin(data.event_participants["participant_id"])
    for kind, table, key, names in (
        ("source", data.events, "event_id", EVENT_VARIABLES),
        ("case", data.participants[met], "participant_id", PERSON_VARIABLES),
    ):
        own = [name for name in names if name in table]
        for row in table.sort_values(key).to_dict("records"):
            yield from ((kind, row[key], name, "Text", row[name]) for name in own if row[name])
