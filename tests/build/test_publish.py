"""An executed notebook rewritten from its display records: nothing else of it leaves."""

from __future__ import annotations

import json

import nbformat
import pytest
from shown import KEY, code, displayed, likert, notebook, said, showing, three

from compendium.build.jobs import Job
from compendium.build.publish import notebook_text, published
from compendium.disclosure.profile import profile_named
from compendium.disclosure.signature import METADATA, Door, stamp, thresholds
from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME
from compendium.problems import DisclosureError

JOB = Job("site_report", "tiny", "001", "welsh_evaluation", page="001")
TEAM = Job("site_report", "tiny", "001", "exact", page="001")
SECRET = "P017 said no"
HTML = f"<table><tr><td>{SECRET}</td></tr></table>"
output = nbformat.v4.new_output
STRAY = {
    "a bare frame": output("execute_result", data={"text/plain": SECRET, "text/html": HTML}),
    "a print": output("stream", name="stdout", text=SECRET),
    "a warning": output("stream", name="stderr", text=f"UserWarning: {SECRET}"),
    "a raw plot": output("display_data", data={"image/png": "AAAA", "text/plain": SECRET}),
    "raw HTML": output("display_data", data={"text/html": HTML}),
    "a widget": output("display_data", data={"application/vnd.jupyter.widget-view+json": {}}),
    "an error": output("error", ename="ValueError", evalue=SECRET, traceback=[SECRET]),
}
DOOR = Door("tiny", "001", thresholds(profile_named("welsh_evaluation")))
SURVEY = showing(likert(*three()))
TEAM_SURVEY = showing(likert(*three(), profile="exact"))


def leaves(*cells, public=True):
    return published(notebook(*cells), JOB if public else TEAM, KEY)


@pytest.mark.parametrize("what", STRAY)
def test_a_public_build_refuses_what_is_no_display(what):
    with pytest.raises(DisclosureError) as error:
        leaves("# Title", code(SURVEY, STRAY[what]))
    assert "site_report.ipynb cell [1]: shows" in str(error.value)
    assert "did not pass release()" in str(error.value)


@pytest.mark.parametrize("what", STRAY)
def test_a_refusal_quotes_nothing_of_the_data(what):
    with pytest.raises(DisclosureError) as error:
        leaves(code(STRAY[what]))
    assert "P017" not in str(error.value)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("a bare frame", "a bare result (the last line of the cell)"),
        ("a print", "printed text"),
        ("an error", "an error"),
        ("a raw plot", "an output"),
    ],
)
def test_a_refusal_says_what_kind_of_output_it_was(what, said):
    with pytest.raises(DisclosureError) as error:
        leaves(code(STRAY[what]))
    assert f"shows {said} that" in str(error.value)


def test_every_stray_output_is_named_at_once():
    with pytest.raises(DisclosureError) as error:
        leaves(code(STRAY["a print"]), "prose", code(STRAY["a bare frame"]))
    assert [p.where for p in error.value.problems] == ["cell [1]", "cell [2]"]


@pytest.mark.parametrize("what", STRAY)
def test_a_team_build_drops_what_is_no_display(what):
    kept = leaves(code(STRAY[what], TEAM_SURVEY), public=False)
    assert len(kept.cells[0].outputs) == 1
    assert "P017" not in notebook_text(kept)


def test_what_stands_beside_a_record_is_made_anew_from_it():
    spoilt = showing(likert(*three()))
    spoilt["data"] |= {"text/html": HTML, "text/plain": SECRET, "text/latex": SECRET}
    spoilt["metadata"] |= {"note": SECRET}
    kept = leaves(code(spoilt))
    assert "P017" not in notebook_text(kept)
    assert kept.cells[0].outputs[0] == leaves(code(SURVEY)).cells[0].outputs[0]


def test_a_display_may_be_the_last_line_of_a_cell():
    result = output("execute_result", **{k: SURVEY[k] for k in ("data", "metadata")})
    (kept,) = leaves(code(result)).cells[0].outputs
    assert kept.output_type == "display_data"


def test_only_allow_listed_kinds_of_output_leave():
    quotes = showing(displayed(verbs.quotes, said("We talked.")))
    kept = leaves(code(SURVEY, quotes))
    kinds = {kind for o in kept.cells[0].outputs for kind in o["data"]}
    assert kinds == {RECORD_MIME, "text/html", "text/plain"}


def test_nothing_of_the_execution_leaves():
    run = notebook(code(SURVEY, papermill={"duration": 1.5}, execution={"iopub": "12:30"}))
    run.metadata = {"papermill": {"duration": 9.1}, "widgets": {"state": SECRET}}
    kept = published(run, JOB, KEY)
    assert set(kept.metadata) == {"kernelspec", "language_info"}
    assert kept.cells[0].metadata == {}


def test_cells_are_counted_from_one_whatever_the_execution_counted():
    """nbval takes a cell without a count for one that was never run."""
    run = notebook(code(SURVEY), "prose", code(SURVEY))
    run.cells[0].execution_count, run.cells[2].execution_count = 7, 31
    kept = published(run, JOB, KEY)
    assert [c.get("execution_count") for c in kept.cells] == [1, None, 2]


def test_only_tags_that_mean_something_stay():
    kept = leaves(code(source='site = "001"', tags=["parameters", "mine", "remove-cell"]))
    assert kept.cells[0].metadata == {"tags": ["parameters", "remove-cell"]}


def test_attachments_do_not_leave():
    prose = nbformat.v4.new_markdown_cell("Look.", attachments={"a.png": {"image/png": "AAAA"}})
    with pytest.raises(DisclosureError, match="text cell 'cell-0': has a picture attached"):
        leaves(prose)
    assert "AAAA" not in notebook_text(leaves(prose, public=False))


def test_cells_keep_their_ids_and_the_injected_one_gets_a_fixed_one():
    parameters = "\n".join(f'{k} = "{v}"' for k, v in JOB.parameters.items())
    injected = code(source=f"# Parameters\n{parameters}\n", tags=["injected-parameters"])
    run = notebook("# Title", injected, code(SURVEY))
    run.cells[1].id = "3f9a7c21"
    kept = published(run, JOB, KEY)
    assert [c.id for c in kept.cells] == ["cell-0", "injected-parameters", "cell-2"]


def test_a_raw_cell_does_not_leave():
    raw = nbformat.v4.new_raw_cell(SECRET)
    assert "P017" not in notebook_text(leaves("# Title", raw, code(SURVEY)))


def test_a_published_notebook_is_a_valid_notebook():
    nbformat.validate(leaves("# Title", code(SURVEY)))


def test_a_published_notebook_holds_no_signature_and_its_bytes_hang_on_no_key():
    other = showing(likert(*three()))
    other["metadata"] = {METADATA: stamp(other["data"][RECORD_MIME], DOOR, "another key")}
    again = published(notebook("# Title", code(other)), JOB, "another key")
    assert notebook_text(again) == notebook_text(leaves("# Title", code(SURVEY)))
    assert "signature" not in notebook_text(again)


def test_the_text_of_a_notebook_ends_with_one_line_break():
    text = notebook_text(leaves("# Tŷ"))
    assert text.endswith("}\n")
    assert json.loads(text)["cells"][0]["source"] == ["# Tŷ"]
    assert "Tŷ" in text


# Everything a published notebook may consist of: keys, and under `data` kinds of output.
SHAPE = {
    *("nbformat", "nbformat_minor", "metadata", "cells"),
    *("metadata.kernelspec", "metadata.language_info", "metadata.language_info.name"),
    *(f"metadata.kernelspec.{key}" for key in ("display_name", "language", "name")),
    *(f"cells.{key}" for key in ("cell_type", "id", "metadata", "source")),
    *("cells.metadata.tags", "cells.execution_count", "cells.outputs"),
    *(f"cells.outputs.{key}" for key in ("output_type", "metadata", "data")),
    *(f"cells.outputs.data.{kind}" for kind in (RECORD_MIME, "text/html", "text/plain")),
}


def shape(tree, above="") -> set[str]:
    """Every key of a JSON document by what it stands in; records have checks of their own."""
    if isinstance(tree, list):
        return set().union(*(shape(each, above) for each in tree))
    if not isinstance(tree, dict) or above.startswith("cells.outputs.data."):
        return set()
    paths = {f"{above}.{key}".lstrip("."): value for key, value in tree.items()}
    return set(paths).union(*(shape(value, path) for path, value in paths.items()))


# What JupyterLab, Papermill, editors and tools for slides leave in a notebook, each with a secret.
LEFT_IN_NOTEBOOK = {
    "kernelspec": {"name": SECRET, "display_name": SECRET, "language": "python", "env": SECRET},
    "language_info": {"name": "python", "version": SECRET, "file_extension": SECRET},
    "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"value": SECRET}}}},
    "papermill": {"input_path": SECRET, "parameters": {"site": SECRET}, "exception": SECRET},
    "authors": [{"name": SECRET}],
    "title": SECRET,
    "toc": {"title": SECRET},
    "vscode": {"interpreter": {"hash": SECRET}},
    "colab": {"provenance": [{"file_id": SECRET}]},
    "signature": SECRET,
}
LEFT_IN_CELL = {
    "name": SECRET,
    "collapsed": True,
    "scrolled": "auto",
    "execution": {"iopub.status.busy": SECRET, "shell.execute_reply": SECRET},
    "papermill": {"duration": 1.5, "exception": SECRET, "status": SECRET},
    "jupyter": {"source_hidden": True, "outputs_hidden": True},
    "slideshow": {"slide_type": SECRET},
    "editable": False,
    "ExecuteTime": {"end_time": SECRET},
    "tags": [SECRET, "remove-cell"],
}
LEFT_IN_OUTPUT = {
    "isolated": True,
    "filenames": {"image/png": SECRET},
    "needs_background": "light",
    "text/html": {"note": SECRET},
    "image/png": {"width": SECRET},
}
KINDS_OF_OUTPUT = (
    *("text/html", "text/plain", "text/latex", "text/markdown", "image/png", "image/svg+xml"),
    *("application/json", "application/javascript", "application/pdf", "application/geo+json"),
    *("application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json"),
    *("application/vnd.vegalite.v5+json", "application/vnd.dataresource+json", "text/csv"),
)


def full():
    """A notebook that holds everything a format allows beside what is shown."""
    shown = showing(likert(*three()))
    shown["data"] |= dict.fromkeys(KINDS_OF_OUTPUT, SECRET)
    shown["metadata"] |= LEFT_IN_OUTPUT
    result = output("execute_result", **{k: shown[k] for k in ("data", "metadata")})
    result["execution_count"] = 31
    cells = [code(shown), code(result), nbformat.v4.new_markdown_cell("Look."), code()]
    cells += [nbformat.v4.new_raw_cell(SECRET, attachments={"a": {"text/plain": SECRET}})]
    run = notebook("# Title", *cells)
    run.cells[1].outputs[0]["transient"] = {"display_id": SECRET}
    for cell in run.cells:
        cell.metadata = nbformat.from_dict(LEFT_IN_CELL)
        cell["note"] = SECRET
    run.metadata, run["note"] = nbformat.from_dict(LEFT_IN_NOTEBOOK), SECRET
    return run


def test_a_published_notebook_consists_of_what_is_allowed_and_of_all_of_it():
    text = notebook_text(published(full(), JOB, KEY))
    assert "P017" not in text
    assert shape(json.loads(text)) == SHAPE


def test_what_a_notebook_is_left_with_changes_no_byte():
    plain = full()
    plain.metadata = {}
    for cell in plain.cells:
        cell.metadata = {"tags": ["remove-cell"]}
        cell.pop("note")
    plain.cells = [c for c in plain.cells if c.cell_type != "raw"]
    assert notebook_text(published(plain, JOB, KEY)) == notebook_text(published(full(), JOB, KEY))


def test_a_teams_notebook_consists_of_the_same():
    run = full()
    for cell in run.cells:
        for shown in cell.get("outputs", []):
            shown["data"][RECORD_MIME] = TEAM_SURVEY["data"][RECORD_MIME]
            shown["metadata"] = {**LEFT_IN_OUTPUT, **TEAM_SURVEY["metadata"]}
    text = notebook_text(published(run, TEAM, KEY))
    assert "P017" not in text
    assert shape(json.loads(text)) == SHAPE
