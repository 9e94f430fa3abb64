"""The same study gives the same bytes, whoever builds it, where, when and on what."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from circumstances import CLOCKS, EACH, PLAIN, TOGETHER, built, different
from portable import unportable
from tiny import copy_notebooks, publish_also, write_tiny

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="locales, users and processors are named as on POSIX systems"
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The house of a tiny study that nobody has built."""
    root = tmp_path_factory.mktemp("fresh")
    publish_also(write_tiny(root), "cross_site")
    copy_notebooks(root, whole=bool(os.environ.get("THOROUGH")))
    return root


@pytest.fixture(scope="module")
def usual(fresh, tmp_path_factory):
    """What a build makes of it as usual."""
    return built(fresh, tmp_path_factory.mktemp("usual"), PLAIN)


@pytest.mark.xdist_group("same bytes")
@pytest.mark.parametrize("under", TOGETHER, ids=lambda under: under.name)
def test_a_build_gives_the_same_bytes_under_other_circumstances(fresh, usual, tmp_path, under):
    if why := under.lacks():
        pytest.skip(why)
    made = built(fresh, tmp_path, under)
    assert different(usual, made) == []
    assert {"tiny/001.html", "tiny/001.pdf", "tiny/001.docx", "tiny/001.ipynb"} <= made.keys()


@pytest.mark.xdist_group("same bytes")
def test_what_is_made_has_names_that_work_on_every_system(usual):
    assert unportable(usual) == []


def test_every_circumstance_is_tried_in_one_of_the_builds():
    tried = {name for under in TOGETHER for name in under.name.split("; ")}
    assert tried == {under.name for under in EACH}


@pytest.mark.skipif(not shutil.which("cc"), reason="there is no C compiler")
def test_a_shifted_clock_is_what_python_and_typst_are_told(tmp_path):
    import subprocess

    (shifted,) = (under for under in EACH if under.name == "clock +9000 days")
    (tmp_path / "house").mkdir()
    shifted.prepare(tmp_path / "house", tmp_path)
    code = (
        "import datetime as dt, time, typst\n"
        "print(dt.date.today().year, time.gmtime().tm_year, "
        "typst.query(b'#metadata(datetime.today().year()) <y>', '<y>', field='value', one=True))"
    )
    environment = {**os.environ, "LD_PRELOAD": str(tmp_path / "clock.so")}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    years = {int(year) for year in said.stdout.split()}
    import datetime as dt

    assert years == {(dt.date.today() + dt.timedelta(9000)).year}


def test_files_that_differ_or_are_missing_are_named():
    assert different({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == ["b", "c"]
    assert CLOCKS.is_dir()
