"""What stands around a report: what it rests on, how to cite it, how accessible it is."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from lxml import html
from shown import bars, code, displayed, notebook, showing, theme_shares, three

from compendium.disclosure.account import Account
from compendium.disclosure.measures import MEASURES
from compendium.displays import verbs
from compendium.displays.kinds_of_data import KINDS, kinds_of
from compendium.publication import Publication
from compendium.render.accessibility import accessibility_page
from compendium.render.around import citation, terms_of_use
from compendium.render.page import Provenance, report_page
from compendium.render.published import Link
from compendium.render.sureness import sureness
from compendium.words import Text

MADE = Provenance("site_report.ipynb", "abc", "def", "make", "welsh_evaluation", "fed")
SURVEY = displayed(verbs.likert, bars(*three()), "survey")
TALK = displayed(verbs.theme_table, theme_shares(origin="real"), "themes")
NAMES = {"survey": "Figure 1", "themes": "Table 1"}


def published(study, **parts):
    publication = Publication(Text("A. Writer"), **parts) if parts else None
    header = dataclasses.replace(study.header, publication=publication)
    return dataclasses.replace(study, header=header)


def made(study, *cells, origin=MADE):
    return html.document_fromstring(report_page(study, "A", notebook(*cells), origin, "en"))


def lines(*displays, hidden=None, limits=None):
    found = sureness(displays, NAMES, hidden, limits, "en")
    return {line.about: (line.text, [link.href for link in line.links]) for line in found}


def test_the_box_says_of_each_kind_of_data_n_and_where_it_stands():
    found = lines(SURVEY, TALK)
    assert found["Survey"] == ("n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}80", ["#survey"])
    assert found["Interviews and focus groups"] == ("2 themes", ["#themes"])


def test_the_box_says_that_data_are_made_up_where_any_are():
    assert "made up" in lines(SURVEY, TALK)["Data"][0]
    assert "Data" not in lines(TALK)


def test_the_box_counts_what_is_hidden_as_the_disclosure_page_does():
    counted = Account({"as_it_is": 5, "marked": 1, "coarser": 2, "joined": 1, "hidden": 3}, {})
    text, links = lines(SURVEY, hidden=counted)["Hidden"]
    expected = "Of 12 results worked out from the data, 6 are shown in full, 3 less exactly"
    assert text.startswith(expected)
    assert "and 3 are hidden" in text
    assert links == ["disclosure.html"]


def test_the_box_leads_to_the_limits_and_says_that_the_welsh_is_unchecked():
    found = lines(SURVEY, limits=Link("What this cannot tell us", "#limits"))
    assert found["Limits"] == ("", ["#limits"])
    assert "no translator has checked" in found["Language"][0]


def test_planned_comparisons_are_told_from_others(welsh_records):
    found = lines_of(welsh_records)
    assert found["Planned comparisons"][1] == [
        "#contrasts-parents_by_area",
        "#contrasts-social_workers_by_area",
        "#contrasts-peer_or_professional",
    ]
    assert "Exploratory" not in found


@pytest.fixture(scope="module")
def welsh_records(welsh_pages):
    import nbformat

    from compendium.render.body import displays_of

    read = nbformat.read(welsh_pages / "cross-site.ipynb", as_version=4)
    return [d for cell in read.cells for d in displays_of(cell)]


def lines_of(displays):
    found = sureness(displays, {d.id: d.id for d in displays}, None, None, "en")
    return {line.about: (line.text, [link.href for link in line.links]) for line in found}


def test_every_measure_is_of_a_kind_or_put_together_or_written_by_the_team():
    of_a_kind = [measure for measures in KINDS.values() for measure in measures]
    assert len(of_a_kind) == len(set(of_a_kind))
    written = {"earlier", "joint", "completeness", "links", "retroduction", "statements"}
    written |= {"versions", "trace", "trail", "codebook", "topic_guide", "sufficiency", "cherries"}
    written |= {"coreq", "srqr", "gramms", "rameses", "gripp2", "prisma", "rapid_review"}
    written |= {"involving_young", "data_collection", "agreement_plan"}
    written |= {"review_about", "review_searches"}
    written |= {"project_summary", "project_facts", "plain_words", "plain_check"}
    # What a planned study would be: of nobody's answers.
    written |= {
        "impact_assumptions",
        "impact_by_sites",
        "impact_curve",
        "impact_designs",
        "impact_ethics",
        "impact_false_alarms",
        "impact_power",
        "impact_question",
        "impact_rehearsal",
        "impact_stops",
        "impact_waiting",
    }
    assert set(MEASURES) - set(of_a_kind) == written


def test_kinds_stand_in_one_order_whatever_the_page_shows_first():
    assert list(kinds_of([TALK, SURVEY])) == ["kind_survey", "kind_talk"]


def test_a_page_is_cited_with_the_year_the_study_names_never_the_clocks(wales):
    study = published(wales, released_on=dt.date(2031, 2, 3), licence=Text("CC BY 4.0"))
    cited = citation(study, "Area A", "real", "en")
    assert cited.startswith("A. Writer (2031). Area A. In: Parental advocacy in Wales. Version ")
    assert terms_of_use(study, "en") == ("Released on 3 February 2031.", "Licence: CC BY 4.0")


def test_what_the_study_does_not_name_is_said_to_be_missing(wales):
    study = published(wales)
    assert citation(study, "Area A", "real", "en").startswith(
        "Authors not named (no date). Area A."
    )
    assert terms_of_use(study, "en") == (
        "No licence is named: ask before you use more than a quote.",
    )


def test_a_citation_of_made_up_data_says_so(wales):
    assert citation(wales, "Area A", "synthetic", "en").endswith(" [Made-up data].")


def test_key_facts_stand_before_the_contents_and_lead_to_their_display(wales):
    found = made(wales, "# Title", "## One", code(showing(TALK)), "## Limits")
    (fact,) = found.xpath("//header//section[@class='facts']//a")
    assert fact.get("href") == "#themes"
    assert fact.text_content() == "2 themes used to code what people said"


def test_the_words_of_a_page_are_explained_at_its_end(wales):
    found = made(wales, "# Title", "## One", "Kappa is told.", code(showing(TALK)), "## Limits")
    assert "Kappa" in found.xpath("//dl[@class='terms']//dt/text()")
    assert found.xpath("//nav//a/@href")[-2:] == ["#glossary", "#numbers"]


def test_the_footer_names_code_definitions_packages_and_profile(wales):
    footer = made(wales, "# Title").xpath("string(//footer)")
    for part in ("abc", "def", "fed", "welsh_evaluation", "never published"):
        assert part in footer


def test_the_statement_says_what_was_tested_when_and_whom_to_tell(wales):
    study = published(wales, contact=Text("reports@example.org"))
    found = html.document_fromstring(accessibility_page(study, MADE, "en", "synthetic"))
    text = found.text_content()
    for part in (
        "version 2.2, level AA",
        "29 November 2026",
        "1280, 375, 320",
        "reports@example.org",
    ):
        assert part in text
    assert len(found.xpath("//h1")) == 1
    assert found.xpath("//p[@class='banner']")


def test_a_study_without_a_contact_says_that_it_names_none(wales):
    text = html.document_fromstring(accessibility_page(published(wales), MADE, "cy")).text_content()
    assert "Nid yw'r astudiaeth hon yn enwi neb" in text
