"""The made-up judgements: each rests on a passage, and the planted patterns come out by hand."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict

import pytest

from compendium.disclosure.names.scan import names_in
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.readers.export import read_export
from compendium.synthetic.evidence import Judgement, evidence, read_judgements, segment_ids
from compendium.synthetic.passages import Passage
from compendium.synthetic.recipe import read_recipe

WITHDRAWN = ("A", "parent", 18)


@pytest.fixture(scope="module")
def judged(wales):
    return read_judgements(wales)


@pytest.fixture(scope="module")
def passages(wales):
    return {p.passage_id: p for p in read_recipe(wales)[1]}


@pytest.fixture(scope="module")
def people(judged, passages):
    """Per CMOC, site and direction: the distinct people behind the judgements that count."""
    found = defaultdict(lambda: defaultdict(set))
    for j in judged:
        if j.rival == "yes" or "0" in (j.relevance, j.rigour) or not j.passage_id:
            continue
        p = passages[j.passage_id]
        who = (p.site, p.group, p.person)
        if p.person and who != WITHDRAWN:
            found[j.cmoc_id, p.site][j.direction].add(who)
    return found


def everywhere(people, cmoc, *directions):
    cells = [people[cmoc, site] for site in "ABC"]
    return set().union(*(cell[d] for cell in cells for d in directions))


def refuting(cells):
    """Share of the people with evidence who refute, in percent."""
    whole = set().union(*(who for cell in cells for who in cell.values()))
    return 100 * len(set().union(*(cell["refutes"] for cell in cells))) / max(len(whole), 1)


def supporting_sites(people, cmoc):
    cells = {site: people[cmoc, site] for site in "ABC"}
    return "".join(s for s, c in cells.items() if len(c["supports"]) >= 3 and refuting([c]) < 33)


def kinds_of_data(judged, cmoc):
    return {
        j.source_type
        for j in judged
        if (j.cmoc_id, j.rival) == (cmoc, "no") and "0" not in (j.relevance, j.rigour)
    }


# the judgements --------------------------------------------------------------------------------


def test_every_judgement_on_talk_rests_on_a_coded_segment(wales, judged, passages):
    coded = read_export(wales.folder / "raw" / "interviews.qdpx").tables["coded_segments"]
    there = {f"{c.source}:{c.start}-{c.end}" for c in coded.itertuples()}
    made = evidence(judged, tuple(passages.values()), wales, "synthetic")
    assert set(made.loc[made["source_type"] == "segment", "source_id"]) <= there


def test_every_judgement_comes_in_but_those_on_whom_withdrew(wales, wales_in, judged, passages):
    gone = [
        j.evidence_id
        for j in judged
        if j.passage_id and dataclasses.astuple(passages[j.passage_id])[1:4] == WITHDRAWN
    ]
    there = set(open_tables(wales).evidence["evidence_id"])
    assert len(gone) == 2
    assert {j.evidence_id for j in judged} - there == set(gone)


def test_no_two_judgements_have_the_same_reason(judged):
    assert [r for r, n in Counter(j.reason for j in judged).items() if n > 1] == []


def test_no_reason_repeats_six_words_of_a_passage(judged, passages):
    def runs(text):
        words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
        return {tuple(words[i : i + 6]) for i in range(len(words) - 5)}

    said = set().union(*(runs(p.text) | runs(p.translation_en) for p in passages.values()))
    assert [j.evidence_id for j in judged if runs(j.reason) & said] == []


def test_a_judgement_is_made_once_for_each_element(judged):
    places = Counter((j.cmoc_id, j.passage_id or j.source_id, j.element, j.rival) for j in judged)
    assert [place for place, n in places.items() if n > 1] == []


def test_a_reason_names_nobody(judged):
    assert [j.evidence_id for j in judged if names_in(j.reason)] == []


# patterns by hand, as the dossier planted them (section 10, effects 7 and 8) ----------------------


@pytest.mark.parametrize(
    ("cmoc", "sites"),
    [
        ("CW01", "AC"),
        ("CW02", "AC"),
        ("CW03", "BC"),
        ("CW04", "ABC"),
        ("CW05", "A"),
        ("CW06", "ABC"),
        ("CW07", "B"),
        ("CW08", "BC"),
        ("CW09", "ABC"),
        ("CW10", "AC"),
        ("CW11", "C"),
        ("CW12", "ABC"),
        ("CW13", "A"),
    ],
)
def test_a_cmoc_is_supported_where_it_was_planted(people, cmoc, sites):
    assert supporting_sites(people, cmoc) == sites


@pytest.mark.parametrize("cmoc", ["CW04", "CW06", "CW09", "CW12"])
def test_evidence_is_widely_spread_where_planted(people, judged, cmoc):
    found = everywhere(people, cmoc, "supports", "refines")
    assert len(found) >= 6
    assert len({group for _, group, _ in found}) >= 3 or len(kinds_of_data(judged, cmoc)) >= 2
    assert refuting([people[cmoc, site] for site in "ABC"]) < 20
    assert any((j.cmoc_id, j.element, j.rival) == (cmoc, "whole", "no") for j in judged)


def test_of_hope_only_parents_speak_so_its_evidence_is_thin(people, judged):
    assert {group for _, group, _ in everywhere(people, "CW02", "supports", "refines")} == {
        "parent"
    }
    assert kinds_of_data(judged, "CW02") == {"segment"}


def test_some_find_that_advocacy_sharpens_conflict(people):
    # Passages coded W3.5 in A (two people) and B (three).
    against = everywhere(people, "CW04", "refutes")
    assert Counter(site for site, _, _ in against) == {"A": 2, "B": 3}


def test_a_choice_of_advocate_was_not_looked_for_where_there_is_none(wales, people):
    (cmoc,) = (c for c in wales.cmocs if c.cmoc_id == "CW11")
    assert cmoc.looked_for == ("C",)
    assert {site for (of, site), cell in people.items() if of == "CW11" and any(cell.values())} == {
        "C"
    }


def test_it_is_said_who_could_not_be_asked_about_gatekeeping(wales):
    (cmoc,) = (c for c in wales.cmocs if c.cmoc_id == "CW09")
    assert "never offered" in cmoc.not_asked.en


# what analysts concluded -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "site", "label"),
    [
        ("collaboration", "A", "DIVE"),
        ("role_clarity", "A", "CONV"),
        ("understanding_process", "A", "COMP"),
        ("trust", "B", "EXPA"),
        ("separation_parents", "A", "SILE"),
    ],
)
def test_a_row_is_concluded_as_planted(wales, row, site, label):
    (found,) = (m for m in wales.meta_inferences if (m.row, m.site) == (row, site))
    assert found.label == label
    assert bool(found.follow_up) == (label == "DIVE")


def test_every_row_is_concluded_in_every_site(wales):
    rows = [r.row for r in wales.header.joint_display]
    sites = [s.site_id for s in wales.sites]
    concluded = {(m.row, m.site) for m in wales.meta_inferences}
    assert concluded == {(row, site) for row in rows for site in sites}


def test_two_analysts_differ_on_at_least_two_cmocs(wales):
    given = defaultdict(set)
    for j in wales.confidence:
        given[j.cmoc_id].add(j.confidence)
    assert len(given) == len(wales.cmocs)
    assert sum(len(levels) > 1 for levels in given.values()) >= 2


def test_nothing_perceived_is_called_an_effect(wales):
    texts = [f.text.en for f in wales.findings]
    texts += [m.meta_inference.en for m in wales.meta_inferences]
    assert [t for t in texts if "effect" in t or "the synthetic data" not in t] == []


def test_there_are_six_key_findings_and_a_box_for_every_part_of_every_site(wales):
    found = Counter((f.section, f.site) for f in wales.findings)
    assert (found["main-messages", ""], found["key-findings", ""]) == (3, 6)
    parts = ("survey", "looking-back", "themes", "theory", "service")
    assert min(found[part, s.site_id] for part in parts for s in wales.sites) >= 1
    assert min(found[part, ""] for part in ("contrasts", "joint", "patterns", "service")) >= 1


def test_every_finding_may_be_printed_with_its_numbers(wales, wales_in):
    profile = profile_named(wales.header.disclosure)
    for section, site in sorted({(f.section, f.site) for f in wales.findings}):
        released = Release(open_tables(wales, site), profile).findings(section)
        assert not released.withheld, (section, site)


# mistakes ----------------------------------------------------------------------------------------


def judgement(passage_id):
    rest = dict.fromkeys(("relevance", "richness", "rigour"), "1")
    return Judgement(
        "E1",
        "CW01",
        "segment",
        "C",
        "supports",
        **rest,
        rival="no",
        analyst="a",
        judged_on="2024-01-08",
        reason="r",
        passage_id=passage_id,
    )


@pytest.mark.parametrize("passage_id", ["P2", "P3"])
def test_a_judgement_on_a_passage_without_code_is_refused(wales, passage_id):
    given = {"group": "parent", "person": 1, "setting": "interview", "lang": "en", "topic": "t"}
    coded = Passage("P1", "A", text="Yes.", codes="W1.1", **given)
    plain = Passage("P2", "A", text="No.", **given)
    assert segment_ids((coded, plain)) == {"P1": "A-PAR-01 interview:13-17"}
    with pytest.raises(StudyError, match=passage_id):
        evidence((judgement(passage_id),), (coded, plain), wales, "synthetic")
