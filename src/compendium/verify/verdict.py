"""The verdict: what was checked, where and with which versions, what differs, what stays open."""

from __future__ import annotations

import dataclasses
import datetime as dt
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from compendium.build.unchanged import LOCK
from compendium.verify.compare import Difference, Said, counted
from compendium.verify.manifest import Manifest
from compendium.verify.run_again import RunAgain
from compendium.words import date_text, say

# Packages whose version can change a byte; all of those that are locked stand in the crate.
NAMED = (
    *("numpy", "pandas", "scipy", "statsmodels", "pingouin", "scikit-learn", "matplotlib"),
    *("seaborn", "papermill", "nbval", "jinja2", "pypandoc-binary", "typst", "python-pptx"),
)
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Where:
    """Where a verification ran: system, machine, Python, and the version of each package."""

    system: str
    machine: str
    python: str
    packages: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Verdict:
    """Everything that is to be said of one verification.

    `digest` is that of the manifest as it lies there, `told` the one that was given apart. `again`
    is None where no notebook was run.
    """

    manifest: Manifest
    digest: str
    told: str
    released: bool
    commit: str
    again: RunAgain | None
    differences: tuple[Difference, ...]
    open: tuple[Said, ...]
    where: Where
    on: dt.datetime

    @property
    def ok(self) -> bool:
        """Whether everything came out the same."""
        return not self.differences

    def headline(self, lang: str) -> str:
        """The verdict in a sentence."""
        if self.ok:
            return say("verify_same_released" if self.released else "verify_same", lang)
        return say("verify_different", lang, count=str(len(self.differences)))

    def checked(self, lang: str) -> list[str]:
        """What was checked, a sentence each."""
        how = say("verify_how_released" if self.released else "verify_how_whole", lang)
        what = say("verify_commit", lang, commit=self.commit) if self.commit else ""
        outputs = self.manifest.outputs
        compared = {"count": f"{len(outputs):,}", "kinds": counted(outputs)}
        again = self.again
        found = [what or say("verify_folder", lang), how, say("verify_compared", lang, **compared)]
        if again:
            passed = again.cells - sum(again.failed.values())
            counts = {"notebooks": again.notebooks, "cells": again.cells, "passed": passed}
            found.append(say("verify_again", lang, **{n: f"{v:,}" for n, v in counts.items()}))
        found.append(say("verify_digest", lang, digest=self.digest))
        if self.told == self.digest:
            found.append(say("verify_told", lang))
        return found

    def place(self, lang: str) -> list[tuple[str, str]]:
        """Where and when it ran, and with what, each by its name."""
        day = f"{date_text(self.on.date(), lang)}, {self.on:%H:%M} UTC"
        made = self.manifest.made_on
        there = " ".join(made.get(name, "") for name in ("system", "machine", "Python"))
        named = [f"{n} {v}" for n, v in self.where.packages.items() if n in NAMED]
        return [
            (say("verify_on", lang), day),
            (say("verify_system", lang), f"{self.where.system} {self.where.machine}"),
            ("Python", self.where.python),
            (say("verify_packages", lang), ", ".join(named)),
            (say("verify_made_on", lang), there.strip()),
        ]

    def lines(self, lang: str = "en") -> Iterator[str]:
        """The verdict as plain text, line by line."""
        yield self.headline(lang)
        if self.differences:
            yield from ("", say("verify_differs", lang))
        for each in self.differences:
            yield f"  {each.what.say(lang)}"
            yield from (f"    {detail.say(lang)}" for detail in each.details)
        yield from ("", say("verify_checked", lang))
        yield from (f"  {sentence}" for sentence in self.checked(lang))
        yield from ("", say("verify_open", lang))
        yield from (f"  {said.say(lang)}" for said in (*self.open, Said("verify_limits")))
        yield from ("", say("verify_where", lang))
        yield from (f"  {name}: {value}" for name, value in self.place(lang))


def where_it_runs(folder: Path) -> Where:
    """This machine, this Python, and the versions of the packages that a folder's lock names."""
    named = LOCKED.findall((folder / LOCK).read_text(encoding="utf-8"))
    versions = {name: _version(name) for name in sorted({*named, *NAMED})}
    packages = {name: version for name, version in versions.items() if version}
    return Where(
        platform.system(),
        platform.machine(),
        platform.python_version(),
        packages,
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
