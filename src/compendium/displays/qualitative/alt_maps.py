"""What a map says to somebody who cannot see it: where it is darkest, and which words it has."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.qualitative.heat_cells import WORDS
from compendium.displays.qualitative.outline import depth
from compendium.displays.sentences import (
    Count,
    Label,
    Labels,
    Sentence,
    distinct,
    one_after_another,
)

# Below this a theme is rare, whatever else is rarer.
COMMON = "some"
# Verdicts as they are told, each with those that are told with it.
TOLD = {
    "supported": ("supported",),
    "contested": ("contested",),
    "refuted": ("refuted",),
    "little": ("thin", "little", "not_found"),
}


def alt_heat_map(released: Released) -> Sentence:
    """How many themes there are and, of each group, the main ones that most people raise."""
    parts = {"count": distinct(released, ("code_id",)), "population": released.population}
    plain = Sentence("alt_heat_map", parts)
    if "share" not in released.frame:
        return plain
    told = [s for cell in _cells(released) if (s := _commonest(released, *cell))]
    return _with_told("alt_heat_map_told", plain, told)


def _with_told(key: str, plain: Sentence, told: list[Sentence]) -> Sentence:
    """The plain sentence, and what is told of each part after it, if anything is."""
    return Sentence(key, {"parts": one_after_another(told), "whole": plain}) if told else plain


def _cells(released: Released) -> list[tuple[str, str]]:
    return list(dict.fromkeys(released.frame[["group", "area"]].itertuples(index=False, name=None)))


def _commonest(released: Released, group: str, area: str) -> Sentence | None:
    """The main themes that stand highest in one column; None if all are rare or hidden."""
    frame, steps = released.frame, list(WORDS)
    own = frame[(frame["group"] == group) & (frame["area"] == area)]
    main = own["code_id"].map(lambda code: depth(released, code) == 0)
    shown = own[own["share"].isin(steps) & main]
    if shown.empty:
        return None
    most = max(shown["share"], key=steps.index)
    if steps.index(most) < steps.index(COMMON):
        return None
    first = shown.index[shown["share"] == most]
    return Sentence(
        "alt_heat_map_column",
        {
            "group": Label(released, "group", group),
            "area": Label(released, "area", area),
            "share": Sentence(f"band_{most}"),
            "themes": Labels(released, "code_id", tuple(frame.loc[first, "code_id"])),
        },
    )


def alt_verdicts(released: Released) -> Sentence:
    """How many configurations there are and, of each area, how many have each verdict."""
    plain = Sentence("alt_verdicts", {"count": distinct(released, ("cmoc_id",))})
    areas = dict.fromkeys(released.frame["area"])
    told = [_verdicts_of(released, area) for area in areas]
    return _with_told("alt_verdicts_told", plain, told)


def _verdicts_of(released: Released, area: str) -> Sentence:
    here = released.frame["area"] == area
    shown = here & released.marks["verdict"].eq("")
    counts = {
        name: Count(released, tuple(int(i) for i in released.frame.index[shown & found]))
        for name, verdicts in TOLD.items()
        for found in [released.frame["verdict"].isin(verdicts)]
    }
    return Sentence("alt_verdicts_area", {"area": Label(released, "area", area), **counts})
