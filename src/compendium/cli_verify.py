"""The verbs that say whether reports come out the same."""

from __future__ import annotations

import argparse
import sys


def verify_verbs(verbs) -> None:
    """Add these verbs with their options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "manifest",
        help="bless what was built last: its bytes are what must come out (make manifest)",
    )
    verb.set_defaults(run=manifest)

    verb = verbs.add_parser(
        "verify", help="make everything anew in a fresh folder and compare every byte (make verify)"
    )
    verb.add_argument(
        "--released",
        action="store_true",
        help="without exports: every page from the released tables",
    )
    verb.add_argument(
        "--digest", default="", metavar="SHA256", help="the manifest's, as it was published apart"
    )
    verb.set_defaults(run=verify)


def manifest(options: argparse.Namespace) -> int:
    from compendium.verify.manifest import bless

    print(bless())
    return 0


def verify(options: argparse.Namespace) -> int:
    from compendium.verify.verify import verify

    verdict = verify(options.released, options.digest)
    print("\n".join(verdict.lines()), file=sys.stdout if verdict.ok else sys.stderr)
    print("The verdict as a page: reports/verification/verdict.html")
    return 0 if verdict.ok else 1
