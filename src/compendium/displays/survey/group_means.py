"""Mean scores of the groups that planned comparisons compare, as points with intervals."""

from __future__ import annotations

from compendium.disclosure.released import Released, Value
from compendium.displays.drawing.canvas import Width
from compendium.displays.drawing.intervals import Mark, Scale, Side, Topic, draw_intervals
from compendium.displays.number_texts import ENDS, people, with_interval
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Label, Labels, Sentence
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

COLUMNS = ("group", "base", "mean_interval", "highest_score")


def draw_group_means(display: Display, lang: str, width: Width):
    """The figure at one width."""
    released = display.data
    comparison = released.frame["comparison"].iloc[0]
    least, most = (int(released.labels[end][comparison].en) for end in ("least", "most"))
    scale = Scale(tuple((float(t), str(t)) for t in range(least, most + 1)))
    topics = [
        Topic(released.label("construct", construct, lang), "", tuple(_marks(released, rows, lang)))
        for construct, rows in released.frame.groupby("construct", sort=False, observed=False)
    ]
    return draw_intervals(display.id, topics, scale, say("mean_interval", lang), width)


def has_means(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(display.data.frame["mean"].notna().any())


def _marks(released: Released, rows, lang: str) -> list[Mark]:
    return [
        Mark(
            left=Side(
                _group(released, i, lang), people(released, i, "n", lang), _top(released, i, lang)
            ),
            right=None,
            point=rows.at[i, "mean"],
            ends=(rows.at[i, "lower"], rows.at[i, "upper"]),
            numbers=(with_interval(released, i, "mean", ENDS, lang),),
        )
        for i in rows.index
    ]


def _group(released: Released, row: int, lang: str) -> str:
    return released.label("group", released.frame.at[row, "group"], lang)


def _top(released: Released, row: int, lang: str) -> str:
    """How many reach the highest possible score, where they are enough to be called a ceiling."""
    if not released.frame.at[row, "ceiling"]:
        return ""
    return say("at_the_top", lang, share=Value(released, row, "top_share").say(lang))


def group_means_table(released: Released, lang: str) -> TextTable:
    """One row per group under its topic."""
    rows, topic = [], None
    for i, row in released.frame.iterrows():
        if row["construct"] != topic:
            topic = row["construct"]
            rows.append(Row(released.label("construct", topic, lang), ("",) * 3))
        n, share = (Value(released, i, c).say(lang) for c in ("n", "top_share"))
        if row["ceiling"]:
            share = say("with_ceiling", lang, share=share)
        cells = (n, with_interval(released, i, "mean", ENDS, lang), share)
        rows.append(Row(_group(released, i, lang), cells, depth=1, of=(i,)))
    return TextTable(tuple(say(c, lang) for c in COLUMNS), tuple(rows), (True,) * 3)


def notes(released: Released) -> tuple[Sentence, ...]:
    """In which topics a ceiling was reached, if any, by which threshold; what bounds mean."""
    frame, found = released.frame, ()
    topics = list(dict.fromkeys(frame.loc[frame["ceiling"].ne(""), "construct"]))
    if topics:
        named = Labels(released, "construct", tuple(topics))
        share = released.labels["ceiling"]["from"]
        found = (Sentence("note_ceiling", {"share": share, "topics": named}),)
    marks = set(released.marks.to_numpy().ravel())
    return (*found, Sentence("key_over")) if marks & {"over", "under"} == {"under"} else found


def alt_group_means(released: Released) -> Sentence | None:
    """Which group has the highest mean and which the lowest, and of what."""
    shown = released.frame["mean"].dropna()
    if shown.empty:
        return None
    parts: dict = {"count": Count(released, tuple(int(i) for i in shown.index))}
    for name, row in (("top", int(shown.idxmax())), ("low", int(shown.idxmin()))):
        parts[name] = Value(released, row, "mean")
        for column in ("group", "construct"):
            parts[f"{name}_{column}"] = Label(released, column, released.frame.at[row, column])
    return Sentence("alt_group_means", parts)
