"""A trace planted in each format is found; what cannot be read is named."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from compendium.build.sweep.contents import contents
from compendium.build.sweep.limits import DEPTH
from compendium.build.sweep.search import in_file
from compendium.build.sweep.traces import Trace, Traces, runs_of
from compendium.readers.archive import Limits
from compendium.writers.spreadsheet import write_xlsx

WORDS = "This must never be seen anywhere, d'accord?"
ID = "P-24CVVE"
GUS = "the person in row 8"
TRACES = Traces({ID: Trace("the participant id", GUS)}, runs_of([(WORDS, GUS)], []))
RUN, NAME = f"6 words in a row of {GUS}.", f"the participant id of {GUS}."


def found(content: bytes | str, name: str = "file") -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    return [s.partition(": ")[2] for s in in_file(content, name, TRACES) if ": " in s]


def unread(content: bytes) -> list[tuple[str, str]]:
    return contents(content).unread


def zipped(members: dict[str, bytes | str], kind=zipfile.ZIP_DEFLATED, comment=b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def uri(kind: str, content: bytes | str) -> str:
    content = content.encode() if isinstance(content, str) else content
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def png(**texts) -> bytes:
    info, buffer = PngImagePlugin.PngInfo(), io.BytesIO()
    info.add_itxt("a", texts.get("itxt", ""), zip=True)
    info.add_itxt("b", texts.get("plain_itxt", ""))
    info.add_text("c", texts.get("text", ""))
    info.add_text("d", texts.get("ztxt", ""), zip=True)
    Image.new("RGB", (40, 40)).save(buffer, "png", pnginfo=info, exif=texts.get("exif", b""))
    return buffer.getvalue()


def exif(words: str, encoding: str = "ascii") -> bytes:
    made = Image.Exif()
    made[0x010E] = words if encoding == "ascii" else ""
    made[0x9C9C] = words.encode("utf-16-le") if encoding != "ascii" else b""
    return made.tobytes()


def jpeg(**given) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "jpeg", **given)
    return buffer.getvalue()


def workbook(tmp_path) -> bytes:
    write_xlsx(tmp_path / "t.xlsx", {"t": [["a", "b"], [1, WORDS]]})
    return (tmp_path / "t.xlsx").read_bytes()


SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><title>{WORDS}</title><path d="M0 0L1 1"/></svg>'
HALVES = ("<w:t>This must nev</w:t>", "<w:t>er be seen anywhere</w:t>")
TEXTS = {
    "plain": WORDS,
    "in capitals without punctuation": "THIS MUST NEVER\n BE   SEEN anywhere",
    "utf-16": WORDS.encode("utf-16"),
    "a csv cell with quotes": f'id,text\n1,"He said ""{WORDS}"""\n',
    "html text across tags": "<p>This <em>must</em> ne<b>ver</b> be</p><p>seen</p> anywhere",
    "html entities": "<p>This&nbsp;must &#110;ever be&#x20;seen anywhere</p>",
    "entities without tags": "This must &#110;ever be seen anywhere",
    "an attribute": f'<img alt="{WORDS}">',
    "a comment": f"<p>a</p><!-- {WORDS} -->",
    "a script": f"<script>var a = {json.dumps(WORDS)}</script>",
    "a style": f'<style>p:after {{ content: "{WORDS}" }}</style>',
    "a page in an attribute": '<iframe srcdoc="<p>This must</p> never be seen anywhere">',
    "an address": "https://example.org/?q=This%20must%20never%20be%20seen%20anywhere",
    "soft hyphens": "This must ne\u00adver be se\u200ben anywhere",
    "svg title": SVG,
    "svg desc": SVG.replace("title", "desc"),
    "svg metadata": SVG.replace("title", "metadata"),
    "a figure in a page": f'<img src="{uri("image/svg+xml", SVG)}">',
    "a figure's alternative in a page": f'<img srcset="{uri("image/svg+xml", SVG)} 2x">',
    "a percent-encoded figure": f'<img src="data:image/svg+xml,%3Csvg%3E%3Ctext%3E{WORDS}">',
    "a picture's remark in a page": f'<img src="{uri("image/png", png(ztxt=WORDS))}">',
    "json": json.dumps({"a": [{"b": WORDS}]}),
    "json keys": json.dumps({WORDS: 1}),
    "json with escapes": json.dumps({"a": "This must\nnever be\u00e0 seen anywhere"}).replace(
        "\\u00e0", ""
    ),
    "escaped letters outside json": 'a = "This must \\u006eever be\\nseen anywhere";',
    "a notebook's lines": json.dumps({"source": ["This must never\n", "be seen anywhere"]}),
    "a notebook's picture": json.dumps(
        {"outputs": [{"data": {"image/png": base64.encodebytes(png(itxt=WORDS)).decode()}}]}
    ),
    "base64 of a text": "x: " + base64.b64encode(WORDS.encode()).decode(),
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_words_in_a_text_are_found(content):
    assert RUN in found(content)


PACKED = {
    "png tEXt": png(text=WORDS),
    "png zTXt": png(ztxt=WORDS),
    "png iTXt": png(plain_itxt=WORDS),
    "png iTXt packed": png(itxt=WORDS),
    "png eXIf": png(exif=exif(WORDS)),
    "png after its end": png() + WORDS.encode(),
    "jpeg remark": jpeg(comment=WORDS.encode()),
    "jpeg exif": jpeg(exif=exif(WORDS)),
    "jpeg exif in utf-16": jpeg(exif=exif(WORDS, "utf-16")),
    "zip": zipped({"a.txt": WORDS}),
    "zip in a zip": zipped({"a.zip": zipped({"b/c.txt": WORDS})}),
    "zip, a member's name": zipped({"This must never be seen anywhere.txt": ""}),
    "zip, its remark": zipped({"a": ""}, comment=WORDS.encode()),
    "zip, behind other bytes": b"\x00\x01\xfe" * 9 + zipped({"a.txt": WORDS}),
    "docx": zipped({"word/document.xml": f"<w:p>{''.join(HALVES)}</w:p>"}),
    "docx properties": zipped({"docProps/core.xml": f"<dc:title>{WORDS}</dc:title>"}),
    "docx app properties": zipped({"docProps/app.xml": f"<Company>{WORDS}</Company>"}),
    "odt": zipped({"mimetype": "application/odt", "content.xml": f"<text:p>{WORDS}</text:p>"}),
    "gzip": gzip.compress(WORDS.encode()),
    "gzip of a page": gzip.compress(f"<p>{WORDS}</p>".encode()),
    "bzip2": bz2.compress(WORDS.encode()),
    "xz": lzma.compress(WORDS.encode()),
    "unknown bytes, utf-8": b"\x00\xff\x01" + WORDS.encode() + b"\x00\x93",
    "unknown bytes, utf-16": b"\x00\xff\x01\x07" + WORDS.encode("utf-16-le") + b"\x00\x93",
    "unknown bytes, utf-16 the other way": b"\xff\x01\x07" + WORDS.encode("utf-16-be") + b"\x93",
}


@pytest.mark.parametrize("content", PACKED.values(), ids=PACKED)
def test_words_in_what_is_packed_are_found(content):
    assert RUN in found(content)
    assert unread(content) == []


def test_words_in_a_workbook_are_found(tmp_path):
    assert RUN in found(workbook(tmp_path))


@pytest.mark.parametrize("written", ["P-24CVVE", "p_24cvve", "P 24CVVE.", "x/P-24CVVE.html"])
def test_an_id_is_found_however_its_parts_are_joined(written):
    assert found(f"<p>{written}</p>") == [NAME]
    assert found(zipped({f"{written}.csv": "a"})) == [NAME]


def test_a_files_own_name_is_looked_at_and_not_repeated():
    (sentence,) = in_file(b"a", "tables/P-24CVVE.csv", TRACES)
    assert sentence == f"a file whose name is a trace (its name): {NAME}"


def test_what_is_told_names_the_file_and_the_place_and_never_the_words():
    content = zipped({"docProps/core.xml": f"<a>{WORDS} {ID}</a>"})
    told = list(in_file(content, "wales/summary.docx", TRACES))
    assert told == [
        f"wales/summary.docx (docProps/core.xml): {NAME}",
        f"wales/summary.docx (docProps/core.xml): {RUN}",
    ]


def pdf(*streams: bytes, info: str = "()", pack=zlib.compress, astray: int = 0) -> bytes:
    """A PDF of one page whose content is the first of `streams`, deflated (`pack`).

    `info` is its title as it is written; its table of places is `astray` by so many bytes.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 6 0 R"
        b"/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Title" + info.encode() + b">>",
        *(
            b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(p), p)
            for p in map(pack, streams)
        ),
    ]
    made, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(made) + astray)
        made += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>" % (len(offsets) + 1)
    return made + head + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(made)


LETTERS = b"BT /F 9 Tf 9 200 Td [(This mu)-9(st never)] TJ"
LETTERS += b" 0 -12 Td (be seen any-) Tj 0 -12 Td (where) Tj ET"
ENCODED = f"<feff{WORDS.encode('utf-16-be').hex()}>"
ASTRAY = (0, -3, 2, 12, 60, 3000)
PDFS = {
    "text in pieces, a word divided": pdf(LETTERS),
    "title": pdf(b"", info=f"({WORDS})"),
    **{f"title, {by} bytes astray": pdf(b"", info=ENCODED, astray=by) for by in ASTRAY},
    "an embedded text": pdf(b"", WORDS.encode()),
    "an embedded archive": pdf(b"", zipped({"a.txt": WORDS})),
}


@pytest.mark.parametrize("content", PDFS.values(), ids=PDFS)
def test_words_in_a_pdf_are_found(content):
    assert RUN in found(content)
    assert unread(content) == []


def test_letters_of_a_font_of_its_own_are_read_in_a_pdf_of_matplotlib():
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    buffer, figure = io.BytesIO(), Figure()
    figure.text(0.1, 0.5, WORDS)
    with rc_context({"pdf.fonttype": 42}):
        figure.savefig(buffer, format="pdf")
    assert RUN in found(buffer.getvalue())


def locked_pdf() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(9, 9)
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def locked_zip() -> bytes:
    content = bytearray(zipped({"a.txt": WORDS}, zipfile.ZIP_STORED))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(signature) + place] |= 1
    return bytes(content)


def damaged_zip() -> bytes:
    content = bytearray(zipped({"a": WORDS}))
    content[40] ^= 0xFF
    return bytes(content)


UNREADABLE = {
    "a locked pdf": locked_pdf(),
    "a damaged pdf": b"%PDF-1.7 nothing more",
    "a locked zip": locked_zip(),
    "a zip cut short": zipped({"a.txt": b"a" * 999})[:-30],
    "a damaged member": damaged_zip(),
    "a damaged gzip": gzip.compress(b"a" * 999)[:-9],
    "a picture cut short": png()[:-20],
    "a damaged text of a picture": png(ztxt="a" * 99).replace(zlib.compress(b"a" * 99), b"x" * 12),
    "7z": b"7z\xbc\xaf\x27\x1c" + b"a" * 99,
    "zstandard": b"\x28\xb5\x2f\xfd" + b"a" * 99,
    "a locked office file": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "somebody's packed font": b"wOF2" + b"a" * 99,
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_named(content):
    assert unread(content)
    assert "cannot be looked into" in " ".join(in_file(content, "a", TRACES))


def test_a_locked_member_of_an_archive_is_named():
    assert unread(locked_zip()) == [("a.txt", "it is locked with a password")]


def test_what_unpacks_to_too_much_is_named_and_not_unpacked():
    small = Limits(members=9, member_size=1000, total_size=5000)
    for bomb in (gzip.compress(b"a" * 9999), zipped({"a": b"a" * 9999})):
        assert contents(bomb, small).unread
    many = zipped({str(n): b"" for n in range(20)})
    assert contents(many, small).unread == [("", "it holds more files than is safe")]
    nested = b"a"
    for _ in range(20):
        nested = gzip.compress(nested)
    assert contents(nested).unread == [("", "it unpacks to more than is safe")]


def test_the_typeface_of_a_page_is_known_and_passed_over():
    from compendium.displays.drawing.canvas import FONTS

    font = (FONTS / "CompendiumSans-Bold.woff2").read_bytes()
    assert contents(f"<style>src: url({uri('font/woff2', font)})</style>".encode()).unread == []


@pytest.mark.parametrize("window", [15, -15], ids=["zlib", "deflate"])
def test_a_bare_stream_is_inflated_also_in_base64_and_inside_limits(window):
    packed = zlib.compress(WORDS.encode(), wbits=window)
    assert found(packed) == [RUN]
    assert found(base64.b64encode(packed)) == [RUN]
    assert found(zlib.compress(packed, wbits=window)) == [RUN]
    large = zlib.compress(b"a" * 2000, wbits=window)
    small = Limits(member_size=1000, total_size=10_000)
    assert contents(large, small).unread == [("", "it unpacks to more than is safe")]


@pytest.mark.parametrize("rest", [b"more", b"\0"])
def test_a_stream_that_ends_before_its_file_is_none(rest):
    """Otherwise a text that begins like one would be taken for it, and the rest be lost."""
    content = zlib.compress(b"nothing") + rest + WORDS.encode()
    assert found(content) == [RUN]


@pytest.mark.parametrize(("size", "there"), [(24, [NAME]), (23, [])])
def test_base64_is_read_from_32_letters_in_a_row(size, there):
    assert found("x: " + base64.b64encode(ID.ljust(size).encode()).decode()) == there


@pytest.mark.parametrize("before", [" ", "\n", "\u2009"])
def test_of_outlines_nothing_is_read_and_of_what_looks_like_one_all(before):
    def texts(content: str) -> str:
        return contents(content.encode()).pieces[0].text

    assert texts(f'<path{before}d="M1 2"{before}d="L3 4"/>') == "<path  />"
    for other in ('d="M1 2"', '<path data-d="M1 2"/>', f'<path{before}d="M1 b"/>'):
        assert texts(other) == other


def fresh() -> Traces:
    return Traces({ID: Trace("the participant id", GUS)}, runs_of([(WORDS, GUS)], []))


def test_what_stands_in_many_files_is_read_once_if_nothing_is_found():
    traces, page = fresh(), f'<img src="{uri("image/svg+xml", "<svg><title>a</title></svg>")}">'
    assert list(in_file(page.encode(), "a", traces)) == []
    assert contents(page.encode(), known=traces.layers).pieces == []


def test_what_stands_in_many_files_is_found_in_each():
    traces, figure = fresh(), uri("image/svg+xml", SVG)
    for page in (f'<p>{WORDS}</p><img src="{figure}">', f'<img src="{figure}">'):
        assert [s.partition(": ")[2] for s in in_file(page.encode(), "a", traces)] == [RUN]


def test_what_cannot_be_read_is_named_wherever_it_stands():
    closed = b"7z\xbc\xaf\x27\x1c" + b"a" * 9
    assert [where for where, _ in unread(zipped({"a": closed, "b": closed}))] == ["a", "b"]


def test_what_is_passed_over_counts_as_what_it_unpacks_to():
    packed = [gzip.compress(f"word {n}, ".encode() * 75, mtime=0) for n in range(3)]
    page = "".join(f'<img src="{uri("text/plain", p)}">' for p in packed).encode()
    layers, size = contents(page).layers, len(page) + sum(map(len, packed)) + 3 * 600
    assert contents(page, Limits(members=7, total_size=size), layers).unread == []
    for small in (Limits(members=6), Limits(total_size=size - 1)):
        assert contents(page, small).unread == contents(page, small, layers).unread != []
    again = json.dumps(dict.fromkeys("abcdefghi", uri("text/plain", "word, " * 99))).encode()
    assert contents(again, Limits(members=10)).unread == []
    assert contents(again, Limits(members=9)).unread != []


def test_what_is_passed_over_may_not_stand_deeper_than_it_was_read():
    nested = [b"a"]
    for _ in range(DEPTH + 1):
        nested.append(gzip.compress(nested[-1], mtime=0))
    layers = contents(nested[DEPTH]).layers
    assert len(layers) == DEPTH + 1
    assert contents(nested[DEPTH + 1], known=layers).unread == contents(nested[DEPTH + 1]).unread
    assert contents(nested[DEPTH + 1]).unread == [("", "it unpacks to more than is safe")]


def with_more_after_its_data(kind) -> bytes:
    """An archive whose only member has words in its place after the end of its data."""
    packed, hidden = zipped({"a.txt": "nothing here " * 9}, kind), WORDS.encode()
    (member,) = zipfile.ZipFile(io.BytesIO(packed)).infolist()
    end = 30 + len(member.filename) + member.compress_size
    directory = packed.index(b"PK\x01\x02")
    grown = (member.compress_size + len(hidden)).to_bytes(4, "little")
    content = bytearray(packed[:end] + hidden + packed[end:])
    content[18:22] = grown
    content[directory + len(hidden) + 20 : directory + len(hidden) + 24] = grown
    at = content.index(b"PK\x05\x06") + 16
    content[at : at + 4] = (directory + len(hidden)).to_bytes(4, "little")
    return bytes(content)


def test_words_after_the_end_of_a_members_data_are_found():
    assert found(with_more_after_its_data(zipfile.ZIP_DEFLATED)) == [RUN]


SAID = b"(" + WORDS.encode() + b")"


def and_more(data: bytes) -> bytes:
    """Packed data with words after their end."""
    return zlib.compress(data) + WORDS.encode()


@pytest.mark.parametrize(
    ("data", "pack"),
    [
        (b"1 2 m 3 4 l S BT /F 9 Tf " + SAID + b" Tj ET 5 6 m 7 8 l S", zlib.compress),
        (b"1 2 m " + SAID + b" 3 4 l S", zlib.compress),
        (b"1 2 m % " + WORDS.encode() + b"\n3 4 l S", zlib.compress),
        (b"1 2 m 3 4 l S", and_more),
    ],
    ids=["letters", "a string between steps", "a remark", "after packed data"],
)
def test_words_among_the_steps_of_a_drawing_are_found(data, pack):
    assert RUN in found(pdf(data, pack=pack))


def test_words_of_a_stream_that_nothing_refers_to_are_found():
    hidden = b"9 0 obj<< >>stream\n" + zlib.compress(WORDS.encode()) + b"\nendstream endobj\n"
    assert RUN in found(pdf(b"1 2 m 3 4 l S") + b"\n" + hidden)


def test_a_drawing_alone_is_clean():
    assert found(pdf(b"1 2 m 3 4 l S")) == []
    assert unread(pdf(b"1 2 m 3 4 l S")) == []
