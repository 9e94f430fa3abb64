"""SPSS ``.sav`` files whose bytes depend on their content alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pandas as pd

from compendium.writers.files import write_bytes

# Places in the header record of a system file (PSPP Developers Guide, "File Header Record").
CREATION_DATE = slice(92, 101)
CREATION_TIME = slice(101, 109)

# Codes that stand for a missing answer, at most three; or a range {"lo": …, "hi": …} and one code.
UserMissing = list[int | dict[str, int]]


def write_sav(
    path: Path,
    frame: pd.DataFrame,
    labels: dict[str, str],
    value_labels: dict[str, dict[int, str]],
    user_missing: dict[str, UserMissing],
    file_label: str,
) -> None:
    """Write one respondent a row, with labels and user-missing codes.

    Parameters
    ----------
    labels : dict
        Variable label by column.
    value_labels : dict
        Label of each labelled value by column.
    user_missing : dict
        User-missing codes by column.
    file_label : str
        At most 64 bytes.
    """
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        temporary = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            frame,
            str(temporary),
            file_label=file_label,
            column_labels=[labels.get(c, "") for c in frame.columns],
            variable_value_labels=value_labels,
            missing_ranges=user_missing,
            compress=False,
        )
        content = bytearray(temporary.read_bytes())
    content[CREATION_DATE] = b"01 Jan 24"
    content[CREATION_TIME] = b"00:00:00"
    write_bytes(path, bytes(content))
