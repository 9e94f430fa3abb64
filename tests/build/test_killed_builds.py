"""A build that is killed loses no finished report, and the next one finishes it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sys
import time

import psutil
import pytest
from tiny import copy_notebooks, publish_also, write_tiny

from compendium.build import pieces
from compendium.build.execute import FORKED, engine_chosen
from compendium.build.files import STUDY_PAGES
from compendium.build.run import build_reports

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or engine_chosen() != FORKED,
    reason="a build that is forked from this process is killed, which needs Linux",
)
UNDISTURBED, KILLED = "undisturbed", "killed"
# By hand more were tried: COMPENDIUM_KILLS=100.
TIMES = int(os.environ.get("COMPENDIUM_KILLS", "12"))
# So many one after the other, before a build may end.
IN_A_ROW = 3


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A tiny study that nobody has built yet; what a build makes of it, and how long that takes."""
    from compendium.engine.warm import warm

    warm()
    root = tmp_path_factory.mktemp("killed")
    folder = write_tiny(root / "fresh")
    publish_also(folder, "quotes")
    copy_notebooks(root / "fresh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "unasked", lambda study: [])
        house = shutil.copytree(root / "fresh", root / UNDISTURBED)
        begun = time.monotonic()
        assert _ended(_building(house)) == 0
        return root / "fresh", pages(house), time.monotonic() - begun


def pages(house):
    folder = house / "reports" / "tiny"
    return {p.name: p.read_bytes() for p in folder.iterdir()} if folder.exists() else {}


def times(house):
    folder = house / "reports" / "tiny"
    return {p.name: p.stat().st_mtime_ns for p in folder.iterdir()} if folder.exists() else {}


def _building(house) -> int:
    """Fork a process that builds a house; its number."""
    if child := os.fork():
        return child
    status = 70
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.environ["COMPENDIUM_DATA"] = str(house / "data")
        pieces.unasked = lambda study: []
        status = build_reports()
    finally:
        os._exit(status)


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_one_of(build: int, dice: random.Random) -> bool:
    """Kill the build, or one of the processes it has started; whether it was one of those."""
    try:
        started = psutil.Process(build).children(recursive=True)
    except psutil.NoSuchProcess:
        started = []
    victims = [build, *(p.pid for p in started)]
    victim = dice.choice(victims)
    with contextlib.suppress(ProcessLookupError):
        os.kill(victim, signal.SIGKILL)
    _ended(build)
    # What a killed build has started ends with it, before anybody builds again.
    _, alive = psutil.wait_procs(started, timeout=20)
    assert not alive, "processes outlived the build that started them"
    return victim != build


def _finished(left) -> list[str]:
    """Notebooks that lie there with their pages."""
    return [n for n in left if n.endswith(".ipynb") and n.replace(".ipynb", ".html") in left]


@pytest.mark.parametrize("seed", range(-(-TIMES // IN_A_ROW)))
def test_a_build_killed_again_and_again_loses_nothing_finished_and_the_next_finishes(
    made, tmp_path, seed
):
    fresh, expected, seconds = made
    house = shutil.copytree(fresh, tmp_path / "house")
    dice = random.Random(seed)
    whole, before = [], {}
    for _ in range(IN_A_ROW):
        build = _building(house)
        time.sleep(dice.uniform(0, 1) * seconds * (1 - len(whole) / len(_finished(expected))))
        a_worker = _kill_one_of(build, dice)
        left = {name: page for name, page in pages(house).items() if not name.startswith(".")}
        other = {name for name in left if left[name] != expected[name]}
        # Where one worker was killed the build went on, and these are made of what was there.
        assert other <= {f"{page}.html" for page in STUDY_PAGES}
        assert all(left[name].endswith(b"</html>\n") for name in other)
        # A worker may have been making the page of a finished report anew, which is lost with it.
        lost = [name for name in whole if times(house).get(name) != before[name]]
        assert len(lost) <= a_worker
        whole, before = _finished(left), times(house)
    assert _ended(_building(house)) == 0
    assert pages(house) == expected
    assert [name for name in whole if times(house)[name] != before[name]] == []


def test_a_worker_that_is_killed_costs_its_own_report_alone(tiny, monkeypatch, capsys):
    publish_also(tiny)
    monkeypatch.setattr(pieces, "unasked", lambda study: [])

    def killed(job, to, shown, run=pieces.execute):
        if job.site == "001":
            os.kill(os.getpid(), signal.SIGKILL)
        return run(job, to, shown)

    monkeypatch.setattr(pieces, "execute", killed)
    assert build_reports() == 1
    said = capsys.readouterr()
    assert "tiny 001 was not built to the end: it was ended by SIGKILL" in said.err
    assert "make report STUDY=tiny SITE=001" in said.err
    assert "tiny 002  done" in said.out
    names = set(pages(tiny.parents[1]))
    assert names == {"002.html", "002.ipynb", *(f"{page}.html" for page in STUDY_PAGES)}
