"""What the joint attack worked out, kept beside the stamps, so that it is not worked out again.

What the next attack asks is kept when it ends. Tasks that look ahead (`compendium.build.ahead`)
leave a file each; the attack takes them in.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import scipy

from compendium.attack import programme, solver
from compendium.attack.programme import Answers, Possible
from compendium.build.jobs import Plan
from compendium.build.stamps import digest_of, stamps_of
from compendium.writers.files import write_text

ATTACKED, AHEAD = "_attacked", "_attacked-ahead"


def answers_of(each: Plan) -> Answers:
    """What earlier attacks worked out, with the same solver and the same code of the attack."""
    found: dict[str, Possible | None] = {}
    for path in _files(each):
        found |= _read(path)
    return Answers(found)


def keep(each: Plan, answers: Answers) -> None:
    """Keep what an attack asked for the next one, and nothing else."""
    _write(stamps_of(each, ATTACKED), answers)
    for path in _ahead(each):
        path.unlink(missing_ok=True)


def keep_ahead(each: Plan, part: int, answers: Answers) -> None:
    """Keep what one of several tasks worked out for the attack that comes after them."""
    _write(stamps_of(each, f"{AHEAD}-{part}"), answers)


def _files(each: Plan) -> Iterator[Path]:
    yield stamps_of(each, ATTACKED)
    yield from _ahead(each)


def _ahead(each: Plan) -> list[Path]:
    return sorted(stamps_of(each, ATTACKED).parent.glob(f"{AHEAD}-*.json"))


def _read(path: Path) -> dict[str, Possible | None]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        found = kept["found"] if kept["by"] == _by() else {}
        return {key: Possible(*left) if left else None for key, left in found.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, answers: Answers) -> None:
    left = {key: dataclasses.astuple(p) if p else None for key, p in answers.used.items()}
    write_text(path, json.dumps({"by": _by(), "found": left}, sort_keys=True) + "\n")


def _by() -> list[str]:
    code = (digest_of(Path(module.__file__)) for module in (programme, solver))
    return [scipy.__version__, *code]
