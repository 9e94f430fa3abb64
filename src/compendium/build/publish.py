"""An executed notebook, rewritten from its display records alone.

Nothing else of the execution leaves: no stray output, no traceback, no widget state, no
timings, no attachment. In a public build anything else in an output stops the job: it did not
pass the door. A record leaves if it is signed by the run that released it, under the thresholds
this build knows; what stands beside it is drawn anew, and the signature stays behind.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator

from compendium.build.code_checks import literals, source_faults
from compendium.build.jobs import Job
from compendium.build.prose import code_faults, prose_faults, without_comments
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.signature import Door, door_of, thresholds
from compendium.displays.record import RECORD_MIME, from_record
from compendium.displays.record_checks import faults
from compendium.displays.show import bundle
from compendium.notebook_format import nbformat
from compendium.problems import DisclosureError, Problems

KEPT_TAGS = ("parameters", "injected-parameters", "remove-cell", "team-only")
KINDS = {
    "stream": "printed text",
    "error": "an error",
    "execute_result": "a bare result (the last line of the cell)",
}
PROSE = (
    "a public report's text holds no number that was not released, and no picture but its own",
    "Let a display say it, or put a finding with its numbers by reference into findings.yml.",
)
CODE = (
    "a public report's code asks by `analysis`, `notebook` and `displays.verbs`, and says nothing "
    "about people itself",
    "Take it out, or keep the notebook for the team's profile.",
)


def published(executed, job: Job, key: str, people: Iterable[str] = ()):
    """The notebook that may be read by anybody, byte-stable.

    Parameters
    ----------
    executed : nbformat.NotebookNode
        What Papermill wrote.
    job : Job
        Under a public profile stray outputs, numbers in prose and doors taken in code are errors
        (else they are dropped or let be); a record that is not whole, not signed, or released
        for another job is one always.
    key : str
        What the run signed its displays with.
    people : iterable of str
        The study's own words for people, beside which no number may be typed.

    Raises
    ------
    DisclosureError
        With everything that may not leave, by cell; what it says is not quoted. Its cause is the
        first error in drawing a display.
    """
    problems, undrawn = Problems(), []
    public = profile_named(job.profile).public
    found = [c for c in executed.cells if c.cell_type != "raw"]
    cells, ran = [], itertools.count(1)
    for cell in found:
        made = _cell(cell, ran)
        say = _Complaints(job, made, problems, undrawn)
        if public:
            _check_source(cell, job, people, say)
        for output in cell.get("outputs", []):
            if RECORD_MIME in output.get("data", {}):
                made.outputs += _display(output, job, key, made, say)
            elif public:
                say.unreleased(KINDS.get(output.output_type, "an output"))
        cells.append(made)
    if problems:
        raise DisclosureError(problems) from next(iter(undrawn), None)
    return _notebook(cells)


def notebook_text(notebook) -> str:
    """A notebook as text that is the same for the same notebook."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n"


@dataclasses.dataclass(frozen=True)
class _Complaints:
    """What is wrong with one cell, gathered, and the errors in drawing its displays."""

    job: Job
    cell: object
    problems: Problems
    undrawn: list[Exception]

    def add(self, what: str, allowed: str, do: str) -> None:
        count = self.cell.get("execution_count")
        where = f"cell [{count}]" if count else f"text cell {self.cell.id!r}"
        self.problems.add(f"{self.job.notebook}.ipynb", where, what, allowed, do)

    def unreleased(self, what: str) -> None:
        self.add(
            f"shows {what} that did not pass release()",
            "a public report shows displays and nothing else",
            "Show it by a display of what release(…) returns, or end the line with a semicolon.",
        )

    def record(self, fault: str) -> None:
        self.add(
            f"shows a display record that {fault}",
            "a record is made by a verb of `displays`, in the run that released its table",
            "Show it by a verb of `displays`, of what release(…) returned in this notebook.",
        )

    def drawing(self, id: str, error: Exception) -> None:
        """A display that cannot be drawn; its record is sound, so that its id may be named."""
        self.undrawn.append(error)
        self.add(
            f"shows the display {id!r}, which cannot be drawn ({type(error).__name__})",
            "its table should be what a display of its kind needs",
            "Give its verb the table it is for; run the cell in JupyterLab (make lab) to see the "
            "error where it arises.",
        )


def _check_source(cell, job: Job, people: Iterable[str], say: _Complaints) -> None:
    if cell.cell_type == "code":
        for fault in source_faults(cell.source, cell.metadata.get("tags", []), job):
            say.add(f"holds {fault}", *CODE)
        for fault in code_faults(cell.source, people):
            say.add(f"has in a comment or a string, {fault}", *CODE)
        return
    for fault in prose_faults(without_comments(cell.source), people):
        say.add(f"has in its text, {fault}", *PROSE)
    if cell.get("attachments"):
        say.add("has a picture attached", *PROSE)


def _display(output, job: Job, key: str, cell, say: _Complaints) -> list:
    """The output that shows a record and nothing else; none, and a complaint, if it may not."""
    record = output["data"][RECORD_MIME]
    wrong = faults(record)
    if not wrong:
        door = door_of(record, output.get("metadata", {}), key)
        wrong = _misplaced(record, door, job) or _misnamed(record, cell)
    for fault in wrong:
        say.record(fault)
    try:
        data = None if wrong else bundle(from_record(record))
    except Exception as error:  # whatever its table lacks, a display of its kind needs it
        say.drawing(record["id"], error)
        return []
    return [] if wrong else [nbformat.v4.new_output("display_data", data=data)]


def _misplaced(record: dict, door: Door | None, job: Job) -> list[str]:
    """Whether a record was released elsewhere than in this run, for this report."""
    named = record["data"]["profile"]
    if named != job.profile:
        name = named if named in profiles() else "of another name"
        return [
            f"was released under the profile {name}, while this report is built under "
            f"{job.profile}: give open_site the parameter `profile`, not a name of your own"
        ]
    if door is None:
        return ["is not signed by this run: it was written by hand, changed, or read from a file"]
    if door.study != job.study or (job.site and door.site != job.site):
        return ["was released for another study or site than this report's"]
    if door.thresholds != thresholds(profile_named(job.profile)):
        return [f"was released under other thresholds than those of {job.profile}"]
    return []


def _misnamed(record: dict, cell) -> list[str]:
    """Whether a display's id is anything but a plain string of its cell, or that and a name."""
    try:
        written = literals(cell.source)
    except SyntaxError:
        return []  # said of the cell itself
    id = record["id"]
    if any(id == text or (text and id.startswith(f"{text}-")) for text in written):
        return []
    return ["has an id that does not stand in its cell as a plain string"]


def _notebook(cells: list):
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.nbformat_minor = 5
    return notebook


def _cell(cell, ran: Iterator[int]):
    tags = [t for t in cell.metadata.get("tags", []) if t in KEPT_TAGS]
    # Papermill gives the cell it adds a random id.
    identity = "injected-parameters" if "injected-parameters" in tags else cell.id
    metadata = {"tags": tags} if tags else {}
    if cell.cell_type != "code":
        source = without_comments(cell.source)
        return nbformat.v4.new_markdown_cell(source, id=identity, metadata=metadata)
    # Counted from one: nbval takes a cell without a count for one that was never run.
    return nbformat.v4.new_code_cell(
        cell.source, id=identity, metadata=metadata, outputs=[], execution_count=next(ran)
    )
