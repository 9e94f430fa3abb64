"""Rules S1 to S4: answers to survey questions, looking back, and scores."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.levels import Level, Share, shares, three_levels
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal
from compendium.words import Text, words

KINDS = {"percent": "percent", "base": "base"}
ANSWER_SIDES = ("disagree", "neither", "agree")


def release_answers(result: Result, profile: Profile, **common) -> Released:
    """Shares of each item's answers: agree, neither, disagree; all levels on a large base.

    All levels are shown of every item, or of none: a chart with both is read wrongly.
    """
    return _release_levels(result, profile, ANSWER_SIDES, common)


def release_change(result: Result, profile: Profile, **common) -> Released:
    """Shares of people who rate now lower than, the same as, or higher than before."""
    return _release_levels(result, profile, None, common)


def _release_levels(result: Result, profile: Profile, sides, common) -> Released:
    keys = list(result.by[:-1])
    cells = []
    questions = list(result.frame.groupby(keys, sort=False, observed=False))
    if sides and all(_bears_all_levels(levels, profile) for _, levels in questions):
        sides = ()
    for key, levels in questions:
        base = int(levels["base"].iloc[0])
        assert levels["people"].sum() == base, key
        named = dict(zip(keys, key, strict=True))
        cells += [(named | row, mark) for row, mark in _question(levels, base, profile, sides)]
    columns = [*keys, "level", "percent", "base"]
    rows = [row for row, _ in cells]
    marks = pd.DataFrame([mark for _, mark in cells], columns=columns, dtype="str").fillna("")
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(rows, columns=columns),
        marks=marks,
        kinds={**dict.fromkeys(result.by, "key"), **KINDS},
        by=result.by,
        labels={
            **{k: v for k, v in result.labels.items() if k != "level"},
            "scale": result.labels.get("level", {}),
            "level": _level_labels(result, rows),
        },
        profile=profile.profile,
        **common,
    )


def _question(levels: pd.DataFrame, base: int, profile: Profile, sides) -> list[tuple[dict, dict]]:
    """What is released of one question: a row and its marks for each share."""
    base_mark = profile.base_mark(base)
    if base_mark == "c":
        chosen = [Share("all_levels", float("nan"), "c")]
    elif base == 0:
        base_mark, chosen = "z", [Share("nobody", float("nan"), "z")]
    else:
        chosen = _shares(levels, base, profile, sides)
    shown = float("nan") if base_mark in ("c", "z") else base
    return [
        (
            {"level": share.name, "percent": share.percent, "base": shown},
            {"level": "", "percent": share.mark, "base": base_mark},
        )
        for share in chosen
    ]


def _bears_all_levels(levels: pd.DataFrame, profile: Profile) -> bool:
    """Whether a question's base is large and none of its levels small (S2)."""
    large = levels["base"].iloc[0] >= profile.five_levels_from
    return bool(large and (levels["people"] > profile.small_level_up_to).all())


def _shares(levels: pd.DataFrame, base: int, profile: Profile, sides) -> list[Share]:
    """All levels as they are (no sides: looking back; empty: every level), else the sides."""
    counts = dict(zip(levels["level"], levels["people"].astype(int), strict=True))
    small = profile.small_level_up_to
    if sides is None:
        return shares([Level((n,), c) for n, c in counts.items()], small)
    if not sides:
        return shares([Level((f"level_{n}",), c) for n, c in counts.items()], small)
    return shares(three_levels(counts, list(counts), sides), small)


def _level_labels(result: Result, rows: list[dict]) -> dict[str, Text]:
    """Text of each level that occurs; of merged ones, the parts joined by "or"."""
    own = {f"level_{v}": t for v, t in result.labels.get("level", {}).items()}

    def text(name: str) -> Text:
        if name in own:
            return own[name]
        return words()[f"level_{name}"].text

    joined = {}
    for name in {r["level"] for r in rows}:
        parts = [text(p) for p in name.split("_or_")]
        joined[name] = Text(
            " or ".join([parts[0].en, *(p.en[0].lower() + p.en[1:] for p in parts[1:])]),
            " neu ".join([parts[0].cy, *(p.cy[0].lower() + p.cy[1:] for p in parts[1:])]),
        )
    return joined


def release_scores(result: Result, profile: Profile, **common) -> Released:
    """Means, intervals and coefficients, where at least `estimates_from` people stand behind."""
    frame = result.frame.rename(columns={result.people: "n"}).copy()
    kinds = {**dict.fromkeys(result.by, "key"), "n": "base", **result.kinds}
    marks = pd.DataFrame("", index=frame.index, columns=frame.columns)
    resting = {"n": ("mean", "lower", "upper"), "alpha_n": ("alpha", "alpha_lower", "alpha_upper")}
    for row in frame.index:
        for count, columns in resting.items():
            people = int(frame.at[row, count])
            marks.loc[row, [count]] = profile.base_mark(people)
            if people < profile.estimates_from:
                marks.loc[row, [count, *columns]] = "c"
    hidden = marks == "c"
    numbers = [c for c in frame if kinds[c] not in ("key", "text")]
    frame[numbers] = frame[numbers].astype("float64").mask(hidden[numbers])
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks,
        kinds=kinds,
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )
