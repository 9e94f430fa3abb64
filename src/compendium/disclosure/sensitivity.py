"""Rules S1, S4, S6 and X1 for the analyses that stand beside a planned contrast.

The main row is the contrast as it is printed elsewhere (`compendium.disclosure.contrasts`). Every
other row is about more or fewer people than that, and its numbers of people tell no more than the
main ones allow. Whether a row agrees with the main one is read off the numbers that are printed.
"""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.disclosure.contrasts import enough, guard_of, part_of_an_area, people_compared
from compendium.disclosure.estimates import p_told
from compendium.disclosure.nested import inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import DECIMALS, Released, missing, rounded
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

NUMBERS = ("estimate", "lower", "upper", "p")
INSIDE = ("main_1", "main_2")
KEY = ("comparison", "construct", "group_1", "group_2")
# Analyses of the same people as the main one.
SAME_PEOPLE = ("main", "ordinal")
SAME, WEAKER, CLEARER, OTHER = "agrees_same", "agrees_weaker", "agrees_clearer", "agrees_other"


def release_sensitivity(result: Result, profile: Profile, **common) -> Released:
    """Every row as its people allow, and how it agrees with the main one as a reader sees both."""
    columns = [c for c in result.frame.columns if c not in INSIDE]
    rows = [_row(row, result, profile) for row in result.frame.to_dict("records")]
    main = {_key(r): r for r in rows if r["analysis"][0] == "main"}
    for row in rows:
        row["agreement"] = (_agreement(row, main[_key(row)]), "")
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    return sealed_cells(result, profile, rows, {c: kinds[c] for c in columns}, common)


def _key(row: dict[str, Cell]) -> tuple:
    return tuple(row[k][0] for k in KEY)


def _row(row: dict, result: Result, profile: Profile) -> dict[str, Cell]:
    part, main = part_of_an_area(row, result, profile), [int(row[m]) for m in INSIDE]
    sizes = [int(row["n_1"]), int(row["n_2"])]
    told = enough(main, profile) and enough(sizes, profile)
    cells: dict[str, Cell] = {k: (row[k], "") for k in (*result.by, "effect")}
    for name, n, around in zip(("n_1", "n_2"), sizes, main, strict=True):
        cells[name] = _people(row["analysis"], n, around, part, profile)
        told &= cells[name][1] != "c"
    cells["guard"] = (guard_of(row["guard"], told, profile), "")
    for name in NUMBERS:
        number = p_told(row[name]) if name == "p" else (row[name], "")
        cells[name] = number if told else HIDDEN
    mark = profile.base_mark(min(sizes)) if part else ""
    if told and mark and not missing(row["estimate"]):
        cells["estimate"] = (row["estimate"], mark)
    return cells


def _people(analysis: str, n: int, main: int, part: bool, profile: Profile) -> Cell:
    """A number of people: as printed elsewhere, inside that number, or no less than it."""
    printed = people_compared(main, part, profile)
    if analysis in SAME_PEOPLE or printed[1] == "c" or not profile.public:
        return people_compared(n, part, profile) if printed[1] != "c" else printed
    if part or profile.people_step:
        return people_compared(n, part, profile)
    if analysis == "imputed":  # how many more, sample and answers would tell to a few people
        return main - 1, "over"
    base = inside(n, main, profile)
    return HIDDEN if (mark := base.marked(profile)) == "c" else (base.shown, mark)


def _agreement(row: dict[str, Cell], main: dict[str, Cell]) -> str:
    """How a row's numbers stand to the main ones, as they are rounded; blank without numbers.

    Both intervals leave open which group is higher: the same, whichever way they lean.
    """
    values, others = (
        [rounded(r[n][0], DECIMALS["coefficient"]) for n in NUMBERS[:3]] for r in (row, main)
    )
    if any(map(missing, (*values, *others))) or row is main:
        return ""
    clear, main_clear = (v[1] > 0 or v[2] < 0 for v in (values, others))
    if not clear and not main_clear:
        return SAME
    if values[0] * others[0] < 0:
        return OTHER
    if clear == main_clear:
        return SAME
    return CLEARER if clear else WEAKER
