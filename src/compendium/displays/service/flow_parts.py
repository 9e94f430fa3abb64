"""The flow through a service as stages, nodes and streams, from released values alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from compendium.analysis.joint_displays.service_flow import BY_REFERRER, BY_ROUTE, DONE
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import drawn
from compendium.displays.record import Display, Label, Sentence
from compendium.displays.sentences import one_after_another
from compendium.displays.service.service_map import OUTCOMES, sites_of
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

OUTCOME, TAKEN_ON = "outcome", OUTCOMES[0]
STAGES = {
    BY_REFERRER: "flow_stage_referrer",
    BY_ROUTE: "flow_stage_route",
    OUTCOME: "flow_stage_outcome",
    DONE: "flow_stage_activity",
}
HEADINGS = {
    BY_REFERRER: "flow_heading_first",
    BY_ROUTE: "flow_heading_decided",
    DONE: "flow_heading_done",
}

# A stage and what stands there.
Place = tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Stream:
    """From one place to another: how wide, and the row and column of the number behind it."""

    begin: Place
    end: Place
    width: float
    row: int
    column: str


@dataclasses.dataclass(frozen=True)
class Flow:
    """One site: its name, its streams, and what each place is called, in order from the largest."""

    heading: str
    streams: tuple[Stream, ...]
    names: dict[Place, str]

    def stages(self) -> list[str]:
        """The stages that anything flows from or to."""
        used = {place[0] for s in self.streams for place in (s.begin, s.end)}
        return [stage for stage in STAGES if stage in used]

    def size(self, place: Place) -> float:
        """How wide a place is: what comes in or what goes out, whichever is more."""
        coming = sum(s.width for s in self.streams if s.end == place)
        going = sum(s.width for s in self.streams if s.begin == place)
        return max(coming, going)

    def touches(self, place: Place, stages: list[str]) -> bool:
        """Whether anything flows from or to a place between these stages."""
        return any(
            place in (s.begin, s.end) and {s.begin[0], s.end[0]} <= set(stages)
            for s in self.streams
        )

    def places(self, stage: str) -> list[Place]:
        """What stands in a stage; outcomes in their order, all else from the largest."""
        found = dict.fromkeys(p for s in self.streams for p in (s.begin, s.end) if p[0] == stage)
        if stage == OUTCOME:
            return [(OUTCOME, o) for o in OUTCOMES if (OUTCOME, o) in found]
        return sorted(found, key=lambda place: -self.size(place))


def flows_of(released: Released, lang: str) -> list[Flow]:
    """Every site in which anything flows that may be shown."""
    found = []
    for site in sites_of(released):
        streams = tuple(_streams(released, site))
        if streams:
            names = _names(released, streams, lang)
            found.append(Flow(released.label("site_id", site, lang), streams, names))
    return found


def has_flow(display: Display) -> bool:
    """Whether there is anything to draw."""
    return any(any(_streams(display.data, site)) for site in sites_of(display.data))


def _streams(released: Released, site: str) -> Iterator[Stream]:
    frame = released.frame[released.frame["site_id"] == site]
    taken_on = 0.0
    for row, cells in frame.iterrows():
        stage, part = cells["stage"], cells["part"].partition(":")[2]
        if stage == DONE:
            width, end = taken_on * drawn(released, row, "percent") / 100, (DONE, part)
            found = [Stream((OUTCOME, TAKEN_ON), end, width, row, "percent")]
        elif cells["to"]:
            width, end = drawn(released, row, "referrals"), (BY_ROUTE, cells["to"])
            found = [Stream((stage, part), end, width, row, "referrals")]
        else:
            taken_on += drawn(released, row, TAKEN_ON)
            found = [
                Stream((stage, part), (OUTCOME, o), drawn(released, row, o), row, o)
                for o in OUTCOMES
            ]
        yield from (stream for stream in found if stream.width > 0)


def _names(released: Released, streams: tuple[Stream, ...], lang: str) -> dict[Place, str]:
    found = {}
    for stream in streams:
        for stage, part in (stream.begin, stream.end):
            if stage == OUTCOME:
                name = released.label("outcome", part, lang)
            else:
                name = released.label("part", f"{stage}:{part}", lang)
            found[stage, part] = name
        if stream.column == "percent":
            share = Value(released, stream.row, "percent").say(lang)
            name = found[stream.end]
            found[stream.end] = say("line_reaches", lang, name=name, share=share)
    return found


def alt_service_flow(released: Released) -> Sentence | None:
    """Of each site the widest stream from a referrer, and what is done most."""
    parts = []
    for site in sites_of(released):
        streams = list(_streams(released, site))
        first = [s for s in streams if s.begin[0] == BY_REFERRER]
        done = [s for s in streams if s.end[0] == DONE]
        for key, column, found in (
            ("alt_service_flow_site", "count", first),
            ("alt_service_flow_done", "share", done),
        ):
            if found:
                top = max(found, key=lambda s: s.width)
                part = {
                    "site": Label(released, "site_id", site),
                    column: Value(released, top.row, top.column),
                    "top": Label(released, "part", released.frame.at[top.row, "part"]),
                }
                parts.append(Sentence(key, part))
    return Sentence("alt_service_flow", {"parts": one_after_another(parts)}) if parts else None


def service_flow_table(released: Released, lang: str) -> TextTable:
    """One row per stream under its stage, a column per site."""
    sites, rows = sites_of(released), []
    frame = released.frame
    for stage, heading in HEADINGS.items():
        own = frame[frame["stage"] == stage]
        if own.empty:
            continue
        rows.append(Row(say(heading, lang), ("",) * len(sites)))
        at = {(r["site_id"], r["part"], r["to"]): i for i, r in own.iterrows()}
        for part, to in dict.fromkeys(zip(own["part"], own["to"], strict=True)):
            places = [at.get((site, part, to)) for site in sites]
            name = released.label("part", part, lang)
            for column, end in _columns(released, own, stage, to, lang):
                head = say("from_to_part", lang, **{"from": name, "to": end}) if end else name
                cells = ("" if p is None else Value(released, p, column).say(lang) for p in places)
                rows.append(Row(head, tuple(cells), depth=1))
    columns = (say("flow_from", lang), *(released.label("site_id", s, lang) for s in sites))
    return TextTable(columns, tuple(rows), (True,) * len(sites))


def _columns(released: Released, own, stage: str, to: str, lang: str) -> list[tuple[str, str]]:
    """The columns of a row that hold its streams, and where each leads; outcomes that occur."""
    if stage == DONE:
        return [("percent", "")]
    if to:
        return [("referrals", released.label("to", to, lang))]
    told = [o for o in OUTCOMES if o != "not_recorded" or own[o].ne(0).any()]
    return [(o, released.label("outcome", o, lang)) for o in told]
