"""HTML pages: self-contained, readable offline and without script."""

from __future__ import annotations

import base64
import dataclasses
import functools
from importlib.metadata import version
from pathlib import Path

import jinja2

from compendium.displays.canvas import FONTS
from compendium.displays.ways import Ways
from compendium.render.body import body
from compendium.render.numbers import with_numbers
from compendium.study import Study
from compendium.words import date_text, say

TEMPLATES = Path(__file__).parent / "templates"
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


def report_page(
    study: Study,
    site_id: str,
    notebook,
    provenance: Provenance,
    lang: str,
    ways: Ways | None = None,
) -> str:
    """One report as a whole HTML document; about the whole study where `site_id` is blank.

    `ways` says what is built beside it to which its cells, rows and findings lead.
    """
    return render(
        "report.html.j2",
        lang,
        study=study,
        site_id=site_id,
        title=title_of(study, site_id, notebook, lang),
        content=with_numbers(body(notebook, lang, ways), study, ways, lang),
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def title_of(study: Study, site_id: str, notebook, lang: str) -> str:
    """What a report is called: its site and the site's model, or its notebook's own title."""
    if not site_id:
        return notebook.cells[0].source.partition("\n")[0].removeprefix("# ").strip()
    site = study.site(site_id)
    return f"{site.label.say(lang)}: {study.model_label(site).say(lang)}"


def index_page(
    study: Study,
    entries: list[tuple[str, str, str]],
    origin: str,
    provenance: Provenance,
    lang: str,
) -> str:
    """The page that leads to a study's reports: each entry is its file, its site and its title.

    The site is blank for a report on the whole study.
    """
    return render(
        "index.html.j2",
        lang,
        study=study,
        title=study.header.title.say(lang),
        overviews=[(href, title) for href, site, title in entries if not site],
        sites=[(href, study.site(site), title) for href, site, title in entries if site],
        origin=origin,
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def render(template: str, lang: str, **values) -> str:
    """A template as a page, with what every page needs."""
    return (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            say=functools.partial(_say, lang),
            faces=_faces(),
            date_text=date_text,
            version=version("advocacy-compendium"),
            **values,
        )
    )


def _say(lang: str, key: str, **values: str) -> str:
    return say(key, lang, **values)


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
