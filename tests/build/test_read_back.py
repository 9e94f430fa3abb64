"""A published notebook is read once while it stays the same, and of its outputs the records."""

from __future__ import annotations

import nbformat
import pytest
from shown import likert, three

from compendium.build.publish import notebook_text
from compendium.build.read_back import displays_in, notebook_of
from compendium.displays.show import bundle
from compendium.writers.files import write_text


def write(path, title, *displays):
    outputs = [nbformat.v4.new_output("display_data", data=bundle(d)) for d in displays]
    cells = [nbformat.v4.new_markdown_cell(f"# {title}\n\nTwo\nlines", id="a")]
    cells.append(nbformat.v4.new_code_cell("show", id="b", outputs=outputs))
    write_text(path, notebook_text(nbformat.v4.new_notebook(cells=cells)))


def test_records_come_back_as_they_were_shown_and_nothing_else(tmp_path):
    path = tmp_path / "a.ipynb"
    write(path, "One", likert(*three()))
    notebook = notebook_of(path)
    assert notebook.cells[0].source == "# One\n\nTwo\nlines"
    assert [list(output["data"]) for output in notebook.cells[1].outputs] == [
        ["application/vnd.compendium.display+json"]
    ]
    (display,) = displays_in(path)
    assert display.record() == likert(*three()).record()


def test_what_is_written_anew_is_read_anew(tmp_path):
    path = tmp_path / "a.ipynb"
    write(path, "One", likert(*three()))
    assert notebook_of(path) is notebook_of(path)
    assert len(displays_in(path)) == 1
    write(path, "Two")
    assert notebook_of(path).cells[0].source.startswith("# Two")
    assert displays_in(path) == ()


def test_a_notebook_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        notebook_of(tmp_path / "a.ipynb")
