"""Whether both studies come out the same, whatever is different: ``make determinism``.

Builds both studies as usual, then once under each circumstance of `tests/circumstances.py`, and
prints a row for each: how many files, how many of them differ, which. What this machine cannot try
is said with the reason. Ends with 1 if any file differs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from circumstances import EACH, PLAIN, ROOT, TOGETHER, Circumstance, Files, built, different

NAMED = 3
HEAD = ("circumstance", "files", "different", "s")


def main() -> int:
    """Build again and again; 1 if anything ever came out otherwise."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="determinism-") as folder:
        fresh = Path(folder) / "fresh"
        for name in ("data", "notebooks"):
            shutil.copytree(ROOT / name, fresh / name, ignore=shutil.ignore_patterns("__pycache__"))
        print(f"| {' | '.join(HEAD)} |\n|---|---:|---|---:|", flush=True)
        usual, seconds = _made(fresh, PLAIN, asked.formats)
        _say(PLAIN.name, str(len(usual)), "", seconds)
        every = TOGETHER if asked.together else EACH
        chosen = [under for under in every if not asked.only or asked.only in under.name]
        return max([_tried(fresh, under, usual, asked.formats) for under in chosen], default=0)


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--only", default="", help="circumstances whose name has this in it")
    options.add_argument("--together", action="store_true", help="several at once: fewer builds")
    options.add_argument("--formats", default=os.environ.get("FORMATS") or "all")
    return options.parse_args()


def _made(fresh: Path, under: Circumstance, formats: str) -> tuple[Files, float]:
    """What a build makes, and how long it took."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="determinism-") as place:
        return built(fresh, Path(place), under, formats), time.monotonic() - begun


def _tried(fresh: Path, under: Circumstance, usual: Files, formats: str) -> int:
    """Build under one circumstance and say what came of it; 1 if anything is different."""
    if why := under.lacks():
        _say(under.name, "", f"not tried: {why}")
        return 0
    try:
        made, seconds = _made(fresh, under, formats)
    except AssertionError as error:
        _say(under.name, "", f"failed: {str(error).strip().splitlines()[-1]}")
        return 1
    wrong = different(usual, made)
    more = f" and {len(wrong) - NAMED} more" if len(wrong) > NAMED else ""
    said = f"{len(wrong)}: {', '.join(wrong[:NAMED])}{more}" if wrong else "none"
    _say(under.name, str(len(made)), said, seconds)
    return 1 if wrong else 0


def _say(name: str, files: str, said: str, seconds: float | None = None) -> None:
    took = "" if seconds is None else f"{seconds:.0f}"
    print(f"| {name} | {files} | {said} | {took} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
