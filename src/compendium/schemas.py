"""What one row of each table means, and what its columns may hold.

These are the tables after intake: consented, typed, one folder per site in ``private/``. Ids
that look like numbers ("001") are text end to end. `Column` is plain data; pandera is only
asked at intake (`compendium.intake.validation`), so that nothing after it pays for its import.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.casework_values import (
    ACTIVITY_DATE_PROBLEMS,
    ACTIVITY_TYPES,
    CARE_STATUSES,
    CLOSURE_REASONS,
    DATE_PROBLEMS,
    ISSUES,
    NOT_ACCEPTED_REASONS,
    REFERRERS,
    ROUTES,
)
from compendium.review_values import ARMS, DECIDED, REMOVED

ORIGINS = ("synthetic", "real")


@dataclasses.dataclass(frozen=True)
class Column:
    """One column. `kind` is text, integer, time or yes_no; text that is not known is ""."""

    kind: str = "text"
    blank: bool = False
    allowed: tuple[str, ...] = ()
    unique: bool = False


KEY = Column()
ORIGIN = Column(allowed=ORIGINS)
# Which of the study's sources a row comes from.
SOURCE = Column(blank=True)
YES_NO = ("yes", "no")
# How a stretch of text came about: talk in an interview or focus group, an answer to an open
# survey question, a researcher's notes of what they observed.
DATA_TYPES = ("interview", "open_answer", "observation")
TRUE_FALSE = ("true", "false")

# The consent table as a researcher keeps it: one row per person.
CONSENT = {
    "participant_id": Column(unique=True),
    "study": KEY,
    "site_id": KEY,
    "group": KEY,
    "pseudonym": Column(blank=True),
    "survey_token": Column(blank=True),
    "case_name": Column(blank=True),
    "consent_status": Column(allowed=("active", "partial", "withdrawn")),
    "withdrawn_on": Column(blank=True),
    "withdrawal_scope": Column(blank=True, allowed=("all", "quotes_only", "future_contact_only")),
    "quote_consent": Column(allowed=YES_NO),
    "data_origin": ORIGIN,
}

# Who is meant by a token or case that an export writes otherwise than the consent table: one row
# per source and key, as a person confirmed it. A blank participant_id: nobody in the table.
MATCHES = {
    "source": KEY,
    "written": KEY,
    "participant_id": Column(blank=True),
    "reason": Column(blank=True),
    "confirmed_by": KEY,
    "confirmed_on": KEY,
    "data_origin": ORIGIN,
}

# Wording approved for print: one row per segment.
APPROVED_QUOTES = {
    "segment_id": Column(unique=True),
    "approved_text": KEY,
    "translation_en": Column(blank=True),
    "approved_by": KEY,
    "approved_on": KEY,
    "data_origin": ORIGIN,
}

# What an analyst made of everything one person said under one theme: one row per person and theme.
# `passages_digest` is a fingerprint of these passages as they were when it was written.
SUMMARIES = {
    "participant_id": KEY,
    "code_id": KEY,
    "summary": KEY,
    "analyst": KEY,
    "written_on": KEY,
    "passages_digest": KEY,
    "data_origin": ORIGIN,
}

# What coders changed in a transcript that was written as a Word file: one row per coding that was
# added or removed. `code` is an id of the codebook, or the path of a valence; `words_digest` is a
# fingerprint of the words it is on.
WORD_CHANGES = {
    "change": Column(allowed=("added", "removed")),
    "source": KEY,
    "char_start": KEY,
    "char_end": KEY,
    "code": KEY,
    "coder": KEY,
    "words_digest": KEY,
    "file": Column(blank=True),
    "data_origin": ORIGIN,
}

# A publication that was found, as an import of a bibliography writes it: one row per record.
LITERATURE = {
    "record_id": Column(unique=True),
    "title": KEY,
    "authors": Column(blank=True),
    "year": Column(blank=True),
}

# What a workshop decided: one row per decision. Nobody is named in it.
DECISIONS = {
    "decision_id": Column(unique=True),
    "workshop": KEY,
    "date": KEY,
    "raised_by": KEY,
    "target_type": Column(allowed=("principle", "wording", "theory", "item", "output")),
    "target_id": KEY,
    "proposal": KEY,
    "decision": Column(allowed=("accepted", "amended", "rejected", "deferred")),
    "rationale": Column(blank=True),
    "dissent": Column(blank=True),
    "changed_what": Column(blank=True),
    "fed_back_on": Column(blank=True),
    "data_origin": ORIGIN,
}

# What evidence may rest on beside talk and other text of people.
OTHER_DATA = ("survey", "casework", "literature", "decision")
# What a piece of evidence says about one element of one CMOC, as an analyst judged it: one row per
# piece, element and CMOC. Who looked and found that it says nothing writes silent.
EVIDENCE = {
    "evidence_id": Column(unique=True),
    "cmoc_id": KEY,
    "source_type": Column(allowed=("segment", *OTHER_DATA)),
    "source_id": KEY,
    "element": Column(allowed=("C", "M_res", "M_reas", "O", "whole")),
    "direction": Column(allowed=("supports", "refines", "refutes", "silent")),
    "relevance": Column(allowed=("0", "1", "2")),
    "richness": Column(allowed=("0", "1", "2")),
    "rigour": Column(allowed=("0", "1", "2")),
    "activation": Column(blank=True, allowed=("0", "1", "2", "3")),
    "rival": Column(allowed=YES_NO),
    "analyst": KEY,
    "judged_on": KEY,
    "reason": KEY,
    "data_origin": ORIGIN,
}

# One row per person, item and stage, answered or not. A missing answer has a reason.
ANSWERS = {
    "participant_id": KEY,
    "site_id": KEY,
    "group": KEY,
    "instrument": KEY,
    "item_id": KEY,
    "stage": Column(allowed=("single", "before", "now")),
    "value": Column("integer", blank=True),
    "missing_reason": Column(
        blank=True,
        allowed=("not_answered", "not_applicable", "prefer_not", "out_of_range"),
    ),
    "language": Column(blank=True),
    "submitted_month": Column(blank=True),
    "flag": Column(blank=True),
    "source": SOURCE,
    "source_row": Column("integer"),
    "data_origin": ORIGIN,
}

TABLES: dict[str, dict[str, Column]] = {
    # One row per person who takes part.
    "participants": {
        "participant_id": Column(unique=True),
        "site_id": KEY,
        "group": KEY,
        "pseudonym": Column(blank=True),
        "interviewed": Column("yes_no"),
        "surveyed": Column("yes_no"),
        "quote_consent": Column("yes_no"),
        "link_consent": Column("yes_no"),
        "data_origin": ORIGIN,
    },
    # One row per interview, focus group, observation, or person's open survey answers.
    # `characters` is the length of its text, blank where the export does not hold the whole text.
    "events": {
        "event_id": Column(unique=True),
        "site_id": KEY,
        "data_type": Column(allowed=DATA_TYPES),
        "method": Column(blank=True),
        "round": Column(blank=True),
        "date": Column(blank=True),
        "language": Column(blank=True),
        "characters": Column("integer", blank=True),
        "source": SOURCE,
        "data_origin": ORIGIN,
    },
    # One row per event and person in it: who was asked.
    "event_participants": {"event_id": KEY, "participant_id": KEY, "site_id": KEY},
    # Of each instrument the answers of the first occasion it was asked on.
    "answers": ANSWERS,
    # The answers of later occasions: one row per person, occasion, item and stage.
    "follow_up_answers": {**ANSWERS, "occasion": KEY},
    # One row per answer to an open question; treated as a quote.
    "open_answers": {
        "participant_id": KEY,
        "site_id": KEY,
        "group": KEY,
        "instrument": KEY,
        "item_id": KEY,
        "text": KEY,
        "language": Column(blank=True),
        "data_origin": ORIGIN,
    },
    # One row per coded stretch of talk; participant_id is blank where nobody knows who spoke.
    # Of a written answer `instrument` and `item_id` say to which question; blank where that cannot
    # be told, and for talk.
    "segments": {
        "segment_id": Column(unique=True),
        "event_id": KEY,
        "data_type": Column(allowed=DATA_TYPES),
        "participant_id": Column(blank=True),
        "site_id": KEY,
        "group": Column(blank=True),
        "text": KEY,
        "lang": Column(blank=True),
        "char_start": Column("integer"),
        "char_end": Column("integer"),
        "instrument": Column(blank=True),
        "item_id": Column(blank=True),
        "data_origin": ORIGIN,
    },
    # One row per segment, code and coder; valence -1, 0, 1, blank where nobody judged it.
    "codings": {
        "segment_id": KEY,
        "site_id": KEY,
        "code_id": KEY,
        "coder": KEY,
        "valence": Column("integer", blank=True),
    },
    # One row per segment whose wording was approved and whose speaker agreed to be quoted.
    "quotes": {
        "segment_id": Column(unique=True),
        "site_id": KEY,
        "participant_id": Column(blank=True),
        "group": KEY,
        "lang": Column(blank=True),
        "approved_text": KEY,
        "translation_en": Column(blank=True),
        "data_origin": ORIGIN,
    },
    # One row per person and theme that an analyst summarised, of people who are in the study.
    "summaries": {**SUMMARIES, "site_id": KEY, "group": KEY},
    # One row per piece of evidence on a CMOC whose source may be used. `participant_id` and
    # `group` are those of the segment's speaker, blank where nobody knows or it is no segment;
    # `data_type` is the segment's, or that of another source. Literature and decisions are of no
    # site.
    "evidence": {
        **EVIDENCE,
        "site_id": Column(blank=True),
        "participant_id": Column(blank=True),
        "group": Column(blank=True),
        "data_type": Column(allowed=(*DATA_TYPES, *OTHER_DATA)),
        "source_name": Column(blank=True),
    },
    # One row per record of the review of literature, of no person and no site; `source` is the
    # database, register or other place it was found in, `export` the study's source it came in by,
    # `file` and `place` where it stands there. `study_id` is the study that a report is of, the
    # record's own id where nothing is said; `pt_links` statements, parted by "; ".
    "literature_records": {
        "record_id": Column(unique=True),
        "study_id": KEY,
        "source": KEY,
        "arm": Column(allowed=ARMS),
        "search_date": Column(blank=True),
        "title": KEY,
        "authors": Column(blank=True),
        "year": Column(blank=True),
        "doi": Column(blank=True),
        "dup_of": Column(blank=True),
        "removed": Column(blank=True, allowed=REMOVED),
        "screen1": Column(blank=True, allowed=DECIDED),
        "screen1_reason": Column(blank=True),
        "retrieved": Column(blank=True, allowed=YES_NO),
        "screen2": Column(blank=True, allowed=DECIDED),
        "screen2_reason": Column(blank=True),
        "country": Column(blank=True),
        "population": Column(blank=True),
        "design": Column(blank=True),
        "relevance": Column(blank=True, allowed=("0", "1", "2")),
        "richness": Column(blank=True, allowed=("0", "1", "2")),
        "rigour": Column(blank=True, allowed=("0", "1", "2")),
        "pt_links": Column(blank=True),
        "file": KEY,
        "place": KEY,
        "export": KEY,
        "site_id": Column(blank=True),
        "data_origin": ORIGIN,
    },
    # One row per referral in the service's casework log. Dates are ISO, blank where there is
    # none; `date_problem` names what is wrong with their order, and such rows have no waits.
    "referrals": {
        "referral_id": Column(unique=True),
        "site_id": KEY,
        "person_id": Column(blank=True),
        "date_referred": KEY,
        "referrer_type": Column(allowed=REFERRERS),
        "route": Column(blank=True, allowed=ROUTES),
        "age_band": Column(blank=True),
        "care_status": Column(blank=True, allowed=CARE_STATUSES),
        "issue_primary": Column(blank=True, allowed=ISSUES),
        "issue_secondary": Column(blank=True, allowed=ISSUES),
        "language_pref": Column(blank=True, allowed=("cy", "en", "other", "not_recorded")),
        "communication_need": Column(blank=True, allowed=YES_NO),
        "accepted": Column(blank=True, allowed=("yes", "no", "signposted")),
        "not_accepted_reason": Column(blank=True, allowed=NOT_ACCEPTED_REASONS),
        "date_allocated": Column(blank=True),
        "date_first_contact": Column(blank=True),
        "advocate_type": Column(blank=True, allowed=("peer", "professional")),
        "instruct": Column(blank=True, allowed=("instructed", "non_instructed", "mixed")),
        "date_closed": Column(blank=True),
        "closure_reason": Column(blank=True, allowed=CLOSURE_REASONS),
        "outcome_view_recorded": Column(blank=True, allowed=YES_NO),
        "outcome_decision_changed": Column(
            blank=True, allowed=("yes", "partly", "no", "not_known")
        ),
        "reasons_given": Column(blank=True, allowed=YES_NO),
        "extracted_on": KEY,
        "date_problem": Column(blank=True, allowed=DATE_PROBLEMS),
        "source": SOURCE,
        "source_row": Column("integer"),
        "data_origin": ORIGIN,
    },
    # One row per activity on a referral that came in; its site is the referral's.
    "activities": {
        "activity_id": Column(unique=True),
        "referral_id": KEY,
        "site_id": KEY,
        "date": KEY,
        "type": Column(allowed=ACTIVITY_TYPES),
        "minutes": Column("integer", blank=True),
        "with_whom": Column(blank=True, allowed=("person", "family", "professionals", "nobody")),
        "mode": Column(blank=True, allowed=("in_person", "online", "phone", "written")),
        "date_problem": Column(blank=True, allowed=ACTIVITY_DATE_PROBLEMS),
        "source": SOURCE,
        "source_row": Column("integer"),
        "data_origin": ORIGIN,
    },
}


def typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """`frame` with the columns of `table`, in their order and with their types.

    Text that is missing becomes "", as does a whole text column that is; a missing whole number
    stays missing. A yes or no must be there: what nobody said is no consent.
    """
    columns = {}
    for name, column in TABLES[table].items():
        values = frame.get(name, pd.Series(index=frame.index, dtype="object"))
        if column.kind == "yes_no":
            values = values.map({"True": True, "False": False, True: True, False: False})
            assert values.notna().all(), f"{table}: {name} is neither true nor false in some row"
            columns[name] = values.astype("bool")
        elif column.kind == "integer":
            columns[name] = pd.to_numeric(values).astype("Int64")
        else:
            columns[name] = values.astype("str").fillna("")
    return pd.DataFrame(columns)


def empty(table: str) -> pd.DataFrame:
    """A table without rows, with the right columns and types."""
    return typed(pd.DataFrame(columns=list(TABLES[table])), table)
