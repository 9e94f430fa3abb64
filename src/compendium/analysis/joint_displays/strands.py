"""The two strands of a joint display's row, and the rule by which a draft is made of them.

The survey strand is held against a reference declared before the data were looked at; the
qualitative strand is the balance of valence of what people say, person by person. Each becomes
a signal, and the two signals a draft. What it means is for an analyst to say.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import themes
from compendium.analysis.survey import scales
from compendium.conclusions import JointRow
from compendium.intake.tables import Tables

# House rules, not quotations (docs/decisions.md, 2026-11-25): an interval on fewer people than
# the disclosure rule S4 asks for is no reference point; two people make no pattern; a leaning is
# clear where two thirds of those who lean share it.
SURVEY_FROM = 10
RAISED_FROM = 3
CLEAR_OF, CLEAR_IN = 2, 3

FAVOURABLE, UNFAVOURABLE = "favourable", "unfavourable"
NOT_ASKED, NONE, TOO_THIN, FEW = "not_asked", "none", "too_thin", "few"
CLEAR = (FAVOURABLE, UNFAVOURABLE)


@dataclasses.dataclass(frozen=True)
class Survey:
    """The survey strand: `n` people's mean with its 95 % t interval, and its reference.

    `difference` is that of paired answers (reference ``before``) or of means (``other_sites``,
    Welch); missing where the reference is a value. `least_n` is the smallest number of people
    any site has: what the other sites' mean would give away by subtraction. `now`: people with
    a score now, whether or not they said how it was before.
    """

    n: int
    now: int = 0
    mean: float = math.nan
    lower: float = math.nan
    upper: float = math.nan
    reference_mean: float = math.nan
    reference_n: int | None = None
    difference: float = math.nan
    difference_lower: float = math.nan
    difference_upper: float = math.nan
    least_n: int | None = None
    quant_signal: str = NOT_ASKED


@dataclasses.dataclass(frozen=True)
class Talk:
    """The qualitative strand: people asked, who raised it, and which way they lean.

    `balanced` people said as much for as against; what nobody judged leans no way at all.
    """

    asked: int
    raised: int
    favourable: int
    unfavourable: int
    balanced: int
    qual_signal: str


def survey(scores: pd.DataFrame, row: JointRow, site: str) -> Survey:
    """The survey strand of one row in one site; nobody where the survey did not ask.

    `scores` is what `scores_of` gives for the row.
    """
    if not row.instrument:
        return Survey(0)
    own = scores[scores["site_id"] == site]
    if row.reference.kind == "before":
        pairs = own.dropna(subset=["now", "before"])
        return dataclasses.replace(_since_before(pairs), now=int(own["now"].count()))
    now = own["now"].dropna()
    if row.reference.kind == "value":
        return _beside_a_value(now, row.reference.value)
    least = (
        int(scores.groupby("site_id", observed=False)["now"].count().min()) if len(scores) else 0
    )
    return _beside_others(now, scores.loc[scores["site_id"] != site, "now"].dropna(), least)


def scores_of(data: Tables, row: JointRow) -> pd.DataFrame:
    """One row per respondent who got the survey: their score now, and before.

    Of every site where the row is held against other sites; else of those the tables are seen from.
    No rows where the survey did not ask.
    """
    if not row.instrument:
        return pd.DataFrame(columns=["site_id", "now", "before"])
    form = data.study.instrument(row.instrument)
    between = row.reference and row.reference.kind == "other_sites"
    given = data.held_against if between else data.answers
    given = given[given["instrument"] == row.instrument]
    given = given[given["group"].isin(row.survey_groups or form.groups)]
    person = given.drop_duplicates("participant_id").set_index("participant_id")[["site_id"]]
    rule = data.study.header.min_answered
    for stage in ("now", "before"):
        if row.item:
            item = next(i for i in form.items if i.item_id == row.item)
            found = scales.values(given, form, item.construct, stage)[row.item]
        else:
            found = scales.score(given, form, row.construct, rule, stage)
        person[stage] = found.reindex(person.index).astype("float64")
    return person


def _beside_a_value(now: pd.Series, value: float) -> Survey:
    mean, lower, upper = scales.mean_interval(now)
    signal = quant_signal(len(now), lower, upper, value)
    return Survey(len(now), len(now), mean, lower, upper, value, quant_signal=signal)


def _since_before(pairs: pd.DataFrame) -> Survey:
    """The same people now and before, as they see it looking back from one sitting."""
    difference, low, high = scales.mean_interval(pairs["now"] - pairs["before"])
    signal = quant_signal(len(pairs), low, high, 0)
    before = float(pairs["before"].mean()), len(pairs)
    return Survey(
        len(pairs),
        len(pairs),
        *scales.mean_interval(pairs["now"]),
        *before,
        difference,
        low,
        high,
        quant_signal=signal,
    )


def _beside_others(now: pd.Series, others: pd.Series, least: int) -> Survey:
    difference, low, high = welch(now, others)
    signal = quant_signal(min(len(now), len(others)) if len(now) else 0, low, high, 0)
    return Survey(
        len(now),
        len(now),
        *scales.mean_interval(now),
        float(others.mean()),
        len(others),
        difference,
        low,
        high,
        least,
        signal,
    )


def welch(one: pd.Series, other: pd.Series) -> tuple[float, float, float]:
    """Difference of two means with Welch's 95 % interval; missing below two people in either.

    >>> [round(x, 3) for x in welch(pd.Series([1.0, 2, 3]), pd.Series([2.0, 4, 6, 8]))]
    [-3.0, -6.898, 0.898]
    """
    from scipy import stats

    if min(len(one), len(other)) < 2:
        return math.nan, math.nan, math.nan
    difference = float(one.mean() - other.mean())
    if one.var() == 0 and other.var() == 0:
        return difference, difference, difference
    interval = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    return difference, float(interval.low), float(interval.high)


def quant_signal(n: int, lower: float, upper: float, reference: float) -> str:
    """Where the interval stands: wholly above its reference, wholly below, or around it.

    >>> [quant_signal(n, 3.6, 4.0, 3.5) for n in (0, 9, 10)]
    ['none', 'too_thin', 'favourable']
    >>> quant_signal(40, 3.1, 3.4, 3.5), quant_signal(40, 3.4, 3.6, 3.5)
    ('unfavourable', 'near')
    """
    if n < SURVEY_FROM:
        return TOO_THIN if n else NONE
    # Nine places, so that binary fractions make no difference.
    lower, upper = round(lower - reference, 9), round(upper - reference, 9)
    if lower > 0:
        return FAVOURABLE
    return UNFAVOURABLE if upper < 0 else "near"


def voices(data: Tables) -> pd.DataFrame:
    """One row per passage and code (rolled up) of somebody interviewed, with its valence.

    Passages are those of interviews and focus groups whose speaker is known; area and group are
    the person's own.
    """
    coded = themes.rolled_up(
        themes.coding_of_record(data.codings, data.study), data.study.codebook
    )[["segment_id", "code_id", "valence"]]
    spoken = data.segments[data.segments["data_type"] == "interview"]
    met = data.participants[data.participants["interviewed"]]
    spoken = spoken[["segment_id", "participant_id"]].merge(
        met[["participant_id", "site_id", "group"]], on="participant_id"
    )
    return coded.merge(spoken, on="segment_id")


def talk(data: Tables, said: pd.DataFrame, row: JointRow, sites: tuple[str, ...]) -> Talk:
    """The qualitative strand of one row in these sites; `said` is what `voices` gives.

    A passage counts once however many of the row's codes it carries. A person leans the way
    most of their judged passages do; as many of either, and they lean neither way.
    """
    met = data.participants[data.participants["interviewed"]]
    asked = met["group"].isin(row.talk_groups) & met["site_id"].isin(sites)
    passages = passages_on(said[said["site_id"].isin(sites)], row)
    judged = np.sign(passages.dropna().astype("float64"))
    balance = judged.groupby("participant_id", observed=False).sum()
    counts = (
        int(asked.sum()),
        passages.index.get_level_values("participant_id").nunique(),
        int((balance > 0).sum()),
        int((balance < 0).sum()),
        int((balance == 0).sum()),
    )
    return Talk(*counts, qual_signal(*counts))


def passages_on(said: pd.DataFrame, row: JointRow) -> pd.Series:
    """The mean valence of each person's passages on a row's codes; missing where nobody judged."""
    mine = said[said["code_id"].isin(row.codes) & said["group"].isin(row.talk_groups)]
    return mine.groupby(["participant_id", "segment_id"], observed=True)["valence"].mean()


def lean(valence: pd.Series) -> pd.Series:
    """Which way each passage leans: favourable, unfavourable, or blank for neither.

    >>> lean(pd.Series([1.0, -0.5, 0.0, None])).tolist()
    ['favourable', 'unfavourable', '', '']
    """
    sign = np.sign(valence.astype("float64"))
    return sign.map({1.0: FAVOURABLE, -1.0: UNFAVOURABLE}).fillna("").astype("str")


def qual_signal(
    asked: int, raised: int, favourable: int, unfavourable: int, balanced: int = 0
) -> str:
    """Which way those who raise it lean.

    Too thin below three people whose words were judged. Clear where at least three lean, and
    two thirds of those who do lean one way; mixed else.

    >>> [qual_signal(12, *people) for people in [(0, 0, 0), (2, 2, 0), (3, 2, 1), (3, 0, 3)]]
    ['none', 'too_thin', 'favourable', 'unfavourable']
    >>> qual_signal(0, 0, 0, 0), qual_signal(9, 7, 3, 4), qual_signal(9, 5, 2, 0, 3)
    ('not_asked', 'mixed', 'mixed')
    """
    if not asked:
        return NOT_ASKED
    if favourable + unfavourable + balanced < RAISED_FROM:
        return TOO_THIN if raised else NONE
    leaning = favourable + unfavourable
    for people, signal in ((favourable, FAVOURABLE), (unfavourable, UNFAVOURABLE)):
        if leaning >= RAISED_FROM and CLEAR_IN * people >= CLEAR_OF * leaning:
            return signal
    return "mixed"


def draft(quant: str, qual: str) -> str:
    """What the two signals say together; `qual` may be ``few``, none and too thin in one.

    Silence is named first (whose, and for the survey whether by design), thinness next; then
    both clear and alike is agree, clear and opposite is disagree, and the rest is partly.

    >>> draft("favourable", "favourable"), draft("unfavourable", "favourable")
    ('agree', 'disagree')
    >>> draft("near", "favourable"), draft("near", "mixed"), draft("too_thin", "mixed")
    ('partly', 'partly', 'too_thin')
    >>> draft("not_asked", "favourable"), draft("near", "none"), draft("near", "few")
    ('silent_survey_by_design', 'silent_talk', 'few_talk')
    """
    survey_silent, talk_silent = quant in (NOT_ASKED, NONE), qual in (NOT_ASKED, NONE)
    if survey_silent and talk_silent:
        return "silent_both"
    if survey_silent:
        return "silent_survey_by_design" if quant == NOT_ASKED else "silent_survey"
    if talk_silent:
        return "silent_talk"
    if TOO_THIN in (quant, qual):
        return TOO_THIN
    if qual == FEW:
        return "few_talk"
    if quant in CLEAR and qual in CLEAR:
        return "agree" if quant == qual else "disagree"
    return "partly"
