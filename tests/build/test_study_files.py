"""Which files a study's folder holds: whose they are, and what is nobody's."""

from __future__ import annotations

import shutil

import pytest

from compendium.build import files, pieces
from compendium.build.jobs import plan
from compendium.build.run import build_reports
from compendium.build.stamps import stamps_of
from compendium.problems import StudyError

# All go by one build with documents.
pytestmark = pytest.mark.xdist_group("study_files")


@pytest.fixture(scope="module")
def with_documents(once_built, tmp_path_factory):
    """The built tiny study again, with documents and downloads."""
    root = tmp_path_factory.mktemp("documents") / "house"
    shutil.copytree(once_built, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        patch.setenv("FORMATS", "all")
        patch.setattr(pieces, "unasked", lambda study: [])
        assert build_reports("tiny") == 0
    return root


@pytest.fixture
def each(with_documents, tmp_path, monkeypatch):
    root = tmp_path / "house"
    shutil.copytree(with_documents, root)
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    monkeypatch.setenv("FORMATS", "all")
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    each = plan("tiny", None, None, None)[0]
    # Stamps lie by where the pages are: this copy goes by those of the newest build.
    stamps = root / "private" / "tiny" / "stamps"
    newest = max(stamps.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    newest.rename(stamps_of(each, "001").parent)
    return each


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
        ("downloads/001.cy/survey.csv", True),
        (".ipynb_checkpoints/001-checkpoint.ipynb", True),
        # Among a report's own downloads it is taken away where these are made (below).
        ("downloads/001/no-such-display.csv", False),
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


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["001.pdf", "001.docx", "downloads/001/joint.csv"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_what_is_not_as_it_was_written_is_made_anew(each, name, harm):
    path = each.reports / name
    before = path.read_bytes()
    path.write_bytes(before + b"more") if harm == "changed" else path.unlink()
    assert build_reports("tiny") == 0
    assert path.read_bytes() == before


def test_pages_alone_leave_no_documents(each, monkeypatch):
    monkeypatch.setenv("FORMATS", "pages")
    assert build_reports("tiny") == 0
    left = {p.suffix for p in each.reports.rglob("*") if p.is_file()}
    assert left == {".html", ".ipynb"}
    assert "001.pdf" not in (each.reports / "001.html").read_text(encoding="utf-8")


def test_an_unknown_format_is_named(monkeypatch):
    monkeypatch.setenv("FORMATS", "epub")
    with pytest.raises(StudyError, match="FORMATS=epub is not known"):
        files.with_formats()


def test_a_file_among_the_downloads_that_nobody_shows_makes_them_anew(each):
    strange = each.reports / "downloads" / "001" / "old.csv"
    strange.write_text("old", encoding="utf-8")
    assert build_reports("tiny") == 0
    assert not strange.exists()
