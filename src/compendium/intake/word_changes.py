"""Codings that were added or removed in Word, beside the export they change.

The export stays as the coding tool wrote it. ``raw/codings_from_word.csv`` holds what is otherwise
since: written by `compendium.word_transcripts` once somebody has confirmed it, put into effect
here whenever the study is taken in. It holds no words of anybody, only a fingerprint of them.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection

import pandas as pd

from compendium.intake.quality import Quality
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems, listed
from compendium.readers.coding_project import PATH_SEPARATOR, frame
from compendium.readers.export import Export
from compendium.schemas import WORD_CHANGES
from compendium.study import Study
from compendium.theory import code_paths

FILE = "raw/codings_from_word.csv"
ADDED, REMOVED = "added", "removed"
STALE, DONE = "word_change_stale", "word_change_done"
KEY = ["source", "char_start", "char_end", "code", "coder"]
# What a coding of valence is called where one passage and coder have at most one.
VALENCE = "(valence)"


def words_digest(words: str) -> str:
    """A fingerprint of a passage, by which it is seen whether the passage is still the same."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_changes(study: Study) -> pd.DataFrame:
    """One row per coding added or removed in Word; no rows without such a table.

    Raises
    ------
    DataError
        If the table does not fit its schema, names a coder or a place that is none, or says two
        things of one coding.
    """
    path, problems = study.folder / FILE, Problems()
    if not path.exists():
        return _typed(pd.DataFrame(columns=list(WORD_CHANGES), dtype="str"))
    table = text_table(path)
    validate(table, WORD_CHANGES, path.name, problems)
    problems.settle(DataError)
    coders, twice = study.header.coding.coders, table.duplicated(KEY)
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        where, bounds = f"row {number}", (row["char_start"], row["char_end"])
        if row["coder"] not in coders:
            said = f"coder is {row['coder']!r}"
            problems.add(path.name, where, said, f"study.yml has {listed(coders)}")
        if not all(b.isdecimal() and len(b) < 16 for b in bounds):
            said = f"the coding is at {bounds[0]!r} to {bounds[1]!r}"
            problems.add(path.name, where, said, "whole numbers are needed")
        if twice[number]:
            problems.add(path.name, where, "this coding stands twice", do="Keep one of the rows.")
    problems.settle(DataError)
    return _typed(table)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    return table[list(WORD_CHANGES)].astype({"char_start": "int64", "char_end": "int64"})


def with_word_changes(study: Study, export: Export, quality: Quality) -> Export:
    """The export with the codings that coders added and removed in Word since it was written."""
    changes = read_changes(study)
    changes = changes[changes["source"].isin(set(export.tables["sources"]["source"]))]
    if changes.empty:
        return export
    coded, paths, ids = export.tables["coded_segments"], paths_by_code(study), codes_by_path(study)
    valence = study.header.coding.valence
    bounds = [coded[c].tolist() for c in ("source", "start", "end")]
    codes = [VALENCE if p in valence else ids.get(p, p) for p in coded["code_path"]]
    keys = list(zip(*bounds, codes, coded["coder"], strict=True))
    there, gone, added = set(keys), set(), []
    for change in sorted(changes.itertuples(), key=lambda c: c.change, reverse=True):
        words = export.texts.get(change.source, "")[change.char_start : change.char_end]
        code = VALENCE if change.code in valence else change.code
        key = (change.source, change.char_start, change.char_end, code, change.coder)
        removed = change.change == REMOVED
        if words_digest(words) != change.words_digest:
            _note(STALE, change, quality)
        elif (key in there - gone) != removed:
            _note(DONE, change, quality)
        elif removed:
            gone.add(key)
        else:
            path = paths.get(change.code, change.code)
            added.append((change.source, path, change.coder, *key[1:3], words))
    kept = coded[[key not in gone for key in keys]]
    together = pd.concat([kept, frame("coded_segments", added)], ignore_index=True)
    return dataclasses.replace(export, tables=export.tables | {"coded_segments": together})


def note_changes_of_nothing(study: Study, sources: Collection[str], quality: Quality) -> None:
    """Changes of transcripts that no export has any more."""
    for change in read_changes(study).itertuples():
        if change.source not in sources:
            _note(STALE, change, quality)


def _note(rule: str, change, quality: Quality) -> None:
    where, said = as_noted(change)
    quality.note(rule, FILE, where, "coding", said)


def as_noted(change) -> tuple[str, str]:
    """Where a change is and what it is, as the data-quality table names them."""
    where = f"{change.source}:{change.char_start}-{change.char_end}"
    return where, f"{change.change} {change.code} ({change.coder})"


def paths_by_code(study: Study) -> dict[str, str]:
    """Path of labels, as coding tools export it, by the id of a code."""
    return {i: PATH_SEPARATOR.join(p) for i, p in code_paths(study.codebook).items()}


def codes_by_path(study: Study) -> dict[str, str]:
    """The id a coding of each path counts for: of a merged code that it was merged into."""
    paths = paths_by_code(study)
    return {paths[c.code_id]: c.merged_into or c.code_id for c in study.codebook}
