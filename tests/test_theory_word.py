"""The theory out as a Word file and back: differences first, and no statement overwritten."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_by_hand import pack_document, table

from compendium.cli import main
from compendium.problems import DataError, StudyError
from compendium.readers.export import read_export
from compendium.readers.theory.headings import CMOC, STATEMENT
from compendium.study_folder import open_study
from compendium.theory import Cmoc, Statement
from compendium.theory_word.entries import added, changed, scalar
from compendium.theory_word.take_back import Decision, differences, take_back
from compendium.theory_word.write import write_theory_word

R2 = Decision("R2", "Tea was not enough.", "E4")


@pytest.fixture
def study(tiny):
    return open_study("tiny")


def document(study, tmp_path, statements=None, cmocs=None):
    """A Word file of the study's theory, its rows changed by hand."""
    told = [[getattr(s, f) for f in STATEMENT] for s in study.statements]
    rows = [[getattr(c, f) for f in CMOC] for c in study.cmocs]
    told, rows = (statements or (lambda r: r))(told), (cmocs or (lambda r: r))(rows)
    body = table(list(STATEMENT.values()), *told) + table(list(CMOC.values()), *rows)
    return pack_document(tmp_path / "changed.docx", body)


def texts(study, name):
    return (study.folder / "theory" / name).read_text(encoding="utf-8")


def test_what_was_written_is_read_back_without_a_difference(study):
    write_theory_word(study)
    path = study.private / "theory.docx"
    first = path.read_bytes()
    assert take_back(study, path, Decision(), confirmed=True) == "tiny: theory.docx, 0 differences"
    write_theory_word(study)
    assert path.read_bytes() == first


def test_the_welsh_theory_comes_back_whole(wales, tmp_path):
    here = dataclasses.replace(wales, folder=tmp_path / "data" / wales.id)
    write_theory_word(here)
    found = read_export(here.private / "theory.docx")
    assert differences(here, found.tables) == []
    assert len(found.tables["statements"]) == 8
    assert found.report.lost == []


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30)
SAID = TEXT.filter(lambda text: any(c.isalpha() for c in text))


@settings(max_examples=60)
@given(parts=st.lists(st.tuples(SAID, TEXT, SAID, TEXT), min_size=1, max_size=3), more=st.data())
def test_any_theory_comes_back_as_it_was(wales, tmp_path_factory, parts, more):
    statements = tuple(Statement(f"PT{i}", "R1", *four) for i, four in enumerate(parts, start=1))
    cmocs = tuple(
        Cmoc(f"CW{i:02}", s.pt_id, *more.draw(st.tuples(SAID, SAID, SAID, TEXT, TEXT, TEXT)))
        for i, s in enumerate(statements, start=1)
    )
    folder = tmp_path_factory.mktemp("theory") / "data" / wales.id
    here = dataclasses.replace(wales, folder=folder, statements=statements, cmocs=cmocs)
    write_theory_word(here)
    found = read_export(here.private / "theory.docx").tables
    assert differences(here, found) == []
    assert found["statements"]["pt_id"].tolist() == [s.pt_id for s in statements]


def test_a_changed_statement_becomes_a_new_version_beside_the_old(study, tmp_path):
    before = texts(study, "statements.yml")
    path = document(study, tmp_path, lambda rows: [[*rows[0][:2], "they stay long", *rows[0][3:]]])
    shown = take_back(study, path, R2)
    assert "other PT1\n        then_text: 'they stay'\n            now 'they stay long'" in shown
    assert "Nothing is written yet" in shown
    assert texts(study, "statements.yml") == before
    take_back(study, path, R2, confirmed=True)
    assert texts(study, "statements.yml") == before + (
        "- pt_id: PT1\n  version: R2\n  if_text: somebody is welcomed\n"
        "  then_text: they stay long\n  because_text: they feel at home\n"
        "  rival_text: they would have stayed anyway\n  change: Tea was not enough.\n"
        "  evidence: E4\n"
    )
    again = open_study("tiny")
    assert [s.version for s in again.statements] == ["REFINED", "R2"]
    assert take_back(again, path, Decision()).endswith("0 differences")


def test_a_part_that_nobody_changed_stays_as_the_study_has_it(study, tmp_path):
    spaced = dataclasses.replace(study.statements[-1], if_text="somebody\x0bis  welcomed ")
    here = dataclasses.replace(study, statements=(spaced,))
    path = document(
        here, tmp_path, lambda rows: [["PT1", "somebody is welcomed", "x", *rows[0][3:]]]
    )
    (change,) = (d for d in differences(here, read_export(path).tables) if d.kind == "other")
    assert list(change.changed) == ["then_text"]
    assert change.parts["if_text"] == spaced.if_text


def test_a_version_is_taken_whatever_blanks_are_round_its_name(study, tmp_path):
    path = document(study, tmp_path, lambda rows: [[*rows[0][:2], "they go", *rows[0][3:]]])
    with pytest.raises(StudyError, match="there is a version REFINED already"):
        take_back(study, path, Decision(" REFINED ", "why"), confirmed=True)


def test_a_changed_configuration_changes_in_its_place_alone(study, tmp_path):
    before = texts(study, "cmocs.yml")
    path = document(study, tmp_path, cmocs=lambda r: [[*r[0][:2], "a room: cold", *r[0][3:]], r[1]])
    take_back(study, path, Decision(), confirmed=True)
    after = texts(study, "cmocs.yml")
    assert after == before.replace("context: a cold room", 'context: "a room: cold"')
    assert open_study("tiny").cmocs[0].context == "a room: cold"


def test_new_ones_are_added_and_what_is_gone_stays(study, tmp_path):
    path = document(
        study,
        tmp_path,
        lambda rows: [*rows, ["PT2", "it rains", "they come in", "it is dry", ""]],
        lambda rows: [rows[0], ["T3", "PT2", "rain", "a roof", "dry", "they come", "", "all"]],
    )
    shown = take_back(study, path, R2, confirmed=True)
    assert "gone  T2: not in the document. It stays in theory/cmocs.yml" in shown
    again = open_study("tiny")
    assert [c.cmoc_id for c in again.cmocs] == ["T1", "T2", "T3"]
    assert again.statements[-1] == Statement(
        "PT2", "R2", "it rains", "they come in", "it is dry", "", R2.why, R2.evidence
    )
    assert again.cmocs[-1].for_whom == "all"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(), "a statement is never overwritten"),
        (Decision("R2", " "), "a statement is never overwritten"),
        (Decision("REFINED", "why"), "there is a version REFINED already"),
    ],
)
def test_a_new_version_needs_a_name_and_a_reason(study, tmp_path, decision, said):
    before = texts(study, "statements.yml")
    path = document(study, tmp_path, lambda rows: [[*rows[0][:2], "they go", *rows[0][3:]]])
    with pytest.raises(StudyError, match=said):
        take_back(study, path, decision, confirmed=True)
    assert texts(study, "statements.yml") == before


def test_every_problem_of_a_document_is_named_at_once(study, tmp_path):
    heads = ["CMOC", "PT", "Context", "Mechanism", "Outcome"]
    rows = [["T1", "PT9", "c", "tea", "o"], ["T1", "PT1", "c", "tea", "o"]]
    path = pack_document(tmp_path / "t.docx", table(heads, *rows))
    with pytest.raises(DataError) as error:
        take_back(study, path, Decision())
    for said in ("T1 stands 2 times", "T1 belongs to PT9, but there are PT1", "is one text"):
        assert said in str(error.value)


def test_a_document_without_a_theory_is_refused(study, tmp_path):
    with pytest.raises(DataError, match="no statement and no configuration"):
        take_back(study, pack_document(tmp_path / "t.docx", table(["a"], ["b"])), Decision())


def test_a_study_without_a_theory_says_so(study):
    with pytest.raises(StudyError, match="no theory"):
        write_theory_word(dataclasses.replace(study, statements=(), cmocs=()))


def test_a_file_laid_out_otherwise_is_refused_and_not_spoilt(tmp_path):
    path = tmp_path / "cmocs.yml"
    path.write_text("[{cmoc_id: T1, context: cold}]\n", encoding="utf-8")
    for change in (
        lambda: changed(path, "cmoc_id", {"T1": {"context": "warm"}}),
        lambda: added(path, [{"cmoc_id": "T2"}]),
    ):
        with pytest.raises(StudyError, match="by hand"):
            change()


def test_comments_blocks_and_blank_lines_round_a_change_stay(tmp_path):
    path = tmp_path / "cmocs.yml"
    path.write_text(
        "# Ours\n- cmoc_id: T1\n  context: |-\n    cold\n\n    and wet\n  # a note\n"
        "  for_whom: all\n\n# Theirs\n- cmoc_id: T2\n  context: dry\n",
        encoding="utf-8",
    )
    found = changed(path, "cmoc_id", {"T1": {"context": "warm", "for_whom": "few"}})
    assert found == (
        "# Ours\n- cmoc_id: T1\n  context: warm\n  # a note\n  for_whom: few\n\n# Theirs\n"
        "- cmoc_id: T2\n  context: dry\n"
    )


@settings(max_examples=200)
@given(text=TEXT)
def test_any_text_is_a_value_that_is_read_as_it_was(text, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "none.yml"
    assert added(path, [{"a": text}], "").startswith(f"- a: {scalar(text)}")


def test_the_commands_write_and_read_back(study, tmp_path, capsys):
    assert main(["theory-word", "tiny"]) == 0
    assert "statements          1" in capsys.readouterr().out
    path = document(study, tmp_path, lambda rows: [[*rows[0][:2], "they go", *rows[0][3:]]])
    said = ["theory-word", "tiny", "--from", str(path)]
    assert main(said) == 0
    assert main([*said, "--confirm"]) == 1
    assert "never overwritten" in capsys.readouterr().err
    assert main([*said, "--confirm", "--version", "R2", "--why", "so"]) == 0
    assert "version: R2" in texts(study, "statements.yml")
