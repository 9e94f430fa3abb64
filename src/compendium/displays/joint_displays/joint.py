"""The joint display as a table: survey, talk in a word and a quote, draft, what was concluded.

A cell's paragraphs are parted by line breaks. Nothing here compares or concludes: the words of
the signals and of the draft are released, the rest was written by the person named.
"""

from __future__ import annotations

import datetime as dt

from compendium.disclosure.joint_quotes import PLACES
from compendium.disclosure.released import Released, Value, missing
from compendium.displays.about import JOINT, About
from compendium.displays.number_texts import numbers
from compendium.displays.text_table import Row, Said, TextTable, paragraphs
from compendium.words import as_written, capitalised, date_text, say

COLUMNS = ("joint_topic", "joint_survey", "joint_talk", "quote", "joint_draft", "joint_conclusion")
SINCE = {"before": "joint_before", "other_sites": "joint_other_sites"}
# The reference, and how far the mean lies from it.
AGAINST = (
    *("reference_mean", "reference_n"),
    *("difference", "difference_lower", "difference_upper"),
)
# What may have changed since a row was concluded.
CHANGED = {
    "declared": "joint_changed_declared",
    "quant_signal": "joint_changed_quant_signal",
    "n": "joint_changed_n",
    "mean": "joint_changed_mean",
    "reference_mean": "joint_changed_reference_mean",
    "qual_signal": "joint_changed_qual_signal",
    "asked": "joint_changed_asked",
    "raised": "joint_changed_raised",
}


def joint_table(released: Released, lang: str) -> TextTable:
    """One row per row of the joint display; with several sites, under its heading one a site.

    Who answered what, and who spoke under which themes, stands once: in the heading if there is
    one, else in the row itself.
    """
    frame, rows = released.frame, []
    several = frame["site"].nunique() > 1
    for topic, places in frame.groupby("row", sort=False, observed=False).groups.items():
        name, anchor = released.label("row", topic, lang), f"joint-{topic}"
        measured, spoken = _measured(released, topic, lang), _spoken(released, topic, lang)
        if several:
            rows.append(Row(name, (measured, spoken, "", "", ""), anchor=anchor))
        for i in places:
            survey, talk = _survey(released, i, lang), _talk(released, i, lang)
            draft = capitalised(Value(released, i, "draft").say(lang))
            concluded = _conclusion(released, i, lang)
            said = _said(released, i, lang)
            quoted = paragraphs(*(line for quote in said for line in quote.lines(lang)))
            rest = (quoted or say("joint_no_quote", lang), draft, concluded)
            beside = {
                "about": (None, About(JOINT, topic, area=frame.at[i, "site"]), None, None, None),
                "said": ((), (), said, (), ()),
            }
            if several:
                area = released.label("site", frame.at[i, "site"], lang)
                rows.append(Row(area, (survey, talk, *rest), depth=1, of=(i,), **beside))
            else:
                cells = paragraphs(survey, measured), paragraphs(talk, spoken), *rest
                rows.append(Row(name, cells, anchor=anchor, of=(i,), **beside))
    columns = tuple(say(c, lang) for c in COLUMNS)
    return TextTable(columns, tuple(rows), (False,) * 5, widths=(15, 17, 14, 23, 10, 21))


def _survey(released: Released, row: int, lang: str) -> str:
    """Where the mean stands to its reference, the mean with interval and base, the reference."""
    found = released.frame.loc[row]
    signal = Value(released, row, "quant_signal").say(lang)
    if not found["reference"]:
        return capitalised(signal)
    if released.marks.at[row, "n"] == "c":
        return "[c]"
    if found["reference"] == "before":
        signal = say("joint_looking_back", lang, signal=signal)
    return paragraphs(
        capitalised(signal),
        say("joint_mean", lang, **numbers(released, row, ("mean", "lower", "upper", "n"), lang)),
        _reference(released, row, lang),
    )


def _measured(released: Released, row: str, lang: str) -> str:
    """Who answered, and what where the row's name does not say it; or why nobody was asked."""
    if row not in released.labels["asked_of"]:
        return _label(released, "silent", row, lang)
    groups = capitalised(released.label("asked_of", row, lang))
    measure = released.label("asked_about", row, lang)
    if measure == released.label("row", row, lang):
        return groups
    return say("joint_measured", lang, groups=groups, measure=measure)


def _reference(released: Released, row: int, lang: str) -> str:
    kind = released.frame.at[row, "reference"]
    if released.marks.at[row, "reference_mean"] == "c":
        return say("joint_other_sites_hidden", lang)
    if kind == "value":
        return say("joint_value", lang, **numbers(released, row, ("reference_mean",), lang))
    return say(SINCE[kind], lang, **numbers(released, row, AGAINST, lang))


def _talk(released: Released, row: int, lang: str) -> str:
    """Which way people lean; for the team, how many."""
    counts = ""
    if "raised" in released.frame:
        columns = ("raised", "asked", "favourable", "unfavourable", "balanced")
        counts = say("joint_people", lang, **numbers(released, row, columns, lang))
    return paragraphs(capitalised(Value(released, row, "qual_signal").say(lang)), counts)


def _spoken(released: Released, row: str, lang: str) -> str:
    """Who spoke, and under which themes."""
    groups = capitalised(released.label("talkers", row, lang))
    return say("joint_said", lang, groups=groups, themes=released.label("codes", row, lang))


def _said(released: Released, row: int, lang: str) -> tuple[Said, ...]:
    """The quotes beside a row: which way each leans, the words, who said them."""
    found = released.frame.loc[row]
    quotes = []
    for place in PLACES:
        if not found[f"{place}_text"]:
            continue
        lean, area = found[f"{place}_lean"], found[f"{place}_area"]
        who = [released.label("speaker", found[f"{place}_group"], lang)]
        who += [released.label("site", area, lang)] if area else []
        quotes.append(
            Said(
                capitalised(Value(released, row, f"{place}_lean").say(lang)) if lean else "",
                found[f"{place}_text"],
                found[f"{place}_lang"] or "en",
                found[f"{place}_translation"],
                capitalised(", ".join(who)),
            )
        )
    return tuple(quotes)


def _conclusion(released: Released, row: int, lang: str) -> str:
    """The analyst's label and sentence, why, what follows, and who and when."""
    found = released.frame.loc[row]
    if released.marks.at[row, "label"] == "c":
        return "[c]"
    if not found["label"]:
        return say("joint_not_concluded", lang)
    follow_up = _label(released, "follow_up", found["concluded"], lang)
    day = date_text(dt.date.fromisoformat(found["decided_on"]), lang)
    together = not found["of"] and len(released.labels["site"]) > 1
    signed = "joint_signed_all" if together else "joint_signed"
    return paragraphs(
        Value(released, row, "label").say(lang),
        _stale(released, row, lang),
        _label(released, "meta_inference", found["concluded"], lang),
        say("joint_reason", lang, reason=as_written(found["reason"], lang)),
        say("joint_follow_up", lang, follow_up=follow_up) if follow_up else "",
        say("joint_not_signed", lang) if _is_unsigned(released, row) else "",
        say(signed, lang, name=capitalised(found["integrator"]), day=day),
    )


def _is_unsigned(released: Released, row: int) -> bool:
    """Whether nobody knows what it was concluded on; the team alone sees that."""
    return released.frame.loc[row].get("was_declared", "-") == ""


def _stale(released: Released, row: int, lang: str) -> str:
    """What changed since the row was concluded; for the team what it was then."""
    changed = released.frame.at[row, "changed"].split()
    what = [_change(released, row, name, lang) for name in changed]
    return say("joint_stale", lang, what="; ".join(what)) if what else ""


def _change(released: Released, row: int, name: str, lang: str) -> str:
    what, was = say(CHANGED[name], lang), f"was_{name}"
    if name == "declared" or was not in released.frame:
        return what
    if not (then := released.frame.at[row, was]) or missing(then):
        return what
    return say("joint_changed_was", lang, what=what, was=Value(released, row, was).say(lang))


def _label(released: Released, column: str, key: str, lang: str) -> str:
    """A text of the row, or nothing where none was written."""
    found = released.labels[column].get(key)
    return found.say(lang) if found else ""
