"""Coding projects written by hand, element by element, so that a test can get any part wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

CODES = '<Code guid="c1" name="Warmth"/><Code guid="c2" name="Tea"/>'
USERS = '<User guid="u1" name="Ann"/><User guid="u2" name="Bob"/>'


def coding(code: str = "c1", coder: str = "u1") -> str:
    return f'<Coding creatingUser="{coder}"><CodeRef targetGUID="{code}"/></Coding>'


def selection(start: object, end: object, inner: str | None = None, guid: str = "") -> str:
    named = f'guid="{guid}" ' if guid else ""
    return (
        f'<PlainTextSelection {named}startPosition="{start}" endPosition="{end}">'
        f"{coding() if inner is None else inner}</PlainTextSelection>"
    )


def source(inner: str = "", name: str = "talk", guid: str = "s1", path: str = "a.txt") -> str:
    return (
        f'<TextSource guid="{guid}" name={quoteattr(name)} plainTextPath="internal://{path}">'
        f"{inner}</TextSource>"
    )


def project(sources: str = "", codes: str = CODES, cases: str = "", variables: str = "") -> str:
    return (
        '<Project name="p" origin="by hand" xmlns="urn:QDA-XML:project:1.0">'
        f"<Users>{USERS}</Users><CodeBook><Codes>{codes}</Codes></CodeBook>"
        f"<Variables>{variables}</Variables><Cases>{cases}</Cases>"
        f"<Sources>{sources}</Sources></Project>"
    )


def pack(path: Path, members: dict[str, str | bytes], compress: bool = False) -> Path:
    """A zip archive of these members at `path`."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            archive.writestr(name, content, compress_type=kind)
    return path


def pack_project(path: Path, xml: str, **texts: str | bytes) -> Path:
    """``project.qde`` and ``sources/NAME.txt`` for each text."""
    return pack(path, {"project.qde": xml} | {f"sources/{n}.txt": t for n, t in texts.items()})
