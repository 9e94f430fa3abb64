"""People by codes: who raised what, as 0 and 1, and in their own words."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.qualitative.themes import coding_of_record, rolled_up
from compendium.data_package.coding import paths
from compendium.intake.tables import Tables
from compendium.theory import active_codes, in_outline_order
from compendium.writers.spreadsheet import Rows

# A cell of a workbook holds at most 32,767 characters; what is over is counted in it.
LONGEST_CELL, LONGEST_TEXT, CUT = 32_000, 31_000, " … (cut; whole in codings.csv)"
OF_PERSON = ["participant_id", "data_type", "site_id", "group", "data_origin"]


def case_by_code(data: Tables) -> pd.DataFrame:
    """One row per person and way of being asked; one 0/1 column per active code.

    1 where the coding of record has the code, or one below it, in their words of that kind. People
    who were asked and raised nothing have a row of noughts. Words of nobody known are in no row.
    """
    asked = _asked(data)
    counted = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    said = counted.merge(data.segments[["segment_id", "participant_id", "data_type"]])
    raised = set(zip(said["participant_id"], said["data_type"], said["code_id"], strict=True))
    codes = [c.code_id for c in active_codes(data.study.codebook)]
    ones = {
        code: [
            int((person, kind, code) in raised)
            for person, kind in zip(asked["participant_id"], asked["data_type"], strict=True)
        ]
        for code in codes
    }
    return pd.concat([asked, pd.DataFrame(ones, index=asked.index)], axis=1)


def _asked(data: Tables) -> pd.DataFrame:
    """One row per person and kind of talk or writing they took part in."""
    kinds = data.events[["event_id", "data_type"]]
    met = data.event_participants.merge(kinds, on="event_id")
    met = met[["participant_id", "data_type"]].drop_duplicates()
    whose = data.participants[["participant_id", "site_id", "group", "data_origin"]]
    found = met.merge(whose, on="participant_id")
    return found[OF_PERSON].sort_values(["data_type", "participant_id"], ignore_index=True)


def framework_matrix(data: Tables) -> Rows:
    """A sheet of people by codes: what each said under it, each passage with its segment id.

    The coding of record, each passage under its own code alone. The first rows are headings: code
    ids, and their paths.
    """
    asked, by_id = _asked(data), paths(data.study)
    coded = coding_of_record(data.codings, data.study)
    said = coded.merge(data.segments.drop(columns="site_id"), on="segment_id")
    said = said.sort_values(["event_id", "char_start", "char_end"])
    used = set(said["code_id"])
    codes = [c.code_id for c in in_outline_order(data.study.codebook) if c.code_id in used]
    cells: dict[tuple[str, str, str], list[str]] = {}
    for row in said.itertuples():
        key = (row.participant_id, row.data_type, row.code_id)
        cells.setdefault(key, []).append(f"{row.text} [{row.segment_id}]")
    heads = [list(asked.columns) + codes, [""] * len(asked.columns) + [by_id[c] for c in codes]]
    return heads + [
        [*person, *(_cell(cells.get((person[0], person[1], code), [])) for code in codes)]
        for person in asked.itertuples(index=False, name=None)
    ]


def shortened(text: str) -> str:
    """A text as a cell can hold it; where it is cut, that is said in it."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + CUT


def _cell(passages: list[str]) -> str:
    """Passages one below the other, as many as a cell holds."""
    kept, length = [], 0
    for passage in (shortened(p) for p in passages):
        length += len(passage) + 2
        if length > LONGEST_CELL:
            kept.append(f"({len(passages) - len(kept)} more)")
            break
        kept.append(passage)
    return "\n\n".join(kept)
