"""The side-by-side joint display: a survey result beside what people say, row by row.

The draft is made by rule (`compendium.analysis.joint_displays.strands`). The label and the
meta-inference are an analyst's, read from the study's findings; nothing here chooses or changes
them.
"""

from __future__ import annotations

import dataclasses
import hashlib

import pandas as pd

from compendium.analysis.joint_displays.joint_quotes import joint_quotes
from compendium.analysis.joint_displays.strands import draft, scores_of, survey, talk, voices
from compendium.analysis.qualitative.themes import rule_in_use
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.conclusions import JointInputs, JointRow, MetaInference
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import Text, list_text

KINDS = {
    "now": "base",
    "reference": "text",
    **dict.fromkeys(("mean", "lower", "upper", "reference_mean"), "mean"),
    "reference_n": "base",
    **dict.fromkeys(("difference", "difference_lower", "difference_upper"), "mean"),
    "least_n": "count",
    "quant_signal": "band",
    "asked": "base",
    **dict.fromkeys(("raised", "favourable", "unfavourable", "balanced"), "count"),
    "qual_signal": "band",
    "asked_everywhere": "base",
    "qual_signal_everywhere": "band",
    "draft": "band",
    "label": "band",
    **dict.fromkeys(("concluded", "of", "integrator", "decided_on", "reason"), "text"),
    **dict.fromkeys(("declared", "was_declared"), "text"),
    **dict.fromkeys(("was_quant_signal", "was_qual_signal"), "band"),
    **dict.fromkeys(("was_mean", "was_reference_mean"), "mean"),
    **dict.fromkeys(("was_n", "was_asked", "was_raised"), "count"),
}
# What a conclusion is signed on; ``was_…`` is what each was then.
SIGNED = tuple(f.name for f in dataclasses.fields(JointInputs))


@remembered
def side_by_side(data: Tables) -> Result:
    """Every row of the study's joint display in this site, or in each site.

    One row per declared row and site; there is none for all sites together. The survey strand is a
    mean with its 95 % t interval on `n` of the `now` people with a score now, beside the
    reference's; the qualitative strand counts distinct people (`asked`, `raised`, those whose
    words lean `favourable` or `unfavourable`, those who are `balanced`). `…_everywhere` is the
    qualitative strand over all sites, for groups that are pooled. `draft` follows the printed
    rule, `label` and what goes with it are the analyst's: of this site, or of all together (`of`
    is then blank), or none. ``was_…`` is what it was concluded on, `declared` a digest of how the
    row is declared. `taken` holds the approved quotes that may stand beside each.

    Where other sites are the reference, their answers are `held_against`; a site's row says nothing
    of another site by itself.
    """
    said, sites = voices(data), [s.site_id for s in data.study.sites]
    everywhere = {r.row: talk(data, said, r, tuple(sites)) for r in data.study.header.joint_display}
    rows, shown = [], [data.site_id] if data.site_id else sites
    for row in data.study.header.joint_display:
        scores = scores_of(data, row)
        for site in shown:
            strands = {
                **dataclasses.asdict(survey(scores, row, site)),
                **dataclasses.asdict(talk(data, said, row, (site,))),
            }
            rows.append(
                {
                    "row": row.row,
                    "site": site,
                    "reference": row.reference.kind if row.instrument else "",
                    **strands,
                    "asked_everywhere": everywhere[row.row].asked,
                    "qual_signal_everywhere": everywhere[row.row].qual_signal,
                    "draft": draft(strands["quant_signal"], strands["qual_signal"]),
                    **_concluded(data.study, row.row, site),
                    "declared": digest(row),
                    **_signed_on(data.study, row.row, site),
                }
            )
    return Result(
        "joint",
        pd.DataFrame(rows, columns=["row", "site", "n", *KINDS]),
        by=("row", "site"),
        people="n",
        kinds=KINDS,
        population=population(data),
        method="method_joint",
        origin=origin_of(data.participants, data.answers, data.held_against, data.segments),
        labels=_labels(data.study),
        taken=(joint_quotes(data, said, shown),),
    )


def conclusion(study: Study, row: str, site: str) -> MetaInference | None:
    """What an analyst concluded of a row in a site, or of the row in all sites together."""
    mine = {m.site: m for m in study.meta_inferences if m.row == row}
    return mine.get(site) or mine.get("")


def _concluded(study: Study, row: str, site: str) -> dict[str, str]:
    found = conclusion(study, row, site)
    if found is None:
        return dict.fromkeys(("label", "concluded", "of", "integrator", "decided_on", "reason"), "")
    return {
        "label": found.label,
        "concluded": _key(found),
        "of": found.site,
        "integrator": found.integrator,
        "decided_on": found.decided_on.isoformat(),
        "reason": found.reason,
    }


def digest(row: JointRow) -> str:
    """A short digest of what a row is made of: whose answers to what, whose talk, the reference."""
    parts = dataclasses.asdict(row)
    made_of = {k: v for k, v in parts.items() if k not in ("row", "label", "silent_because")}
    if row.reference:
        made_of["reference"] = (row.reference.kind, row.reference.value)
    return hashlib.sha256(repr(sorted(made_of.items())).encode()).hexdigest()[:8]


def _signed_on(study: Study, row: str, site: str) -> dict:
    """What the strands said when the row was concluded; nothing where that was not signed."""
    found = conclusion(study, row, site)
    then = found.inputs.get(site) if found else None
    texts = ("declared", "quant_signal", "qual_signal")
    blank = {name: "" if name in texts else None for name in SIGNED}
    return {f"was_{k}": v for k, v in (dataclasses.asdict(then) if then else blank).items()}


def _key(found: MetaInference) -> str:
    """What a meta-inference is called among the labels: ``trust@A``."""
    return f"{found.row}@{found.site}"


def population(data: Tables) -> Text:
    """Everybody surveyed and interviewed, of a site where there is one."""
    if not data.site_id:
        return Text("people surveyed and interviewed", "pobl a holwyd ac a gyfwelwyd")
    site = data.study.site(data.site_id).label
    return Text(
        f"people surveyed and interviewed in {site.en}",
        f"pobl a holwyd ac a gyfwelwyd yn {site.cy}" if site.cy else "",
    )


def _labels(study: Study) -> Labels:
    """What the rows are about, in words, and what was written of them."""
    rows = {r.row: r for r in study.header.joint_display}
    concluded = {_key(m): m for m in study.meta_inferences}
    return {
        "row": {k: r.label for k, r in rows.items()},
        "site": {s.site_id: s.label for s in study.sites},
        "speaker": {g.group: g.singular for g in study.groups},
        "asked_of": {k: _respondents(study, r) for k, r in rows.items() if r.instrument},
        "asked_about": {k: _measured(study, r) for k, r in rows.items() if r.instrument},
        "silent": {k: r.silent_because for k, r in rows.items() if r.silent_because},
        "reference_reason": {k: r.reference.reason for k, r in rows.items() if r.reference},
        "talkers": {
            k: list_text(study.group(g).label for g in r.talk_groups) for k, r in rows.items()
        },
        "codes": {
            k: list_text(c.label for c in study.codebook if c.code_id in r.codes)
            for k, r in rows.items()
        },
        **rule_in_use(study),
        "meta_inference": {k: m.meta_inference for k, m in concluded.items()},
        "follow_up": {k: m.follow_up for k, m in concluded.items() if m.follow_up},
    }


def _respondents(study: Study, row: JointRow) -> Text:
    groups = row.survey_groups or study.instrument(row.instrument).groups
    return list_text(study.group(g).label for g in groups)


def _measured(study: Study, row: JointRow) -> Text:
    """What the survey strand is the mean of: a construct's label or an item's wording."""
    form = study.instrument(row.instrument)
    if row.item:
        return next(i.wording for i in form.items if i.item_id == row.item)
    return next(c.label for c in form.constructs if c.construct == row.construct)
