"""Write a page for each module of what its docstrings say, and the glossary: ``make reference``.

Into docs/reference/, which git passes over. No network is asked, and no page asks for one.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import sys
import tempfile
from pathlib import Path

import mistune

ROOT = Path(__file__).resolve().parents[1]
TO = ROOT / "docs" / "reference"
GLOSSARY = ROOT / "GLOSSARY.md"
# What stands at the end of each page's list, as many folders up as the module lies deep.
MODULE = """\
{% extends "default/module.html.jinja2" %}
{% block nav_footer %}
{% set up = "../" * module.modulename.count(".") %}
<p><a href="{{ up }}glossary.html">Glossary</a> · <a href="{{ up }}../README.md">Guides</a></p>
{% endblock %}
"""
PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Glossary</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{font: 1rem/1.5 sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem}}
p:target {{background: #fff3c4}}</style></head>
<body><p><a href="compendium.html">Reference</a></p>{}</body></html>
"""


def glossary_page(text: str) -> str:
    """The glossary as a page; each term is the end of a link: ``glossary.html#base``.

    >>> "<p id='base'><strong>Base</strong> It.</p>" in glossary_page("**Base** It.")
    True
    """
    html = mistune.html(text)
    terms = re.compile(r"<p><strong>(.*?)</strong>")
    return PAGE.format(terms.sub(lambda m: f"<p id='{end_of(m[1])}'><strong>{m[1]}</strong>", html))


def end_of(term: str) -> str:
    """A term as the end of a link.

    >>> end_of("Code, codebook")
    'code-codebook'
    """
    return "-".join(re.findall(r"\w+", term.lower()))


def write_reference(to: Path, *modules: str) -> None:
    """Write the pages of modules, those of packages with all below them, into a folder."""
    import pdoc

    shutil.rmtree(to, ignore_errors=True)
    with tempfile.TemporaryDirectory() as templates, contextlib.redirect_stdout(io.StringIO()):
        # Printed is that the search has to make its index when somebody searches.
        (Path(templates) / "module.html.jinja2").write_text(MODULE, encoding="utf-8")
        pdoc.render.configure(
            docformat="numpy", show_source=False, template_directory=Path(templates)
        )
        pdoc.pdoc(*modules, output_directory=to)
    page = glossary_page(GLOSSARY.read_text(encoding="utf-8"))
    (to / "glossary.html").write_text(page, encoding="utf-8")


def main() -> int:
    """Write the reference of the whole compendium."""
    # A module that runs when it is imported is left out.
    write_reference(TO, "compendium", "!compendium.__main__")
    pages = sum(1 for _ in TO.rglob("*.html"))
    print(f"{pages} pages: open {TO.relative_to(ROOT) / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
