"""An executed notebook, rewritten from its display records alone.

Nothing else of the execution leaves: no stray output, no traceback, no widget state, no
timings. In a public build anything else in an output stops the job: it did not pass the door.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import nbformat

from compendium.disclosure.profile import profile_named
from compendium.displays.record import RECORD_MIME, from_record
from compendium.displays.show import bundle
from compendium.problems import DisclosureError, Problems

KEPT_TAGS = ("parameters", "injected-parameters", "remove-cell")


def published(executed, profile: str, name: str):
    """The notebook that may be read by anybody, byte-stable.

    Parameters
    ----------
    executed : nbformat.NotebookNode
        What Papermill wrote.
    profile : str
        The job's disclosure profile. Under a public one stray output is an error (else it is
        dropped); a display released under another profile is one always.
    name : str
        The notebook's file name, for messages.

    Raises
    ------
    DisclosureError
        With every output that is not a display, or is one of another profile, by cell; what
        it holds is not quoted.
    """
    cells, problems, ran = [], Problems(), itertools.count(1)
    public = profile_named(profile).public
    for cell in executed.cells:
        if cell.cell_type == "raw":
            continue
        made = _cell(cell, ran)
        where = f"cell [{made.get('execution_count')}]"
        for output in cell.get("outputs", []):
            if RECORD_MIME in output.get("data", {}):
                found = output["data"][RECORD_MIME]["data"]["profile"]
                if found != profile:
                    problems.add(
                        name,
                        where,
                        f"shows what was released under the profile {found}",
                        f"this report is built under {profile}",
                        "Give open_site the parameter `profile`, not a name of your own.",
                    )
                made.outputs.append(_output(output))
            elif public:
                problems.add(
                    name,
                    where,
                    f"shows {_what(output)} that did not pass release()",
                    "a public report shows displays and nothing else",
                    "Show it by a display of what release(…) returns, or end the line with a "
                    "semicolon.",
                )
        cells.append(made)
    problems.settle(DisclosureError)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat_minor = 5
    return notebook


def notebook_text(notebook) -> str:
    """A notebook as text that is the same for the same notebook."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


def origin_of(notebook) -> str:
    """``synthetic`` if any display of a notebook has made-up input, else ``real``."""
    records = [
        output["data"][RECORD_MIME]["data"]["origin"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if RECORD_MIME in output.get("data", {})
    ]
    return "synthetic" if "synthetic" in records else "real"


def _cell(cell, ran: Iterator[int]):
    tags = [t for t in cell.metadata.get("tags", []) if t in KEPT_TAGS]
    # Papermill gives the cell it adds a random id.
    identity = "injected-parameters" if "injected-parameters" in tags else cell.id
    metadata = {"tags": tags} if tags else {}
    if cell.cell_type != "code":
        return nbformat.v4.new_markdown_cell(cell.source, id=identity, metadata=metadata)
    # Counted from one: nbval takes a cell without a count for one that was never run.
    return nbformat.v4.new_code_cell(
        cell.source, id=identity, metadata=metadata, outputs=[], execution_count=next(ran)
    )


def _output(output):
    data = bundle(from_record(output["data"][RECORD_MIME]))
    return nbformat.v4.new_output("display_data", data=data)


def _what(output) -> str:
    kinds = {
        "stream": "printed text",
        "error": "an error",
        "execute_result": "a bare result (the last line of the cell)",
    }
    return kinds.get(output.output_type, "an output")
