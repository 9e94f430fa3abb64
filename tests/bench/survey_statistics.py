"""How fast the statistics are: ``make bench``, ratios of medians in one run.

The yardstick of the bootstrap is the plain way: people drawn one resample after another, alpha of
each by pingouin; a tenth of the resamples, times ten.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pingouin

from compendium.analysis.reliability import RESAMPLES, alpha_of, omega, resampled_covariances

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


def main() -> None:
    table = answers()
    alphas = median(lambda t: alpha_of(resampled_covariances(t, 1)), table)
    omegas = median(lambda t: omega(t, 1), table)
    loop = 10 * median(plain, table, times=1)
    print(
        f"{RESAMPLES} resamples of {PEOPLE} x {ITEMS}: alpha {alphas:.2f} s, omega {omegas:.2f} s"
    )
    print(f"a loop over pingouin takes {loop / alphas:.0f} times as long as alpha here")


if __name__ == "__main__":
    main()
