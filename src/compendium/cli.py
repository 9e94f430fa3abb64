"""``python -m compendium VERB``: what a person can ask for at a prompt.

Each verb imports what it needs when it is called, so that a build with nothing to do does not
wait for pandas.
"""

from __future__ import annotations

import argparse
import sys

from compendium.cli_analysts import analysts_verbs
from compendium.cli_build import build_verbs
from compendium.cli_coding import coding_verbs
from compendium.cli_data import data_verbs
from compendium.cli_guard import guard_verb
from compendium.cli_lab import lab_verbs
from compendium.cli_start import start_verbs
from compendium.cli_synthetic import synthetic_verb
from compendium.cli_theory import theory_verbs
from compendium.cli_translate import translate_verb
from compendium.cli_verify import verify_verbs
from compendium.problems import CompendiumError, disk_problem

# What adds verbs, in the order in which ``--help`` lists them.
GROUPS = (
    start_verbs,
    data_verbs,
    build_verbs,
    coding_verbs,
    analysts_verbs,
    theory_verbs,
    translate_verb,
    verify_verbs,
    lab_verbs,
    synthetic_verb,
    guard_verb,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; 0 if all went well, 1 if the user has something to put right."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except CompendiumError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        if not (refused := disk_problem(error)):
            raise
        print(f"{refused}, then run this again.", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Every verb with its options."""
    top = argparse.ArgumentParser(
        prog="python -m compendium",
        description="A research compendium for realist evaluation of advocacy services.",
    )
    verbs = top.add_subparsers(required=True, metavar="VERB")
    for add in GROUPS:
        add(verbs)
    return top
