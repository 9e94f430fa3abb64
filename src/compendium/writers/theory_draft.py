"""A programme theory that was read elsewhere, as a draft of a study's own files.

The text has the keys of theory/statements.yml and theory/cmocs.yml and can be read back; what the
file did not tell is blank and marked, for a person to complete.
"""

from __future__ import annotations

import dataclasses
import json
import re

import pandas as pd

from compendium.theory import Cmoc, Statement
from compendium.writers.yaml_text import comment, quoted

TO_DO = "  # to be completed"
# Table → what its rows become, and what the table calls a field.
DRAFTS = {
    "statements": (Statement, {}),
    "cmocs": (Cmoc, {"outcome_intended": "outcome"}),
}
# Text that would not come back from a block as it was: signs YAML cannot hold or takes for the end
# of a line.
UNSAFE = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)


def theory_drafts(tables: dict[str, pd.DataFrame], file: str) -> dict[str, str]:
    """``statements.draft.yml`` and ``cmocs.draft.yml`` with their texts, as far as there are any.

    Parameters
    ----------
    tables : dict
        An import's tables, of which `statements` and `cmocs` are taken.
    file : str
        The name of the file they were read from.
    """
    return {
        f"{name}.draft.yml": _draft(tables[name], *DRAFTS[name], file)
        for name in DRAFTS
        if name in tables and len(tables[name])
    }


def _draft(table: pd.DataFrame, kind: type, names: dict[str, str], file: str) -> str:
    entries = [_entry(row, kind, names) for row in table.to_dict("records")]
    head = f"# A draft from {comment(file)}, to be read and completed by a person.\n"
    return "\n".join([head, *entries])


def _entry(row: dict[str, str], kind: type, names: dict[str, str]) -> str:
    lines = [f"# {comment(row['place'])}"]
    if row.get("mechanism"):
        lines.append("# The mechanism, to be told apart into m_resource and m_reasoning:")
        lines += [f"#   {comment(line)}" for line in row["mechanism"].splitlines()]
    for field in dataclasses.fields(kind):
        lines.append(f"  {field.name}: {_scalar(row.get(names.get(field.name, field.name), ''))}")
    keys = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    lines[keys] = "- " + lines[keys][2:]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    """A value: an id on its line, other text as a block, and what is blank marked."""
    text = text.strip()
    if not text:
        return f'""{TO_DO}'
    if re.fullmatch(r"[A-Za-z]+[\w.-]*\d[\w.-]*", text, re.ASCII):
        return text
    if UNSAFE.search(text):
        return quoted(text)
    if len(text) <= 24 and "\n" not in text:
        return json.dumps(text, ensure_ascii=False)
    return "|-\n" + "\n".join(f"    {line}" for line in text.split("\n"))
