"""Whole builds: what is written where, what fails alone, and that bytes come out the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from shown import KEY, bars, code, displayed, likert, notebook, said, showing, three

from compendium.build import pieces
from compendium.build.execute import Executed, JobFailed
from compendium.build.jobs import plan
from compendium.build.provenance import provenance
from compendium.build.run import How, build_reports
from compendium.build.stamps import Stamp
from compendium.cli import main
from compendium.displays import verbs
from compendium.displays.figures import DRAWN
from compendium.displays.record import RECORD_MIME, from_record
from compendium.study_folder import open_study

PUBLIC = "welsh_evaluation"
SECRET = "P017 said no"
SURVEY = showing(likert(*three()))
BARE = nbformat.v4.new_output("execute_result", data={"text/plain": SECRET})


@pytest.fixture
def ran(monkeypatch):
    """Give each site what its run came to (outputs, or an error), without a kernel."""

    def give(**sites):
        def execute(job, to, shown=None):
            found = sites["site_" + job.site]
            if isinstance(found, Exception):
                raise found
            return Executed(notebook("# Title", "## One", code(*signed_for(job, found))), KEY)

        monkeypatch.setattr(pieces, "execute", execute)
        # Findings that no report asks for have tests of their own.
        monkeypatch.setattr(pieces, "unasked", lambda study: [])
        # What notebooks come to changes here without anything they are made from.
        monkeypatch.setattr(Stamp, "why", lambda *_: ("a test",))

    return give


def signed_for(job, outputs):
    """The outputs as the run of one job signs them."""
    return [
        showing(from_record(o["data"][RECORD_MIME]), site=job.site)
        if RECORD_MIME in o["data"]
        else o
        for o in outputs
    ]


# The pages beside those of reports.
BESIDE = ("accessibility.html", "disclosure.html", "index.html", "search.html")


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_build_writes_page_and_notebook_of_each_site_and_an_index(tiny, ran, tmp_path):
    ran(site_001=[SURVEY], site_002=[SURVEY])
    assert build_reports(profile=PUBLIC, to=tmp_path / "out") == 0
    assert files(tmp_path / "out" / "tiny") == [
        *("001.html", "001.ipynb", "002.html", "002.ipynb"),
        *BESIDE,
    ]


def test_a_build_says_one_plain_line_a_job(tiny, ran, capsys, tmp_path):
    ran(site_001=[SURVEY], site_002=[SURVEY])
    build_reports(profile=PUBLIC, to=tmp_path / "out", how=How(workers=1))
    first, second, last = capsys.readouterr().out.splitlines()
    assert first.startswith("[1/2] tiny 001  done  ")
    assert second.startswith("[2/2] tiny 002  done  ")
    assert last.endswith("index.html")


def test_a_program_that_watches_is_told_everything_line_by_line(tiny, ran, capsys):
    ran(site_001=JobFailed("tiny 001 failed"), site_002=[SURVEY])
    asked = ["build", "--json", "--why", "--profile", PUBLIC, "--workers", "1"]
    assert main(asked) == 1
    printed = capsys.readouterr()
    events = [json.loads(line) for line in printed.out.splitlines()]
    assert printed.err == ""
    why = [e for e in events if e["event"] == "why"]
    assert [(e["page"], e["does"]) for e in why] == [("001", "run"), ("002", "run")]
    assert all(e["study"] == "tiny" and e["reasons"] for e in why)
    reports = [e for e in events if e["event"] == "report"]
    assert [(e["page"], e["state"]) for e in reports] == [("001", "failed"), ("002", "done")]
    assert all(e["seconds"] >= 0 for e in reports)
    assert [e["text"] for e in events if e["event"] == "failure"] == ["tiny 001 failed"]
    assert events[-1]["event"] == "index"
    assert events[-1]["path"].endswith("index.html")


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5", ""])
def test_a_number_of_workers_that_is_none_is_refused(tiny, capsys, number):
    with pytest.raises(SystemExit):
        main(["build", "--workers", number])
    assert "is no number of workers. Give 1 or more." in capsys.readouterr().err


def test_a_job_that_shows_what_was_not_released_writes_nothing(tiny, ran, capsys):
    ran(site_001=[SURVEY, BARE], site_002=[SURVEY])
    assert build_reports(profile=PUBLIC) == 1
    assert files(tiny.parents[1] / "reports") == [
        *("index.html", "tiny/002.html", "tiny/002.ipynb"),
        *(f"tiny/{name}" for name in BESIDE),
    ]
    complaint = capsys.readouterr().err
    assert "tiny 001 was not published" in complaint
    assert "site_report.ipynb cell [1]" in complaint
    assert "P017" not in complaint


@pytest.mark.usefixtures("nothing_drawn")
@pytest.mark.parametrize("profile", [PUBLIC, "exact"])
def test_a_display_that_cannot_be_drawn_is_named_and_the_traceback_kept(
    tiny, ran, capsys, monkeypatch, profile
):
    ran(site_001=[showing(likert(*three(), profile=profile))])
    monkeypatch.setitem(DRAWN, "likert", lambda *_: {}[SECRET])
    assert build_reports(site="001", profile=profile) == 1
    complaint, private = capsys.readouterr().err, tiny.parents[1] / "private"
    said = "site_report.ipynb cell [1]: shows the display 'it', which cannot be drawn (KeyError)"
    assert said in complaint
    assert "What happened stands in private/tiny/logs/001.txt" in complaint
    assert "P017" not in complaint
    log = (private / "tiny" / "logs" / "001.txt").read_text(encoding="utf-8")
    assert f"KeyError: '{SECRET}'" in log
    assert not list((private / "reports").rglob("001.*"))


def test_the_team_sees_its_page_in_private_without_what_was_dropped(tiny, ran):
    exact = showing(likert(*three(), profile="exact"))
    ran(site_001=[exact, BARE], site_002=[exact])
    assert build_reports(profile="exact") == 0
    page = tiny.parents[1] / "private" / "reports" / "tiny" / "001.html"
    assert "P017" not in page.read_text(encoding="utf-8")
    assert not (tiny.parents[1] / "reports").exists()


def test_one_broken_site_stops_no_other(tiny, ran, capsys):
    ran(site_001=JobFailed("tiny 001 failed in cell 5 of site_report.ipynb"), site_002=[SURVEY])
    assert build_reports(profile=PUBLIC, how=How(workers=1)) == 1
    printed = capsys.readouterr()
    assert "[1/2] tiny 001  FAILED" in printed.out
    assert "tiny 002  done" in printed.out
    assert "tiny 001 failed in cell 5" in printed.err


def test_the_index_leaves_out_a_site_that_failed(tiny, ran):
    ran(site_001=JobFailed("no"), site_002=[SURVEY])
    build_reports(profile=PUBLIC)
    index = (tiny.parents[1] / "reports" / "tiny" / "index.html").read_text(encoding="utf-8")
    assert "002.html" in index
    assert "001.html" not in index


def test_after_one_site_the_index_leads_to_the_pages_that_are_there(tiny, ran, tmp_path):
    ran(site_001=[SURVEY])
    build_reports(site="001", profile=PUBLIC, to=tmp_path / "out")
    assert files(tmp_path / "out" / "tiny") == [
        *("001.html", "001.ipynb", *BESIDE),
    ]
    index = (tmp_path / "out" / "tiny" / "index.html").read_text(encoding="utf-8")
    assert "001.html" in index
    assert "002.html" not in index


def test_nothing_of_an_earlier_build_stays_of_a_site_that_fails(tiny, ran):
    ran(site_001=[SURVEY], site_002=[SURVEY])
    build_reports(profile=PUBLIC)
    ran(site_001=JobFailed("no"), site_002=[SURVEY])
    build_reports(profile=PUBLIC)
    left = ["002.html", "002.ipynb", *BESIDE]
    assert files(tiny.parents[1] / "reports" / "tiny") == left


def test_a_page_that_no_job_makes_any_more_is_removed(tiny, ran):
    old = tiny.parents[1] / "reports" / "tiny" / "003.html"
    old.parent.mkdir(parents=True)
    old.write_text("somebody who withdrew", encoding="utf-8")
    ran(site_001=[SURVEY], site_002=[SURVEY])
    build_reports(profile=PUBLIC)
    assert not old.exists()


def test_a_report_with_a_mark_that_no_rule_is_known_of_is_not_published(tiny, ran, capsys):
    bound = bars(*three(), base_mark="under")
    ran(site_001=[showing(displayed(verbs.likert, bound))], site_002=[SURVEY])
    assert build_reports(profile=PUBLIC) == 1
    assert "no rule for 'under' in base of answers" in capsys.readouterr().err
    kept = ["002.html", "002.ipynb", *BESIDE]
    assert files(tiny.parents[1] / "reports" / "tiny") == kept


def test_a_study_whose_data_are_damaged_stops_no_other(tiny, ran, capsys):
    shutil.copytree(tiny, tiny.parent / "broken")
    text = (tiny.parent / "broken" / "study.yml").read_text(encoding="utf-8")
    renamed = text.replace("study: tiny", "study: broken")
    (tiny.parent / "broken" / "study.yml").write_text(renamed, encoding="utf-8")
    (tiny.parent / "broken" / "raw" / "survey.sav").unlink()
    ran(site_001=[SURVEY], site_002=[SURVEY])
    assert build_reports(profile=PUBLIC) == 1
    printed = capsys.readouterr()
    assert "broken: its data could not be taken in" in printed.err
    assert "tiny 002  done" in printed.out


def test_a_display_released_under_another_profile_stops_the_job(tiny, ran, capsys):
    ran(site_001=[showing(likert(*three(), profile="exact"))], site_002=[SURVEY])
    assert build_reports(profile=PUBLIC) == 1
    assert "released under the profile exact" in capsys.readouterr().err
    left = ["002.html", "002.ipynb", *BESIDE]
    assert files(tiny.parents[1] / "reports" / "tiny") == left


def test_two_reports_of_a_site_do_not_overwrite_each_other(tiny, ran):
    text = (tiny / "study.yml").read_text(encoding="utf-8")
    two = text.replace("reports: [site_report]", "reports: [site_report, other]")
    (tiny / "study.yml").write_text(two, encoding="utf-8")
    notebooks = tiny.parents[1] / "notebooks"
    shutil.copy(notebooks / "site_report.ipynb", notebooks / "other.ipynb")
    ran(site_001=[SURVEY], site_002=[SURVEY])
    build_reports(profile=PUBLIC)
    assert files(tiny.parents[1] / "reports" / "tiny") == [
        *("001-other.html", "001-other.ipynb", "001.html", "001.ipynb"),
        *("002-other.html", "002-other.ipynb", "002.html", "002.ipynb"),
        *BESIDE,
    ]


def test_a_fault_of_our_own_stops_no_other_and_leaves_its_traceback_in_private(tiny, ran, capsys):
    ran(site_001=ValueError("P017 said no"), site_002=[SURVEY])
    assert build_reports(profile=PUBLIC) == 1
    printed = capsys.readouterr()
    assert "tiny 002  done" in printed.out
    assert "private/tiny/logs/001.txt" in printed.err
    assert "P017" not in printed.err
    log = tiny.parents[1] / "private" / "tiny" / "logs" / "001.txt"
    assert "P017 said no" in log.read_text(encoding="utf-8")


def test_where_nothing_was_built_there_is_no_index(tiny, ran):
    ran(site_001=JobFailed("no"), site_002=JobFailed("no"))
    assert build_reports(profile=PUBLIC) == 1
    assert not (tiny.parents[1] / "reports").exists()


@pytest.mark.parametrize("origin", ["synthetic", "real"])
def test_the_index_is_made_up_if_any_page_is(tiny, ran, origin):
    real = showing(displayed(verbs.quotes, said("Hm.", origin="real")))
    other = showing(displayed(verbs.quotes, said("Hm.", origin=origin)))
    ran(site_001=[real], site_002=[other])
    build_reports(profile=PUBLIC)
    index = (tiny.parents[1] / "reports" / "tiny" / "index.html").read_text(encoding="utf-8")
    assert ('class="banner"' in index) == (origin == "synthetic")


def test_a_mistake_at_the_prompt_is_said_without_a_traceback(tiny, capsys):
    assert main(["build", "--site", "003"]) == 1
    complaint = capsys.readouterr().err
    assert "'003'" in complaint
    assert "Traceback" not in complaint


def test_the_prompt_builds_what_it_is_asked_for(tiny, ran, tmp_path):
    ran(site_002=[SURVEY])
    out = tmp_path / "out"
    asked = ["build", "--study", "tiny", "--site", "002", "--profile", PUBLIC, "--to", str(out)]
    assert main(asked) == 0
    assert files(out) == [
        *("index.html", "tiny/002.html", "tiny/002.ipynb"),
        *(f"tiny/{name}" for name in BESIDE),
    ]


def test_the_digests_on_a_page_follow_definitions_and_never_raw_data(tiny):
    (each,) = plan("tiny", "001", None, None)
    before = provenance(each.study, each.jobs[0])
    (tiny / "raw" / "survey.sav").write_bytes(b"other people")
    assert provenance(open_study("tiny"), each.jobs[0]) == before
    codebook = tiny / "codebook.yml"
    codebook.write_text(codebook.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    assert provenance(open_study("tiny"), each.jobs[0]) != before


@pytest.mark.thorough
def test_another_place_builds_the_same_bytes(house, welsh_pages, tmp_path, monkeypatch):
    for name in ("data", "notebooks"):
        shutil.copytree(house / name, tmp_path / "moved" / name)
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "moved" / "data"))
    # Cells lead to the quote bank and the trail that lie beside a page.
    wales = {"study": "parental-advocacy-wales", "to": tmp_path / "out"}
    assert build_reports(report="quotes", **wales) == 0
    assert build_reports(report="evidence_trail", **wales) == 0
    assert build_reports(site="A", **wales) == 0
    for name in ("A.html", "A.ipynb"):
        again = tmp_path / "out" / "parental-advocacy-wales" / name
        assert again.read_bytes() == (welsh_pages / name).read_bytes()


@pytest.fixture(scope="module")
def published_a(welsh_pages):
    return nbformat.read(welsh_pages / "A.ipynb", as_version=4)


def test_the_published_notebook_is_valid_and_has_no_trace_of_its_execution(published_a):
    nbformat.validate(published_a)
    assert set(published_a.metadata) == {"kernelspec", "language_info"}
    assert {key for cell in published_a.cells for key in cell.metadata} == {"tags"}
    runs = [c.execution_count for c in published_a.cells if c.cell_type == "code"]
    assert runs == list(range(1, len(runs) + 1))


def test_the_published_notebook_shows_displays_and_nothing_else(published_a):
    cells = [c for c in published_a.cells if c.cell_type == "code"]
    assert [c.id for c in cells if not c.outputs] == ["parameters", "injected-parameters", "setup"]
    for output in (o for cell in cells for o in cell.outputs):
        assert set(output["data"]) == {RECORD_MIME, "text/html", "text/plain"}


def test_the_published_notebooks_cells_have_the_ids_of_their_source(published_a, house):
    source = nbformat.read(house / "notebooks" / "site_report.ipynb", as_version=4)
    ids = [cell.id for cell in published_a.cells if cell.id != "injected-parameters"]
    assert ids == [cell.id for cell in source.cells]


def test_published_pages_hold_no_path_of_this_machine(house, welsh_pages):
    for path in sorted(p for p in welsh_pages.rglob("*") if p.suffix in (".html", ".ipynb")):
        text = path.read_text(encoding="utf-8")
        assert str(house) not in text
        assert str(Path.home()) + "/" not in text


def test_a_site_called_001_is_built_for_the_team_as_it_is(tiny):
    """One real run: the number-like id arrives as text, a bare frame is dropped."""
    path = tiny.parents[1] / "notebooks" / "site_report.ipynb"
    source = nbformat.read(path, as_version=4)
    setup = next(c for c in source.cells if c.id == "setup")
    setup.source += '\nassert site == "001", repr(site)\ndata.participants'
    nbformat.write(source, path)
    assert build_reports(site="001") == 0
    page = tiny.parents[1] / "private" / "reports" / "tiny" / "001.html"
    built = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    cells = {cell.id: cell for cell in built.cells}
    assert 'site = "001"' in cells["injected-parameters"].source
    assert cells["setup"].outputs == []
    assert "not for publication" in page.read_text(encoding="utf-8")
    assert not (tiny.parents[1] / "reports").exists()
