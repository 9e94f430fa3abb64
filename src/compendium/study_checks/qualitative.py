"""What a study says of its interviews: whether they suffice, and what each question was to test."""

from __future__ import annotations

from compendium.problems import Problems
from compendium.study import Study
from compendium.study_checks.repeated import refuse_repeated

FILE = "study.yml"


def check_sufficiency(study: Study, problems: Problems, known) -> None:
    """Add to `problems` statements of sufficiency about no group, or without a text or a name."""
    groups = [g.group for g in study.groups]
    for group, said in study.header.coding.sufficiency.items():
        where = f"coding sufficiency {group}"
        known(FILE, where, "group", [group], groups)
        if said is not None and not (said.text.en.strip() and said.by.strip()):
            problems.add(
                FILE,
                where,
                "the text or the name is blank",
                "`text`, `by` and `on` are needed",
                "Say what you hold and who holds it, or take the entry out.",
            )


def check_topic_guides(study: Study, problems: Problems, known) -> None:
    """Add to `problems` guides that name what is not there, and questions that stand twice."""
    groups = [g.group for g in study.groups]
    theory = {*(c.cmoc_id for c in study.cmocs), *(s.pt_id for s in study.statements)}
    guides = study.header.topic_guides
    names = (g.guide for g in guides)
    refuse_repeated(names, "guide", FILE, "topic_guides", problems, "Give each its own id.")
    for guide in guides:
        where = f"topic_guides {guide.guide}"
        known(FILE, where, "group", guide.groups, groups)
        questions = (q.question for q in guide.questions)
        refuse_repeated(questions, "question", FILE, where, problems, "Give each its own id.")
        for question in guide.questions:
            at = f"{where} {question.question}"
            known(FILE, at, "statement or CMOC", question.tests, theory)
