"""For tests: a third study, as little like the two shipped ones as the loader allows.

Its labels are in English alone: a `Text` holds English and Welsh and nothing else, so that is as
far as another language goes; where a page is in Welsh the English stands in, marked. One
questionnaire, asked once, from nothing to ten and yes or no; two places with ids that YAML would
not leave alone; no casework, no review, no workshops, no framework. Six people answered, four were
interviewed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "data" / "_template"
STUDY = """\
study: drop-in
title: The drop-in
question: Does it help to drop in?
about: Somebody sits with whoever looks after a relative and comes by.
published_source: None. Made up for the tests.
seed: 3
models: {sitting: sitting together}
sites:
  - {site_id: "no", label: Library, model: sitting}
  - {site_id: "1e3", label: Chapel, model: sitting}
pooled_groups: {}
groups:
  - {group: carer, label: carers, singular: carer}
  - {group: volunteer, label: volunteers, singular: volunteer}
instruments: [visit]
min_answered: {"2": 1}
sources:
  - source: slips
    kind: survey
    file: raw/slips.csv
    instrument: visit
    columns: {person: Slip, site: Place, data_origin: Origin}
  - source: talk
    kind: coding_project
    file: raw/talk.csv
    columns: {site: Place, method: How, data_origin: Origin}
    segment_columns: {source: Talk, case: Who, text: Words, code: Theme, coder: By}
    code_separator: "/"
consent: {file: consent.csv, cut_off: 2025-02-01, cannot_be_withdrawn: Nothing.}
coding: {of_record: Z, coders: [Z]}
disclosure: welsh_evaluation
reports: [REPORTS]
"""
VISIT = """\
instrument: visit
title: Slip
groups: [carer]
constructs:
  - {construct: ease, label: Ease}
  - {construct: back, label: Coming back, scored: no}
scales:
  - scale_id: TEN
    kind: agreement
    options: [OPTIONS]
  - scale_id: YES
    kind: choice
    options: [{value: 0, label: "No"}, {value: 1, label: "Yes"}]
items:
  - {item_id: V1, construct: ease, scale: TEN, wording: I breathe more easily.}
  - {item_id: V2, construct: ease, scale: TEN, wording: I sleep.}
  - {item_id: V3, construct: back, scale: YES, wording: I shall come again.}
"""
OPTIONS = ", ".join(f'{{value: {n}, label: "{n} of 10"}}' for n in range(11))
CODEBOOK = """\
- {code_id: K, label: Kettle, definition: Anything about hot drinks}
- {code_id: K.a, parent_id: K, label: Boiling, definition: Waiting for it}
- {code_id: K.b, parent_id: K, label: Pouring, definition: Being given a cup}
"""
STATEMENTS = """\
- {pt_id: S, version: Only, if_text: a kettle is on, then_text: people talk, because_text: hands are busy}
"""  # noqa: E501
CMOCS = """\
- {cmoc_id: S1, pt_id: S, context: a cold day, m_resource: a hot cup, m_reasoning: I may stay, outcome_intended: they stay, outcome_unintended: none, for_whom: whoever is cold, sites_theorised: ["no"], codes: [K.b], constructs: [ease]}
- {cmoc_id: S2, pt_id: S, context: a long queue, m_resource: a chair, m_reasoning: I am expected, outcome_intended: they wait, outcome_unintended: none, for_whom: whoever is tired, sites_theorised: ["1e3"], codes: [K.a], constructs: [ease]}
"""  # noqa: E501
CONSENT = """\
participant_id,study,site_id,group,pseudonym,survey_token,case_name,consent_status,withdrawn_on,withdrawal_scope,quote_consent,data_origin
1,drop-in,no,carer,,007,h1,active,,,yes,synthetic
2,drop-in,no,carer,,008,,active,,,no,synthetic
3,drop-in,no,carer,,009,,active,,,no,synthetic
4,drop-in,1e3,carer,,010,h2,active,,,no,synthetic
5,drop-in,1e3,carer,,011,,active,,,no,synthetic
6,drop-in,1e3,carer,,012,,active,,,no,synthetic
7,drop-in,no,volunteer,,,h3,active,,,no,synthetic
8,drop-in,1e3,volunteer,,,h4,active,,,no,synthetic
"""
SAMPLE = """\
site_id,group,interviews,focus_group_n,survey_invited,survey_completed,eligible
no,carer,1,0,5,3,5
no,volunteer,1,0,0,0,1
1e3,carer,1,0,,3,4
1e3,volunteer,1,0,0,0,1
"""
# V1 and V2 from nothing to ten, V3 yes or no. Ease of 008 is 5, of one answer; 011 said nothing.
SLIPS = """\
Slip,Place,V1,V2,V3,Origin
007,no,10,8,Yes,synthetic
008,no,5,,No,synthetic
009,no,0,1,Yes,synthetic
010,1e3,7,7,Yes,synthetic
011,1e3,,,,synthetic
012,1e3,3,4,No,synthetic
"""
TALK = """\
Talk,Who,Words,Theme,By,Place,How,Origin
h1,h1,I held the cup with both hands.,Kettle/Pouring,Z,no,interview,synthetic
h2,h2,It took ages to boil.,Kettle/Boiling,Z,1e3,interview,synthetic
h3,h3,They come in for the warmth.,Kettle,Z,no,interview,synthetic
h4,h4,We fill it twice a day.,Kettle/Boiling,Z,1e3,interview,synthetic
"""


def write_third(root: Path, *reports: str) -> Path:
    """The study under ``root/data/drop-in``, with these reports; returns its folder."""
    folder = root / "data" / "drop-in"
    files = {
        "study.yml": STUDY.replace("REPORTS", ", ".join(reports)),
        "instruments/visit.yml": VISIT.replace("OPTIONS", OPTIONS),
        "codebook.yml": CODEBOOK,
        "theory/statements.yml": STATEMENTS,
        "theory/cmocs.yml": CMOCS,
        "consent.csv": CONSENT,
        "sample.csv": SAMPLE,
        "raw/slips.csv": SLIPS,
        "raw/talk.csv": TALK,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if "impact_design" in reports:
        shutil.copy2(TEMPLATE / "impact.yml", folder)
    return folder
