"""What a cell of a survey export means: a code or a label of the item's scale, or no answer."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from compendium.instruments import Scale, folded
from compendium.problems import listed


def valued(column: pd.Series, scale: Scale) -> tuple[pd.Series, pd.Series]:
    """Whole-number answers, and for every other cell the reason why there is none."""
    numbers = codes(column, scale)
    is_answer = numbers.isin(scale.values)
    blank = column.isna() | column.astype("str").str.strip().eq("")
    reasons = pd.Series("out_of_range", index=column.index)
    for code, reason in scale.missing.items():
        reasons = reasons.mask(numbers == code, reason)
    reasons = reasons.mask(blank, "not_answered").mask(is_answer, "")
    return numbers.where(is_answer).astype("Int64"), reasons


def codes(column: pd.Series, scale: Scale) -> pd.Series:
    """Each cell as a number: the code it holds, or that of the option whose label it is.

    A label may itself be a number ("2" for two social workers). Where any cell of the column
    is a label in words, all that can be are read as labels; otherwise as codes.
    """
    numbers = pd.to_numeric(_with_points(column), errors="coerce").astype("float64")
    named = texts(column).map(folded).map(scale.by_label).astype("float64")
    in_words = (named.notna() & numbers.isna()).any()
    return named.fillna(numbers) if in_words else numbers.fillna(named)


def _with_points(column: pd.Series) -> pd.Series:
    """Decimal commas as points, in a column of texts that has no decimal point itself.

    >>> _with_points(pd.Series(["4,0", "3,5", "NA"])).tolist()
    ['4.0', '3.5', 'NA']
    >>> _with_points(pd.Series(["4,0", "3.5"])).tolist()
    ['4,0', '3.5']
    """
    if pd.api.types.is_numeric_dtype(column):
        return column
    written = column.astype("str").str.strip()
    comma = written.str.fullmatch(r"-?\d+,\d{1,2}")
    if not comma.any() or written.str.fullmatch(r"-?\d+\.\d+").any():
        return column
    return column.mask(comma, written.str.replace(",", ".", regex=False))


def allowed(found: str, scale: Scale) -> str:
    """What was found instead of an answer, and what the scale allows."""
    options = [str(v) for v in (*scale.values, *scale.missing)]
    if not found.lstrip("-").replace(".", "", 1).isdecimal():
        options = [f"{o.value} ({o.label.en})" for o in scale.options]
    return f"{found}, but {scale.scale_id} allows {listed(options)}"


def translated(cells: pd.Series, values: dict[str, str]) -> pd.Series:
    """Cells as study.yml translates them (compared as `folded`), the others as they are."""
    meanings = {folded(written): meant for written, meant in values.items()}
    return each_once(cells, lambda cell: meanings.get(folded(cell), cell)).astype("str")


def each_once(column: pd.Series, meaning: Callable[[str], object]) -> pd.Series:
    """What each cell means; in a column of texts `meaning` is asked once of each different text.

    >>> each_once(pd.Series(["a", "b", "a"]), str.upper).tolist()
    ['A', 'B', 'A']
    """
    if column.dtype != "str":  # True and 1 are equal, and are not the same text
        return column.map(meaning)
    known = {text: meaning(text) for text in column.unique()}
    return column.map(known.__getitem__)


def texts(column: pd.Series) -> pd.Series:
    """Cells as text without spaces around them.

    >>> texts(pd.Series([7.0, None, 7.5])).tolist()
    ['7', '', '7.5']
    """
    return column.astype("object").map(cell_text).astype("str")


def cell_text(value: object) -> str:
    """One cell as text: a whole number without a point, a missing cell as ""."""
    if pd.isna(value):
        return ""
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()
