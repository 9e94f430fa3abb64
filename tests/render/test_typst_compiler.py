"""Typst sets the same document in a process, in a fork of it, and in a Python of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from compendium.processes import Killed
from compendium.render import typst_compiler
from compendium.render.documents import pandoc
from compendium.render.typst_compiler import NotTypeset, typeset

LETTER = {"main.typ": b"= Title\n#image(\"part/a.svg\")\n", "part/a.svg": (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'
)}  # fmt: skip
PDF = {"format": "pdf", "timestamp": 0}
PAGES = {"main.typ": b"One\n#pagebreak()\n" * 11 + b"Last"}


@pytest.fixture
def forked(monkeypatch):
    """As if another process, which this one was forked from, had used Typst."""
    monkeypatch.setattr(typst_compiler, "_USED_BY", [0])


def test_apart_the_same_bytes_are_made(forked):
    here = typst_compiler._here(LETTER, **PDF)
    assert typeset(LETTER, **PDF) == here
    assert here[0].startswith(b"%PDF")


def test_pages_come_in_their_order(forked):
    assert typeset(PAGES, format="png", ppi=20) == typst_compiler._here(PAGES, format="png", ppi=20)
    assert len(typeset(PAGES, format="png", ppi=20)) == 12


@pytest.mark.parametrize("used_by", [[], [0]])
def test_what_cannot_be_set_is_said_in_typsts_words(monkeypatch, used_by):
    monkeypatch.setattr(typst_compiler, "_USED_BY", used_by)
    with pytest.raises(NotTypeset, match="unknown variable: nothing"):
        typeset({"main.typ": b"#nothing"}, **PDF)


@pytest.mark.skipif(os.name == "nt", reason="signals are not told of here")
def test_that_it_was_killed_is_no_fault_of_the_document(forked, monkeypatch, tmp_path):
    killed = tmp_path / "python"
    killed.write_text("#!/bin/sh\nkill -9 $$\n", encoding="utf-8")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    with pytest.raises(Killed, match=r"^Typst: it was ended by SIGKILL$"):
        typeset(LETTER, **PDF)
    monkeypatch.setattr(pandoc, "_program", lambda: str(killed))
    with pytest.raises(Killed, match=r"^pandoc: it was ended by SIGKILL$"):
        pandoc.pandoc("<p>A</p>", "--to=typst")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="there is no fork here")
def test_a_fork_of_a_process_that_used_it_does_not_wait_for_ever():
    code = """
    import multiprocessing
    from compendium.render.typst_compiler import typeset
    document = {"main.typ": b"= Title"}
    before = typeset(document, format="pdf", timestamp=0)

    def again(queue):
        queue.put(typeset(document, format="pdf", timestamp=0))

    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=again, args=(queue,), daemon=True)
    process.start()
    print(queue.get(timeout=60) == before)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120
    )
    assert (ran.stdout.strip(), ran.returncode) == ("True", 0), ran.stderr
