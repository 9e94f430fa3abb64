"""Tables put together of others hold what those show, cell by cell, and nothing else."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from rated import tiny_with_views
from shown import displayed

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.joint_displays.joint_composed import (
    TAKEN,
    building,
    cross_case,
    process_timeline,
)
from compendium.analysis.qualitative.themes import people
from compendium.analysis.service.casework import median_waits
from compendium.analysis.theory.realist import verdicts
from compendium.attack.told import Page, told
from compendium.conclusions import BuiltItem, TimelineStage
from compendium.disclosure.account import cells_of
from compendium.disclosure.composed import taken_apart
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import missing
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.words import Text

PROFILES = ("exact", "welsh_evaluation")
SITES = ("", "A")
POOLS = {"parent": "", "iro_chair": "chairs", "advocacy_manager": "advocates_and_managers"}


def declared(data, **changes):
    """The tables of a study that declares more."""
    header = dataclasses.replace(data.study.header, **changes)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


STAGES = (
    TimelineStage("first", Text("Referral", "Atgyfeirio"), ("W7.5",), "first_contact"),
    TimelineStage("later", Text("Later", "Wedyn"), ("W7.2",)),
)


def same_cells(composed, sources):
    """Every cell is that of the table it was taken from; which rows of these are there.

    Of several tables of one measure the name of each says whose answers it holds as well.
    """
    seen = {name: set() for name in sources}
    for i, row in composed.frame.iterrows():
        name = row["source"], row.get("survey", "")
        name = name if name in sources else row["source"]
        source = sources[name]
        keys = dict(part.split("=", 1) for part in row["at"].split(";"))
        at = source.where(**keys)
        seen[name].add(at)
        for column in TAKEN[composed.measure]:
            value, mark = row[column], composed.marks.at[i, column]
            if column not in source.frame:
                assert value == "" or missing(value)
                assert not mark
                continue
            expected = source.frame.at[at, column]
            assert mark == source.marks.at[at, column]
            assert value == expected or (missing(value) and missing(expected))
    return seen


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("site", SITES)
def test_areas_side_by_side_say_what_the_joint_display_and_the_theory_say(area, profile, site):
    data = area(site)
    release = Release(data, profile_named(profile))
    sources = {"joint": release(side_by_side(data)), "verdicts": release(verdicts(data))}
    seen = same_cells(release(cross_case(data)), sources)
    assert {name: len(rows) for name, rows in seen.items()} == {
        name: len(source.frame) for name, source in sources.items()
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("site", SITES)
def test_stages_say_what_waits_and_themes_say(area, profile, site):
    data = declared(area(site), process_timeline=STAGES)
    release = Release(data, profile_named(profile))
    themes = release(people(data))
    sources = {"median_waits": release(median_waits(data)), "themes": themes}
    seen = same_cells(release(process_timeline(data)), sources)
    wanted = themes.frame["code_id"].isin(["W7.5", "W7.2"])
    assert seen["themes"] == set(themes.frame.index[wanted])
    assert len(seen["median_waits"]) == (1 if site else 3)


def test_the_attack_reads_a_composed_cell_as_the_one_it_was_taken_from(area):
    data = area("")
    release = Release(data, profile_named("welsh_evaluation"))
    joint, both = release(side_by_side(data)), release(cross_case(data))

    def cells(verb, released):
        page = Page("page", "", (displayed(verb, released),))
        return {c for c in told(data.study, [page]) if c.value is not None}

    own = cells(verbs.joint_display, joint)
    found = {c for c in cells(verbs.cross_case_table, both) if c.measure == "joint"}
    assert found < own
    assert {c.column for c in found} == {"n", "mean", "lower", "upper", "quant_signal",
                                         "qual_signal", "label"}  # fmt: skip
    assert {c for c in own if c.column == "mean"} <= found


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("made_of", "sources"),
    [(cross_case, (side_by_side, verdicts)), (process_timeline, (median_waits, people))],
)
def test_every_cell_of_a_composed_table_is_counted_as_in_its_own(area, profile, made_of, sources):
    data, used = declared(area(""), process_timeline=STAGES), profile_named(profile)
    release = Release(data, used)
    composed, own = release(made_of(data)), [release(source(data)) for source in sources]
    columns = set(TAKEN[composed.measure])

    def cells(tables):
        found = (c for t in tables for c in cells_of(t, used, POOLS))
        return Counter((c.column, c.outcome, c.rules) for c in found if c.outcome)

    taken = taken_apart(composed, ())
    kept = [t.only("code_id", c) for t in own if t.measure == "themes" for c in ("W7.5", "W7.2")]
    whole = [t for t in own if t.measure != "themes"]
    expected = cells([*kept, *whole])
    assert cells(taken) == {cell: n for cell, n in expected.items() if cell[0] in columns}
    assert taken_apart(composed, own) == []


def test_a_theme_leads_to_its_statement_and_how_it_fared(tmp_path):
    built = (BuiltItem("K1.1", "F1", Text("They asked to be asked.", "Gofynnwyd.")),)
    data = declared(tiny_with_views(tmp_path), building=built)
    released = Release(data, profile_named("exact"))(building(data))
    (row,) = table(displayed(verbs.building_table, released), "en").rows
    # F1 is important to 5, 4 and 2 of three parents (one prefers not to say): 2 of 3.
    assert row.head == "Listening"
    assert row.cells[0] == "Ask us.\nThey asked to be asked."
    assert row.cells[1].split("\n")[0] == "Parents: 67%, n = 3"
    assert row.cells[2] == "Not judged: too few rated it"


def test_a_public_page_hides_the_shares_of_three_people(tmp_path):
    data = declared(tiny_with_views(tmp_path), building=(BuiltItem("K1.1", "F1"),))
    released = Release(data, profile_named("welsh_evaluation"))(building(data))
    assert set(released.marks["percent"]) <= {"c", ""}
    assert released.frame["percent"].isna().all()


@pytest.mark.parametrize("analysis", [building, process_timeline])
def test_what_was_not_declared_is_no_table(area, analysis):
    data = area("")
    assert Release(data, profile_named("exact"))(analysis(data)).frame.empty


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("building:\n  - {code: K9, statement: F1}\n", "K9"),
        ("process_timeline:\n  - {stage: s, label: {en: S}, codes: [K8]}\n", "K8"),
        ("process_timeline:\n  - {stage: s, label: {en: S}, codes: [K1], wait: tea}\n", "tea"),
    ],
)
def test_what_is_declared_must_be_there(tiny, declared, said):
    path = tiny / "study.yml"
    path.write_text(path.read_text("utf-8") + declared, "utf-8")
    with pytest.raises(StudyError, match=said):
        open_study("tiny")
