"""What a notebook calls to show something: each verb makes a display and shows it.

A verb takes an id and what ``release(…)`` gave back, builds the caption, the alternative text
and the note from released values, and nothing else.
"""

from __future__ import annotations

import pandas as pd

from compendium.disclosure.released import Released, Value
from compendium.displays.record import Display, Label, Sentence
from compendium.displays.show import bundle
from compendium.problems import DisclosureError
from compendium.words import Text


def show(display: Display) -> None:
    """Put a display into the notebook's output."""
    from IPython.display import display as ipython_display

    ipython_display(bundle(display), raw=True)


def sample_table(id: str, released: Released) -> None:
    """Table: who took part."""
    show(_display(id, "sample", released, "caption_sample"))


def likert(id: str, released: Released) -> None:
    """Diverging bars: how far people agree with each statement."""
    _refuse_unreleased(id, "likert", released)
    caption = Sentence(
        "caption_answers", {"population": released.population, "range": _base_range(released)}
    )
    alt = _extremes(released, "alt_answers", ("agree",), by="item_id")
    show(_display(id, "likert", released, caption, alt))


def change(id: str, released: Released) -> None:
    """Bars: how many people rate now lower than, the same as, or higher than before."""
    _refuse_unreleased(id, "change", released)
    caption = Sentence(
        "caption_change", {"population": released.population, "range": _base_range(released)}
    )
    alt = _extremes(released, "alt_change", ("higher",), by="item_id")
    show(_display(id, "change", released, caption, alt))


def score_table(id: str, released: Released) -> None:
    """Table: mean score of each topic with its interval, and how its questions hang together."""
    _refuse_unreleased(id, "scores", released)
    population, ends = released.population, released.labels.get("range")
    caption = Sentence("caption_scores_no_range", {"population": population})
    if ends:
        caption = Sentence("caption_scores", {"population": population, **ends})
    show(_display(id, "scores", released, caption))


def theme_table(id: str, released: Released) -> None:
    """Table: how common each theme is in each group, in words."""
    show(_display(id, "themes", released, "caption_themes"))


def quotes(id: str, released: Released) -> None:
    """People's own words, theme by theme."""
    show(_display(id, "quotes", released, "caption_quotes"))


def _display(
    id: str, kind: str, released: Released, caption: str | Sentence, alt: Sentence | None = None
) -> Display:
    _refuse_unreleased(id, kind, released)
    if released.frame.empty:
        return Display(id, "absent", released, Sentence(f"absent_{released.measure}"), None, ())
    if isinstance(caption, str):
        caption = Sentence(caption, {"population": released.population})
    return Display(id, kind, released, caption, alt, _note(released))


def _refuse_unreleased(id: str, kind: str, released: Released) -> None:
    if not isinstance(released, Released):
        raise DisclosureError(
            f"{kind}({id!r}, …) was given a {type(released).__name__}. Pass it through release(…)."
        )


def _base_range(released: Released) -> Sentence:
    """From the smallest to the largest base: ``n = 36 to 38 a question``."""
    bases = released.frame["base"].dropna()
    if bases.empty:
        return Sentence("few_levels")
    least, most = bases.idxmin(), bases.idxmax()
    if bases[least] == bases[most]:
        return Sentence("n_equals", {"n": Value(released, int(least), "base")})
    return Sentence(
        "base_range",
        {"least": Value(released, int(least), "base"), "most": Value(released, int(most), "base")},
    )


def _extremes(released: Released, key: str, sides: tuple[str, ...], by: str) -> Sentence | None:
    """The alternative text: where the favourable side is most and least common.

    Rows whose side was merged with another do not count; without any, the text says how many
    rows there are and where the numbers stand.
    """
    frame = released.frame
    count = Text(*[str(frame[list(released.by[:-1])].drop_duplicates().shape[0])] * 2)
    own = frame[frame["level"].isin(sides) & frame["percent"].notna()]
    own = own[own[by].isin(released.labels[by])]
    if released.measure == "answers":  # agreement with a negative wording is nothing favourable
        own = own[~own[by].isin(released.labels["reversed"])]
    if own.empty:
        return Sentence("alt_none", {"count": count})
    high, low = int(own["percent"].idxmax()), int(own["percent"].idxmin())
    return Sentence(
        key,
        {
            "count": count,
            "top": Label(released, by, frame.at[high, by]),
            "top_percent": Value(released, high, "percent"),
            "low": Label(released, by, frame.at[low, by]),
            "low_percent": Value(released, low, "percent"),
        },
    )


def _note(released: Released) -> tuple[Sentence, ...]:
    """How it was calculated, a key to the marks that occur, what was held back, the profile."""
    rule = released.labels.get("coding_of_record", {}).get("rule")
    sentences = [Sentence(released.method, {"rule": rule} if rule else {})]
    marks = set(pd.unique(released.marks.to_numpy().ravel()))
    sentences += [Sentence(f"key_{m}") for m in ("c", "z", "u", "limited", "over") if m in marks]
    if released.withheld:
        sentences.append(Sentence("withheld_name_check"))
    profile = Text(released.profile, released.profile)
    return (*sentences, Sentence("profile_line", {"profile": profile}))
