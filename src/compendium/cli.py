"""``python -m compendium VERB``: what a person can ask for at a prompt.

Each verb imports what it needs when it is called, so that a build with nothing to do does not
wait for pandas.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from compendium.cli_build import build_verbs
from compendium.cli_guard import guard_verb
from compendium.cli_start import start_verbs
from compendium.cli_synthetic import synthetic_verb
from compendium.cli_theory import theory_verbs
from compendium.cli_translate import translate_verb
from compendium.cli_verify import verify_verbs
from compendium.problems import CompendiumError, StudyError, disk_problem


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

    start_verbs(verbs)
    build_verbs(verbs)

    verb = verbs.add_parser("check-data", help="read every export and list what is wrong with it")
    verb.add_argument("study", nargs="?", help="one study only")
    verb.set_defaults(run=check_data)

    verb = verbs.add_parser(
        "import",
        help="turn exports (.sav, .dta, .qdpx, .qde, .qdc, .qda, .sqlite3, .rock, .xlsx, .ods, "
        ".csv, .txt), bibliographies (.ris, .bib, .nbib) and programme theories (.docx) into "
        "tidy CSV tables",
    )
    verb.add_argument("file", type=Path, nargs="+", metavar="FILE")
    verb.add_argument("--to", type=Path, required=True, metavar="DIR")
    verb.add_argument(
        "--header-rows", type=int, default=0, metavar="N", help="of a spreadsheet; else recognised"
    )
    verb.add_argument("--sheet", default="", help="of a workbook; else the first with data")
    verb.add_argument(
        "--segments",
        nargs="+",
        default=[],
        metavar="ROLE=COLUMN",
        help="which columns of a table hold coded segments, such as source=title text=passage "
        "code=theme coder=who; else told from the headings",
    )
    verb.add_argument(
        "--code-columns", nargs="+", default=[], metavar="COLUMN", help="columns that are one code"
    )
    verb.add_argument(
        "--coder-columns",
        nargs="+",
        default=[],
        metavar="COLUMN",
        help="columns that are a coder",
    )
    verb.add_argument(
        "--theory",
        nargs="+",
        default=[],
        metavar="ROLE=COLUMN",
        help="which columns of a table hold configurations, such as context=setting "
        "mechanism=how outcome=result, and evidence: source quote evidence confidence reason",
    )
    verb.add_argument(
        "--comments",
        action="store_true",
        help="a .docx, or a folder of them, is a coded transcript: its comments name codes",
    )
    verb.set_defaults(run=import_export)

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
        "match",
        help="propose who is meant by tokens and cases that nobody in the consent table has "
        "(make match)",
    )
    verb.add_argument("study", nargs="?", help="one study only")
    verb.set_defaults(run=match)

    verb = verbs.add_parser(
        "export",
        help="write a study's consented data for other programs: .qdpx, .qdc, .sav, .csv, .xlsx, "
        "datapackage.json (make export)",
    )
    verb.add_argument("study", nargs="?", help="one study only")
    verb.add_argument(
        "--to", type=Path, metavar="DIR", help="another folder than private/STUDY/export"
    )
    verb.set_defaults(run=export)

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

    theory_verbs(verbs)
    translate_verb(verbs)
    verify_verbs(verbs)

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

    synthetic_verb(verbs)
    guard_verb(verbs)
    return top


def check_data(options: argparse.Namespace) -> int:
    from compendium.intake.take_in import take_in
    from compendium.study_folder import open_study

    for name in _chosen(options.study):
        intake = take_in(open_study(name))
        print(intake.summary())
    return 0


def quotes(options: argparse.Namespace) -> int:
    from compendium.quote_drafts import write_quote_drafts
    from compendium.study_folder import open_study

    for name in _chosen(options.study):
        print(write_quote_drafts(open_study(name)))
    return 0


def framework(options: argparse.Namespace) -> int:
    from compendium.framework_matrix import take_back, write_framework
    from compendium.study_folder import open_study

    names = _chosen(options.study)
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


def match(options: argparse.Namespace) -> int:
    from compendium.matching import write_match_candidates
    from compendium.study_folder import open_study

    for name in _chosen(options.study):
        print(write_match_candidates(open_study(name)))
    return 0


def export(options: argparse.Namespace) -> int:
    from compendium.data_package.package import write_package
    from compendium.study_folder import open_study

    names = _chosen(options.study)
    if options.to and len(names) != 1:
        raise CompendiumError(f"Which study? Name one: export {names[0]} --to DIR.")
    for name in names:
        print(write_package(open_study(name), options.to))
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


def import_export(options: argparse.Namespace) -> int:
    """Each file's tables into DIR, or into a folder of its own where there are several."""
    if options.to.exists() and not options.to.is_dir():
        raise CompendiumError(f"{options.to} is a file. Name a folder after --to.")
    folders = [options.to]
    if len(options.file) > 1:
        folders = [options.to / file.name for file in options.file]
    if len(set(folders)) < len(folders):
        raise CompendiumError("Two of the files have the same name. Import them one by one.")
    said, failed = {"segments": _segments_said(options), "theory": _theory_said(options)}, 0
    for file, to in zip(options.file, folders, strict=True):
        try:
            _import_one(file, to, options.header_rows, options.sheet, options.comments, said)
        except CompendiumError as error:
            print(error, file=sys.stderr)
            failed = 1
    return failed


def _segments_said(options: argparse.Namespace):
    """Which columns hold coded segments, as the options say; None if they say nothing."""
    if wrong := [said for said in options.segments if "=" not in said]:
        raise CompendiumError(f"--segments {wrong[0]}: write ROLE=COLUMN, such as text=passage.")
    if not (options.segments or options.code_columns or options.coder_columns):
        return None
    from compendium.readers.coded_segments.layouts import SegmentColumns

    columns = dict(said.split("=", 1) for said in options.segments)
    return SegmentColumns(columns, options.code_columns, options.coder_columns)


def _theory_said(options: argparse.Namespace) -> dict[str, str]:
    """Which columns hold configurations, as the options say."""
    if wrong := [said for said in options.theory if "=" not in said]:
        raise CompendiumError(f"--theory {wrong[0]}: write ROLE=COLUMN, such as context=setting.")
    return dict(said.split("=", 1) for said in options.theory)


def _import_one(
    file: Path, to: Path, header_rows: int, sheet: str, comments: bool, said: dict
) -> None:
    from compendium.readers.coded_segments.code_names import CodeNames
    from compendium.readers.export import read_export
    from compendium.readers.work_tree import refuse_real
    from compendium.writers.files import write_csv, write_text
    from compendium.writers.private import keep_private
    from compendium.writers.texts import write_texts
    from compendium.writers.theory_draft import theory_drafts

    codes = CodeNames() if comments else None
    export = read_export(file, header_rows, sheet, codes=codes, **said)
    refuse_real(export.origins, file.name, to)
    new = not to.exists()
    if new:
        keep_private(to)
    if "sources" in export.tables:
        export.tables["sources"] = write_texts(to, export.tables["sources"], "source", export.texts)
    for name, table in export.tables.items():
        write_csv(to / f"{name}.csv", table)
    drafts = theory_drafts(export.tables, file.name)
    for name, text in drafts.items():
        write_text(to / name, text)
    if new:
        keep_private(to)
    print(export.report)
    print(f"  written  {', '.join([*(f'{n}.csv' for n in export.tables), *drafts])} to {to}")


def lab(options: argparse.Namespace) -> int:
    from compendium.lab import explorer_copy, open_lab

    names = _chosen(options.study)
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

    names = _chosen(options.study)
    if len(names) != 1:
        raise CompendiumError(f"Which study? Name one: make explore STUDY={names[0]}.")
    return open_lab(explorer_copy(names[0]))


def _chosen(study: str | None) -> list[str]:
    from compendium.places import study_names

    return [study] if study else study_names()
