"""Which files a study's folder holds: whose they are, and what is nobody's."""

from __future__ import annotations

import pytest

from compendium.build import files
from compendium.build.jobs import plan
from compendium.build.run import build_reports


@pytest.fixture
def each(built_study):
    return plan("tiny", None, None, None)[0]


def test_a_built_study_holds_nothing_that_no_job_makes(each):
    assert list(files.strays(each)) == []


def test_every_report_has_its_documents_and_its_downloads(each):
    for job in each.jobs:
        paths = [*files.page_paths(each, job), *files.format_paths(each, job)]
        assert [p for p in paths if not p.is_file()] == []
        names = {p.relative_to(each.reports).as_posix() for p in paths}
        assert {f"{job.page}.html", f"{job.page}.pdf", f"{job.page}.docx"} < names
        assert f"downloads/{job.page}/joint.csv" in names or job.page != "001"


@pytest.mark.parametrize(
    ("name", "removed"),
    [
        ("old.html", True),
        ("old.pdf", True),
        ("A.cy.docx", True),
        ("downloads/old/survey.csv", True),
        ("downloads/001/no-such-display.csv", True),
        # What somebody else put there is theirs to take out; the build says so.
        ("notes.txt", False),
        ("mine/notes.html", False),
    ],
)
def test_what_no_job_makes_any_more_goes(each, name, removed):
    path = each.reports / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("old", encoding="utf-8")
    assert list(files.strays(each)) == [path]
    files.remove_strays(each)
    assert path.exists() != removed


def test_nothing_of_a_report_that_fails_stays(each):
    kept = {p for job in each.jobs[1:] for p in files.page_paths(each, job)}
    first = each.jobs[0]
    files.remove_pages(each, [first.page])
    assert not any(p.exists() for p in files.page_paths(each, first))
    assert not list(each.reports.glob(f"{first.page}.*"))
    assert not (each.reports / "downloads" / first.page).exists()
    assert all(p.exists() for p in kept)


@pytest.mark.parametrize("name", ["001.pdf", "001.docx", "downloads/001/joint.csv"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_what_is_not_as_it_was_written_is_made_anew(each, name, harm):
    path = each.reports / name
    before = path.read_bytes()
    path.write_bytes(before + b"more") if harm == "changed" else path.unlink()
    assert build_reports("tiny") == 0
    assert path.read_bytes() == before
