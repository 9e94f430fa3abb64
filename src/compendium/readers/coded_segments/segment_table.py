"""A table of coded segments as the tables of a coding project.

Most tools do not say at which character a segment begins. Then a source's text is its segments,
one after another with a blank line between: positions hold within that text, and whether two
segments overlap in the original cannot be seen. The import report says so.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pandas as pd

from compendium.problems import listed
from compendium.readers import coding_project as coding
from compendium.readers.coded_segments.layouts import TICKS, Layout
from compendium.readers.export import Export, ImportReport

RANGE = re.compile(r"\s*([0-9]{1,15})\s*[-–:]\s*([0-9]{1,15})\s*")
BETWEEN_SEGMENTS = "\n\n"
# No study's transcripts are longer together; positions beyond it are none.
MOST_CHARACTERS = 20_000_000


@dataclasses.dataclass
class Segment:
    """One stretch of a source: its text, where it stands by the table, its codings."""

    source: str
    text: str
    place: str
    bounds: tuple[int, int] | None
    codings: dict[tuple[str, str], None] = dataclasses.field(default_factory=dict)
    cases: dict[str, None] = dataclasses.field(default_factory=dict)
    memos: dict[tuple[str, str], None] = dataclasses.field(default_factory=dict)
    start: int = 0
    end: int = 0


def as_project(rows: pd.DataFrame, layout: Layout, report: ImportReport) -> Export:
    """The tables of a coding project.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row per row of the file, every cell as text; `source_row` counts them.
    report : ImportReport
        Told of rows that are left out and of what was guessed.
    """
    rows = _filled(rows, layout)
    rows.index = pd.Index(_sources(rows, layout, report), name="of_source")
    segments = list(_segments(rows, layout, report))
    texts = _place(segments, report)
    sources = list(dict.fromkeys(s.source for s in segments))
    paths = dict.fromkeys(path for s in segments for path, _ in s.codings)
    made = coding.tables(
        {
            "sources": [(s, "text", len(texts.get(s, "")), "", "", "", "") for s in sources],
            "codes": coding.code_rows(paths),
            "coded_segments": [
                (s.source, path, coder, s.start, s.end, s.text)
                for s in segments
                for path, coder in s.codings
            ],
            "cases": _cases(segments, sources, layout, report),
            "variables": _variables(rows, layout, report),
            "notes": [
                ("", memo, coder, "", "selection", s.source, s.start, s.end)
                for s in segments
                for memo, coder in s.memos
            ],
        }
    )
    return Export(made, report, texts)


def _filled(rows: pd.DataFrame, layout: Layout) -> pd.DataFrame:
    """Blank cells of sources and codes filled from above, where the tool writes blocks."""
    if not layout.filled_down:
        return rows
    names = [layout.columns[role] for role in ("source", "code") if role in layout.columns]
    return rows.assign(
        **{n: rows[n].mask(rows[n].str.strip() == "").ffill().fillna("") for n in names}
    )


def _sources(rows: pd.DataFrame, layout: Layout, report: ImportReport) -> list[str]:
    """Whose text each row is; the file's own name where no column says."""
    if "source" not in layout.columns:
        return [report.file.rpartition(".")[0]] * len(rows)
    return [" ".join(cell.split()) for cell in rows[layout.columns["source"]]]


def _segments(rows: pd.DataFrame, layout: Layout, report: ImportReport) -> Iterator[Segment]:
    """Every segment once, in the order of the file, with all its codings."""
    found: dict[tuple, Segment] = {}
    again = 0
    lacking: dict[str, list[str]] = {"a source": [], "a text": [], "a code": []}
    columns = [layout.columns.get(role) for role in ("text", "place", "case", "memo")]
    for source, row in zip(rows.index, rows.to_dict("records"), strict=True):
        text, place, case, memo = (row[c] if c else "" for c in columns)
        codings = list(_codings(row, layout))
        if "text" not in layout.columns:
            text = f"(row {row['source_row']})"
        missing = [
            what
            for what, there in zip(lacking, (source, text.strip(), codings), strict=True)
            if not there
        ]
        if missing:
            lacking[missing[0]].append(str(row["source_row"]))
            continue
        bounds = _bounds(row, layout)
        # Without a place of its own, the same words by two people are two segments.
        key = (source, text, bounds or place or case)
        segment = found.setdefault(key, Segment(source, text, place, bounds))
        again += len(set(codings) & set(segment.codings))
        segment.codings |= dict.fromkeys(codings)
        if case.strip():
            segment.cases[case.strip()] = None
        if memo.strip():
            segment.memos[memo.strip(), codings[0][1]] = None
    for what, numbers in lacking.items():
        if numbers:
            report.lost.append(
                f"{len(numbers)} rows without {what}, not taken over (row {listed(numbers)})"
            )
    if again:
        report.lost.append(
            f"{again} codings stand twice: the same source, text, place, code and coder; kept once"
        )
    yield from found.values()


def _codings(row: dict[str, str], layout: Layout) -> Iterator[tuple[str, str]]:
    """(code path, coder) of each coding that a row holds."""
    coder = row[layout.columns["coder"]].strip() if "coder" in layout.columns else ""
    if layout.raters:
        found = [(row[rater], rater) for rater in layout.raters]
    elif layout.ticked:
        ticked = layout.ticked.items()
        found = [(code, coder) for head, code in ticked if row[head].strip().casefold() in TICKS]
    elif "code" in layout.columns:
        cell = row[layout.columns["code"]]
        codes = re.split(layout.between, cell) if layout.between else [cell]
        found = [(code, coder) for code in codes]
    else:
        found = []
    above = [row[c].strip() for c in reversed(layout.above) if row[c].strip()]
    for code, by in found:
        if path := _path(code, layout):
            yield coding.PATH_SEPARATOR.join([*above, path]), by


def _path(code: str, layout: Layout) -> str:
    names = re.split(layout.separator, code) if layout.separator else [code]
    return coding.PATH_SEPARATOR.join(" ".join(n.split()) for n in names if n.strip())


def _bounds(row: dict[str, str], layout: Layout) -> tuple[int, int] | None:
    """The characters a row names; None if it names none."""
    if "range" in layout.columns:
        found = RANGE.fullmatch(row[layout.columns["range"]])
        return (int(found[1]), int(found[2])) if found else None
    if not {"start", "end"} <= set(layout.columns):
        return None
    cells = [row[layout.columns[role]].strip() for role in ("start", "end")]
    return (int(cells[0]), int(cells[1])) if all(map(_is_position, cells)) else None


def _is_position(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,15}", cell))


def _place(segments: list[Segment], report: ImportReport) -> dict[str, str]:
    """Give each segment its start and end; the texts by source, where they are made of segments."""
    if inclusive := _counted(segments):
        for s in segments:
            s.start, s.end = s.bounds[0], s.bounds[1] + inclusive - 1
        if kept := _by_their_places(segments):
            how = "included" if inclusive == 2 else "excluded"
            report.guessed.append(
                f"positions are the characters the table names, the last one {how}; what stands "
                "between segments is not in it, and is kept as spaces"
            )
            return kept
    texts: dict[str, list[str]] = {}
    ends: dict[str, int] = {}
    for s in segments:
        s.start = ends.get(s.source, -len(BETWEEN_SEGMENTS)) + len(BETWEEN_SEGMENTS)
        s.end = ends[s.source] = s.start + len(s.text)
        texts.setdefault(s.source, []).append(s.text)
    if segments:
        report.guessed.append(
            "the table does not say at which characters segments stand; a source's text is its "
            "segments one after another, and overlaps cannot be seen"
        )
    return {source: BETWEEN_SEGMENTS.join(parts) for source, parts in texts.items()}


def _by_their_places(segments: list[Segment]) -> dict[str, str]:
    """Texts with each segment where it says; none if two say otherwise of the same character."""
    longest: dict[str, int] = {}
    for s in segments:
        longest[s.source] = max(longest.get(s.source, 0), s.end)
    if sum(longest.values()) > MOST_CHARACTERS:
        return {}
    texts: dict[str, list[str]] = {}
    for s in segments:
        letters = texts.setdefault(s.source, [])
        letters += " " * (s.end - len(letters))
        letters[s.start : s.end] = s.text
    found = {source: "".join(letters) for source, letters in texts.items()}
    return found if all(found[s.source][s.start : s.end] == s.text for s in segments) else {}


def _counted(segments: list[Segment]) -> int:
    """1 if the characters named are those of the texts, end excluded; 2 if included; else 0."""
    if not segments or any(s.bounds is None for s in segments):
        return 0
    lengths = [s.bounds[1] - s.bounds[0] - len(s.text) for s in segments]
    best = max((0, -1), key=lengths.count)
    return 1 - best if lengths.count(best) == len(lengths) else 0


def _cases(
    segments: list[Segment], sources: list[str], layout: Layout, report: ImportReport
) -> list[tuple]:
    """Each case by the segments that are its own; without any, each source is one of its own."""
    if "case" in layout.columns:
        return [(case, s.source, s.start, s.end) for s in segments for case in s.cases]
    if sources:
        report.guessed.append(
            "the table has no cases; each source is taken for a case of its own name"
        )
    return [(source, source, pd.NA, pd.NA) for source in sources]


def _variables(rows: pd.DataFrame, layout: Layout, report: ImportReport) -> list[tuple]:
    """Columns that say the same throughout a source are variables of it; others are not kept."""
    used = {*layout.columns.values(), *layout.ticked, *layout.raters, *layout.above, "source_row"}
    if ignored := [n for n in rows.columns if n in layout.unread and n not in used]:
        report.lost.append(f"{listed(ignored, 60)}: not kept")
    found = []
    for name in rows.columns:
        if name in used or name in layout.unread:
            continue
        said = pd.DataFrame({"source": rows.index, "value": rows[name].str.strip()})
        said = said[(said["value"] != "") & (said["source"] != "")].drop_duplicates()
        if said["source"].duplicated().any():
            report.lost.append(f"column {name}: differs within a source, so it is not kept")
            continue
        found += [("source", s, name, "Text", v) for s, v in said.itertuples(index=False)]
    return found
