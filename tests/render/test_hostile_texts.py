"""Texts that some program takes for more than text, through everything that shows texts.

Each of some three hundred stands in a table, as a quote, its translation and whom it is by; in
every file that a reader may open it is the text it was, and nothing is run, asked for or led to.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile

import nbformat
import pandas as pd
import pytest
from documented import FOOT, MADE, pdf_of
from hostile_texts import BY_KIND, HIT, TEXTS
from listening import Listening
from lxml import etree, html
from pptx import Presentation
from shown import bars, code, displayed, notebook, released, said, showing, three

from compendium.displays import verbs
from compendium.displays.show import bundle
from compendium.displays.tables import table
from compendium.legible import CONTROL, legible
from compendium.render.documents.content import document
from compendium.render.documents.letters import spelt
from compendium.render.documents.word import as_docx
from compendium.render.documents.word_xml import W
from compendium.render.downloads import downloads
from compendium.render.page import report_page
from compendium.render.search_page import search_page
from compendium.render.table_file import table_file
from compendium.words import Text

# What is found of each text that somebody types.
LOOKED_FOR = """(texts) => texts.map((text) => {
  const field = document.getElementById("words");
  field.value = text;
  field.dispatchEvent(new Event("input"));
  return document.querySelector("#found p").textContent;
})"""
BOTH = {text: Text(f"a {text} z", f"a {text} z") for text in TEXTS}
TURNED = "\u202egnp.exe\u202c"
# What stands between two texts, so that none is found across them.
IDS = {text: f"W{number:03}" for number, text in enumerate(TEXTS)}


def themes(texts=BOTH):
    """A table with a row called after each text."""
    ids = [IDS[text] for text in texts]
    frame = pd.DataFrame({"code_id": ids, "group": "parent", "area": "A", "share": "most"})
    labels = {
        "code_id": {IDS[text]: both for text, both in texts.items()},
        "group": {"parent": Text("parents", "rhieni")},
        "area": {"A": Text("Area A", "Ardal A")},
        "parent": dict.fromkeys(ids, Text("")),
        "coding_of_record": {"rule": Text("C1", "C1")},
    }
    by = ("code_id", "group", "area")
    kinds = dict.fromkeys(by, "key") | {"share": "band"}
    made = released("themes", frame, by, kinds, labels=labels, method="method_themes")
    return displayed(verbs.theme_table, made, "themes")


def quotes():
    """Every text as somebody's words, as their translation, and as what the theme is called."""
    for number, texts in enumerate(_pieces(TEXTS, 8)):
        words = " z a ".join(texts)
        made = said(f"a {words} z", "cy", f"a {words} z")
        made.labels["code_id"]["W"] = BOTH[texts[0]]
        yield displayed(verbs.quotes, _sealed(made), f"quotes-{number}")


def _sealed(made):
    """As the door makes it of a table whose labels were changed here."""
    parts = {name: getattr(made, name) for name in ("frame", "by", "kinds", "labels", "method")}
    return released("quotes", parts.pop("frame"), parts.pop("by"), parts.pop("kinds"), **parts)


def _pieces(texts, length):
    return [texts[i : i + length] for i in range(0, len(texts), length)]


def figure():
    """Bars for texts of every kind, in an area that is called after one."""
    items = {f"P{n}": BOTH[texts[0]] for n, texts in enumerate(BY_KIND.values())}
    rows = [row for item in items for row in three(item)]
    made = bars(*rows, item_id=items, construct={"say": BOTH[TEXTS[0]]})
    return displayed(verbs.likert, made, "bars")


@pytest.fixture(scope="module")
def made():
    cells = [code(showing(display), source=f'"{display.id}"') for display in quotes()]
    bar = code(showing(figure()), source='"bars"')
    return notebook("# T", "## A", code(showing(themes()), source='"themes"'), bar, *cells)


@pytest.fixture(scope="module", params=["en", "cy"])
def page(request, wales, made):
    return report_page(wales, "A", made, MADE, request.param)


def squeezed(text: str) -> str:
    """A text without blanks and without what shows nothing."""
    unseen = ("Cf", "Cn", "Mn", "Me", "Zs", "Zl", "Zp")
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in unseen)


def missing(found: str, expected=legible) -> list[str]:
    """The texts that do not stand in what was found."""
    found = squeezed(found)
    return [text for text in TEXTS if squeezed(expected(f"a {text} z")) not in found]


def test_there_are_hundreds_and_each_is_there_once():
    assert len(TEXTS) == len(set(TEXTS)) > 280


def test_on_a_page_each_is_the_text_it_was(page):
    found = html.document_fromstring(page)
    for part in found.xpath("//style"):
        part.drop_tree()
    assert not missing(found.text_content())


def test_a_page_holds_no_element_and_no_address_that_it_would_not_hold_anyway(page, wales):
    plain = code(showing(themes({TEXTS[0]: Text("a", "a")}), study="tiny"), source='"themes"')
    bar = displayed(verbs.likert, bars(*three()), "bars")
    quote = displayed(verbs.quotes, said("a", "cy", "b"), "quotes-0")
    usual = notebook("# T", "## A", plain, *(code(showing(d)) for d in (bar, quote)))
    kinds = {e.tag for e in html.document_fromstring(report_page(wales, "A", usual, MADE, "cy"))
             .iter(etree.Element)}  # fmt: skip
    found = html.document_fromstring(page)
    assert {e.tag for e in found.iter(etree.Element)} <= kinds
    assert not found.xpath("//script | //@*[starts-with(name(), 'on')]")
    led = [a for a in found.xpath("//@href") if not a.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+\.html", address) for address in led), led
    drawn = found.xpath("//@src | //@srcset")
    assert all(address.startswith("data:image/svg+xml;base64,") for address in drawn)


@pytest.mark.browser
def test_a_browser_runs_nothing_and_asks_for_nothing(browser, page, wales, made, tmp_path):
    path = tmp_path / "A.html"
    path.write_text(page, encoding="utf-8")
    search = tmp_path / "search.html"
    text = search_page(wales, [("A.html", BOTH[TEXTS[0]].en, path)], MADE, "en", made_up=True)
    search.write_text(text, encoding="utf-8")
    lab = tmp_path / "lab.html"
    shown = [output["data"] for c in made.cells for output in c.get("outputs", [])]
    assert shown
    parts = [bundle(themes()), bundle(figure()), *map(bundle, quotes())]
    lab.write_text("".join(part["text/html"] for part in parts), encoding="utf-8")
    for file in (path, search, lab):
        with Listening(browser, file) as heard:
            heard.touch_everything()
        assert heard.nothing(), (file.name, heard.told)


@pytest.mark.browser
@pytest.mark.parametrize("text", [f"<script>{HIT}</script>", f"<img src=x onerror={HIT}>"])
def test_what_listens_hears_what_a_text_does_that_is_markup(browser, tmp_path, text):
    path = tmp_path / "A.html"
    path.write_text(f"<body>{text}</body>", encoding="utf-8")
    with Listening(browser, path) as heard:
        heard.touch_everything()
    assert "script" in heard.told


@pytest.fixture(scope="module")
def searched(wales, tmp_path_factory):
    """A search page over a page that holds every text, and a word that stands nowhere else."""
    folder = tmp_path_factory.mktemp("searched")
    page = html.document_fromstring("<body><h1>A</h1><main></main></body>")
    for text in TEXTS:
        paragraph = etree.SubElement(page.find(".//main"), "p", id=IDS[text])
        paragraph.text = legible(f"{IDS[text]} {text} z")
    (folder / "A.html").write_bytes(html.tostring(page, encoding="utf-8"))
    pages = [("A.html", TEXTS[0], folder / "A.html")]
    made = search_page(wales, pages, MADE, "en", made_up=True)
    (folder / "search.html").write_text(made, encoding="utf-8")
    return folder / "search.html"


@pytest.mark.browser
def test_whatever_is_looked_for_is_a_text_and_what_is_found_too(browser, searched):
    with Listening(browser, searched) as heard:
        # Line breaks cannot be typed.
        typed = [t for t in TEXTS if not re.search(r"[\r\n]", t)]
        found = heard.page.evaluate(LOOKED_FOR, [f"{IDS[t]} {legible(t)}" for t in typed])
        heard.touch_everything()
    words = [f"{IDS[t]} {legible(t)} z" for t in typed]
    assert [squeezed(said)[:60] for said in found] == [squeezed(w)[:60] for w in words]
    assert heard.nothing(), heard.told


@pytest.mark.sampled(1)
@pytest.mark.browser
@pytest.mark.parametrize("kind", ["HTML", "SVG and MathML", "addresses"])
def test_what_an_address_asks_for_is_a_text(browser, searched, kind):
    for text in BY_KIND[kind][:4]:
        with Listening(browser, searched, query=text) as heard:
            assert heard.page.input_value("#words") == re.sub(r"[\r\n]", "", text)
            heard.touch_everything()
        assert heard.nothing(), heard.told


def test_in_a_pdf_each_is_the_text_it_was(wales, made):
    pages = [page.extract_text().splitlines() for page in pdf_of(wales, made).pages]
    # Each page has a mark at its head, and its number at its foot.
    lines = [line for page in pages for line in page[1:] if not FOOT.search(line)]
    found = missing("".join(lines), lambda text: spelt(legible(text)))
    # What turns letters round is read turned round, and ends where it ends.
    assert found == [TURNED]
    assert "aexe.pngz" in squeezed("".join(lines))


def test_in_a_word_file_each_is_the_text_it_was_and_none_is_a_field_or_a_link(wales, made):
    packed = as_docx(document(wales, "A", made, MADE, "en"))
    parts = {n: zipfile.ZipFile(io.BytesIO(packed)).read(n) for n in names(packed)}
    roots = well_formed(parts)
    body = roots["word/document.xml"]
    for sign in list(body.iter("{*}noBreakHyphen")):
        sign.tag = etree.QName(sign.getparent(), "t")
        sign.text = "\u2011"
    assert not missing("".join(t.text or "" for t in body.iter("{*}t")))
    fields = [f.get(W + "instr") for root in roots.values() for f in root.iter("{*}fldSimple")]
    assert set(fields) <= {" PAGE ", " NUMPAGES "}
    assert not [e for root in roots.values() for e in root.iter("{*}instrText", "{*}fldChar")]
    assert not leads_out(roots)


def names(packed: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(packed)).namelist()


def well_formed(parts: dict[str, bytes]) -> dict:
    """Each part of a package that is XML, read."""
    xml = {name: content for name, content in parts.items() if name.endswith((".xml", ".rels"))}
    return {name: etree.fromstring(content) for name, content in xml.items()}


def leads_out(roots: dict) -> list[str]:
    """Relations of a package with what lies outside it."""
    return [
        relation.get("Target")
        for root in roots.values()
        for relation in root.iter("{*}Relationship")
        if relation.get("TargetMode") == "External"
    ]


@pytest.fixture(scope="module")
def saved(wales, made):
    return downloads(wales, "A", made, MADE, "en")


def test_on_a_slide_each_is_the_text_it_was(saved):
    packed = saved["bars.pptx"]
    archive = zipfile.ZipFile(io.BytesIO(packed))
    roots = well_formed({name: archive.read(name) for name in archive.namelist()})
    assert not leads_out(roots)
    own = [root for name, root in roots.items() if re.search(r"lides/[^/]*\.xml$", name)]
    assert len(own) == 2
    assert not [e for root in own for e in root.iter("{*}hlinkClick", "{*}fld")]
    (slide,) = Presentation(io.BytesIO(packed)).slides
    notes = squeezed(slide.notes_slide.notes_text_frame.text)
    shown = [texts[0] for texts in BY_KIND.values()]
    assert not [t for t in shown if squeezed(legible(f"a {t} z")) not in notes]


def test_a_drawing_is_well_formed_and_calls_for_nothing(saved):
    root = etree.fromstring(saved["bars.svg"])
    assert not list(root.iter("{*}script", "{*}foreignObject", "{*}image", "{*}a", "{*}style"))[1:]
    addresses = root.xpath("//@*[local-name()='href']")
    assert all(address.startswith(("#", "data:")) for address in addresses)


def test_in_a_csv_no_cell_is_a_formula_and_each_text_can_be_had_back():
    # By itself in its cell, as the page of a study may show it.
    alone = themes({text: Text(text, text) for text in TEXTS})
    shown = table(alone, "en")
    text = table_file(shown, "synthetic", "en").decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    cells = [row[0] for row in rows]
    assert [c for c in cells if begins(c)] == []
    assert [undone(cell) for cell in cells] == [row.head for row in shown.rows]
    assert [row.head for row in shown.rows] == [legible(text) for text in TEXTS]


def begins(cell: str) -> bool:
    """Whether a spreadsheet program may take a cell for a formula."""
    seen = "".join(c for c in cell if unicodedata.category(c) not in ("Cc", "Cf", "Zs", "Zl", "Zp"))
    return cell[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", seen)[:1] in (*"=+-@",)


def undone(cell: str) -> str:
    """A cell as it was: what docs/untrusted-files.md says of apostrophes."""
    return cell[1:] if cell.startswith("'") and begins(cell.lstrip("'")) else cell


def test_in_a_notebook_each_stays_in_its_record_and_in_text_that_is_escaped(made):
    shown = nbformat.reads(nbformat.writes(made), as_version=4)
    nbformat.validate(shown)
    outputs = [output.data for cell in shown.cells for output in cell.get("outputs", [])]
    kinds = {kind for data in outputs for kind in data}
    assert kinds == {"application/vnd.compendium.display+json", "text/plain"}
    record = json.dumps([data["application/vnd.compendium.display+json"] for data in outputs],
                        ensure_ascii=False)  # fmt: skip
    assert not [t for t in TEXTS if json.dumps(legible(f"a {t} z"), ensure_ascii=False) not in
                record]  # fmt: skip
    assert not any(CONTROL.search(data["text/plain"]) for data in outputs)


def test_what_jupyterlab_shows_of_each_is_the_text_it_was():
    found = html.fragment_fromstring(bundle(themes())["text/html"], create_parent=True)
    assert not missing(found.text_content())
    assert not found.xpath("//script | //img | //a | //@*[starts-with(name(), 'on')]")
