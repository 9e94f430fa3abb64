"""The verbs for what analysts write beside the passages: quotes, summaries, conclusions signed."""

from __future__ import annotations

import argparse
from pathlib import Path

from compendium.cli_given import chosen
from compendium.problems import CompendiumError


def analysts_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "quotes", help="list passages to approve as quotes, and quotes held back (make quotes)"
    )
    verb.add_argument("study", nargs="?", help="one study only")
    verb.set_defaults(run=quotes)

    verb = verbs.add_parser(
        "framework",
        help="write the framework as a workbook: people by themes, summaries beside passages; "
        "with --from, read one back (make framework)",
    )
    verb.add_argument("study", nargs="?", help="one study only")
    verb.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="a workbook to read back"
    )
    verb.add_argument("--by", default="", help="whose summaries they are")
    verb.add_argument("--on", default="", metavar="DAY", help="of what day, as 2024-03-05")
    verb.add_argument("--confirm", action="store_true", help="write what is different")
    verb.set_defaults(run=framework)

    verb = verbs.add_parser(
        "joint-sign",
        help="keep what conclusions of the joint display rest on, so that changes can be told",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument("--row", default="", help="this row only, again if it was signed")
    verb.add_argument("--site", default="", help="in this site")
    verb.add_argument("--confirm", action="store_true", help="write what is shown")
    verb.set_defaults(run=joint_sign)


def quotes(options: argparse.Namespace) -> int:
    from compendium.quote_drafts import write_quote_drafts
    from compendium.study_folder import open_study

    for name in chosen(options.study):
        print(write_quote_drafts(open_study(name)))
    return 0


def framework(options: argparse.Namespace) -> int:
    from compendium.framework_matrix import take_back, write_framework
    from compendium.study_folder import open_study

    names = chosen(options.study)
    if options.source and len(names) != 1:
        raise CompendiumError(f"Which study? Name one: framework {names[0]} --from FILE.")
    for name in names:
        study = open_study(name)
        if options.source:
            print(take_back(study, options.source, options.by, options.on, options.confirm))
        else:
            print(write_framework(study))
    return 0


def joint_sign(options: argparse.Namespace) -> int:
    from compendium.joint_signing import sign
    from compendium.study_folder import open_study

    print(sign(open_study(options.study), options.row, options.site, options.confirm))
    return 0
