"""The XML of a project: a tree, but for its many selections of text, which are kept as records.

A project may hold a hundred thousand selections and codings, and little else. Making an element of
each takes most of the time of reading, so selections that hold nothing but codings are gathered
while the XML is parsed. One that holds anything else (a note, a description, what nobody knows)
becomes an element of the tree like everything else.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from compendium.readers.export import damaged

# No honest project is nested deeper; what walks the tree goes so deep.
DEEPEST = 250
SOURCE_DEPTH = 3  # <Project><Sources><TextSource>
SELECTION, CODING, CODE_REF = "PlainTextSelection", "Coding", "CodeRef"
# One selection of text as the file has it: guid, where it starts and ends (not yet read), and its
# codings, each (code, coder) by guid. A tuple, for there may be very many.
Drawn = tuple[str, str | None, str | None, list[tuple[str, str]]]


@dataclasses.dataclass
class Document:
    """One project file.

    `drawn` holds the selections of each text source in their order: records, or elements where
    they hold more than codings. `names` counts elements by name; `unmarked` how often records
    lack a ``guid``.
    """

    root: etree._Element
    names: Counter[str]
    drawn: dict[etree._Element, list[Drawn | etree._Element]]
    unmarked: Counter[tuple[str, str]]


def parse(path: Path, content: bytes) -> Document:
    """The document, without entities, document type or network.

    Raises
    ------
    DataError
        If it is not well-formed, is nested too deep, or brings a document type of its own.
    """
    gathering = _Gathering(path)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = gathering.refuse_document_type
    gathering.attach(parser)
    try:
        parser.Parse(content, True)
        root = gathering.builder.close()
    except (expat.ExpatError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise damaged(path, f"the project inside it is not well-formed XML ({error})") from error
    finally:
        gathering.detach()
    return Document(root, gathering.counted(), gathering.drawn, gathering.unmarked)


def _local(name: str) -> str:
    """A name without its prefix: every element of a project is in the standard's namespace."""
    return name.rpartition(":")[2]


class _Gathering:
    """What is told while the XML is parsed, turned into a tree and records."""

    def __init__(self, path: Path):
        self.builder = etree.TreeBuilder()
        self.drawn: dict[etree._Element, list[Drawn | etree._Element]] = {}
        self.unmarked: Counter[tuple[str, str]] = Counter()
        self._names: dict[str, int] = {}
        self._path, self._parser = path, None
        self._depth = 0
        # The selections of the text source that is open, and what is told of its elements.
        self._own: list[Drawn | etree._Element] = []
        self._told: tuple[Callable, Callable] | None = None
        # Elements by name that are in records.
        self._in_records: Counter[str] = Counter()

    def attach(self, parser) -> None:
        """From now on the parser tells its events here."""
        self._parser = parser
        self._outside()

    def detach(self) -> None:
        """Let go of the parser, which holds on to this: no garbage is left to be collected."""
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = None
        self._parser = self._told = None

    def refuse_document_type(self, *_) -> None:
        raise damaged(self._path, "the project inside it brings a document type, which is not safe")

    def counted(self) -> Counter[str]:
        """How many elements there are of each name, whatever their namespace."""
        found: Counter[str] = Counter()
        for name, count in self._names.items():
            found[_local(name)] += count
        found += self._in_records
        return +found

    def _outside(self) -> None:
        """From now on every element becomes part of the tree."""
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self.builder.data

    def _in_source(self) -> None:
        """From now on selections of the open source become records."""
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._told
        parser.CharacterDataHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> etree._Element:
        """An element begins that is part of the tree."""
        self._names[name] = self._names.get(name, 0) + 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise damaged(self._path, "the project inside it is nested deeper than is safe")
        # What has a prefix, and the namespaces themselves, is none of the standard's.
        own = {k: v for k, v in attributes.items() if ":" not in k and k != "xmlns"}
        element = self.builder.start(_local(name), own)
        if self._told and self._depth == SOURCE_DEPTH + 1 and _local(name) == SELECTION:
            self._own.append(element)
        if self._depth == SOURCE_DEPTH and _local(name) == "TextSource":
            self._own = self.drawn[element] = []
            self._told = self._gathering(name[: -len("TextSource")])
            self._in_source()
        return element

    def _end(self, name: str) -> None:
        """An element of the tree ends."""
        self.builder.end(_local(name))
        self._depth -= 1
        if self._depth == SOURCE_DEPTH and self._told:
            self._in_source()

    def _gathering(self, space: str) -> tuple[Callable, Callable]:
        """What is told of each element that begins, and of each that ends, in a text source.

        Both are called for every coding, so they are functions over names of their own.

        Parameters
        ----------
        space : str
            What stands in front of the source's name, and so of those in it: a prefix, or nothing.
        """
        own, unmarked = self._own, self.unmarked
        selection_name, coding_name, ref_name = space + SELECTION, space + CODING, space + CODE_REF
        selection: dict[str, str] | None = None
        codings: list[tuple[dict[str, str], list[dict[str, str]]]] = []
        refs: list[dict[str, str]] = []
        in_coding = in_ref = False
        selections = coded = referred = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal selection, in_coding, in_ref, refs
            if in_coding and name == ref_name and not in_ref:
                in_ref = True
                refs.append(attributes)
            elif name == coding_name and selection is not None and not in_coding:
                in_coding, refs = True, []
                codings.append((attributes, refs))
            elif name == selection_name and selection is None:
                selection = attributes
            else:
                self._outside()
                if selection is not None:
                    self._spill(space, selection, codings, in_coding + in_ref)
                    selection, in_coding, in_ref = None, False, False
                    codings.clear()
                self._start(name, attributes)

        def end(name: str) -> None:
            nonlocal selection, in_coding, in_ref, selections, coded, referred
            if name == ref_name:
                in_ref = False
                return
            if name == coding_name:
                in_coding = False
                return
            if selection is None:
                self._told = None
                self._in_records += Counter(
                    {SELECTION: selections, CODING: coded, CODE_REF: referred}
                )
                self._outside()
                self._end(name)
                return
            by, found = selection.get("creatingUser") or "", []
            for attributes, own_refs in codings:
                coder = attributes.get("creatingUser") or by
                for ref in own_refs:
                    found.append((ref.get("targetGUID", ""), coder))
                if "guid" not in attributes:
                    unmarked[CODING, "guid"] += 1
            selections += 1
            coded += len(codings)
            referred += len(found)
            place = selection.get("startPosition"), selection.get("endPosition")
            own.append((selection.get("guid", ""), *place, found))
            selection = None
            codings.clear()

        return start, end

    def _spill(self, space: str, selection: dict[str, str], codings: list, deep: int) -> None:
        """The selection that is open holds more than codings: it becomes part of the tree.

        `deep` says how much of it is open besides: 1 its last coding, 2 the last reference in it.
        """
        self._start(space + SELECTION, selection)
        for attributes, refs in codings:
            last = attributes is codings[-1][0]
            self._start(space + CODING, attributes)
            for ref in refs:
                self._start(space + CODE_REF, ref)
                if not (last and deep == 2 and ref is refs[-1]):
                    self._end(space + CODE_REF)
            if not (last and deep):
                self._end(space + CODING)
