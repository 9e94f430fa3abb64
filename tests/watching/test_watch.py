"""What is watched, and that an edit reaches the page that is open in a browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from tiny import publish_also

from compendium.build.jobs import plan
from compendium.build.pieces import page, page_alone
from compendium.build.progress import PAGE, RUN
from compendium.build.unchanged import Asked
from compendium.build.work import EARLY, Work
from compendium.cli import main
from compendium.places import CODE
from compendium.watching.server import HOST
from compendium.watching.watch import _is_code, changes, differing


def test_files_that_are_new_gone_or_other_are_told():
    before = {"a": [1, 1], "b": [1, 1], "c": [1, 1]}
    assert differing(before, {"a": [1, 1], "b": [1, 2], "d": [1, 1]}) == ["b", "c", "d"]
    assert differing(before, dict(before)) == []


def test_edits_are_noticed_one_after_another(tiny):
    found = changes(Asked())
    assert next(found) == []
    (tiny / "codebook.yml").touch()
    assert next(found) == [str(tiny / "codebook.yml")]
    notebook = tiny.parents[1] / "notebooks" / "site_report.ipynb"
    notebook.unlink()
    assert next(found) == [str(notebook)]


def test_code_is_what_was_imported_and_no_template():
    assert _is_code(str(CODE / "words.csv"))
    assert _is_code(str(CODE / "render" / "page.py"))
    assert not _is_code(str(CODE / "render" / "templates" / "style.css"))
    assert not _is_code("/elsewhere/page.py")


def test_the_page_that_is_open_is_made_first_and_before_what_it_leads_to(tiny):
    publish_also(tiny, "quotes")
    (each,) = plan("tiny", None, None, None)
    why = dict.fromkeys(each.jobs, ("a test",))
    tasks = Work(each, why, why, ("a test",)).tasks("tiny/002")
    assert (tasks[0].name, tasks[0].call) == (f"{EARLY} tiny 002", page_alone)
    assert tasks[0].after == frozenset()
    again = next(task for task in tasks if task.name == f"{PAGE} tiny 002")
    assert again.call == page
    assert again.after == {f"{EARLY} tiny 002", f"{RUN} tiny quotes"}
    assert not [t for t in Work(each, why, why, ()).tasks() if t.name.startswith(EARLY)]


def test_a_port_that_is_taken_is_said_in_words(tiny, capsys):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["watch", "--no-browser", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Pages cannot be served at port {port}: ")
    assert "Traceback" not in said


@pytest.mark.browser
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="tried on Linux alone")
def test_an_edit_reaches_the_page_that_is_open(tiny, browser):
    watch = [sys.executable, "-m", "compendium", "watch", "--no-browser"]
    watch += ["--study", "tiny", "--profile", "welsh_evaluation"]
    environment = {**os.environ, "PYTHONPATH": str(CODE.parent)}
    watching = subprocess.Popen(
        watch,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        # A shell has what it runs in the background pass over Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        address = watching.stdout.readline().split()[2]
        page = browser.new_page()
        page.goto(f"{address}001.html")
        page.get_by_role("heading", level=1).wait_for(timeout=120_000)
        path = tiny.parents[1] / "notebooks" / "site_report.ipynb"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("## Who took part", "## Who was there"), encoding="utf-8")
        page.get_by_role("heading", name="Who was there").wait_for(timeout=120_000)
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait(120)
    assert watching.returncode == 0
    time.sleep(0.2)
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{address}001.html")
