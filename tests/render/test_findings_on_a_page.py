"""Findings and joint display on a page: links that lead somewhere, ids given once, lines apart."""

from __future__ import annotations

import copy

import pytest
from lxml import html
from shown import all_displayed, code, displayed, notebook, showing

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.survey import contrasts
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.intake.tables import open_tables
from compendium.render.body import body
from compendium.render.page import Provenance, report_page
from compendium.study_folder import open_study

MADE = Provenance("x.ipynb", "code", "study", "make", "exact")


@pytest.fixture
def shown(tiny):
    data = open_tables(open_study("tiny"), "001")
    release = Release(data, profile_named("exact"))
    box = displayed(verbs.finding, release.findings("survey"), "survey")
    joint = displayed(verbs.joint_display, release(side_by_side(data)), "joint")
    return data.study, code(showing(box)), code(showing(joint))


def page(study, *cells, lang="en"):
    text = report_page(study, "001", notebook("# T", "## Parts", *cells), MADE, lang)
    return html.fromstring(text)


def test_a_finding_links_to_the_row_that_carries_it(shown):
    study, box, joint = shown
    found = page(study, box, joint)
    (link,) = found.xpath("//*[@class='findings']//a[not(@class)]")
    assert (link.get("href"), link.text) == ("#joint-say", "Having a say")
    assert found.get_element_by_id("joint-say").tag == "tr"


def test_evidence_that_the_page_does_not_show_is_named_without_a_link(shown):
    study, box, _ = shown
    found = page(study, box)
    assert found.xpath("//*[@class='findings']//a[not(@class)]") == []
    carried = found.find_class("carried")[0].text_content()
    assert carried == "Based on: Having a say; Parents in both areas. Mari, 3 May 2024"


def test_no_id_is_given_twice_however_often_a_display_is_shown(shown):
    study, box, joint = shown
    again = copy.deepcopy(joint)
    ids = [e.get("id") for e in page(study, joint, box, again).iter() if e.get("id")]
    rows = [i for i in ids if i.startswith("joint-")]
    assert len(rows) == len(set(rows)) == 4


def test_a_box_has_a_heading_and_the_made_up_mark(shown):
    study, box, _ = shown
    (section,) = page(study, box, lang="cy").find_class("findings")
    (heading,) = section.xpath("h2 | h3")
    assert heading.text.strip() == "Beth mae hyn yn ei olygu"
    assert section.find_class("made-up")


def test_a_cells_lines_stand_apart(shown):
    study, _, joint = shown
    row = page(study, joint).get_element_by_id("joint-say")
    survey = [e.text for e in row.find("td").find_class("line")]
    assert survey == ["Too thin", "4.3 (0.1 to 8.6), n = 2", "Reference: 3.0", "Parents"]


def test_words_in_a_finding_are_never_markup(tiny):
    path = tiny / "findings" / "findings.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tea matters", "<b>tea</b> matters"), encoding="utf-8")
    data = open_tables(open_study("tiny"), "001")
    found = Release(data, profile_named("exact")).findings("survey")
    cell = code(showing(displayed(verbs.finding, found, "survey")))
    assert page(data.study, cell).xpath("//section//b") == []


def test_a_box_before_the_first_section_stands_before_the_contents(shown):
    _, box, joint = shown
    content = body(notebook("# T", box, "## Parts", joint), "en")
    assert [(b.kind, b.level) for b in content.opening] == [("findings", 2)]


def test_a_finding_links_to_the_plot_of_the_comparison_it_rests_on(tiny):
    data = open_tables(open_study("tiny"), "")
    release = Release(data, profile_named("exact"))
    plots = all_displayed(verbs.forest, release(contrasts.planned(data)), "contrasts")
    site = Release(open_tables(data.study, "001"), profile_named("exact"))
    box = displayed(verbs.finding, site.findings("survey"), "survey")
    shown = [code(showing(box)), *(code(showing(plot)) for plot in plots)]
    found = page(data.study, *shown)
    (link,) = found.xpath("//*[@class='findings']//a[not(@class)]")
    assert link.get("href") == "#comparison-parents_by_area"
    place = found.get_element_by_id("comparison-parents_by_area")
    assert place.getnext().get("id") == "contrasts-parents_by_area"
