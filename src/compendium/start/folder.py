"""A new study's folder: never one that is there already, and there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from compendium.places import CODE, data_folder, is_reserved
from compendium.problems import StudyError, listed
from compendium.writers.files import write_bytes

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 60
TEMPLATE = "_template"


def refuse_name(name: str, data: Path) -> None:
    """Stop where no study can be called so, or where one is.

    Raises
    ------
    StudyError
        Saying what is allowed, or what to do with what is there.
    """
    if not name:
        raise StudyError("What is the study called? NAME=our-study (--name our-study) says it.")
    if not NAME.fullmatch(name) or len(name) > LONGEST or is_reserved(name):
        raise StudyError(
            f"A study cannot be called {name!r}: small letters and digits, and between them "
            f"hyphens, at most {LONGEST} (such as {_like(name)}). Give another name."
        )
    if os.path.lexists(data / name):
        raise StudyError(
            f"{data.name}/{name} is there already, and nothing of it is changed. Give another "
            "name; or, if it was a first try, remove that folder yourself and begin again."
        )


def _like(name: str) -> str:
    """A name that will do, as near as can be.

    >>> _like("Our Study!"), _like("???")
    ('our-study', 'our-study')
    """
    plain = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:LONGEST].strip("-")
    return plain if plain and not is_reserved(plain) else "our-study"


@contextlib.contextmanager
def fresh(name: str, data: Path) -> Iterator[Path]:
    """A folder to write a study into, which takes its place once all is well.

    Raises
    ------
    StudyError
        If the name will not do or is taken.
    """
    refuse_name(name, data)
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data, prefix=".start-") as aside:
        (folder := Path(aside) / name).mkdir()
        yield folder
        refuse_name(name, data)
        folder.rename(data / name)


def data_or_default(to: Path | None) -> Path:
    """The data folder somebody names, else the compendium's own."""
    return to.resolve() if to else data_folder()


def new_study(name: str, to: Path | None = None) -> str:
    """Copy the template to a study of its own name; what to do next.

    Raises
    ------
    StudyError
        If the name will not do or is taken, or there is no template.
    """
    data = data_or_default(to)
    places = [data / TEMPLATE, CODE.parents[1] / "data" / TEMPLATE]
    template = next((place for place in places if (place / "study.yml").is_file()), None)
    if template is None:
        raise StudyError(f"There is no template: {listed(places)}. Put one of them back.")
    with fresh(name, data) as folder:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        text = (folder / "study.yml").read_text(encoding="utf-8")
        own = re.sub(rf"^study: {TEMPLATE}$", f"study: {name}", text, flags=re.MULTILINE)
        write_bytes(folder / "study.yml", own.encode())
        (folder / "raw").mkdir()
    return (
        f"{name}: a new study in {data / name}\n"
        f"  1. Answer every line of study.yml, instruments/survey.yml and codebook.yml.\n"
        f"  2. Put the exports into raw/, and one row per person into consent.csv.\n"
        f"  3. make check-data STUDY={name} lists all that does not fit; then make reports.\n"
        "  Real data lie outside every git repository: docs/real-data.md."
    )
