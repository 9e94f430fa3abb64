"""The made-up talk as a coding tool would export it: a project, or a table of coded segments."""

from __future__ import annotations

from pathlib import Path

from compendium.study import Source, Study
from compendium.writers.refi_qda import Project, write_qdc, write_qdpx
from compendium.writers.spreadsheet import write_xlsx

# Codes on a path, as the table writes them.
BETWEEN = " > "


def write_talk(path: Path, project: Project, study: Study) -> None:
    """The project as ``.qdpx``; or as a workbook of coded segments, with the codebook beside it.

    A workbook has one row per passage and code. It has neither the words between the passages nor
    who was there and is in no passage.
    """
    if path.suffix == ".qdpx":
        write_qdpx(path, project)
        return
    source = next(s for s in study.header.sources if path.as_posix().endswith(s.file))
    write_xlsx(path, {"Coded segments": segment_rows(project, source)})
    write_qdc(path.with_name("codebook.qdc"), project)


def segment_rows(project: Project, source: Source) -> list[list[object]]:
    """The heading and a row per passage and code, in the columns that study.yml names."""
    named = source.segment_columns
    variables = list(dict.fromkeys(name for s in project.sources for name, _ in s.variables))
    roles = ("source", "case", "text", "code", "coder", "start", "end")
    rows: list[list[object]] = [[*(named[role] for role in roles), *variables]]
    whole = {name: case.name for case in project.cases for name in case.sources}
    turns = {turn: case.name for case in project.cases for turn in case.selections}
    for talk in project.sources:
        told = dict(talk.variables)
        for passage in talk.selections:
            place = (talk.name, passage.start, passage.end)
            who = turns.get(place) or whole.get(talk.name, "")
            words = talk.text[passage.start : passage.end]
            for code, coder in passage.codings:
                cells = [talk.name, who, words, BETWEEN.join(code), coder, *place[1:]]
                rows.append([*cells, *(told.get(name, "") for name in variables)])
    return rows
