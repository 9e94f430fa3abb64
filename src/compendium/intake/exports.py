"""Which exports a study was taken in from: names and digests that may be shown or may not.

The record lies in ``private/`` with the tables. No page prints a digest of raw data, not even a
keyed one: it would change when somebody withdraws, and pages must come out as if they had never
been there. Whoever answers for the data can hold a file against the record.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pandas as pd

from compendium.study import Study
from compendium.writers.private import key_in

MADE_UP = {"synthetic"}
COLUMNS = ["source", "export", "digest"]


def exports_table(study: Study, origins: dict[str, set[str]]) -> pd.DataFrame:
    """One row per export: its source in study.yml, a name and a digest that tell nobody anything.

    Parameters
    ----------
    origins : dict
        The data origins that each source's export names. Only one that says ``synthetic`` and
        nothing else is made up: its own name and a plain SHA-256 stand, the same on every
        machine. Of any other the name is an opaque id and the digest a keyed HMAC-SHA-256, for a
        plain one could be tried against guesses. The key lies in ``private/``.
    """
    rows = []
    for source in study.header.sources:
        content = _content(study.folder / source.file)
        if origins.get(source.source) == MADE_UP:
            rows.append((source.source, source.file, f"sha256:{_sha256(content)}"))
        else:
            name = f"export-{keyed(study, b'name', source.file.encode())[:8]}"
            rows.append((source.source, name, f"hmac-sha256:{keyed(study, b'file', content)}"))
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")


def keyed(study: Study, what: bytes, content: bytes) -> str:
    """HMAC-SHA-256 of `content` under this machine's key; `what` keeps kinds of content apart."""
    key = key_in(study.private.parent)
    return hmac.new(key, what + b"\0" + content, hashlib.sha256).hexdigest()


def _content(path: Path) -> bytes:
    """What an export holds; of a folder every file in it, by name."""
    if not path.is_dir():
        return path.read_bytes()
    files = sorted(p for p in path.iterdir() if p.is_file())
    return b"".join(p.name.encode() + b"\0" + _sha256(p.read_bytes()).encode() for p in files)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
