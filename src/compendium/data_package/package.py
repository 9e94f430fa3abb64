"""A study's data to go on with in other programs: a folder with a description of every file.

These are data about single people, consented and not disclosed: they are for the team. By default
they lie in ``private/``, where a withdrawal takes them away.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from compendium.data_package import matrices
from compendium.data_package.coding import coding_project, codings_table
from compendium.data_package.describe import FILE, described, listed_in
from compendium.data_package.survey import answers_sav
from compendium.intake import store
from compendium.intake.tables import Tables, open_tables
from compendium.problems import StudyError, listed
from compendium.readers.work_tree import refuse_real
from compendium.schemas import TABLES
from compendium.study import Study
from compendium.writers.files import write_csv, write_text
from compendium.writers.private import keep_private
from compendium.writers.refi_qda import write_qdc, write_qdpx
from compendium.writers.spreadsheet import Look, write_xlsx

FOLDER = "export"
# Of the columns of codings that hold more than a word, how wide they are.
WIDTHS = {"segment_id": 30, "group": 24, "code_path": 34, "event_id": 24, "text": 70}


def write_package(study: Study, to: Path | None = None) -> str:
    """Write everything into a folder and say what is in it.

    Parameters
    ----------
    to : Path or None
        A folder that is not there, is blank, or holds an earlier package, which is replaced; None
        for ``private/<study>/export``.

    The package is written beside the folder first: where that fails, an earlier one stays whole.

    Raises
    ------
    StudyError
        If the folder holds something else.
    WorkTreeError
        If the data are real and the folder lies inside a git work tree.
    """
    data = open_tables(study)
    folder = to or study.private / FOLDER
    refuse_real(store.saved_origins(study.private), study.id, folder)
    earlier, frames = _earlier(folder), _frames(data)
    keep_private(folder)
    with _aside(folder) as new:
        for name, frame in frames.items():
            write_csv(new / f"{name}.csv", frame)
        others, lost = _others(data, new, frames)
        write_text(new / FILE, described(study, new, frames, others))
        for path in earlier:
            path.unlink()
        for path in sorted(new.iterdir()):
            path.replace(folder / path.name)
    keep_private(folder)
    lines = [f"{study.id}: data for other programs, about single people: not for publication"]
    lines += [f"  table    {name}.csv: {len(frame)} rows" for name, frame in frames.items()]
    lines += [f"  file     {name}: {said}" for name, said in others.items()]
    lines += [f"  lost     {text}" for text in lost] or ["  lost     nothing"]
    shown = folder if to else folder.relative_to(study.private.parents[1]).as_posix()
    return "\n".join([*lines, f"  written  {len(frames) + len(others) + 1} files to {shown}"])


def _earlier(folder: Path) -> list[Path]:
    """The files of an earlier package in a folder, which may hold nothing else.

    Raises
    ------
    StudyError
        If it does, or is a file.
    """
    if not folder.exists():
        return []
    ours = listed_in(folder)
    found = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    is_ours = {p: p.name in ours and p.is_file() and not p.is_symlink() for p in found}
    if strangers := [p.name for p in found if not is_ours[p]]:
        raise StudyError(
            f"{folder} holds something else ({listed(strangers, 5)}), and nothing was written. "
            "Name another folder after --to, or move that elsewhere."
        )
    return found


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A folder beside another, closed to other users and removed in the end."""
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}."))
    try:
        yield new
    finally:
        shutil.rmtree(new)


def _frames(data: Tables) -> dict[str, pd.DataFrame]:
    frames = {name: getattr(data, name) for name in TABLES}
    return frames | {"codings": codings_table(data), "case_by_code": matrices.case_by_code(data)}


def _others(
    data: Tables, folder: Path, frames: dict[str, pd.DataFrame]
) -> tuple[dict[str, str], list[str]]:
    """Write what is no plain table; what each file is, and what could not be taken over."""
    others, lost = {}, []
    if len(data.events):
        project, lost = coding_project(data)
        write_qdpx(folder / "coding.qdpx", project)
        write_qdc(folder / "codebook.qdc", project)
        others["coding.qdpx"] = "transcripts and coding as a REFI-QDA project"
        others["codebook.qdc"] = "the codebook as REFI-QDA"
        _write_workbooks(data, folder, frames["codings"])
        others["codings.xlsx"] = "codings.csv as a workbook"
        others["framework_matrix.xlsx"] = "people by codes, in their own words"
    for instrument in data.study.instruments:
        name = f"answers_{instrument.instrument}.sav"
        answered = pd.concat([data.answers["instrument"], data.follow_up_answers["instrument"]])
        if (answered == instrument.instrument).any():
            count, differences = answers_sav(folder / name, data, instrument)
            lost += differences
            others[name] = f"answers of {count} people to the questionnaire {instrument.instrument}"
    return others, lost


def _write_workbooks(data: Tables, folder: Path, codings: pd.DataFrame) -> None:
    """The codings and the framework matrix, laid out for people to read."""
    whole = codings.assign(text=codings["text"].map(matrices.shortened))
    rows = whole.astype("object").where(whole.notna(), None).to_numpy().tolist()
    look = Look([WIDTHS.get(name, 14) for name in codings.columns], heading_columns=1)
    write_xlsx(folder / "codings.xlsx", {"codings": [list(codings.columns), *rows]}, look)
    matrix, of_person = matrices.framework_matrix(data), len(matrices.OF_PERSON)
    widths = [14, 14, 9, 24, 12] + [48] * (len(matrix[0]) - of_person)
    look = Look(widths, heading_rows=2, heading_columns=1)
    write_xlsx(folder / "framework_matrix.xlsx", {"framework": matrix}, look)
