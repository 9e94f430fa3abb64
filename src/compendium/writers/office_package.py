"""Packages of XML parts as Office programs read them (``.xlsx``, ``.docx``).

Written here rather than by a library whose bytes change with its version and the clock: the bytes
depend on the parts alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from compendium.writers.files import write_bytes
from compendium.writers.zipped import zipped

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_parts(path: Path, parts: Mapping[str, str]) -> None:
    """Write the parts, each XML by its name in the package, in their order."""
    declared = {name: (DECLARATION + content).encode("utf-8") for name, content in parts.items()}
    write_bytes(path, zipped(declared))


def relations(targets: Mapping[str, str]) -> str:
    """The part that says which parts belong to another, by their place, and what each is."""
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for i, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def content_types(folder: str, family: str, kinds: Mapping[str, str]) -> str:
    """The part that says what the others are: of each in `folder` its kind, of one `family`."""
    parts = "".join(
        f'<Override PartName="/{folder}/{part}.xml" ContentType="{family}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )
