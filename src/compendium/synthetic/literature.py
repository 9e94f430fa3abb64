"""A made-up rapid review: a bibliography and the screening of it, with counts fixed beforehand.

How many records are in each box of the flow, and excluded for which reason, is laid down here;
which record is which is drawn. Nothing is cited that exists: titles say that they are made up, and
DOIs have a prefix that nobody can register.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.writers.files import write_csv, write_text

BIBLIOGRAPHY, SCREENING = "raw/literature.ris", "raw/screening.csv"
# Records by database; what became of them; records by other method. The register gave nothing.
DATABASES = {"Synthetic database A": 187, "Synthetic database B": 131, "Synthetic database C": 94}
OTHERS = {"Synthetic websites": 9, "Synthetic organisations": 14, "Synthetic citations": 11}
DUPLICATES, REMOVED = 97, 3
EXCLUDED_FIRST = {"not about advocacy": 138, "not about children in care": 71, "no study": 32}
NOT_RETRIEVED, NOT_RETRIEVED_OTHER = 4, 2
EXCLUDED = {
    "not advocacy": 17,
    "wrong population": 12,
    "no empirical data": 11,
    "before 2000": 5,
    "not in English or Welsh": 4,
}
EXCLUDED_OTHER = {
    "no empirical data": 9,
    "wrong population": 7,
    "duplicate of included study": 5,
}
# Included reports that are the second of a study.
SECOND_REPORTS = 3
FIRST_YEAR, LAST_YEAR, TOO_EARLY = 2000, 2022, 1995
COUNTRIES = ("England", "Wales", "Scotland", "Ireland", "Norway", "Australia")
PEOPLE = ("children in care", "care leavers", "disabled children", "advocates", "social workers")
DESIGNS = ("interviews", "survey", "mixed methods", "case study", "evaluation of a service")

# What study.yml says of the two files, and of the review they are of.
SOURCES = """\
  - source: literature
    kind: bibliography
    file: raw/literature.ris
    columns: {source: database, search_date: Y2, data_origin: C1}
    date_format: "%Y/%m/%d"
  - source: screening
    kind: screening
    file: raw/screening.csv
    columns: {record_id: Record, study_id: Study, title: Title, authors: Authors, year: Year, source: Found in, dup_of: Duplicate of, removed: Removed, screen1: Title and abstract, screen1_reason: Why not, retrieved: Retrieved, screen2: Full text, screen2_reason: Reason, country: Country, population: Population, design: Design, relevance: Relevance, richness: Richness, rigour: Rigour, pt_links: Statements, data_origin: Data origin}
    values: {removed: {Other reason: other}, screen1: {In: include, Out: exclude}, retrieved: {Found: "yes", Not found: "no"}, screen2: {In: include, Out: exclude}}
"""  # noqa: E501
REVIEW = """\
review:
  question: {en: "What is known about how advocacy for young people in care works, for whom and in which circumstances?", cy: "Beth sy'n hysbys am sut y mae eiriolaeth i bobl ifanc mewn gofal yn gweithio, i bwy ac o dan ba amgylchiadau?"}
  eligibility: {en: "Empirical studies of advocacy for children and young people in care or leaving it, from 2000 on, in English or Welsh.", cy: "Astudiaethau empirig o eiriolaeth i blant a phobl ifanc mewn gofal neu'n ei adael, o 2000 ymlaen, yn Saesneg neu Gymraeg."}
  searches:
    - {source: Synthetic database A, kind: database, searched_on: 2023-06-12, search: '(advoca* OR "independent visitor") AND ("looked after" OR "in care" OR "care leaver*") AND (child* OR young*)'}
    - {source: Synthetic database B, kind: database, searched_on: 2023-06-12, search: 'advoca* AND ("in care" OR "care leaver*") AND (child* OR young*)'}
    - {source: Synthetic database C, kind: database, searched_on: 2023-06-13, search: 'advocacy AND "children in care"'}
    - {source: Synthetic register, kind: register, searched_on: 2023-06-13, search: "advocacy"}
    - {source: Synthetic websites, kind: website, searched_on: 2023-06-20, search: "The pages of publications of made-up charities, read from the newest back."}
    - {source: Synthetic organisations, kind: organisation, searched_on: 2023-06-20, search: "Made-up organisations were asked for reports that are not published."}
    - {source: Synthetic citations, kind: citation, searched_on: 2023-07-03, search: "Reference lists of the included studies, and what cites them."}
  reasons:
    not advocacy: {en: not about advocacy, cy: nid am eiriolaeth}
    wrong population: {en: another population, cy: poblogaeth arall}
    no empirical data: {en: no empirical data, cy: dim data empirig}
    before 2000: {en: before 2000, cy: cyn 2000}
    not in English or Welsh: {en: not in English or Welsh, cy: nid yn Saesneg na Chymraeg}
    duplicate of included study: {en: duplicate of an included study, cy: dyblyg o astudiaeth a gynhwyswyd}
  shortened:
    - {en: "One person screened titles and abstracts; a second looked at one record in ten.", cy: "Un person a sgriniodd deitlau a chrynodebau; edrychodd ail berson ar un cofnod o bob deg."}
    - {en: "Data were taken from reports by one person, and checked by another.", cy: "Cymerwyd data o adroddiadau gan un person, a'u gwirio gan un arall."}
    - {en: "Authors were not asked for reports that could not be had.", cy: "Ni ofynnwyd i awduron am adroddiadau na ellid eu cael."}
"""  # noqa: E501

COLUMNS = (
    *("Record", "Study", "Title", "Authors", "Year", "Found in", "Duplicate of", "Removed"),
    *("Title and abstract", "Why not", "Retrieved", "Full text", "Reason"),
    *("Country", "Population", "Design", "Relevance", "Richness", "Rigour", "Statements"),
)


def write_review(folder: Path, seed: int, statements: Sequence[str] = ()) -> list[Path]:
    """Write the bibliography and the screening export of a made-up review into a study's folder.

    Parameters
    ----------
    folder : Path
        The study's folder; the files are `BIBLIOGRAPHY` and `SCREENING` in it.
    seed : int
        Same seed, same bytes.
    statements : sequence of str
        The theory's statements, which included studies are linked to. Nothing is linked to the
        last of several, so that the literature is silent on it.

    Returns
    -------
    list of Path
        The files written.
    """
    rng = np.random.default_rng([seed, 9])
    found = made_review(rng, statements)
    at_bases = found[found["Found in"].isin(DATABASES)]
    files = [folder / BIBLIOGRAPHY, folder / SCREENING]
    write_text(files[0], "\n".join(_ris(row) for row in at_bases.to_dict("records")))
    write_csv(files[1], found.assign(**{"Data origin": "synthetic"}))
    return files


def made_review(rng: np.random.Generator, statements: Sequence[str] = ()) -> pd.DataFrame:
    """One row per record of both arms, in the columns of the screening export."""
    kept = sum(DATABASES.values()) - DUPLICATES
    first = [*_screened(), *_removed()]
    rows = [dict(first[i]) for i in rng.permutation(len(first))]
    assert len(rows) == kept, (len(rows), kept)
    rows += [{"Duplicate of": str(n)} for n in sorted(rng.choice(kept, DUPLICATES, replace=False))]
    others = [*_read_in_full(EXCLUDED_OTHER, NOT_RETRIEVED_OTHER, 11)]
    rows += [dict(others[i]) for i in rng.permutation(len(others))]
    places = [name for name, count in DATABASES.items() for _ in range(count)]
    places = [places[i] for i in rng.permutation(len(places))]
    places += [name for name, count in OTHERS.items() for _ in range(count)]
    for number, (row, place) in enumerate(zip(rows, places, strict=True), start=1):
        row |= {"Record": f"R{number:03d}", "Found in": place, "number": number}
    _name(rows, rng)
    _describe([row for row in rows if row.get("Full text") == "In"], statements, rng)
    return pd.DataFrame(rows).reindex(columns=COLUMNS).fillna("")


def _screened() -> Iterator[dict[str, str]]:
    """Records of databases that were screened on title and abstract."""
    for reason, count in EXCLUDED_FIRST.items():
        yield from [{"Title and abstract": "Out", "Why not": reason}] * count
    for row in _read_in_full(EXCLUDED, NOT_RETRIEVED, 18):
        yield {"Title and abstract": "In", **row}


def _removed() -> list[dict[str, str]]:
    return [{"Removed": "Other reason"}] * REMOVED


def _read_in_full(
    excluded: dict[str, int], not_retrieved: int, included: int
) -> Iterator[dict[str, str]]:
    """Reports that were sought: not retrieved, excluded for a reason, included."""
    yield from [{"Retrieved": "Not found"}] * not_retrieved
    for reason, count in excluded.items():
        yield from [{"Retrieved": "Found", "Full text": "Out", "Reason": reason}] * count
    yield from [{"Retrieved": "Found", "Full text": "In"}] * included


def _name(rows: list[dict], rng: np.random.Generator) -> None:
    """Titles and years; a duplicate has those of the record it repeats."""
    for row in rows:
        early = row.get("Reason") == "before 2000"
        first, last = (TOO_EARLY - 10, TOO_EARLY) if early else (FIRST_YEAR, LAST_YEAR)
        row["Year"] = str(rng.integers(first, last, endpoint=True))
        row["Title"] = f"Synthetic study {row['number']:03d}"
        row["Authors"] = f"Made-up author {row['number']:03d}"
    for row in rows:
        if "Duplicate of" in row:
            kept = rows[int(row["Duplicate of"])]
            row |= {name: kept[name] for name in ("Title", "Authors", "Year")}
            row["Duplicate of"] = kept["Record"]


def _describe(included: list[dict], statements: Sequence[str], rng: np.random.Generator) -> None:
    """What included studies are like; some are second reports, which repeat the first."""
    linked = list(statements[:-1] or statements)
    studies, seconds = included[:-SECOND_REPORTS], included[-SECOND_REPORTS:]
    for row in studies:
        row |= {"Country": _one(COUNTRIES, rng), "Population": _one(PEOPLE, rng)}
        row |= {"Design": _one(DESIGNS, rng), "Rigour": str(rng.integers(1, 3))}
        row |= {c: str(rng.integers(0, 3)) for c in ("Relevance", "Richness")}
        most = min(3, len(linked))
        count = int(rng.integers(1, most, endpoint=True)) if most else 0
        chosen = sorted(rng.choice(len(linked), count, replace=False)) if count else []
        row |= {"Study": row["Record"], "Statements": "; ".join(linked[i] for i in chosen)}
    for row, first in zip(seconds, studies, strict=False):
        row |= {"Study": first["Record"], "Year": first["Year"], "Authors": first["Authors"]}
        row["Title"] = f"{first['Title']}, second report"


def _one(values: Sequence[str], rng: np.random.Generator) -> str:
    return values[rng.integers(len(values))]


def _ris(row: dict[str, str]) -> str:
    """A record as a database exports it."""
    number = row["Title"].removeprefix("Synthetic study ")[:3]
    lines = {
        "TY": "JOUR",
        "ID": row["Record"],
        "TI": row["Title"],
        "AU": row["Authors"],
        "PY": row["Year"],
        "DO": f"10.0000/synthetic.{number}",
        "DB": row["Found in"],
        "Y2": "2023/06/13" if row["Found in"].endswith("C") else "2023/06/12",
        "C1": "synthetic",
        "ER": "",
    }
    return "".join(f"{tag}  - {value}\n" for tag, value in lines.items())
