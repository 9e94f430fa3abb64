"""A made-up rapid review: a bibliography and the screening of it, with counts fixed beforehand.

How many records are in each box of the flow, and excluded for which reason, the recipe says; which
record is which is drawn. Nothing is cited that exists: titles say that they are made up, and DOIs
have a prefix that nobody can register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.review_values import LINKS
from compendium.synthetic.recipe import ReviewRecipe
from compendium.writers.files import write_csv, write_text

TITLE, AUTHOR = "Synthetic study", "Made-up author"
COLUMNS = (
    *("Record", "Study", "Title", "Authors", "Year", "Found in", "Duplicate of", "Removed"),
    *("Title and abstract", "Why not", "Retrieved", "Full text", "Reason"),
    *("Country", "Population", "Design", "Relevance", "Richness", "Rigour", "Statements"),
)


def write_review(
    bibliography: Path,
    screening: Path,
    recipe: ReviewRecipe,
    searched_on: Mapping[str, dt.date],
    seed: int,
) -> None:
    """Write the bibliography and the screening export of a made-up review.

    Parameters
    ----------
    bibliography, screening : Path
        Where they go: a ``.ris`` and a ``.csv``.
    recipe : ReviewRecipe
        How many records there are of each kind.
    searched_on : mapping of str to datetime.date
        Of each database of the recipe the day it was searched.
    seed : int
        Same seed, same bytes.
    """
    found = made_review(np.random.default_rng([seed, 9]), recipe)
    at_bases = found[found["Found in"].isin(recipe.databases)]
    records = (_ris(row, searched_on[row["Found in"]]) for row in at_bases.to_dict("records"))
    write_text(bibliography, "\n".join(records))
    write_csv(screening, found.assign(**{"Data origin": "synthetic"}))


def made_review(rng: np.random.Generator, recipe: ReviewRecipe) -> pd.DataFrame:
    """One row per record of both arms, in the columns of the screening export."""
    kept = sum(recipe.databases.values()) - recipe.duplicates
    first = [*_screened(recipe), *[{"Removed": "Other reason"}] * recipe.removed]
    rows = [dict(first[i]) for i in rng.permutation(len(first))]
    assert len(rows) == kept, (len(rows), kept)
    again = sorted(rng.choice(kept, recipe.duplicates, replace=False))
    rows += [{"Duplicate of": str(n)} for n in again]
    others = [*_read_in_full(recipe.excluded_other, recipe.not_retrieved_other,
                             recipe.included_other)]  # fmt: skip
    rows += [dict(others[i]) for i in rng.permutation(len(others))]
    places = [name for name, count in recipe.databases.items() for _ in range(count)]
    places = [places[i] for i in rng.permutation(len(places))]
    places += [name for name, count in recipe.others.items() for _ in range(count)]
    for number, (row, place) in enumerate(zip(rows, places, strict=True), start=1):
        row |= {"Record": f"R{number:03d}", "Found in": place, "number": number}
    _name(rows, recipe, rng)
    _describe([row for row in rows if row.get("Full text") == "In"], recipe, rng)
    return pd.DataFrame(rows).reindex(columns=COLUMNS).fillna("")


def _screened(recipe: ReviewRecipe) -> Iterator[dict[str, str]]:
    """Records of databases that were screened on title and abstract."""
    for reason, count in recipe.excluded_on_title.items():
        yield from [{"Title and abstract": "Out", "Why not": reason}] * count
    for row in _read_in_full(recipe.excluded, recipe.not_retrieved, recipe.included):
        yield {"Title and abstract": "In", **row}


def _read_in_full(
    excluded: dict[str, int], not_retrieved: int, included: int
) -> Iterator[dict[str, str]]:
    """Reports that were sought: not retrieved, excluded for a reason, included."""
    yield from [{"Retrieved": "Not found"}] * not_retrieved
    for reason, count in excluded.items():
        yield from [{"Retrieved": "Found", "Full text": "Out", "Reason": reason}] * count
    yield from [{"Retrieved": "Found", "Full text": "In"}] * included


def _name(rows: list[dict], recipe: ReviewRecipe, rng: np.random.Generator) -> None:
    """Titles and years; a duplicate has those of the record it repeats."""
    for row in rows:
        early = row.get("Reason") == recipe.too_early
        first, last = recipe.years_too_early if early else recipe.years
        row["Year"] = str(rng.integers(first, last, endpoint=True))
        row["Title"] = f"{TITLE} {row['number']:03d}"
        row["Authors"] = f"{AUTHOR} {row['number']:03d}"
    for row in rows:
        if "Duplicate of" in row:
            kept = rows[int(row["Duplicate of"])]
            row |= {name: kept[name] for name in ("Title", "Authors", "Year")}
            row["Duplicate of"] = kept["Record"]


def _describe(included: list[dict], recipe: ReviewRecipe, rng: np.random.Generator) -> None:
    """What included studies are like; some are second reports, which repeat the first."""
    linked = list(recipe.statements[:-1] or recipe.statements)
    first = len(included) - recipe.second_reports
    studies, seconds = included[:first], included[first:]
    for row in studies:
        row |= {"Country": _one(recipe.countries, rng), "Population": _one(recipe.people, rng)}
        row |= {"Design": _one(recipe.designs, rng), "Rigour": str(rng.integers(1, 3))}
        row |= {c: str(rng.integers(0, 3)) for c in ("Relevance", "Richness")}
        most = min(3, len(linked))
        count = int(rng.integers(1, most, endpoint=True)) if most else 0
        chosen = sorted(rng.choice(len(linked), count, replace=False)) if count else []
        row |= {"Study": row["Record"], "Statements": LINKS.join(linked[i] for i in chosen)}
    for row, study in zip(seconds, studies, strict=False):
        row |= {"Study": study["Record"], "Year": study["Year"], "Authors": study["Authors"]}
        row["Title"] = f"{study['Title']}, second report"


def _one(values: Sequence[str], rng: np.random.Generator) -> str:
    return values[rng.integers(len(values))]


def _ris(row: dict[str, str], searched_on: dt.date) -> str:
    """A record as a database exports it."""
    number = row["Title"].removeprefix(TITLE).split(",")[0].strip()
    lines = {
        "TY": "JOUR",
        "ID": row["Record"],
        "TI": row["Title"],
        "AU": row["Authors"],
        "PY": row["Year"],
        "DO": f"10.0000/synthetic.{number}",
        "DB": row["Found in"],
        "Y2": f"{searched_on:%Y/%m/%d}",
        "C1": "synthetic",
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\n" for tag, value in lines.items())
