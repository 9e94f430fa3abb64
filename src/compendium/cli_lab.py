"""The verbs that open JupyterLab."""

from __future__ import annotations

import argparse
import sys

from compendium.cli_given import chosen
from compendium.problems import CompendiumError, StudyError


def lab_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "lab", help="open JupyterLab on the explorer, with what a study holds (make lab)"
    )
    verb.add_argument("study", nargs="?", help="which study, if there are several; the first")
    verb.set_defaults(run=lab)

    verb = verbs.add_parser(
        "explore", help="search passages by theme, area, group and words (make explore)"
    )
    verb.add_argument("study", nargs="?", help="which study, if there are several")
    verb.set_defaults(run=explore)


def lab(options: argparse.Namespace) -> int:
    from compendium.lab import explorer_copy, open_lab

    names = chosen(options.study)
    try:
        opening = explorer_copy(names[0]) if names else None
    except StudyError as error:
        if options.study:
            raise
        # Somebody may well want JupyterLab to put this right in.
        print(f"{error}\nJupyterLab opens without the explorer.", file=sys.stderr)
        opening = None
    return open_lab(opening)


def explore(options: argparse.Namespace) -> int:
    from compendium.lab import explorer_copy, open_lab

    names = chosen(options.study)
    if len(names) != 1:
        raise CompendiumError(f"Which study? Name one: make explore STUDY={names[0]}.")
    return open_lab(explorer_copy(names[0]))
