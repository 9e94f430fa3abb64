"""For tests: real formats, written as tools write them, and damaged by a seed in many ways.

`inputs` gives as many damaged files as wanted, always the same ones; `read` says how each ended.
A fault is a class of damage; what may be told of it depends on the format, which may or may not
hold a check sum over what it holds.
"""

from __future__ import annotations

import codecs
import dataclasses
import io
import itertools
import random
import re
import sqlite3
import struct
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import tiny
from broken import GOOD, repacked
from hostile_texts import TEXTS

from compendium.problems import DataError
from compendium.readers.export import Export, read_export
from compendium.writers.files import write_csv
from compendium.writers.refi_qda import write_qdc
from compendium.writers.spreadsheet import write_xlsx
from compendium.writers.word_tables import Part, Table, write_word_tables

ZIPPED = (".xlsx", ".ods", ".qdpx", ".docx")
DATABASES = (".qda", ".sqlite3")
XML = (".qde", ".qdc")
TABLES = (".csv", ".tsv")
PLAIN = (*TABLES, ".ris", ".bib", ".nbib", ".rock", ".txt", *XML)
STATISTICS = (".sav", ".dta")
# Formats without a check sum: a letter or a number changed in one is what it now says.
UNSEALED = (*PLAIN, *DATABASES, *STATISTICS)

# Ends of a reading. The last two are failures.
PROBLEM, FINDINGS, EQUAL, AS_IT_SAYS = (
    "named problem",
    "read with findings",
    "read and equal",
    "read as the file now says",
)
SILENT, CRASH = "SILENT", "CRASH"
ENDS = (PROBLEM, FINDINGS, EQUAL, AS_IT_SAYS, SILENT, CRASH)

Damage = Callable[[bytes, random.Random, str], bytes | None]
BOMB = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
WRONG = ["1e999", "-inf", "NaN", "inf", "0x1F", "１２", "1,5", "1.797e309", "--1", "1/0", "True"]
DAYS = ["0000-00-00", "2024-02-30", "9999-12-31", "10000-01-01", "1899-12-30", "2024-13-01", "-1"]


def _survey_csv(path: Path) -> Path:
    frame = tiny.responses()
    frame["submitted"] = frame["submitted"].dt.strftime("%Y-%m-%d %H:%M")
    write_csv(path, frame)
    return path


def _log_xlsx(path: Path) -> Path:
    log = tiny.log()
    write_xlsx(path, {"Log": [list(log), *log.values.tolist()]})
    return path


def _tiny_sav(path: Path) -> Path:
    tiny.write_survey(path, tiny.responses())
    return path


def _talk(path: Path) -> Path:
    tiny.write_qdpx(path, tiny.project())
    return path


def _codebook(path: Path) -> Path:
    write_qdc(path, tiny.project())
    return path


def _theory(path: Path) -> Path:
    head = ["CMOC", "Context", "Mechanism", "Outcome"]
    rows = [[f"T{n}", "a cold room", "tea is offered", "people stay"] for n in range(1, 5)]
    write_word_tables(
        path, "Theory", [Part("Tea", ["If tea, then talk."], Table(head, rows, (1, 3, 3, 3)))]
    )
    return path


# What is damaged: by a name, the ending and how it is made.
SOUND: dict[str, tuple[str, Callable[[Path], Path]]] = {
    # The clock stands in workbooks of openpyxl and in SPSS files.
    **{e: (e, make) for e, make in GOOD.items() if e not in (".xlsx", ".sav")},
    "survey.csv": (".csv", _survey_csv),
    "log.xlsx": (".xlsx", _log_xlsx),
    "survey.sav": (".sav", _tiny_sav),
    "talk.qdpx": (".qdpx", _talk),
    "codebook.qdc": (".qdc", _codebook),
    "theory.docx": (".docx", _theory),
}


def _cut(content, dice, ending):
    return content[: dice.randrange(len(content))]


def _flipped(content, dice, ending):
    made = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8, 64))):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def _overwritten(content, dice, ending):
    start = dice.randrange(len(content))
    length = dice.randrange(1, 200)
    filling = dice.choice((b"\0", b"\xff", b" ", dice.randbytes(1)))
    return content[:start] + (filling * length)[: len(content) - start] + content[start + length :]


def _missing_middle(content, dice, ending):
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.randrange(1, 300) :]


def _twice(content, dice, ending):
    return content + content


def _garbage_behind(content, dice, ending):
    return content + dice.randbytes(dice.randrange(1, 400))


def _zeros(content, dice, ending):
    start = dice.randrange(len(content) + 1)
    return content[:start] + b"\0" * dice.randrange(1, 6) + content[start:]


def _another_kind(content, dice, ending):
    return _sound(dice.choice([of for of in SOUND if SOUND[of][0] != ending]))


def _members(content) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _xml_members(content) -> list[str]:
    return [n for n in _members(content) if n.endswith((".xml", ".qde", ".rels"))]


def _with(content: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        was = archive.read(name)
    return repacked(content, **{name.replace("/", "__"): change(was)})


def _only(*endings: str):
    """Damage that files of some kinds alone can have; of others there is none."""

    def bound(damage: Damage) -> Damage:
        def made(content, dice, ending):
            return damage(content, dice, ending) if ending in endings else None

        return made

    return bound


@_only(*ZIPPED)
def _zip_bomb(content, dice, ending):
    return _with(content, dice.choice(_members(content)), lambda was: was + b"\n" * 12_000_000)


@_only(*ZIPPED)
def _leads_outside(content, dice, ending):
    name = dice.choice(("../x", "/etc/x", "a/../../x", "..\\x", "C:\\x", "sources/../../x"))
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    return buffer.getvalue()


@_only(*ZIPPED)
def _member_gone(content, dice, ending):
    return _with(content, dice.choice(_members(content)), lambda was: None)


@_only(*ZIPPED)
def _member_cut(content, dice, ending):
    name = dice.choice(_members(content))
    return _with(content, name, lambda was: was[: dice.randrange(len(was) + 1)])


@_only(*ZIPPED)
def _member_twice(content, dice, ending):
    name, buffer = dice.choice(_members(content)), io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive, zipfile.ZipFile(io.BytesIO(content)) as was:
        archive.writestr(zipfile.ZipInfo(name), was.read(name).replace(b"1", b"2"))
    return buffer.getvalue()


@_only(*ZIPPED)
def _lying_sizes(content, dice, ending):
    made = bytearray(content)
    at = dice.choice([m.start() for m in re.finditer(b"PK\x01\x02", content)])
    struct.pack_into("<I", made, at + dice.choice((20, 24, 42)), dice.randrange(2**32))
    return bytes(made)


@_only(*ZIPPED, *XML)
def _entities(content, dice, ending):
    bomb = dice.choice((BOMB, OUTSIDE)).encode()

    def change(was: bytes) -> bytes:
        head, end, rest = was.partition(b"?>") if was.startswith(b"<?xml") else (b"", b"", was)
        return head + end + bomb + rest.replace(b"><", b">&b;<", 1)

    if ending in XML:
        return change(content)
    return _with(content, dice.choice(_xml_members(content)), change)


@_only(*ZIPPED, *XML)
def _deep_xml(content, dice, ending):
    deep = b"<a>" * 5_000 + b"</a>" * 5_000

    def change(was: bytes) -> bytes:
        at = was.rfind(b"</")
        return was[:at] + deep + was[at:]

    if ending in XML:
        return change(content)
    return _with(content, dice.choice(_xml_members(content)), change)


@_only(".rock", ".bib")
def _deep_text(content, dice, ending):
    deep = 20_000
    if ending == ".bib":
        return content.replace(b"{Advocacy}", b"{" * deep + b"Advocacy" + b"}" * deep)
    return content.replace(b"caseId: 1", b"caseId: " + b"[" * deep + b"]" * deep)


@_only(*PLAIN)
def _other_encoding(content, dice, ending):
    text = content.decode().replace("e", "é", 3)
    how = dice.choice(("cp1252", "utf-16", "utf-16-le", "utf-8-sig", "mojibake", "utf-32", "utf-7"))
    if how == "mojibake":
        return text.encode().decode("latin-1").encode()
    mark = codecs.BOM_UTF8 if how == "utf-8-sig" and dice.random() < 0.5 else b""
    return mark + text.encode(how, "replace")


@_only(*TABLES)
def _heading_twice(content, dice, ending):
    head, line, rest = content.partition(b"\n")
    sign = b"\t" if ending == ".tsv" else b","
    names = head.split(sign)
    names[dice.randrange(1, len(names))] = names[0]
    return sign.join(names) + line + rest


def _cells(content: bytes, dice: random.Random, ending: str, values: list[str]) -> bytes | None:
    """A table as text with a cell below its heading that says something else."""
    sign = "\t" if ending == ".tsv" else ","
    rows = [line.split(sign) for line in content.decode().split("\n") if line]
    row = rows[dice.randrange(1, len(rows))]
    value = dice.choice(values).replace('"', '""')
    row[dice.randrange(len(row))] = f'"{value}"'
    return "\n".join(map(sign.join, rows)).encode("utf-8", "replace") + b"\n"


@_only(*TABLES)
def _no_number(content, dice, ending):
    return _cells(content, dice, ending, WRONG)


@_only(*TABLES)
def _no_day(content, dice, ending):
    return _cells(content, dice, ending, DAYS)


@_only(*TABLES)
def _hostile_cell(content, dice, ending):
    return _cells(content, dice, ending, TEXTS)


@_only(*TABLES)
def _huge_cell(content, dice, ending):
    return _cells(content, dice, ending, ["x" * dice.choice((100_000, 200_000, 2_000_000))])


@_only(*TABLES)
def _rows_of_other_lengths(content, dice, ending):
    rows = content.split(b"\n")
    at = dice.randrange(1, len(rows))
    sign = b"\t" if ending == ".tsv" else b","
    rows[at] = dice.choice((rows[at] + sign * 3 + b"x", rows[at].rpartition(sign)[0], b'"'))
    return b"\n".join(rows)


# What the cells of workbooks were that were written anew, by the workbook's bytes.
WRITTEN: dict[bytes, list[list[object]]] = {}


def _workbook(change) -> Damage:
    """A workbook whose table of cells was changed before it was written."""

    def made(content, dice, ending):
        if ending != ".xlsx":
            return None
        rows = [list(r) for r in [list(tiny.log()), *tiny.log().values.tolist()]]
        change(rows, dice)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.xlsx"
            write_xlsx(path, {"Log": rows})
            made = path.read_bytes()
        WRITTEN[made] = rows
        return made

    return made


def _put(values):
    def change(rows, dice):
        rows[dice.randrange(1, len(rows))][dice.randrange(len(rows[0]))] = dice.choice(values)

    return change


def _same_heading(rows, dice):
    rows[0][dice.randrange(1, len(rows[0]))] = rows[0][0]


@_only(".xlsx", ".ods")
def _lying_counts(content, dice, ending):
    if ending == ".ods":
        many = str(dice.choice((0, -3, 10**7, 10**12, 10**30)))
        return _with(content, "content.xml", lambda was: was.replace(
            b"<table:table-cell ", f'<table:table-cell table:number-columns-repeated="{many}" '
            .encode(), 1))  # fmt: skip
    sheet = "xl/worksheets/sheet1.xml"
    change = dice.choice((
        lambda was: was.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
        lambda was: was.replace(b'<row r="2"', b'<row r="9999999"', 1),
        lambda was: was.replace(b"<v>1</v>", b"<v>987654</v>", 1),
        lambda was: was.replace(b"<v>1</v>", b"<v>-1</v>", 1),
        lambda was: was.replace(b"<v>1</v>", b"<v>1e400</v>", 1),
    ))  # fmt: skip
    return _with(content, sheet, change)


@_only(".sav")
def _lying_cases(content, dice, ending):
    count = dice.choice((-1, 0, 1, 5, 7, 100, 2**31 - 1, -5))
    return content[:80] + struct.pack("<i", count) + content[84:]


@_only(".sav", ".dta")
def _wild_numbers(content, dice, ending):
    frame = pd.DataFrame(
        {
            "token": ["t1", "t2"],
            "Q1": [
                dice.choice(
                    (1e308, -1e-308, 2.0**60) if ending == ".sav" else (8e307, 1e-300, 2.0**60)
                ),
                4,
            ],
        }
    )
    frame["day"] = pd.to_datetime(["1582-10-14" if dice.random() < 0.5 else "2024-02-29"] * 2)\
        if ending == ".sav" else 1.0  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made{ending}"
        if ending == ".sav":
            import pyreadstat

            pyreadstat.write_sav(frame, str(path))
        else:
            frame.to_stata(path, write_index=False)
        return path.read_bytes()


@_only(*DATABASES)
def _lying_database(content, dice, ending):
    own = {
        ".qda": ["update code_text set pos1 = 999", "update code_text set pos0 = 'x'",
                 "update code_text set cid = 99", "update code_text set pos0 = 1e300",
                 "update source set fulltext = null", "update source set fulltext = x'00ff'",
                 "delete from code_name", "update code_name set name = null",
                 "update code_text set pos0 = 3", "drop table source",
                 "update source set fulltext = 'Other words altogether here'",
                 "insert into code_text select ctid + 9, cid, fid, seltext, pos0, pos1, owner, "
                 "date, memo, avid, important from code_text"],
        ".sqlite3": ["update highlights set end_offset = 99", "update tags set path = null",
                     "update highlights set start_offset = -1", "drop table documents",
                     "update documents set contents = x'00ff'", "delete from tags",
                     "update documents set contents = '<p>' || hex(zeroblob(60000)) || '</p>'",
                     "update highlights set start_offset = 'x'"],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        path.write_bytes(content)
        connection = sqlite3.connect(path)
        connection.executescript(dice.choice(own[ending]))
        connection.commit()
        connection.close()
        return path.read_bytes()


@_only(".qdpx", ".qde")
def _lying_places(content, dice, ending):
    def change(was: bytes) -> bytes:
        marks = [m for m in re.finditer(rb'(start|end)Position="(\d+)"', was)]
        at = dice.choice(marks)
        other = dice.choice(("-1", "99999", "1.5", "x", "9" * 40, "", str(int(at[2]) + 1)))
        return was[: at.start(2)] + other.encode() + was[at.end(2) :]

    if ending == ".qde":
        return change(content)
    return _with(content, next(n for n in _members(content) if n.endswith(".qde")), change)


@_only(*PLAIN, ".qdpx")
def _hostile_words(content, dice, ending):
    text = dice.choice(TEXTS).encode("utf-8", "replace")
    if ending != ".qdpx":
        words = [m for m in re.finditer(rb"[A-Za-z]{4,}", content)]
        at = dice.choice(words)
        return content[: at.start()] + text + content[at.end() :]
    name = dice.choice([n for n in _members(content) if n.startswith("sources/")])
    return _with(content, name, lambda was: text + was)


FAULTS: dict[str, Damage] = {
    "cut short": _cut,
    "bits flipped": _flipped,
    "overwritten": _overwritten,
    "a piece missing": _missing_middle,
    "twice in one file": _twice,
    "something behind it": _garbage_behind,
    "zero bytes": _zeros,
    "a file of another kind": _another_kind,
    "zip: a bomb": _zip_bomb,
    "zip: a path outside": _leads_outside,
    "zip: a member gone": _member_gone,
    "zip: a member cut": _member_cut,
    "zip: a member twice": _member_twice,
    "zip: lying sizes": _lying_sizes,
    "XML: entities": _entities,
    "XML: nested deep": _deep_xml,
    "text: nested deep": _deep_text,
    "text: another encoding": _other_encoding,
    "text: hostile words": _hostile_words,
    "table: a heading twice": _heading_twice,
    "table: no number": _no_number,
    "table: no day": _no_day,
    "table: a hostile cell": _hostile_cell,
    "table: a huge cell": _huge_cell,
    "table: rows of other lengths": _rows_of_other_lengths,
    "workbook: a heading twice": _workbook(_same_heading),
    "workbook: no number": _workbook(_put([float("inf"), -1e308, 1e-320, *WRONG])),
    "workbook: mixed types": _workbook(_put([True, 3.5, 10**20, "4 ", "n/a", 45000])),
    "workbook: a hostile cell": _workbook(_put(TEXTS)),
    "workbook: a huge cell": _workbook(_put(["x" * 40_000])),
    "workbook: lying counts": _lying_counts,
    "statistics: lying counts": _lying_cases,
    "statistics: wild numbers": _wild_numbers,
    "database: lying": _lying_database,
    "coding: lying places": _lying_places,
}
# Which faults may change words or places of a coding project that is whole.
IN_TEXTS = {
    *("bits flipped", "overwritten", "a piece missing", "database: lying", "text: hostile words"),
    "coding: lying places",
}


@dataclasses.dataclass(frozen=True)
class Input:
    """A damaged file: which one was damaged, how, and what it holds now."""

    number: int
    of: str
    fault: str
    content: bytes

    @property
    def ending(self) -> str:
        return SOUND[self.of][0]


def _sound(of: str) -> bytes:
    ending, make = SOUND[of]
    with tempfile.TemporaryDirectory() as folder:
        content = make(Path(folder) / f"sound{ending}").read_bytes()
    return repacked(content) if ending in ZIPPED else content


def inputs(count: int, seed: int) -> Iterator[Input]:
    """So many damaged files, each fault in turn in whatever can have it; no two the same."""
    dice, contents, seen = random.Random(seed), {of: _sound(of) for of in SOUND}, set()
    number = 0
    for fault in itertools.cycle(FAULTS):
        if number == count:
            return
        for of in dice.sample(list(SOUND), len(SOUND)):
            made = FAULTS[fault](contents[of], dice, SOUND[of][0])
            if made is not None and made != contents[of] and hash((of, made)) not in seen:
                seen.add(hash((of, made)))
                yield Input(number, of, fault, made)
                number += 1
                break


@dataclasses.dataclass(frozen=True)
class End:
    """How the reading of an input ended, and what was said of it."""

    input: Input
    end: str
    told: str


def read(damaged: Input, sound: Export, folder: Path) -> End:
    """Read a damaged file beside what the sound one holds."""
    # Called as the sound file was: some tables hold its name.
    path = folder / "damaged" / f"it{damaged.ending}"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(damaged.content)
    try:
        export = read_export(path)
    except DataError as error:
        return End(damaged, PROBLEM, str(error))
    except Exception:
        return End(damaged, CRASH, traceback.format_exc())
    said = str(export.report).partition("\n")[2]
    if same(export, sound):
        return End(damaged, EQUAL, said)
    if findings(export.report) != findings(sound.report):
        return End(damaged, FINDINGS, said)
    if holds(path, export, sound, damaged):
        return End(damaged, AS_IT_SAYS, said)
    return End(damaged, SILENT, f"{said}\n{differences(export, sound)}")


def findings(report) -> tuple:
    """What a report says beside what it counts."""
    return tuple(report.lost), tuple(report.guessed), tuple(report.warned)


def same(one: Export, other: Export) -> bool:
    return (
        set(one.tables) == set(other.tables)
        and all(one.tables[name].equals(other.tables[name]) for name in one.tables)
        and dict(one.texts) == dict(other.texts)
    )


def holds(path: Path, export: Export, sound: Export, damaged: Input) -> bool:
    """Whether what was read is what the file says as it is now, by another reading of it.

    Of a format with a check sum nothing may differ but what was written anew, and that is held
    against what was written. One without says what it says: tables are read by Python's own
    module, statistics by their library alone, databases by SQL, and every word of what was read of
    other texts is looked for in them.
    """
    if damaged.content in WRITTEN:
        return _alike(export.tables["rows"], WRITTEN[damaged.content][1:])
    if damaged.ending in TABLES:
        return _alike(export.tables["rows"], _as_csv(path, damaged.ending))
    if damaged.ending in STATISTICS:
        return _as_statistics(path, export)
    if damaged.ending in DATABASES or damaged.ending == ".qdpx":
        return damaged.fault in IN_TEXTS and _pieces_of_texts(export)
    if damaged.ending not in PLAIN:
        return False
    was, now = (
        _words(_sound(damaged.of).decode()),
        _words(path.read_bytes().decode("utf-8", "replace")),
    )
    read_then, read_now = _read_words(sound), _read_words(export)
    # Nothing is read that does not stand there; nothing is passed over but what was before.
    told = _words(str(export.report))
    return read_now <= now | read_then and now <= read_now | told | (was - read_then)


def _alike(read: pd.DataFrame, rows: list[list[object]]) -> bool:
    """Whether a table that was read holds these rows, numbers as numbers."""
    found = read.drop(columns="source_row").astype("str").values.tolist()
    return len(found) == len(rows) and all(
        _one(a) == _one(b) for one, other in zip(found, rows, strict=True)
        for a, b in zip(one, other, strict=True))  # fmt: skip


def _one(cell: object) -> object:
    text = str(cell).strip()
    try:
        return format(float(text), ".14g")
    except ValueError:
        return text.casefold()


def _as_statistics(path: Path, export: Export) -> bool:
    import pyreadstat

    by = pyreadstat.read_dta if path.suffix == ".dta" else pyreadstat.read_sav
    frame, _ = by(str(path), user_missing=True)
    read = export.tables["responses"].drop(columns="source_row")
    return [_one(c) for c in frame.fillna("").to_numpy().ravel()] == [
        _one(c) for c in read.astype("object").fillna("").to_numpy().ravel()
    ]


def _pieces_of_texts(export: Export) -> bool:
    """Whether every coded passage is the part of its text that it says it is."""
    segments = export.tables["coded_segments"]
    return all(
        export.texts[row.source][int(row.start) : int(row.end)] == row.text
        for row in segments.itertuples()
    )


def _as_csv(path: Path, ending: str) -> list[list[str]]:
    import csv

    text = path.read_bytes().decode("utf-8-sig")
    sign = "\t" if ending == ".tsv" else ","
    _, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return [[cell.strip() for cell in row] for row in rows if any(c.strip() for c in row)]


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


def _read_words(export: Export) -> set[str]:
    """The words of everything that was read; places in texts are counted, not read."""
    cells = [
        str(value)
        for table in export.tables.values()
        for value in table.select_dtypes(exclude="number").astype("object").to_numpy().ravel()
    ]
    return _words(" ".join([*cells, *export.texts.values()]))


def differences(export: Export, sound: Export) -> str:
    """What differs between two exports, table by table."""
    told = []
    for name in sorted({*export.tables, *sound.tables}):
        one, other = (e.tables.get(name, pd.DataFrame()) for e in (export, sound))
        if not one.equals(other):
            told.append(f"{name}:\n{other.to_csv(index=False)}\n->\n{one.to_csv(index=False)}")
    return "\n".join(told)[:2000]


def sound_exports(folder: Path) -> dict[str, Export]:
    """What each of the sound files holds."""
    exports = {}
    for number, (of, (ending, make)) in enumerate(SOUND.items()):
        (folder / str(number)).mkdir()
        exports[of] = read_export(make(folder / str(number) / f"it{ending}"))
    return exports
