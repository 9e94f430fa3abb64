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
from tiny import copy_notebooks, invite_more, publish_also, write_tiny

from compendium.build import made_from, pieces, run
from compendium.build.execute import FORKED, engine_chosen
from compendium.build.files import STUDY_PAGES
from compendium.build.jobs import plan
from compendium.build.run import build_reports
from compendium.build.stamps import stamps_of
from compendium.engine import shell
from compendium.processes import Killed
from compendium.render import page

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or engine_chosen() != FORKED,
    reason="a build that is forked from this process is killed, which needs Linux",
)
UNDISTURBED, KILLED = "undisturbed", "killed"
# Of builds that begin with nothing, and as many of those that make anew what others changed: a
# dozen. By hand more were tried: COMPENDIUM_KILLS=100.
TIMES = int(os.environ.get("COMPENDIUM_KILLS", "6"))
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
    house = shutil.copytree(root / "fresh", root / UNDISTURBED)
    begun = time.monotonic()
    assert _ended(_building(house)) == 0
    return root / "fresh", pages(house), time.monotonic() - begun


def _others_are_invited(house):
    """All reports have to be run again."""
    invite_more(house / "data" / "tiny")


def _templates_are_others(house):
    """All pages have to be made again, of the same notebooks."""
    folder = house / "templates"
    if not folder.exists():
        shutil.copytree(page.TEMPLATES, folder)
        for path in folder.glob("*.j2"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("</body>", "<!-- anew --></body>"), encoding="utf-8")
    page.TEMPLATES = folder
    page._environment.cache_clear()
    made_from.MadeFrom.templates = property(lambda self: "others", lambda self, digest: None)


@pytest.fixture(scope="module", params=[_others_are_invited, _templates_are_others])
def changed(made, tmp_path_factory, request):
    """What was built, to be copied; what changes then; the pages after it, and how long they take.

    The lone copy is built after the change without being disturbed.
    """
    root, (fresh, *_) = tmp_path_factory.mktemp("changed"), made
    house = _copied(fresh.parent / UNDISTURBED, root / UNDISTURBED)
    begun = time.monotonic()
    assert _ended(_building(house, request.param)) == 0
    return fresh.parent / UNDISTURBED, request.param, pages(house), time.monotonic() - begun


def _copied(house, to):
    """A copy of a house that was built, whose stamps hold: they lie by where its pages are."""
    shutil.copytree(house, to)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(to / "data"))
        (was,) = (to / "private" / "tiny" / "stamps").iterdir()
        was.rename(stamps_of(plan("tiny", None, None, None)[0], "001").parent)
    return to


def pages(house):
    folder = house / "reports" / "tiny"
    files = [p for p in folder.iterdir() if p.is_file()] if folder.exists() else []
    return {p.name: p.read_bytes() for p in files}


def times(house):
    folder = house / "reports" / "tiny"
    return {p.name: p.stat().st_mtime_ns for p in folder.iterdir()} if folder.exists() else {}


def _building(house, change=lambda house: None) -> int:
    """Fork a process that builds a house, after a change; its number."""
    if child := os.fork():
        return child
    status = 70
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.environ["COMPENDIUM_DATA"] = str(house / "data")
        pieces.unasked = lambda study: []
        change(house)
        status = build_reports()
    finally:
        os._exit(status)


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_one_of(build: int, dice: random.Random) -> None:
    """Kill the build, or one of the processes it has started."""
    try:
        started = psutil.Process(build).children(recursive=True)
    except psutil.NoSuchProcess:
        started = []
    with contextlib.suppress(ProcessLookupError):
        os.kill(dice.choice([build, *(p.pid for p in started)]), signal.SIGKILL)
    _ended(build)
    # What a killed build has started ends with it, before anybody builds again.
    _, alive = psutil.wait_procs(started, timeout=20)
    assert not alive, "processes outlived the build that started them"


def _without_unfinished(left: dict[str, bytes]) -> dict[str, bytes]:
    """Files that readers see: what was being written when somebody was killed has a hidden name."""
    return {name: content for name, content in left.items() if not name.startswith(".")}


def _of_the_study(name: str) -> bool:
    """Whether a page is made of the reports that are there, so that it follows what was lost."""
    return name in {f"{page}.html" for page in STUDY_PAGES}


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
    whole, before, left = [], {}, {}
    for _ in range(IN_A_ROW):
        build = _building(house)
        time.sleep(dice.uniform(0, 1) * seconds * (1 - len(whole) / len(_finished(expected))))
        _kill_one_of(build, dice)
        assert left.keys() <= pages(house).keys()
        left = _without_unfinished(pages(house))
        # Where one worker was killed the build went on, and these are made of what was there.
        other = {name for name in left if left[name] != expected[name]}
        assert all(map(_of_the_study, other))
        assert all(left[name].endswith(b"</html>\n") for name in other)
        assert [name for name in whole if times(house)[name] != before[name]] == []
        whole, before = _finished(left), times(house)
    assert _ended(_building(house)) == 0
    assert pages(house) == expected
    assert [name for name in whole if times(house)[name] != before[name]] == []


@pytest.mark.parametrize("seed", range(-(-TIMES // (2 * IN_A_ROW))))
def test_what_is_made_again_stays_as_it_was_until_it_is(changed, tmp_path, seed):
    built, change, expected, seconds = changed
    house = _copied(built, tmp_path / "house")
    old, dice = pages(house), random.Random(seed)
    assert any(expected[name] != old[name] for name in old)
    for _ in range(IN_A_ROW):
        build = _building(house, change)
        time.sleep(dice.uniform(0, 1) * seconds)
        _kill_one_of(build, dice)
        left = _without_unfinished(pages(house))
        assert left.keys() == old.keys()
        other = {name for name in left if left[name] not in (old[name], expected[name])}
        assert all(map(_of_the_study, other))
        assert all(left[name].endswith(b"</html>\n") for name in other)
    assert _ended(_building(house, change)) == 0
    assert pages(house) == expected


def _reports(house) -> dict[str, bytes]:
    return {name: content for name, content in pages(house).items() if not _of_the_study(name)}


def _kill_this_process(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def _is_killed(*_):
    raise Killed("pandoc: it was ended by SIGKILL")


@pytest.mark.parametrize(
    ("where", "what", "killed"),
    [
        (pieces, "execute", _kill_this_process),
        (shell.Cells, "run", _kill_this_process),
        (pieces, "published", _kill_this_process),
        (pieces, "page_of", _kill_this_process),
        (pieces, "formats_of", _is_killed),
        (run, "ensure", _is_killed),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_whatever_is_killed_every_finished_report_stays(
    built_study, monkeypatch, capsys, where, what, killed
):
    house, was = built_study.parents[1], _reports(built_study.parents[1])
    invite_more(built_study)
    if what == "formats_of":
        monkeypatch.setenv("FORMATS", "all")
    with monkeypatch.context() as patch:
        patch.setattr(where, what, killed)
        assert build_reports(site="002") == 1
    said = capsys.readouterr().err
    assert "was not built to the end: " in said
    assert "SIGKILL" in said
    assert "Run again:   make report" in said
    assert _reports(house).keys() == was.keys()
    assert build_reports(site="002") == 0
    assert _reports(house)["002.html"] != was["002.html"]


def test_what_a_killed_worker_was_writing_is_taken_away(tiny, monkeypatch):
    publish_also(tiny)
    monkeypatch.setattr(pieces, "unasked", lambda study: [])

    def killed(path, text):
        path.with_name(f".{path.name}.1234~").write_text(text[:9], encoding="utf-8")
        _kill_this_process()

    monkeypatch.setattr(pieces, "write_text", killed)
    assert build_reports(site="001") == 1
    assert [name for name in pages(tiny.parents[1]) if name.startswith(".")] == []


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
