"""What a report should say by the checklists of its field, and a study's answers.

Realist evaluations: Wong G, Westhorp G, Manzano A, Greenhalgh J, Jagosh J, Greenhalgh T (2016).
RAMESES II reporting standards for realist evaluations. BMC Medicine 14:96. Mixed methods: O'Cathain
A, Murphy E, Nicholl J (2008). The quality of mixed methods studies in health services research
(GRAMMS). Journal of Health Services Research & Policy 13(2):92-98. Qualitative research: O'Brien
BC, Harris IB, Beckman TJ, Reed DA, Cook DA (2014). Standards for reporting qualitative research
(SRQR). Academic Medicine 89(9):1245-1251. Interviews and focus groups: Tong A, Sainsbury P, Craig J
(2007). Consolidated criteria for reporting qualitative research (COREQ). International Journal for
Quality in Health Care 19(6):349-357. Involvement: Staniszewska S, Brett J, Simera I et al. (2017).
GRIPP2 reporting checklists (short form). Research Involvement and Engagement 3:13. What to add on
children and young people: Preston J et al. (2023). Research Involvement and Engagement 9 (doi
10.1186/s40900-023-00477-8), table 2. Reviews of literature: Page MJ and others (2021). The PRISMA
2020 statement. BMJ 372:n71. Rapid reviews: Stevens A and others (2024). Items to report beside
PRISMA 2020. BMJ Evidence-Based Medicine, doi 10.1136/bmjebm-2024-112899. The items are worded here
in our own words; of PRISMA 2020 what is lettered (13a to 13f) is one item.
"""

from __future__ import annotations

from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.survey_reporting import Items, check_items

# Of each checklist how many items stand under each heading, in its order.
HEADINGS = {
    "rameses": {
        **{"title": 1, "abstract": 1, "introduction": 4, "methods": 7},
        **{"results": 2, "discussion": 5},
    },
    "gramms": {"mixed": 6},
    "srqr": {
        **{"title": 2, "introduction": 2, "methods": 11},
        **{"results": 2, "discussion": 2, "other": 2},
    },
    "coreq": {"team": 8, "design": 15, "analysis": 9},
    "gripp2": {"involvement": 5},
    "involving_young": {"young": 6},
    "prisma": {
        **{"title": 1, "abstract": 1, "introduction": 2, "methods": 11},
        **{"results": 7, "discussion": 1, "other": 4},
    },
    "rapid_review": {"methods": 3, "people": 3},
}


def _items(name: str) -> Items:
    """Of each item by its number the words for its heading and for itself.

    >>> list(_items("gramms").items())[0]
    ('1', ('gramms_of_mixed', 'gramms_1'))
    """
    headings = [h for h, many in HEADINGS[name].items() for _ in range(many)]
    return {str(n): (f"{name}_of_{h}", f"{name}_{n}") for n, h in enumerate(headings, 1)}


CHECKLISTS: dict[str, Items] = {name: _items(name) for name in HEADINGS}


def check_checklists(study: Study, problems: Problems) -> None:
    """Add to `problems` items that a checklist does not have, and items half confirmed."""
    for name, said in study.header.reporting.items():
        where = f"reporting {name}"
        if name not in CHECKLISTS:
            problems.add(
                "study.yml",
                where,
                "there is no such checklist",
                f"there is {listed(CHECKLISTS)}",
                "Name one of them, or take it out.",
            )
            continue
        texts = {item: found and found.at for item, found in said.items()}
        check_items(texts, CHECKLISTS[name], where, "not addressed", problems)
        for item, found in said.items():
            if found is not None and bool(found.by.strip()) != bool(found.on):
                problems.add(
                    "study.yml",
                    f"{where} {item}",
                    "the item has a name without a day, or a day without a name",
                    "whoever confirms it says `by` and `on`",
                    "Give both, or neither: it is then shown as not confirmed.",
                )
