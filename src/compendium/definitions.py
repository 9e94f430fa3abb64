"""From YAML text to frozen dataclasses, with every mistake named.

YAML is read so that ``001``, ``no`` and ``12:30`` stay strings; the dataclass converts.
A field's annotation says what it is; a field without default must be given; a key that no
field has is an error, so that a misspelt key is never ignored.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import functools
import itertools
import types
import typing
from pathlib import Path

import yaml

from compendium.legible import legible
from compendium.problems import Problems, StudyError, listed
from compendium.words import Text

Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

TRUE_FALSE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


# No definition is nested deeper than a tenth of this.
DEEPEST = 100
DEEP = f"entries stand more than {DEEPEST} deep in one another"


class _UniqueKeys(Loader):
    """A key written twice is an error: YAML itself would keep the last in silence."""


def _mapping(loader, node):
    keys = [loader.construct_object(key) for key, _ in node.value]
    if not all(isinstance(key, str) for key in keys):
        raise yaml.constructor.ConstructorError(
            None, None, "a key is no plain text", node.start_mark
        )
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise yaml.constructor.ConstructorError(
            None, None, f"the key {listed(sorted(twice))} stands twice", node.start_mark
        )
    return {
        key: loader.construct_object(value, deep=True)
        for key, (_, value) in zip(keys, node.value, strict=True)
    }


_UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> object:
    """A YAML file as dicts, lists and strings (never numbers, dates or booleans).

    Raises
    ------
    StudyError
        If the file is missing, is not UTF-8 or is not YAML; with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_loops(text)
        return yaml.load(text, Loader=_UniqueKeys)
    except FileNotFoundError:
        _fail(path, "", "the file is missing", "Add it, or copy it from data/_template.")
    except RecursionError:
        _fail(path, "", DEEP, "Correct the brackets and the indentation.")
    except UnicodeDecodeError as error:
        _fail(path, f"byte {error.start}", "the text is not UTF-8", "Save the file as UTF-8.")
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        do = "Put texts that hold a colon, a # or brackets in quotes, and indent with spaces."
        _fail(path, where, f"this is not YAML: {getattr(error, 'problem', error)}", do)


def _refuse_loops(text: str) -> None:
    """An entry that stands for another may stand for itself, or for a thousand million others."""
    deep = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            what = f"*{event.anchor} stands for another entry"
            raise yaml.constructor.ConstructorError(None, None, what, event.start_mark)
        deep += isinstance(event, yaml.CollectionStartEvent)
        deep -= isinstance(event, yaml.CollectionEndEvent)
        if deep > DEEPEST:
            raise yaml.constructor.ConstructorError(None, None, DEEP, event.start_mark)


def read_csv_rows(path: Path) -> list[dict[str, str]]:
    """A small definitions table as one dict of strings a row; blank cells are ``""``.

    Raises
    ------
    StudyError
        If the file is missing, empty, not UTF-8 or no such table: a heading stands twice, a cell
        stands under no heading, or a row has fewer cells than there are headings.
    """
    first, headings, rows = _csv_rows(path)
    if twice := sorted({h for h in headings if h and headings.count(h) > 1}):
        what = f"the heading {listed(twice)} stands twice"
        _fail(path, f"row {first}", what, "Keep one of the two columns.")
    return [_cells(headings, row, path, number) for number, row in rows.items()]


def row_numbers(path: Path) -> list[int]:
    """In which row of its file each row of `read_csv_rows` stands, as a spreadsheet counts them.

    Blank lines count, and a line break inside a cell does not.
    """
    return [*_csv_rows(path)[2]]


def _csv_rows(path: Path) -> tuple[int, list[str], dict[int, list[str]]]:
    """Where the headings stand, the headings, and the rows by their numbers, without blank ones."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = {number: row for number, row in enumerate(csv.reader(file), start=1) if row}
    except csv.Error as error:
        _fail(path, "", f"this is not CSV: {error}", "Save the table as CSV again.")
    except FileNotFoundError:
        _fail(path, "", "the file is missing", "Add it, or take its line out of study.yml.")
    except UnicodeDecodeError as error:
        _fail(path, f"byte {error.start}", "the text is not UTF-8", "Save the file as UTF-8.")
    first = min(rows, default=1)
    headings = rows.pop(first, [])
    if not any(map(str.strip, headings)):
        _fail(path, "", "the table has no headings", "Save it again with them, or take it away.")
    return first, headings, rows


def _cells(headings: list[str], row: list[str], path: Path, number: int) -> dict[str, str]:
    """The cells of one row, each by its heading; a cell without one must be blank."""
    if len(row) < len(headings):
        what = f"the row has {len(row)} cells, but there are {len(headings)} headings"
        _fail(path, f"row {number}", what, "The file may be cut short: write the row to its end.")
    pairs = list(itertools.zip_longest(headings, map(str.strip, row), fillvalue=""))
    if lost := [cell for heading, cell in pairs if cell and not heading]:
        what = f"{_short(lost[0])} stands under no heading"
        _fail(path, f"row {number}", what, "Put a text that holds a comma in double quotes.")
    return {heading: cell for heading, cell in pairs if heading}


def _fail(path: Path, where: str, what: str, do: str) -> typing.NoReturn:
    problems = Problems()
    problems.add(path.name, where, what, do=do)
    raise StudyError(problems)


def build(cls: type, raw: object, file: str, where: str, problems: Problems):
    """One frozen dataclass from one YAML mapping (or CSV row).

    Every mistake is added to `problems`; None is returned if there was one.
    """
    if not isinstance(raw, dict):
        problems.add(
            file, where, f"found {_short(raw)}", f"{cls.__name__} needs `key: value` lines"
        )
        return None
    fields = {f.name: f for f in dataclasses.fields(cls)}
    for key in raw:
        if key not in fields:
            problems.add(file, where, f"unknown key {key}", f"allowed are {listed(fields, 30)}")
    before = len(problems)
    values = {}
    for name, field in fields.items():
        if name not in raw or (raw[name] == "" and _has_default(field)):
            if not _has_default(field):
                problems.add(file, where, f"{name} is missing", do=f"Add `{name}:`.")
            continue
        values[name] = convert(
            _annotations(cls)[name], raw[name], file, f"{where} {name}".strip(), problems
        )
    return cls(**values) if len(problems) == before else None


def build_all(cls: type, raws: object, file: str, key: str, problems: Problems) -> tuple:
    """One dataclass per entry of a YAML list (or row of a CSV); `key` names each in errors.

    An id that appears twice is a problem.
    """
    if not isinstance(raws, list):
        problems.add(file, "", f"found {_short(raws)}", "a list of `- ` entries is needed")
        return ()
    built, seen = [], set()
    for position, raw in enumerate(raws, start=1):
        name = raw.get(key, "") if isinstance(raw, dict) else ""
        where = f"entry {position}" + (f" ({name})" if name else "")
        if name in seen:
            problems.add(file, where, f"{key} {name} is given twice", do="Give each its own id.")
        seen.add(name or position)
        built.append(build(cls, raw, file, where, problems))
    return tuple(b for b in built if b is not None)


def convert(kind, raw, file: str, where: str, problems: Problems):
    """`raw` (strings, lists, dicts) as `kind`; a mistake is added to `problems`."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if raw == "":
            return None
        kind = next(k for k in inner if k is not type(None))
        return convert(kind, raw, file, where, problems)
    if origin is tuple:
        entries = raw if isinstance(raw, list) else [raw]
        return tuple(
            convert(inner[0], e, file, f"{where}[{i}]", problems) for i, e in enumerate(entries, 1)
        )
    if origin is dict:
        if not isinstance(raw, dict):
            problems.add(file, where, f"found {_short(raw)}", "`key: value` lines are needed")
            return {}
        return {k: convert(inner[1], v, file, f"{where}.{k}", problems) for k, v in raw.items()}
    if kind is Text:
        raw = {"en": raw} if isinstance(raw, str) else raw
        return build(Text, raw, file, where, problems)
    if dataclasses.is_dataclass(kind):
        return build(kind, raw, file, where, problems)
    if not isinstance(raw, str):
        problems.add(file, where, f"found {_short(raw)}", "a single value is needed")
        return None
    return _scalar(kind, raw.strip(), file, where, problems)


def _scalar(kind, raw: str, file: str, where: str, problems: Problems):
    try:
        if kind is bool:
            return TRUE_FALSE[raw.lower()]
        if kind is dt.date:
            return dt.date.fromisoformat(raw)
        return legible(raw) if kind is str else kind(raw)
    except (KeyError, ValueError):
        allowed = {
            bool: "true or false is needed",
            int: "a whole number is needed",
            float: "a number is needed",
            dt.date: "a date like 2024-03-31 is needed",
        }
        problems.add(file, where, f"found {raw!r}", allowed[kind])


@functools.cache
def _annotations(cls: type) -> dict[str, object]:
    return typing.get_type_hints(cls)


def _has_default(field: dataclasses.Field) -> bool:
    return (
        field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    )


def _short(raw: object) -> str:
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "..."
