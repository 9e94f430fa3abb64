"""A whole study of as many made-up authorities as wanted, written as a folder of its own.

Each authority's data come from generators of its own, so that the first three of a study of 150
are those of a study of three.
"""

from __future__ import annotations

import dataclasses
import os
import shlex
from pathlib import Path

from compendium.places import root, study_names
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.study_folder import checked, open_study, read_study
from compendium.synthetic.make import Made, has_recipe, make_data, read_by_hand, write_made
from compendium.synthetic.many_sites.definitions import counted, write_definitions
from compendium.synthetic.many_sites.joined import joined, with_own_ids
from compendium.synthetic.many_sites.one_site import Authority, by_hand_of, study_of
from compendium.writers.files import write_text
from compendium.writers.private import keep_private

# Ids have three digits: a folder of pages sorts them as people count.
MOST = 999
# What says that a folder was written here and may be written again.
MARK = "many_sites.yml"


@dataclasses.dataclass(frozen=True)
class Written:
    """The study that was written, where, and how many people and referrals are in it."""

    study: Study
    folder: Path
    people: int
    referrals: int

    def __str__(self) -> str:
        data = shlex.quote(os.fspath(self.folder.parent))
        return (
            f"written  {self.folder}: {self.people:,} people and {self.referrals:,} referrals in "
            f"{counted(len(self.study.sites))}, all made up\n"
            f"check    COMPENDIUM_DATA={data} make check-data STUDY={self.study.id}\n"
            f"build    COMPENDIUM_DATA={data} make report STUDY={self.study.id}"
        )


def write_many_sites(name: str | None, count: int, to: Path | None = None) -> Written:
    """Write a study of `count` authorities after the study called `name`.

    Parameters
    ----------
    name : str or None
        A study with a recipe; None for the first that has several sites.
    count : int
        How many authorities; 1 to 999.
    to : Path, optional
        The folder that shall hold the study's own; else ``private/scale/data``.

    Raises
    ------
    StudyError
        If there can be no such number, there is no recipe, or the folder is somebody else's.
    """
    if not 1 <= count <= MOST:
        raise StudyError(f"{count} authorities cannot be made up. Give 1 to {MOST} after --sites.")
    pattern = open_study(name or _first_of_several())
    by_hand = read_by_hand(pattern)
    folder = _own_folder(f"{pattern.id}-{count}", to)
    authorities = like_the_sites(pattern, count)
    texts = {a.site_id: by_hand_of(by_hand, pattern, a) for a in authorities}
    write_text(folder / MARK, _mark(pattern.id, count))
    carried = {j.evidence_id for text in texts.values() for j in text.judged}
    write_definitions(folder, pattern, authorities, carried)
    study = read_study(folder)
    made = joined([_made(study, texts[a.site_id], a) for a in authorities], study, by_hand.recipe)
    write_made(study, by_hand.recipe, made, folder)
    checked(study)
    if to is None:
        keep_private(root() / "private")
    return Written(study, folder, len(made.people), len(made.log))


def like_the_sites(pattern: Study, count: int) -> list[Authority]:
    """Authorities 001, 002 …, each like one of the pattern's sites in turn."""
    sites = [s.site_id for s in pattern.sites]
    turns = ((number, *divmod(number, len(sites))) for number in range(count))
    return [Authority(f"{number + 1:03d}", sites[place], turn) for number, turn, place in turns]


def _made(study: Study, by_hand, authority: Authority) -> Made:
    seed = f"{study.header.seed}/{authority.site_id}"
    made = make_data(study_of(study, authority), by_hand, seed)
    return with_own_ids(made, authority.site_id)


def _first_of_several() -> str:
    """The first study that has a recipe and several sites."""
    several = (n for n in study_names() if has_recipe(n) and len(open_study(n).sites) > 1)
    if found := next(several, None):
        return found
    recipes = listed(filter(has_recipe, study_names())) or "none"
    raise StudyError(
        f"No study here has both several sites and a recipe for made-up data (with a recipe: "
        f"{recipes}). Name the study to take as the pattern: synthetic STUDY --sites N."
    )


def _own_folder(study: str, to: Path | None) -> Path:
    """Where the study goes; its folder is new, or was written here before."""
    if to is None:
        to = root() / "private" / "scale" / "data"
        keep_private(to)
    folder = Path(to).resolve() / study
    if to.exists() and not to.is_dir():
        raise StudyError(f"{to} is a file. Name a folder after --to.")
    if folder.exists() and not (folder / MARK).is_file():
        raise StudyError(
            f"{folder} is there already and was not made by `synthetic --sites`, so it is left "
            "alone. Name another folder after --to, or move that one away."
        )
    return folder


def _mark(pattern: str, count: int) -> str:
    return (
        f"# Everything in this folder is made up: `synthetic {pattern} --sites {count}` wrote it,\n"
        "# and writes over it when it is asked again. Copy what you want to change.\n"
        f'pattern: {pattern}\nsites: "{count}"\n'
    )
