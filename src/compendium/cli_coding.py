"""The verbs for files that coders work in: transcripts with their codes, sheets without."""

from __future__ import annotations

import argparse
from pathlib import Path

from compendium.problems import CompendiumError


def coding_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "transcripts",
        help="write transcripts as Word files with codes as comments; with --from, read them back "
        "(make transcripts)",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument("--by", default="", metavar="CODER", help="whose coding; else that of record")
    verb.add_argument("--source", nargs="+", default=[], metavar="NAME", help="these sources only")
    verb.add_argument(
        "--from", dest="folder", type=Path, metavar="FOLDER", help="Word files to read back"
    )
    verb.add_argument(
        "--coder",
        nargs="+",
        default=[],
        metavar="NAME=CODER",
        help="which coder a name is that Word gives a comment's author",
    )
    verb.add_argument("--confirm", action="store_true", help="write what is different")
    verb.set_defaults(run=transcripts)

    verb = verbs.add_parser(
        "coding-sheets",
        help="write a sheet without codes for each coder into private/, or check filled ones",
    )
    verb.add_argument("study", help="which study")
    verb.add_argument("--units", type=int, default=60, metavar="N", help="passages; 60")
    verb.add_argument(
        "--uncoded", type=float, default=0.25, metavar="SHARE", help="that nobody coded; 0.25"
    )
    verb.add_argument("--read", action="store_true", help="check the filled sheets")
    verb.add_argument("--from", type=Path, dest="folder", metavar="DIR", help="where they lie")
    verb.set_defaults(run=coding_sheets)


def transcripts(options: argparse.Namespace) -> int:
    from compendium.study_folder import open_study
    from compendium.word_transcripts.coded import rule_named
    from compendium.word_transcripts.take_back import take_back
    from compendium.word_transcripts.write import write_transcripts

    study = open_study(options.study)
    if not options.folder:
        print(write_transcripts(study, options.by, options.source))
        return 0
    if wrong := [said for said in options.coder if "=" not in said]:
        raise CompendiumError(f"--coder {wrong[0]}: write NAME=CODER, such as 'Ann Jones=C1'.")
    names = dict(said.rsplit("=", 1) for said in options.coder)
    coders = {" ".join(name.split()): rule_named(study, coder) for name, coder in names.items()}
    print(take_back(study, options.folder, coders, options.confirm))
    return 0


def coding_sheets(options: argparse.Namespace) -> int:
    from compendium import coding_sheets as sheets
    from compendium.study_folder import open_study

    study = open_study(options.study)
    if options.read or options.folder:
        print(sheets.said_of_sheets(study, options.folder))
    else:
        print(sheets.write_coding_sheets(study, options.units, options.uncoded))
    return 0
