"""Theories read from documents: what is whole becomes the study's, the rest stays a draft."""

from __future__ import annotations

from collections.abc import Container

import pandas as pd

from compendium.problems import listed
from compendium.start.given import THEORY, Given
from compendium.writers.theory_draft import theory_drafts

VERSION = "IPT"
WHOLE = {
    "statements": ("pt_id", "if_text", "then_text", "because_text"),
    "cmocs": ("cmoc_id", "pt_id", "context", "m_resource", "m_reasoning", "outcome"),
}
# What stands where a document says nothing.
UNSAID = {
    "statements": {"version": VERSION},
    "cmocs": {"outcome_unintended": "Not said.", "for_whom": "Not said."},
}


def theory_files(given: list[Given]) -> tuple[dict[str, str], list[str]]:
    """The files of theory/ by name, and what of them needs a person.

    A statement with if, then and because, and a configuration of such a statement that tells
    context, resource, reasoning and outcome apart, stand in the study; of an id the first.
    """
    files: dict[str, str] = {}
    asked: list[str] = []
    known: dict[str, set[str]] = {"statements": set(), "cmocs": set()}
    for one in (g for g in given if g.kind == THEORY):
        for name in WHOLE:
            table = one.export.tables.get(name, pd.DataFrame())
            if table.empty:
                continue
            table = _completed(table, name)
            whole = _whole_rows(table, name, known)
            known[name] |= set(table.loc[whole, WHOLE[name][0]])
            _keep(files, f"theory/{name}.yml", name, table[whole], one)
            _keep(files, f"theory/{name}.draft.yml", name, table[~whole], one)
            asked += _ask(name, table, whole, one.path.name)
    return files, asked


def has_theory(files: Container[str]) -> bool:
    """Whether a study has any of a theory among these files, drafts aside."""
    return any(f"theory/{name}.yml" in files for name in WHOLE)


def _completed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table with what a study needs and a document need not say."""
    said = UNSAID[name]
    columns = dict.fromkeys([*table.columns, *WHOLE[name], *said])
    table = table.reindex(columns=list(columns), fill_value="")
    return table.assign(**{c: table[c].replace("", words) for c, words in said.items()})


def _whole_rows(table: pd.DataFrame, name: str, known: dict[str, set[str]]) -> pd.Series:
    full = (table[list(WHOLE[name])].map(str.strip) != "").all(axis=1)
    own = table[WHOLE[name][0]]
    full &= ~own.duplicated(keep="first") & ~own.isin(known[name])
    if name == "cmocs":
        full &= table["pt_id"].isin(known["statements"])
    return full


def _keep(files: dict[str, str], path: str, name: str, table: pd.DataFrame, one: Given) -> None:
    """Add rows to a file, as the import of a theory writes them."""
    for text in theory_drafts({name: table}, one.path.name).values():
        files[path] = f"{files[path]}\n{text}" if path in files else text


def _ask(name: str, table: pd.DataFrame, whole: pd.Series, file: str) -> list[str]:
    said, own = [], WHOLE[name][0]
    if whole.any() and name == "cmocs":
        said.append(
            f"theory/cmocs.yml: say of {listed(table.loc[whole, own])} for which areas each was "
            "theorised (`sites_theorised:`) and which codes tell of it (`codes:`)."
        )
    if (~whole).any():
        said.append(
            f"theory/{name}.draft.yml: {(~whole).sum()} of {len(table)} from {file} are not whole. "
            f"Complete what is marked, and move each to theory/{name}.yml; until then none counts."
        )
    return said
