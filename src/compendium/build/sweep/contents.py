"""Every text in a file, whatever it is wrapped in: archives, pages, pictures, PDF, encodings.

What a file is, its bytes say and not its name. What is packed is unpacked, inside limits, and
looked at in the same way again. What cannot be read is named: nobody can say what is in it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from compendium.build.sweep import pdf, pictures
from compendium.build.sweep.limits import DEPTH, LIMITS, UNPACKED, Unreadable, at_most, deflated
from compendium.build.sweep.markup import texts_in
from compendium.readers.archive import Limits

FONTS = Path(__file__).parents[2] / "fonts"
# What begins like this is packed in a way, or locked, that nothing here can open.
CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "packed with Zstandard",
    b"\x04\x22\x4d\x18": "packed with LZ4",
    b"wOF2": "a packed font that is not the compendium's own",
    b"wOFF": "a packed font that is not the compendium's own",
    b"PAR1": "a Parquet table",
    b"ARROW1": "a Feather table",
    b"\x89HDF": "an HDF5 file",
    b"$FL3": "a packed SPSS file",
    b"\xff\x06\x00\x00sNaPpY": "packed with Snappy",
}
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
READABLE = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]{6,}")
WIDE = (
    ("utf-16-le", re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00|[\x00-\x7f]\x01){6,}")),
    ("utf-16-be", re.compile(rb"(?:\x00[\t\n\r\x20-\x7e\xa0-\xff]|\x01[\x00-\x7f]){6,}")),
)


class Piece(NamedTuple):
    """One text found in a file. `where` says where in it, blank for the file's own text; `noisy`
    that it was picked out of bytes that may be no text at all.
    """

    where: str
    text: str
    noisy: bool = False


@dataclasses.dataclass(frozen=True)
class Layer:
    """What was read of some bytes: bytes and files inside them, and how deep they stood."""

    size: int
    files: int
    depth: int


@dataclasses.dataclass
class Contents:
    """The texts of one file, and what in it could not be read (a place and a reason each).

    `layers` are those read to the end, by the SHA-256 of their bytes.
    """

    pieces: list[Piece] = dataclasses.field(default_factory=list)
    unread: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    layers: dict[bytes, Layer] = dataclasses.field(default_factory=dict)


def contents(
    content: bytes, limits: Limits = LIMITS, known: Mapping[bytes, Layer] | None = None
) -> Contents:
    """Everything that can be read in a file's bytes: each text once, where it stands first.

    Passed over is what is `known`: layers of other files, read inside the same limits.
    """
    looking = _Looking(limits, known or {})
    looking.into(content, "", 0)
    return looking.found


class _Looking:
    """One file being looked into: what was found, and how much it has become so far."""

    def __init__(self, limits: Limits, known: Mapping[bytes, Layer]):
        self.limits, self.known = limits, known
        self.found, self.size, self.files = Contents(), 0, 0
        self._texts: set[str] = set()
        self._noise: set[str] = set()

    def into(self, content: bytes, where: str, depth: int) -> None:
        """Add what stands in `content`; a layer that cannot be opened is named, the rest read."""
        self.size, self.files = self.size + len(content), self.files + 1
        if not self._room() or depth > DEPTH:
            self._unread(where, "it unpacks to more than is safe")
            return
        digest = hashlib.sha256(content).digest()
        if digest in _own_fonts() or self._passed_over(digest, depth):
            return
        size, files, unread = self.size, self.files, len(self.found.unread)
        try:
            self._open(content, where, depth)
        except Unreadable as error:
            self._unread(where, str(error))
        except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError) as error:
            self._unread(where, f"it is damaged ({type(error).__name__})")
        except (ValueError, OSError, NotImplementedError, RuntimeError) as error:
            self._unread(where, f"it could not be opened ({type(error).__name__})")
        if len(self.found.unread) == unread:
            self.found.layers[digest] = Layer(self.size - size, self.files - files, depth)

    def _room(self, size: int = 0, files: int = 0) -> bool:
        """Whether so much more would be inside the limits."""
        enough = self.size + size <= self.limits.total_size
        return enough and self.files + files <= self.limits.members

    def _passed_over(self, digest: bytes, depth: int) -> bool:
        """Whether these bytes were read before, no less deep, and counts what they unpack to."""
        layer = self.found.layers.get(digest) or self.known.get(digest)
        if layer is None or depth > layer.depth or not self._room(layer.size, layer.files):
            return False
        self.size, self.files = self.size + layer.size, self.files + layer.files
        return True

    def _add(self, text: str, where: str, within: str = "", noisy: bool = False) -> None:
        """Add a text, unless the file says the same elsewhere."""
        if text in self._texts or (noisy and text in self._noise):
            return
        (self._noise if noisy else self._texts).add(text)
        self.found.pieces.append(Piece(_inside(where, within), text, noisy))

    def _open(self, content: bytes, where: str, depth: int) -> None:
        for beginning, what in CLOSED.items():
            if content.startswith(beginning):
                raise Unreadable(f"it is {what}")
        if content.startswith(b"PK\x03\x04") and not zipfile.is_zipfile(io.BytesIO(content)):
            raise Unreadable("it is a damaged archive")
        if content.startswith(b"\xd0\xcf\x11\xe0") and LOCKED_OFFICE in content:
            raise Unreadable("it is locked with a password")
        for beginning, unpack in UNPACKED.items():
            if content.startswith(beginning):
                self._raw(content[:300], where)  # a name or remark in the head
                self.into(unpack(content, self.limits.member_size), where, depth + 1)
                return
        if (inflated := deflated(content, self.limits.member_size)) is not None:
            self.into(inflated, where, depth + 1)
            return
        if b"%PDF-" in content[:1024]:
            self._parts(pdf.parts(content), pdf.outside_streams(content), where, depth)
        elif kind := pictures.kind(content):
            self._parts(
                pictures.parts(content, kind), pictures.outside_pixels(content), where, depth
            )
        elif zipfile.is_zipfile(io.BytesIO(content)):
            self._archive(content, where, depth)
        elif (text := decoded(content)) is not None:
            self._text(text, where, depth)
        else:
            self._raw(content, where)

    def _text(self, text: str, where: str, depth: int) -> None:
        for place, part in texts_in(text):
            if isinstance(part, bytes):
                self.into(part, _inside(place, where), depth + 1)
            else:
                self._add(part, place, where)

    def _parts(
        self, parts: Iterator[tuple[str, str | bytes]], around: bytes, where: str, depth: int
    ) -> None:
        self._raw(around, where)
        for place, part in parts:
            here = _inside(place, where)
            if isinstance(part, bytes):
                self.into(part, here, depth + 1)
            else:
                self._text(part, here, depth + 1)

    def _archive(self, content: bytes, where: str, depth: int) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > self.limits.members:
                raise Unreadable("it holds more files than is safe")
            self._raw(archive.comment, where)
            for member in members:
                here = _inside(member.filename, where)
                self._add(member.filename, "the name of a file in it")
                self._raw(member.comment + member.extra, here)
                if member.flag_bits & 0x1:
                    self._unread(here, "it is locked with a password")
                elif not member.is_dir():
                    with archive.open(member) as file:
                        inside = at_most(file.read, self.limits.member_size)
                    self.into(inside, here, depth + 1)
        # What stands before, between and after the members belongs to none of them.
        self._raw(outside_members(content, members), where)

    def _raw(self, content: bytes, where: str) -> None:
        """Texts picked out of bytes, in the encodings that texts come in."""
        found = []
        for run in READABLE.findall(content):
            found.append(run.decode("utf-8", "replace"))
            if not run.isascii():
                found.append(run.decode("cp1252", "replace"))
        for encoding, pattern in WIDE:
            found += [m[0].decode(encoding, "replace") for m in pattern.finditer(content)]
        for text in found:
            self._add(text, where, noisy=True)

    def _unread(self, where: str, why: str) -> None:
        self.found.unread.append((where, why))


def outside_members(content: bytes, members: list[zipfile.ZipInfo]) -> bytes:
    """The bytes of an archive without the data of its members, which are read unpacked.

    What stands in a member's place after the end of its data is kept: no program unpacks it.
    """
    kept, end = [], 0
    for member in sorted(members, key=lambda m: m.header_offset):
        # Lengths of name and extra field as the local header has them (APPNOTE 4.3.7).
        name, extra = struct.unpack_from("<HH", content, member.header_offset + 26)
        begin = member.header_offset + 30 + name + extra
        kept.append(content[end:begin])
        end = max(end, begin + _packed_size(content, begin, member))
    return b"\x00".join([*kept, content[end:]])


def _packed_size(content: bytes, begin: int, member: zipfile.ZipInfo) -> int:
    """How many bytes of a member's place are its data; none of a packing not looked into here."""
    place = content[begin : begin + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return min(len(place), member.file_size)
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return 0
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    at_most(lambda most: unpacking.decompress(place, most), LIMITS.member_size)
    return len(place) - len(unpacking.unused_data) if unpacking.eof else 0


def _inside(place: str, where: str) -> str:
    return f"{place} in {where}" if place and where else place or where


def decoded(content: bytes) -> str | None:
    """The text these bytes are, or None if they are none."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


@cache
def _own_fonts() -> frozenset[bytes]:
    """Digests of the typeface every page embeds: packed, and known to hold nobody's words."""
    files = (p for p in FONTS.iterdir() if p.suffix in (".woff2", ".ttf"))
    return frozenset(hashlib.sha256(p.read_bytes()).digest() for p in files)
