"""Agreement of coders may be left out of a study, with a reason."""

from __future__ import annotations

import pytest

from compendium.problems import StudyError
from compendium.study_folder import open_study

REASON = "\n  agreement_reason: {en: We talk it through., cy: Trafodwn.}"


def opened(tiny, more):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  of_record: C1", f"  of_record: C1{more}"), encoding="utf-8")
    return open_study("tiny")


def test_not_used_with_a_reason_is_taken(tiny):
    rules = opened(tiny, "\n  agreement: not_used" + REASON).header.coding
    assert rules.not_used
    assert rules.agreement_reason.en == "We talk it through."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("\n  agreement: not_used", "nothing says why"),
        (REASON, "there is a reason why agreement is not used"),
        ("\n  agreement: never" + REASON, "agreement 'never' is unknown"),
    ],
)
def test_a_reason_and_what_it_is_a_reason_for_belong_together(tiny, more, said):
    with pytest.raises(StudyError, match=said):
        opened(tiny, more)
