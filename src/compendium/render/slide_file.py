"""One slide as a PowerPoint file (``.pptx``) whose bytes depend on its content alone.

The slide has a layout of its own: headline, picture, what stands at its foot and the mark of
made-up data are placeholders, and all texts can be edited. The notes hold the figure in words and
its numbers. python-pptx writes the parts; they are packed anew, without the clock.
"""

from __future__ import annotations

import copy
import datetime as dt
import functools
import io
from collections.abc import Sequence

from compendium.render import slide_words
from compendium.render.slide_layout import HIGH, MARGIN, ROOM_HIGH, ROOM_WIDE, WIDE
from compendium.render.slide_words import SlideWords
from compendium.writers.zipped import ZIP_DATE, parts_of, zipped

LANGUAGES = {"en": "en-GB", "cy": "cy-GB"}
EMU = 914_400
# The layout of python-pptx's own template that has a headline, a picture and a text.
WITH_PICTURE = 8
TITLE, PICTURE, FOOT, MARK = 0, 1, 2, 20
INK, QUIET, BANNER, BANNER_INK = "1F2A37", "4A5867", "FDF1DC", "3D2A00"
MARK_HIGH = 0.5
# Letters that a property of a file can have.
LONGEST_PROPERTY = 255
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
SETTINGS = "printerSettings"


def slide_file(
    words: SlideWords,
    png: bytes,
    size: tuple[float, float],
    alt: str,
    notes: str,
    lang: str,
) -> bytes:
    """A slide with a picture so many inches wide and high, its alternative text, and notes."""
    from pptx import Presentation

    presentation = Presentation(io.BytesIO(_empty()))
    (slide,) = presentation.slides
    places = {p.placeholder_format.idx: p for p in slide.placeholders}
    headline, foot, mark = words.headline_lines(), words.foot_lines(), words.mark_lines()
    _write(places[TITLE], (words.headline,), headline.size, INK, lang, bold=True)
    _write(places[FOOT], words.foot, foot.size, QUIET, lang)
    if words.mark:
        _write(places[MARK], (words.mark,), mark.size, BANNER_INK, lang, bold=True)
        _tint(places[MARK])
    else:
        _remove(places[MARK])
        places[FOOT].width = round(ROOM_WIDE * EMU)
    _put(places[PICTURE], png, size, alt)
    _note(slide, notes, lang)
    _properties(presentation, words.headline, lang)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return zipped(parts_of(buffer.getvalue()))


@functools.cache
def _empty() -> bytes:
    """A presentation of wide slides with the one layout, and one slide with notes, all blank."""
    from pptx import Presentation

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = round(WIDE * EMU), round(HIGH * EMU)
    layouts = presentation.slide_layouts
    kept = layouts[WITH_PICTURE]
    for one in [one for one in layouts if one is not kept]:
        layouts.remove(one)
    for shapes in (kept, presentation.slide_master):
        _without_dates(shapes)
    places = {p.placeholder_format.idx: p for p in kept.placeholders}
    mark = _another(places[FOOT], MARK, "Made-up data")
    foot = ROOM_WIDE - slide_words.MARK_WIDE
    _stand(places[TITLE], MARGIN, slide_words.HEADLINE_TOP, ROOM_WIDE, slide_words.HEADLINE_HIGH)
    _stand(places[PICTURE], MARGIN, slide_words.FIGURE_TOP, ROOM_WIDE, ROOM_HIGH)
    _stand(places[FOOT], MARGIN, slide_words.FOOT_TOP, foot - MARGIN, slide_words.FOOT_HIGH)
    _stand(mark, MARGIN + foot, slide_words.FOOT_TOP, slide_words.MARK_WIDE, MARK_HIGH)
    for place in presentation.slide_master.placeholders:
        _widened(place)
    for part in (presentation.part, presentation.part.package):
        _without_aside(part)
    assert presentation.slides.add_slide(kept).notes_slide, "made where it is asked for"
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def _without_dates(shapes) -> None:
    """Take away the places for a date, a footer and a number, which no slide here has."""
    for place in list(shapes.placeholders):
        if place.placeholder_format.type.name in ("DATE", "FOOTER", "SLIDE_NUMBER"):
            _remove(place)


def _another(place, index: int, name: str):
    """A second place like one of a layout."""
    element = copy.deepcopy(place._element)
    element.nvSpPr.nvPr.find(".//{*}ph").set("idx", str(index))
    element.nvSpPr.cNvPr.set("id", str(index + 1))
    element.nvSpPr.cNvPr.set("name", name)
    place._element.addnext(element)
    return next(p for p in place.part.slide_layout.placeholders if p._element is element)


def _widened(place) -> None:
    """A place of the master, made for narrow slides, as wide as the slide's text."""
    place.left, place.width = round(MARGIN * EMU), round(ROOM_WIDE * EMU)


def _stand(place, left: float, top: float, wide: float, high: float) -> None:
    place.left, place.top, place.width, place.height = (
        round(inches * EMU) for inches in (left, top, wide, high)
    )


def _write(
    place, texts: Sequence[str], size: float, colour: str, lang: str, bold: bool = False
) -> None:
    """Texts into a place, a paragraph each, as large as they fit."""
    from pptx.enum.text import MSO_AUTO_SIZE, MSO_VERTICAL_ANCHOR

    frame = place.text_frame
    # A program without the typeface makes the text smaller instead of setting it over the figure.
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
    frame.vertical_anchor = MSO_VERTICAL_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    _say(frame, texts, lang)
    for paragraph in frame.paragraphs:
        _look(paragraph, size, colour, bold)


def _say(frame, texts: Sequence[str], lang: str) -> None:
    """Texts as the paragraphs of a frame, in their language."""
    frame.text = "\n".join(texts)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id  # noqa: B018  its element is made by asking for it
            run._r.get_or_add_rPr().set("lang", LANGUAGES[lang])


def _look(paragraph, size: float, colour: str, bold: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.alignment, paragraph.space_before = PP_ALIGN.LEFT, Pt(0)
    for run in paragraph.runs:
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour)


def _tint(place) -> None:
    """The mark's own ground, with a little room around its text."""
    from pptx.dml.color import RGBColor

    place.fill.solid()
    place.fill.fore_color.rgb = RGBColor.from_string(BANNER)
    room = round(0.07 * EMU)
    frame = place.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = room


def _put(place, png: bytes, size: tuple[float, float], alt: str) -> None:
    """The picture whole, in the middle of its place."""
    picture = place.insert_picture(io.BytesIO(png))
    picture.crop_left = picture.crop_right = picture.crop_top = picture.crop_bottom = 0
    wide, high = size
    left = MARGIN + (ROOM_WIDE - wide) / 2
    _stand(picture, left, slide_words.FIGURE_TOP + (ROOM_HIGH - high) / 2, wide, high)
    picture._element.nvPicPr.cNvPr.set("descr", alt)


def _note(slide, notes: str, lang: str) -> None:
    _say(slide.notes_slide.notes_text_frame, notes.split("\n"), lang)


def _properties(presentation, title: str, lang: str) -> None:
    told = presentation.core_properties
    told.title, told.language = title[:LONGEST_PROPERTY], LANGUAGES[lang]
    told.author = told.last_modified_by = ""
    told.created = told.modified = dt.datetime(*ZIP_DATE)
    told.revision = 1


def _remove(place) -> None:
    place._element.getparent().remove(place._element)


def _without_aside(part) -> None:
    """Take the template's own thumbnail and printer settings from what belongs to a part."""
    relations = part._rels
    for number, relation in list(relations.items()):
        if relation.reltype == THUMBNAIL or relation.reltype.endswith(SETTINGS):
            relations.pop(number)
