"""A published notebook put through nbconvert still says all that its displays say."""

from __future__ import annotations

import re

import nbformat
import pytest
from lxml import html as read
from nbconvert import HTMLExporter, MarkdownExporter

from compendium.build.read_back import displays_in
from compendium.displays.figures import has_figure
from compendium.displays.tables import table

PAGES = ("001", "cross-site")
UNTOLD = ("findings", "absent")


def said(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def converted(path, template: str) -> str:
    """The notebook as HTML, or as Markdown, in which displays stand as HTML too."""
    notebook = nbformat.read(path, as_version=4)
    if template == "markdown":
        return MarkdownExporter().from_notebook_node(notebook)[0]
    return HTMLExporter(template_name=template).from_notebook_node(notebook)[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("template", ["lab", "basic", "markdown"])
def test_caption_alternative_text_and_table_of_every_display_are_there(once_built, page, template):
    path = once_built / "reports" / "tiny" / f"{page}.ipynb"
    found = read.fromstring(converted(path, template))
    text, alts = said(found.text_content()), set(found.xpath("//img/@alt"))
    displays = displays_in(path)
    assert any(map(has_figure, displays))
    for display in displays:
        assert said(display.caption.say("en")) in text
        if has_figure(display):
            assert display.alt.say("en") in alts
        if display.kind not in UNTOLD:
            cells = {said(cell) for row in table(display, "en").rows for cell in row.cells}
            missing = [c for cell in cells for c in cell.split("\n") if c not in text]
            assert not missing, display.id


def test_pictures_are_in_the_file_itself(once_built):
    path = once_built / "reports" / "tiny" / "001.ipynb"
    images = read.fromstring(converted(path, "lab")).xpath("//img/@src")
    assert images
    assert all(src.startswith("data:image/svg+xml;base64,") for src in images)


def test_the_plain_template_calls_for_nothing(once_built):
    page = converted(once_built / "reports" / "tiny" / "001.ipynb", "basic")
    assert not read.fromstring(page).xpath("//script | //link | //iframe")
