"""What each question of a topic guide was to test, and, for the team, what was said on it.

One row per guide and question.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.qualitative.themes import coding_of_record, rolled_up, rule_in_use
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.sample import INTERVIEWED
from compendium.analysis.theory.cmoc_result import named
from compendium.analysis.theory.programme import called, newest
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import Cmoc, GuideQuestion, TopicGuide


def questions(data: Tables) -> Result:
    """One row per guide and question, in the study's order.

    `tests` are the statements and CMOCs it was to test, as study.yml names them; the labels say
    what each is about, and which CMOCs no question was to test. `passages` are
    those of the guide's groups, in interviews, that carry a code of one of these CMOCs, or one
    below it; `evidence` the judgements of evidence from talk of these groups on these CMOCs. Both
    are missing where a question was to test nothing.
    """
    talk, evidence = _talk(data), data.evidence[data.evidence["data_type"] == "interview"]
    rows = [
        {"guide": guide.guide, "question": q.question, "tests": "; ".join(q.tests)}
        | _came(data.study, guide, q, talk, evidence)
        for guide in data.study.header.topic_guides
        for q in guide.questions
    ]
    guides = data.study.header.topic_guides
    return Result(
        "topic_guide",
        pd.DataFrame(rows, columns=["guide", "question", "tests", "passages", "evidence"]),
        by=("guide", "question"),
        people="passages",  # nobody is counted here
        kinds={"tests": "text", "evidence": "count"},
        population=INTERVIEWED,
        method="method_topic_guide",
        origin=origin_of(data.participants, data.segments),
        labels={
            "guide": {g.guide: g.label for g in guides},
            "question": {f"{g.guide} {q.question}": q.text for g in guides for q in g.questions},
            "tests": {
                **{pt_id: called(s) for pt_id, s in newest(data.study).items()},
                **{c.cmoc_id: named(c) for c in data.study.cmocs},
            },
            "untested": {c.cmoc_id: named(c) for c in _untested(data.study)},
            **rule_in_use(data.study),
        },
    )


def _untested(study: Study) -> list[Cmoc]:
    """The CMOCs that no question was to test, neither by name nor through their statement."""
    meant = {t for g in study.header.topic_guides for q in g.questions for t in q.tests}
    return [c for c in study.cmocs if not {c.cmoc_id, c.pt_id} & meant]


def _talk(data: Tables) -> pd.DataFrame:
    """One row per coded passage of interviews and code, codes above included; known speakers."""
    record = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    own = data.segments[data.segments["data_type"] == "interview"]
    own = own.assign(
        group=own["participant_id"].map(data.participants.set_index("participant_id")["group"])
    )
    return own[["segment_id", "group"]].merge(record[["segment_id", "code_id"]], on="segment_id")


def _came(
    study: Study,
    guide: TopicGuide,
    question: GuideQuestion,
    talk: pd.DataFrame,
    evidence: pd.DataFrame,
) -> dict:
    if not question.tests:
        return {"passages": pd.NA, "evidence": pd.NA}
    meant = [c for c in study.cmocs if {c.cmoc_id, c.pt_id} & set(question.tests)]
    codes = {code for cmoc in meant for code in cmoc.codes}
    theirs = talk[talk["group"].isin(guide.groups) & talk["code_id"].isin(codes)]
    judged = evidence["group"].isin(guide.groups)
    judged &= evidence["cmoc_id"].isin([c.cmoc_id for c in meant])
    return {"passages": theirs["segment_id"].nunique(), "evidence": int(judged.sum())}
