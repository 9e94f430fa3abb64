"""What the joint attack worked out, kept by digests of what it asked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import scipy

from compendium.attack import programme, solver
from compendium.attack.programme import Answers, Possible
from compendium.build.jobs import Plan
from compendium.build.kept import Kept
from compendium.file_digests import digest_of

ATTACKED = "attacked"


def answers_of(each: Plan) -> Answers:
    """What earlier attacks worked out, with the same solver and the same code of the attack."""
    found: dict[str, Possible | None] = {}
    for kept in Kept(each, ATTACKED).read():
        try:
            if kept["by"] == _by():
                found |= {k: Possible(*left) if left else None for k, left in kept["found"].items()}
        except (KeyError, TypeError, AttributeError):
            continue
    return Answers(found)


def keep(each: Plan, answers: Answers) -> None:
    """Keep what an attack asked for the next one, and nothing else."""
    Kept(each, ATTACKED).write(_document(answers))


def keep_ahead(each: Plan, part: int, answers: Answers) -> None:
    """Keep what one of several tasks worked out for the attack that comes after them."""
    Kept(each, ATTACKED).write_ahead(part, _document(answers))


def _document(answers: Answers) -> dict[str, object]:
    left = {key: dataclasses.astuple(p) if p else None for key, p in answers.used.items()}
    return {"by": _by(), "found": left}


def _by() -> list[str]:
    code = (digest_of(Path(module.__file__)) for module in (programme, solver))
    return [scipy.__version__, *code]
