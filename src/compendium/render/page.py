"""HTML pages: self-contained, readable offline and without script."""

from __future__ import annotations

import base64
import dataclasses
import functools
from importlib.metadata import version
from pathlib import Path

import jinja2

from compendium.displays.canvas import FONTS
from compendium.render.body import body
from compendium.study import Study
from compendium.words import say

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


def site_page(study: Study, site_id: str, notebook, provenance: Provenance, lang: str) -> str:
    """One site's report as a whole HTML document."""
    site = study.site(site_id)
    content = body(notebook, lang)
    title = f"{site.label.say(lang)}: {study.model_label(site).say(lang)}"
    return _render(
        "site.html.j2",
        lang,
        study=study,
        title=title,
        content=content,
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def index_page(
    study: Study, sites: list[str], origin: str, provenance: Provenance, lang: str
) -> str:
    """The page that leads to a study's reports."""
    return _render(
        "index.html.j2",
        lang,
        study=study,
        title=study.header.title.say(lang),
        sites=[study.site(s) for s in sites],
        origin=origin,
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def _render(template: str, lang: str, **values) -> str:
    return (
        _environment()
        .get_template(template)
        .render(
            lang=lang,
            say=functools.partial(_say, lang),
            faces=_faces(),
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
