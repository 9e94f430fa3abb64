"""Drafts of theory files: every text comes back, and what is missing is marked."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.definitions import build_all, read_yaml
from compendium.legible import legible
from compendium.problems import Problems
from compendium.theory import Cmoc, Statement
from compendium.writers.theory_draft import theory_drafts

CMOC = {
    **{"cmoc_id": "CMOC1", "pt_id": "PT1", "context": "c", "mechanism": "", "m_resource": "r"},
    **{"m_reasoning": "why: they\nfeel heard", "outcome": "o", "outcome_unintended": "u"},
    **{"for_whom": "w", "place": "table 1, row 2"},
}
PARTS = ("if_text", "then_text", "because_text", "rival_text")


def statement(*texts, pt_id="PT1"):
    return dict(zip(PARTS, texts, strict=True)) | {"pt_id": pt_id, "place": "paragraph 3"}


def drafts(name, *rows, file="t.docx"):
    return theory_drafts({name: pd.DataFrame(rows, dtype="str")}, file)


def loaded(cls, text, folder, key=""):
    (folder / "draft.yml").write_text(text, encoding="utf-8")
    problems = Problems()
    built = build_all(cls, read_yaml(folder / "draft.yml"), "draft.yml", key, problems)
    assert problems == []
    return built


def test_a_whole_configuration_is_read_back_without_a_problem(tmp_path):
    (text,) = drafts("cmocs", CMOC).values()
    (built,) = loaded(Cmoc, text, tmp_path, "cmoc_id")
    assert (built.cmoc_id, built.m_reasoning) == ("CMOC1", "why: they\nfeel heard")
    assert (built.outcome_intended, built.codes) == ("o", ())


def test_a_draft_says_where_it_is_from_and_what_is_to_be_done():
    (text,) = drafts("statements", statement("A", "B", "C", "")).values()
    lines = text.splitlines()
    assert lines[0] == "# A draft from t.docx, to be read and completed by a person."
    assert lines[2:6] == [
        "# paragraph 3",
        "- pt_id: PT1",
        '  version: ""  # to be completed',
        '  if_text: "A"',
    ]
    assert '  rival_text: ""  # to be completed' in lines


@pytest.mark.parametrize(
    ("name", "cls", "row"),
    [("cmocs", Cmoc, CMOC), ("statements", Statement, statement("A", "B", "C", "D"))],
)
def test_a_draft_has_the_keys_of_the_studys_own_file(name, cls, row):
    import yaml

    (entry,) = yaml.safe_load(drafts(name, row)[f"{name}.draft.yml"])
    assert list(entry) == [field.name for field in dataclasses.fields(cls)]


def test_a_long_text_is_a_block():
    long = "parents who are new to child protection and feel judged"
    (text,) = drafts("statements", statement(long, "B", "C", "")).values()
    assert f"  if_text: |-\n    {long}\n" in text


def test_a_mechanism_that_is_not_told_apart_stands_as_a_comment(tmp_path):
    row = CMOC | {"mechanism": "trust\ngrows", "m_resource": "", "m_reasoning": ""}
    (text,) = drafts("cmocs", row).values()
    assert "m_reasoning:\n#   trust\n#   grows\n- cmoc_id: CMOC1\n" in text
    assert loaded(Cmoc, text, tmp_path)[0].m_resource == ""


def test_nothing_found_makes_no_draft():
    assert theory_drafts({"cmocs": pd.DataFrame(), "rows": pd.DataFrame([1])}, "s.csv") == {}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text() | st.text(" \n\t#:-|>\"'{}[]&*!%@`\x85\u2028\ufeffaŵ"), min_size=4, max_size=4
    )
)
def test_any_text_comes_back_without_the_spaces_around_it(tmp_path, texts):
    odd = "a\nb: # \u2028.docx"
    (text,) = drafts("statements", statement(*texts, pt_id="null"), file=odd).values()
    (built,) = loaded(Statement, text, tmp_path)
    # A control is shown as its picture.
    assert [getattr(built, part) for part in PARTS] == [legible(t.strip()) for t in texts]
    assert built.pt_id == "null"
