"""How soon the explorer answers on a large study: ``make bench``.

A shipped study many times over, 20,000 passages or more, as people use it: one choice at a time.
"""

from __future__ import annotations

import dataclasses
import time

import pandas as pd

from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.explore.panel import Panel
from compendium.intake.tables import Tables
from compendium.notebook import open_sites
from compendium.study_folder import study_names

PASSAGES, LIMIT = 20_000, 0.5
IDS = ("segment_id", "event_id", "participant_id")
REPEATED = ("segments", "codings", "events", "participants", "event_participants", "answers")


def many_times(data: Tables) -> Tables:
    """The study with everybody, and what they said, as often as it takes."""
    times = -(-PASSAGES // len(data.segments))
    return dataclasses.replace(
        data, **{name: repeated(getattr(data, name), times) for name in (*REPEATED, "quotes")}
    )


def repeated(frame: pd.DataFrame, times: int) -> pd.DataFrame:
    copies = [
        frame.assign(**{c: frame[c].where(frame[c] == "", frame[c] + f"~{i}") for c in ids(frame)})
        for i in range(times)
    ]
    return pd.concat(copies, ignore_index=True)


def ids(frame: pd.DataFrame) -> list[str]:
    return [column for column in IDS if column in frame]


def timed(label: str, work) -> None:
    begin = time.perf_counter()
    work()
    taken = time.perf_counter() - begin
    over = "" if taken < LIMIT else f"  MORE THAN {LIMIT:g} s"
    print(f"  {label}: {taken:.2f} s{over}")


def main() -> None:
    data, _ = open_sites(study_names()[0])
    large = many_times(data)
    begin = time.perf_counter()
    panel = Panel(large, Release(large, profile_named("exact")))
    opened = time.perf_counter() - begin
    print(f"{len(large.segments):,} passages, {len(large.participants):,} people")
    print(f"  opened once: {opened:.1f} s")
    fields, codes = panel.fields, [c.code_id for c in data.study.codebook if not c.parent_id]
    asked = {
        "theme": codes[0],
        "site": data.study.sites[0].site_id,
        "words": "nobody",
        "query": f"{codes[0]} and not {codes[-1]}",
        "valence": fields["valence"].options[-1][1],
        "rule": "union",
    }
    for name, value in asked.items():
        timed(f"choose {name}", lambda n=name, v=value: setattr(fields[n], "value", v))
        timed("take it away", panel.reset.click)
    timed("show every subtheme", panel.map.all.click)
    cell = next(c for c, button in panel.map.cells.items() if not button.disabled)
    timed("click a cell", lambda: panel.click(cell))
    timed("click it again", lambda: panel.click(cell))
    timed("next page", panel.on.click)
    timed("other columns", lambda: setattr(panel.across, "value", "site"))


if __name__ == "__main__":
    main()
