"""The evidence trail on the built pages: from every bullet to a file, by links alone, and back."""

from __future__ import annotations

import functools
from urllib.parse import urldefrag

import pytest
from lxml import html

TRAIL = "evidence-trail.html"


def reader(folder):
    """A page of one study, read once: ``page("cross-site.html")``."""

    @functools.cache
    def read(name: str):
        return html.parse(folder / name).getroot()

    return read


@pytest.fixture(scope="module")
def page(welsh_pages):
    return reader(welsh_pages)


@pytest.fixture(scope="module")
def english_page(welsh_pages):
    """The English study's pages; they are built together with the Welsh."""
    return reader(welsh_pages.parent / "young-peoples-advocacy-england")


def entry(page, anchor):
    (row,) = page(TRAIL).xpath(f'//tr[@id="{anchor}"]')
    return row


def back_to(page, anchor):
    """The ends of links of what an entry goes back to."""
    cells = entry(page, anchor).xpath('td[@data-label="Goes back to"]')
    return [h[1:] for cell in cells for h in cell.xpath(".//a/@href") if h.startswith("#")]


def reached(page, anchor):
    """Everything an entry leads back to."""
    seen, ahead = [], [anchor]
    while ahead:
        seen.append(ahead.pop())
        ahead += [a for a in back_to(page, seen[-1]) if a not in seen and a not in ahead]
    return seen


def bullets(page, name):
    return page(name).xpath('//div[@class="findings"]//li')


def lie_in(page, anchors):
    """Where entries say that they lie."""
    at = 'td[@data-label="Where it is kept"]'
    return [" ".join(entry(page, anchor).xpath(f"{at}//text()")) for anchor in anchors]


def leads_to_words(page, anchor):
    """Whether an entry leads to approved quotes: passages themselves are the team's."""
    return any("quotes.html#" in href for href in entry(page, anchor).xpath("td//a/@href"))


def leads_to_sources_and_back(page, name, bullet, words_do=False):
    (href,) = bullet.xpath('.//a[starts-with(., "Evidence trail")]/@href')
    assert href == f"{TRAIL}#{bullet.get('id')}"
    found, kept = reached(page, bullet.get("id")), "A file that the team keeps"
    lies = any(kept in place or "raw/" in place for place in lie_in(page, found))
    assert lies or (words_do and any(leads_to_words(page, a) for a in found)), bullet.get("id")
    # And back to the bullet; main messages stand on the summary and on the page of all areas, and
    # are led to on one of them.
    (back,) = entry(page, bullet.get("id")).xpath("th/a/@href")
    there, anchor = urldefrag(back)
    assert (there, anchor) in {
        (place, bullet.get("id")) for place in (name, "summary.html", "cross-site.html")
    }
    assert page(there).xpath(f'//li[@id="{anchor}"]')


@pytest.mark.parametrize(
    "name", ["cross-site.html", "service-map.html", "summary.html", "A.html", "B.html", "C.html"]
)
def test_every_bullet_leads_by_links_to_files(page, name):
    assert bullets(page, name)
    for bullet in bullets(page, name):
        leads_to_sources_and_back(page, name, bullet)


WITH_BULLETS = ["E.html", "evidence-review.html", "framework.html", "service-map.html"]
WITH_BULLETS += ["programme-theory.html", "summary.html"]


@pytest.mark.parametrize("name", WITH_BULLETS)
def test_every_bullet_of_the_english_study_leads_by_links_to_files_or_words(english_page, name):
    # What is said of children who cannot instruct rests on talk and a decision alone.
    assert bullets(english_page, name)
    for bullet in bullets(english_page, name):
        leads_to_sources_and_back(english_page, name, bullet, words_do=True)


def test_what_is_said_in_plain_words_leads_to_the_trail(english_page):
    plain = english_page("young-people.html")
    said = {li.get("id") for li in plain.xpath('//div[@class="plainlist"]/ul/li')}
    led = plain.xpath('//div[@class="plainlist"]//a[starts-with(., "Evidence trail")]/@href')
    assert {urldefrag(href)[1] for href in led} == said
    assert all(entry(english_page, anchor) is not None for anchor in said)


def test_no_other_english_page_has_bullets(welsh_pages, english_page):
    folder = welsh_pages.parent / "young-peoples-advocacy-england"
    with_bullets = {
        p.name
        for p in folder.glob("*.html")
        if ".cy" not in p.name and bullets(english_page, p.name)
    }
    assert with_bullets == set(WITH_BULLETS)


def test_what_a_bullet_rests_on_is_a_link_each(english_page):
    for name in ("E.html", "evidence-review.html", "framework.html"):
        for bullet in bullets(english_page, name):
            named = bullet.xpath('string(.//*[contains(., "Based on:")])')
            there = named.partition("Based on:")[2].partition(". ")[0].split("; ")
            assert len(bullet.xpath(".//a[not(@class)]")) == len(there) + 1, bullet.get("id")


def test_from_a_principle_to_the_workshop_the_survey_and_the_theory_and_back(english_page):
    principle = entry(english_page, "principle-F4")
    assert principle.xpath("th/a/@href") == ["framework.html#principle-F4"]
    led_to = {"statement-PE4", "cmoc-CE07", "survey-consensus~2fF4_I", "decision-D02", "theme-E2.5"}
    assert led_to <= set(back_to(english_page, "principle-F4"))
    decision = entry(english_page, "decision-D02")
    assert decision.xpath("th/a/@href") == ["framework.html#decision-D02"]
    up = decision.xpath('td[@data-label="Used by"]//a/@href')
    assert {"#principle-F4", "#cmoc-CE08", "#finding-X-framework-young-people"} <= set(up)
    (row,) = english_page("framework.html").xpath('//tr[@id="decision-D02"]')
    assert row.xpath("th/a/@href") == [f"{TRAIL}#decision-D02"]


def test_the_questions_of_the_consensus_survey_are_told_apart(english_page):
    for anchor, asked in (("F4_I", "important"), ("F4_D", "doable here")):
        name = entry(english_page, f"survey-consensus~2f{anchor}").xpath("string(th)")
        assert name == f"Consensus survey: Tell us what happened and why ({asked})"


def test_from_a_statement_to_a_study_of_the_review_and_its_record(english_page):
    assert "literature-R030" in back_to(english_page, "statement-PE4")
    study = entry(english_page, "literature-R030")
    assert study.xpath("th/a/@href") == ["evidence-review.html#literature-R030"]
    # A second report of it was found in a list of references, and came in with the screening.
    lies = "".join(lie_in(english_page, ["literature-R030"]))
    assert "raw/literature.ris: R030, record 30" in lies
    assert "raw/screening.csv: R434" in lies
    (row,) = english_page("evidence-review.html").xpath('//tr[@id="literature-R030"]')
    assert row.xpath("th/a/@href") == [f"{TRAIL}#literature-R030"]


def test_the_review_leads_to_every_study_it_included(english_page):
    included = english_page("evidence-review.html").xpath(
        '//tr[starts-with(@id, "literature-")]/@id'
    )
    assert included
    assert back_to(english_page, "review-records") == included


def test_statements_lead_to_the_page_that_shows_the_theory_whole(english_page):
    for anchor in ("statement-PE4", "cmoc-CE07"):
        href = entry(english_page, anchor).xpath("th/a/@href")
        assert href == [f"programme-theory.html#{anchor}"]


def test_from_a_key_finding_by_way_of_joint_row_statement_and_cmoc_to_quotes(page):
    (first,) = page("summary.html").xpath('//li[@id="finding-MM3"]')
    assert first.xpath('.//a[starts-with(., "Say in decisions")]/@href') == [
        "evidence-trail.html#joint-decision_making"
    ]
    assert "joint-decision_making" in back_to(page, "finding-MM3")
    assert "statement-PW4" in back_to(page, "joint-decision_making")
    assert {"cmoc-CW06", "cmoc-CW07"} <= set(back_to(page, "statement-PW4"))
    assert "survey-parent~2fdecision_making" in back_to(page, "cmoc-CW06")
    (words,) = entry(page, "cmoc-CW06").xpath('.//a[starts-with(., "People")]/@href')
    bank, anchor = urldefrag(words)
    assert bank == "quotes.html"
    assert page(bank).xpath(f'//*[@id="{anchor}"]//blockquote')


def test_rows_of_other_pages_lead_to_their_entries_and_entries_to_them(page):
    for name, anchor in [
        ("cross-site.html", "joint-trust"),
        ("programme-theory.html", "statement-PW4"),
    ]:
        row = page(name).xpath(f'//*[@id="{anchor}"]')[0]
        assert f"{TRAIL}#{anchor}" in row.xpath("th/a/@href")
        assert entry(page, anchor).xpath("th/a/@href") == [f"{name}#{anchor}"]


def test_the_section_of_a_configuration_leads_to_its_entry_and_back(page):
    (heading,) = page("programme-theory.html").xpath('//h3[@id="cmoc-CW06"]')
    assert heading.getnext().xpath("a/@href") == ["#one-by-one", f"{TRAIL}#cmoc-CW06"]
    assert entry(page, "cmoc-CW06").xpath("th/a/@href") == ["programme-theory.html#cmoc-CW06"]


def test_comparisons_lead_to_their_plot(page):
    (href,) = entry(page, "comparison-parents_by_area").xpath("th/a/@href")
    assert href == "cross-site.html#comparison-parents_by_area"
    assert page("cross-site.html").xpath('//*[@id="comparison-parents_by_area"]')


@pytest.mark.parametrize("study", ["parental-advocacy-wales", "young-peoples-advocacy-england"])
def test_no_link_between_pages_leads_nowhere(welsh_pages, study):
    folder = welsh_pages.parent / study
    page, names = reader(folder), sorted(p.name for p in folder.glob("*.html"))
    ends = {name: set(page(name).xpath("//@id")) for name in names}
    followed = 0
    for name in names:
        for href in page(name).xpath("//a/@href"):
            target, end = urldefrag(href)
            if target in ("../index.html", "../index.cy.html"):
                continue  # the page above all studies
            if target.endswith(".html") and "://" not in href:
                assert target in ends, f"{name}: {href}"
            if "://" not in href and end:
                assert end in ends[target or name], f"{name}: {href}"
                followed += 1
    assert followed > 100


def test_the_note_says_where_underlined_words_lead(page):
    tables = page(TRAIL).xpath('//div[starts-with(@class, "tableblock")]')
    assert tables
    for table in tables:
        note = table.xpath('string(p[@class="note"])')
        assert "link to the page that shows a thing" in note
        assert "Underlined cells link to what people said" not in note
