"""One display = one record: released data, a caption, an alternative text, a note.

The record is what an executed notebook keeps (MIME type ``RECORD_MIME``). Every picture, table
and page is drawn from it, in any language, without running the notebook again. Sentences are
a words key and references to released values; no number in them is typed.
"""

from __future__ import annotations

import dataclasses
import json
import math

import pandas as pd

from compendium.disclosure.released import Released, Value, restore
from compendium.problems import DisclosureError
from compendium.words import Text, say

RECORD_MIME = "application/vnd.compendium.display+json"


@dataclasses.dataclass(frozen=True)
class Label:
    """The text of one value of a key column, in a sentence."""

    released: Released
    column: str
    value: str

    def say(self, lang: str) -> str:
        return self.released.label(self.column, self.value, lang)


@dataclasses.dataclass(frozen=True)
class Sentence:
    """A words key and what fills it: values, labels, texts or further sentences."""

    key: str
    parts: dict[str, Value | Label | Text | Sentence] = dataclasses.field(default_factory=dict)

    def say(self, lang: str) -> str:
        return say(self.key, lang, **{name: part.say(lang) for name, part in self.parts.items()})


@dataclasses.dataclass(frozen=True, repr=False)
class Display:
    """Something to show: `kind` names how (sample, likert, scores, change, themes, quotes).

    Raises
    ------
    DisclosureError
        If `data` did not pass the disclosure door.
    """

    id: str
    kind: str
    data: Released
    caption: Sentence
    alt: Sentence | None
    note: tuple[Sentence, ...]

    def __post_init__(self):
        if not isinstance(self.data, Released):
            raise DisclosureError(
                f"The display {self.id!r} was given a {type(self.data).__name__}. A display takes "
                "what release(…) returns, and nothing else."
            )

    def __repr__(self) -> str:
        return f"Display({self.id!r}, {self.kind})"

    def record(self) -> dict:
        """The display as JSON data: the same display, the same data."""
        r = self.data
        return {
            "id": self.id,
            "kind": self.kind,
            "caption": _sentence_out(self.caption),
            "alt": _sentence_out(self.alt) if self.alt else None,
            "note": [_sentence_out(s) for s in self.note],
            "data": {
                "measure": r.measure,
                "by": list(r.by),
                "kinds": r.kinds,
                "profile": r.profile,
                "origin": r.origin,
                "method": r.method,
                "withheld": r.withheld,
                "population": _text_out(r.population),
                # In pairs: a notebook is written with its keys sorted, and labels have an order.
                "labels": {
                    c: [[v, _text_out(t)] for v, t in texts.items()]
                    for c, texts in r.labels.items()
                },
                "rows": [[_cell_out(v) for v in row] for row in r.frame.itertuples(index=False)],
                "marks": [list(row) for row in r.marks.itertuples(index=False)],
                "columns": list(r.frame.columns),
            },
        }


def from_record(record: dict) -> Display:
    """The display behind a record."""
    data = record["data"]
    columns = data["columns"]
    frame = pd.DataFrame(data["rows"], columns=columns)
    for column, kind in data["kinds"].items():
        frame[column] = frame[column].astype(
            "str" if kind in ("key", "text", "band") else "float64"
        )
    released = restore(
        measure=data["measure"],
        by=tuple(data["by"]),
        kinds=data["kinds"],
        profile=data["profile"],
        origin=data["origin"],
        method=data["method"],
        withheld=data["withheld"],
        population=Text(**data["population"]),
        frame=frame,
        marks=pd.DataFrame(data["marks"], columns=columns),
        labels={c: {v: Text(**t) for v, t in texts} for c, texts in data["labels"].items()},
    )
    alt = _sentence_in(record["alt"], released) if record["alt"] else None
    return Display(
        record["id"],
        record["kind"],
        released,
        _sentence_in(record["caption"], released),
        alt,
        tuple(_sentence_in(s, released) for s in record["note"]),
    )


def canonical(record: dict) -> str:
    """A record as text that is the same for the same record."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _text_out(text: Text) -> dict[str, str]:
    return {"en": text.en, "cy": text.cy}


def _cell_out(value: object) -> object:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return None if value is pd.NA else str(value)


def _sentence_out(sentence: Sentence) -> dict:
    parts = {}
    for name, part in sentence.parts.items():
        match part:
            case Value():
                parts[name] = {"row": part.row, "column": part.column}
            case Label():
                parts[name] = {"label": part.value, "column": part.column}
            case Text():
                parts[name] = _text_out(part)
            case Sentence():
                parts[name] = _sentence_out(part)
    return {"key": sentence.key, "parts": parts}


def _sentence_in(raw: dict, released: Released) -> Sentence:
    parts = {}
    for name, part in raw["parts"].items():
        if "row" in part:
            parts[name] = Value(released, part["row"], part["column"])
        elif "label" in part:
            parts[name] = Label(released, part["column"], part["label"])
        elif "key" in part:
            parts[name] = _sentence_in(part, released)
        else:
            parts[name] = Text(**part)
    return Sentence(raw["key"], parts)
