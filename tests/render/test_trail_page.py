"""The evidence trail on the built pages: from every bullet to a file, by links alone, and back."""

from __future__ import annotations

import functools
from urllib.parse import urldefrag

import pytest
from lxml import html

TRAIL = "evidence-trail.html"


@pytest.fixture(scope="module")
def page(welsh_pages):
    """A page of the study, read once: ``page("cross-site.html")``."""

    @functools.cache
    def read(name: str):
        return html.parse(welsh_pages / name).getroot()

    return read


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


@pytest.mark.parametrize("name", ["cross-site.html", "A.html", "B.html", "C.html"])
def test_every_bullet_leads_by_links_to_files(page, name):
    assert bullets(page, name)
    for bullet in bullets(page, name):
        (href,) = bullet.xpath('.//a[starts-with(., "Evidence trail")]/@href')
        assert href == f"{TRAIL}#{bullet.get('id')}"
        found = reached(page, bullet.get("id"))
        lies = {entry(page, a).xpath('string(td[@data-label="Where it lies"])') for a in found}
        assert "An export that the team keeps" in lies, bullet.get("id")
        # And back to the bullet.
        assert entry(page, bullet.get("id")).xpath("th/a/@href") == [f"{name}#{bullet.get('id')}"]


def test_from_a_main_message_by_way_of_joint_row_statement_and_cmoc_to_quotes(page):
    (first,) = page("cross-site.html").xpath('//li[@id="finding-MM3"]')
    assert first.xpath('.//a[starts-with(., "Say in decisions")]/@href') == [
        "#joint-decision_making"
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


def test_no_link_between_pages_leads_nowhere(welsh_pages, page):
    names = sorted(p.name for p in welsh_pages.glob("*.html"))
    ends = {name: set(page(name).xpath("//@id")) for name in names}
    for name in names:
        for href in page(name).xpath("//a/@href"):
            target, end = urldefrag(href)
            if "://" not in href and end:
                assert end in ends[target or name], f"{name}: {href}"


def test_the_note_says_where_underlined_words_lead(page):
    for table in page(TRAIL).xpath('//div[starts-with(@class, "tableblock")]'):
        note = table.xpath('string(p[@class="note"])')
        assert "lead to the page that shows a thing" in note
        assert "Underlined cells lead to what people said" not in note
