"""Joint displays of other types: what was asked, the theory by strand, people in both strands.

The side-by-side display is `compendium.analysis.joint_displays.integration`. Types and names
follow Guetterman and others (2015), and Fetters, Curry and Creswell (2013).
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.joint_displays.strands import scores_of, voices
from compendium.analysis.qualitative.themes import coding_of_record, rolled_up, rule_in_use
from compendium.analysis.remembered import remembered
from compendium.analysis.result import BETWEEN, Result, origin_of
from compendium.analysis.theory.programme import standing
from compendium.analysis.theory.spread import DIRECTIONS, counts_of, spread, that_count
from compendium.conclusions import JointRow
from compendium.instruments import Construct, Instrument
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import Text, list_text

# The strands of a theory's evidence, and the kinds of data of each.
STRANDS = {
    "literature": ("literature",),
    "interviews": ("interview",),
    "written": ("open_answer",),
    "observed": ("observation",),
    "survey": ("survey",),
    "casework": ("casework",),
    "workshops": ("decision",),
}
COUNTS = tuple(f"{strand}_{way}" for strand in STRANDS for way in DIRECTIONS)
RAISED = {"raised": Text("Raised it", "Wedi'i godi"),
          "not_raised": Text("Did not raise it", "Heb ei godi")}  # fmt: skip


def data_collection(data: Tables) -> Result:
    """How each strand asked about each topic of the surveys: as it was written.

    One row per instrument and topic: its `items`; the `questions` of topic guides that were to
    test a CMOC on that topic, or its statement; the `codes` of those CMOCs, and of rows of the
    joint display on the topic. `passages` are those of interviews that carry one of the codes.
    """
    study = data.study
    record = rolled_up(coding_of_record(data.codings, study), study.codebook)
    talk = data.segments.loc[data.segments["data_type"] == "interview", "segment_id"]
    record = record[record["segment_id"].isin(talk)]
    rows = []
    for form in study.instruments:
        for topic in form.constructs:
            codes = _codes_on(study, form, topic)
            carrying = record.loc[record["code_id"].isin(codes), "segment_id"].nunique()
            items = [i.item_id for i in form.items_of(topic.construct)]
            lists = (items, _questions_on(study, topic), codes)
            texts = (BETWEEN.join(each) for each in lists)
            rows.append((form.instrument, topic.construct, *texts, carrying))
    texts = ("items", "questions", "codes")
    questions = [(g, q) for g in study.header.topic_guides for q in g.questions]
    return Result(
        "data_collection",
        pd.DataFrame(rows, columns=["instrument", "construct", *texts, "passages"]),
        by=("instrument", "construct"),
        people="passages",  # nobody is counted here
        kinds=dict.fromkeys(texts, "text"),
        population=Text("surveys and interviews", "arolygon a chyfweliadau"),
        method="method_data_collection",
        origin=origin_of(data.participants, data.segments),
        labels={
            "instrument": {f.instrument: _called(study, f) for f in study.instruments},
            "construct": {
                f"{f.instrument} {c.construct}": c.label
                for f in study.instruments
                for c in f.constructs
            },
            "item": {
                f"{f.instrument} {i.item_id}": i.wording for f in study.instruments for i in f.items
            },
            "question": {f"{g.guide} {q.question}": q.text for g, q in questions},
            "guide": {g.guide: g.label for g in study.header.topic_guides},
            "code": {c.code_id: c.label for c in study.codebook},
            **rule_in_use(study),
        },
    )


def _called(study: Study, form: Instrument) -> Text:
    """An instrument by those who answer it."""
    return list_text(study.group(g).label for g in form.groups)


def _questions_on(study: Study, topic: Construct) -> list[str]:
    cmocs = [c for c in study.cmocs if topic.construct in c.constructs]
    meant = {name for c in cmocs for name in (c.cmoc_id, c.pt_id)}
    guides = study.header.topic_guides
    return [f"{g.guide} {q.question}" for g in guides for q in g.questions if meant & set(q.tests)]


def _codes_on(study: Study, form: Instrument, topic: Construct) -> list[str]:
    rows = [r for r in study.header.joint_display if r.instrument == form.instrument]
    own = {i.item_id for i in form.items_of(topic.construct)}
    on_it = [r.codes for r in rows if topic.construct == r.construct or r.item in own]
    on_it += [c.codes for c in study.cmocs if topic.construct in c.constructs]
    named = {code for codes in on_it for code in codes}
    return [c.code_id for c in study.codebook if c.code_id in named]


@remembered
def theory_driven(data: Tables) -> Result:
    """What each strand says of each statement of the programme theory, and how widely.

    One row per statement that stands, in its latest version: of each strand (`STRANDS`) how many
    pieces of evidence on its CMOCs support, refine or refute them, those alone that count (see
    `compendium.analysis.theory.spread`; what is on a rival is left out); `spreads` is each CMOC's
    spread, ``CW01=wide``, over all strands. `people` are distinct known people behind the pieces.
    """
    study, counting = data.study, that_count(data.evidence[data.evidence["rival"] == "no"])
    rows = []
    latest = standing(study)
    for statement in latest:
        cmocs = [c.cmoc_id for c in study.cmocs if c.pt_id == statement]
        mine = counting[counting["cmoc_id"].isin(cmocs)]
        spreads = (f"{c}={spread(counts_of(mine[mine['cmoc_id'] == c]))}" for c in cmocs)
        known = mine.loc[mine["participant_id"] != "", "participant_id"]
        rows.append(
            {"pt_id": statement, "people": known.nunique(), "spreads": BETWEEN.join(spreads)}
            | {
                f"{strand}_{way}": int(
                    (mine["data_type"].isin(k) & (mine["direction"] == way)).sum()
                )
                for strand, k in STRANDS.items()
                for way in DIRECTIONS
            }
        )
    return Result(
        "theory_driven",
        pd.DataFrame(rows, columns=["pt_id", "people", "spreads", *COUNTS]),
        by=("pt_id",),
        people="people",
        kinds={"spreads": "text", **dict.fromkeys(COUNTS, "count")},
        population=Text("all evidence", "yr holl dystiolaeth"),
        method="method_theory_driven",
        origin=origin_of(data.participants, data.evidence),
        labels={
            "pt_id": {
                k: Text(f"{k}: if {s.if_text}, then {s.then_text}") for k, s in latest.items()
            }
        },
    )


@remembered
def stats_by_theme(data: Tables) -> Result:
    """Survey scores of people in both strands, by whether they raised a theme when interviewed.

    One row per row of the joint display that has a survey, and ``raised`` or ``not_raised``:
    `people` answered that survey and were interviewed, belong to groups of both its strands, and
    agreed that the two are joined; `n` of them have a score now, with its `mean`, `lowest` and
    `highest`. Not raising a theme is not disagreeing with it. This describes, and allows no test
    and no interval.
    """
    people, said = _of_both(data), voices(data)
    rows = []
    for row in data.study.header.joint_display:
        if not row.instrument:
            continue
        scores = scores_of(data, row)["now"]
        theirs = people[people["group"].isin(row.talk_groups)]["participant_id"]
        theirs = theirs[theirs.isin(scores.index)]
        spoke = theirs.isin(said.loc[said["code_id"].isin(row.codes), "participant_id"])
        for name, chosen in (("raised", theirs[spoke]), ("not_raised", theirs[~spoke])):
            now = scores.reindex(chosen).dropna()
            numbers = (now.mean(), now.min(), now.max()) if len(now) else (None,) * 3
            rows.append((row.row, name, len(chosen), len(now), *numbers))
    header = data.study.header
    kinds = {"n": "base", **dict.fromkeys(("mean", "lowest", "highest"), "mean")}
    frame = pd.DataFrame(rows, columns=["row", "raised", "people", *kinds])
    if not frame["people"].sum():
        frame = frame.iloc[:0]
    return Result(
        "stats_by_theme",
        frame,
        by=("row", "raised"),
        people="people",
        kinds=kinds,
        population=Text(
            "people surveyed and interviewed, who agreed that the two are joined",
            "pobl a holwyd ac a gyfwelwyd, ac a gytunodd i gysylltu'r ddau",
        ),
        method="method_stats_by_theme",
        origin=origin_of(data.participants, data.segments),
        labels={
            "row": {r.row: r.label for r in header.joint_display},
            "codes": {r.row: _names(data.study, r) for r in header.joint_display},
            "raised": RAISED,
            **rule_in_use(data.study),
        },
    )


def _of_both(data: Tables) -> pd.DataFrame:
    """People of this site, or of all, in both strands who agreed that these are joined."""
    people = data.participants
    both = people["interviewed"] & people["surveyed"] & people["link_consent"]
    return people[both & people["site_id"].isin([data.site_id])] if data.site_id else people[both]


def _names(study: Study, row: JointRow) -> Text:
    return list_text(c.label for c in study.codebook if c.code_id in row.codes)
