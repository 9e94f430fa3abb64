"""Answer words that have an order, and words that are no answer."""

from __future__ import annotations

import re

from compendium.instruments import folded

NEUTRAL = "neither.*|neutral|no opinion|undecided|unsure|not sure|mixed"
NEUTRAL += "|ddim yn cytuno nac yn anghytuno"
# From the least to the most; the words of questionnaires in common use, English and Welsh.
LADDERS = {
    "AGREE": (
        "(strongly|completely|totally|definitely) disagree|disagree (strongly|completely)"
        "|anghytuno'n (gryf|llwyr)",
        "disagree|anghytuno",
        "(slightly|somewhat|tend to|mostly) disagree|disagree (slightly|somewhat)",
        NEUTRAL,
        "(slightly|somewhat|tend to|mostly) agree|agree (slightly|somewhat)",
        "agree|cytuno",
        "(strongly|completely|totally|definitely) agree|agree (strongly|completely)"
        "|cytuno'n (gryf|llwyr)",
    ),
    "OFTEN": (
        "never|byth",
        "(almost|nearly) never|hardly ever",
        "rarely|seldom|anaml",
        "sometimes|occasionally|weithiau",
        "often|frequently|usually|yn aml",
        "very often|(most|nearly all) of the time|almost always",
        "always|all (of )?the time|bob amser",
    ),
    "EXTENT": (
        "not at all|none|ddim o gwbl",
        "(only )?(a little|slightly)|a bit|to a small extent|ychydig",
        "somewhat|(to )?some extent|moderately|partly|rhywfaint",
        "quite a (bit|lot)|mostly|fairly|to a large extent",
        "a lot|a great deal|very( much)?|to a (very )?(great|large) extent|llawer",
        "completely|extremely|fully|yn llwyr",
    ),
    "SATISFIED": (
        "(very|extremely) dissatisfied|very unsatisfied",
        "(fairly |quite )?(dissatisfied|unsatisfied)",
        NEUTRAL,
        "(fairly |quite )?satisfied",
        "(very|extremely) satisfied",
    ),
    "QUALITY": (
        "very (poor|bad)|terrible",
        "poor|bad",
        "fair|average|ok|okay|acceptable|neither.*",
        "good",
        "very good",
        "excellent|outstanding",
    ),
    "LIKELY": (
        "(very|extremely) unlikely",
        "unlikely",
        NEUTRAL,
        "likely",
        "(very|extremely) likely",
    ),
    "TRUE": (
        "(not true at all|not at all true|not true)",
        "not (really|very) true",
        "in between|(partly|somewhat|a little) true",
        "(mostly|quite) true|true",
        "(very|completely|definitely) true",
    ),
    "EASY": ("very (difficult|hard)", "difficult|hard", NEUTRAL, "easy", "very easy"),
}
# What says that there is no answer, and the reason as the compendium calls it.
NO_ANSWER = {
    "not_applicable": "(it )?(does ?n.t|does not) (apply|fit)( to)?( me)?|not applicable|n ?/? ?a"
    "|ddim yn berthnasol",
    "prefer_not": "(i )?(would |'d )?(prefer|rather) not( to)?( say| answer)?|refused|declined"
    "|gwell gen i beidio â dweud",
    "not_answered": "(i )?(don.?t|do not) know|dk|no answer|not answered|missing|unknown|skipped"
    "|not stated|can.?t (say|remember)|ddim yn gwybod|dim ateb",
}


def why_no_answer(label: str) -> str:
    """The reason a label gives for there being no answer; blank if it is an answer.

    >>> why_no_answer("Prefer not to say"), why_no_answer("No Opinion")
    ('prefer_not', '')
    """
    words = folded(label).strip(" .()")
    return next((why for why, form in NO_ANSWER.items() if re.fullmatch(form, words)), "")


def ladder_of(labels: list[str]) -> tuple[str, dict[str, int]]:
    """The ladder that holds all labels, each on a rung of its own, and the rung of each.

    Blank and empty where none does: then the labels have no order that is known.

    >>> ladder_of(["Agree", "Disagree"])
    ('AGREE', {'Agree': 5, 'Disagree': 1})
    >>> ladder_of(["Peer", "Professional"])
    ('', {})
    """
    for name in LADDERS:
        if len(labels) > 1 and (found := rungs_on(name, labels)):
            return name, found
    return "", {}


def rungs_on(name: str, labels: list[str]) -> dict[str, int] | None:
    """The rung of each label on one ladder; None if one is not on it, or two share a rung.

    >>> rungs_on("OFTEN", ["3 - Always"]), rungs_on("OFTEN", ["Agree"])
    ({'3 - Always': 6}, None)
    """
    found = {label: _rung(label, LADDERS[name]) for label in labels}
    places = list(found.values())
    return None if None in places or len(set(places)) < len(places) else found


def _rung(label: str, rungs: tuple[str, ...]) -> int | None:
    words = folded(re.sub(r"^\W*\d+\W+(?=\D)", "", label)).strip(" .")
    return next((n for n, form in enumerate(rungs) if re.fullmatch(form, words)), None)
