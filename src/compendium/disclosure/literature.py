"""Rule L1: counts of publications stand as they are, under every profile.

Records, reports and studies of a review are published already, and nobody can be found in how many
there are. The rule takes no table in which people are counted.
"""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.analysis.review.literature_flow import RECORDS
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed
from compendium.problems import DisclosureError

# The rule that these are told whole by, on the disclosure page.
EXACT = dict.fromkeys(("review_flow", "review_searches"), "L1")
# What a team wrote of its review, which goes the way of other written things.
WRITTEN = ("prisma", "rapid_review", "review_about", "review_studies", "review_evidence")
NAMES = {
    "prisma": "measure_prisma",
    "rapid_review": "measure_rapid_review",
    "review_about": "measure_review_about",
    "review_searches": "measure_review_searches",
    "review_flow": "measure_review_flow",
    "review_studies": "measure_review_studies",
    "review_evidence": "measure_review_evidence",
}


def release_literature(result: Result, profile: Profile, **common) -> Released:
    """Every number exact.

    Raises
    ------
    DisclosureError
        If the result counts people, or comes from a survey.
    """
    if result.people != RECORDS or result.groups or "base" in result.kinds.values():
        raise DisclosureError(
            f"{result.measure!r} counts people; the rule for publications does not cover it."
        )
    return sealed(result, profile, result.frame, {RECORDS: "count", **result.kinds}, common)
