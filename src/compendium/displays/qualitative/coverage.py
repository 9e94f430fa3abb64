"""How much of each text was coded, and by whom, as tables for the team."""

from __future__ import annotations

from compendium.analysis.qualitative.coverage import ANYBODY
from compendium.disclosure.released import Released, Value
from compendium.displays.sentences import Labels, Sentence
from compendium.displays.text_table import Row, TextTable
from compendium.words import say


def coverage_table(released: Released, lang: str) -> TextTable:
    """One row per text under its kind; of each coder the share of characters and the passages."""
    frame, rows, kind = released.frame, [], None
    coders = list(dict.fromkeys(frame["coder"]))
    places = {(r["event_id"], r["coder"]): i for i, r in frame.iterrows()}
    for event, of_kind in dict(zip(frame["event_id"], frame["data_type"], strict=True)).items():
        if of_kind != kind:
            kind = of_kind
            head = released.label("data_type", kind, lang)
            rows.append(Row(head, ("",) * (2 * len(coders))))
        found = [_cells(released, places[event, coder], lang) for coder in coders]
        rows.append(Row(event, tuple(cell for pair in found for cell in pair), depth=1))
    heads = [
        say(key, lang, coder=released.label("coder", coder, lang))
        for coder in coders
        for key in ("coverage_of_characters", "coverage_of_passages")
    ]
    return TextTable((say("coverage_source", lang), *heads), tuple(rows), (True,) * len(heads))


def _cells(released: Released, row: int, lang: str) -> tuple[str, str]:
    if not released.frame.at[row, "coded"]:
        return say("coverage_not_coded", lang), say("not_available", lang)
    return Value(released, row, "characters").say(lang), _of(released, row, "coded", "all", lang)


def _of(released: Released, row: int, number: str, whole: str, lang: str) -> str:
    said = {
        name: Value(released, row, c).say(lang) for name, c in (("number", number), ("all", whole))
    }
    return say("coverage_of", lang, **said)


def coverage_summary_table(released: Released, lang: str) -> TextTable:
    """One row per coder under each kind of text."""
    rows, kind = [], None
    for i, row in released.frame.iterrows():
        if row["data_type"] != kind:
            kind = row["data_type"]
            rows.append(Row(released.label("data_type", kind, lang), ("",) * 3))
        cells = (
            _of(released, i, "texts_coded", "texts", lang),
            _of(released, i, "coded", "all", lang),
            Value(released, i, "characters").say(lang),
        )
        rows.append(Row(released.label("coder", row["coder"], lang), cells, depth=1))
    names = ("coverage_coder", "coverage_texts", "coverage_passages", "coverage_characters")
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), (True,) * 3)


def uncoded(released: Released) -> tuple[Sentence, ...]:
    """The names of the texts that nobody coded; nothing where there is none."""
    frame = released.frame
    if frame.empty:
        return ()
    names = tuple(frame.loc[(frame["coder"] == ANYBODY) & (frame["coded"] == 0), "event_id"])
    if not names:
        return ()
    return (Sentence("coverage_uncoded", {"names": Labels(released, "event_id", names)}),)
