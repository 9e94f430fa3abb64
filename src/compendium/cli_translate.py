"""The verb that says how far notebooks are translated, and what is still to be written."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator


def translate_verb(verbs) -> None:
    """Add this verb with its options to those of `compendium.cli`."""
    verb = verbs.add_parser(
        "translate",
        help="say how far the notebooks' text is in Welsh; of one notebook, what to write",
    )
    verb.add_argument("notebook", nargs="?", help="one notebook, without ending")
    verb.set_defaults(run=translate)


def translate(options: argparse.Namespace) -> int:
    from compendium.places import notebooks_folder
    from compendium.problems import StudyError, listed

    names = sorted(p.stem for p in notebooks_folder().glob("*.ipynb"))
    if options.notebook and options.notebook not in names:
        raise StudyError(f"There is no notebook {options.notebook!r}. There is: {listed(names)}.")
    lines = _to_write(options.notebook) if options.notebook else map(_how_far, names)
    print("\n".join([*lines]))
    return 0


def _read(name: str):
    """The text cells of a notebook and their Welsh."""
    from compendium.notebook_format import nbformat
    from compendium.places import notebooks_folder
    from compendium.translations import read_translations, shown_prose

    prose = shown_prose(nbformat.read(notebooks_folder() / f"{name}.ipynb", as_version=4))
    return prose, read_translations(name, prose)


def _how_far(name: str) -> str:
    from compendium.translations import progress

    found = progress(*_read(name))
    return (
        f"{name}: {len(found.checked)} checked, {len(found.draft)} draft, "
        f"{len(found.stale)} whose English has changed, {len(found.missing)} not written"
    )


def _to_write(name: str) -> Iterator[str]:
    """Entries for what has no Welsh, or that of another English, with the English as comments."""
    from compendium.translations import digest_of_english, progress

    prose, there = _read(name)
    found = progress(prose, there)
    for id in (*found.missing, *found.stale):
        yield textwrap.indent(prose[id], "# ", lambda line: True)
        yield f"{id}:\n  of: {digest_of_english(prose[id])}\n  status: draft\n  cy: |-"
        if id in there:
            yield textwrap.indent(there[id].cy, "    ")
        yield ""
