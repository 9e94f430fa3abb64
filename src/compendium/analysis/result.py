"""What an analysis gives back: exact numbers, and what each column is.

A `Result` never reaches a reader. Only `compendium.disclosure` turns it into something that may: it
needs to know which column counts people and which rule the measure falls under. What one row is,
`by` says: one row per combination of these columns.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.words import Text

Labels = dict[str, dict[str, Text]]
# Parts several ids in one cell of text; an id may hold spaces.
BETWEEN = "\n"

# What a column can be. The disclosure door knows how to release each kind, and no other. A guard
# is the key of the words that say why a row has no numbers; blank where it has.
KINDS = (
    "key",
    "count",
    "base",
    "percent",
    "mean",
    "coefficient",
    "fine",
    "p",
    "decimal",
    "days",
    "text",
    "band",
    "guard",
)


@dataclasses.dataclass(frozen=True, repr=False)
class Result:
    """Exact numbers, one row per combination of `by`.

    Parameters
    ----------
    measure : str
        What was measured; names the disclosure rule: answers, change, scores, sample, themes,
        quotes, contrasts, group_scores, agreement.
    frame : pandas.DataFrame
        One row per combination of `by`.
    by : tuple of str
        The key columns.
    people : str
        The column that counts distinct people (numerator of any share).
    kinds : dict
        Kind of every other column, one of KINDS.
    population : Text
        Whom the numbers are about.
    method : str
        Key of the words that say how it was calculated.
    assumption : str
        Key of the words that say what the numbers rest on; blank where they are counts.
    origin : str
        ``synthetic`` if any input was made up or there is none, else ``real``.
    labels : dict
        Text of each value of a key column.
    groups : tuple of str
        The groups whose answers these are, where the numbers come from a survey.
    parts : tuple of Result
        The same numbers of each part of these people that is shown by itself in another report:
        of a survey's pooled answers, those of each site.
    beside : tuple of Result
        The same things counted in other ways, whose totals are the same: referrals by year beside
        referrals by referrer. They are protected together, whichever of them a report shows.
    taken : tuple of Result
        Results whose cells are put together here; each passes through its own rule, and every cell
        is as it is released there. A row's `source` is the measure of one of them, its `at` the
        row there: ``row=trust;site=A``; of several of one measure its `survey` says whose answers.
        Of the joint display, the quotes that may stand in it.
    """

    measure: str
    frame: pd.DataFrame
    by: tuple[str, ...]
    people: str
    kinds: dict[str, str]
    population: Text
    method: str
    origin: str
    assumption: str = ""
    labels: Labels = dataclasses.field(default_factory=dict)
    groups: tuple[str, ...] = ()
    parts: tuple[Result, ...] = ()
    beside: tuple[Result, ...] = ()
    taken: tuple[Result, ...] = ()

    def __post_init__(self):
        named = {*self.by, self.people, *self.kinds}
        assert set(self.frame.columns) == named, set(self.frame.columns) ^ named
        assert set(self.kinds.values()) <= set(KINDS), self.kinds

    def __repr__(self) -> str:
        return f"Result({self.measure}, {len(self.frame)} rows by {', '.join(self.by)}; exact)"


def origin_of(*frames: pd.DataFrame) -> str:
    """``real`` if every row of every frame says so, else ``synthetic``; the data themselves say.

    Without any row nothing says that the data are real: ``synthetic``.
    """
    origins = {o for f in frames if "data_origin" in f for o in f["data_origin"].unique()}
    return "real" if origins == {"real"} else "synthetic"


def written(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    labels: Labels,
    *,
    population: Text,
    origin: str,
) -> Result:
    """A result of what a team wrote: nobody is counted, nothing is worked out from the data."""
    return Result(
        measure,
        frame.astype("str").assign(people=pd.NA),
        by=by,
        people="people",
        kinds=kinds,
        population=population,
        method=f"method_{measure}",
        origin=origin,
        labels=labels,
    )
