"""The verbs that build reports.

Nothing that imports pandas is imported before it is known that there is something to do.
"""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path


def build_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser("build", help="build reports (make reports)")
    _asked(verb)
    verb.add_argument("--why", action="store_true", help="say of each report why it is made")
    verb.add_argument("--json", action="store_true", help="say how it goes in JSON, line by line")
    verb.set_defaults(run=build)

    verb = verbs.add_parser("watch", help="build what an edit touches, and reload it (make watch)")
    _asked(verb)
    verb.add_argument("--port", type=int, default=0, help="of the address; else a free one")
    verb.add_argument("--no-browser", action="store_true", help="open no browser")
    verb.set_defaults(run=watch)


def _asked(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--study", help="one study only")
    verb.add_argument("--site", help="one site only")
    verb.add_argument("--report", help="one report only: a notebook of study.yml's reports")
    verb.add_argument("--profile", help="another disclosure profile; exact builds into private/")
    verb.add_argument("--to", type=Path, help="another folder than reports/")
    verb.add_argument(
        "--workers", type=_workers, metavar="N", help="so many at a time; else one for each core"
    )


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of workers. Give 1 or more.")
    return int(text)


def build(options: argparse.Namespace) -> int:
    from compendium.build.progress import nothing_to_do
    from compendium.build.unchanged import is_unchanged, note

    asked = _named(options)
    if not options.why and is_unchanged(asked):
        nothing_to_do(options.json)
        return 0
    from compendium.build.own_home import with_a_home
    from compendium.places import root

    made_from = asked.made_from()
    workers = {"workers": options.workers} if options.workers else {}
    with with_a_home(root() / "private"):
        from compendium.build.run import How, build_reports

        how = How(why=options.why, events=options.json, **workers)
        ended = build_reports(*dataclasses.astuple(asked), how)
    if not ended:
        note(asked, made_from)
    return ended


def watch(options: argparse.Namespace) -> int:
    from compendium.build.own_home import with_a_home
    from compendium.places import root

    workers = {"workers": options.workers} if options.workers else {}
    with with_a_home(root() / "private"):
        from compendium.build.run import How
        from compendium.watching.watch import watch

        return watch(_named(options), How(**workers), options.port, not options.no_browser)


def _named(options: argparse.Namespace):
    from compendium.build.unchanged import Asked

    return Asked(options.study, options.site, options.profile, options.to, options.report)
