"""What a report was made from, so that only what changed is made again.

Stamps lie in ``private/<study>/stamps``, a file for each page. A stamp holds, by name, a digest of
everything the report's notebook was run from and, apart, of everything its page was made of, and
digests of both as they came out. A stamp holds if every one is still the same; else the names that
differ say why the report is made again. It is written after the files it speaks of.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from compendium.build.jobs import Plan
from compendium.file_digests import digest_of
from compendium.writers.files import write_text

# Name of what something was made from → its digest.
Inputs = Mapping[str, str]
MADE = "made"


@dataclasses.dataclass(frozen=True)
class Stamp:
    """What one file or several were made from, and the digest of what was made (`made`)."""

    inputs: Inputs
    made: str

    def why(self, now: Inputs, *made: Path) -> tuple[str, ...]:
        """What is different now: names of inputs, or that a file is gone or was changed."""
        names = [n for n in dict.fromkeys((*now, *self.inputs)) if now.get(n) != self.inputs.get(n)]
        if missing := [path.name for path in made if not path.exists()]:
            return (*names, f"{missing[0]} is not there")
        if digest_of_all(made) != self.made:
            which = made[0].name if len(made) == 1 else f"one of {made[0].name} … {made[-1].name}"
            return (*names, f"{which} is not as it was written")
        return tuple(names)


def digest_of_all(paths: Sequence[Path]) -> str:
    """One digest of several files, by their names; of a single file its own."""
    if len(paths) == 1:
        return digest_of(paths[0])
    lines = "".join(f"{path.name} {digest_of(path)}\n" for path in paths)
    return hashlib.sha256(lines.encode()).hexdigest()


def stamps_of(each: Plan, page: str) -> Path:
    """Where the stamps of a page lie; pages that go to another folder have others."""
    return stamps_for(each.study.private, each.profile, each.reports) / f"{page}.json"


def stamps_for(private: Path, profile: str, reports: Path) -> Path:
    """The folder of the stamps of all pages that lie in `reports`."""
    there = hashlib.sha256(str(reports.resolve()).encode()).hexdigest()[:8]
    return private / "stamps" / f"{profile}-{there}"


def read_stamps(path: Path) -> dict[str, Stamp]:
    """The stamps of one report by what they are of; none where there is no such file, or no whole
    one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {name: Stamp(s["inputs"], s[MADE]) for name, s in found.items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_stamps(path: Path, stamps: Mapping[str, Stamp]) -> None:
    """Write the stamps of one report."""
    found = {name: {"inputs": dict(s.inputs), MADE: s.made} for name, s in stamps.items()}
    write_text(path, json.dumps(found, indent=1, sort_keys=True) + "\n")
