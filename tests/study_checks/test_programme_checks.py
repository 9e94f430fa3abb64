"""Mistakes in versions of the theory, in the retroduction log and in links are named."""

from __future__ import annotations

import pytest
from test_study import message, spoil

from compendium.analysis.theory import programme
from compendium.study_folder import open_study

FIRST = """- pt_id: PT1
  version: {version}
  if_text: somebody is greeted
  then_text: they come
  because_text: they are seen
  decided_on: {on}
- pt_id: PT1
  version: REFINED
  decided_on: 2024-05-01
"""
MEMO = """- memo_id: M1
  about: {about}
  from_version: {before}
  to_version: {to}
  written_on: {on}
  analyst: {analyst}
  text: {{en: "{text}"}}
  evidence: [{evidence}]
"""
GOOD = {
    "about": "T1",
    "before": "IPT",
    "to": "REFINED",
    "on": "2024-04-30",
    "analyst": "AA",
    "text": "Greeting is not welcoming.",
    "evidence": "E1",
}
LINKS = "from_cmoc,to_cmoc,via,kind,contested,contested_reason\n"
ORDER = "theory_versions: {IPT: {en: First}, R1: {en: Second}, REFINED: {en: Now}}\nconsent:\n"


def two_versions(folder, version="IPT", on="2024-01-01"):
    text = FIRST.format(version=version, on=on)
    spoil(folder, "theory/statements.yml", "- pt_id: PT1\n  version: REFINED\n", text)


def logged(folder, *memos):
    text = "".join(MEMO.format(**GOOD | memo) for memo in memos)
    (folder / "theory" / "retroduction.yml").write_text(text, encoding="utf-8")


def linked(folder, *rows):
    text = LINKS + "".join(f"{row}\n" for row in rows)
    (folder / "theory" / "links.csv").write_text(text, encoding="utf-8")


def test_a_theory_with_versions_memos_and_links_is_read(tiny):
    spoil(tiny, "study.yml", "consent:\n", ORDER)
    two_versions(tiny)
    logged(tiny, {})
    linked(tiny, "T1,T2,so it goes,loop,yes,nobody saw it", "T2,T2,again,dampening,,")
    study = open_study("tiny")
    assert list(study.theory_versions) == ["IPT", "R1", "REFINED"]
    assert study.memos[0].about == "T1"
    assert [x.contested for x in study.links] == [True, False]


def test_without_a_declared_order_versions_follow_each_other_as_they_stand(tiny):
    two_versions(tiny, "OLD")
    assert list(open_study("tiny").theory_versions) == ["OLD", "REFINED"]


@pytest.mark.parametrize(
    ("version", "on", "expected"),
    [
        ("R9", "2024-01-01", "version 'R9' is unknown"),
        ("IPT", "2024-06-01", "version REFINED was decided on 2024-05-01"),
        ("IPT", "soon", "a date like 2024-03-31 is needed"),
    ],
)
def test_versions_are_declared_and_follow_in_time(tiny, version, on, expected):
    spoil(tiny, "study.yml", "consent:\n", ORDER)
    two_versions(tiny, version, on)
    assert expected in message()


def test_versions_stand_in_the_declared_order(tiny):
    backwards = "theory_versions: {REFINED: {en: Now}, IPT: {en: First}}\nconsent:\n"
    spoil(tiny, "study.yml", "consent:\n", backwards)
    two_versions(tiny)
    assert "version REFINED stands below IPT" in message()


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ({"about": "T9"}, "statement or CMOC 'T9' is unknown"),
        ({"before": "R1"}, "version of PT1 'R1' is unknown"),
        ({"to": "R1"}, "version of PT1 'R1' is unknown"),
        ({"before": "REFINED", "to": "IPT"}, "it leads from REFINED to IPT"),
        ({"before": "REFINED"}, "it leads from REFINED to REFINED"),
        ({"on": "2024-05-02"}, "it was written on 2024-05-02"),
        ({"on": "soon"}, "a date like 2024-03-31 is needed"),
        ({"analyst": "' '"}, "analyst is blank"),
        ({"text": " "}, "text is blank"),
        ({"evidence": "E99"}, "piece of evidence 'E99' is unknown"),
    ],
)
def test_a_memo_leads_from_one_version_to_a_later_one_and_is_signed(tiny, memo, expected):
    two_versions(tiny)
    logged(tiny, memo)
    said = message()
    assert expected in said
    assert "retroduction.yml entry" in said


def test_a_memo_has_an_id_of_its_own(tiny):
    two_versions(tiny)
    logged(tiny, {}, {"about": "PT1"})
    assert "memo_id M1 is given twice" in message()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("T1,T9,so,ripple,,", "cmoc 'T9' is unknown"),
        ("T1,T2,so,wave,,", "kind 'wave' is unknown"),
        ("T1,T2, ,ripple,,", "via is blank"),
        ("T1,T2,so,ripple,yes,", "the link is contested and contested_reason is blank"),
        ("T1,T2,so,ripple,perhaps,why", "perhaps"),
    ],
)
def test_a_link_leads_somewhere_and_says_what_speaks_against_it(tiny, row, expected):
    linked(tiny, row)
    said = message()
    assert expected in said
    assert "links.csv" in said


def test_a_link_is_given_once_and_one_of_another_kind_is_another(tiny):
    linked(tiny, "T1,T2,so,ripple,,", "T1,T2,but,dampening,,")
    assert len(open_study("tiny").links) == 2
    linked(tiny, "T1,T2,so,ripple,,", "T1,T2,again,ripple,,")
    assert "the link is given 2 times" in message()


def test_a_context_item_is_one_of_a_survey(tiny):
    spoil(tiny, "theory/cmocs.yml", "  codes: [K1.2]\n", "  codes: [K1.2]\n  context_items: [X9]\n")
    assert "item 'X9' is unknown" in message()


SPLIT = """- pt_id: PT0
  version: REFINED
  if_text: somebody is greeted
  then_text: they come
  because_text: they are seen
  ended: {ended}
  continued_as: [{into}]
"""


def ended(folder, how="split", into="PT1", more=""):
    text = SPLIT.format(ended=how, into=into) + more
    spoil(folder, "theory/statements.yml", "- pt_id: PT1\n  version: REFINED\n", text + ONE)


ONE = "- pt_id: PT1\n  version: REFINED\n"


@pytest.mark.parametrize(("how", "into"), [("split", "PT1"), ("merged", "PT1"), ("dropped", "")])
def test_a_statement_may_end(tiny, how, into):
    ended(tiny, how, into)
    study = open_study("tiny")
    assert list(programme.standing(study)) == ["PT1"]
    assert set(programme.newest(study)) == {"PT0", "PT1"}


@pytest.mark.parametrize(
    ("how", "into", "said"),
    [
        ("forgotten", "PT1", "ended 'forgotten' is unknown"),
        ("split", "PT9", "continued_as 'PT9' is unknown"),
        ("split", "PT0", "continued_as 'PT0' is unknown"),
        ("merged", "", "it ended as merged, and `continued_as` has 0 entries"),
        ("dropped", "PT1", "it ended as dropped, and `continued_as` has 1 entries"),
        ('""', "PT1", "it is continued as others and has not ended"),
    ],
)
def test_how_a_statement_ended_must_make_sense(tiny, how, into, said):
    ended(tiny, how, into)
    assert said in message("tiny")


def test_nothing_stands_below_a_statement_that_ended(tiny):
    later = "- pt_id: PT0\n  version: REFINED\n  if_text: a\n  then_text: b\n  because_text: c\n"
    ended(tiny, more=later)
    assert "a version stands below one that ended" in message("tiny")


def test_no_configuration_stands_under_a_statement_that_ended(tiny):
    ended(tiny)
    spoil(tiny, "theory/cmocs.yml", "- cmoc_id: T2\n  pt_id: PT1", "- cmoc_id: T2\n  pt_id: PT0")
    assert "it ended, and T2 in cmocs.yml stands under it" in message("tiny")
