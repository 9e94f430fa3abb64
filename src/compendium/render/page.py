"""HTML pages: self-contained, readable offline and without script."""

from __future__ import annotations

import base64
import dataclasses
import functools
import re
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import jinja2

from compendium.displays.drawing.canvas import FONTS
from compendium.displays.ways import Ways
from compendium.heard import note
from compendium.places import page_file
from compendium.render.around import around, terms_of_use
from compendium.render.beside import Beside
from compendium.render.body import body
from compendium.render.languages import NOTICE, switches, with_notice
from compendium.render.numbers import with_numbers
from compendium.study import Study
from compendium.translations import Translations, split_title, told_of
from compendium.words import ENGLISH_STANDS_IN, Text, as_written, date_text, say

TEMPLATES = Path(__file__).parent / "templates"
# What stands first below a notebook's title: a word in bold, and the question.
QUESTION = re.compile(r"\*\*[^*\n]+\*\* (.+)")
# Where each face stands in CSS: file, weight, style.
FACES = (
    ("Regular", 400, "normal"),
    ("Italic", 400, "italic"),
    ("Semibold", 600, "normal"),
    ("Bold", 700, "normal"),
)


@dataclasses.dataclass(frozen=True)
class Provenance:
    """What a page was made from, as its footer says it."""

    notebook: str
    code: str
    definitions: str
    command: str
    profile: str
    environment: str = ""


@with_notice
def report_page(
    study: Study,
    site_id: str,
    notebook,
    provenance: Provenance,
    lang: str,
    ways: Ways | None = None,
    translations: Translations | None = None,
    page: str = "",
    beside: Beside | None = None,
) -> str:
    """One report as a whole HTML document; about the whole study where `site_id` is blank.

    `ways` says what is built beside it to which its cells, rows and findings lead;
    `translations` are the notebook's text cells in Welsh. `page` is its name without ending, by
    which the same page in the other language is found; blank where it stands alone. `beside` says
    which files lie next to it for a reader to take away: without it the page offers none.
    """
    title = title_of(study, site_id, notebook, lang, translations)
    content = body(notebook, lang, ways, translations)
    beside_it = around(study, notebook, content, title, lang, beside)
    # A page in plain words says of its numbers in its own words where they come from.
    if not content.plain:
        told = with_numbers(content, study, ways, lang)
        more = told.contents[len(content.contents) :]
        beside_it = dataclasses.replace(beside_it, contents=(*beside_it.contents, *more))
        content = told
    return render(
        "report.html.j2",
        lang,
        page=page,
        study=study,
        site_id=site_id,
        title=title,
        content=content,
        around=beside_it,
        terms_of_use=terms_of_use(study, lang),
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def title_of(
    study: Study, site_id: str, notebook, lang: str, translations: Translations | None = None
) -> str:
    """What a report is called: its site and the site's model, or its notebook's own title."""
    if not site_id:
        cell = notebook.cells[0]
        told = told_of(cell, translations or {})
        title = Text(split_title(cell.source)[0], told.parts[0].cy if told else "")
        if told and lang != "en":
            note(title.en, title.cy, told.status)
        return title.say(lang)
    site = study.site(site_id)
    return f"{site.label.say(lang)}: {study.model_label(site).say(lang)}"


def question_of(notebook, lang: str, translations: Translations | None = None) -> str:
    """The question that a notebook puts below its title; blank if it puts none."""
    cell = notebook.cells[0]
    told = told_of(cell, translations or {})
    asked = (split_title(cell.source)[1], told.parts[1].cy if told else "")
    found = (QUESTION.match(text) for text in asked)
    return Text(*(each.group(1) if each else "" for each in found)).say(lang)


def render(
    template: str,
    lang: str,
    *,
    study: Study | None,
    page: str,
    languages: Sequence[str] = (),
    **values,
) -> str:
    """A template as a page, with what every page needs; `page` is its name without ending.

    `study` is None on a page about several, whose `languages` are then given.
    """
    made_in = study.header.languages if study else languages
    return (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            study=study,
            say=functools.partial(_say, lang),
            stands_in=ENGLISH_STANDS_IN.strip(),
            as_written=functools.partial(as_written, lang=lang),
            file=functools.partial(page_file, lang=lang),
            switches=switches(made_in, page),
            notice=NOTICE if lang != "en" else "",
            faces=_faces(),
            date_text=date_text,
            version=version("advocacy-compendium"),
            **values,
        )
    )


def _say(lang: str, key: str, **values: str) -> str:
    return say(key, lang, **values)


def compile_templates() -> None:
    """Have every template and typeface at hand, for the processes that are forked from this one."""
    for name in _environment().list_templates(extensions=["j2"]):
        _environment().get_template(name)
    _faces()


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


@functools.cache
def _faces() -> tuple[tuple[str, int, str], ...]:
    """(data, weight, style) of each face a page embeds."""
    return tuple(
        (
            base64.b64encode((FONTS / f"CompendiumSans-{name}.woff2").read_bytes()).decode("ascii"),
            weight,
            style,
        )
        for name, weight, style in FACES
    )
