"""The verbs for data: what is wrong with exports, what is in them, who is meant, what goes out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from compendium.cli_given import chosen, pairs
from compendium.problems import CompendiumError


def data_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser("check-data", help="read every export and list what is wrong with it")
    verb.add_argument("study", nargs="?", help="one study only")
    verb.set_defaults(run=check_data)

    _import_verb(verbs)

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


def _import_verb(verbs) -> None:
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


def check_data(options: argparse.Namespace) -> int:
    from compendium.intake.take_in import take_in
    from compendium.study_folder import open_study

    for name in chosen(options.study):
        intake = take_in(open_study(name))
        print(intake.summary())
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
    columns = pairs("--segments", options.segments, "ROLE=COLUMN", "text=passage")
    if not (columns or options.code_columns or options.coder_columns):
        return None
    from compendium.readers.coded_segments.layouts import SegmentColumns

    return SegmentColumns(columns, options.code_columns, options.coder_columns)


def _theory_said(options: argparse.Namespace) -> dict[str, str]:
    """Which columns hold configurations, as the options say."""
    return pairs("--theory", options.theory, "ROLE=COLUMN", "context=setting")


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


def match(options: argparse.Namespace) -> int:
    from compendium.matching import write_match_candidates
    from compendium.study_folder import open_study

    for name in chosen(options.study):
        print(write_match_candidates(open_study(name)))
    return 0


def export(options: argparse.Namespace) -> int:
    from compendium.data_package.package import write_package
    from compendium.study_folder import open_study

    names = chosen(options.study)
    if options.to and len(names) != 1:
        raise CompendiumError(f"Which study? Name one: export {names[0]} --to DIR.")
    for name in names:
        print(write_package(open_study(name), options.to))
    return 0
