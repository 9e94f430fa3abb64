"""The theory written as a Word file: a table of statements and one of configurations."""

from __future__ import annotations

from compendium.analysis.theory.programme import standing
from compendium.problems import StudyError
from compendium.readers.theory.headings import CMOC, STATEMENT
from compendium.study import Study
from compendium.writers.private import keep_private
from compendium.writers.word_tables import Part, Table, write_word_tables

FILE = "theory.docx"
# For reading alone.
VERSION = "Version"
STATEMENTS_SAID = (
    "One row per statement, in its newest version. Change the words in the cells; add rows at the "
    "end, each with a number of its own; a row that is deleted is pointed out. Nothing changes in "
    "the study until the file is read back, the differences are looked at and somebody confirms "
    "them."
)
CMOCS_SAID = (
    "One row per configuration; PT says which statement it belongs to. A mechanism is the resource "
    "that is offered and the change in reasoning."
)


def write_theory_word(study: Study) -> str:
    """Write the theory of a study as a Word file and say what is in it.

    Raises
    ------
    StudyError
        If the study has no theory yet.
    """
    statements, path = standing(study), study.private / FILE
    if not statements and not study.cmocs:
        raise StudyError(f"{study.id} has no theory: write theory/statements.yml first.")
    told = [[getattr(s, f) for f in STATEMENT] + [s.version] for s in statements.values()]
    cmocs = [[getattr(c, f) for f in CMOC] for c in study.cmocs]
    parts = [
        Part(
            "Statements",
            [STATEMENTS_SAID],
            Table([*STATEMENT.values(), VERSION], told, (8, 22, 22, 22, 22, 10)),
        ),
        Part(
            "Configurations",
            [CMOCS_SAID],
            Table(list(CMOC.values()), cmocs, (8, 7, 16, 16, 16, 14, 14, 14)),
        ),
    ]
    write_word_tables(path, f"Programme theory: {study.header.title.en}", parts)
    keep_private(study.private)
    return "\n".join(
        [
            f"{study.id}: theory",
            f"  statements          {len(told)}, each in its newest version",
            f"  configurations      {len(cmocs)}",
            f"  written             {path.relative_to(study.private.parents[1]).as_posix()}",
        ]
    )
