"""The groups side by side as a table: under each topic the survey's score, then theme by theme."""

from __future__ import annotations

from compendium.analysis.joint_displays.joint_composed import SCORES, THEMES, keys_at
from compendium.analysis.result import BETWEEN
from compendium.disclosure.released import Released, missing
from compendium.displays.about import THEME, About
from compendium.displays.joint_displays.joint_composed import how_common
from compendium.displays.number_texts import numbers
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, say

# Of each cell of the table the rows behind it: those of one topic, group, source and theme.
Places = dict[tuple[str, str, str, str], list[int]]


def perceptions_table(released: Released, lang: str) -> TextTable:
    """Of each topic a line with its name; below it the survey's, and one per theme; by group.

    A group that was asked about none of the topics and not interviewed has no column.
    """
    groups, places, rows = _groups(released), _places(released), []
    for topic in dict.fromkeys(released.frame["topic"]):
        rows.append(Row(released.label("topic", topic, lang), ("",) * len(groups)))
        scores = tuple(_score(released, places, topic, group, lang) for group in groups)
        rows.append(Row(_survey(released, topic, lang), scores, depth=1))
        for code in _tied(released, topic):
            behind = [places.get((topic, group, THEMES, code), []) for group in groups]
            rows.append(_theme(released, topic, code, behind, lang))
    names = (_heading(released, group, lang) for group in groups)
    return TextTable((say("joint_topic", lang), *names), tuple(rows), (False,) * len(groups))


def _heading(released: Released, group: str, lang: str) -> str:
    """A group, and the area whose talk stands under it where that is another than the page's."""
    name, areas = capitalised(released.label("group", group, lang)), _areas(released, group)
    if len(areas) != 1 or areas[0] in released.labels["here"]:
        return name
    area = released.label("area", areas[0], lang)
    return say("perceptions_heading", lang, group=name, area=area)


def _areas(released: Released, group: str) -> list[str]:
    """The areas whose talk stands under a group."""
    frame = released.frame
    said = frame.loc[frame["group"].eq(group) & frame["source"].eq(THEMES), "at"]
    return list(dict.fromkeys(keys_at(at)["area"] for at in said))


def _groups(released: Released) -> list[str]:
    """Those asked in a survey, and those interviewed."""
    there = {*released.labels["surveyed"], *released.frame["group"]}
    return [group for group in released.labels["group"] if group in there]


def _places(released: Released) -> Places:
    places: Places = {}
    for i, row in released.frame.iterrows():
        about = "" if row["source"] == SCORES else row["about"]
        places.setdefault((row["topic"], row["group"], row["source"], about), []).append(i)
    return places


def _tied(released: Released, topic: str) -> list[str]:
    """The themes that are tied to a topic."""
    pairs = (key.split(BETWEEN) for key in released.labels["tied"])
    return [code for name, code in pairs if name == topic]


def _survey(released: Released, topic: str, lang: str) -> str:
    """What the survey's numbers are, and from what to what they can go."""
    if topic not in released.labels["least"]:
        return say("perceptions_survey_no_range", lang)
    ends = {end: released.label(end, topic, lang) for end in ("least", "most")}
    return say("perceptions_survey", lang, **ends)


def _score(released: Released, places: Places, topic: str, group: str, lang: str) -> str:
    """A group's mean with its interval and base; why there is none; whose it is, if not all's."""
    rows = places.get((topic, group, SCORES, ""), [])
    if not rows:
        return released.label("instead", BETWEEN.join((topic, group)), lang)
    return "\n".join(_of_whom(released, i, group, _mean(released, i, lang), lang) for i in rows)


def _mean(released: Released, row: int, lang: str) -> str:
    if released.marks.at[row, "mean"] == "c":
        return "[c]"
    if missing(released.frame.at[row, "mean"]):
        return say("guard_few_people", lang)
    told = numbers(released, row, ("mean", "lower", "upper", "n"), lang)
    return say("perceptions_mean", lang, **told)


def _of_whom(released: Released, row: int, group: str, number: str, lang: str) -> str:
    """A number, and whose it is where it is not that of everybody in the group alone."""
    key = BETWEEN.join((group, released.frame.at[row, "survey"]))
    if key not in released.labels["together"]:
        return number
    groups = capitalised(released.label("together", key, lang))
    return say("joint_measured", lang, groups=groups, measure=number)


def _theme(released: Released, topic: str, code: str, behind: list[list[int]], lang: str) -> Row:
    """How common one theme is in each group, and which passages that rests on."""
    name = released.label("tied", BETWEEN.join((topic, code)), lang)
    nobody = say("perceptions_nobody", lang)
    cells = (_said(released, rows, lang) or nobody for rows in behind)
    abouts = tuple(tuple(_about(released, i, n) for n, i in enumerate(rows)) for rows in behind)
    head = say("perceptions_theme", lang, theme=name)
    return Row(head, tuple(cells), depth=1, about=abouts)


def _said(released: Released, rows: list[int], lang: str) -> str:
    """How common a theme is in one group: in words, or numbers for the team; by area if several."""
    said = [how_common(released, i, lang) for i in rows]
    if len(rows) < 2:
        return "".join(said)
    areas = [keys_at(released.frame.at[i, "at"])["area"] for i in rows]
    names = [capitalised(released.label("area", area, lang)) for area in areas]
    pairs = zip(names, said, strict=True)
    return "\n".join(say("joint_measured", lang, groups=a, measure=s) for a, s in pairs)


def _about(released: Released, row: int, line: int) -> About:
    """Which quotes a cell rests on: of the team's also that they are of interviews."""
    found = keys_at(released.frame.at[row, "at"])
    in_words = released.frame.at[row, "share"] or released.marks.at[row, "share"]
    told = () if in_words else (("data_type", "interview"),)
    return About(THEME, found["code_id"], found["group"], found["area"], told, line=line)
