"""Verbs of surveys: who answered, what they said, their scores, how far they agree.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released, Value
from compendium.displays.behind import base_range
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.sentences import Label, Sentence, distinct
from compendium.displays.survey import consensus as ratings
from compendium.displays.survey.follow_up import alt_reliable_change
from compendium.displays.survey.slopes import alt_slopes


def sample_table(id: str, released: Released) -> None:
    """Table: who took part."""
    show(display_of(id, "sample", released, "caption_sample"))


def table_one(id: str, released: Released) -> None:
    """Table: the people who answered a survey, by area and characteristic."""
    show(display_of(id, "table_one", released, "caption_table_one"))


def response_table(id: str, released: Released) -> None:
    """Table: how many of those invited answered, and how many of these answered everything."""
    show(display_of(id, "response", released, "caption_response"))


def cherries(id: str, released: Released) -> None:
    """Table: how the surveys were done, by the CHERRIES checklist."""
    show(display_of(id, "cherries", released, "caption_cherries"))


def likert(id: str, released: Released) -> None:
    """Diverging bars: how far people agree with each statement."""
    refuse_unreleased(id, "likert", released)
    caption = Sentence(
        "caption_answers", {"population": released.population, "range": base_range(released)}
    )
    alt = _extremes(released, "alt_answers", "agree")
    show(display_of(id, "likert", released, caption, alt))


def change(id: str, released: Released) -> None:
    """Bars: how many people rate now lower than, the same as, or higher than before."""
    refuse_unreleased(id, "change", released)
    caption = Sentence(
        "caption_change", {"population": released.population, "range": base_range(released)}
    )
    alt = _extremes(released, "alt_change", "higher")
    show(display_of(id, "change", released, caption, alt))


def attrition_table(id: str, released: Released) -> None:
    """Table: how many of the people who answered first answered again, and how many did not."""
    show(display_of(id, "attrition", released, "caption_attrition"))


def change_table(id: str, released: Released) -> None:
    """Table: how the same people's scores changed since the first occasion, with tests."""
    show(display_of(id, "change_table", released, "caption_change_over_time"))


def reliable_change(id: str, released: Released) -> None:
    """Bars: who changed by more than the unreliability of the scale, in either direction."""
    refuse_unreleased(id, "reliable_change", released)
    alt = alt_reliable_change(released)
    show(display_of(id, "reliable_change", released, "caption_reliable_change", alt))


def score_table(id: str, released: Released) -> None:
    """Table: mean score of each topic with its interval, and how its questions hang together."""
    refuse_unreleased(id, "scores", released)
    population, ends = released.population, released.labels.get("range")
    caption = Sentence("caption_scores_no_range", {"population": population})
    if ends:
        caption = Sentence("caption_scores", {"population": population, **ends})
    show(display_of(id, "scores", released, caption))


def item_table(id: str, released: Released) -> None:
    """Table: what each question brings to its topic, and whether answers crowd at an end."""
    refuse_unreleased(id, "items", released)
    caption = Sentence("caption_items", {"population": released.population})
    show(display_of(id, "items", released, caption))


def slopes(id: str, released: Released) -> None:
    """Small panels: mean scores of each topic at each occasion, joined by lines."""
    refuse_unreleased(id, "slopes", released)
    parts = {"population": released.population, **released.labels.get("range", {})}
    ending = "" if released.labels.get("range") else "_no_range"
    caption = Sentence(f"caption_{released.measure}{ending}", parts)
    show(display_of(id, "slopes", released, caption, alt_slopes(released)))


def consensus(id: str, released: Released) -> None:
    """Points with intervals: how far each group agrees with each statement, and the verdict.

    One figure for each question that statements were rated for.
    """
    refuse_unreleased(id, "consensus", released)
    asked = list(dict.fromkeys(released.frame["question"]))
    parts = {f"{id}-{q}": released.only("question", q) for q in asked}
    for name, part in (parts if len(asked) > 1 else {id: released}).items():
        alt, more = ratings.alt_consensus(part), ratings.notes(part)
        show(display_of(name, "consensus", part, ratings.caption(part), alt, more))


def concordance_table(id: str, released: Released) -> None:
    """Table: how far the people of each group put the statements in the same order."""
    show(display_of(id, "concordance", released, "caption_concordance"))


def _extremes(released: Released, key: str, side: str) -> Sentence:
    """The alternative text: for which question the favourable side is most and least common.

    Rows whose side was merged with another do not count; without any, the text says how many
    rows there are and where the numbers stand.
    """
    frame = released.frame
    count = distinct(released, released.by[:-1])
    own = frame[frame["level"].eq(side) & frame["percent"].notna()]
    own = own[own["item_id"].isin(released.labels["item_id"])]
    if released.measure == "answers":  # agreement with a negative wording is nothing favourable
        own = own[~own["item_id"].isin(released.labels["reversed"])]
    if own.empty:
        return Sentence("alt_none", {"count": count})
    high, low = int(own["percent"].idxmax()), int(own["percent"].idxmin())
    return Sentence(
        key,
        {
            "count": count,
            "top": Label(released, "item_id", frame.at[high, "item_id"]),
            "top_percent": Value(released, high, "percent"),
            "low": Label(released, "item_id", frame.at[low, "item_id"]),
            "low_percent": Value(released, low, "percent"),
        },
    )
