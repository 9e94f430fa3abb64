"""The explorer's notebook runs from top to bottom, for a shipped study and small ones."""

from __future__ import annotations

import nbformat
import pytest
from nbclient import NotebookClient

from compendium.lab import explorer_copy


def ran(study: str) -> list:
    """The code cells of the explorer's copy, once they ran in a kernel."""
    copy = explorer_copy(study)
    notebook = nbformat.read(copy, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": copy.parent}})
    client.execute()
    widgets = [w for w in client.widget_state.values() if w["_model_name"] == "ButtonModel"]
    assert len(widgets) > 5
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cells: list) -> dict[str, dict]:
    """What each cell put out, by the cell's id."""
    return {c.id: o.data for c in cells for o in c.outputs if "data" in o}


@pytest.mark.parametrize("of", ["wales", "tiny", "third"])
def test_every_cell_of_the_explorer_shows_something(of, request):
    study = request.getfixturevalue(of)
    name = study.id if of == "wales" else study.name
    cells = ran(name)
    found = shown(cells)
    assert [c.id for c in cells if c.id not in found] == ["parameters", "setup"]
    assert "application/vnd.jupyter.widget-view+json" in found["explorer"]
    assert not [o for c in cells for o in c.outputs if o.output_type in ("error", "stream")]
