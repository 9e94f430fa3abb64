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

PAGES = ("A", "cross-site")
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
def test_caption_alternative_text_and_table_of_every_display_are_there(welsh_pages, page, template):
    path = welsh_pages / f"{page}.ipynb"
    found = read.fromstring(converted(path, template))
    text, alts = said(found.text_content()), set(found.xpath("//img/@alt"))
    displays = displays_in(path)
    assert any(map(has_figure, displays))
    for display in displays:
        assert said(display.caption.say("en")) in text
        if has_figure(display):
            assert display.alt.say("en") in alts
        if display.kind not in UNTOLD:
            rows = table(display, "en").rows
            lines = {said(x) for r in rows for cell in (r.head, *r.cells) for x in cell.split("\n")}
            assert not [line for line in lines if line not in text], display.id


def test_pictures_are_in_the_file_itself(welsh_pages):
    path = welsh_pages / "A.ipynb"
    images = read.fromstring(converted(path, "lab")).xpath("//img/@src")
    assert images
    assert all(src.startswith("data:image/svg+xml;base64,") for src in images)


def test_the_plain_template_calls_for_nothing(welsh_pages):
    page = converted(welsh_pages / "A.ipynb", "basic")
    assert not read.fromstring(page).xpath("//script | //link | //iframe")
