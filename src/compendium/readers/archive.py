"""Zip archives, XML and texts from strangers, opened inside limits.

A coding project is an archive somebody sent. It is never unpacked to disk; it is refused if
it is larger than the limits, if it holds paths that lead outside, or if its XML brings
entities or asks for the network.
"""

from __future__ import annotations

import codecs
import dataclasses
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

from compendium.problems import DataError
from compendium.readers.export import damaged


@dataclasses.dataclass(frozen=True)
class Limits:
    """Bounds far above any honest project. Sizes in bytes."""

    members: int = 50_000
    member_size: int = 1_000_000_000
    total_size: int = 4_000_000_000
    # zlib cannot compress beyond about 1032 : 1; honest transcripts stay below 30 : 1.
    ratio: int = 300
    ratio_applies_above: int = 10_000_000


LIMITS = Limits()
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Bytes of a large file looked at together.
PIECE = 1_000_000
# How a compound file begins: an Office file with a password is one, and so is one of before 2007.
COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")


def refuse_compound(path: Path, what: str, ending: str) -> None:
    """Say so in words if this is an Office file with a password, or of before 2007.

    Parameters
    ----------
    what : str
        What the file should be, as a message names it: ``workbook``.
    ending : str
        How the name of such a file ends: ``.xlsx``.

    Raises
    ------
    DataError
        If it is.
    """
    with path.open("rb") as file:
        if file.read(len(COMPOUND_FILE)) != COMPOUND_FILE:
            return
    raise damaged(
        path,
        f"the {what} is protected by a password, or is an old {ending.removesuffix('x')} file",
        f"Save it again as {ending}, without a password.",
    )


class Archive:
    """A zip file whose members are found whatever the case of their names."""

    def __init__(self, path: Path, limits: Limits = LIMITS):
        self.path, self.limits = path, limits
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise damaged(path, f"the archive is damaged or is not a zip file ({error})") from error
        try:
            self._check()
        except DataError:
            self.zip.close()
            raise
        self.names = {self._key(i.filename): i for i in self._files()}

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_) -> None:
        self.zip.close()

    def _check(self) -> None:
        infos = self.zip.infolist()
        sizes = sum(i.file_size for i in infos)
        if len(infos) > self.limits.members:
            raise damaged(self.path, f"the archive holds {len(infos)} files, more than is safe")
        if sizes > self.limits.total_size:
            raise damaged(
                self.path, f"the archive would unpack to {sizes} bytes, more than is safe"
            )
        for info in infos:
            name = info.filename.replace("\\", "/")
            if not name:
                raise damaged(self.path, "the archive is damaged (it holds a file without a name)")
            if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name[:3]:
                raise damaged(self.path, f"the archive holds a path that leads outside it ({name})")
            big = info.file_size > self.limits.ratio_applies_above
            if info.file_size > self.limits.member_size or (
                big and info.file_size > self.limits.ratio * max(info.compress_size, 1)
            ):
                raise damaged(self.path, f"{name} would unpack to more than is safe")
            if info.flag_bits & 0x1:
                raise damaged(
                    self.path,
                    "the archive is protected by a password",
                    "Export it again without one.",
                )
        times = Counter(self._key(info.filename) for info in self._files())
        if twice := [name for name, count in times.items() if count > 1]:
            # Programs differ in which of them they take.
            raise damaged(self.path, f"the archive holds more than one file called {twice[0]}")

    def _files(self) -> list[zipfile.ZipInfo]:
        return [info for info in self.zip.infolist() if not info.is_dir()]

    @staticmethod
    def _key(name: str) -> str:
        return name.replace("\\", "/").removeprefix("./").casefold()

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """The member with this name, whatever its case."""
        return self.names.get(self._key(name))

    def ending(self, suffix: str) -> list[zipfile.ZipInfo]:
        """Members whose name ends so, nearest to the top of the archive first."""
        found = [i for key, i in self.names.items() if key.endswith(suffix)]
        return sorted(found, key=lambda i: (i.filename.count("/"), i.filename))

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """The bytes of one member; never more than the archive's own table promised."""
        import lzma
        import zlib

        broken = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, ValueError, OSError)
        try:
            with self.zip.open(info) as member:
                content = member.read(info.file_size + 1)
        except (*broken, NotImplementedError) as error:
            raise damaged(self.path, f"{info.filename} inside it is damaged ({error})") from error
        if len(content) > info.file_size:
            raise damaged(self.path, f"{info.filename} is larger than the archive says")
        return content


def decoded(content: bytes) -> tuple[str, str]:
    """A text file's text, its byte-order mark kept, and the encoding it was read by.

    UTF-16 is told by its mark or, where it has none, by the zero byte that every other byte
    is in Western text. An even number of windows-1252 bytes decodes as UTF-16 too, into
    nonsense, so trying is not enough.
    """
    first = _likely(content)
    tries = [first, ("utf-8", "UTF-8"), ("cp1252", "windows-1252")]
    for encoding, name in tries:
        try:
            return content.decode(encoding), name
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace"), "windows-1252"


def encoding_of(path: Path) -> tuple[str, str]:
    """The encoding `decoded` would read a file by, for Python and for people.

    The file is gone through piece by piece: it may be large.
    """
    with path.open("rb") as file:
        start = file.read(PIECE)
        codec, name = _likely(start)
        if codec != "utf-8":
            return codec, name
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while piece := file.read(PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", "windows-1252"
    return codec, name


def _likely(content: bytes) -> tuple[str, str]:
    """UTF-16 by its mark or its zero bytes; else UTF-8, which is still to be tried."""
    if b"\0" not in content and not content.startswith(MARKS):
        return "utf-8", "UTF-8"
    even, odd = content[0::2].count(0), content[1::2].count(0)
    if content.startswith(codecs.BOM_UTF16_LE) or odd > len(content) / 8 > even:
        return "utf-16-le", "UTF-16"
    if content.startswith(codecs.BOM_UTF16_BE) or even > len(content) / 8 > odd:
        return "utf-16-be", "UTF-16"
    return "utf-8", "UTF-8"


def parse_xml(path: Path, content: bytes):
    """The root element of an XML document, without entities, DTD or network.

    Raises
    ------
    DataError
        If the document is not well-formed, or brings a document type of its own.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(path, f"the project inside it is not well-formed XML ({error})") from error
    if root.getroottree().docinfo.doctype:
        raise damaged(path, "the project inside it brings a document type, which is not safe")
    return root
