"""How fast the statistics are: ``make bench``, ratios of medians in one run.

The yardstick of the bootstrap is the plain way: people drawn one resample after another, alpha of
each by pingouin; a tenth of the resamples, times ten.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pingouin

from compendium.analysis.statistics.reliability import (
    RESAMPLES,
    alpha_of,
    omega,
    resampled_covariances,
)
from compendium.analysis.survey.scales import mean_interval, score_of

PEOPLE, ITEMS, TIMES = 200, 20, 5


def answers() -> np.ndarray:
    """200 people's answers to 20 questions behind which one thing stands, the same each time."""
    dice = np.random.default_rng(1)
    trait = dice.normal(size=(PEOPLE, 1))
    return np.clip(np.rint(3 + 0.8 * trait + dice.normal(size=(PEOPLE, ITEMS))), 1, 5)


def plain(table: np.ndarray) -> list[float]:
    """Alpha of a tenth of the resamples, one after another."""
    dice, frame = np.random.default_rng(1), pd.DataFrame(table)
    return [
        pingouin.cronbach_alpha(frame.iloc[dice.integers(0, PEOPLE, PEOPLE)])[0]
        for _ in range(RESAMPLES // 10)
    ]


def median(work: Callable[[np.ndarray], object], table: np.ndarray, times: int = TIMES) -> float:
    """Seconds, the median of several times after one that does not count."""
    work(table)
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work(table)
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def scored_and_described(table: pd.DataFrame) -> pd.DataFrame:
    """Scores of six topics of five questions, with how each question's answers are spread."""
    topics = [table.iloc[:, first : first + 5] for first in range(0, table.shape[1], 5)]
    scores = [score_of(topic, needed=4).dropna() for topic in topics]
    spread = {item: np.bincount(table[item].dropna().astype("int64")) for item in table}
    assert all(counts.sum() for counts in spread.values())
    return pd.DataFrame([mean_interval(s) for s in scores])


def many() -> pd.DataFrame:
    """A million people's answers to 30 questions, every twentieth missing."""
    dice = np.random.default_rng(2)
    given = dice.integers(1, 6, size=(1_000_000, 30)).astype("float64")
    given[dice.random(given.shape) < 0.05] = np.nan
    return pd.DataFrame(given, columns=[f"Q{i}" for i in range(1, 31)])


def main() -> None:
    table = answers()
    alphas = median(lambda t: alpha_of(resampled_covariances(t, 1)), table)
    omegas = median(lambda t: omega(t, 1), table)
    loop = 10 * median(plain, table, times=1)
    print(
        f"{RESAMPLES} resamples of {PEOPLE} x {ITEMS}: alpha {alphas:.2f} s, omega {omegas:.2f} s"
    )
    print(f"a loop over pingouin takes {loop / alphas:.0f} times as long as alpha here")
    taken = median(scored_and_described, many(), times=1)
    print(f"1,000,000 people x 30 questions scored and described: {taken:.1f} s", end="")
    if os.name == "posix":
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        most /= 1024 if sys.platform == "darwin" else 1
        print(f", {most / 1000:,.0f} MB at most", end="")
    print()


if __name__ == "__main__":
    main()
