"""Word documents written by hand, element by element, so that a test can get any part wrong."""

from __future__ import annotations

from pathlib import Path

from handmade import pack

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{own}" {more}><w:name w:val="{name}"/>{inner}'
    "</w:style>"
    for own, name, more, inner in (
        ("Standard", "Normal", 'w:default="1"', ""),
        ("berschrift1", "heading 1", "", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("berschrift2", "heading 2", "", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Own", "My heading", "", '<w:basedOn w:val="berschrift2"/>'),
        ("TOC1", "toc 1", "", ""),
    )
)


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str = "", style: str = "", properties: str = "") -> str:
    """A paragraph: of runs, or of a text."""
    inner = inner if inner.startswith("<") or not inner else run(inner)
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{inner}</w:p>"


def item(text: str, number: int = 1, depth: int = 0) -> str:
    """A paragraph of a list."""
    own = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=own)


def cell(inner: str = "", properties: str = "") -> str:
    inner = inner if inner.startswith("<") else p(inner)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: list[str]) -> str:
    """A table of texts, or of cells."""
    made = "".join(
        f"<w:tr>{''.join(c if c.startswith('<w:tc') else cell(c) for c in row)}</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/>{made}</w:tbl>"


def level(depth: int, form: str, text: str, start: int = 1, style: str = "") -> str:
    tied = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{tied}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*patterns: str, restart: bool = False) -> str:
    """A list for each pattern, numbered from 1; with `restart` list 9 begins the first anew."""
    kept = "".join(
        f'<w:abstractNum w:abstractNumId="{i}">{levels}</w:abstractNum>'
        for i, levels in enumerate(patterns)
    )
    named = "".join(
        f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>'
        for i in range(len(patterns))
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    if restart:
        named += f'<w:num w:numId="9"><w:abstractNumId w:val="0"/>{again}</w:num>'
    return kept + named


def members(body: str, numbering: str = "", main: str = "document", **parts: str) -> dict[str, str]:
    """The members of a document: each of `parts` is the inside of one (comments, header, …)."""
    parts = {"styles": STYLES, "numbering": numbering} | parts
    links = "".join(
        f'<Relationship Id="r{i}" Type="{KINDS}/{kind}" Target="{kind}.xml"/>'
        for i, kind in enumerate(parts)
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    )
    top = f'<Relationship Id="r" Type="{KINDS}/officeDocument" Target="word/{main}.xml"/>'
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f"{relations}{top}</Relationships>",
        f"word/_rels/{main}.xml.rels": f"{relations}{links}</Relationships>",
        f"word/{main}.xml": f"<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>",
    } | {
        f"word/{kind}.xml": f"<w:{kind} {NAMES}>{inner}</w:{kind}>" for kind, inner in parts.items()
    }


def pack_document(path: Path, body: str, **parts: str) -> Path:
    """A ``.docx`` with this body at `path`."""
    return pack(path, members(body, **parts))
