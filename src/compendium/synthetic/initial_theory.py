"""The initial programme theory as a team would have it: a table in a Word document."""

from __future__ import annotations

from pathlib import Path

from compendium.readers.theory.headings import STATEMENT
from compendium.study import Study
from compendium.writers.word_tables import Part, Table, write_word_tables

SAID = "MADE-UP DATA. What the team held after the first interviews, one row per statement."


def write_initial_theory(path: Path, study: Study, version: str) -> None:
    """Write the statements of one version of the theory in a table that can be imported."""
    told = [
        [getattr(statement, field) for field in STATEMENT]
        for statement in study.statements
        if statement.version == version
    ]
    table = Table(list(STATEMENT.values()), told, (8, 24, 24, 22, 22))
    write_word_tables(path, "Initial programme theory", [Part("Statements", [SAID], table)])
