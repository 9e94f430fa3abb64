"""Numbers on a page lead to what they are about, and back; without script, by keyboard as well."""

from __future__ import annotations

import contextlib
import dataclasses
import re

import pytest
from lxml import html
from shown import code, displayed, displays, notebook, showing

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.analysis.survey import nonresponse
from compendium.analysis.theory.realist import evidence_matrix
from compendium.conclusions import ValueReference
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.about import Link
from compendium.displays.theory.realist_verbs import evidence_table
from compendium.displays.ways import Ways
from compendium.intake.tables import open_tables
from compendium.render.page import Provenance, report_page
from compendium.render.references import shown_in
from compendium.study_folder import open_study

MADE = Provenance("x.ipynb", "code", "study", "make", "exact")
NUMBERS = "//a[@class='q' or @class='aboutrow']"


@pytest.fixture(scope="module")
def welsh(area):
    """One area's displays with findings, as its page; made once for all tests here."""
    data = area("A")
    release = Release(data, profile_named("welsh_evaluation"))
    shown = [d for d in displays(data, "welsh_evaluation").values() if d.id != "quotes"]
    shown.append(displayed(evidence_table, release(evidence_matrix(data)), "evidence"))
    shown.append(displayed(verbs.finding, release.findings("survey"), "meaning"))
    cells = [code(showing(display)) for display in shown]
    return report_page(data.study, "A", notebook("# T", "## Parts", *cells), MADE, "en")


@pytest.fixture(scope="module")
def page(welsh):
    return html.document_fromstring(welsh)


def test_every_number_has_its_entry_and_every_entry_is_led_to(page):
    led_to = {a.get("href")[1:] for a in page.xpath(NUMBERS)}
    entries = {e.get("id") for e in page.find_class("ask")}
    accounts = {e.get("id") for e in page.find_class("account")}
    assert len(entries) > 60
    assert led_to - accounts == entries
    notes = {a.get("href")[1:] for a in page.xpath("//p[@class='note']/a")}
    assert accounts <= notes | {"n.x"}


def test_numbers_in_a_figures_caption_lead_to_what_the_figure_is_about(page):
    to = "p[@class='note']/a[starts-with(@href, '#n.')]"
    captions = page.xpath(f"//figure[{to}]/figcaption")
    assert len(captions) > 3
    for caption in captions:
        (about,) = caption.xpath(f"../{to}/@href")
        linked = caption.xpath(".//a[@class='q']")
        assert linked, caption.text_content()
        assert {a.get("href") for a in linked} == {about}
        assert all(re.search("[0-9]", a.text_content()) for a in linked)


def test_a_tables_caption_holds_no_link(page):
    # A table may hold rows alone (axe: aria-required-children).
    assert page.xpath("//caption") != []
    assert page.xpath("//caption//a") == []


def test_every_entry_leads_back_to_the_number_or_sentence_it_was_reached_from(page):
    for entry in page.find_class("ask"):
        hrefs = [a.get("href") for a in entry.xpath(".//a")]
        assert all(page.get_element_by_id(h[1:]) is not None for h in hrefs if h[0] == "#")
        back = page.get_element_by_id(hrefs[0][1:])
        assert back.get("href") == f"#{entry.get('id')}" or back.tag == "li"


def test_no_id_is_given_twice(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_row_is_one_stop_for_the_keyboard(page):
    for row in page.xpath("//tbody/tr"):
        stops = [a for a in row.xpath(".//a[@class='q']") if a.get("tabindex") != "-1"]
        assert len(stops) <= 1
        assert all(a.get("id") for a in stops)


def test_a_screen_reader_hears_what_the_link_is_for(page):
    described = {a.get("aria-describedby") for a in page.xpath("//a[@class='q']")}
    assert described == {"n."}
    assert page.get_element_by_id("n.").text == "What this number is about"
    for entry in page.find_class("ask"):
        assert page.get_element_by_id(entry.get("aria-labelledby")).text_content().strip()


def test_a_number_in_a_sentence_leads_to_the_row_it_was_taken_from(page, area):
    found = page.xpath("//li[@id='finding-A-survey-advocate']//a[@class='q']")
    finding = next(f for f in area("A").study.findings if f.finding_id == "A-survey-advocate")
    assert len(found) == len(finding.values)
    for link in found:
        entry = page.get_element_by_id(link.get("href")[1:])
        assert link.text in entry.text_content()
        assert entry.find_class("askname")[0].text == "Experience of the advocate"
        assert entry.xpath(".//a[@href='#finding-A-survey-advocate']")


@pytest.fixture
def alone(tiny):
    """A tiny finding whose tables stand on no page with it."""
    data = open_tables(open_study("tiny"), "001")
    release = Release(data, profile_named("exact"))
    box = displayed(verbs.finding, release.findings("survey"), "survey")
    return data.study, code(showing(box))


def test_a_number_whose_table_is_not_there_has_an_entry_of_its_own(alone):
    study, box = alone
    page = html.document_fromstring(
        report_page(study, "001", notebook("# T", "## P", box), MADE, "en")
    )
    links = page.xpath("//a[@class='q']")
    # Three are of one row; `n` names the questionnaire and `there` another area.
    names = ("mean", "mean", "mean", "n", "there")
    assert [a.get("href") for a in links] == [f"#n.x.say.{name}" for name in names]
    assert page.get_element_by_id("n.x.say.mean.").text == "4.3; 0.1; 8.6, in finding say"
    there = page.get_element_by_id("n.x.say.there").text_content()
    assert all(w in there for w in ("Mean scores", "Parents", "Second"))
    assert all(w in there for w in ("I was asked.", "I was heard.", "I was ignored."))


def test_a_sentence_reads_as_before(alone):
    study, box = alone
    page = html.document_fromstring(
        report_page(study, "001", notebook("# T", "## P", box), MADE, "en")
    )
    sentence = page.get_element_by_id("finding-say").find("p").text_content()
    # In Second t5 scores (3 + 3 + 3) / 3 and t6 (1 + 2 + 1) / 3; t7 withdrew.
    assert sentence == (
        "In the synthetic data, having a say scores 4.3 (95% interval 0.1 to 8.6, n = 2) in First "
        "and 2.2 in Second."
    )


def test_a_number_is_not_taken_for_one_of_another_site_or_questionnaire(alone, tiny):
    data = open_tables(open_study("tiny"), "001")
    table = displays(data, "exact")["scores"].data
    reference = ValueReference("scores:form", {"construct": "say"}, "mean")
    assert shown_in(table, reference, "001", "4.3", "en") == 0
    assert shown_in(table, reference, "002", "4.3", "en") is None
    assert shown_in(table, reference, "001", "4.4", "en") is None
    other = dataclasses.replace(reference, result="scores:other")
    assert shown_in(table, other, "001", "4.3", "en") is None
    wrong = dataclasses.replace(reference, row={"construct": "trust"})
    assert shown_in(table, wrong, "001", "4.3", "en") is None


def test_a_cell_that_leads_to_quotes_still_does_and_the_entry_leads_there_too(area):
    class Bank:
        def link(self, about, lang):
            return Link(f"quotes.html#{about.part}/{about.key}", "Quotes", about.line)

    data = area("A")
    display = displays(data, "welsh_evaluation")["themes"]
    cells = notebook("# T", "## One", code(showing(display)))
    text = report_page(data.study, "A", cells, MADE, "en", Ways(Bank()))
    page = html.document_fromstring(text)
    row = page.xpath("//tbody/tr")[0]
    assert all("quotes.html" in a.get("href") for a in row.xpath("td//a"))
    (head,) = row.xpath("th/a")
    entry = page.get_element_by_id(head.get("href")[1:])
    assert [a.get("href") for a in entry.xpath(".//a")][1].startswith("quotes.html#theme/")


def test_a_row_of_a_table_that_is_read_has_a_link_of_its_own(tiny):
    data = open_tables(open_study("tiny"), "001")
    release = Release(data, profile_named("exact"))
    joint = displayed(verbs.joint_display, release(side_by_side(data)), "joint")
    page = html.document_fromstring(
        report_page(data.study, "001", notebook("# T", "## P", code(showing(joint))), MADE, "en")
    )
    (link,) = page.get_element_by_id("joint-say").xpath("th/a")
    assert link.text_content() == "About these numbers: Having a say"


def test_an_entry_leads_to_how_many_left_its_question_out_where_the_page_tells(tiny):
    data = open_tables(open_study("tiny"), "001")
    release = Release(data, profile_named("exact"))
    left_out = displayed(verbs.missing_map, release(nonresponse.by_item(data)), "left-out")
    cells = [code(showing(d)) for d in (displays(data, "exact")["likert"], left_out)]
    page = html.document_fromstring(
        report_page(data.study, "001", notebook("# T", "## P", *cells), MADE, "en")
    )
    (entry, other) = (
        next(e for e in page.find_class("ask") if "I was heard." in e.find_class("askname")[0].text)
        for page in (page.get_element_by_id("n.1"), page.get_element_by_id("n.2"))
    )
    (link,) = (a for a in entry.xpath(".//a") if a.text == "How many left this question out")
    assert link.get("href") == f"#{other.get('id')}"


@contextlib.contextmanager
def opened(browser, path, width=1280, script=True):
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, java_script_enabled=script)
    page = context.new_page()
    page.goto(path.as_uri())
    yield page
    context.close()


@pytest.fixture(scope="module")
def file(welsh, tmp_path_factory):
    path = tmp_path_factory.mktemp("numbers") / "A.html"
    path.write_text(welsh, encoding="utf-8")
    return path


FIRST = "#scores a.q:not([tabindex])"


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_a_number_opens_its_entry_where_the_reader_is_and_leads_back(browser, file, width):
    with opened(browser, file, width) as page:
        number = page.locator(FIRST).first
        number.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        number.click()
        entry = page.locator(".ask:target")
        box = entry.bounding_box()
        assert page.evaluate("document.activeElement.className") == "ask"
        assert entry.is_visible()
        assert 0 <= box["y"] < 800
        assert page.evaluate("scrollY") == before
        entry.locator("a").first.click()
        assert not entry.is_visible()
        back = page.evaluate("document.activeElement.id")
    assert re.fullmatch(r"q\.\d+\.\d+", back)


@pytest.mark.browser
def test_an_entry_opens_and_closes_without_script(browser, file):
    with opened(browser, file, script=False) as page:
        page.locator(FIRST).first.click()
        entry = page.locator(".ask:target")
        assert entry.is_visible()
        assert page.locator(".account:has(> .ask:target)").is_visible()
        entry.locator("a").first.click()
        assert page.locator(".ask:target").count() == 0


@pytest.mark.browser
def test_an_entry_is_reached_by_keyboard(browser, file):
    with opened(browser, file) as page:
        page.locator(FIRST).first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "document.activeElement.closest('.ask:target') !== null"
        assert page.evaluate(inside)
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.className") == "q"


@pytest.mark.sampled(1)
@pytest.mark.browser
@pytest.mark.parametrize("end", ["", "#n.3.0"])
def test_axe_finds_no_violation_with_an_entry_open_or_none(browser, file, end):
    from axe_on_pages import violations

    with opened(browser, file, 1280) as page:
        page.goto(file.as_uri() + end)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.locator(".ask:target").count() == bool(end)
        assert violations(page) == []
        # axe leaves the page as a telephone shows it.
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.browser
@pytest.mark.parametrize("end", ["", "#n.3.0"])
def test_with_an_entry_open_or_none_the_page_does_not_scroll_sideways(browser, file, end):
    with opened(browser, file, 1280) as page:
        page.goto(file.as_uri() + end)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
