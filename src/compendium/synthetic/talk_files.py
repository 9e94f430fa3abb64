"""The made-up talk as a coding tool would export it: a project, or a table of coded segments."""

from __future__ import annotations

from pathlib import Path

from compendium.study import Source
from compendium.writers.refi_qda import Project, write_qdc, write_qdpx
from compendium.writers.spreadsheet import write_xlsx

CODEBOOK = "codebook.qdc"
# Between codes on a path, where study.yml does not say what is.
SEPARATOR = ">"


def write_talk(path: Path, project: Project, source: Source) -> list[Path]:
    """The project as ``.qdpx``; or as a workbook of coded segments, with the codebook beside it.

    A workbook has one row per passage and code. It has neither the words between the passages nor
    who was there and is in no passage. Returns the files written.
    """
    if path.suffix == ".qdpx":
        write_qdpx(path, project)
        return [path]
    write_xlsx(path, {"Coded segments": segment_rows(project, source)})
    write_qdc(path.with_name(CODEBOOK), project)
    return [path, path.with_name(CODEBOOK)]


def segment_rows(project: Project, source: Source) -> list[list[object]]:
    """The heading and a row per passage and code, in the columns that study.yml names."""
    named, between = source.segment_columns, f" {source.code_separator or SEPARATOR} "
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
                cells = [talk.name, who, words, between.join(code), coder, *place[1:]]
                rows.append([*cells, *(told.get(name, "") for name in variables)])
    return rows
