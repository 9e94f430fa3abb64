"""data/_template/study.yml shows every key the loader knows, and its examples can be read."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

import pytest
import yaml

from compendium import definitions
from compendium.problems import Problems
from compendium.study import Header
from compendium.words import Text

TEMPLATE = Path(__file__).parents[2] / "data" / "_template" / "study.yml"
# An example in a comment: an entry of a list, something further in, or a key of the loader's.
EXAMPLE = re.compile(r"(\s*)# (- .*| .*|(\w+):(?: .*)?)")


def dataclass_in(kind) -> list[type]:
    """The dataclasses that a field's type is made of."""
    inside = [c for part in typing.get_args(kind) for c in dataclass_in(part)]
    return [kind] if dataclasses.is_dataclass(kind) and kind is not Text else inside


def kinds_below(cls: type) -> list[type]:
    """A dataclass and every one that its fields hold."""
    hints = typing.get_type_hints(cls)
    below = [c for f in dataclasses.fields(cls) for c in dataclass_in(hints[f.name])]
    return [cls, *(found for c in below for found in kinds_below(c))]


KINDS = tuple(dict.fromkeys(kinds_below(Header)))
KEYS = {f.name for kind in KINDS for f in dataclasses.fields(kind)}


def with_examples(text: str) -> str:
    """The template as it is with every example in it taken out of its comment."""
    lines = []
    for line in text.splitlines():
        found = EXAMPLE.fullmatch(line)
        taken = found and (found[3] is None or found[3] in KEYS)
        lines.append(f"{found[1]}{found[2]}" if taken else line)
    return "\n".join(lines)


def shown(cls: type, raw: object) -> set[tuple[type, str]]:
    """Every key of a dataclass that occurs in `raw`, with the dataclass."""
    if isinstance(raw, list):
        return set().union(*(shown(cls, entry) for entry in raw))
    hints, found = typing.get_type_hints(cls), set()
    for key, value in raw.items():
        found.add((cls, key))
        for inner in dataclass_in(hints[key]):
            keyed = typing.get_origin(hints[key]) is dict
            for each in value.values() if keyed else [value]:
                deeper = (
                    each.values() if keyed and "at" not in each and _nested(hints[key]) else [each]
                )
                found |= set().union(*(shown(inner, entry) for entry in deeper))
    return found


def _nested(kind) -> bool:
    """Whether a mapping holds mappings: a checklist's items by number."""
    return typing.get_origin(typing.get_args(kind)[1]) is dict


@pytest.fixture(scope="module")
def whole() -> dict:
    return yaml.load(with_examples(TEMPLATE.read_text(encoding="utf-8")), definitions._UniqueKeys)


def test_every_example_can_be_read(whole):
    problems = Problems()
    definitions.build(Header, whole, "study.yml", "", problems)
    assert list(map(str, problems)) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_every_key_the_loader_knows_is_shown(whole, kind):
    found = {key for cls, key in shown(Header, whole) if cls is kind}
    assert {f.name for f in dataclasses.fields(kind)} - found == set()


def test_every_notebook_that_can_be_a_report_is_named():
    notebooks = (TEMPLATE.parents[2] / "notebooks").glob("*.ipynb")
    text = TEMPLATE.read_text(encoding="utf-8")
    # The explorer is opened, not built.
    assert [p.stem for p in notebooks if p.stem != "explore" and p.stem not in text] == []
