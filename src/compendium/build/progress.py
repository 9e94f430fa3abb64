"""What a build says while it runs: a line for each report, or an event for a program."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compendium.build.pieces import Done
    from compendium.build.work import Work

# The pieces of a build: a notebook is run, its page made, and what else it can be had as; a study's
# pages are looked over, some of that ahead.
RUN, PAGE, FORMATS, AHEAD, STUDY = "run", "page", "formats", "ahead", "study"


@dataclasses.dataclass
class Progress:
    """Counts the reports of a build as they are done.

    With `events` every line is a JSON object: ``{"event": "report", "study": …, "page": …,
    "state": "done", "seconds": 1.9}``.
    """

    works: list[Work]
    events: bool = False
    seconds: dict[tuple[str, str], float] = dataclasses.field(default_factory=dict)
    over: set[tuple[str, str]] = dataclasses.field(default_factory=set)

    @property
    def total(self) -> int:
        """How many reports there are to make."""
        return sum(len(work.pages) for work in self.works)

    def why(self) -> None:
        """Say of each report why it is made, or that it is left alone."""
        for work in self.works:
            for job in work.each.jobs:
                reasons = work.runs.get(job) or work.pages.get(job) or ("nothing changed",)
                piece = "run" if job in work.runs else "page" if job in work.pages else "kept"
                self._say(
                    f"{job.name}: {piece}: {', '.join(reasons)}",
                    {"event": "why", "study": job.study, "page": job.page, "does": piece}
                    | {"reasons": list(reasons)},
                )

    def done(self, done: Done) -> None:
        """Say how a piece ended."""
        for line in done.said:
            self._say(line, {"event": "note", "text": line})
        if done.piece in (AHEAD, STUDY):
            return
        key = done.job.study, done.job.page
        self.seconds[key] = self.seconds.get(key, 0) + done.seconds
        if key in self.over or (done.piece == RUN and not done.failures):
            return
        self.over.add(key)
        state, seconds = "FAILED" if done.failures else "done", self.seconds[key]
        self._say(
            f"[{len(self.over)}/{self.total}] {done.job.name}  {state}  {seconds:.1f} s",
            {"event": "report", "study": done.job.study, "page": done.job.page}
            | {"state": state.lower(), "seconds": round(seconds, 1)},
        )

    def changed(self, lines: str, event: dict[str, object]) -> None:
        """Say which released numbers of a study moved."""
        self._say(lines, event)

    def ended(self, failures: list[str], indexes: Iterable[Path]) -> None:
        """Say what went wrong, and where the pages are."""
        if not self.total and not failures:
            nothing_to_do(self.events)
        for failure in failures:
            if self.events:
                self._say("", {"event": "failure", "text": failure})
            else:
                print(f"\n{failure}", file=sys.stderr)
        for index in indexes:
            self._say(f"Open {index}", {"event": "index", "path": str(index)})

    def _say(self, line: str, event: dict[str, object]) -> None:
        _print(line, event, self.events)


def nothing_to_do(events: bool) -> None:
    """Say that every report is as it was made."""
    _print("Nothing to do: every report is as it was made.", {"event": "nothing"}, events)


def _print(line: str, event: dict[str, object], events: bool) -> None:
    print(json.dumps(event, ensure_ascii=False) if events else line, flush=True)
