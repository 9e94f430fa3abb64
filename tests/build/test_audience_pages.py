"""The summary and the page in plain words, built of a study by the notebooks that all share."""

from __future__ import annotations

import pytest
from lxml import html
from test_study import spoil
from test_tiny_study import records
from tiny import YOUNG_PEOPLE

from compendium.build.run import build_reports

TEXTS = (
    """
summary:
  context: {en: Parents were not heard., cy: Ni chlywyd rhieni.}
  project: {en: We asked parents <b>., cy: Holom rieni.}
  objectives: [{en: To ask., cy: Gofyn.}, {en: To listen., cy: Gwrando.}]
  methods: {en: By a survey., cy: Drwy arolwg.}
  lead: {en: A. Lead, cy: A. Lead}
  start_date: 2023-01-01
"""
    + YOUNG_PEOPLE
)
FINDING = (
    "- finding_id: {0}\n  section: {0}\n  evidence: [T1]\n  analyst: Mari\n"
    "  decided_on: 2024-05-03\n"
    "  text: {{en: 'In the made-up data, tea helps.', cy: 'Yn y data ffug mae te yn help.'}}\n"
)
SECTIONS = ("main-messages", "key-findings", "young-people")


@pytest.fixture
def study(tiny):
    """Tiny, for the public, with a summary and a page in plain words, a finding in each section."""
    path = tiny / "study.yml"
    path.write_text(path.read_text(encoding="utf-8") + TEXTS, encoding="utf-8")
    found = "".join(FINDING.format(section) for section in SECTIONS)
    (tiny / "findings" / "findings.yml").write_text(found, encoding="utf-8")
    return tiny


def publish(study, reports):
    """Have these reports built for the public and no other."""
    spoil(study, "study.yml", "reports: [site_report]", f"reports: [{reports}]")
    spoil(study, "study.yml", "disclosure: exact", "disclosure: welsh_evaluation")


def built(study, tmp_path, page, reports="summary, young_people, evidence_trail"):
    publish(study, reports)
    build_reports(to=tmp_path / "out", study="tiny")
    return html.parse(str(tmp_path / "out" / "tiny" / f"{page}.html")).getroot()


def test_the_summary_keeps_the_published_order_and_its_sentences_lead_on(study, tmp_path):
    page = built(study, tmp_path, "summary")
    headings = [h.text_content().split("Made-up")[0].strip() for h in page.iter("h1", "h2")]
    # What stands on every page: its files and what it rests on.
    own = [h for h in headings if h not in ("This page as a file", "How sure are we?", "Key facts")]
    assert own[:5] == [
        *("End of project summary", "Main messages", "Contents"),
        *("Project summary", "Key findings and implications"),
    ]
    (written,) = page.xpath('//div[@class="written"]')
    assert [p.text_content() for p in written.iter("p", "li")] == [
        *("Parents were not heard.", "We asked parents <b>.", "The objectives:"),
        *("To ask.", "To listen.", "By a survey."),
    ]
    (first,) = page.xpath('//li[@id="finding-key-findings"]')
    assert "evidence-trail.html#cmoc-T1" in first.xpath(".//a/@href")
    facts = records(tmp_path / "out" / "tiny", "summary")["project-facts"].data.frame
    assert facts[["fact", "day"]].to_numpy().tolist() == [
        ["lead", ""],
        ["start_date", "2023-01-01"],
    ]


def test_the_page_in_plain_words_is_in_large_print_and_says_who_checked_it(study, tmp_path):
    page = built(study, tmp_path, "young-people")
    assert page.find("body").get("class") == "plain"
    assert "has not yet been checked by young people" in page.text_content()
    assert [e.text for e in page.iter("strong") if e.text == "advocate"]
    (listed,) = page.xpath('//div[@class="plainlist"]/ul/li')
    assert listed.text == "In the made-up data, tea helps."
    (folded,) = page.xpath('//div[@class="plainlist"]/details')
    assert "evidence-trail.html#cmoc-T1" in folded.xpath(".//a/@href")
    other = html.parse(str(tmp_path / "out" / "tiny" / "summary.html")).getroot()
    assert other.find("body").get("class") is None


def test_who_checked_it_is_said_once_somebody_has(study, tmp_path):
    checked = "  checked_by: {en: a group of six, cy: grŵp o chwech}\n  checked_on: 2024-06-01\n"
    spoil(study, "study.yml", "  hard_words:", checked + "  hard_words:")
    text = built(study, tmp_path, "young-people", "young_people").text_content()
    assert "A group of six checked this page on 1 June 2024." in text
    assert "has not yet been checked" not in text
    assert "Nobody has checked the phone numbers" in text


def test_who_made_sure_of_the_help_is_said_once_somebody_has(study, tmp_path):
    sure = "  support_checked_by: {en: the team, cy: y tîm}\n  support_checked_on: 2024-06-02\n"
    spoil(study, "study.yml", "  hard_words:", sure + "  hard_words:")
    text = built(study, tmp_path, "young-people", "young_people").text_content()
    assert "The team checked the help on this page on 2 June 2024." in text
    assert "Nobody has checked the phone numbers" not in text


def test_a_page_that_is_not_plain_is_not_published_and_the_researcher_reads_why(
    study, tmp_path, capsys
):
    spoil(study, "study.yml", "en: We asked you.", "en: The participants were many.")
    publish(study, "summary, young_people")
    assert build_reports(to=tmp_path / "out", study="tiny") == 1
    said = capsys.readouterr().err
    assert "young-people was not published" in said
    assert "study.yml young_people about: en: the hard word 'participants' stands in" in said
    assert not (tmp_path / "out" / "tiny" / "young-people.html").exists()
    assert (tmp_path / "out" / "tiny" / "summary.html").exists()


def test_without_texts_the_pages_say_that_there_are_none(tiny, tmp_path):
    (tiny / "findings" / "findings.yml").write_text("[]", encoding="utf-8")
    page = built(tiny, tmp_path, "summary", "summary, young_people").text_content()
    assert "Nobody has written a project summary for this study." in page
    assert "No conclusions have been written for this part." in page
    page = html.parse(str(tmp_path / "out" / "tiny" / "young-people.html")).getroot()
    assert "Nobody has said yet who this page is for." in page.text_content()
