"""Every way to read a text: as it is, without its tags, its JSON undone, what it embeds.

HTML, SVG and XML are read with their words joined across tags and parted by them, their
attributes, comments and scripts; JSON string by string; data addresses and long stretches of
base64 are decoded and handed back as bytes.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import urllib.parse
from collections.abc import Callable, Generator, Iterator

from compendium.build.sweep.limits import LIMITS, deflated

Part = tuple[str, str | bytes]
DATA = re.compile(r"data:[\w.+/-]*(?:;[\w.+=-]+)*?(;base64)?,([^\"'<>()\\\s]*)", re.IGNORECASE)
# Long enough for a line of base64; a path of a drawing or a word is no such thing.
ENCODED = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}(?:(?:\\n|\r?\n)[A-Za-z0-9+/_-]+)*={0,2}")
# For each byte whether it is a letter of base64, and so many of them.
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]")
AS_BASE64 = bytes(BASE64.match(bytes([b])) is not None for b in range(256))
IN_A_ROW = b"\x01" * 32
# The outline of a drawing, and where one stands in the source.
DRAWN = re.compile(r"[\sMmLlHhVvCcSsQqTtAaZzeE0-9.,+-]*")
OUTLINE = re.compile(rf'd="{DRAWN.pattern}"')
ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[nrt])")
# Elements that may stand inside a word.
INLINE = frozenset(
    "a abbr b bdi cite code em font i ins kbd mark q s small span strong sub sup u "
    "tspan var wbr".split()
)
TAG = re.compile(r"<[!?/A-Za-z]")


def texts_in(text: str) -> Iterator[Part]:
    """(place, text or bytes) of everything that can be read in `text`.

    A string that comes again in JSON, and embeds nothing, is read once.
    """
    if (tree := _json(text)) is None:
        yield from _one(text)
        return
    read: set[str] = set()
    for string in _strings(tree):
        if string in read:
            continue
        embeds = False
        for place, part in _one(string):
            embeds = embeds or isinstance(part, bytes)
            yield place, part
        if not embeds:
            read.add(string)


def _one(text: str) -> Iterator[Part]:
    if b"data:" in text.encode("ascii", "replace").lower():
        text = yield from _taken_out(DATA, _addressed, text)
    if _may_be_encoded(text):
        text = yield from _taken_out(ENCODED, _encoded, text)
    text = _without_outlines(text)
    yield "", text
    if "\\" in text:
        yield "", ESCAPE.sub(_undone, text)
    if "%" in text and (plain := urllib.parse.unquote(text)) != text:
        yield "", plain
    if "&" in text and not TAG.search(text) and (plain := html.unescape(text)) != text:
        yield from _one(plain)
    if TAG.search(text):
        yield from _markup(text)


def _json(text: str) -> object | None:
    """The JSON this text is; None for any other, a bare number or word too."""
    if text.lstrip()[:1] not in ("{", "[", '"'):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _strings(tree: object) -> Iterator[str]:
    """Every string of a JSON document; a list of lines as one text, too."""
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, held in reversed(value.items()):
                waiting += [held, key]
        elif isinstance(value, list):
            waiting += reversed(value)
            if len(value) > 1 and all(isinstance(v, str) for v in value):
                waiting.append("".join(value))


def _taken_out(
    pattern: re.Pattern[str], held: Callable[[re.Match[str]], bytes | None], text: str
) -> Generator[Part, None, str]:
    """What the matches hold, one by one; returns the text without those that hold something."""
    kept, end = [], 0
    for match in pattern.finditer(text):
        if (found := held(match)) is not None:
            yield "embedded data", found
            kept += [text[end : match.start()], " "]
            end = match.end()
    return "".join([*kept, text[end:]])


def _addressed(data: re.Match[str]) -> bytes:
    """What a data address holds."""
    is_base64, held = data.groups()
    if not is_base64:
        return urllib.parse.unquote_to_bytes(held)
    found = _unbase64(urllib.parse.unquote(held))
    return found if found is not None else held.encode()


def _encoded(stretch: re.Match[str]) -> bytes | None:
    """What a stretch of base64 holds; None of anything that only looks like one."""
    found = _unbase64(stretch[0].replace("\\n", ""))
    return found if found is not None and _says_something(found) else None


def _may_be_encoded(text: str) -> bool:
    """Whether as many letters of base64 stand in a row anywhere as `ENCODED` begins with."""
    return IN_A_ROW in text.encode("ascii", "replace").translate(AS_BASE64)


def _unbase64(encoded: str) -> bytes | None:
    stripped = "".join(encoded.split()).rstrip("=").replace("-", "+").replace("_", "/")
    whole = stripped[:-1] if len(stripped) % 4 == 1 else stripped
    try:
        return base64.b64decode(whole + "=" * (-len(whole) % 4), validate=True)
    except binascii.Error:
        return None


def _says_something(found: bytes) -> bool:
    """Whether decoded bytes are a text or a kind of file; a hash or an id decodes to noise."""
    try:
        return found.decode("utf-8").isprintable() or b"\n" in found
    except UnicodeDecodeError:
        known = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"\x1f\x8b", b"wOF")
        packed = found.startswith(known) or deflated(found, LIMITS.member_size) is not None
        return packed or len(found) > 200


def _without_outlines(text: str) -> str:
    """`text` with a blank for each outline of a drawing and the blank before it."""
    kept, end = [], 0
    for outline in OUTLINE.finditer(text):
        start = outline.start() - 1
        if start >= 0 and text[start].isspace():
            kept += [text[end:start], " "]
            end = outline.end()
    return "".join([*kept, text[end:]])


def _undone(escape: re.Match[str]) -> str:
    if code := escape[1] or escape[2]:
        return chr(int(code, 16))
    return " "


def _markup(text: str) -> Iterator[Part]:
    """Texts across tags, joined and parted; comments; attributes; what an attribute embeds."""
    from lxml import etree

    parser = etree.HTMLParser(recover=True, huge_tree=True, encoding="utf-8", no_network=True)
    root = etree.fromstring(_encodable(text), parser)
    if root is None:
        return
    comments = [c.text or "" for c in root.iter(etree.Comment, etree.ProcessingInstruction)]
    words = list(root.itertext("*"))
    yield "", " ".join(words)
    yield "", "".join(words)
    yield "", "".join(_as_read(root))
    for comment in comments:
        yield "a comment", comment
        if TAG.search(comment):
            yield from _markup(comment)
    # A drawing says the same few things thousands of times.
    values = {value: None for e in root.iter("*") for value in e.attrib.values()}
    for value in values:
        if DRAWN.fullmatch(value) and len(value) > 9:
            continue
        yield "an attribute", value
        if "data:" in value or TAG.search(value):
            yield from _one(value)


def _as_read(root) -> Iterator[str]:
    """Texts as a reader sees them: parted by paragraphs and cells, not by emphasis in a word."""
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in INLINE:
            yield " "
        yield (element.text if event == "start" else element.tail) or ""


def _encodable(text: str) -> bytes:
    """Without what XML cannot hold, and without a declaration of another encoding."""
    text = re.sub(r"<\?xml[^>]*\?>", "", text)
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", text).encode("utf-8")
