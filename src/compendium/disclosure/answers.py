"""Rules S1 to S4, S7, N1 and X1: answers to survey questions, looking back, and scores.

A profile goes by bases (S1, S3) or by counts (N1); what is told of a question is then shares of
its sides, and how many answered it.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.reliability import PEOPLE_PER_ITEM, feldt_interval
from compendium.analysis.result import Result
from compendium.analysis.scales import GUARDS, RELIABILITY
from compendium.disclosure import counted
from compendium.disclosure.coarse import coarse
from compendium.disclosure.estimates import ALIKE_GUARDS
from compendium.disclosure.levels import Level, Share, any_small, shares, three_levels
from compendium.disclosure.nested import NOTHING_SAID, Base, added, alone, beside_parts, inside
from compendium.disclosure.overlap import Part, together
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import DECIMALS, Released, rounded, seal
from compendium.words import Text, either, words

KINDS = {"percent": "percent", "base": "base"}
ANSWER_SIDES = ("disagree", "neither", "agree")
MEANS = ("mean", "lower", "upper")
ALPHAS = RELIABILITY
CRITERION = ("needed", "alpha")

Cells = list[tuple[dict, dict]]


def release_answers(result: Result, profile: Profile, **common) -> Released:
    """Shares of each item's answers: agree, neither, disagree; all levels on a large base.

    All levels are shown of every item, or of none: a chart with both is read wrongly. Where the
    result has parts with reports of their own, no more than these tell together (rule S7).
    """
    cells = []
    for key, (chosen, base) in told_of(result, profile).items():
        cells += _rows(result, key, chosen, _marked(base, profile, chosen))
    return _sealed(result, profile, cells, common)


def told_of(result: Result, profile: Profile) -> dict[tuple[str, ...], tuple[list[Share], Base]]:
    """The shares that are told of each question, and its base, by the question's keys."""
    questions = _questions(result)
    parts = [_questions(part) for part in result.parts if profile.public]
    whole = all(_bears_all_levels(levels, profile) for levels in questions.values())
    whole &= all(_sides_are_large(q, profile) for part in parts for q in part.values())
    tell = _by_counts if profile.surveys_by_counts else _by_base
    return {
        key: tell(levels, [] if whole else [p[key] for p in parts], profile, whole)
        for key, levels in questions.items()
    }


def _by_base(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile, whole: bool
) -> tuple[list[Share], Base]:
    """A question's shares under rules S1 to S3 and S7."""
    people = int(levels["base"].iloc[0])
    base = Base(people, "", people)
    if nothing := _guarded(base, profile):
        return nothing, base
    if parts:
        own = [_part(part, profile) for part in parts]
        return together(own, profile.small_level_up_to), base
    if whole:
        return [Share(x.name, 100 * x.people / people) for x in _levels(levels)], base
    return shares(_three(levels), profile.small_level_up_to), base


def _by_counts(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile, whole: bool
) -> tuple[list[Share], Base]:
    """A question's shares under rules N1 and S7."""
    if parts:
        line = counted.together([_three(part) for part in parts], profile)
    else:
        line = counted.line_of(_levels(levels) if whole else _three(levels), profile)
    return line.shares(), line.base


def release_change(result: Result, profile: Profile, **common) -> Released:
    """Shares of people who rate now lower than, the same as, or higher than before.

    They are among those who said how it is now, whose number is printed elsewhere (rule X1): the
    base may become a bound, and shares are rounded so that they do not tell it either.
    """
    cells = []
    for key, levels in _questions(result).items():
        chosen, base = _directions(levels, [], profile)
        cells += _rows(result, key, chosen, _marked(base, profile, chosen))
    return _sealed(result, profile, cells, common)


def release_reliable_change(result: Result, profile: Profile, **common) -> Released:
    """Shares of people who changed reliably, in one direction or the other, and who did not.

    As `release_change`; where the result has parts with reports of their own, no more than these
    tell together (rule S7). The criterion and its alpha need `estimates_from` people.
    """
    cells = []
    parts = [_questions(part) for part in result.parts if profile.public]
    for key, levels in _questions(result).items():
        first = levels.iloc[0]
        enough = first["alpha_n"] >= profile.estimates_from
        guard = _reason_for_none(first["guard"], profile)
        if guard:
            chosen, base = [Share("all_levels", math.nan)], (math.nan, "")
        elif first["guard"]:
            chosen, base = [counted.NOTHING], (math.nan, "c")
        else:
            mine = [part[key] for part in parts if key in part and part[key]["base"].iloc[0] > 0]
            chosen, number = _directions(levels, mine, profile)
            base = _marked(number, profile, chosen)
        shown = enough or guard
        more = {name: (first[name], "") if shown else (math.nan, "c") for name in CRITERION}
        more["guard"] = guard, ""
        cells += _rows(result, key, chosen, base, more)
    kinds = dict.fromkeys(CRITERION, "coefficient") | {"guard": "guard"}
    return _sealed(result, profile, cells, common, kinds)


def _reason_for_none(guard: str, profile: Profile) -> str:
    """Why nobody's change can be reliable, if that follows from what was asked.

    Every other reason lies in the answers, or says how few answered: to the public such a row
    reads like one of too few people.
    """
    by_design = guard in ("guard_retrospective", "guard_few_items")
    return guard if by_design or not profile.public else ""


def _directions(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile
) -> tuple[list[Share], Base]:
    """The shares of each direction and their base, which is among the people of `now`."""
    base = beside_parts(
        _among_now(levels, profile), [_among_now(p, profile) for p in parts], profile
    )
    if not parts:
        return shares_among(_sides_of(levels), base, profile)
    if profile.surveys_by_counts:
        line = counted.together([_sides_of(part) for part in parts], profile)
        return _change_by_counts(line, base, profile)
    if nothing := _guarded(base, profile):
        return nothing, base
    told = together([_part_of(part, profile) for part in parts], profile.small_level_up_to)
    if base.mark and any(share.mark for share in told):  # a bound on shares tells its base
        return [counted.NOTHING], base
    return coarse(told, base, profile), base


def _among_now(levels: pd.DataFrame, profile: Profile) -> Base:
    return inside(int(levels["base"].iloc[0]), int(levels["now"].iloc[0]), profile)


def _sides_of(levels: pd.DataFrame) -> list[Level]:
    people = levels["people"].astype(int)
    return [Level((name,), n) for name, n in zip(levels["level"], people, strict=True)]


def _part_of(levels: pd.DataFrame, profile: Profile) -> Part:
    hidden = bool(_guarded(_among_now(levels, profile), profile))
    return Part(tuple(_sides_of(levels)), hidden)


def shares_among(sides: list[Level], base: Base, profile: Profile) -> tuple[list[Share], Base]:
    """Shares of people who are among others; in steps, so that they do not tell a base that is
    a bound.
    """
    if profile.surveys_by_counts:
        return _change_by_counts(counted.line_of(sides, profile), base, profile)
    if nothing := _guarded(base, profile):
        return nothing, base
    return coarse(shares(sides, profile.small_level_up_to, base.least), base, profile), base


def _change_by_counts(line: counted.Line, base: Base, profile: Profile) -> tuple[list[Share], Base]:
    """Directions by counts; in coarse steps where their base is a bound, for they would tell it."""
    chosen = line.shares()
    if profile.people_step or not base.mark or chosen[0].mark:
        return chosen, line.base
    if round(sum(share.percent for share in chosen), 6) < 100:
        return [counted.NOTHING], line.base
    return coarse(chosen, base, profile), base


def _questions(result: Result) -> dict[tuple[str, ...], pd.DataFrame]:
    """The levels of each question, by its keys."""
    keys = list(result.by[:-1])
    return dict(list(result.frame.groupby(keys, sort=False, observed=False)))


def _guarded(base: Base, profile: Profile) -> list[Share]:
    """What stands for all of a question's shares where it has none to show."""
    if profile.base_mark(base.least) == "c" or base.mark == "c":
        return [Share("all_levels", math.nan, "c")]
    return [] if base.least else [Share("nobody", math.nan, "z")]


def _levels(levels: pd.DataFrame) -> list[Level]:
    """Every level of the scale by itself."""
    people = levels["people"].astype(int)
    return [Level((f"level_{v}",), n) for v, n in zip(levels["level"], people, strict=True)]


def _three(levels: pd.DataFrame) -> list[Level]:
    counts = dict(zip(levels["level"], levels["people"].astype(int), strict=True))
    assert sum(counts.values()) == levels["base"].iloc[0]
    return three_levels(counts, list(counts), ANSWER_SIDES)


def _part(levels: pd.DataFrame, profile: Profile) -> Part:
    return Part(tuple(_three(levels)), profile.base_mark(int(levels["base"].iloc[0])) == "c")


def _bears_all_levels(levels: pd.DataFrame, profile: Profile) -> bool:
    """Whether a question's base is large and none of its levels small (S2)."""
    large = levels["base"].iloc[0] >= profile.five_levels_from
    return bool(large and (levels["people"] > profile.small_level_up_to).all())


def _sides_are_large(levels: pd.DataFrame, profile: Profile) -> bool:
    """Whether a part's own report shows all three sides."""
    return not any_small(_three(levels), profile.small_level_up_to)


def _marked(base: Base, profile: Profile, chosen: list[Share]) -> tuple[float, str]:
    """A question's base and its mark: hidden or missing with its shares, a bound, or by size."""
    if all(s.mark in ("c", "z") for s in chosen):
        return math.nan, chosen[0].mark
    return base.shown, base.mark or profile.base_mark(base.least)


def _rows(
    result: Result,
    key: tuple[str, ...],
    chosen: list[Share],
    base: tuple,
    more: dict[str, tuple] | None = None,
) -> Cells:
    """What is released of one question: a row and its marks for each share.

    `more`: further columns, the same in each row.
    """
    named = dict(zip(result.by[:-1], key, strict=True))
    more = more or {}
    values, marks = ({name: cell[i] for name, cell in more.items()} for i in (0, 1))
    return [
        (
            named | {"level": share.name, "percent": share.percent, "base": base[0]} | values,
            {"percent": share.mark, "base": base[1]} | marks,
        )
        for share in chosen
    ]


def _sealed(
    result: Result,
    profile: Profile,
    cells: Cells,
    common: dict,
    more: dict[str, str] | None = None,
) -> Released:
    """The released table; `more` are kinds of further columns."""
    kinds = KINDS | (more or {})
    columns = [*result.by, *kinds]
    rows = [row for row, _ in cells]
    marks = pd.DataFrame([mark for _, mark in cells], columns=columns, dtype="str").fillna("")
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(rows, columns=columns),
        marks=marks,
        kinds={**dict.fromkeys(result.by, "key"), **kinds},
        by=result.by,
        labels={
            **{k: v for k, v in result.labels.items() if k != "level"},
            "scale": result.labels.get("level", {}),
            "level": _level_labels(result, rows),
        },
        profile=profile.profile,
        **common,
    )


def _level_labels(result: Result, rows: list[dict]) -> dict[str, Text]:
    """Text of each level that occurs; of merged ones, the parts joined by "or"."""
    own = {f"level_{v}": t for v, t in result.labels.get("level", {}).items()}

    def text(name: str) -> Text:
        if name in own:
            return own[name]
        return words()[f"level_{name}"].text

    names = dict.fromkeys(r["level"] for r in rows)
    return {name: either([text(p) for p in name.split("_or_")]) for name in names}


def release_scores(result: Result, profile: Profile, **common) -> Released:
    """Means, intervals and coefficients, where at least `estimates_from` people stand behind.

    Who answered every question of a topic are among those with a score: their number may become
    a bound. What then goes with alpha and omega depends on the bound alone (rule X1): alpha's
    interval, and whether a factor was estimated. Where everybody answered a question alike the
    number is hidden with them, and nobody can tell that from too few.
    """
    frame = result.frame.rename(columns={result.people: "n"}).copy()
    kinds = {**dict.fromkeys(result.by, "key"), "n": "base", **result.kinds}
    numbers = [c for c in frame if kinds[c] not in ("key", "text", "guard")]
    frame[numbers] = frame[numbers].astype("float64")
    marks = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for row in frame.index:
        people = int(frame.at[row, "n"])
        complete = _complete(result, frame.at[row, result.by[0]], profile)
        if profile.public:
            _blur(frame, row, complete.least)
        for count, base, estimates in (
            ("n", alone(people, profile), MEANS),
            ("alpha_n", complete, ALPHAS),
        ):
            frame.at[row, count] = base.shown
            marks.at[row, count] = base.mark or profile.base_mark(base.least)
            if base.mark == "c" or base.least < profile.estimates_from:
                marks.loc[row, [count, *estimates]] = "c"
        if marks.at[row, "alpha_n"] == "c":
            frame.at[row, "guard"] = ""
    return seal(
        measure=result.measure,
        frame=frame.assign(**{c: frame[c].mask(marks[c] == "c") for c in numbers}),
        marks=marks,
        kinds=kinds,
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _complete(result: Result, construct: str, profile: Profile) -> Base:
    """How many answered every question of a topic, as its parts' own reports may tell it."""
    row = result.frame.set_index(result.by[0]).loc[construct]
    if profile.public and row["guard"] in ALIKE_GUARDS:
        return NOTHING_SAID
    if result.parts and profile.public:
        return added([_complete(part, construct, profile) for part in result.parts])
    base = inside(int(row["alpha_n"]), int(row[result.people]), profile)
    return NOTHING_SAID if profile.base_mark(base.least) == "c" else base


def _blur(frame: pd.DataFrame, row: int, people: int) -> None:
    """Alpha's interval and whether there is an omega, as the printed number of people has them.

    The exact interval would tell that number, and so would an omega that needs more people than
    the least that is printed.
    """
    alpha, items = frame.at[row, "alpha"], int(frame.at[row, "items"])
    if math.isnan(alpha) or people < 2:
        return
    printed = rounded(alpha, DECIMALS["coefficient"])
    frame.loc[row, ["alpha_lower", "alpha_upper"]] = feldt_interval(printed, people, items)
    if people < PEOPLE_PER_ITEM * items and not frame.at[row, "guard"]:
        frame.loc[row, ["omega", "omega_lower", "omega_upper"]] = math.nan
        frame.at[row, "guard"] = GUARDS["few_for_a_factor"]
