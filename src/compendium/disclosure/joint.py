"""The joint display's rule: its survey cell as S1, S4, S5, X1, its talk as Q1, its draft as both.

A draft, and what an analyst made of it, leave only if both cells they rest on do. Where nobody
raised a thing and where too few did is one word, so that neither tells on the one or two. That
something changed since a row was concluded is told of what is shown, and of nothing else. Quotes
stand under Q2, whether or not the cells beside them are hidden: they are words that their speakers
agreed to have printed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_displays.integration import SIGNED
from compendium.analysis.joint_displays.strands import FEW, NONE, NOT_ASKED, TOO_THIN, draft
from compendium.analysis.result import Labels, Result
from compendium.conclusions import JointRow
from compendium.disclosure.joint_quotes import KINDS as QUOTES
from compendium.disclosure.joint_quotes import choose
from compendium.disclosure.names.scan import Known
from compendium.disclosure.nested import alone, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import DECIMALS, Released, missing, rounded
from compendium.disclosure.sealing import sealed
from compendium.study import Study

ESTIMATES = ("mean", "lower", "upper")
AGAINST = ("reference_mean", "reference_n", "difference", "difference_lower", "difference_upper")
COUNTS = ("asked", "raised", "favourable", "unfavourable", "balanced")
AUTHORED = ("label", "concluded", "of", "integrator", "decided_on", "reason")
# A label that says there is nothing to compare gives no cell away.
SAYS_NOTHING = ("SILE", "INSU")
INTERNAL = ("now", "least_n", "asked_everywhere", "qual_signal_everywhere", "declared")
# What each of them was when the row was concluded is the team's; the public is told which changed.
WAS = tuple(f"was_{name}" for name in SIGNED)
TOLD = ("declared", "quant_signal", "mean", "reference_mean", "qual_signal")


@dataclasses.dataclass(frozen=True)
class _Cells:
    """One row's values and marks while the rule is applied."""

    values: dict
    marks: dict

    def hide(self, *columns: str) -> None:
        for column in columns:
            self.values[column], self.marks[column] = None, "c"


def release_joint(
    result: Result, profile: Profile, study: Study, known: Known, **common
) -> Released:
    """One row per row of the joint display and site, as in the result, with approved quotes.

    `exact` shows the counts of people; a public profile shows the qualitative strand in words.
    `withheld` says whether any quote was held back, not how many.
    """
    chosen, withheld = choose(result.taken, profile, study, known)
    declared = {r.row: r for r in study.header.joint_display}
    left_out = {*INTERNAL, *((*COUNTS, *WAS) if profile.public else ())}
    columns = [*(c for c in result.frame if c not in left_out), "changed", *QUOTES]
    made = [
        _row(found, declared[found["row"]], profile, study)
        for found in result.frame.to_dict("records")
    ]
    kinds = {"row": "key", "site": "key", "n": "base", "changed": "text"} | result.kinds | QUOTES
    said = [chosen.get((c.values["row"], c.values["site"]), {}) for c in made]
    rows = [cells.values | quotes for cells, quotes in zip(made, said, strict=True)]
    frame = pd.DataFrame(rows, columns=columns)
    words = [c for c in columns if kinds[c] in ("key", "text", "band")]
    frame = frame.assign(**{c: frame[c].astype("object").fillna("").astype("str") for c in words})
    marks = pd.DataFrame([cells.marks for cells in made], columns=columns, dtype="str").fillna("")
    labels = {**result.labels, **_still_there(result, set(frame["concluded"]))}
    return sealed(result, profile, frame, kinds, common, marks, labels=labels, withheld=withheld)


def _still_there(result: Result, concluded: set[str]) -> Labels:
    """What was written of the rows that are shown, and of no other."""
    written = ("meta_inference", "follow_up")
    return {n: {k: t for k, t in result.labels[n].items() if k in concluded} for n in written}


def _row(found: dict, row: JointRow, profile: Profile, study: Study) -> _Cells:
    cells = _Cells(dict(found), {})
    if not profile.public:
        cells.values["changed"] = " ".join(_changed(cells, SIGNED))
        return cells
    alone = len(study.sites) == 1
    pooled = _pooled(row.talk_groups, study, row) and not alone
    _guard_survey(cells, profile, _pooled(row.survey_groups, study, row) and not alone)
    _guard_talk(cells, profile, pooled)
    _guard_draft(cells)
    # What pooled people say is shown over all areas; what was signed is of one.
    told = [n for n in TOLD if not (pooled and profile.pool_staff and n == "qual_signal")]
    shown = [n for n in told if not {cells.marks.get(n), cells.marks.get("label")} & {"c"}]
    cells.values["was_qual_signal"] = _in_public(found["was_qual_signal"])
    cells.values["changed"] = " ".join(_changed(cells, shown))
    return cells


def _in_public(signal: str) -> str:
    """A signal of talk in the words of the public."""
    return FEW if signal in (NONE, TOO_THIN) else signal


def _changed(cells: _Cells, names: Iterable[str]) -> list[str]:
    """Which of these are not what they were when the row was concluded; none if it was not signed.

    Numbers are compared as they are shown.
    """
    now = cells.values
    if not now["was_declared"]:
        return []
    pairs = {n: (_comparable(now[n]), _comparable(now[f"was_{n}"])) for n in names}
    return [name for name, (found, was) in pairs.items() if found != was]


def _comparable(value: object) -> object:
    if isinstance(value, str):
        return value
    return None if missing(value) else rounded(value, DECIMALS["mean"])


def _pooled(groups: tuple[str, ...], study: Study, row: JointRow) -> bool:
    """Whether any of these groups is shown over all areas only; blank: all the instrument's."""
    named = groups or (study.instrument(row.instrument).groups if row.instrument else ())
    return any(study.group(g).pooled_as for g in named)


def _guard_survey(cells: _Cells, profile: Profile, pooled: bool) -> None:
    """S1 and S4; S5 hides an area's pooled staff; other sites together need every site's."""
    found = cells.values
    if found["quant_signal"] == NOT_ASKED:
        return
    paired = found["reference"] == "before"
    # Who said how it was before are among those with a score now (rule X1).
    people = int(found["n"])
    base = inside(people, int(found["now"]), profile) if paired else alone(people, profile)
    found["n"], cells.marks["n"] = base.shown, base.mark or profile.base_mark(base.least)
    few = base.mark == "c" or base.least < profile.estimates_from
    if few or (pooled and profile.pool_staff):
        cells.hide("n", *ESTIMATES, *AGAINST, "quant_signal")
    elif found["reference"] == "other_sites" and found["least_n"] < profile.estimates_from:
        cells.hide(*AGAINST, "quant_signal")
    elif paired:
        found["reference_n"], cells.marks["reference_n"] = found["n"], cells.marks["n"]
    elif found["reference"] != "value":
        others = alone(int(found["reference_n"]), profile)
        found["reference_n"] = others.shown
        cells.marks["reference_n"] = others.mark or profile.base_mark(others.least)


def _guard_talk(cells: _Cells, profile: Profile, pooled: bool) -> None:
    """Q1: in words, where enough were asked; pooled staff over all areas."""
    found = cells.values
    asked, signal = found["asked"], found["qual_signal"]
    if pooled and profile.pool_staff:
        asked, signal = found["asked_everywhere"], found["qual_signal_everywhere"]
    found["qual_signal"] = _in_public(signal)
    if asked < max(profile.theme_asked_from, 1):
        cells.hide("qual_signal")


def _guard_draft(cells: _Cells) -> None:
    """The draft of what is shown; it and what an analyst made of it hide with either cell."""
    found = cells.values
    if "c" in (cells.marks.get("quant_signal"), cells.marks.get("qual_signal")):
        cells.hide("draft")
        if found["label"] and found["label"] not in SAYS_NOTHING:
            cells.hide(*AUTHORED)
        return
    found["draft"] = draft(found["quant_signal"], found["qual_signal"])
