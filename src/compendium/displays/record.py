"""One display = one record: released data, a caption, an alternative text, a note.

The record is what an executed notebook keeps (MIME type ``RECORD_MIME``). Every picture, table
and page is drawn from it, in any language, without running the notebook again. Sentences are
a words key and references to the released table; neither number nor name in them is typed.
"""

from __future__ import annotations

import dataclasses
import json
import math

import pandas as pd

from compendium.disclosure.released import Released, Value, restore
from compendium.displays.sentences import Count, Key, Label, Labels, Sentence, texts_of, within
from compendium.problems import DisclosureError
from compendium.words import Text

RECORD_MIME = "application/vnd.compendium.display+json"


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
        """The display as JSON data: the same display, the same data.

        Raises
        ------
        DisclosureError
            If its data were changed after release, or a sentence holds a text of one's own.
        """
        r = self.data
        r.refuse_changes()
        self._refuse_own_texts()
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
                "assumption": r.assumption,
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

    def _refuse_own_texts(self) -> None:
        known = texts_of(self.data)
        for sentence in self.sentences:
            for part in within(sentence):
                if isinstance(part, Text) and part not in known:
                    raise DisclosureError(
                        f"A sentence of the display {self.id!r} ({sentence.key}) holds a text of "
                        "its own. Sentences are filled from the released table alone: by a Value, "
                        "a Label, a Count."
                    )

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Caption, alternative text and notes."""
        return (self.caption, *([self.alt] if self.alt else []), *self.note)


def from_record(record: dict) -> Display:
    """The display behind a record."""
    data = record["data"]
    columns = data["columns"]
    frame = pd.DataFrame(data["rows"], columns=columns)
    for column, kind in data["kinds"].items():
        frame[column] = frame[column].astype(
            "str" if kind in ("key", "text", "band", "guard") else "float64"
        )
    released = restore(
        measure=data["measure"],
        by=tuple(data["by"]),
        kinds=data["kinds"],
        profile=data["profile"],
        origin=data["origin"],
        method=data["method"],
        assumption=data["assumption"],
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
            case Labels():
                parts[name] = {"labels": list(part.values), "column": part.column}
            case Key():
                parts[name] = {"key_of": part.value, "column": part.column}
            case Count():
                parts[name] = {"rows": list(part.rows)}
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
        elif "labels" in part:
            parts[name] = Labels(released, part["column"], tuple(part["labels"]))
        elif "key_of" in part:
            parts[name] = Key(released, part["column"], part["key_of"])
        elif "rows" in part:
            parts[name] = Count(released, tuple(part["rows"]))
        elif "key" in part:
            parts[name] = _sentence_in(part, released)
        else:
            parts[name] = Text(**part)
    return Sentence(raw["key"], parts)
