"""Tables put together of others: areas side by side, themes and their items, stages and delays."""

from __future__ import annotations

from compendium.analysis.joint_displays.joint_composed import JOINT, MEDIANS
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import numbers
from compendium.displays.survey.consensus import conclusion, group_of
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, say

# How a CMOC's verdict is told, in this order; what little or nothing is known of comes last.
VERDICTS = ("supported", "contested", "refuted", "thin", "little", "not_found", "not_examined", "")


def cross_case_table(released: Released, lang: str) -> TextTable:
    """One row per area: what the survey says, what the theory's evidence, what was concluded."""
    rows = []
    for site, places in released.frame.groupby("site", sort=False, observed=True).groups.items():
        joint = [i for i in places if released.frame.at[i, "source"] == JOINT]
        judged = [i for i in places if released.frame.at[i, "source"] != JOINT]
        cells = (
            "\n".join(filter(None, (_survey(released, i, lang) for i in joint))),
            _theory(released, judged, lang),
            "\n".join(filter(None, (_label(released, i, lang) for i in joint))),
        )
        rows.append(Row(released.label("site", site, lang), cells))
    names = ("area", "joint_survey", "cross_case_theory", "joint_conclusion")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 3, widths=(10, 40, 22, 28), gist=False)


def _survey(released: Released, row: int, lang: str) -> str:
    """One topic: where its mean stands to its reference, the mean with its base."""
    topic = released.label("row", released.frame.at[row, "about"], lang)
    signal = Value(released, row, "quant_signal").say(lang)
    if released.frame.at[row, "quant_signal"] == "not_asked":
        return say("joint_measured", lang, groups=topic, measure=signal)
    if released.marks.at[row, "mean"] == "c":
        return say("joint_measured", lang, groups=topic, measure="[c]")
    if released.frame.at[row, "reference"] == "before":
        signal = say("joint_looking_back", lang, signal=signal)
    told = numbers(released, row, ("mean", "n"), lang)
    return say("cross_case_topic", lang, topic=topic, signal=signal, **told)


def _theory(released: Released, rows: list[int], lang: str) -> str:
    """The CMOCs of each verdict: ``Supported: CW01, CW04``."""
    lines = []
    for verdict in VERDICTS:
        mine = [released.frame.at[i, "about"] for i in rows if _verdict(released, i) == verdict]
        word = capitalised(say(f"band_{verdict}", lang)) if verdict else "[c]"
        if mine:
            lines.append(say("joint_measured", lang, groups=word, measure=", ".join(mine)))
    return "\n".join(lines)


def _verdict(released: Released, row: int) -> str:
    return str(released.frame.at[row, "verdict"])


def _label(released: Released, row: int, lang: str) -> str:
    """What an analyst calls the topic, and whether its inputs changed since."""
    found = released.frame.loc[row]
    if not found["label"] and released.marks.at[row, "label"] != "c":
        return ""
    topic = released.label("row", found["about"], lang)
    label = Value(released, row, "label").say(lang)
    if found["changed"]:
        label = say("cross_case_stale", lang, label=label)
    return say("joint_measured", lang, groups=topic, measure=label)


def building_table(released: Released, lang: str) -> TextTable:
    """One row per theme and statement it became: who agrees with it, and the rule's verdict."""
    frame, rows = released.frame, []
    pairs = frame.groupby(["code", "statement"], sort=False, observed=True).groups
    for (code, statement), places in pairs.items():
        key = f"{code} {statement}"
        reason = released.labels["reason"]
        item = paragraphs(
            released.label("statement", statement, lang),
            released.label("reason", key, lang) if key in reason else "",
        )
        shares = "\n".join(_share(released, i, lang) for i in places)
        verdict = conclusion(released, places[0], lang)
        rows.append(Row(released.label("code", code, lang), (item, shares, verdict)))
    names = ("theme", "building_item", "building_agree", "consensus_verdict")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 3, widths=(20, 40, 22, 18), gist=False)


def _share(released: Released, row: int, lang: str) -> str:
    told = numbers(released, row, ("percent", "base"), lang)
    return say("building_share", lang, group=group_of(released, row, lang), **told)


def process_timeline_table(released: Released, lang: str) -> TextTable:
    """One row per stage: the median wait in each area, and how common themes of delay are."""
    frame, rows = released.frame, []
    for stage, places in frame.groupby("stage", sort=False, observed=True).groups.items():
        waits = [i for i in places if frame.at[i, "source"] == MEDIANS]
        themes = [i for i in places if frame.at[i, "source"] != MEDIANS]
        cells = (
            "\n".join(_wait(released, i, lang) for i in waits) or say("timeline_no_wait", lang),
            "\n".join(_themes(released, themes, lang)) or say("strand_nothing", lang),
        )
        rows.append(Row(released.label("stage", stage, lang), cells))
    names = ("timeline_stage", "timeline_wait", "timeline_themes")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 2, widths=(18, 32, 50), gist=False)


def _wait(released: Released, row: int, lang: str) -> str:
    area = released.label("site", released.frame.at[row, "about"], lang)
    if released.marks.at[row, "days"] == "c":
        return say("joint_measured", lang, groups=area, measure="[c]")
    told = numbers(released, row, ("days", "referrals"), lang)
    return say("timeline_days", lang, area=area, **told)


def _themes(released: Released, rows: list[int], lang: str) -> list[str]:
    """Each theme, and under it how common it is in each group and area."""
    lines, theme = [], None
    for i in rows:
        found = released.frame.loc[i]
        if found["about"] != theme:
            theme = found["about"]
            lines.append(released.label("code", theme, lang))
        group, _, area = found["whose"].rpartition(" ")
        names = {
            "group": capitalised(released.label("group", group, lang)),
            "area": released.label("area", area, lang),
        }
        lines.append(say("timeline_theme", lang, said=how_common(released, i, lang), **names))
    return lines


def how_common(released: Released, row: int, lang: str) -> str:
    """A word, or numbers for the team."""
    if released.frame.at[row, "share"] or released.marks.at[row, "share"]:
        return Value(released, row, "share").say(lang)
    return say("people_of_asked", lang, **numbers(released, row, ("people", "asked"), lang))
