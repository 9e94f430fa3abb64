"""The exports a study names: what each is, what its columns are called, what holds of all of it."""

from __future__ import annotations

import dataclasses
import datetime as dt

# What may be said of a whole export, by its kind; of literature it is any column of its records.
FIXED = {
    "survey": ("person", "site", "language", "data_origin"),
    "coding_project": ("site", "method", "round", "date", "language", "data_origin"),
    "casework": ("site_id", "extracted_on", "data_origin"),
    "activities": ("data_origin",),
}
# Who is who where an export does not say: every row, or every source, is somebody of their own.
CASE, BY_ROW, BY_SOURCE = "case", "by_row", "by_source"


@dataclasses.dataclass(frozen=True)
class Source:
    """One export in ``raw/`` (of transcripts coded in Word, a folder of them) and its columns.

    `columns` maps what the compendium needs to what the file calls it. For items asked twice,
    `stage_suffix` says how the file tells the two answers apart. `date_format` says how dates
    written as text are to be read (``%d/%m/%Y %H:%M``); blank for ISO dates. `not_people` names
    cases of a coding project that are no persons (places, organisations). `values` translates
    what the cells of a column say (``{accepted: {Y: "yes"}}``), by the compendium's own name of
    the column; in a survey it may translate sites and languages, in a coding project sites and
    coders (``{coder: {Ann Jones: C1}}``). `header_rows` is the number of
    header rows of a spreadsheet, 0 to have it recognised. `speaks_of` says whose case names a
    coding project uses: ``case_name``, or ``survey_token`` where it holds open survey answers.
    `positions` says how a coding project counts characters (see
    `compendium.readers.positions.CONVENTION_WORDS`); blank to have it told from its texts. Of a
    table of coded segments `segment_columns`, `code_columns`, `coder_columns` and `code_separator`
    say which columns are what (see `compendium.readers.coded_segments.layouts.SegmentColumns`).
    `coder` says who coded, where the export does not. `occasion` says on which occasion a survey's
    answers were given; blank for the study's first. `fixed` is what holds of the whole export
    and the file does not say (``{site: A, data_origin: real}``); it fills what a row leaves blank.
    Of surveys ``person: by_row`` makes each row a person of its own, of coding projects
    ``case: by_source`` each source a case of its own name (see `FIXED`).
    `begins_on` is the first day a casework log was kept, where that is known.
    """

    source: str
    kind: str
    file: str
    columns: dict[str, str] = dataclasses.field(default_factory=dict)
    instrument: str = ""
    stage_suffix: dict[str, str] = dataclasses.field(default_factory=dict)
    languages: dict[str, str] = dataclasses.field(default_factory=dict)
    not_people: tuple[str, ...] = ()
    launched_on: dt.date | None = None
    date_format: str = ""
    values: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    header_rows: int = 0
    sheet: str = ""
    speaks_of: str = "case_name"
    positions: tuple[str, ...] = ()
    segment_columns: dict[str, str] = dataclasses.field(default_factory=dict)
    code_columns: tuple[str, ...] = ()
    coder_columns: tuple[str, ...] = ()
    code_separator: str | None = None
    coder: str = ""
    occasion: str = ""
    fixed: dict[str, str] = dataclasses.field(default_factory=dict)
    begins_on: dt.date | None = None

    def __post_init__(self) -> None:
        own = {name: name for name in self.fixed if name in FIXED.get(self.kind, ())}
        object.__setattr__(self, "columns", own | self.columns)
