"""CITATION.cff keeps to its format (1.2.0), and the version is the same wherever it stands.

The rules are those of the format's schema (citation-file-format.github.io, 1.2.0) for the fields
that are used; the file was held against the whole schema once, with cffconvert 2.0.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository"),
    *("repository-artifact", "repository-code", "type", "url", "version"),
}
KINDS = {"doi", "url", "swh", "other"}
# Of an author who is a person, or an organisation.
ENTITY = {"name", "address", "alias", "city", "country", "email", "orcid", "website"}
PERSON = {"family-names", "given-names", "name-particle", "name-suffix", "alias", "affiliation"}
PERSON |= {"address", "city", "country", "email", "orcid", "website"}


def said() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def faults(cff: dict) -> list[str]:
    """What the format does not allow."""
    found = [f"{name} is missing" for name in sorted(REQUIRED - cff.keys())]
    found += [f"{name} is not known" for name in sorted(cff.keys() - ALLOWED)]
    if cff.get("cff-version") != "1.2.0":
        found.append("cff-version is not 1.2.0")
    if cff.get("type", "software") not in ("software", "dataset"):
        found.append("type is neither software nor dataset")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(cff.get("date-released", "2000-01-01"))):
        found.append("date-released is no day")
    for author in cff.get("authors", []):
        allowed = ENTITY if "name" in author else PERSON
        found += [f"an author has {name}" for name in sorted(author.keys() - allowed)]
    for identifier in cff.get("identifiers", []):
        if identifier.keys() - {"type", "value", "description", "relation"}:
            found.append("an identifier has more than the format knows")
        if identifier["type"] not in KINDS or not identifier["value"]:
            found.append("an identifier has no kind, or no value")
    texts = ("title", "message", "version", "abstract", "license")
    found += [f"{n} is no text" for n in texts if not isinstance(cff.get(n, ""), str)]
    keywords = cff.get("keywords", [])
    return found + ["a keyword stands twice"] * (len(set(keywords)) < len(keywords))


def test_the_citation_is_valid():
    assert faults(said()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"cff-version": "1.1.0"}, "cff-version is not 1.2.0"),
        ({"titel": "x"}, "titel is not known"),
        ({"version": 1.0}, "version is no text"),
        ({"date-released": "29 November"}, "date-released is no day"),
        ({"authors": [{"name": "A", "given-names": "B"}]}, "an author has given-names"),
        (
            {"identifiers": [{"type": "isbn", "value": "1"}]},
            "an identifier has no kind, or no value",
        ),
        ({"keywords": ["a", "a"]}, "a keyword stands twice"),
    ],
)
def test_what_the_format_does_not_allow_is_named(change, fault):
    assert faults({**said(), **change}) == [fault]


def test_the_version_is_the_same_wherever_it_stands():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest, day = re.search(r"^## (\S+) \((.*)\)$", changelog, re.MULTILINE).groups()
    assert said()["version"] == project["version"] == newest
    assert str(said()["date-released"]) == day == str(dt.date.fromisoformat(day))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"This is version {project['version']}" in readme


def test_licences_are_those_of_the_files_that_lie_here():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said()["license"] == project["license"] == "MIT"
    for path, begins in {
        "LICENSE": "MIT License",
        "data/LICENSE": "The studies in this folder are made up.",
        "src/compendium/fonts/OFL.txt": "Copyright",
    }.items():
        assert (ROOT / path).read_text(encoding="utf-8").startswith(begins)
    assert "CC0 1.0" in (ROOT / "data" / "LICENSE").read_text(encoding="utf-8")
