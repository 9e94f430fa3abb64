"""JupyterLab as the compendium opens it: what is shown there is not saved.

Notebooks in ``notebooks/`` and ``private/`` are saved without outputs, so that numbers that
were not released cannot reach a file that somebody shares. Other notebooks are left alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from compendium.intake.store import origins_on_disk
from compendium.places import data_folder, notebooks_folder, root, study_names
from compendium.problems import StudyError
from compendium.readers.work_tree import refuse_real
from compendium.study_folder import open_study
from compendium.writers.files import write_text
from compendium.writers.private import keep_private

EXPLORER = "explore.ipynb"
SETTINGS = Path(__file__).with_name("lab_settings")
WITHOUT_OUTPUTS = ("notebooks", "private")


def without_outputs(model: dict, path: str, **_: object) -> None:
    """Jupyter's hook before a file is saved: takes the outputs out of our notebooks."""
    notebook = model.get("content")
    if model.get("type") != "notebook" or path.strip("/").split("/")[0] not in WITHOUT_OUTPUTS:
        return
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
    notebook["metadata"].pop("widgets", None)


def explorer_copy(study: str) -> Path:
    """The explorer's notebook for one study, copied anew into ``private/<study>/``.

    Raises
    ------
    StudyError
        If there is no such study, or no explorer among the notebooks.
    WorkTreeError
        If the study holds real data inside a git work tree.
    """
    _refuse_real(study)
    opened, source = open_study(study), notebooks_folder() / EXPLORER
    if not source.is_file():
        raise StudyError(f"There is no {EXPLORER} among the notebooks in {source.parent.name}/.")
    notebook = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            named = re.sub(
                r'^study = ".*"$', f'study = "{study}"', "".join(cell["source"]), flags=re.M
            )
            cell["source"] = named.splitlines(keepends=True)
    copy = opened.private / EXPLORER
    keep_private(copy.parents[1])
    write_text(copy, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
    keep_private(copy.parents[1])
    return copy


def open_lab(opening: Path | None = None) -> int:
    """JupyterLab on the house (the folder that holds data/), at one file if named.

    Raises
    ------
    WorkTreeError
        If a study holds real data inside a git work tree.
    """
    for study in study_names():
        _refuse_real(study)
    command = [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={root()}"]
    command += ["--FileContentsManager.pre_save_hook=compendium.lab.without_outputs"]
    command += [
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if opening:
        command.append(f"--LabApp.default_url=/lab/tree/{opening.relative_to(root()).as_posix()}")
    return subprocess.call(command, env=_environment())


def _environment() -> dict[str, str]:
    """Our own, with `SETTINGS` first, which keep JupyterLab from asking whether to fetch news."""
    further = os.environ.get("JUPYTER_CONFIG_PATH")
    path = os.pathsep.join([str(SETTINGS), *([further] if further else [])])
    return {**os.environ, "JUPYTER_CONFIG_PATH": path}


def _refuse_real(study: str) -> None:
    """Refuse real data inside a git work tree, by what the study's own tables say they are."""
    folder, private = data_folder() / study, root() / "private" / study
    refuse_real(origins_on_disk(folder, private), study, folder, private)
