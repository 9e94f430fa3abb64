"""The verbs that begin a study: from files, or from the template."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from compendium.cli_given import pairs


def start_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "start",
        help="draft a study from files: surveys, coding projects, theories; and show a first page "
        "(make start)",
    )
    verb.add_argument("file", type=Path, nargs="*", metavar="FILE")
    verb.add_argument("--name", default="", help="what the study is called, such as our-study")
    verb.add_argument(
        "--to", type=Path, metavar="DIR", help="another data folder than the compendium's"
    )
    verb.add_argument(
        "--origin",
        default="real",
        help="what data are that do not say it: real (so it is taken), or synthetic, made up",
    )
    verb.add_argument(
        "--columns",
        nargs="+",
        default=[],
        metavar="ROLE=COLUMN",
        help="which column says who, where, of whom, when, in which language, where the names do "
        "not tell: person site group submitted_at language data_origin",
    )
    verb.add_argument(
        "--by", default="", help="who declares that everybody in the files agreed to take part"
    )
    verb.add_argument("--on", default="", metavar="DAY", help="on which day, as 2024-03-31")
    verb.add_argument("--no-page", action="store_true", help="draft the study and build nothing")
    verb.add_argument("--no-browser", action="store_true", help="build the page and open nothing")
    verb.set_defaults(run=start)

    verb = verbs.add_parser(
        "new-study", help="begin a study from the template, to write by hand (make new-study)"
    )
    verb.add_argument("name", nargs="?", default="", help="what it is called, such as our-study")
    verb.add_argument("--to", type=Path, metavar="DIR", help="another data folder")
    verb.set_defaults(run=new_study)


def start(options: argparse.Namespace) -> int:
    from compendium.start.begin import begin
    from compendium.start.first_page import first_report, why_no_page
    from compendium.start.folder import data_or_default
    from compendium.start.people import Declared

    said = pairs("--columns", options.columns, "ROLE=COLUMN", "person=Token")
    declared = Declared(options.by, options.on) if options.by or options.on else None
    data = data_or_default(options.to)
    begun = begin(options.file, options.name, data, options.origin, said, declared)
    print(begun.to_do)
    print(f"{options.name}: drafted in {begun.folder}, and this list beside it as to-do.md")
    os.environ["COMPENDIUM_DATA"] = str(data)
    report, site = first_report(begun)
    if options.no_page:
        return 0
    if not report:
        print(why_no_page(begun))
        return 0
    return _show(options, report, site)


def _show(options: argparse.Namespace, report: str, site: str) -> int:
    """Build one report as `build` would, and open its page."""
    import webbrowser

    from compendium.build.own_home import with_a_home
    from compendium.places import root
    from compendium.start.first_page import page_of

    os.environ["FORMATS"] = "pages"
    with with_a_home(root() / "private"):
        from compendium.build.run import build_reports

        ended = build_reports(options.name, site or None, None, None, report)
    page = page_of(report, site, options.name, root() / "reports")
    if ended or not page.exists():
        return ended or 1
    print(f"The first page: {page}\nAll of them: make reports")
    if not options.no_browser:
        webbrowser.open(page.as_uri())
    return 0


def new_study(options: argparse.Namespace) -> int:
    from compendium.start.folder import new_study as begin_by_hand

    print(begin_by_hand(options.name, options.to))
    return 0
