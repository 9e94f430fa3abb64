"""Fixtures: a house with the shipped studies, a tiny study to spoil, real files where they are."""

from __future__ import annotations

import functools
import gc
import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# As a build begins; settled before numpy is imported.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# Most tests ask for pages alone; those of documents and downloads say so.
os.environ["FORMATS"] = os.environ.get("FORMATS") or "pages"

# No test cuts the power, so none waits until what was written lies on the disk.
os.fsync = lambda descriptor: None

# No test looks at a clock: on a busy machine any example may take long.
settings.register_profile("compendium", deadline=None)
settings.load_profile("compendium")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

sys.path.insert(0, str(Path(__file__).parent))

WALES = "parental-advocacy-wales"
ENGLAND = "young-peoples-advocacy-england"


@pytest.fixture(scope="session")
def house(tmp_path_factory) -> Path:
    """A copy of data/ and notebooks/, so that tests leave the checkout alone."""
    root = tmp_path_factory.mktemp("house")
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(scope="session", autouse=True)
def _what_came_in_before(tmp_path_factory):
    """Files that came in before are not read again, where tables are opened."""
    from taken_in_before import remember

    with pytest.MonkeyPatch.context() as patch:
        remember(tmp_path_factory.mktemp("before"), patch)
        yield


@pytest.fixture(autouse=True)
def _in_the_house(house, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(house / "data"))


@pytest.fixture(scope="session")
def wales(house):
    """The Welsh study."""
    from compendium.study_folder import open_study

    os.environ["COMPENDIUM_DATA"] = str(house / "data")
    return open_study(WALES)


@pytest.fixture(scope="session")
def wales_in(wales):
    """What came in of the Welsh study: tables, quality findings, reports."""
    from compendium.intake.take_in import take_in

    return take_in(wales)


@pytest.fixture(scope="session")
def england(house):
    """The English study."""
    from compendium.study_folder import open_study

    os.environ["COMPENDIUM_DATA"] = str(house / "data")
    return open_study(ENGLAND)


@pytest.fixture(scope="session")
def england_in(england):
    """What came in of the English study: tables, quality findings, reports."""
    from compendium.intake.take_in import take_in

    return take_in(england)


@pytest.fixture(scope="session")
def england_tables(england, england_in):
    """The English tables; one area is the whole study."""
    from compendium.intake.tables import open_tables

    return open_tables(england, "")


@pytest.fixture(scope="session")
def area(wales, wales_in):
    """The Welsh tables seen from one area: ``area("A")``."""
    from compendium.intake.tables import open_tables

    # Read once: whoever changes a table makes one of their own.
    return functools.cache(lambda site: open_tables(wales, site))


@pytest.fixture(scope="session")
def welsh_pages(house, tmp_path_factory, request) -> Path:
    """The folder of the Welsh study's public pages, built once for all tests that look at them.

    The English ones lie beside it. `JUST_BUILT` may name a folder where this checkout's pages were
    built a moment ago: then those are looked at. Of tests that run side by side one process builds
    the pages and the others wait for them.
    """
    from filelock import FileLock

    os.environ["COMPENDIUM_DATA"] = str(house / "data")
    alone = not hasattr(request.config, "workerinput")
    base = tmp_path_factory.getbasetemp()
    to = (base if alone else base.parent) / "pages"
    with FileLock(f"{to}.lock"):
        if not to.is_dir():
            _pages(to.with_name("pages-in-the-making"))
            to.with_name("pages-in-the-making").rename(to)
    return to / WALES


def _pages(to: Path) -> None:
    """The pages of both studies, into the folder `to`."""
    from compendium.build.run import build_reports

    if built := os.environ.get("JUST_BUILT"):
        for study in (WALES, ENGLAND):
            shutil.copytree(Path(built) / study, to / study)
    else:
        assert build_reports(to=to) == 0


def pytest_collection_finish():
    """Thousands of tests are no rubbish: looking through them again and again takes a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Of tests that run side by side those of one module that look at pages stay in one process.

    Those that are thorough, and of those that are sampled all but some, run where ``THOROUGH=1``
    asks for them.
    """
    if not os.environ.get("THOROUGH"):
        for item in _left_for_thoroughness(items):
            item.add_marker(pytest.mark.skip(reason="takes long: make test THOROUGH=1"))
    for item in items:
        together = item.get_closest_marker("xdist_group")
        if "welsh_pages" in getattr(item, "fixturenames", ()) and not together:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def _left_for_thoroughness(items) -> list:
    """Tests that are thorough, and cases of sampled ones that lie between those that run."""
    left, sampled = [], {}
    for item in items:
        if item.get_closest_marker("thorough"):
            left.append(item)
        elif item.get_closest_marker("sampled"):
            sampled.setdefault((item.path, item.originalname), []).append(item)
    for cases in sampled.values():
        (wanted,) = cases[0].get_closest_marker("sampled").args
        tried = {i * len(cases) // wanted for i in range(wanted)}
        left += [case for i, case in enumerate(cases) if i not in tried]
    return left


@pytest.fixture(scope="session")
def _tiny_taken_in(tmp_path_factory) -> Path:
    """The house of a tiny study whose data came in already; copied, it need not be read again."""
    from tiny import copy_notebooks, write_tiny

    from compendium.intake.take_in import take_in
    from compendium.study_folder import open_study

    root = tmp_path_factory.mktemp("tiny")
    write_tiny(root)
    copy_notebooks(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        take_in(open_study("tiny"))
    return root


@pytest.fixture
def tiny(_tiny_taken_in, tmp_path, monkeypatch) -> Path:
    """The folder of a fresh tiny study, to be read as it is or spoilt first."""
    shutil.copytree(_tiny_taken_in, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "tiny"


@pytest.fixture(scope="session")
def practice(tmp_path_factory):
    """The tiny tables with a framework, workshops and a consensus survey; to be read alone."""
    from practised import tiny_with_practice

    return tiny_with_practice(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def third(tmp_path, monkeypatch) -> Path:
    """The folder of a fresh third study, unlike the shipped ones in all it may be."""
    from third import write_third

    folder = write_third(tmp_path, "site_report")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "data"))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real exports and reference numbers; the tests that need them skip where they are not."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real exports and reference numbers is not here")
    return SHARED


@pytest.fixture
def nothing_drawn():
    """No picture that was drawn before, and none that this test draws, is used again."""
    from compendium.displays import figures

    figures._drawn.cache_clear()
    yield
    figures._drawn.cache_clear()


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by playwright; the tests that need it skip where there is none."""
    found = (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found:
        pytest.skip("no Chromium on this machine (set CHROMIUM to one)")
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def once_built(tmp_path_factory):
    """A tiny study whose two areas and their comparison were built a moment ago."""
    from tiny import copy_notebooks, publish_also, write_tiny

    from compendium.build import pieces
    from compendium.build.run import build_reports

    root = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        folder = write_tiny(root)
        copy_notebooks(root)
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        # Findings that no report asks for have tests of their own.
        patch.setattr(pieces, "unasked", lambda study: [])
        publish_also(folder, "cross_site")
        assert build_reports() == 0
    return root


@pytest.fixture
def built_study(once_built, tmp_path, monkeypatch):
    """The folder of a copy of it, which may be spoilt."""
    from compendium.build import pieces
    from compendium.build.jobs import plan
    from compendium.build.stamps import stamps_of

    root = tmp_path / "house"
    shutil.copytree(once_built, root)
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    # Stamps of pages lie by where the pages are.
    stamps, then = root / "private" / "tiny" / "stamps", plan("tiny", None, None, None)[0]
    (was,) = stamps.iterdir()
    was.rename(stamps_of(then, "001").parent)
    return root / "data" / "tiny"


@pytest.fixture(scope="session")
def blessed(tmp_path_factory) -> Path:
    """A compendium with the tiny study, whose pages were built and blessed once; to be copied."""
    from verified import build_and_bless

    return build_and_bless(tmp_path_factory.mktemp("blessed"), "pages")


@pytest.fixture(scope="session")
def blessed_whole(tmp_path_factory) -> Path:
    """The same with documents and downloads."""
    from verified import build_and_bless

    return build_and_bless(tmp_path_factory.mktemp("whole"), "all")


@pytest.fixture(scope="session")
def manifest_digest(blessed) -> str:
    """Its manifest's digest, as it would be published apart."""
    from compendium.verify.manifest import digest_of_manifest

    return digest_of_manifest(blessed / "reports" / "manifest.json")


@pytest.fixture(scope="session")
def archive_of(blessed, tmp_path_factory):
    """Makes a copy such as is released."""
    from verified import release

    return lambda name, of=blessed: release(of, tmp_path_factory.mktemp(name) / "archive")
