"""The verbs for the working surface of a programme theory: evidence and theories out and back."""

from __future__ import annotations

import argparse
from pathlib import Path


def theory_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "evidence-sheet",
        help="write judgements on CMOCs, and coded passages to judge, as a workbook "
        "(make evidence-sheet)",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument("--by", default="", metavar="ANALYST", help="this analyst's alone")
    verb.set_defaults(run=evidence_sheet)

    verb = verbs.add_parser(
        "evidence-read",
        help="read such a workbook back, differences first (make evidence-read)",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="else private/STUDY/evidence.xlsx"
    )
    verb.add_argument("--by", default="", help="whose judgements the new ones are")
    verb.add_argument("--on", default="", metavar="DAY", help="of what day, as 2024-03-05")
    verb.add_argument("--confirm", action="store_true", help="write what is different")
    verb.set_defaults(run=evidence_read)

    verb = verbs.add_parser(
        "theory-word",
        help="write the programme theory as a Word file; with --from, read one back, differences "
        "first (make theory-word)",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="a file to read back"
    )
    verb.add_argument("--version", default="", help="what changed statements are called: R2")
    verb.add_argument("--why", default="", help="why they changed")
    verb.add_argument("--evidence", default="", help="on what evidence")
    verb.add_argument("--confirm", action="store_true", help="write what is different")
    verb.set_defaults(run=theory_word)


def evidence_sheet(options: argparse.Namespace) -> int:
    from compendium.evidence_sheet.write import write_evidence_sheet
    from compendium.study_folder import open_study

    print(write_evidence_sheet(open_study(options.study), options.by))
    return 0


def evidence_read(options: argparse.Namespace) -> int:
    from compendium.evidence_sheet.columns import FILE
    from compendium.evidence_sheet.take_back import take_back
    from compendium.study_folder import open_study

    study = open_study(options.study)
    path = options.source or study.private / FILE
    print(take_back(study, path, options.by, options.on, options.confirm))
    return 0


def theory_word(options: argparse.Namespace) -> int:
    from compendium.study_folder import open_study
    from compendium.theory_word.take_back import Decision, take_back
    from compendium.theory_word.write import write_theory_word

    study = open_study(options.study)
    if options.source:
        decision = Decision(options.version, options.why, options.evidence)
        print(take_back(study, options.source, decision, options.confirm))
    else:
        print(write_theory_word(study))
    return 0
