"""The parts of a Word file: which member of the archive is the text, the styles, the comments."""

from __future__ import annotations

import posixpath
from pathlib import Path

from compendium.readers.archive import Archive, parse_xml
from compendium.readers.export import damaged
from compendium.readers.refi_qda.elements import children, tag

DOCUMENT = "word/document.xml"


class Package:
    """A Word file's main text (`body`) and the parts that it names."""

    def __init__(self, path: Path, archive: Archive):
        self.path, self.archive = path, archive
        named = [to for kind, to in self._named("") if kind == "officeDocument"]
        self.main = next(iter(named), DOCUMENT)
        root = self._xml(self.main)
        if root is None:
            raise damaged(path, f"this is no Word document (it has no {self.main})")
        bodies = list(children(root, "body")) if tag(root) == "document" else []
        if not bodies:
            raise damaged(path, "this is no Word document (its main part has no text)")
        self.body = bodies[0]
        self.parts = self._named(self.main)

    def part(self, kind: str):
        """The root of the first part of a kind (``styles``); None if there is none."""
        return next(iter(self.all(kind)), None)

    def all(self, kind: str) -> list:
        """The root of every part of a kind that is there."""
        roots = [self._xml(to) for own, to in self.parts if own == kind]
        return [root for root in roots if root is not None]

    def tool(self) -> str:
        """The program that says it wrote the file."""
        root = self._xml("docProps/app.xml")
        name = root.findtext("{*}Application", "") if root is not None else ""
        return name.partition("$")[0].replace("/", " ")

    def _named(self, of: str) -> list[tuple[str, str]]:
        """What a part (the file itself if blank) names: the kind of each, and where it is."""
        folder, name = posixpath.split(of)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        inside = [e for e in root if e.get("TargetMode") != "External"] if root is not None else []
        return [
            (
                e.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, e.get("Target", "")))[1:],
            )
            for e in inside
        ]

    def _xml(self, name: str):
        info = self.archive.find(name)
        return parse_xml(self.path, self.archive.read(info)) if info else None
