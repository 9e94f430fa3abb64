"""Tables of coded passages: the pairs of codes that meet most often; candidates for triads."""

from __future__ import annotations

from compendium.analysis.qualitative.triads import PARTS
from compendium.disclosure.released import Released, Value
from compendium.displays.about import THEME, About
from compendium.displays.number_texts import numbers
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, say

# How many pairs a table shows: more are not read.
STRONGEST = 25
NUMBERS = ("both", "first", "second", "either")
# In what two codes meet, as the quote bank can tell.
UNITS = {"segment": "segment", "person": "person"}
# An earlier part whose passage a later one shares.
SHARED = {"context": "triad_context", "mechanism": "triad_mechanism_part"}


def co_occurrence_table(released: Released, lang: str) -> TextTable:
    """One row per pair of codes, those that meet most often: how often, each alone, and Jaccard."""
    turns = "turns" in released.labels["unit"]
    both = "meeting_near" if turns else "meeting_both"
    names = (both, "meeting_first", "meeting_second", "meeting_either")
    columns = (*NUMBERS, "jaccard")
    rows = tuple(
        Row(
            " + ".join(released.label(key, row[key], lang) for key in ("code_1", "code_2")),
            tuple(Value(released, i, column).say(lang) for column in columns),
            about=_pair(released, i),
        )
        for i, row in released.frame.head(STRONGEST).iterrows()
    )
    heads = (say("meeting_pair", lang), *(say(n, lang) for n in names), say("jaccard", lang))
    return TextTable(heads, rows, (True,) * len(columns))


def _pair(released: Released, row: int) -> tuple[About | None, ...]:
    """Of the numbers of a pair: where both codes stand, and each alone.

    Where characters or turns are counted, all passages of the sources that have both.
    """
    first, second = (released.frame.at[row, c] for c in ("code_1", "code_2"))
    unit = UNITS.get(next(iter(released.labels["unit"])), "event")
    return (About(THEME, first, beside=second, unit=unit), About(THEME, first),
            About(THEME, second), None, None)  # fmt: skip


def triads_table(released: Released, lang: str) -> TextTable:
    """One row per candidate: who speaks where, and the codes, words and place of each part."""
    rows = tuple(
        Row(
            _who(released, i, lang),
            (*_parts(released, i, lang), _known(released, i, lang)),
            about=_places(released, i),
        )
        for i in released.frame.index
    )
    names = ("triad_account", "cmoc_context", "triad_mechanism", "cmoc_outcome", "triad_known")
    return TextTable(tuple(say(n, lang) for n in names), rows, (False,) * 4, (14, 24, 24, 24, 14))


def _places(released: Released, row: int) -> tuple[About | None, ...]:
    """The passage of each part, which its last line, the place in the text, leads to."""
    found = released.frame.loc[row]
    said = ((found[part].split("\n")[0], found[f"{part}_id"]) for part in PARTS)
    abouts = (About(THEME, code, where=(("segment", id),), line=-1) for code, id in said)
    return (*abouts, None)


def _who(released: Released, row: int, lang: str) -> str:
    found = released.frame.loc[row]
    group = capitalised(released.label("group", found["group"], lang))
    area = released.label("site_id", found["site_id"], lang)
    return f"{found['triad']}. {group}, {area}"


def _parts(released: Released, row: int, lang: str) -> list[str]:
    """The three parts; words that have been shown are not shown again."""
    found, shown, cells = released.frame.loc[row], {}, []
    for part in PARTS:
        place = found[f"{part}_id"]
        codes = [released.label("code_id", code, lang) for code in found[part].split("\n")]
        said = found[f"{part}_text"]
        if place in shown:
            said = say("triad_same", lang, part=say(SHARED[shown[place]], lang))
        cells.append(paragraphs("; ".join(codes), " ".join(said.split()), place))
        shown.setdefault(place, part)
    return cells


def _known(released: Released, row: int, lang: str) -> str:
    """How near the passages lie to each other, and which evidence cites them already."""
    near = numbers(released, row, ("passages", "turns"), lang)
    cited = released.frame.at[row, "evidence"].replace("\n", ", ")
    said = say("triad_cited", lang, evidence=cited) if cited else say("triad_not_cited", lang)
    return paragraphs(say("triad_near", lang, **near), said)
