"""What runs in the fresh folder, with that folder's code: ``python -m compendium.verify.fresh``.

`rebuilt` starts it. It makes everything anew and leaves a note of where its code came from, what it
built from, and how that ended.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from compendium.build.built import inputs_of
from compendium.build.files import VARIABLE
from compendium.build.jobs import plan
from compendium.build.run import How, build_reports
from compendium.places import CODE
from compendium.problems import CompendiumError
from compendium.steady import STEADY
from compendium.verify.remake import remake
from compendium.writers.files import write_text

NOTE = "rebuilt.json"
WHOLE, RELEASED = "whole", "released"


@dataclasses.dataclass(frozen=True)
class Rebuilt:
    """How making everything anew went: from which inputs, and what went wrong."""

    inputs: dict[str, str]
    failures: tuple[str, ...] = ()


def rebuilt(folder: Path, mode: str, formats: str) -> Rebuilt:
    """Make everything anew in a folder, with its own code; an editable install is passed over.

    Raises
    ------
    CompendiumError
        If other code than the folder's would run, or Python stops before it can tell.
    """
    said = _run(folder, mode, environment(folder) | {VARIABLE: formats})
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise CompendiumError(
            "\n".join(["Nothing could be made anew in a fresh folder:", *said[-20:]])
        ) from None
    if not Path(note["code"]).resolve().is_relative_to(folder.resolve()):
        raise CompendiumError(_elsewhere(Path(note["code"])))
    return Rebuilt(note["inputs"], tuple(note["failures"] or (said if note["ended"] else ())))


def _run(folder: Path, mode: str, env: dict[str, str]) -> list[str]:
    """Start `main` in the folder and say of each report that it is made; what went wrong."""
    command, failures = [sys.executable, "-m", __name__, str(folder), mode], []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as aside:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=aside,
            text=True,
            encoding="utf-8",
        )
        with started:
            for line in started.stdout:
                event = json.loads(line) if line.startswith("{") else {}
                if event.get("event") == "report":
                    print(f"  made anew: {event['study']} {event['page']}", flush=True)
                elif event.get("event") == "failure":
                    failures.append(event["text"])
        aside.seek(0)
        return [*failures, *(line for line in aside.read().splitlines() if line.strip())]


def environment(folder: Path) -> dict[str, str]:
    """What a process of the fresh folder is told: where its code and its data are, and no more."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("COMPENDIUM_", "PYTEST_"))}
    own = {"PYTHONPATH": str(folder / "src"), "COMPENDIUM_DATA": str(folder / "data")}
    return kept | STEADY | own


def main(folder: Path, mode: str) -> None:
    """Make everything anew and note how it went."""
    if not CODE.is_relative_to(folder.resolve()):
        raise SystemExit(_elsewhere(CODE))
    failures: list[str] = []
    if mode == WHOLE:
        ended = build_reports(how=How(events=True))
    else:
        failures = remake()
        ended = 1 if failures else 0
    note = {
        "code": str(CODE),
        "inputs": inputs_of(plan(None, None, None, None)),
        "ended": ended,
        "failures": failures,
    }
    write_text(folder / NOTE, json.dumps(note))


def _elsewhere(code: Path) -> str:
    return (
        f"The code came from {code}, not from the fresh folder, so nothing was verified. Unset "
        "PYTHONPATH and PYTHONSAFEPATH, and run this again."
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
