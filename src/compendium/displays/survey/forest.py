"""A forest plot of planned contrasts: what each compares, how far, and how sure.

The group named on the right scores higher where the point stands to the right of nought.
"""

from __future__ import annotations

import math

from compendium.analysis.survey.compared import ALL_GROUPS, EXPLORATORY
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing.canvas import Width
from compendium.displays.drawing.intervals import Mark, Scale, Side, Topic, draw_intervals
from compendium.displays.number_texts import ENDS, people, with_interval
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Label, Sentence
from compendium.displays.survey.groups_compared import groups_compared
from compendium.displays.text_table import Row, TextTable, columns_of_numbers, paragraphs
from compendium.words import number_text, say

TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)
COLUMNS = (
    "groups_compared",
    "base",
    "contrast_measure",
    "contrast_effect",
    "p_value",
    "p_adjusted",
    "contrast_difference",
)


def draw_forest(display: Display, lang: str, width: Width):
    """The figure at one width."""
    scale = Scale(
        tuple((t, number_text(t, 1)) for t in TICKS),
        lower=say("higher_left", lang),
        upper=say("higher_right", lang),
        nought=0.0,
    )
    topics = _topics(display.data, lang)
    numbers = "contrast_numbers_exploratory" if _exploratory(display.data) else "contrast_numbers"
    return draw_intervals(display.id, topics, scale, say(numbers, lang), width)


def _exploratory(released: Released) -> bool:
    """Whether these are comparisons that nobody planned; their p is not adjusted."""
    return bool(released.frame["comparison"].str.startswith(f"{EXPLORATORY}.").any())


def has_contrasts(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(_pairs(display.data))


def _pairs(released: Released) -> list[int]:
    """The rows that compare two groups and may be shown."""
    frame = released.frame
    pairs = frame["group_1"].ne(ALL_GROUPS) & frame["estimate"].notna()
    return list(frame.index[pairs])


def _topics(released: Released, lang: str) -> list[Topic]:
    found, frame = [], released.frame
    for construct, rows in frame.groupby("construct", sort=False, observed=False):
        reasons = set(rows["guard"])
        if "" not in reasons and len(reasons) == 1:  # said once, for all rows
            why = Value(released, int(rows.index[0]), "guard").say(lang)
            found.append(Topic(released.label("construct", construct, lang), why, ()))
            continue
        every = [i for i in rows.index if rows.at[i, "group_1"] == ALL_GROUPS]
        marks = tuple(_mark(released, i, lang) for i in rows.index if i not in every)
        line = _all_groups(released, every[0], lang) if every else ""
        found.append(Topic(released.label("construct", construct, lang), line, marks))
    return found


def _mark(released: Released, row: int, lang: str) -> Mark:
    frame = released.frame.loc[row]
    return Mark(
        left=_side(released, row, 2, lang),
        right=_side(released, row, 1, lang),
        point=frame["estimate"],
        ends=(frame["lower"], frame["upper"]),
        numbers=_numbers(released, row, lang),
    )


def _numbers(released: Released, row: int, lang: str) -> tuple[str, ...]:
    """The effect with its interval and p; why there is none where there is none."""
    if released.frame.at[row, "guard"]:
        return (Value(released, row, "guard").say(lang),)
    return (with_interval(released, row, "estimate", ENDS, lang), _p(released, row, lang))


def _side(released: Released, row: int, number: int, lang: str) -> Side:
    group = released.frame.at[row, f"group_{number}"]
    name = released.label(f"group_{number}", group, lang)
    return Side(name, people(released, row, f"n_{number}", lang))


def _p(released: Released, row: int, lang: str) -> str:
    p = "p" if _exploratory(released) else "p_holm"
    return say("p_said", lang, p=Value(released, row, p).say(lang))


def _all_groups(released: Released, row: int, lang: str) -> str:
    if released.frame.at[row, "guard"]:
        return Value(released, row, "guard").say(lang)
    said = {
        "effect": with_interval(released, row, "estimate", ENDS, lang),
        "p": _p(released, row, lang),
        "n": people(released, row, "n_1", lang),
    }
    return say("all_groups_said", lang, **said)


def forest_table(released: Released, lang: str) -> TextTable:
    """One row per contrast under its topic, the one of all groups first."""
    rows, topic = [], None
    for i, row in released.frame.iterrows():
        if row["construct"] != topic:
            topic = row["construct"]
            heading = released.label("construct", topic, lang)
            rows.append(Row(heading, ("",) * (len(COLUMNS) - 1)))
        rows.append(Row(groups_compared(released, i, lang), _cells(released, i, lang), 1, of=(i,)))
    numbers = tuple(name != "contrast_measure" for name in COLUMNS[1:])
    numeric = columns_of_numbers(tuple(rows), numbers)
    return TextTable(tuple(say(name, lang) for name in COLUMNS), tuple(rows), numeric)


def _cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    def number(column: str) -> str:
        return Value(released, row, column).say(lang)

    def with_dunn(first: str, column: str) -> str:
        """A p, and below it that of Dunn's test where there is one."""
        after, hidden = number(column), released.marks.at[row, column] == "c"
        if after == say("not_available", lang) or (hidden and after == first):
            return first
        return paragraphs(first, say("dunn_said", lang, p=after))

    base, guard = number("n_1"), number("guard")
    if released.frame.at[row, "group_2"]:
        base = say("and_second", lang, first=base, second=number("n_2"))
    if guard:
        return (base, "", guard, "", "", "")
    adjusted = say("not_adjusted", lang) if _exploratory(released) else number("p_holm")
    return (
        base,
        say(released.frame.at[row, "test"], lang),
        with_interval(released, row, "estimate", ENDS, lang),
        with_dunn(number("p"), "dunn"),
        with_dunn(adjusted, "dunn_holm"),
        with_interval(released, row, "difference", ("difference_lower", "difference_upper"), lang),
    )


def alt_forest(released: Released) -> Sentence | None:
    """How many contrasts, which is the largest and which way, whether its interval has nought."""
    shown, frame = _pairs(released), released.frame
    if not shown:
        return None
    top = max(shown, key=lambda i: abs(frame.at[i, "estimate"]))
    named = [i for i in shown if not math.isnan(frame.at[i, "lower"])]
    apart = [i for i in named if not _holds_nought(released, i)]
    higher, lower = (1, 2) if frame.at[top, "estimate"] > 0 else (2, 1)
    parts = {
        "count": Count(released, tuple(shown)),
        "apart": Count(released, tuple(apart)),
        "construct": Label(released, "construct", frame.at[top, "construct"]),
        "estimate": Value(released, top, "estimate"),
        "higher": Label(released, f"group_{higher}", frame.at[top, f"group_{higher}"]),
        "other": Label(released, f"group_{lower}", frame.at[top, f"group_{lower}"]),
    }
    if top not in named or frame.at[top, "estimate"] == 0:
        return Sentence("alt_forest_no_direction", {"count": parts["count"]})
    parts |= {end: Value(released, top, end) for end in ("lower", "upper")}
    return Sentence("alt_forest_zero" if top not in apart else "alt_forest_apart", parts)


def caption(released: Released, key: str, more: tuple[str, ...] = ()) -> Sentence:
    """The caption of one comparison: its title, and its areas with their models."""
    if released.frame.empty:
        return Sentence(key)
    comparison = released.frame["comparison"].iloc[0]
    named = {c: Label(released, c, comparison) for c in ("where", *more)}
    return Sentence(key, {"title": Label(released, "comparison", comparison), **named})


def areas(released: Released) -> Label | None:
    """The areas of one comparison, with their models; nothing where there is none."""
    named = list(released.frame["comparison"])
    return Label(released, "where", named[0]) if named else None


def notes(released: Released) -> tuple[Sentence, ...]:
    """That area and model cannot be told apart, where areas are compared."""
    between = released.frame["comparison"].isin(released.labels["between_sites"]).any()
    return (Sentence("note_area_is_model"),) if between else ()


def _holds_nought(released: Released, row: int) -> bool:
    return released.frame.at[row, "lower"] <= 0 <= released.frame.at[row, "upper"]
