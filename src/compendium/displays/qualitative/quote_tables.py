"""People's own words as tables: quotes under their themes, passages that a query found."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.text_table import Row, TextTable, translated
from compendium.words import capitalised, say


def quotes_table(released: Released, lang: str) -> TextTable:
    """One row per quote: its theme, the words with their translation, who said them."""
    rows = tuple(
        Row(
            released.label("code_id", row["code_id"], lang),
            (
                " ".join(filter(None, (row["text"], translated(row["translation"], lang)))),
                attribution(released, i, lang),
            ),
        )
        for i, row in released.frame.iterrows()
    )
    names = ("theme", "quote", "speaker")
    return TextTable(tuple(say(n, lang) for n in names), rows, (False, False))


def attribution(released: Released, row: int, lang: str) -> str:
    """Who said it, as far as may be told: ``Parent, Area A``."""
    quote = released.frame.loc[row]
    role = capitalised(released.label("group", quote["group"], lang))
    return f"{role}, {released.label('area', quote['area'], lang)}" if quote["area"] else role


def passages_table(released: Released, lang: str) -> TextTable:
    """One row per passage that a query found: who and where, the words, the themes, the place."""

    def who(row: int) -> str:
        group, area = released.frame.at[row, "group"], released.frame.at[row, "site_id"]
        name = capitalised(released.label("group", group, lang))
        return f"{name}, {released.label('site_id', area, lang)}"

    rows = tuple(
        Row(who(i), (row["text"], row["themes"], row["segment_id"]))
        for i, row in released.frame.iterrows()
    )
    names = ("speaker", "passage", "themes", "place_in_source")
    return TextTable(tuple(say(n, lang) for n in names), rows, (False,) * 3)
