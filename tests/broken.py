"""Good files of every kind, small and made here, and ways to spoil them.

`GOOD` makes one file of each ending; a spoiler turns its bytes into those of a broken one.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
from handmade import pack, pack_project, project, selection, source
from project_databases import QUALCODER, TAGUETTE, database

from compendium.writers.spss import write_sav

TEXT = "Nos da 😀 pawb.\r\nShe listened to me, tŷ bach.\r\n"
CSV = "token,area,Q1,date\nt1,001,4,2024-01-31\nNA,002,5,2024-02-01\n"
CASE = '<Case guid="k1" name="Ann"><SourceRef targetGUID="s1"/></Case>'
QDE = project(source(selection(17, 29, guid="p1")), cases=CASE)
QDC = (
    '<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0">'
    '<Codes><Code guid="1" name="Tea" isCodable="true"/></Codes></CodeBook>'
)
RIS = "TY  - JOUR\nAU  - Jones, A\nTI  - Advocacy\nPY  - 2020\nDO  - 10.1/x\nER  - \n"
BIB = "@article{j20, title={Advocacy}, author={Jones, A}, year={2020}}\n"
NBIB = "PMID- 123\nTI  - Advocacy\nFAU - Jones, Ann\nDP  - 2020\n\n"
ROCK = "---\nmetadata:\n  -\n    caseId: 1\n---\n[[cid=1]]\nShe listened. [[Warmth>Listening]]\n"
NVIVO = (
    "Name: Warmth\n\n<Files\\\\c1> - § 1 reference coded  [1.00% Coverage]\n\n"
    "Reference 1 - 1.00% Coverage\n\nShe listened.\n"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = (
    f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>If we listen, then they stay, because '
    "they are heard.</w:t></w:r></w:p></w:body></w:document>"
)


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _sav(path: Path) -> Path:
    frame = pd.DataFrame({"token": ["t1", "t2"], "Q1": [4.0, 99.0]})
    labels = {"token": "Token", "Q1": "I was heard."}
    write_sav(path, frame, labels, {"Q1": {4: "Agree", 99: "No answer"}}, {"Q1": [99]}, "made up")
    return path


def _dta(path: Path) -> Path:
    frame = pd.DataFrame({"token": ["t1", "t2"], "Q1": [4, 5]})
    frame.to_stata(path, write_index=False, time_stamp=pd.Timestamp("2024-01-01"))
    return path


def _xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["token", "area", "Q1"], ["t1", "001", 4], ["NA", "002", 5]):
        book.active.append(row)
    book.save(path)
    return path


def _ods(path: Path) -> Path:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in (("token", "Q1"), ("t1", "4"))
    )
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    xml = (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" '
        f'xmlns:text="{name}text:1.0"><office:body><office:spreadsheet><table:table '
        f'table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return pack(path, {"mimetype": kind, "content.xml": xml})


def _qda(path: Path) -> Path:
    coded = {"cid": 1, "fid": 1, "seltext": "Nos da", "pos0": 0, "pos1": 6, "owner": "Bea"}
    return database(
        path,
        QUALCODER,
        source=[{"id": 1, "name": "c1", "fulltext": TEXT}],
        code_name=[{"cid": 1, "name": "Warmth"}],
        code_text=[coded],
    )


def _taguette(path: Path) -> Path:
    return database(
        path,
        TAGUETTE,
        projects=[{"id": 1, "name": "S"}],
        documents=[{"id": 1, "name": "c1", "project_id": 1, "contents": "<p>Nos da</p>"}],
        tags=[{"id": 1, "path": "Warmth", "description": ""}],
        highlights=[{"id": 1, "document_id": 1, "start_offset": 0, "end_offset": 6}],
        highlight_tags=[{"highlight_id": 1, "tag_id": 1}],
    )


GOOD: dict[str, Callable[[Path], Path]] = {
    ".sav": _sav,
    ".dta": _dta,
    ".xlsx": _xlsx,
    ".ods": _ods,
    ".qdpx": lambda path: pack_project(path, QDE, a=TEXT),
    ".docx": lambda path: pack(path, {"word/document.xml": DOCUMENT}),
    ".qda": _qda,
    ".sqlite3": _taguette,
    ".qde": lambda path: written(path, QDE.replace("internal://a.txt", "")),
    ".qdc": lambda path: written(path, QDC),
    ".csv": lambda path: written(path, CSV),
    ".tsv": lambda path: written(path, CSV.replace(",", "\t")),
    ".ris": lambda path: written(path, RIS),
    ".bib": lambda path: written(path, BIB),
    ".nbib": lambda path: written(path, NBIB),
    ".rock": lambda path: written(path, ROCK),
    ".txt": lambda path: written(path, NVIVO),
}
# Of these the whole file is held together by its format; of the others any part is a text.
BINARY = (".sav", ".dta", ".xlsx", ".ods", ".qdpx", ".docx", ".qda", ".sqlite3")


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """A zip archive with members replaced (`__` for `/`, None to leave one out)."""
    named = {name.replace("__", "/"): value for name, value in changes.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        members = {i.filename: old.read(i) for i in old.infolist()} | named
        for name, value in members.items():
            if value is not None:
                # Dated, so that the bytes do not hang on the clock.
                info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
                new.writestr(info, value, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def altered(content: bytes, folder: Path, statement: str) -> bytes:
    """A SQLite database after a statement."""
    path = written(folder / "altered.db", content)
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.commit()
    connection.close()
    return path.read_bytes()
