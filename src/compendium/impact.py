"""What an impact study could look like, in the words of a study's team: impact.yml.

Every number in it is an assumption that somebody typed, with its source. Where the study's own data
can tell one, it is shown instead (`compendium.analysis.power.planned`).
Percentages are whole numbers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.words import Text

DESIGNS = (
    *("individual", "parallel", "stepped_wedge"),
    *("waiting_list", "differences", "interrupted"),
)
OUTCOMES = ("score", "binary", "ordinal", "time_to_event")
# What each kind of outcome must say beside its label, and nothing else.
NEEDED = {
    "score": ("difference",),
    "binary": ("usual_percent", "change_percent"),
    "ordinal": ("shares_percent", "odds_ratio"),
    "time_to_event": ("usual_percent", "hazard_ratio"),
}
# What every impact study assumes, and the least and the most that each can be.
ASSUMED = {
    "families": (1, 100_000),
    "taking_part_percent": (1, 100),
    "icc": (0, 0.9),
    "autocorrelation": (0, 1),
    "size_cv": (0, 2),
    "attrition_percent": (0, 90),
    "trend_percent": (-50, 50),
    "series": (0, 0.95),
}
ETHICS = ("equipoise", "waiting", "stopping", "safeguarding", "participation")


@dataclasses.dataclass(frozen=True)
class Assumed:
    """One assumption: its value, how far it may be off, and where it comes from."""

    value: float
    source: Text
    lower: float | None = None
    upper: float | None = None


@dataclasses.dataclass(frozen=True)
class PlannedOutcome:
    """One outcome under the usual service, and the smallest difference worth finding.

    `difference` is in standard deviations; `change_percent` in percentage points; `shares_percent`
    on each level of a scale, lowest first; ratios are those of the service to the usual.
    """

    outcome: str
    label: Text
    kind: str
    reason: Text
    difference: float | None = None
    usual_percent: int | None = None
    change_percent: int | None = None
    shares_percent: tuple[int, ...] = ()
    odds_ratio: float | None = None
    hazard_ratio: float | None = None


@dataclasses.dataclass(frozen=True)
class Note:
    """What somebody wrote about the ethics of the study: signed, or still to be written."""

    text: Text | None = None
    by: str = ""
    on: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class OwnData:
    """Which of the study's own results tell how alike people of one area are."""

    comparison: str
    construct: str


@dataclasses.dataclass(frozen=True)
class ImpactPlan:
    """`impact.yml`.

    `sites`, `periods` and `period_months` are those of the planned study, `site_numbers` other
    numbers of sites to try. `compares_models` says whether the study is also to tell which model of
    the service does more. `assumed` has an entry for each of `ASSUMED`, `ethics` for some of
    `ETHICS`.
    """

    question: Text
    service: Text
    usual: Text
    families: Text
    sites: int
    site_numbers: tuple[int, ...]
    periods: int
    period_months: int
    designs: tuple[str, ...]
    outcomes: tuple[PlannedOutcome, ...]
    assumed: dict[str, Assumed]
    compares_models: bool = False
    alike: OwnData | None = None
    ethics: dict[str, Note] = dataclasses.field(default_factory=dict)
