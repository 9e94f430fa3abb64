"""Reports as Word files: neutral HTML, pandoc, a reference document, what pandoc leaves out."""

from __future__ import annotations

import tempfile
from pathlib import Path

from lxml import html

from compendium.render.documents.content import Document
from compendium.render.documents.pandoc import pandoc
from compendium.render.documents.pictures import pieces_as_dots
from compendium.render.documents.reference import reference
from compendium.render.documents.stand_ins import StandIns, address
from compendium.render.documents.tidy import DRAWING_FILE
from compendium.render.documents.word_finish import TURN, finished
from compendium.words import say
from compendium.writers.zipped import parts_of

# What paragraphs and words of a class are called among Word's styles.
PARAGRAPHS = {
    **{"kicker": "Kicker", "title": "Title", "banner": "Banner", "lead": "Lead", "note": "Note"},
    **{"figure-caption": "Figure Caption", "finding": "Finding"},
    **{"carried": "Carried", "words": "Words", "translation": "Translation"},
    **{"speaker": "Speaker", "contents-title": "Contents Title", "below-heading": "Below Heading"},
    "lead-in": "Lead In",
}
WORDS = {"mark": "Mark", "quiet": "Quiet"}


def as_docx(made: Document) -> bytes:
    """A document as a Word file, the same bytes each time.

    Figures are pictures of dots with their alternative text.
    """
    root = html.fragment_fromstring(made.paper.html)
    stand_ins = StandIns()
    _pictures(root, made.paper.pictures, made.lang, stand_ins)
    _without_bullets(root)
    _named(root)
    _turned(root)
    tables = list(root.iter("table"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.docx"
        path.write_bytes(reference())
        packed = pandoc(
            html.tostring(root, encoding="unicode"),
            "--to=docx",
            "--output=-",
            f"--reference-doc={path}",
            f"--metadata=lang:{'cy-GB' if made.lang == 'cy' else 'en-GB'}",
        )
    return finished(stand_ins.taken_out(parts_of(packed)), made, tables)


def _pictures(root, pictures: dict[str, bytes], lang: str, stand_ins: StandIns) -> None:
    """Drawings as pictures of dots, a paragraph for each piece; the first says what all show."""
    drawings = {n: svg for n, svg in pictures.items() if n.endswith(DRAWING_FILE)}
    dots = pieces_as_dots(drawings)
    for image in list(root.iter("img")):
        name, alt = image.get("src"), image.get("alt")
        if name not in dots:
            image.set("src", address(pictures[name]))
            continue
        paragraph = image.getparent()
        holder, at = paragraph.getparent(), paragraph.getparent().index(paragraph)
        parts = [
            _piece(alt if i == 0 else say("continued", lang), stand_ins.address(piece), *size)
            for i, (piece, *size) in enumerate(dots[name])
        ]
        parts[-1].set("data-custom-style", "Picture")
        holder[at : at + 1] = parts


def _piece(alt: str, source: str, width: float, height: float):
    size = {"width": f"{width:.3f}in", "height": f"{height:.3f}in"}
    paragraph, made = html.Element("p"), html.Element("div")
    paragraph.append(html.Element("img", src=source, alt=alt, **size))
    made.set("data-custom-style", "Picture Part")
    made.append(paragraph)
    return made


def _without_bullets(root) -> None:
    """Findings as paragraphs of one box: bullets would put each onto a panel of its own."""
    for items in root.xpath(".//div[@class='findings']/ul"):
        for item in list(items):
            item.drop_tag()
        items.drop_tag()


def _named(root) -> None:
    """Each class as the style it has in Word."""
    for div in root.iter("div"):
        name = PARAGRAPHS.get(div.get("class", ""))
        if name == "Note" and any(a.get("class") == "findings" for a in div.iterancestors()):
            name = "Findings Note"
        if name == "Carried" and _note_follows(div):
            name = "Last Carried"
        if name:
            div.set("data-custom-style", name)
    for span in root.iter("span"):
        if span.get("class") in WORDS:
            span.set("data-custom-style", WORDS[span.get("class")])


def _note_follows(carried) -> bool:
    """Whether only the note below a box of findings comes after what carries a finding."""
    following = carried.getnext()
    return following is not None and following.get("class") == "note"


def _turned(root) -> None:
    """A paragraph before and after what stands on a sheet on its side, where the sheet turns."""
    for div in root.xpath(".//div[@class='landscape']"):
        div.addprevious(_turn("upright"))
        if div.getnext() is not None:
            div.addnext(_turn("side"))


def _turn(which: str):
    made = html.fragment_fromstring(f"<div><p>{which}</p></div>")
    made.set("data-custom-style", TURN)
    return made
