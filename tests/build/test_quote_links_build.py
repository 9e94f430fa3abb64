"""When quotes are approved: the other reports are rendered anew, and nothing else of them runs."""

from __future__ import annotations

import pytest
from lxml import html
from tiny import publish_also, write_quotes

from compendium.build import pieces
from compendium.build.execute import JobFailed
from compendium.build.jobs import plan
from compendium.build.page_links import linked_first
from compendium.build.run import build_reports

PUBLIC = "welsh_evaluation"
SAID = {"c1 interview:20-39": "She listened to me."}


@pytest.fixture
def banked(tiny, monkeypatch):
    """The tiny study with a quote bank after its site reports, in public."""
    # Findings that no report asks for have tests of their own.
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    publish_also(tiny, "quotes")
    return tiny


def links(folder, page="001") -> list[str]:
    found = html.parse(folder / f"{page}.html").xpath("//td//a/@href")
    return [href for href in found if href.startswith("quotes.html#")]


def test_approved_quotes_are_linked_without_running_another_report(banked):
    folder = banked.parents[1] / "reports" / "tiny"
    assert build_reports() == 0
    before = (folder / "001.ipynb").read_bytes()
    assert links(folder) == []
    write_quotes(banked, SAID)
    assert build_reports(report="quotes") == 0
    assert (folder / "001.ipynb").read_bytes() == before
    assert "quotes.html#theme/K1.1/parent/001" in links(folder)
    # And the other way round: taken back, the links go with the quote.
    write_quotes(banked, {})
    assert build_reports(report="quotes") == 0
    assert links(folder) == []


def test_a_bank_that_cannot_be_built_leaves_no_link_to_it(banked, monkeypatch):
    folder = banked.parents[1] / "reports" / "tiny"
    write_quotes(banked, SAID)
    assert build_reports() == 0
    assert links(folder)

    def fails(job, to, shown=None):
        raise JobFailed(f"{job.name} failed")

    monkeypatch.setattr(pieces, "execute", fails)
    (folder / "quotes.ipynb").unlink()
    assert build_reports(report="quotes") == 1
    assert links(folder) == []
    assert not (folder / "quotes.html").exists()


def test_the_bank_is_built_first_and_listed_where_study_yml_has_it(banked):
    (each,) = plan("tiny", None, PUBLIC, None)
    assert [job.page for job in each.jobs] == ["001", "002", "quotes"]
    assert [job.page for job in linked_first(each.jobs)] == ["quotes", "001", "002"]
