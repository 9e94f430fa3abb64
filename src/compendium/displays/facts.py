"""Key facts of a page: a few numbers that its own displays show, each with what it counts.

A fact refers to a released table as a caption does, so that nothing is typed and nothing is
worked out: it is a number that stands in the table, or how many entries the table has.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from compendium.disclosure.released import Value, missing
from compendium.displays.behind import entries, least_and_most
from compendium.displays.making import marks_of
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Label, Part, Sentence, within
from compendium.words import Text, uncapitalised

# The most that one page tells before its contents.
MOST = 5
# What is told first where there is more than that: people before things, things before their parts.
RANK = (
    *("fact_invited", "fact_surveyed", "fact_interviewed", "fact_answered", "fact_records"),
    *("fact_reports", "fact_studies", "fact_principles", "fact_traced", "fact_configurations"),
    *("fact_referrals", "fact_referrals_each", "fact_wait", "fact_waits", "fact_open"),
    *("fact_opens", "fact_themes", "fact_quotes", "fact_quoted_themes", "fact_quoted_cmocs"),
    *("fact_consensus", "fact_decisions", "fact_findings", "fact_statements", "fact_cmocs"),
    *("fact_coded", "fact_links", "fact_joint", "fact_sets", "fact_questions", "fact_items"),
    *("fact_codebook", "fact_activities", "fact_memos"),
)
# Of displays whose entries are counted: the columns of these, and what each is called.
COUNTED: dict[str, dict[str, str]] = {
    "likert": {"item_id": "fact_questions"},
    **{key: {"code_id": "fact_themes"} for key in ("heat_map", "themes", "code_tree")},
    "codebook": {"code_id": "fact_codebook"},
    "joint": {"row": "fact_joint"},
    **{key: {"cmoc_id": "fact_configurations"} for key in ("verdicts", "theory", "theory_map")},
    "statements": {"pt_id": "fact_statements"},
    "links": {"link": "fact_links"},
    "retroduction": {"memo_id": "fact_memos"},
    "consensus": {"statement": "fact_consensus"},
    "principles": {"principle": "fact_principles"},
    "decisions": {"decision_id": "fact_decisions"},
    "bank_themes": {"segment": "fact_quotes", "key": "fact_quoted_themes"},
    "bank_cmocs": {"key": "fact_quoted_cmocs"},
    "quotes": {"segment": "fact_quotes"},
    "items": {"item_id": "fact_items"},
    "review_studies": {"study_id": "fact_studies"},
    "activity_mix": {"activity": "fact_activities"},
}
# The row of a table of referrals that holds all of them.
ALL = "all"
# Boxes of a review's flow, and what is counted in each.
BOXES = {"B1": "fact_records", "B19": "fact_reports"}
# Kinds of things that the evidence trail leads from, and what these are called.
TRAILED = {
    "finding": "fact_findings",
    "statement": "fact_statements",
    "cmoc": "fact_cmocs",
    "theme": "fact_coded",
}


@dataclasses.dataclass(frozen=True)
class Fact:
    """One number, what it counts, and the id of the display in which it stands.

    `number` is a sentence where there are two: ``8 to 17``.
    """

    number: Value | Count | Sentence
    counts: Sentence
    id: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything of the released table that the fact says."""
        number = within(self.number) if isinstance(self.number, Sentence) else (self.number,)
        return (*number, *within(self.counts))


def key_facts(displays: Iterable[Display]) -> tuple[Fact, ...]:
    """At most `MOST` facts on what these displays show, in their order; each thing is told once."""
    found: dict[str, Fact] = {}
    for display in displays:
        for fact in facts_of(display):
            found.setdefault(fact.counts.key, fact)
    told = sorted(found, key=RANK.index)[:MOST]
    return tuple(fact for key, fact in found.items() if key in told)


def facts_of(display: Display) -> list[Fact]:
    """What one display has to tell; nothing where its kind has no fact, or all of it is hidden."""
    if display.kind in FACTS:
        return list(FACTS[display.kind](display))
    population = {"population": display.data.population}
    return [
        Fact(counted, Sentence(key, population), display.id)
        for column, key in COUNTED.get(display.kind, {}).items()
        if (counted := entries(display.data, column))
    ]


def keys_to_marks(parts: Iterable[Part]) -> tuple[Sentence, ...]:
    """A key to the marks that stand beside these numbers, in the order of the tables' own keys."""
    found: dict[str, Sentence] = {}
    for value in (part for part in parts if isinstance(part, Value)):
        released = value.released
        beside = {released.marks.at[value.row, value.column]}
        beside.add(released.base_mark(value.row, value.column))
        keys = (s for s in marks_of(released) if s.key.removeprefix("key_") in beside)
        found |= {sentence.key: sentence for sentence in keys}
    return tuple(found.values())


def _took_part(display: Display) -> Iterator[Fact]:
    """How many of the first group that may be told answered, and were interviewed."""
    surveyed = _first(display, "surveyed") or _first(display, "surveyed_all")
    if surveyed:
        who = {"group": _group(display, surveyed.row)}
        asked = Value(display.data, surveyed.row, surveyed.column.replace("surveyed", "invited"))
        key, more = ("fact_invited", {"invited": asked}) if _told(asked) else ("fact_surveyed", {})
        yield Fact(surveyed, Sentence(key, who | more), display.id)
    spoken = _first(display, "interviewed") or _first(display, "interviewed_all")
    if spoken:
        who = {"group": _group(display, spoken.row)}
        yield Fact(spoken, Sentence("fact_interviewed", who), display.id)


def _answered(display: Display) -> Iterator[Fact]:
    """How many answered the first questionnaire that may be told; of how many questionnaires.

    The last row of a questionnaire is that of all areas together, where there are several.
    """
    frame = display.data.frame
    first = _first(display, "answered")
    if first:
        rows = frame.index[frame["set"] == frame.at[first.row, "set"]]
        whole = Value(display.data, int(rows[-1]), "answered")
        own = {"set": Label(display.data, "set", frame.at[first.row, "set"])}
        yield Fact(whole if _told(whole) else first, Sentence("fact_answered", own), display.id)
    if sets := entries(display.data, "set"):
        yield Fact(sets, Sentence("fact_sets"), display.id)


def _referrals(display: Display) -> Iterator[Fact]:
    """How many referrals one service had, or each of several; their sum is told nowhere."""
    rows = display.data.frame.index[display.data.frame["referrer_type"] == ALL]
    return _of_each(display, "referrals", rows, ("fact_referrals", "fact_referrals_each"))


def _median_wait(display: Display) -> Iterator[Fact]:
    """By which day half had a first contact."""
    return _of_each(display, "days", display.data.frame.index, ("fact_wait", "fact_waits"))


def _time_open(display: Display) -> Iterator[Fact]:
    """By which week half of the cases were closed."""
    return _of_each(display, "weeks", display.data.frame.index, ("fact_open", "fact_opens"))


def _of_each(
    display: Display, column: str, rows: Iterable[int], keys: tuple[str, str]
) -> Iterator[Fact]:
    """A number of one site; of several the least and greatest that are told, and how many tell."""
    released = display.data
    told = [v for row in rows if _told(v := Value(released, int(row), column))]
    one, each = keys
    if len(told) == 1:
        of = Text(*map(uncapitalised, (released.population.en, released.population.cy)))
        yield Fact(told[0], Sentence(one, {"population": of}), display.id)
    if len(told) > 1:
        least, most = least_and_most(told)
        bounds = Sentence("from_to", {"lower": least, "upper": most})
        areas = Count(released, tuple(value.row for value in told))
        yield Fact(bounds, Sentence(each, {"areas": areas}), display.id)


def _included(display: Display) -> Iterator[Fact]:
    """How many records a review of literature found, and how many reports it included."""
    for box, key in BOXES.items():
        for row in display.data.frame.index[display.data.frame["box"] == box]:
            if _told(number := Value(display.data, int(row), "records")):
                yield Fact(number, Sentence(key), display.id)


def _trailed(display: Display) -> Iterator[Fact]:
    """How many conclusions, statements, configurations and themes can be followed."""
    for kind, key in TRAILED.items():
        rows = display.data.frame.index[display.data.frame["kind"] == kind]
        if len(rows):
            yield Fact(Count(display.data, tuple(map(int, rows))), Sentence(key), display.id)


def _traced(display: Display) -> Iterator[Fact]:
    """How many principles go back to a decision that those the service is for raised."""
    for row in display.data.frame.index[:1]:
        traced, of = (Value(display.data, int(row), c) for c in ("traced", "principles"))
        if _told(traced) and _told(of):
            yield Fact(traced, Sentence("fact_traced", {"of": of}), display.id)


def _first(display: Display, column: str) -> Value | None:
    """The first number of a column that is told and is not nobody."""
    frame = display.data.frame
    values = (Value(display.data, int(row), column) for row in frame.index if column in frame)
    return next((v for v in values if _told(v) and frame.at[v.row, column]), None)


def _told(value: Value) -> bool:
    """Whether a reader is told the number, or a bound of it."""
    released = value.released
    if value.column not in released.frame or missing(released.frame.at[value.row, value.column]):
        return False
    return released.marks.at[value.row, value.column] not in ("c", "z")


def _group(display: Display, row: int) -> Label:
    return Label(display.data, "group", display.data.frame.at[row, "group"])


FACTS: dict[str, Callable[[Display], Iterator[Fact]]] = {
    "sample": _took_part,
    "who_refers": _referrals,
    "response": _answered,
    "median_waits": _median_wait,
    "time_open": _time_open,
    "trail": _trailed,
    "review_flow": _included,
    "principle_share": _traced,
}
