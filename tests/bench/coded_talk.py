"""How fast codes are counted and brought together: ``make bench``.

A million codings over 20,000 interviews, 500 codes to depth 5; everything from nothing each time.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
import pandas as pd

from compendium.analysis.qualitative.coded_counts import CodedTalk, counts
from compendium.analysis.qualitative.meeting_counts import UNITS, meetings
from compendium.theory import Code
from compendium.words import Text

CODINGS, PASSAGES, SOURCES, CODES, DEPTH = 1_000_000, 400_000, 20_000, 500, 5
GROUPINGS = ([], ["site_id"], ["group", "site_id"], ["group", "site_id", "round", "participant_id"])


def codebook() -> list[Code]:
    """500 codes, a hundred on each of five levels, each under one of the level above."""
    dice, level = np.random.default_rng(1), CODES // DEPTH
    parents = [
        f"K{dice.integers((i // level - 1) * level, i // level * level)}" if i >= level else ""
        for i in range(CODES)
    ]
    return [Code(f"K{i}", Text(f"K{i}"), "", parent_id=p) for i, p in enumerate(parents)]


def talk(book: list[Code]) -> CodedTalk:
    """20 passages an interview, some of which overlap; each has two or three codes."""
    dice = np.random.default_rng(2)
    event = np.arange(PASSAGES) // (PASSAGES // SOURCES)
    start = dice.integers(0, 20_000, PASSAGES)

    def any_of(prefix: str, many: int) -> np.ndarray:
        return np.char.add(prefix, dice.integers(0, many, PASSAGES).astype(str))

    segments = pd.DataFrame(
        {
            "segment_id": np.char.add("s", np.arange(PASSAGES).astype(str)),
            "event_id": np.char.add("e", event.astype(str)),
            "participant_id": np.char.add("p", event.astype(str)),
            "site_id": any_of("A", 22),
            "group": any_of("g", 6),
            "round": any_of("R", 4),
            "text": "some words that somebody said in an interview",
            "char_start": start,
            "char_end": start + dice.integers(0, 900, PASSAGES),
        }
    )
    codings = pd.DataFrame(
        {
            "segment_id": segments["segment_id"].to_numpy()[dice.integers(0, PASSAGES, CODINGS)],
            "code_id": np.array([c.code_id for c in book])[dice.integers(0, CODES, CODINGS)],
        }
    )
    return CodedTalk(segments, codings, book)


def fresh(made: CodedTalk) -> CodedTalk:
    """The same talk with nothing worked out yet."""
    return CodedTalk(made.segments, made.codings, made.codebook)


def timed(label: str, work, limit: float) -> None:
    begin = time.perf_counter()
    rows = len(work())
    taken = time.perf_counter() - begin
    over = "" if taken < limit else f"  MORE THAN {limit:g} s"
    print(f"  {label}: {taken:.1f} s, {rows:,} rows{over}")


def main() -> None:
    made = talk(codebook())
    print(f"{CODINGS:,} codings, {PASSAGES:,} passages, {SOURCES:,} interviews, {CODES} codes")
    for by in GROUPINGS:
        timed(f"counts by {', '.join(by) or 'code'}", lambda by=by: counts(fresh(made), by), 2)
    for unit in UNITS:
        timed(f"all pairs, {unit}", lambda unit=unit: meetings(fresh(made), unit), 10)
    if os.name == "posix":
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        most /= 1024 if sys.platform == "darwin" else 1
        print(f"  {most / 1000:,.0f} MB at most")


if __name__ == "__main__":
    main()
