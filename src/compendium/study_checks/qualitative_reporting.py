"""What a report on qualitative research should say: SRQR and COREQ, and a study's answers.

O'Brien BC, Harris IB, Beckman TJ, Reed DA, Cook DA (2014). Standards for reporting qualitative
research. Academic Medicine 89(9):1245-1251. Tong A, Sainsbury P, Craig J (2007). Consolidated
criteria for reporting qualitative research (COREQ). International Journal for Quality in Health
Care 19(6):349-357. The items are worded here in our own words.
"""

from __future__ import annotations

from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.survey_reporting import Items, check_items

SRQR: Items = {
    "1": ("srqr_of_title", "srqr_1"),
    "2": ("srqr_of_title", "srqr_2"),
    "3": ("srqr_of_introduction", "srqr_3"),
    "4": ("srqr_of_introduction", "srqr_4"),
    "5": ("srqr_of_methods", "srqr_5"),
    "6": ("srqr_of_methods", "srqr_6"),
    "7": ("srqr_of_methods", "srqr_7"),
    "8": ("srqr_of_methods", "srqr_8"),
    "9": ("srqr_of_methods", "srqr_9"),
    "10": ("srqr_of_methods", "srqr_10"),
    "11": ("srqr_of_methods", "srqr_11"),
    "12": ("srqr_of_methods", "srqr_12"),
    "13": ("srqr_of_methods", "srqr_13"),
    "14": ("srqr_of_methods", "srqr_14"),
    "15": ("srqr_of_methods", "srqr_15"),
    "16": ("srqr_of_results", "srqr_16"),
    "17": ("srqr_of_results", "srqr_17"),
    "18": ("srqr_of_discussion", "srqr_18"),
    "19": ("srqr_of_discussion", "srqr_19"),
    "20": ("srqr_of_other", "srqr_20"),
    "21": ("srqr_of_other", "srqr_21"),
}
COREQ: Items = {
    "1": ("coreq_of_team", "coreq_1"),
    "2": ("coreq_of_team", "coreq_2"),
    "3": ("coreq_of_team", "coreq_3"),
    "4": ("coreq_of_team", "coreq_4"),
    "5": ("coreq_of_team", "coreq_5"),
    "6": ("coreq_of_team", "coreq_6"),
    "7": ("coreq_of_team", "coreq_7"),
    "8": ("coreq_of_team", "coreq_8"),
    "9": ("coreq_of_design", "coreq_9"),
    "10": ("coreq_of_design", "coreq_10"),
    "11": ("coreq_of_design", "coreq_11"),
    "12": ("coreq_of_design", "coreq_12"),
    "13": ("coreq_of_design", "coreq_13"),
    "14": ("coreq_of_design", "coreq_14"),
    "15": ("coreq_of_design", "coreq_15"),
    "16": ("coreq_of_design", "coreq_16"),
    "17": ("coreq_of_design", "coreq_17"),
    "18": ("coreq_of_design", "coreq_18"),
    "19": ("coreq_of_design", "coreq_19"),
    "20": ("coreq_of_design", "coreq_20"),
    "21": ("coreq_of_design", "coreq_21"),
    "22": ("coreq_of_design", "coreq_22"),
    "23": ("coreq_of_design", "coreq_23"),
    "24": ("coreq_of_analysis", "coreq_24"),
    "25": ("coreq_of_analysis", "coreq_25"),
    "26": ("coreq_of_analysis", "coreq_26"),
    "27": ("coreq_of_analysis", "coreq_27"),
    "28": ("coreq_of_analysis", "coreq_28"),
    "29": ("coreq_of_analysis", "coreq_29"),
    "30": ("coreq_of_analysis", "coreq_30"),
    "31": ("coreq_of_analysis", "coreq_31"),
    "32": ("coreq_of_analysis", "coreq_32"),
}
CHECKLISTS: dict[str, Items] = {"srqr": SRQR, "coreq": COREQ}


def check_qualitative_reporting(study: Study, problems: Problems) -> None:
    """Add to `problems` items that a checklist does not have, and items half confirmed."""
    for name, said in study.header.qualitative_reporting.items():
        where = f"qualitative_reporting {name}"
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
        check_items(texts, CHECKLISTS[name], where, "not confirmed", problems)
        for item, found in said.items():
            if found is not None and bool(found.by.strip()) != bool(found.on):
                problems.add(
                    "study.yml",
                    f"{where} {item}",
                    "the item has a name without a day, or a day without a name",
                    "whoever confirms it says `by` and `on`",
                    "Give both, or neither: it is then shown as not confirmed.",
                )
