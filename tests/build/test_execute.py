"""One notebook run with Papermill: its parameters arrive, its failures are said."""

from __future__ import annotations

import os

import nbformat
import papermill
import pytest
from shown import code, notebook

from compendium.build.execute import FORKED, KERNEL, JobFailed, execute, source_of
from compendium.build.jobs import Job
from compendium.build.publish import published
from compendium.displays.show import RECORDS_ALONE
from compendium.problems import DisclosureError
from compendium.processes import Killed

SECRET = "P017 said no"
PARAMETERS = 'study = "tiny"\nsite = "002"\nprofile = "exact"'


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """Writes a notebook of these cells, runs it, gives back what was executed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))

    def run(*sources, parameters=PARAMETERS, profile="welsh_evaluation"):
        cells = [code(source=parameters, tags=["parameters"]), *(code(source=s) for s in sources)]
        made = notebook(*cells)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made.metadata["kernelspec"] = kernel
        nbformat.write(made, tmp_path / "notebooks" / "odd.ipynb")
        to = tmp_path / "private" / "odd.ipynb"
        job = Job("odd", "tiny", "001", profile, page="001")
        ran = execute(job, to)
        assert nbformat.read(to, as_version=4) == ran.notebook
        return ran.notebook, job, ran.key

    return run


def test_a_report_is_made_from_the_notebook_of_its_name(tiny):
    assert source_of("site_report") == tiny.parents[1] / "notebooks" / "site_report.ipynb"


def test_a_notebook_that_is_not_there_is_named(tiny, tmp_path):
    with pytest.raises(JobFailed, match=r"no notebook gone\.ipynb in notebooks\. Correct"):
        execute(Job("gone", "tiny", "001", "exact", page="001"), tmp_path / "x.ipynb")


def test_a_parameter_the_notebook_does_not_know_stops_the_job(bench):
    with pytest.raises(JobFailed, match=r"odd\.ipynb has no parameter profile, site"):
        bench("pass", parameters='study = "tiny"')


def test_what_another_process_writes_in_its_place_does_no_harm(bench, tmp_path, monkeypatch):
    """A worker of a cluster that counts as lost may run the same notebook still."""
    place, run = tmp_path / "private" / "odd.ipynb", papermill.execute_notebook

    def as_another_begins(*given, **how):
        run(*given, **how)
        place.write_text("{")

    monkeypatch.setattr(papermill, "execute_notebook", as_another_begins)
    ran, _, _ = bench("print(6 * 7)", profile="exact")
    assert ran.cells[-1].outputs[0].text == "42\n"
    assert not list(place.parent.glob(".*"))


STRAYS = [
    "import warnings, pandas as pd, matplotlib.pyplot as plt\nfrom IPython.display import HTML",
    f"pd.DataFrame({{'a': ['{SECRET}']}})",
    f"print('{SECRET}')",
    "plt.plot([1, 17, 3]);",
    f"HTML('{SECRET}')",
    f"warnings.warn('{SECRET}')",
    f"import sys; print('{SECRET}', file=sys.stderr)",
    "assert (site, study) == ('001', 'tiny')",
]


def test_what_a_notebook_shows_by_the_way_stops_a_public_build(bench):
    ran = bench(*STRAYS)
    with pytest.raises(DisclosureError) as error:
        published(*ran)
    # Two cells of parameters and one of imports stand before the first.
    shown = [p.where for p in error.value.problems if p.what.startswith("shows")]
    assert shown == [f"cell [{n}]" for n in (4, 5, 6, 7, 8, 9)]
    assert "P017" not in str(error.value)


@pytest.mark.parametrize("engine", [FORKED, KERNEL])
def test_a_notebook_is_told_that_it_need_not_draw_while_it_runs(bench, monkeypatch, engine):
    monkeypatch.setenv("ENGINE", engine)
    ran, _, _ = bench(f"import os\nprint(os.environ.get({RECORDS_ALONE!r}))", profile="exact")
    assert ran.cells[-1].outputs[0].text == "1\n"
    assert RECORDS_ALONE not in os.environ


def test_a_failure_names_notebook_and_cell_and_how_to_go_on(bench):
    with pytest.raises(JobFailed) as error:
        bench(f"raise ValueError('{SECRET}')")
    said = str(error.value)
    assert "tiny 001 failed in cell [3] of odd.ipynb" in said
    assert "Look at it:  private/odd.ipynb" in said
    assert "Run again:   make report STUDY=tiny SITE=001" in said
    assert "ValueError" in said
    assert "P017" not in said


def test_what_a_public_failure_says_stands_in_private(bench, tmp_path):
    with pytest.raises(JobFailed, match=r"so it stands in private/tiny/logs/001\.txt"):
        bench(f"raise ValueError('{SECRET}')")
    log = (tmp_path / "private" / "tiny" / "logs" / "001.txt").read_text(encoding="utf-8")
    assert f"ValueError: {SECRET}" in log
    assert "\x1b" not in log


def test_a_message_may_quote_data_whatever_its_class_is_called(bench):
    """A notebook can raise our errors, and call its own by a name it read."""
    with pytest.raises(JobFailed, match=r"DataError\. What it says may quote") as error:
        bench(f"from compendium.problems import DataError\nraise DataError('{SECRET}')")
    assert "P017" not in str(error.value)
    with pytest.raises(JobFailed, match=r"An error\. What it says may quote") as error:
        bench(f"raise type('{SECRET}', (Exception,), {{}})")
    assert "P017" not in str(error.value)


def test_the_team_reads_a_failure_in_the_compendiums_words_and_without_a_traceback(bench):
    with pytest.raises(JobFailed) as error:
        bench(
            "from compendium.problems import DataError\nraise DataError('survey.csv row 14: …')",
            profile="exact",
        )
    assert "    survey.csv row 14: …" in str(error.value)
    assert "Traceback" not in str(error.value)


def test_a_kernel_that_dies_fails_its_job_alone(bench):
    with pytest.raises(Killed, match=r"Python stopped while it ran odd\.ipynb"):
        bench("import os; os._exit(3)")
