"""JupyterLab as the compendium opens it: outputs are not saved; the explorer works offline."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from shown import code, notebook

from compendium.build.read_back import displays_in
from compendium.cli import main
from compendium.displays.figures import has_figure
from compendium.lab import explorer_copy, without_outputs
from compendium.problems import StudyError

# Milliseconds that a kernel may take on a busy machine.
PATIENCE = 240_000
SECRET = nbformat.v4.new_output("stream", text="17 people")


def saving(path: str, kind: str = "notebook") -> dict:
    """What would be saved of a notebook with an output, at `path`."""
    model = {"type": kind, "content": notebook("# Title", code(SECRET))}
    model["content"].metadata["widgets"] = {"state": "17 people"}
    without_outputs(model, path)
    return model["content"]


@pytest.mark.parametrize("path", ["notebooks/site_report.ipynb", "/private/x/explore.ipynb"])
def test_our_notebooks_are_saved_without_what_they_showed(path):
    saved = saving(path)
    assert "17 people" not in json.dumps(saved)
    assert saved.cells[1].source == code().source


@pytest.mark.parametrize(
    ("path", "kind"), [("mine/notes.ipynb", "notebook"), ("notebooks/a.txt", "file")]
)
def test_other_files_are_left_alone(path, kind):
    assert "17 people" in json.dumps(saving(path, kind))


def test_the_explorer_is_copied_into_private_for_the_study_asked_for(tiny):
    made = explorer_copy("tiny")
    assert made == tiny.parents[1] / "private" / "tiny" / "explore.ipynb"
    read = nbformat.read(made, as_version=4)
    (parameters,) = [c for c in read.cells if "parameters" in c.metadata.get("tags", [])]
    assert parameters.source == 'study = "tiny"\nprofile = "exact"'
    assert made.parents[1].stat().st_mode & 0o077 == 0


def test_a_house_without_the_explorer_says_so(tiny):
    (tiny.parents[1] / "notebooks" / "explore.ipynb").unlink()
    with pytest.raises(StudyError, match=r"no explore\.ipynb among the notebooks"):
        explorer_copy("tiny")


def test_of_several_studies_one_must_be_named(tiny, capsys):
    import shutil

    shutil.copytree(tiny, tiny.parent / "tiny-two")
    assert main(["explore"]) == 1
    assert "make explore STUDY=tiny" in capsys.readouterr().err


def free_port() -> int:
    with contextlib.closing(socket.socket()) as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture(scope="module")
def lab(house, wales_in, tmp_path_factory):
    """`make explore` on the Welsh study, with settings of its own; gives its address."""
    if not importlib.util.find_spec("jupyterlab"):
        pytest.skip("JupyterLab is not installed here")
    tmp_path = tmp_path_factory.mktemp("lab")
    port, config = free_port(), tmp_path / "config"
    config.mkdir()
    server = {"open_browser": False, "allow_root": True, "port": port, "ip": "127.0.0.1"}
    settings = {"ServerApp": server, "IdentityProvider": {"token": "t"}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings), encoding="utf-8")
    own = {n: str(tmp_path / n) for n in ("settings", "workspaces", "runtime", "data")}
    env = {
        **os.environ,
        "COMPENDIUM_DATA": str(house / "data"),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTERLAB_SETTINGS_DIR": own["settings"],
        "JUPYTERLAB_WORKSPACES_DIR": own["workspaces"],
        "JUPYTER_RUNTIME_DIR": own["runtime"],
        "JUPYTER_DATA_DIR": own["data"],
    }
    command = [sys.executable, "-m", "compendium", "explore", "parental-advocacy-wales"]
    with (tmp_path / "log").open("w") as log:
        running = subprocess.Popen(command, env=env, stdout=log, stderr=log, cwd=house)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api/status?token=t", tmp_path / "log")
        yield address
    finally:
        with contextlib.suppress(Exception):
            asked = urllib.request.Request(f"{address}/api/shutdown?token=t", method="POST")
            urllib.request.urlopen(asked, timeout=10)
        running.terminate()
        running.wait(20)


def _wait_for(address: str, log: Path) -> None:
    for _ in range(360):
        with contextlib.suppress(Exception):
            urllib.request.urlopen(address, timeout=2)
            return
        time.sleep(0.5)
    pytest.fail(log.read_text())


@pytest.fixture(scope="module")
def explored(lab, browser):
    """The explorer's notebook in JupyterLab, every cell run; and what it asked for elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page, beyond = context.new_page(), []
    page.on("request", lambda r: beyond.append(r.url) if _is_beyond(r.url) else None)
    page.goto(f"{lab}/lab/tree/private/parental-advocacy-wales/explore.ipynb?token=t&reset")
    _run_all(page)
    yield page, beyond
    context.close()


@pytest.fixture(scope="module")
def reported(lab, browser):
    """A site's report as it is written, run in JupyterLab; and what it asked for elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page, beyond = context.new_page(), []
    page.on("request", lambda r: beyond.append(r.url) if _is_beyond(r.url) else None)
    page.goto(f"{lab}/lab/tree/notebooks/site_report.ipynb?token=t&reset")
    _run_all(page, shown=".jp-OutputArea-output img")
    yield page, beyond
    context.close()


@pytest.fixture
def afresh(explored):
    """The explorer without any filter."""
    page, _ = explored
    # By keyboard: after a click JupyterLab may take the focus when it finds the time to.
    page.get_by_role("button", name="Take every filter away").press("Enter")
    page.locator("strong", has_text="563 of 563 passages").wait_for(timeout=20_000)
    return page


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_a_researcher_finds_boundaries_by_social_workers_in_area_c(afresh, explored, house):
    page, beyond = explored
    _choose(page, "Theme", "\u2003Boundaries")
    _choose(page, "Area", "Area C")
    _choose(page, "Group", "social workers")
    line = page.locator("strong", has_text="5 of 563 passages. Known people: 5. Sources: 5.")
    line.wait_for(timeout=20_000)
    assert page.locator("blockquote", has_text="They don't coach, and in court work").count() == 1
    if picture := os.environ.get("LOOK"):
        page.screenshot(path=picture)
    assert beyond == []
    copy = house / "private" / "parental-advocacy-wales" / "explore.ipynb"
    assert not _saved(page, copy)


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_a_cell_of_the_map_leads_to_its_passages_and_these_are_saved(afresh, house):
    page = afresh
    _choose(page, "Theme", "Role and boundaries")
    cell = page.locator('button[title^="Boundaries, Social workers:"]')
    cell.click(timeout=20_000)
    page.get_by_text("From the map: Boundaries, social workers.").wait_for(timeout=20_000)
    page.get_by_role("button", name="Save these passages").click()
    name = page.locator(".cx code", has_text=".csv").first.text_content(timeout=20_000)
    assert name.startswith("private/parental-advocacy-wales/explored/passages-")
    with (house / name).open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert {row["group"] for row in found} == {"social worker"}
    assert all("Boundaries" in row["themes"] for row in found)
    assert len(found) == page.locator(".cx-passages > li").count() > 0


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_cell_is_pressed_and_left_again_by_keyboard(afresh, key):
    page = afresh
    cell = page.locator('button[title^="Know-how, Parents:"]')
    _press(cell, key, page.get_by_text("From the map: Know-how, parents."))
    assert cell.evaluate("cell => cell === document.activeElement")
    _press(cell, key, page.locator("strong", has_text="563 of 563 passages"))


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_a_query_that_cannot_be_read_is_said_below_its_field(afresh):
    field = afresh.get_by_label("Query", exact=True).first
    field.fill("Boundaries and and")
    field.press("Enter")
    afresh.get_by_text("Not used. The query").wait_for(timeout=20_000)
    field.fill("Boundaries and group = social_worker")
    field.press("Enter")
    afresh.get_by_text("Not used. The query").wait_for(state="detached", timeout=20_000)
    assert not afresh.locator(".jp-RenderedText[data-mime-type*=stderr]").count()


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_the_explorer_begins_with_what_the_study_holds(explored):
    page, _ = explored
    page.get_by_role("heading", name="Parental advocacy in Wales").wait_for(state="attached")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="CMOCs", exact=True))
    assert row.locator("td").text_content() == "13"
    assert page.locator(".Toastify__toast").count() == 0


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_a_report_opens_from_there_in_jupyterlab(explored):
    page, _ = explored
    page.get_by_role("link", name="survey_methods.ipynb").first.click()
    tab = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel", has_text="survey_methods.ipynb")
    tab.wait_for(timeout=30_000)
    page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel", has_text="explore.ipynb").click()


@pytest.mark.browser
@pytest.mark.xdist_group("lab")
def test_a_report_in_jupyterlab_shows_figures_told_in_words_and_tables(reported, welsh_records):
    page, beyond = reported
    images = page.locator(".jp-OutputArea-output img")
    figures = [display for display in welsh_records if has_figure(display)]
    # The last ones may be drawn after the kernel said that it had nothing left to do.
    images.nth(len(figures) - 1).wait_for(timeout=PATIENCE, state="attached")
    alts = images.evaluate_all("found => found.map(image => image.alt)")
    assert set(alts) == {display.alt.say("en") for display in figures}
    assert all(images.evaluate_all("found => found.map(image => image.naturalWidth > 0)"))
    tables = page.locator(".jp-OutputArea-output table")
    assert tables.count() == sum(d.kind not in ("findings", "absent") for d in welsh_records)
    assert not page.locator(".jp-RenderedText[data-mime-type*=stderr]").count()
    assert beyond == []


@pytest.fixture(scope="module")
def welsh_records(welsh_pages):
    """The displays of the same report as it is published."""
    return displays_in(welsh_pages / "A.ipynb")


def _saved(page, path: Path) -> list:
    """Every output in the file once JupyterLab has written it anew."""
    before = path.stat().st_mtime_ns
    page.click('.lm-MenuBar-item:has-text("File")')
    page.click('.lm-Menu-item[data-command="docmanager:save"]')
    for _ in range(PATIENCE // 250):
        # JupyterLab empties the file before it writes it.
        if path.stat().st_mtime_ns != before and (written := path.read_text(encoding="utf-8")):
            with contextlib.suppress(json.JSONDecodeError):
                cells = json.loads(written)["cells"]
                return [o for c in cells for o in c.get("outputs", [])]
        page.wait_for_timeout(250)
    pytest.fail("the notebook was not saved")


def _is_beyond(url: str) -> bool:
    return url.startswith("http") and "127.0.0.1" not in url


def _run_all(page, shown: str = ".cx select") -> None:
    """Once the kernel has answered: what is asked of JupyterLab before that is lost."""
    page.locator(".jp-StatusBar-Widget").get_by_text("| Idle").wait_for(timeout=PATIENCE)
    page.click('.lm-MenuBar-item:has-text("Run")', timeout=20_000)
    page.click('.lm-Menu-item[data-command="runmenu:run-all"]', timeout=20_000)
    page.wait_for_selector(shown, timeout=PATIENCE, state="attached")
    page.locator(".jp-StatusBar-Widget").get_by_text("| Idle").wait_for(timeout=PATIENCE)


def _press(button, key: str, shown) -> None:
    """Press a key on a button, again where JupyterLab took the focus before the key was let go."""
    for _ in range(3):
        button.press(key)
        with contextlib.suppress(Exception):
            shown.wait_for(timeout=10_000)
            return
    pytest.fail(f"{key} did nothing")


def _choose(page, field: str, option: str) -> None:
    page.get_by_label(field, exact=True).first.select_option(option)
