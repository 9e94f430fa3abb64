"""What the code of a published notebook may be: Python that goes through the disclosure door.

The code stands in the published notebook. It may take of the compendium what asks and what
shows; what makes released tables and records is for the compendium itself.
"""

from __future__ import annotations

import ast
import re

from compendium.build.jobs import Job

# What a published notebook may import of the compendium, these and what is below them.
FOR_NOTEBOOKS = ("compendium.analysis", "compendium.displays.verbs", "compendium.notebook")
PARAMETERS = ("parameters", "injected-parameters")
PARAMETER = re.compile(r'(study|site|profile) = "([\w-]*)"')
# What a planned study may be calculated with instead, for one page: numbers, or blank.
SETTINGS = ("sites", "periods", "families", "icc", "attrition_percent", "trials", "seed")
SETTING = re.compile(rf'({"|".join(SETTINGS)}) = "(?:\d+(?:\.\d+)?)?"')


def source_faults(source: str, tags: list[str], job: Job) -> list[str]:
    """What is wrong with one code cell, without quoting it."""
    if set(tags) & set(PARAMETERS):
        return _parameters(source, "injected-parameters" in tags, job)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ["a line that is no Python: a magic (%), a shell command (!) or help (?)"]
    doors = [name for name in _imported(tree) if not _may(name)]
    return ["an import of a part of the compendium that is not for notebooks"] if doors else []


def literals(source: str) -> tuple[str, ...]:
    """The plain strings of a cell: ids of displays are written as such."""
    tree = ast.parse(source)
    pieces = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    return tuple(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces
    )


def _parameters(source: str, injected: bool, job: Job) -> list[str]:
    """One plain string a line under a known name; what the build put in is the job's.

    A planned study's settings are numbers that somebody typed, and the page says so.
    """
    lines = [line for line in source.splitlines() if line and line != "# Parameters"]
    if not injected:
        lines = [line for line in lines if not SETTING.fullmatch(line)]
    found = [PARAMETER.fullmatch(line) for line in lines]
    if not all(found):
        return ["parameters that are more than study, site and profile as plain strings"]
    if injected and dict(m.groups() for m in found) != job.parameters:
        return ["parameters that are not this report's"]
    return []


def _imported(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _may(name: str) -> bool:
    ours = name == "compendium" or name.startswith("compendium.")
    return not ours or any(f"{name}.".startswith(f"{part}.") for part in FOR_NOTEBOOKS)
