"""The verb that writes made-up data: a study's own, or a whole study of many authorities."""

from __future__ import annotations

import argparse
from pathlib import Path


def synthetic_verb(verbs) -> None:
    """Add this verb with its options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "synthetic",
        help="write a study's made-up raw exports anew; with --sites, a whole made-up study of so "
        "many authorities",
    )
    verb.add_argument("study", nargs="?", help="one study only; with --sites the pattern")
    verb.add_argument(
        "--sites", type=int, metavar="N", help="a new study of N authorities, 1 to 999"
    )
    verb.add_argument(
        "--to",
        type=Path,
        metavar="DIR",
        help="another folder than the study's; with --sites than private/scale/data",
    )
    verb.add_argument(
        "--first-files",
        action="store_true",
        help="the raw files of the tutorial, into the folder named with --to",
    )
    verb.set_defaults(run=synthetic)


def synthetic(options: argparse.Namespace) -> int:
    if options.first_files:
        from compendium.places import root
        from compendium.synthetic.first_files.write import write_first_files

        folder = options.to or root() / "private" / "lantern" / "files"
        for path in write_first_files(folder):
            print(f"written {path}")
        return 0
    if options.sites is not None:
        from compendium.synthetic.many_sites.write import write_many_sites

        print(write_many_sites(options.study, options.sites, options.to))
        return 0
    from compendium.places import study_names
    from compendium.study_folder import open_study
    from compendium.synthetic.make import has_recipe, make

    names = [options.study] if options.study else filter(has_recipe, study_names())
    for name in names:
        for path in make(open_study(name), options.to):
            print(f"written {path.name}")
    return 0
