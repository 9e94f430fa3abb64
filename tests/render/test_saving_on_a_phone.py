"""From a study's index to a slide saved on a phone: three taps, on pages that a server sends."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading

import nbformat
import pytest

from compendium.render.beside import Beside
from compendium.render.downloads import downloads
from compendium.render.file_names import downloads_folder
from compendium.render.page import Provenance, report_page

pytestmark = pytest.mark.browser

MADE = Provenance("site_report", "abc", "def", "make reports", "welsh_evaluation", "fed")
SLIDE = ".downloads a[href$='-slide.png']"
# The section in which the first slide can be saved.
SECTION = (
    f"(slide => [...document.querySelectorAll('h2')].filter(h => h.compareDocumentPosition(slide)"
    f' & 4).at(-1).id)(document.querySelector("{SLIDE}"))'
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(welsh_pages, wales, tmp_path_factory):
    """Where a server on this machine shows the index, one report and what is saved from it."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copy(welsh_pages / "index.html", folder)
    ran = nbformat.read(welsh_pages / "A.ipynb", as_version=4)
    page = report_page(wales, "A", ran, MADE, "en", beside=Beside("A"))
    (folder / "A.html").write_text(page, encoding="utf-8")
    (folder / downloads_folder("A", "en")).mkdir(parents=True)
    for name, data in downloads(wales, "A", ran, MADE, "en").items():
        (folder / downloads_folder("A", "en") / name).write_bytes(data)
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def phone(browser):
    context = browser.new_context(
        viewport={"width": 375, "height": 812},
        is_mobile=True,
        has_touch=True,
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


def test_three_taps_lead_from_the_index_to_a_saved_slide(phone, address, tmp_path):
    phone.goto(f"{address}/index.html")
    phone.locator(".cards a[href='A.html'] strong").tap()
    phone.wait_for_url("**/A.html")
    phone.locator(f"nav a[href='#{phone.evaluate(SECTION)}']").tap()
    with phone.expect_download() as started:
        phone.locator(SLIDE).first.tap()
    saved = tmp_path / started.value.suggested_filename
    started.value.save_as(saved)
    data = saved.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    # Width and height are the first two numbers of a PNG's header.
    assert [int.from_bytes(data[at : at + 4], "big") for at in (16, 20)] == [1920, 1080]
