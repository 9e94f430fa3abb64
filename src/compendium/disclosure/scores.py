"""Rules S4, S7 and X1 for scores of topics: means, and how far their questions hang together."""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.statistics.reliability import PEOPLE_PER_ITEM, feldt_interval
from compendium.analysis.survey.scales import GUARDS, RELIABILITY
from compendium.disclosure.estimates import ALIKE_GUARDS
from compendium.disclosure.nested import NOTHING_SAID, Base, added, alone, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import DECIMALS, Released, rounded
from compendium.disclosure.sealing import sealed, unmarked

MEANS = ("mean", "lower", "upper")


def release_scores(result: Result, profile: Profile, **common) -> Released:
    """Means, intervals and coefficients, where at least `estimates_from` people stand behind.

    Who answered every question of a topic are among those with a score: their number may become
    a bound. What then goes with alpha and omega depends on the bound alone (rule X1): alpha's
    interval, and whether a factor was estimated. Where everybody answered a question alike the
    number is hidden with them, and nobody can tell that from too few.
    """
    frame = result.frame.rename(columns={result.people: "n"}).copy()
    kinds = {**dict.fromkeys(result.by, "key"), "n": "base", **result.kinds}
    numbers = [c for c in frame if kinds[c] not in ("key", "text", "guard")]
    frame[numbers] = frame[numbers].astype("float64")
    marks = unmarked(frame)
    for row in frame.index:
        people = int(frame.at[row, "n"])
        complete = _complete(result, frame.at[row, result.by[0]], profile)
        if profile.public:
            _blur(frame, row, complete.least)
        for count, base, estimates in (
            ("n", alone(people, profile), MEANS),
            ("alpha_n", complete, RELIABILITY),
        ):
            frame.at[row, count] = base.shown
            marks.at[row, count] = base.mark or profile.base_mark(base.least)
            if base.mark == "c" or base.least < profile.estimates_from:
                marks.loc[row, [count, *estimates]] = "c"
        if marks.at[row, "alpha_n"] == "c":
            frame.at[row, "guard"] = ""
    frame = frame.assign(**{c: frame[c].mask(marks[c] == "c") for c in numbers})
    return sealed(result, profile, frame, kinds, common, marks)


def _complete(result: Result, construct: str, profile: Profile) -> Base:
    """How many answered every question of a topic, as its parts' own reports may tell it."""
    row = result.frame.set_index(result.by[0]).loc[construct]
    if profile.public and row["guard"] in ALIKE_GUARDS:
        return NOTHING_SAID
    if result.parts and profile.public:
        return added([_complete(part, construct, profile) for part in result.parts])
    base = inside(int(row["alpha_n"]), int(row[result.people]), profile)
    return NOTHING_SAID if profile.base_mark(base.least) == "c" else base


def _blur(frame: pd.DataFrame, row: int, people: int) -> None:
    """Alpha's interval and whether there is an omega, as the printed number of people has them.

    The exact interval would tell that number, and so would an omega that needs more people than
    the least that is printed.
    """
    alpha, items = frame.at[row, "alpha"], int(frame.at[row, "items"])
    if math.isnan(alpha) or people < 2:
        return
    printed = rounded(alpha, DECIMALS["coefficient"])
    frame.loc[row, ["alpha_lower", "alpha_upper"]] = feldt_interval(printed, people, items)
    if people < PEOPLE_PER_ITEM * items and not frame.at[row, "guard"]:
        frame.loc[row, ["omega", "omega_lower", "omega_upper"]] = math.nan
        frame.at[row, "guard"] = GUARDS["few_for_a_factor"]
