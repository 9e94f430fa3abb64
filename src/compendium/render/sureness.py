"""The box "How sure are we?": what a page rests on, by a printed rule and from its records alone.

Each line says what is the case (kinds of data, n, what is hidden, what was planned) and leads to
where it stands. None says how sure anybody may be: that is for whoever reads it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from compendium.analysis.survey.compared import EXPLORATORY
from compendium.disclosure.account import Account
from compendium.disclosure.cells import AS_IT_IS, BOUNDED, COARSER, HIDDEN, JOINED, MARKED
from compendium.displays.behind import behind
from compendium.displays.conclusions.findings import conclusions
from compendium.displays.kinds_of_data import kinds_of
from compendium.displays.record import Display
from compendium.displays.sentences import Part, within
from compendium.places import page_file
from compendium.render.published import Link
from compendium.words import number_text, say

LESS_EXACT = (COARSER, JOINED, BOUNDED)
AS_THEY_ARE = (AS_IT_IS, MARKED)
# The kind of display that holds comparisons with their tests; kinds that nobody plans.
TESTED = "forest"
UNPLANNED = ("crosstab",)


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of the box: what it is about, what is the case, and links to where that stands.

    `parts` are the released numbers it says.
    """

    about: str
    text: str
    links: tuple[Link, ...] = ()
    parts: tuple[Part, ...] = ()


def sureness(
    displays: Sequence[Display],
    names: Mapping[str, str],
    hidden: Account | None,
    limits: Link | None,
    lang: str,
    both_languages: bool = False,
) -> tuple[Line, ...]:
    """The lines of one page.

    Parameters
    ----------
    displays : sequence of Display
        What the page shows.
    names : mapping
        What figures and tables are called on it, by id.
    hidden : Account or None
        What became of the numbers and words of the page; None under a profile that hides nothing.
    limits : Link or None
        Leads to where the page says what it cannot tell.
    both_languages : bool
        Whether the page is made in Welsh as well as in English.
    """
    language = "sure_both_languages" if both_languages else "english_only"
    lines = [
        _made_up(displays, lang),
        *_rests_on(displays, names, lang),
        *_compared(displays, names, lang),
        _concluded(displays, lang),
        _hidden(hidden, lang),
        Line(say("sure_language", lang), say(language, lang)),
        Line(say("sure_limits", lang), "", (limits,)) if limits else None,
    ]
    return tuple(line for line in lines if line)


def _rests_on(displays: Iterable[Display], names: Mapping[str, str], lang: str) -> Iterator[Line]:
    """Of each kind of data how many are behind it, and where it is shown first."""
    for key, here in kinds_of(displays).items():
        shown = [d for d in here if d.id in names]
        told = [(d, n) for d in shown if (n := behind(d.data))]
        if not shown:
            continue
        first, n = told[0] if told else (shown[0], None)
        where = (Link(names[first.id], f"#{first.id}"),)
        said = (n.say(lang), tuple(within(n))) if n else ("", ())
        yield Line(say(key, lang), said[0], where, said[1])


def _made_up(displays: Iterable[Display], lang: str) -> Line | None:
    """That data are made up, if any are."""
    if not any(d.data.origin == "synthetic" for d in displays):
        return None
    return Line(say("sure_data", lang), say("sure_made_up", lang))


def _compared(displays: Iterable[Display], names: Mapping[str, str], lang: str) -> Iterator[Line]:
    """Which comparisons were planned, and which were not; nothing where nothing is compared."""
    planned: dict[str, Link] = {}
    unplanned: dict[str, Link] = {}
    for display in (d for d in displays if d.id in names):
        if display.kind in UNPLANNED:
            unplanned[display.id] = Link(names[display.id], f"#{display.id}")
        for one in (
            dict.fromkeys(display.data.frame["comparison"]) if display.kind == TESTED else ()
        ):
            to = unplanned if one.startswith(f"{EXPLORATORY}.") else planned
            to.setdefault(one, Link(display.data.label("comparison", one, lang), f"#{display.id}"))
    if planned:
        yield Line(say("sure_planned", lang), say("sure_planned_text", lang), (*planned.values(),))
    if unplanned:
        text = say("sure_unplanned_text", lang)
        yield Line(say("sure_unplanned", lang), text, (*unplanned.values(),))


def _concluded(displays: Iterable[Display], lang: str) -> Line | None:
    """How many sentences people concluded; None without any."""
    found = {c.finding_id for d in displays if d.kind == "findings" for c in conclusions(d.data)}
    if not found:
        return None
    return Line(say("sure_conclusions", lang), say("sure_concluded", lang, count=str(len(found))))


def _hidden(account: Account | None, lang: str) -> Line | None:
    """What became of the numbers and words that were planned."""
    if account is None or not account.planned:
        return None
    told = {
        "planned": account.planned,
        "whole": account.of(*AS_THEY_ARE),
        "less": account.of(*LESS_EXACT),
        "hidden": account.of(HIDDEN),
    }
    text = say("sure_hidden", lang, **{name: number_text(n) for name, n in told.items()})
    return Line(
        say("sure_protected", lang),
        text,
        (Link(say("sure_why_hidden", lang), page_file("disclosure", lang)),),
    )
