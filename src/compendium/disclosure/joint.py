"""The joint display's rule: its survey cell as S1, S4, S5, X1, its talk as Q1, its draft as both.

A draft, and what an analyst made of it, leave only if both cells they rest on do. Where nobody
raised a thing and where too few did is one word, so that neither tells on the one or two.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.result import Labels, Result
from compendium.analysis.strands import FEW, NONE, NOT_ASKED, TOO_THIN, draft
from compendium.conclusions import JointRow
from compendium.disclosure.nested import alone, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal
from compendium.study import Study

ESTIMATES = ("mean", "lower", "upper")
AGAINST = ("reference_mean", "reference_n", "difference", "difference_lower", "difference_upper")
COUNTS = ("asked", "raised", "favourable", "unfavourable", "balanced")
AUTHORED = ("label", "concluded", "of", "integrator", "decided_on", "reason")
# A label that says there is nothing to compare gives no cell away.
SAYS_NOTHING = ("SILE", "INSU")
INTERNAL = ("now", "least_n", "asked_everywhere", "qual_signal_everywhere")


@dataclasses.dataclass(frozen=True)
class _Cells:
    """One row's values and marks while the rule is applied."""

    values: dict
    marks: dict

    def hide(self, *columns: str) -> None:
        for column in columns:
            self.values[column], self.marks[column] = None, "c"


def release_joint(result: Result, profile: Profile, study: Study, **common) -> Released:
    """One row per row of the joint display and site, as in the result.

    `exact` shows the counts of people; a public profile shows the qualitative strand in words.
    """
    declared = {r.row: r for r in study.header.joint_display}
    left_out = {*INTERNAL, *(COUNTS if profile.public else ())}
    columns = [c for c in result.frame if c not in left_out]
    made = [
        _row(found, declared[found["row"]], profile, study)
        for found in result.frame.to_dict("records")
    ]
    kinds = {"row": "key", "site": "key", "n": "base", **result.kinds}
    frame = pd.DataFrame([cells.values for cells in made], columns=columns)
    words = [c for c in columns if kinds[c] in ("key", "text", "band")]
    return seal(
        measure=result.measure,
        frame=frame.assign(
            **{c: frame[c].astype("object").fillna("").astype("str") for c in words}
        ),
        marks=pd.DataFrame([cells.marks for cells in made], columns=columns, dtype="str").fillna(
            ""
        ),
        kinds={c: kinds[c] for c in columns},
        by=result.by,
        labels={**result.labels, **_still_there(result, set(frame["concluded"]))},
        profile=profile.profile,
        **common,
    )


def _still_there(result: Result, concluded: set[str]) -> Labels:
    """What was written of the rows that are shown, and of no other."""
    written = ("meta_inference", "follow_up")
    return {n: {k: t for k, t in result.labels[n].items() if k in concluded} for n in written}


def _row(found: dict, row: JointRow, profile: Profile, study: Study) -> _Cells:
    cells = _Cells(dict(found), {})
    if profile.public:
        alone = len(study.sites) == 1
        _guard_survey(cells, profile, _pooled(row.survey_groups, study, row) and not alone)
        _guard_talk(cells, profile, _pooled(row.talk_groups, study, row) and not alone)
        _guard_draft(cells)
    return cells


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
    found["qual_signal"] = FEW if signal in (NONE, TOO_THIN) else signal
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
