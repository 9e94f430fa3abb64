"""The guides: all are in the index, links lead somewhere, commands and variables exist."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from compendium.cli import parser

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = sorted(DOCS.glob("*.md"))
PAGES = [*GUIDES, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "GLOSSARY.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())
VARIABLES = set(re.findall(r"^([A-Z_]+) *\?=", MAKEFILE, re.MULTILINE))
# What is made by a command, and lies in no fresh copy.
MADE = ("reports/", "private/")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def ends_of(path: Path) -> set[str]:
    """The ends of links that the headings of a page are, as GitHub makes them."""
    heads = re.findall(r"^#+ (.*)$", FENCE.sub("", text_of(path)), re.MULTILINE)
    bare = (re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", h)) for h in heads)
    return {name.strip().lower().replace(" ", "-") for name in bare}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_link_leads_somewhere(path):
    for link in LINK.findall(without_code(text_of(path))):
        place, _, end = link.partition("#")
        if "://" in place or place.startswith(("mailto:", *MADE)):
            continue
        target = (path.parent / place).resolve() if place else path
        assert target.exists(), link
        assert not end or end in ends_of(target), link


def test_every_guide_is_in_the_index_and_the_index_in_the_readme():
    named = set(LINK.findall(text_of(DOCS / "README.md")))
    assert not [p.name for p in GUIDES if p.name not in named and p.name != "README.md"]
    assert "docs/README.md" in LINK.findall(text_of(ROOT / "README.md"))


def commands(text: str) -> list[str]:
    """The lines of a page's shell blocks, remarks and continued lines aside."""
    blocks = [block for kind, block in FENCE.findall(text) if kind in ("sh", "bash")]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.partition(" #")[0].strip() for line in lines if line.strip()]


def typed(text: str) -> list[str]:
    """Commands in a page's sentences and tables."""
    return [c for c in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)) if " " in c]


ALL = [(path.stem, c) for path in PAGES for c in (*commands(text_of(path)), *typed(text_of(path)))]
MAKES = [(page, c) for page, c in ALL if re.match(r"make [a-z]", c)]
VERBS = [(page, c) for page, c in ALL if re.match(r"\S*python -m compendium (?!VERB)", c)]


@pytest.mark.parametrize(("page", "command"), sorted(set(MAKES)))
def test_what_make_is_asked_for_is_there(page, command):
    for part in shlex.split(command.partition(";")[0])[1:]:
        name, given, _ = part.partition("=")
        assert name in (VARIABLES if given else TARGETS), part


def test_there_are_many_commands():
    assert len(set(MAKES)) > 40
    assert len(set(VERBS)) > 5


@pytest.mark.parametrize(("page", "command"), sorted(set(VERBS)))
def test_every_verb_takes_what_a_guide_gives_it(page, command):
    # What stands for a name or a number is filled in.
    given = ["1" if word == "N" else word for word in shlex.split(command.partition(";")[0])]
    given = given[given.index("compendium") + 1 :]
    with contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            parser().parse_args(given)
        except SystemExit:
            # Named in a sentence, it may leave out what it needs, never give what nobody knows.
            assert "required" in said.getvalue(), said.getvalue()


def test_the_protocol_has_every_assumption_as_the_pages_say_it():
    with (ROOT / "src" / "compendium" / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"].startswith("assumption_")]
    listed = text_of(DOCS / "protocol.md").partition("<!-- assumptions: begin -->\n")[2]
    listed = listed.partition("<!-- assumptions: end -->")[0]
    assert listed.splitlines() == [f"- {row['en']}" for row in rows]
