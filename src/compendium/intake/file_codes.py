"""What an SPSS or Stata file says of its own codes: their labels, and values it declares missing.

Answers are read by the codes of the questionnaire. Where the file means another answer by a code
than the questionnaire does, one of the two is wrong, and every score would be.
"""

from __future__ import annotations

import pandas as pd

from compendium.instruments import Instrument, Scale, folded
from compendium.problems import Problems
from compendium.readers.export import Export
from compendium.readers.survey import user_missing


def labels_in(export: Export, column: str) -> dict[str, str]:
    """The label of each value of a column, where the file has labels."""
    table = export.tables.get("value_labels")
    if table is None:
        return {}
    own = table[table["variable"] == column]
    return dict(zip(own["value"], own["label"], strict=True))


def declared_missing(export: Export, column: str) -> list[tuple[float, float]]:
    """The values that the file itself declares missing (SPSS), each as (lowest, highest)."""
    variables = export.tables.get("variables")
    if variables is None or column not in set(variables["variable"]):
        return []
    return user_missing(variables, column)


def check_codes(
    export: Export, column: str, scale: Scale, instrument: Instrument, problems: Problems
) -> None:
    """Add to `problems` every code that the file and the scale understand differently."""
    file = export.report.file
    place = f"the scale {scale.scale_id} of instruments/{instrument.instrument}.yml"
    known = {*scale.values, *scale.missing}
    for written, label in labels_in(export, column).items():
        code, meant = pd.to_numeric(written, errors="coerce"), scale.by_label.get(folded(label))
        if code in known and meant not in (None, code):
            problems.add(
                file,
                "",
                f"{column} = {written} is labelled {label!r}",
                f"that is {meant} in {place}",
                "Correct the labels or the scale. An item that was recoded is exported as it was "
                "answered, with `reversed: yes` in the questionnaire.",
            )
    for low, high in declared_missing(export, column):
        for value in (v for v in scale.values if low <= v <= high):
            problems.add(
                file,
                "",
                f"{column} = {value} is declared missing",
                f"it is an answer in {place}",
                "Say in the scale why it is no answer (`missing:`), or correct the file.",
            )
