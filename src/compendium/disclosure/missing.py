"""Rule M1: how much is missing, told no finer than other tables tell it.

How many answered a question is printed, and how many were asked is a bound where few left out the
question that most answered (X1). So the share that is missing is known to lie between two ends;
what is said of it is the words that both ends and everything between them have. It is worked out
from printed numbers alone, and cannot tell more than they do.
"""

from __future__ import annotations

import bisect
import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.answers import ANSWER_SIDES, release_answers
from compendium.disclosure.asked import asked_at
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed, unmarked
from compendium.study import Study

# Where one word for a share ends and the next begins, in percent.
EDGES = (0, 5, 10, 20, 100)


def release_items(result: Result, profile: Profile, study: Study, **common) -> Released:
    """The share of people who left out each question, as a word; to the team also the numbers.

    Without a printed number of those who answered there is no row: what was asked looking back,
    and questions that are not rated.
    """
    if not profile.public:
        share = 100 * result.frame["missing"] / result.frame["respondents"].where(lambda n: n > 0)
        frame = result.frame.assign(percent=share, share=share.map(lambda s: word(s, s)))
        kinds = {"missing": "count", "percent": "percent", "share": "band", **result.kinds}
        return marked(result, frame, {}, kinds, profile, common)
    rows, marks = [], {}
    places = dict.fromkeys(result.frame["area"])
    for place, answers in zip(places, result.beside[1:], strict=True):
        known = answered_between(answers, profile, common)
        asked = asked_at(result, place, profile, study)
        seen = max((low for low, _ in known.values()), default=0)
        for row in result.frame[result.frame["area"] == place].to_dict("records"):
            if row["stage"] == "before" or (key := (row["construct"], row["item_id"])) not in known:
                continue
            said = _share_left_out(known[key], max(asked.least, seen), asked.most)
            marks[len(rows), "share"] = "" if said else "c"
            rows.append({**{k: row[k] for k in result.by}, "share": said})
    frame = pd.DataFrame(rows, columns=[*result.by, "share"])
    return marked(result, frame, marks, {"share": "band"}, profile, common)


def word(low: float, high: float) -> str:
    """The word for a share that lies between two ends, in percent; "" if it can be anything.

    >>> word(3, 4.9), word(0, 9.5), word(8, 17), word(5, 5), word(12, 100), word(0, 100)
    ('share_0_5', 'share_0_10', 'share_5_20', 'share_5_10', 'share_10_100', '')
    """
    if math.isnan(low):
        return ""
    # Nine places: a share that is an edge belongs to the word that begins there.
    first, last = (bisect.bisect_right(EDGES[1:-1], round(end, 9)) for end in (low, high))
    begins, ends = EDGES[first], EDGES[last + 1]
    return "" if (begins, ends) == (EDGES[0], EDGES[-1]) else f"share_{begins}_{ends}"


def _share_left_out(answered: tuple[int, int], least: int, most: float) -> str:
    """The word for the share that is left out, from what is printed; "" if nothing is."""
    low, high = answered
    if not high or not least:
        return ""
    begins = max(100 * (1 - high / least), 0.0)
    return word(begins, 100 * (1 - low / most) if most else 0.0)


def answered_between(
    answers: Result, profile: Profile, common: dict
) -> dict[tuple[str, str], tuple[int, int]]:
    """The least and the most who can have answered each question, as the table of answers prints
    it, by topic and question; (0, 0) where it is hidden.

    Where a profile rounds numbers of people, the printed one adds up from rounded ones: from every
    level, or from every side in each part that has a report of its own.
    """
    told = release_answers(answers, profile, **common)
    levels = answers.frame.groupby(["construct", "item_id"], observed=True)["level"].size()
    sides = len(ANSWER_SIDES) * len(answers.parts)
    return {
        (row.construct, row.item_id): _between(
            row.base,
            told.marks.at[row.Index, "base"],
            max(levels[row.construct, row.item_id], sides),
            profile,
        )
        for row in told.frame.itertuples()
    }


def _between(shown: float, mark: str, added: int, profile: Profile) -> tuple[int, int]:
    """The least and the most that a number stands for that adds up from `added` others."""
    if mark in ("c", "z") or math.isnan(shown):
        return 0, 0
    if mark == "over":
        return int(shown) + 1, int(shown) + profile.values_left
    apart = profile.people_step // 2 * int(added)
    return max(int(shown) - apart, 0), int(shown) + apart


def release_reasons(result: Result, profile: Profile, **common) -> Released:
    """What share of all answers asked for is missing for each reason, as a word.

    Where somebody who knew how many are missing in all could tell from the words how many are for
    one reason, to fewer than `values_left` values, they are hidden.
    """
    frame = result.frame.reset_index(drop=True)
    share = 100 * frame["missing"] / frame["asked"].where(lambda n: n > 0)
    frame = frame.assign(percent=share, share=share.map(lambda s: word(s, s)))
    kinds = {result.people: "base", "percent": "percent", "share": "band", **result.kinds}
    if not profile.public:
        return marked(result, frame, {}, kinds, profile, common)
    marks = {}
    for _, mine in frame.groupby("area", sort=False, observed=False):
        few = profile.base_mark(int(mine[result.people].iloc[0])) == "c"
        if few or not _keeps_values(mine, profile.values_left):
            marks |= {(i, "share"): "c" for i in mine.index}
    told = frame[[*result.by, "share"]].copy()
    told.loc[[i for i, _ in marks], "share"] = ""
    return marked(result, told, marks, {"share": "band"}, profile, common)


def _keeps_values(mine: pd.DataFrame, needed: int) -> bool:
    """Whether each number behind these words keeps its values for whoever knows their sum."""
    everything, asked = int(mine["missing"].sum()), int(mine["asked"].iloc[0])
    ends = [_ends(said, asked) for said in mine["share"]]
    for i, (low, high) in enumerate(ends):
        others = ends[:i] + ends[i + 1 :]
        least = max(low, everything - sum(h for _, h in others))
        most = min(high, everything - sum(low for low, _ in others))
        if most - least + 1 < min(needed, everything + 1):
            return False
    return True


def _ends(said: str, asked: int) -> tuple[int, int]:
    """The least and the most of `asked` that a word stands for."""
    if not said:
        return 0, asked
    begins, ends = map(int, said.split("_")[1:])
    last = asked if ends == EDGES[-1] else math.ceil(asked * ends / 100) - 1
    return math.ceil(asked * begins / 100), last


def marked(
    result: Result,
    frame: pd.DataFrame,
    marks: dict[tuple[int, str], str],
    kinds: dict[str, str],
    profile: Profile,
    common: dict,
    labels: dict | None = None,
) -> Released:
    """The table as released: its keys and the columns of `kinds`, its marks by row and column."""
    frame = frame[[c for c in frame.columns if c in (*result.by, *kinds)]].reset_index(drop=True)
    found = unmarked(frame)
    for (row, column), mark in marks.items():
        found.loc[row, column] = mark
    labels = result.labels | (labels or {})
    return sealed(result, profile, frame, kinds, common, found, labels=labels)
