"""What can be chosen in the browser of open answers: questions, codes, attributes, their values."""

from __future__ import annotations

from compendium.analysis.qualitative import open_text
from compendium.analysis.qualitative.open_attributes import attribute_labels, attributes
from compendium.analysis.qualitative.written_answers import ANY_CODE, NO_CODE, questions
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.displays.qualitative import open_text as shown_as
from compendium.displays.qualitative.outline import depth
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.words import capitalised, say

LANG = "en"
INDENT = "\u2003"
ANY = ""
NOT_KNOWN = "(not known)"


def question_choices(data: Tables) -> list[tuple[str, str]]:
    """Every open question by its wording; the questionnaire before it where there are several."""
    asked = questions(data.study)
    several = len({form.instrument for form, _ in asked.values()}) > 1
    return [
        (f"{form.title.say(LANG)}: " * several + item.wording.say(LANG), name)
        for name, (form, item) in asked.items()
    ]


def code_choices(data: Tables, release: Release, question: str) -> list[tuple[str, str]]:
    """Any code, none, and every code that an answer has, each with its number of people."""
    released = release(open_text.codes(data, question))
    whole = released.frame.drop_duplicates("code_id")
    named = [(capitalised(say("open_text_any_answer", LANG)), ANY)]
    for row, code in whole["code_id"].items():
        if code not in (ANY_CODE, NO_CODE) and not whole.at[row, "people"]:
            continue
        deep = 0 if code in (ANY_CODE, NO_CODE) else depth(released, code)
        label = capitalised(released.label("code_id", code, LANG))
        number = Value(released, int(row), "people").say(LANG)
        named.append((f"{INDENT * deep}{label} ({number})", code))
    return named


def attribute_choices(form: Instrument) -> list[tuple[str, str]]:
    """What answers of a questionnaire can be looked at by, in words."""
    names = list(attributes(form))
    labels = attribute_labels(form, names)["attribute"]
    return [(labels[name].say(LANG), name) for name in names]


def value_choices(
    data: Tables, release: Release, question: str, attribute: str
) -> list[tuple[str, str]]:
    """Every value of an attribute that somebody has who was asked the question."""
    if not attribute:
        return []
    released = release(open_text.responses(data, question, [attribute]))
    values = list(dict.fromkeys(sorted(released.frame[attribute])))
    return [
        (shown_as.label_of(released, attribute, value, LANG), value or NOT_KNOWN)
        for value in values
    ]


def everything() -> tuple[str, str]:
    return say("explore_all", LANG), ANY
