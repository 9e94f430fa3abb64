"""A study's folder: what is read, and what is said when it contradicts itself."""

from __future__ import annotations

import pytest

from compendium.problems import StudyError
from compendium.readers.coded_segments import layouts
from compendium.study_checks import sources
from compendium.study_folder import open_study, study_names


def spoil(folder, file, before, after):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def message(name="tiny"):
    with pytest.raises(StudyError) as caught:
        open_study(name)
    return str(caught.value)


def test_the_welsh_study_is_whole(wales):
    assert [s.site_id for s in wales.sites] == ["A", "B", "C"]
    assert len(wales.instrument("parent").items) == 33
    assert len(wales.instrument("advocate").items) == 12
    assert sum(not c.parent_id for c in wales.codebook) == 7
    assert sum(bool(c.parent_id) and c.status == "active" for c in wales.codebook) == 31
    assert [s.version for s in wales.statements].count("IPT") == 8
    assert [s.version for s in wales.statements].count("REFINED") == 8
    assert (len(wales.cmocs), len(wales.links), len(wales.sample)) == (13, 9, 16)


def test_ids_that_look_like_numbers_stay_text(tiny):
    assert [s.site_id for s in open_study("tiny").sites] == ["001", "002"]


def test_a_reversed_item_and_one_asked_twice_are_known(wales):
    items = {i.item_id: i for i in wales.instrument("parent").items}
    assert (items["P_DM4"].reversed, items["P_DM4"].stages) == (True, ("before", "now"))
    assert (items["P_AS1"].reversed, items["P_AS1"].stages) == (False, ("single",))


def test_user_missing_codes_are_reasons_and_not_levels(wales):
    form = wales.instrument("parent")
    scale = form.scale_of(form.items[0])
    assert scale.values == (1, 2, 3, 4, 5)
    assert scale.missing == {98: "not_applicable", 99: "prefer_not"}


def test_an_unknown_study_is_answered_with_those_there_are(tiny):
    assert "There is: tiny" in message("nobody")


def test_an_unknown_site_is_answered_with_those_there_are(wales):
    with pytest.raises(StudyError, match="has the sites A, B, C"):
        wales.site("Z")


def test_an_unknown_group_or_instrument_is_answered_with_those_there_are(tiny):
    study = open_study("tiny")
    with pytest.raises(StudyError, match="'nobody', but tiny has the groups parent, "):
        study.group("nobody")
    with pytest.raises(StudyError, match=r"has the instruments form\. Use one of these"):
        study.instrument("nothing")


def test_a_missing_definition_file_is_named(tiny):
    (tiny / "instruments" / "form.yml").unlink()
    assert "form.yml: the file is missing" in message()


def test_a_file_that_is_no_yaml_is_named_with_its_line(tiny):
    spoil(tiny, "codebook.yml", "- {code_id: K2", "- {code_id: [K2")
    assert "codebook.yml line" in message()


def test_a_file_that_is_not_utf8_is_named(tiny):
    (tiny / "codebook.yml").write_bytes("- {code_id: Tê}".encode("cp1252"))
    assert "not UTF-8" in message()


def test_a_key_written_twice_is_an_error(tiny):
    spoil(tiny, "study.yml", "seed: 7", "seed: 7\nseed: 8")
    assert "the key seed stands twice" in message()


def test_a_key_that_is_no_text_is_an_error(tiny):
    spoil(tiny, "study.yml", "seed: 7", "seed: 7\n{a: b}: c")
    assert "a key is no plain text" in message()


def test_a_comma_outside_quotes_cuts_nothing_off(tiny):
    spoil(tiny, "sample.csv", "001,parent,3,0,10,3,10\n", "001,parent,3,0,10,3,10, and more\n")
    assert "sample.csv row 2: 'and more' stands under no heading" in message()


def test_blank_cells_beyond_the_headings_are_let_be(tiny):
    before = open_study("tiny").sample
    path = tiny / "sample.csv"
    path.write_text(path.read_text("utf-8").replace("\n", ",,\n"), encoding="utf-8")
    assert open_study("tiny").sample == before


def test_a_heading_written_twice_is_an_error(tiny):
    spoil(tiny, "sample.csv", "interviews,focus_group_n", "interviews,interviews")
    assert "sample.csv row 1: the heading interviews stands twice" in message()


def test_a_misspelt_key_is_answered_with_the_keys_there_are(tiny):
    spoil(tiny, "study.yml", "seed: 7", "sead: 7")
    text = message()
    assert "unknown key sead" in text
    assert "seed is missing" in text


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        (
            "study.yml",
            "seed: 7",
            "seed: seven",
            "study.yml seed: found 'seven', but a whole number",
        ),
        ("study.yml", "cut_off: 2024-06-30", "cut_off: June", "a date like 2024-03-31 is needed"),
        ("study.yml", "model: one}", "model: three}", "sites 001: model 'three' is unknown"),
        ("study.yml", "study: tiny", "study: small", "the folder is called tiny"),
        ("study.yml", "of_record: C1", "of_record: C9", "coder of record 'C9' is unknown"),
        (
            "study.yml",
            "of_record: C1",
            "asked_about: [K1, K7]\n  of_record: C1",
            "asked_about 'K7' is unknown",
        ),
        (
            "study.yml",
            'min_answered: {"2": 2, "3": 2}',
            'min_answered: {"3": 2}',
            "no rule for constructs of 2 items",
        ),
        (
            "instruments/form.yml",
            "construct: trust, scale",
            "construct: faith, scale",
            "items T1: construct 'faith' is unknown",
        ),
        ("instruments/form.yml", "item_id: S2", "item_id: S1", "the item is given twice"),
        (
            "instruments/form.yml",
            "scale: FIVE, reversed",
            "scale: SIX, reversed",
            "scale 'SIX' is unknown",
        ),
        (
            "codebook.yml",
            "parent_id: K1, label: {en: Tea",
            "parent_id: K9, label: {en: Tea",
            "parent_id 'K9' is unknown",
        ),
        ("codebook.yml", "code_id: K2,", "code_id: K1,", "code_id K1 is given twice"),
        ("codebook.yml", "status: retired", "status: old", "status 'old' is unknown"),
        ("study.yml", "instrument: form\n", "\n", "sources survey: the survey names no instrument"),
        ("study.yml", "person: token, ", "", "sources survey: columns has no person"),
        (
            "study.yml",
            "file: raw/talk.qdpx",
            "file: raw/talk.csv\n    segment_columns: {txt: words}",
            "sources talk: segment_columns 'txt' is unknown",
        ),
        (
            "study.yml",
            "file: raw/talk.qdpx",
            "file: raw/talk.csv\n    coder: Ann",
            "sources talk: coder 'Ann' is unknown",
        ),
        (
            "study.yml",
            "file: raw/survey.sav",
            "file: raw/survey.sav\n    positions: [code_points]",
            "sources survey: positions is given, but only a coding_project has it",
        ),
        ("study.yml", "site: area, ", "", "sources survey: columns has no site"),
        (
            "study.yml",
            ", data_origin: Data origin}",
            "}",
            "sources talk: columns has no data_origin, but a coding_project needs site",
        ),
        (
            "study.yml",
            '"3": 2}',
            '"3": 4}',
            "min_answered: found 4 of 3 questions, but 1 to 3 are possible",
        ),
        ("study.yml", '"3": 2}', '"3": 0}', "min_answered: found 0 of 3 questions"),
        ("study.yml", '"3": 2}', '"3": 2, "many": 2}', "min_answered: found 'many'"),
        (
            "instruments/form.yml",
            "item_id: S1, construct: say, scale: FIVE,",
            "item_id: S1, construct: say,",
            "items S1: the item has no scale, but say is scored",
        ),
        (
            "instruments/form.yml",
            "item_id: S1, construct: say, scale: FIVE,",
            "item_id: S1, construct: say, scale: YES,",
            "constructs say: its items have the scales YES, FIVE, but a score needs one scale",
        ),
        (
            "codebook.yml",
            "label: {en: Warmth, cy: Cynhesrwydd}",
            "label: {en: Warmth, cy: Cynhesrwydd}, status: merged",
            "entry K1.2: the code is active and its parent K1 is merged",
        ),
        (
            "codebook.yml",
            "parent_id: K1, label: {en: Tea",
            "parent_id: K3, label: {en: Tea",
            "entry K1.2: the code is active and its parent K3 is retired",
        ),
        (
            "sample.csv",
            "002,worker",
            "001,worker",
            "sample.csv row 5: site 001, group worker stands twice",
        ),
        ("sample.csv", "002,worker", "003,worker", "sample.csv row 5: site '003' is unknown"),
    ],
)
def test_a_contradiction_is_named_with_its_place(tiny, file, before, after, said):
    spoil(tiny, file, before, after)
    assert said in message()


def test_all_mistakes_are_named_at_once(tiny):
    spoil(tiny, "sample.csv", "001,worker", "009,worker")
    spoil(tiny, "codebook.yml", "status: retired", "status: old")
    assert len(message().splitlines()) == 2


def test_a_code_cannot_be_its_own_ancestor(tiny):
    spoil(tiny, "codebook.yml", "{code_id: K1, label", "{code_id: K1, parent_id: K1.1, label")
    assert "its own ancestor" in message()


def test_a_cmoc_that_names_what_is_not_there_is_named(tiny):
    (tiny / "theory" / "cmocs.yml").parent.mkdir(exist_ok=True)
    (tiny / "theory" / "cmocs.yml").write_text(
        "- {cmoc_id: X1, pt_id: P1, context: c, m_resource: r, m_reasoning: s, "
        "outcome_intended: o, outcome_unintended: u, for_whom: w, sites_theorised: ['009'], "
        "codes: [K9], constructs: [say]}\n",
        encoding="utf-8",
    )
    text = message()
    assert "statement 'P1' is unknown" in text
    assert "site '009' is unknown" in text
    assert "code 'K9' is unknown" in text
    assert "construct" not in text


def test_a_version_of_a_statement_is_given_once(tiny):
    entry = "- {pt_id: PT1, version: IPT, if_text: a, then_text: b, because_text: c}\n"
    (tiny / "theory").mkdir(exist_ok=True)
    (tiny / "theory" / "statements.yml").write_text(entry, encoding="utf-8")
    assert len(open_study("tiny").statements) == 1
    (tiny / "theory" / "statements.yml").write_text(entry * 2, encoding="utf-8")
    assert "statement PT1: version IPT is given 2 times" in message()


def test_without_a_sample_table_the_sample_is_empty(tiny):
    path = tiny / "sample.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert open_study("tiny").sample == ()
    path.unlink()
    assert open_study("tiny").sample == ()


def test_the_data_folder_is_found_by_walking_up(tiny, monkeypatch):
    monkeypatch.delenv("COMPENDIUM_DATA")
    monkeypatch.chdir(tiny / "instruments")
    assert study_names() == ["tiny"]


def test_without_a_data_folder_the_message_says_what_to_set(tmp_path, monkeypatch):
    monkeypatch.delenv("COMPENDIUM_DATA")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StudyError, match="set COMPENDIUM_DATA"):
        study_names()


def test_the_template_is_a_study_that_can_be_read(house):
    assert open_study("_template").sites
    assert "_template" not in study_names()


def test_what_a_column_of_coded_segments_may_be_is_said_once_in_two_layers():
    assert sources.ROLES == layouts.ROLES
