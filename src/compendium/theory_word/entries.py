"""Entries of the theory's YAML files changed and added, every other line as it was.

Such a file is a list with one key per line. What was written is read again, and has to say what was
meant: a file that is laid out differently is refused, not spoilt.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from compendium.definitions import Loader
from compendium.problems import StudyError

PLAIN = re.compile(r"[A-Za-z][^\n:#\"'\\{}\[\]&*!|>%@`]*")


def added(path: Path, entries: Sequence[Mapping[str, str]], text: str | None = None) -> str:
    """The file's text (or the `text` it is to have) with entries at its end.

    Raises
    ------
    StudyError
        If the file is laid out differently.
    """
    text = _text(path) if text is None else text
    before = _read(text)
    lines = [
        f"{'- ' if i == 0 else '  '}{key}: {scalar(value)}"
        for entry in entries
        for i, (key, value) in enumerate(entry.items())
    ]
    end = "" if not text or text.endswith("\n") else "\n"
    found = text + end + "".join(f"{line}\n" for line in lines)
    return _sure(path, found, [*before, *entries])


def changed(path: Path, key: str, others: Mapping[str, Mapping[str, str]]) -> str:
    """The file's text with the values of some entries changed, by the id under `key`.

    Raises
    ------
    StudyError
        If the file is laid out differently.
    """
    text = _text(path)
    meant = [entry | dict(others.get(entry[key], {})) for entry in _read(text)]
    head, *entries = re.split(r"^(?=- )", text, flags=re.MULTILINE)
    if len(entries) != len(meant):
        raise _otherwise(path)
    found = [head]
    for entry, whole in zip(entries, meant, strict=True):
        for name, value in others.get(whole[key], {}).items():
            entry = _with_value(entry, name, value)
        found.append(entry)
    return _sure(path, "".join(found), meant)


def _with_value(entry: str, name: str, value: str) -> str:
    """An entry with one value changed (its lines further in go with it), or added."""
    line = f"{name}: {scalar(value)}\n"
    own = re.compile(rf"^(- |  ){name}:.*\n?(?:^(?:[ \t]*\n)*   .*\n?)*", re.MULTILINE)
    if own.search(entry):
        return own.sub(lambda found: found[1] + line, entry, count=1)
    return entry.rstrip("\n") + f"\n  {line}"


def scalar(text: str) -> str:
    """A text as a value on one line that is read as the same text.

    >>> scalar("they stay"), scalar("one: two"), scalar("")
    ('they stay', '"one: two"', '""')
    """
    if PLAIN.fullmatch(text) and text == text.strip() and text.isprintable():
        return text
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        json.dumps(text, ensure_ascii=False),
    )


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _read(text: str) -> list[dict]:
    return yaml.load(text, Loader=Loader) or []


def _sure(path: Path, text: str, meant: Sequence[Mapping]) -> str:
    """The text, if it says what is meant."""
    try:
        same = _read(text) == list(meant)
    except yaml.YAMLError:
        same = False
    if not same:
        raise _otherwise(path)
    return text


def _otherwise(path: Path) -> StudyError:
    return StudyError(
        f"{path.name} is not laid out with one key per line, so nothing is written. Make the "
        "changes that are listed by hand."
    )
