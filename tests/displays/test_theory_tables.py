"""The theory's tables: strengths in words, judgements with a name, nothing counted in public."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from measured import contrast, crossing, grounds, measured, outside, overlapping
from shown import displayed

from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.record import from_record
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError
from compendium.study_folder import open_study

VERBS = {
    "evidence": (verbs.evidence_table, realist.evidence_matrix),
    "theory": (verbs.theory_table, realist.theory),
    "verdicts": (verbs.verdict_table, realist.verdicts),
    "verdict_map": (verbs.verdict_map, realist.verdicts),
    "patterns": (verbs.pattern_table, realist.patterns),
    "completeness": (verbs.completeness_table, realist.completeness),
    "cmocs": (verbs.cmoc_diagram, realist.theory),
}


def shown(data, kind, profile="welsh_evaluation"):
    verb, analysis = VERBS[kind]
    released = Release(data, profile_named(profile))(analysis(data))
    return displayed(verb, released, kind)


@pytest.fixture
def rows(tiny):
    data = open_tables(open_study("tiny"))

    def found(kind, lang="en"):
        text = table(shown(data, kind, "exact"), lang)
        return {
            r.head.partition(":")[0]: dict(zip(text.columns[1:], r.cells, strict=True))
            for r in text.rows
        }

    return found


def test_the_team_sees_people_of_those_asked_by_direction(rows):
    cells = rows("evidence")["T1"]
    assert cells["Parents, First"] == "1/3 support; 1/3 refine"
    assert cells["Staff, Second"] == "1/1 support"
    assert cells["Staff, First"] == "–"
    assert cells["Survey, First"] == "1 support"


def test_spread_stands_beside_each_analysts_argued_confidence(rows):
    cells = rows("theory")["T1"]
    assert cells["Spread of the evidence"] == (
        "Some: people 4, groups 2, kinds of data 2; 0% refute"
    )
    assert cells["Analysts' confidence"].splitlines() == [
        "Moderate; low; they differ",
        *("four people", "AA, 10 April 2024"),
        *("few workers", "BB, 11 April 2024"),
    ]
    assert cells["With a threshold moved"] == "thin with the number of groups for some at 3"


def test_one_analysts_confidence_is_one_analysts(rows):
    lines = rows("theory")["T2"]["Analysts' confidence"].splitlines()
    assert lines == ["Very low", "nothing left", "AA, 10 April 2024"]


def test_each_area_has_its_verdict_and_the_team_its_counts(rows):
    assert rows("verdicts")["T1"] == {"First": "Thin (1/1/0)", "Second": "Thin (2/0/0)"}
    assert rows("verdicts")["T2"]["Second"].startswith("Looked for and not found")
    assert rows("verdicts")["T2"]["First"].startswith("Not examined")


def test_a_pattern_is_signed_dated_and_argued(rows):
    cells = rows("patterns")["T1"]
    assert cells["Supported in"] == "–\nLooked for in: First, Second"
    assert cells["Pattern over areas, drafted by rule"] == "Not established"
    judged = cells["Pattern, as the analyst judged"].splitlines()
    assert judged[0] == "Not established"
    assert judged[-2:] == ["two people in each area", "AA, 12 April 2024"]
    assert rows("patterns")["T2"]["Pattern, as the analyst judged"] == "Not judged yet"


def test_the_circumstance_that_matters_is_named_with_what_it_is_in_each_area(area):
    text = table(shown(area(""), "patterns"), "en")
    cells = {r.head.partition(":")[0]: r.cells[-1] for r in text.rows}
    assert "other circumstances. Area A: long-running family groups" in cells["CW05"]
    assert "funding. Area A: annual; Area B: multi year; Area C: annual." in cells["CW13"]


def test_what_is_lacking_is_told_part_by_part(rows):
    assert rows("completeness")["T1"]["Context"] == "Found (2)"
    assert rows("completeness")["T2"]["Context"] == "Stated, no evidence"


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("kind", [k for k in VERBS if k != "patterns"])
@pytest.mark.parametrize("where", ["", "A"])
def test_no_cell_of_the_public_tables_holds_a_number(area, where, kind, lang):
    found = table(shown(area(where), kind), lang)
    signed = r"[Mm]ade-up analyst \d(, \d+ \w+ \d{4})?"
    cells = [re.sub(signed, "", c) for r in found.rows for c in r.cells]
    assert not [c for c in cells if re.search(r"\d", c)]


@pytest.mark.parametrize("kind", ["evidence", "verdicts"])
def test_a_sites_page_speaks_of_that_site_alone(area, kind):
    found = " ".join(table(shown(area("B"), kind), "en").columns)
    assert "Area B" in found
    assert not re.search("Area [AC]", found)


def test_an_analysts_reasons_stand_beside_what_they_judged(area, wales):
    for kind, judged in (("patterns", wales.patterns), ("theory", wales.confidence)):
        said = " ".join(c for r in table(shown(area(""), kind), "en").rows for c in r.cells)
        assert not [j.reason for j in judged if j.reason not in said]


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("kind", VERBS)
def test_a_table_read_back_from_its_record_is_the_same(area, kind, profile):
    display = shown(area(""), kind, profile)
    again = from_record(display.record())
    for lang in ("en", "cy"):
        assert table(again, lang) == table(display, lang)
        assert [s.say(lang) for s in again.note] == [s.say(lang) for s in display.note]


@pytest.mark.parametrize("kind", VERBS)
def test_a_verb_of_the_theory_takes_nothing_unreleased(kind, tiny):
    verb, analysis = VERBS[kind]
    for given in (pd.DataFrame(), analysis(open_tables(open_study("tiny")))):
        with pytest.raises(DisclosureError, match="Pass it through release"):
            verb("it", given)


def test_a_study_of_one_area_says_that_patterns_do_not_apply(tiny):
    data = open_tables(open_study("tiny"))
    header = dataclasses.replace(data.study.header, sites=data.study.sites[:1])
    alone = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    display = shown(alone, "patterns", "exact")
    assert display.kind == "absent"
    assert "the study has one area" in display.caption.say("en")


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=["page", "phone"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_map_of_verdicts_can_be_read(area, profile, lang, width):
    sheet = measured(draw(shown(area(""), "verdict_map", profile), lang, width))
    assert not outside(sheet)
    assert not overlapping(sheet)
    assert not crossing(sheet)
    assert min(contrast(t.colour, ground.colour) for t, ground in grounds(sheet)) >= 4.5


def test_every_cell_of_the_map_says_its_verdict(area):
    display = shown(area(""), "verdict_map")
    words = " ".join(t.text for t in measured(draw(display, "en", PAGE)).texts)
    cells = [c for r in table(display, "en").rows for c in r.cells]
    for verdict in ("Supported", "Not examined", "Little or nothing"):
        assert words.count(verdict) == sum(c.startswith(verdict) for c in cells) > 0


def test_a_map_with_nothing_but_hidden_verdicts_is_a_table(tiny):
    data = open_tables(open_study("tiny"))
    header = dataclasses.replace(data.study.header, sites=data.study.sites[1:])
    alone = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    assert has_figure(shown(data, "verdict_map", "exact"))
    assert not has_figure(shown(alone, "verdict_map"))
