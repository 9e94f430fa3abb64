"""What was set aside, and by which rule: the data-quality table (team build only)."""

from __future__ import annotations

import dataclasses

import pandas as pd

# Rule → what it means and what was done, in a researcher's words.
RULES = {
    "unknown_column": "the column is in no instrument and in no column map; it was not read",
    "unknown_site": "the area is not one of the study's; the response was set aside",
    "site_differs": "the consent table gives this person another area; the response was set aside",
    "not_in_participants": "nobody in the consent table has this token; set aside",
    "group_differs": "the questionnaire is not for this person's group in the consent table; the "
    "response was set aside",
    "before_launch": "the response is dated before the survey opened; set aside",
    "duplicate": "the same token answered more than once; the first response was kept",
    "answered_elsewhere": "the same person answered this questionnaire in an export named before; "
    "those answers were kept",
    "later_alone": "this person answered the questionnaire on a later occasion and not on the "
    "first; kept, and in no measure of change",
    "open_answers_of_later": "open answers of a later occasion are not read; to code them, import "
    "them into the coding tool (a source with speaks_of: survey_token)",
    "unknown_language": "study.yml does not say what this language is (languages, or values: "
    "language:); the response was kept without one",
    "straight_line": "every agreement item has the same answer; kept, and flagged",
    "out_of_range": "the value is not an answer of the scale; treated as missing",
    "case_not_in_participants": "nobody in the consent table has this case; what they said "
    "was left out (a case that is no person belongs under not_people in study.yml)",
    "event_elsewhere": "the consent table gives somebody in this source another area; kept",
    "withdrawn_matches_nothing": "nothing in the exports has this token or case; check the "
    "spelling",
    "match_unused": "matches.csv has this token or case, and the export has not; nothing was done",
    "retired_code": "the code was retired; the coding was set aside",
    "unknown_code": "the code is not in codebook.yml; the coding was set aside",
    "unknown_coder": "the coder is not named in study.yml; the coding was set aside",
    "valence_twice": "the same coder gave this passage another valence as well; the first was kept",
    "codes_no_answer": "the row has codes of a question that was left blank; they were set aside",
    "codes_no_text": "the coding begins where it ends and marks no text; it was set aside",
    "word_change_stale": "the coding was changed in Word, and the transcript has other words there "
    "now, or is gone; the change was not made",
    "word_change_done": "the coding was changed in Word, and the export has the change already; "
    "nothing was done",
    "referral_unknown_site": "the area is not one of the study's; the referral was set aside",
    "referral_without_date": "the referral has no date; it was set aside",
    "referral_twice": "the same reference stands more than once; the first row was kept",
    "referral_in_another_log": "another log, exported later or named first, has the referral too; "
    "that row was kept",
    "contact_before_referral": "the first contact is dated before the referral; the referral is "
    "counted, and has no wait",
    "allocated_before_referral": "the case was allocated before it was referred; the referral is "
    "counted, and has no wait",
    "contact_before_allocation": "the first contact is dated before the case was allocated; the "
    "referral is counted, and has no wait",
    "closed_before_referral": "the case was closed before it was referred; the referral is "
    "counted, and has no wait",
    "closed_before_contact": "the case was closed before the first contact; the referral is "
    "counted, and has no wait",
    "after_extraction": "a date lies after the day of the export; the referral is counted, and "
    "has no wait",
    "child_not_agreed_to": "somebody under sixteen lacks their own assent or a carer's consent; "
    "nothing of theirs was taken in",
    "activity_twice": "the same activity stands more than once; the first row was kept",
    "activity_unknown_referral": "no referral that came in has this reference; the activity was "
    "set aside",
    "activity_before_referral": "the activity is dated before the referral; it is counted",
    "activity_after_extraction": "the activity is dated after the log was exported; it is counted",
    "summary_of_nobody": "nobody in the consent table has this id; the summary is left out",
    "stale_quote": "no consented segment has this place and wording any more; not to be quoted",
}


# More of a cell's text than this tells nobody more about it.
LONGEST = 300


def shortened(text: str) -> str:
    """A text whole, or its beginning and how long it is.

    >>> shortened("Other"), shortened("x" * 5000)[-24:]
    ('Other', 'xxxxx… (5000 characters)')
    """
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"


@dataclasses.dataclass
class Quality:
    """Findings about the data, one row each, gathered while files are taken in."""

    rows: list[dict[str, str]] = dataclasses.field(default_factory=list)

    def note(self, rule: str, file: str, where: str, column: str = "", value: object = "") -> None:
        """Add one finding; `rule` is a key of RULES."""
        assert rule in RULES, rule
        self.rows.append(
            {
                "file": file,
                "where": shortened(where),
                "column": shortened(column),
                "value": shortened(str(value)),
                "rule": rule,
                "what_was_done": RULES[rule],
            }
        )

    @property
    def table(self) -> pd.DataFrame:
        """One row per finding, in the order they were found."""
        columns = ["file", "where", "column", "value", "rule", "what_was_done"]
        return pd.DataFrame(self.rows, columns=columns, dtype="str")

    @property
    def counts(self) -> pd.Series:
        """Number of findings by rule."""
        return self.table["rule"].value_counts(sort=False)
