"""The disclosure page: what it says of reports made by hand, and of the Welsh study's."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import nbformat
import pandas as pd
import pytest
from lxml import html
from shown import bars, displayed, released, said, theme_shares, three

from compendium.analysis.joint_displays.joint_composed import TAKEN
from compendium.attack.joint_attack import attack
from compendium.attack.told import Page
from compendium.disclosure.composed import taken_apart
from compendium.disclosure.profile import profile_named
from compendium.disclosure.rules import RULES
from compendium.displays import verbs
from compendium.render.body import displays_of
from compendium.render.disclosure_page import disclosure_page
from compendium.render.disclosure_tables import _share
from compendium.render.page import Provenance, title_of
from compendium.render.published import Report
from compendium.study import SignOff
from compendium.study_folder import open_study
from compendium.words import Text

# One process builds the pages for all who look at them.
WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
FOOTER = Provenance("site_report.ipynb", "abc", "def", "make reports", "welsh_evaluation")
NAN = float("nan")
# The pages of the Welsh study and the site of each, in the order they are built.
WIDE = (
    *("service-map", "programme-theory", "survey-methods", "qualitative-methods"),
    *("quotes", "evidence-trail", "impact-design", "summary"),
)
EVERY_PAGE = {"cross-site": "", "A": "A", "B": "B", "C": "C"} | dict.fromkeys(WIDE, "")
HIDDEN = [("P1", "all_levels", NAN, "c")]
# Columns that are hidden with another of their row, and say nothing without it.
WITH_ANOTHER = {"concluded", "of", "integrator", "decided_on", "reason", "followed"}


def asked(groups=("parent",), sites=("A",), form="parent"):
    """Whose answers a table holds, as its labels say it."""
    named = {"asked_groups": groups, "asked_sites": sites, "asked_with": (form,)}
    return {column: {v: Text(v) for v in values} for column, values in named.items()}


def survey(*rows, id="survey", **changes):
    return displayed(verbs.likert, bars(*rows, **asked(), **changes), id)


def area(*displays, site="A"):
    return Report(site, site, f"Area {site}", displays)


def whole(*displays):
    return Report("cross-site", "", "Side by side", displays)


@pytest.fixture(scope="module")
def attacked(wales, reports):
    """The joint attack on the published reports of the Welsh study."""
    return attack(wales, WELSH, [Page(r.page, r.site, r.displays) for r in reports])


def page(study, *reports, profile=WELSH, lang="en", attacked=None, provenance=FOOTER):
    text = disclosure_page(study, profile, reports, provenance, lang, attacked)
    return html.document_fromstring(text)


def rows(found, table):
    """The rows of one table as lists of text, its headings left out."""
    return [
        [" ".join(c.text_content().split()) for c in row]
        for row in found.xpath(f"//*[@id='{table}']//tbody/tr")
    ]


def instead(found):
    """What cannot be shown alone, where, and the links that lead to it together with others."""
    return {
        row.xpath("string(th)"): (row.xpath("string(td[1])"), row.xpath("td[2]//a/@href"))
        for row in found.xpath("//*[@id='together']//tbody/tr")
    }


def signed(study, signature):
    header = dataclasses.replace(study.header, disclosure_signed_off=signature)
    return dataclasses.replace(study, header=header)


def test_without_a_signature_it_says_that_nobody_signed(wales):
    lead = page(wales, area(survey(*three()))).xpath("string(//div[@class='lead'])")
    assert "Welsh evaluation profile (welsh_evaluation)" in lead
    assert "Nobody has signed this off for the study yet" in lead


def test_who_signed_and_when_stand_in_the_lead(wales):
    study = signed(wales, SignOff(Text("A. <b>Controller</b>"), dt.date(2026, 11, 25)))
    found = page(study, area(survey(*three())))
    expected = "A. <b>Controller</b> signed it off for this study on 25 November 2026."
    assert expected in found.xpath("string(//div[@class='lead'])")
    assert not found.xpath("//div[@class='lead']//b")


def test_study_yml_names_who_signed(tiny):
    text = "\ndisclosure_signed_off: {by: A. Controller, on: 2025-06-01}\n"
    with (tiny / "study.yml").open("a", encoding="utf-8") as file:
        file.write(text)
    found = open_study("tiny").header.disclosure_signed_off
    assert found == SignOff(Text("A. Controller"), dt.date(2025, 6, 1))


def test_where_the_thresholds_come_from_is_said(wales):
    assert WELSH.source in page(wales, area(survey(*three()))).xpath("string(//header)")


def test_the_headline_counts_each_report_and_all_of_them(wales):
    # Area A: three sides and a base as they are, and a theme in words. Area B: a hidden question.
    first = area(survey(*three()), displayed(verbs.theme_table, theme_shares()))
    second = area(survey(*HIDDEN), site="B")
    assert rows(page(wales, first, second), "cells") == [
        ["Area A", "6", "4 (67%)", "2 (33%)", "0"],
        ["Area B", "4", "0", "0", "4 (100%)"],
        ["All reports", "10", "4 (40%)", "2 (20%)", "4 (40%)"],
    ]


@pytest.mark.parametrize(
    ("part", "of", "expected"),
    [(0, 9, "0"), (1, 400, "1 (1%)"), (399, 400, "399 (99%)"), (400, 400, "400 (100%)")],
)
def test_a_share_is_not_all_or_nothing_unless_it_is(part, of, expected):
    assert _share(part, of, "en") == expected


def test_a_table_that_stands_twice_is_counted_once(wales):
    shown = bars(*three(), **asked())
    twice = area(*(displayed(verbs.likert, shown, id) for id in ("one", "other")))
    assert rows(page(wales, twice), "cells")[0][1] == "4"
    assert rows(page(wales, twice), "survey") == [["Area A", "1", "1 (100%)"]]


def test_questions_are_counted_by_area(wales):
    found = page(wales, area(survey(*three(), *[("P2", *HIDDEN[0][1:])])), whole(survey(*three())))
    assert rows(found, "survey") == [["Area A", "2", "1 (50%)"]]


def test_each_rule_that_touched_anything_says_what_it_does(wales):
    found = rows(
        page(wales, area(survey(*HIDDEN), displayed(verbs.quotes, said("Hm.")))), "by-rule"
    )
    assert [(rule, number) for rule, _, number in found] == [
        ("S1 base", "4"),
        ("S2 levels", "3"),
        ("Q2 quotes", "not counted"),
    ]
    assert found[0][1].startswith("A survey question that fewer than 10 people answered is hidden")


def test_a_threshold_that_a_profile_does_not_have_is_not_said_as_nought(wales):
    other = dataclasses.replace(WELSH, survey_base_hidden_below=0)
    found = rows(page(wales, area(survey(*HIDDEN)), profile=other), "by-rule")
    assert found[0][1] == (
        "Hides small numbers, and what would give them away, as the profile's source says."
    )


def test_a_report_has_a_line_for_each_measure(wales):
    found = page(
        wales, area(survey(*three(), base_mark="u"), displayed(verbs.theme_table, theme_shares()))
    )
    # Planned, unmarked, [u] or [l], rounded or in words, joined, over or under, hidden, [z].
    assert rows(found, "cells-A") == [
        ["Survey answers", "4", "3 (75%)", "1 (25%)", "0", "0", "0", "0", "0"],
        ["Themes in what people say", "2", "0", "0", "2 (100%)", "0", "0", "0", "0"],
        ["All results", "6", "3 (50%)", "1 (17%)", "2 (33%)", "0", "0", "0", "0"],
    ]


def test_what_was_held_back_whole_leaves_no_trace_on_the_page(wales):
    pages = [
        page(wales, area(survey(*three()), displayed(verbs.quotes, said("Hm.", withheld=held))))
        for held in (False, True)
    ]
    assert html.tostring(pages[0]) == html.tostring(pages[1])


def test_a_question_hidden_in_an_area_is_found_over_all_areas(wales):
    found = page(wales, area(survey(*HIDDEN)), whole(survey(*three(), id="all-parents")))
    assert instead(found)["Parent: survey answers"] == ("Area A", ["cross-site.html#all-parents"])


def test_a_question_hidden_everywhere_is_found_nowhere(wales):
    found = page(wales, area(survey(*HIDDEN)), whole(survey(*HIDDEN)))
    assert instead(found)["Parent: survey answers"] == ("Area A", [])
    assert rows(found, "together")[-1][-1] == "Nowhere"


def test_small_staff_groups_are_found_over_all_areas(wales):
    chairs = bars(*three(), **asked(("iro_chair",), ("A", "B", "C"), "professional"))
    found = page(wales, whole(displayed(verbs.likert, chairs, "chairs")))
    assert instead(found)["Conference chairs: survey answers"] == (
        "every area",
        ["cross-site.html#chairs"],
    )
    assert instead(found)["Advocates and managers: survey answers"] == ("every area", [])


def told(group, place, share="some"):
    """One theme of one group in one area, or in several together."""
    frame = pd.DataFrame([{"code_id": "W", "group": group, "area": place, "share": share}])
    by = ("code_id", "group", "area")
    labels = theme_shares().labels | {"group": {group: Text(group)}, "area": {place: Text(place)}}
    marks = {} if share else {(0, "share"): "c"}
    kinds = dict.fromkeys(by, "key") | {"share": "band"}
    return displayed(
        verbs.theme_table,
        released("themes", frame, by, kinds, marks, labels=labels, method="method_themes"),
        "themes",
    )


def test_what_too_few_say_in_an_area_alone_is_found_nowhere(wales):
    found = instead(page(wales, area(told("parent", "A", ""))))
    assert found["Parent: themes in what people say"] == ("Area A", [])


def test_what_few_say_in_several_areas_is_found_together(wales):
    found = instead(
        page(wales, area(told("parent", "small")), area(told("parent", "small"), site="B"))
    )
    links = ["A.html#themes", "B.html#themes"]
    assert found["Parent: themes in what people say"] == ("Area A, Area B", links)


def test_what_staff_say_is_found_in_the_column_for_all_areas(wales):
    found = instead(page(wales, area(told("chairs", "all")), whole(told("chairs", "all"))))
    links = ["cross-site.html#themes"]
    assert found["Conference chairs: themes in what people say"] == ("every area", links)


SIDE_BY_SIDE = {
    "n": [38.0, NAN, NAN],
    "mean": [4.3, NAN, NAN],
    "lower": [4.1, NAN, NAN],
    "upper": [4.5, NAN, NAN],
    "quant_signal": ["favourable", "", ""],
    "qual_signal": ["few", "", ""],
    "label": ["CONV", "", ""],
    "verdict": ["", "", "little"],
    "reference": ["value", "value", ""],
    "changed": "",
}


def composed():
    """Two rows of the joint display and a verdict, side by side; of the second all is hidden."""
    ats = ["row=trust;site=A", "row=say;site=A", "cmoc_id=CW01;area=A"]
    keys = {"site": "A", "source": ["joint", "joint", "verdicts"]}
    frame = pd.DataFrame(keys | {"about": ["trust", "say", "CW01"], "at": ats} | SIDE_BY_SIDE)
    by = ("site", "source", "about", "at")
    marks = {(1, c): "c" for c in (*list(SIDE_BY_SIDE)[:7],)} | {(0, "n"): "limited"}
    topics = {"trust": Text("Trust"), "say": Text("Having a say")}
    labels = {"site": {"A": Text("Area A")}, "row": topics, "cmoc_id": {"CW01": Text("CW01")}}
    kinds = dict.fromkeys(by, "key") | TAKEN["cross_case"]
    table = released("cross_case", frame, by, kinds, marks, labels=labels)
    return displayed(verbs.cross_case_table, table, "cases")


def of_source(display, source):
    """The rows of a composed display in a table of their own."""
    (own,) = [t for t in taken_apart(display.data, ()) if t.measure == source]
    return dataclasses.replace(display, id=f"own-{source}", kind=source, data=own)


def test_cells_of_a_table_put_together_of_others_are_counted_as_cells_of_those(wales):
    found = page(wales, area(composed()))
    # Trust: a marked base, mean and interval, a signal, a label; few or none is one word.
    # Say: all seven hidden. CW01: little or nothing found is one phrase.
    assert rows(found, "cells-A")[:2] == [
        ["Survey beside what people say", "14", "5 (36%)", "1 (7%)", "1 (7%)", "0", "0",
         "7 (50%)", "0"],
        ["What the evidence says", "1", "0", "0", "1 (100%)", "0", "0", "0", "0"],
    ]  # fmt: skip
    told = {rule: number for rule, _, number in rows(found, "by-rule")}
    assert told == {"S1 base": "1", "J1 joint display": "8", "Q2 quotes": "not counted",
                    "E2 verdicts": "1"}  # fmt: skip


@pytest.mark.parametrize("source", ["joint", "verdicts"])
def test_a_cell_that_stands_in_a_table_of_its_own_as_well_is_counted_once(wales, source):
    both = page(wales, area(composed(), of_source(composed(), source)))
    assert rows(both, "cells") == rows(page(wales, area(composed())), "cells")


def test_what_is_hidden_in_a_table_put_together_of_others_is_named(wales):
    found = instead(page(wales, area(composed())))
    assert found["Having a say: survey beside what people say"] == ("Area A", [])


def people(**row):
    columns = {"group": "parent", "interviewed": NAN, "interviewed_all": 47.0} | row
    frame = pd.DataFrame([columns])
    kinds = {"group": "key"} | dict.fromkeys(list(columns)[1:], "count")
    marks = {(0, c): "c" for c, v in columns.items() if v != v}
    labels = {"group": {"parent": Text("parents")}}
    table = released(
        "sample", frame, ("group",), kinds, marks, labels=labels, method="method_sample"
    )
    return displayed(verbs.sample_table, table, "who")


def test_an_areas_hidden_number_of_people_is_found_over_all_areas(wales):
    shown, hidden = (page(wales, area(people(interviewed_all=n))) for n in (47.0, NAN))
    assert instead(shown)["Parents: numbers of people"] == ("Area A", ["A.html#who"])
    assert instead(hidden)["Parents: numbers of people"] == ("Area A", [])


def referred(total):
    """Referrals of two kinds and all of them."""
    frame = pd.DataFrame(
        {"site_id": "A", "referrer_type": ["self", "all"], "referrals": [NAN, total]}
    )
    by = ("site_id", "referrer_type")
    marks = {(0, "referrals"): "c"} | ({(1, "referrals"): "c"} if total != total else {})
    frame[["yes", "no", "signposted", "not_recorded", "percent"]] = 0.0
    kinds = dict.fromkeys(by, "key") | dict.fromkeys(frame.columns[2:], "count")
    labels = {"site_id": {"A": Text("A")}, "referrer_type": {v: Text(v) for v in ("self", "all")}}
    return released("referrals", frame, by, kinds, marks, labels=labels, method="method_referrals")


@pytest.mark.parametrize(("total", "links"), [(65.0, ["A.html#it"]), (NAN, [])])
def test_hidden_referrals_are_found_in_the_line_for_all_if_it_is_shown(wales, total, links):
    found = instead(page(wales, area(displayed(verbs.who_refers, referred(total)))))
    assert found["Referrals"] == ("Area A", links)


def test_without_an_attack_the_page_says_that_there_was_none(wales):
    found = page(wales, area(survey(*three())))
    assert "These reports were not attacked" in found.text_content()
    assert not found.xpath("//*[@id='attacked']")


def test_what_the_attack_found_is_told_by_measure(wales):
    found = page(wales, area(survey(*three())), attacked={"answers": (1418, 5), "evidence": (9, 3)})
    assert rows(found, "attacked") == [
        ["Survey answers", "1,418", "5"],
        ["Evidence on the theory", "9", "3"],
    ]
    assert "At least 5 values should remain possible" in found.text_content()


def test_the_teams_page_has_no_rules_and_no_attack(wales):
    provenance = dataclasses.replace(FOOTER, profile="exact")
    exact = survey(*three(), profile="exact")
    found = page(wales, area(exact), profile=EXACT, provenance=provenance)
    assert "nothing is hidden" in found.xpath("string(//div[@class='lead'])")
    assert found.xpath("//main//h2/@id") == ["questions", "report-by-report", "not-counted"]


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_heading_is_in_the_contents_in_both_languages(wales, lang):
    found = page(wales, area(survey(*HIDDEN)), lang=lang, attacked={"answers": (3, 5)})
    linked = found.xpath("//nav//a/@href")
    assert linked == [f"#{anchor}" for anchor in found.xpath("//main//h2/@id")]
    assert "{" not in found.xpath("string(//main)") + found.xpath("string(//header)")


@pytest.fixture(scope="module")
def pages(welsh_pages):
    return welsh_pages


@pytest.fixture(scope="module")
def built(pages):
    return html.parse(pages / "disclosure.html").getroot()


@pytest.fixture(scope="module")
def reports(pages, wales):
    found = []
    for name, site in EVERY_PAGE.items():
        notebook = nbformat.read(pages / f"{name}.ipynb", as_version=4)
        displays = tuple(d for cell in notebook.cells for d in displays_of(cell))
        found.append(Report(name, site, title_of(wales, site, notebook, "en"), displays))
    return found


def test_at_least_four_fifths_of_the_survey_questions_of_each_area_are_shown(built):
    questions = {
        name: (int(of), int(shown.split()[0])) for name, of, shown in rows(built, "survey")
    }
    assert list(questions) == ["Area A", "Area B", "Area C"]
    for of, shown in questions.values():
        assert of >= 40
        assert shown >= 0.8 * of


@pytest.mark.thorough
def test_the_page_can_be_made_again_from_the_published_notebooks(pages, reports, wales, attacked):
    text = (pages / "disclosure.html").read_text(encoding="utf-8")
    again = disclosure_page(wales, WELSH, reports, FOOTER, "en", attacked.by_measure())
    before, after = (t.partition("<footer>")[0] for t in (text, again))
    assert before == after


@pytest.mark.thorough
def test_every_number_the_welsh_pages_hold_back_keeps_five_values_or_what_its_rule_says(attacked):
    assert len(attacked.tried) > 1000
    assert attacked.open == ()


def test_every_mark_of_the_study_stands_in_a_column_that_has_rules(reports):
    for display in (d for r in reports for d in r.displays if d.data.measure in RULES):
        ruled = {c for columns in RULES[display.data.measure] for c in columns} | WITH_ANOTHER
        marked = display.data.marks.isin(("c", "u", "limited", "over", "under")).any()
        assert set(marked.index[marked]) <= ruled, display.id


def test_what_became_of_it_adds_up_to_what_was_planned(built):
    lines = itertools.chain(*(rows(built, f"cells-{p}") for p in EVERY_PAGE))
    for _, planned, *became, _ in lines:
        whole = sum(int(n.split()[0].replace(",", "")) for n in became)
        assert whole == int(planned.replace(",", ""))


def test_every_link_of_the_page_leads_somewhere(pages, built):
    for href in built.xpath("//header//a/@href | //main//a/@href"):
        file, _, anchor = href.partition("#")
        target = html.parse(pages / file).getroot() if file else built
        assert not anchor or target.xpath(f"//*[@id='{anchor}']"), href


def test_every_page_leads_to_it(pages):
    for path in pages.glob("*.html"):
        ending = "cy.html" if path.stem.endswith(".cy") else "html"
        found = html.parse(path).xpath(f"//footer//a[@href='disclosure.{ending}']")
        # The index has a section of its own for it.
        own = path.name.startswith(("disclosure", "index"))
        assert len(found) == (0 if own else 1), path.name


def test_its_tables_have_captions_and_as_many_cells_as_headings(built):
    for found in built.xpath("//table"):
        assert found.xpath("string(caption)").strip()
        assert len({len(row.xpath("th | td")) for row in found.xpath(".//tr")}) == 1
    assert not built.xpath("//th[not(@scope)]")
