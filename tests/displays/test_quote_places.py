"""From a cell to its quotes: the narrowest place that holds them, and none where there are none."""

from __future__ import annotations

import pandas as pd
import pytest
from shown import displayed, released

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.qualitative import framework, meetings, theme_counts, themes, triads
from compendium.analysis.qualitative import quote_bank as analysis
from compendium.analysis.theory import realist
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.about import CMOC, JOINT, THEME, About
from compendium.displays.qualitative.quote_bank import sections
from compendium.displays.qualitative.quote_places import Places, anchor
from compendium.displays.tables import table
from compendium.words import Text

TREE = {"W": "", "W.1": "W", "W.2": "W", "V": ""}


def bank(*rows, **labels):
    """A public bank of these quotes: part, key, heading, area, segment."""
    columns = ["part", "key", "heading", "area", "segment"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    frame = frame.assign(group=frame["heading"], text="It rained.", translation="", lang="en")
    by = ("part", "key", "heading", "segment")
    kinds = dict.fromkeys(frame, "text") | dict.fromkeys(by, "key")
    known = {
        "code_id": {c: Text(f"Theme {c}", f"Thema {c}") for c in TREE},
        "parent": {c: Text(p) for c, p in TREE.items()},
        "cmoc_id": {"T1": Text("T1: people stay")},
        "heading": {"parent": Text("parents", "rhieni"), "staff": Text("staff", "staff")},
        "group": {"parent": Text("parent", "rhiant"), "staff": Text("worker", "gweithiwr")},
        "area": {"A": Text("Area A", "Ardal A"), "B": Text("Area B", "Ardal B")},
    }
    parts = {"labels": known | labels, "method": "method_quote_bank"}
    return released("quote_bank", frame, by, kinds, **parts)


QUOTED = [
    ("theme", "W.1", "parent", "A", "quote 1"),
    ("theme", "W.1", "parent", "B", "quote 2"),
    ("theme", "W.2", "staff", "", "quote 3"),
    ("cmoc", "T1", "parent", "A", "quote 1"),
    ("cmoc", "T1", "staff", "A", "quote 4"),
]


def place(about, *rows):
    found = Places("quotes", bank(*(rows or QUOTED))).link(about, "en")
    return found.href.partition("#")[2] if found else ""


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (About(THEME, "W.1", "parent", "A"), "theme/W.1/parent/A"),
        (About(THEME, "W.1", "parent", "all"), "theme/W.1/parent"),
        (About(THEME, "W.1", "parent", "small"), "theme/W.1/parent"),
        (About(THEME, "W.1"), "theme/W.1/parent"),
        (About(THEME, "W"), "theme/W"),
        (About(THEME, "W", "staff"), "theme/W/staff/any"),
        (About(CMOC, "T1", "parent", "A"), "cmoc/T1/A/parent"),
        (About(CMOC, "T1", area="A"), "cmoc/T1/A"),
    ],
)
def test_a_cell_leads_to_the_narrowest_place_that_holds_its_quotes(about, expected):
    assert place(about) == expected


@pytest.mark.parametrize(
    "about",
    [
        About(THEME, "V"),
        About(THEME, "W.1", "staff"),
        About(THEME, "W.1", "parent", "C"),
        # A quote without its area is no area's: a link would name it.
        About(THEME, "W.2", "staff", "A"),
        About(CMOC, "T1", "parent", "B"),
        # What a public bank does not know leads nowhere.
        About(THEME, "W.1", where=(("data_type", "interview"),)),
        About(THEME, "W.1", unit="event", beside="W.2"),
    ],
)
def test_a_cell_without_a_quote_leads_nowhere(about):
    assert place(about) == ""


def test_a_cell_of_the_joint_display_leads_to_its_row_of_the_bank():
    labels = {
        "joint": {"say": Text("Having a say")},
        "joint_codes": {"say": Text("W.1\nV")},
        "joint_groups": {"say": Text("parent")},
    }
    made = Places("quotes", bank(*QUOTED, **labels))
    assert made.link(About(JOINT, "say", area="B"), "en").href.endswith("#joint/say/B/parent")
    assert made.link(About(JOINT, "say", area="C"), "en") is None


def test_a_link_says_what_it_leads_to():
    made = Places("quotes", bank(*QUOTED))
    about = About(THEME, "W.1", "parent", "A")
    assert made.link(about, "en").label == "Quotes: Theme W.1, parents, Area A"
    assert made.link(about, "cy").label == "Dyfyniadau: Thema W.1, rhieni, Ardal A"


def test_ends_of_links_hold_no_character_that_would_have_to_be_written_otherwise():
    ends = {anchor("passage", s) for s in ("a b:1-2", "a~20b:1-2", "Tŷ/%:1-2")}
    assert len(ends) == 3
    assert all(c.isascii() and (c.isalnum() or c in "/_.-~") for end in ends for c in end)


@pytest.fixture(scope="module")
def team(area):
    """The Welsh bank as the team sees it, and the release it passed."""
    release = Release(area(""), profile_named("exact"))
    return release(analysis.bank(area(""))), release


@pytest.fixture(scope="module")
def anchors(team):
    """Every place that the team's page has."""
    found = set()
    for part, kind in (("theme", "bank_themes"), ("cmoc", "bank_cmocs")):
        for section in sections(kind, team[0].only("part", part), "en"):
            found.add(section.anchor)
            for end, blocks in section.places:
                found |= {end, *(b.anchor for b in blocks)}
                found |= {p.anchor for b in blocks for p in b.passages} - {""}
    return found


def linked(team, verb, result, data_released=None):
    """Of each cell of a table its text and the end of its link, blank where it has none."""
    display = displayed(verb, data_released or team[1](result))
    made = Places("quotes", team[0])
    for row in table(display, "en").rows:
        for text, about in zip(row.cells, row.about, strict=False):
            if about is not None:
                link = made.link(about, "en")
                yield text, link.href.partition("#")[2] if link else ""


@pytest.mark.parametrize(
    ("verb", "analysis_of", "nothing"),
    [
        (verbs.heat_map, themes.people, lambda text: text.startswith("0/")),
        (verbs.open_answers_table, themes.open_answers, lambda text: text.startswith("0/")),
        (verbs.theme_counts, theme_counts.counts, lambda text: text == "0"),
        (verbs.co_occurrence, meetings.co_occurrence, lambda text: False),
        (verbs.triads, triads.triads, lambda text: False),
        (verbs.framework, framework.framework, lambda text: text == "0"),
        (verbs.joint_display, side_by_side, lambda text: "0 of" in text),
        (verbs.verdict_table, realist.verdicts, lambda text: "(0/0/0)" in text),
    ],
)
def test_every_cell_of_the_team_that_counts_somebody_leads_somewhere(
    area, team, anchors, verb, analysis_of, nothing
):
    cells = list(linked(team, verb, analysis_of(area(""))))
    assert {end for _, end in cells} - {""} <= anchors
    assert len([end for _, end in cells if end]) > 20
    for text, end in cells:
        if nothing(text):
            continue
        assert end, text


def test_a_cell_of_the_team_that_counts_nobody_leads_nowhere(area, team):
    for text, end in linked(team, verbs.heat_map, themes.people(area(""))):
        assert bool(end) is not text.startswith("0/"), text


def test_evidence_leads_to_what_people_said_and_not_to_surveys(area, team, anchors):
    display = displayed(verbs.evidence_table, team[1](realist.evidence_matrix(area(""))))
    made, found = Places("quotes", team[0]), table(display, "en")
    pieces = display.data.frame.groupby(["cmoc_id", "group", "area"], observed=True)["pieces"].sum()
    abouts = [a for row in found.rows for a in row.about]
    assert len(abouts) > 50
    for about in abouts:
        link = made.link(about, "en")
        spoken = about.group not in ("survey", "casework")
        some = pieces.get((about.key, about.group, about.area), 0) > 0
        assert bool(link) == (spoken and some), about
        assert link is None or link.href.partition("#")[2] in anchors


def test_the_words_of_a_triad_lead_to_themselves(area, team, anchors):
    ends = [end for _, end in linked(team, verbs.triads, triads.triads(area("")))]
    assert all(end.startswith("passage/") for end in ends)


def test_a_passage_has_one_place_of_its_own_however_many_codes_it_has(team):
    found = sections("bank_themes", team[0].only("part", "theme"), "en")
    passages = [p for s in found for _, blocks in s.places for b in blocks for p in b.passages]
    own = [p.anchor for p in passages if p.anchor]
    assert len(own) == len(set(own)) == team[0].frame["segment"].nunique()
    assert len(passages) > len(own)
