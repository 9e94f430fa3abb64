"""Links between pages: the trail follows what was concluded, and a dead link fails the build."""

from __future__ import annotations

import pytest
from lxml import html
from tiny import publish_also

from compendium.build import pieces
from compendium.build.jobs import plan
from compendium.build.page_links import dead_links, linked_first
from compendium.build.run import build_reports

PUBLIC = "welsh_evaluation"


@pytest.fixture
def trailed(tiny, monkeypatch):
    """The tiny study's site reports and its evidence trail, in public."""
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    publish_also(tiny, "evidence_trail")
    return tiny


@pytest.fixture
def pages(trailed):
    return trailed.parents[1] / "reports" / "tiny"


def hrefs(folder, page):
    return html.parse(folder / f"{page}.html").xpath("//a/@href")


def test_the_trail_is_built_first_and_leads_to_pages_built_after_it(trailed, pages):
    (each,) = plan("tiny", None, PUBLIC, None)
    assert [job.page for job in linked_first(each.jobs)] == ["evidence-trail", "001", "002"]
    assert build_reports() == 0
    assert "001.html#finding-tea" in hrefs(pages, "evidence-trail")
    assert "evidence-trail.html#finding-tea" in hrefs(pages, "001")
    assert "evidence-trail.html#joint-tea" in hrefs(pages, "002")


def test_a_trail_built_alone_renders_the_pages_beside_it_anew(trailed, pages):
    assert build_reports() == 0
    before = (pages / "001.ipynb").read_bytes()
    for name in ("001", "002"):
        page = pages / f"{name}.html"
        text = page.read_text(encoding="utf-8").replace("evidence-trail.html", "x.html")
        page.write_text(text, encoding="utf-8")
    assert build_reports(report="evidence_trail") == 0
    assert (pages / "001.ipynb").read_bytes() == before
    assert "evidence-trail.html#joint-tea" in hrefs(pages, "001")


def test_without_a_trail_among_the_reports_nothing_leads_there(tiny, monkeypatch):
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    publish_also(tiny)
    assert build_reports() == 0
    folder = tiny.parents[1] / "reports" / "tiny"
    assert not [h for h in hrefs(folder, "001") if h.startswith("evidence-trail")]


def test_a_dead_link_is_named_and_fails_the_build(trailed, pages, monkeypatch, capsys):
    assert build_reports() == 0
    (each,) = plan("tiny", None, PUBLIC, None)
    assert dead_links(each) == []
    page = pages / "002.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace(
            "</body>", '<a href="001.html#gone">a</a><a href="#here-not">b</a></body>'
        ),
        encoding="utf-8",
    )
    first, second = dead_links(each)
    assert first.startswith("tiny: 002.html has a link to 001.html#gone, which is not there.")
    assert "002.html#here-not" in second
    # A thing of the trail that a page leads to, and that is taken off the trail's own page.
    whole = pieces.page_of

    def maimed(plan, job, notebook, lang):
        return whole(plan, job, notebook, lang).replace('id="joint-tea"', "")

    monkeypatch.setattr(pieces, "page_of", maimed)
    (pages / "evidence-trail.html").unlink()
    assert build_reports() == 1
    assert "evidence-trail.html#joint-tea, which is not there" in capsys.readouterr().err


def test_a_conclusion_that_rests_on_nothing_any_more_fails_the_build(trailed, capsys):
    evidence = trailed / "theory" / "evidence.csv"
    rows = evidence.read_text(encoding="utf-8").splitlines(keepends=True)
    evidence.write_text("".join(row for row in rows if ",T1," not in row), encoding="utf-8")
    assert build_reports() == 1
    assert "finding tea: it rests on T1, but there is no evidence on it" in capsys.readouterr().err
