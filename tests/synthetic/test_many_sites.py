"""A made-up study of as many authorities as wanted opens, comes in and is built like any other."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest
import yaml
from conftest import ENGLAND, ROOT, WALES

from compendium.cli import main
from compendium.problems import StudyError
from compendium.readers.export import read_export
from compendium.study_folder import open_study
from compendium.synthetic.many_sites.one_site import Authority, part, recipe_of
from compendium.synthetic.many_sites.write import like_the_sites, write_many_sites
from compendium.synthetic.recipe import read_recipe

# The traps of the Welsh recipe's survey, and how many fall to a site like A, B and C: 3 duplicates,
# 2 straight-liners, the impossible values 7, 0, 55, 6, a test response, an unknown area.
SURVEY_TRAPS = {
    "duplicate": (1, 1, 1),
    "straight_line": (1, 1, 0),
    "out_of_range": (2, 1, 1),
    "before_launch": (1, 0, 0),
    "unknown_site": (1, 0, 0),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A data folder with studies of one, two and four authorities, and the notebooks beside it."""
    data = tmp_path_factory.mktemp("scale") / "data"
    shutil.copytree(ROOT / "notebooks", data.parent / "notebooks")
    return data


@pytest.fixture(scope="module")
def studies(house, place):
    """Written once, by number of authorities."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(house / "data"))
        return {n: write_many_sites(WALES, n, place) for n in (1, 2, 4)}


@pytest.fixture
def there(studies, place, monkeypatch):
    """Studies are opened from where they were written."""
    monkeypatch.setenv("COMPENDIUM_DATA", str(place))
    return studies


@pytest.fixture(scope="module")
def came_in(studies, place):
    from compendium.intake.take_in import take_in

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(place))
        return {n: take_in(open_study(f"{WALES}-{n}")) for n in studies}


def consent(written) -> pd.DataFrame:
    return pd.read_csv(written.folder / "consent.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_study_of_many_authorities_opens_without_a_mistake(there, count):
    study = open_study(f"{WALES}-{count}")
    assert [s.site_id for s in study.sites] == ["001", "002", "003", "004"][:count]
    assert study.sites[0].label.en == "Authority 001"
    assert study.sites[0].label.cy == "Awdurdod 001"


def test_authorities_take_after_the_sites_of_the_pattern_in_turn(there, wales):
    models = [s.model for s in open_study(f"{WALES}-4").sites]
    assert models == ["peer", "professional", "combined", "peer"]
    assert [a.like for a in like_the_sites(wales, 5)] == ["A", "B", "C", "A", "B"]
    assert [a.turn for a in like_the_sites(wales, 5)] == [0, 0, 0, 1, 1]


def test_title_and_description_say_that_it_is_made_up_and_repeats(there):
    header = open_study(f"{WALES}-4").header
    assert header.title.en == "Parental advocacy in Wales: made up for 4 authorities"
    assert header.title.cy == "Eiriolaeth i rieni yng Nghymru: ffug, ar gyfer 4 awdurdod"
    assert "word for word" in header.about.en
    assert open_study(f"{WALES}-1").header.title.en.endswith("made up for 1 authority")


def test_nothing_that_was_concluded_of_the_patterns_sites_is_carried_over(there, wales):
    study = open_study(f"{WALES}-4")
    assert wales.findings
    assert wales.meta_inferences
    assert wales.patterns
    assert (study.findings, study.meta_inferences, study.patterns) == ((), (), ())
    assert study.header.coding.sufficiency == {}
    assert [p.comparison for p in study.header.planned_comparisons] == [
        "parents_by_area",
        "social_workers_by_area",
    ]
    assert study.header.planned_comparisons[0].title.en == "Parents, by authority"
    # Of the Welsh judgements of confidence three name an area.
    assert len(wales.confidence) - len(study.confidence) == 3


def test_configurations_are_looked_for_in_every_authority_like_the_sites_they_name(there):
    # CW02 is theorised and looked for in areas A and C.
    cmoc = next(c for c in open_study(f"{WALES}-4").cmocs if c.cmoc_id == "CW02")
    assert cmoc.looked_for == cmoc.sites_theorised == ("001", "003", "004")


def test_one_authority_alone_is_compared_with_no_other(there):
    header = open_study(f"{WALES}-1").header
    assert header.planned_comparisons == ()
    assert "other_sites" not in {r.reference.kind for r in header.joint_display if r.reference}


@pytest.mark.parametrize("count", [1, 2, 4])
def test_people_come_in_for_every_authority_and_have_ids_of_their_own(there, came_in, count):
    people, given = came_in[count].tables["participants"], consent(there[count])
    assert people["participant_id"].is_unique
    for column in ("participant_id", "survey_token", "case_name", "casework_person", "pseudonym"):
        named = given.loc[given[column] != "", column]
        assert len(named) > 0
        assert named.is_unique, column
    assert set(people["site_id"]) == {s.site_id for s in there[count].study.sites}


def test_as_many_people_take_part_as_in_the_patterns_sites(there, wales):
    # Everybody of the consent table by area; A is there twice.
    shipped = pd.read_csv(wales.folder / "consent.csv")["site_id"].value_counts()
    made = consent(there[4])["site_id"].value_counts()
    assert [made[s] for s in ("001", "002", "003", "004")] == [shipped[s] for s in "ABCA"]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_nothing_is_set_aside_but_what_the_patterns_traps_make(came_in, count):
    noted = came_in[count].quality.table
    turns = [number % 3 for number in range(count)]
    found = noted["rule"].value_counts()
    expected = {
        rule: sum(by_site[turn] for turn in turns) for rule, by_site in SURVEY_TRAPS.items()
    }
    assert {rule: found.get(rule, 0) for rule in SURVEY_TRAPS} == expected


def test_every_rule_that_notes_something_notes_it_of_the_pattern_too(came_in, wales_in):
    assert set(came_in[4].quality.table["rule"]) <= set(wales_in.quality.table["rule"])


def test_everything_is_marked_as_made_up(came_in, there):
    for name, table in came_in[4].tables.items():
        if "data_origin" in table:
            assert set(table["data_origin"]) <= {"synthetic"}, name
    assert set(consent(there[4])["data_origin"]) == {"synthetic"}
    project = read_export(there[4].folder / "raw" / "interviews.qdpx")
    marks = project.tables["variables"].query("variable == 'Data origin'")
    assert set(marks["value"]) == {"synthetic"}


def test_the_talk_of_two_authorities_like_one_site_is_the_same_word_for_word(came_in):
    said = came_in[4].tables["segments"]
    said = said[said["data_type"] != "open_answer"]
    by_site = {site: sorted(said.loc[said["site_id"] == site, "text"]) for site in ("001", "004")}
    assert by_site["001"] == by_site["004"] != []


def test_answers_of_two_authorities_like_one_site_are_drawn_anew(there):
    survey = read_export(there[4].folder / "raw" / "parents_survey.sav").tables["responses"]
    first, fourth = (survey[survey["area"] == site]["P_SE1"].tolist() for site in ("001", "004"))
    assert first != fourth


def test_the_first_authorities_of_a_larger_study_are_those_of_a_smaller_one(there):
    smaller, larger = consent(there[2]), consent(there[4])
    kept = larger[larger["site_id"].isin(["001", "002"])].reset_index(drop=True)
    own = [c for c in kept if c != "study"]
    pd.testing.assert_frame_equal(kept[own], smaller[own])


def test_the_same_call_gives_the_same_bytes(house, there, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(house / "data"))
    again = write_many_sites(WALES, 2, tmp_path).folder
    files = sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert len(files) > 20
    assert [
        f for f in files if (again / f).read_bytes() != (there[2].folder / f).read_bytes()
    ] == []


def test_a_study_of_one_site_can_be_the_pattern(house, tmp_path, monkeypatch):
    from compendium.intake.take_in import take_in

    write_many_sites(ENGLAND, 2, tmp_path / "data")
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    intake = take_in(open_study(f"{ENGLAND}-2"))
    assert set(intake.tables["participants"]["site_id"]) == {"001", "002"}


# where it goes -------------------------------------------------------------------------------


def test_without_a_folder_it_goes_to_private_and_says_how_to_build_it(
    tmp_path, monkeypatch, house, capsys
):
    shutil.copytree(house / "data" / WALES, tmp_path / "data" / WALES)
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    assert main(["synthetic", "--sites", "1"]) == 0
    folder = tmp_path / "private" / "scale" / "data" / f"{WALES}-1"
    assert (folder / "study.yml").is_file()
    assert folder.stat().st_mode & 0o077 == 0
    said = capsys.readouterr().out
    assert f"COMPENDIUM_DATA={folder.parent} make report STUDY={WALES}-1" in said
    # It lies among no shipped studies, and the recipe is not in it.
    assert [p.name for p in (tmp_path / "data").iterdir()] == [WALES]
    assert not (folder / "synthetic").exists()


def test_what_was_written_before_may_be_written_again(tmp_path):
    once = write_many_sites(WALES, 1, tmp_path)
    (once.folder / "consent.csv").write_text("spoilt")
    write_many_sites(WALES, 1, tmp_path)
    assert len(consent(once)) == once.people


def test_a_folder_that_is_somebody_elses_is_left_alone(tmp_path):
    theirs = tmp_path / f"{WALES}-3"
    theirs.mkdir()
    (theirs / "study.yml").write_text("mine")
    with pytest.raises(StudyError, match="was not made by `synthetic --sites`"):
        write_many_sites(WALES, 3, tmp_path)
    assert [p.name for p in theirs.iterdir()] == ["study.yml"]


@pytest.mark.parametrize("count", [0, -1, 1000])
def test_a_number_of_authorities_that_cannot_be_is_refused(count, tmp_path):
    with pytest.raises(StudyError, match=r"Give 1 to 999 after --sites"):
        write_many_sites(WALES, count, tmp_path)


def test_a_study_without_recipe_cannot_be_the_pattern(tiny, tmp_path):
    with pytest.raises(StudyError, match=r"recipe\.yml"):
        write_many_sites("tiny", 2, tmp_path / "to")
    with pytest.raises(StudyError, match="No study here has both several sites and a recipe"):
        write_many_sites(None, 2, tmp_path / "to")


def test_a_file_is_no_folder_to_write_to(tmp_path):
    (tmp_path / "f").write_text("")
    with pytest.raises(StudyError, match="is a file"):
        write_many_sites(WALES, 2, tmp_path / "f")


# parts of a recipe ---------------------------------------------------------------------------


def test_the_parts_of_a_count_add_up_to_it():
    # 14 weak segments over three sites: 5 + 5 + 4.
    assert [part(14, place, 3) for place in range(3)] == [5, 5, 4]
    assert [part(1, place, 3) for place in range(3)] == [1, 0, 0]


def test_a_recipe_of_one_site_keeps_what_it_says_of_that_site_under_the_new_name(wales):
    recipe = read_recipe(wales)[0]
    of_b = recipe_of(recipe, wales, Authority("005", "B", 1))
    assert of_b.survey.means["trust"] == {"005": recipe.survey.means["trust"]["B"]}
    assert of_b.survey.choices["P_CX1"] == recipe.survey.choices["P_CX1"]
    assert of_b.casework.step.site == "005"
    assert of_b.people.withdrawn == ()
    assert of_b.people.no_quotes == ("005-PAR-09",)
    assert "Aled-005" in of_b.people.pseudonyms.split()
    # [7, 0, 55, 6] over three sites: the second has one.
    assert of_b.survey.traps.out_of_range == (0,)
    assert of_b.survey.traps.unknown_site == ""


# built ---------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_page_of_one_authority_is_built_swept_and_attacked(there, place):
    from compendium.build.run import build_reports

    to = place.parent / "built"
    assert build_reports(study=f"{WALES}-4", site="001", report="site_report", to=to) == 0
    assert "Authority 001" in (to / f"{WALES}-4" / "001.html").read_text(encoding="utf-8")


def test_the_mark_says_of_what_pattern_and_how_many(there):
    mark = yaml.safe_load((there[4].folder / "many_sites.yml").read_text(encoding="utf-8"))
    assert mark == {"pattern": WALES, "sites": "4"}
