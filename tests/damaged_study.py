"""For tests: the tiny study with one of its files damaged by a seed, checked and built to a page.

`damaged_studies` gives as many as wanted, always the same ones; `House.build` says how each ended.
Raw exports are damaged as in `damaged`; tables and definitions also in ways of their own. A page of
the sound study lies there from before, so that one that stays by mistake is seen.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import json
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import damaged
import plain_study
import tiny
from broken import repacked
from damaged import CRASH, FINDINGS, SILENT
from practised import add_practice
from reviewed import with_review

from compendium.cli import main
from compendium.displays.record import RECORD_MIME
from compendium.study_folder import read_study
from compendium.writers.spreadsheet import write_xlsx

REFUSED, SAME, AS_IT_SAYS = "refused in words", "built and equal", "built as the file now says"
# What is gone from a file is told by the files that refer to it.
BY_ANOTHER = "refused by what refers to it"
# Refused, but the words name no file, or a page of the study stayed.
UNTOLD = "UNTOLD"
ENDS = (REFUSED, BY_ANOTHER, FINDINGS, SAME, AS_IT_SAYS, SILENT, UNTOLD, CRASH)
FAILURES = (SILENT, UNTOLD, CRASH)

# File → the kind it is damaged as. Definitions are damaged as plain text.
FILES = {
    "raw/survey.sav": ".sav",
    "raw/talk.qdpx": ".qdpx",
    "raw/log.xlsx": ".xlsx",
    "raw/views.csv": ".csv",
    "raw/screened.csv": ".csv",
    "raw/found.ris": ".ris",
    "consent.csv": ".csv",
    "sample.csv": ".csv",
    "theory/evidence.csv": ".csv",
    "theory/confidence.csv": ".csv",
    "theory/patterns.csv": ".csv",
    "workshops/decisions.csv": ".csv",
    "findings/quotes.csv": ".csv",
    "study.yml": ".yml",
    "codebook.yml": ".yml",
    "framework.yml": ".yml",
    "instruments/form.yml": ".yml",
    "instruments/views.yml": ".yml",
    "theory/statements.yml": ".yml",
    "theory/cmocs.yml": ".yml",
    "findings/findings.yml": ".yml",
    "findings/joint_display.yml": ".yml",
}
DEFINITIONS = {f for f in FILES if f.endswith(".yml")}
DEFINITIONS |= {"sample.csv", "theory/confidence.csv", "theory/patterns.csv"}
GONE = None  # instead of the content of a file that is not there
WORDS = ["no", "~", "1e5", "0x10", "2024-02-30", "[1, 2]", "{a: b}", "&a [*a]", "*b", "!!set", "-1"]
WORDS += ["!!python/object/apply:os.system ['true']", "'", "\t", "99", "K9", "<<: 1", "1.5", "''"]


def _table(change: Callable[[list[str], random.Random], None]):
    """A table of which whole lines are changed, the first being its headings."""

    def made(content, dice, ending):
        if ending != ".csv":
            return None
        lines = content.decode().splitlines()
        if len(lines) < 2:
            return None
        change(lines, dice)
        return ("\n".join(lines) + "\n").encode()

    return made


def _row_twice(lines, dice):
    lines.insert(dice.randrange(1, len(lines) + 1), lines[dice.randrange(1, len(lines))])


def _row_gone(lines, dice):
    del lines[dice.randrange(1, len(lines))]


def _blank_rows(lines, dice):
    sign = dice.choice(("", "," * lines[0].count(","), " , ", '""'))
    for _ in range(dice.randrange(1, 4)):
        lines.insert(dice.randrange(len(lines) + 1), sign)


def _column(change):
    def made(lines, dice):
        at = dice.randrange(lines[0].count(",") + 1)
        for number, line in enumerate(lines):
            cells = line.split(",")
            if at < len(cells):
                cells[at : at + 1] = change(cells[at], number, dice)
                lines[number] = ",".join(cells)

    return _table(made)


def _cell(values: list[str] | Callable[[str], str]):
    def made(lines, dice):
        at = dice.randrange(1, len(lines))
        cells = lines[at].split(",")
        filled = [n for n, c in enumerate(cells) if c] or [0]
        n = dice.choice(filled)
        cells[n] = values(cells[n]) if callable(values) else dice.choice(values)
        lines[at] = ",".join(cells)

    return _table(made)


def _look_alike(cell: str) -> str:
    """The same to the eye: another case, blanks, a letter of no width, Cyrillic, full width."""
    swaps = {"a": "а", "c": "с", "t": "ｔ", "0": "O", "1": "l", "Q": "Ｑ"}
    ways = [cell.swapcase(), f" {cell} ", f"{cell}\u200b", f"\ufeff{cell}", f"{cell}\u00a0"]
    ways += ["".join(swaps.get(c, c) for c in cell), cell.lstrip("0")]
    return next((w for w in ways[len(cell) % 3 :] if w != cell), cell + " ")


def _yaml(change: Callable[[list[str], random.Random], None]):
    def made(content, dice, ending):
        if ending != ".yml":
            return None
        lines = content.decode().splitlines()
        change(lines, dice)
        return ("\n".join(lines) + "\n").encode()

    return made


def _other_value(lines, dice):
    places = [(n, m) for n, line in enumerate(lines) for m in re.finditer(r": ([^{}\[\],]+)", line)]
    n, m = dice.choice(places)
    lines[n] = lines[n][: m.start(1)] + dice.choice(WORDS) + lines[n][m.end(1) :]


def _key(new: Callable[[str], str]):
    def change(lines, dice):
        places = [(n, m) for n, line in enumerate(lines) for m in re.finditer(r"\b(\w+):", line)]
        n, m = dice.choice(places)
        lines[n] = lines[n][: m.start()] + new(m[0]) + lines[n][m.end() :]

    return _yaml(change)


def _line_twice(lines, dice):
    at = dice.randrange(len(lines))
    lines.insert(at, lines[at])


def _line_gone(lines, dice):
    del lines[dice.randrange(len(lines))]


def _indented(lines, dice):
    at = dice.randrange(len(lines))
    lines[at] = dice.choice(("\t", " ", "   ", "- ")) + lines[at]


def _two_documents(lines, dice):
    lines.insert(dice.randrange(1, len(lines) + 1), dice.choice(("---", "...", "%YAML 9.9", "- x")))


@damaged._only(".yml")
def _yaml_bomb(content, dice, ending):
    deep = 3_000
    layers = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    return content + dice.choice((
        f"a0: &a0 [x]\n{layers}".encode(),
        b"deep: " + b"[" * deep + b"]" * deep + b"\n",
        b"deep: " + b"{a: " * deep + b"}" * deep + b"\n",
        b"loop: &l [*l]\n",
    ))  # fmt: skip


@damaged._only(".xlsx")
def _formula(content, dice, ending):
    sheet = "xl/worksheets/sheet1.xml"

    def change(was: bytes) -> bytes:
        at = dice.choice([*re.finditer(rb'<c t="s"><v>\d+</v></c>', was)][12:])
        new = dice.choice((
            b"<c><f>1+1</f></c>", b"<c><f>1+1</f><v>2</v></c>",
            b'<c t="e"><f>NA()</f><v>#N/A</v></c>', b'<c t="e"><v>#REF!</v></c>',
            b'<c t="str"><f>HYPERLINK("http://hostile.invalid")</f><v>x</v></c>',
            b'<c t="b"><v>1</v></c>', b"<c><v>1E+308</v></c>", b"<c><v>45292.5</v></c>",
        ))  # fmt: skip
        return was[: at.start()] + new + was[at.end() :]

    return damaged._with(content, sheet, change)


@damaged._only(".sav")
def _other_answers(content, dice, ending):
    """A survey written anew, with something that no sound one holds."""
    frame = tiny.responses()
    row = dice.randrange(len(frame))
    how = dice.randrange(7)
    if how < 3:
        frame.loc[row, dice.choice(tiny.ITEMS)] = dice.choice((0, 6, -1, 2.5, 97, 1e10))
    elif how == 3:
        frame.loc[row, "token"] = dice.choice(("t1", "T1", " t1", "t9", "", "t1\u200b"))
    elif how == 4:
        frame.loc[row, "area"] = dice.choice(("1", "003", "", "0O1"))
    elif how == 5:
        frame = frame.drop(columns=dice.choice([*tiny.ITEMS, "token", "area", "lang"]))
    else:
        frame.loc[row, "submitted"] = dice.choice(("1900-01-01", "2199-01-01", "2024-01-01"))
    with tempfile.TemporaryDirectory() as folder:
        tiny.write_survey(path := Path(folder) / "survey.sav", frame)
        return path.read_bytes()


def _log_rows(change):
    workbook = damaged._workbook(change)

    def made(content, dice, ending):
        written = workbook(content, dice, ending)
        return written and repacked(written)

    return made


def _log_row_twice(rows, dice):
    rows.insert(dice.randrange(1, len(rows) + 1), list(dice.choice(rows[1:])))


def _log_blank_rows(rows, dice):
    rows.insert(dice.randrange(1, len(rows) + 1), [dice.choice(("", " "))] * len(rows[0]))


def _log_no_day(rows, dice):
    rows[dice.randrange(1, len(rows))][dice.choice((3, 6, 7, 8, 10))] = dice.choice(damaged.DAYS)


def _file_gone(content, dice, ending):
    return GONE


def _empty(content, dice, ending):
    return dice.choice((b"", b"\n", b"\xef\xbb\xbf", b" \r\n"))


OWN: dict[str, damaged.Damage] = {
    "file: not there": _file_gone,
    "file: empty": _empty,
    "table: a row twice": _table(_row_twice),
    "table: a row gone": _table(_row_gone),
    "table: blank rows": _table(_blank_rows),
    "table: a column gone": _column(lambda cell, number, dice: []),
    "table: a column twice": _column(lambda cell, number, dice: [cell, cell]),
    "table: a heading otherwise": _column(
        lambda cell, number, dice: [cell if number else cell.upper() + "x"]
    ),
    "table: a look-alike": _cell(_look_alike),
    "table: outside the scale": _cell(["0", "6", "98", "-1", "2.5", "1e10", "999999999999999999"]),
    "table: a blank cell": _cell([""]),
    "survey: other answers": _other_answers,
    "workbook: a formula": _formula,
    "workbook: a row twice": _log_rows(_log_row_twice),
    "workbook: blank rows": _log_rows(_log_blank_rows),
    "workbook: no day": _log_rows(_log_no_day),
    "YAML: another value": _yaml(_other_value),
    "YAML: a key misspelt": _key(lambda key: f"x{key}"),
    "YAML: a key twice": _key(lambda key: f"{key} x, {key}"),
    "YAML: a line twice": _yaml(_line_twice),
    "YAML: a line gone": _yaml(_line_gone),
    "YAML: indented": _yaml(_indented),
    "YAML: two documents": _yaml(_two_documents),
    "YAML: a bomb": _yaml_bomb,
}
# Damage of other formats' files, of which a study here has none.
ELSEWHERE = {"XML: nested deep", "database: lying", "text: nested deep"}
FAULTS = {f: d for f, d in damaged.FAULTS.items() if f not in ELSEWHERE} | OWN


@dataclasses.dataclass(frozen=True)
class Damaged:
    """A study with one file damaged: which, how, and what it holds now (None: it is gone)."""

    number: int
    file: str
    fault: str
    content: bytes | None


@dataclasses.dataclass(frozen=True)
class End:
    """How checking and building a study ended, and what was said."""

    input: Damaged
    end: str
    told: str


@dataclasses.dataclass(frozen=True)
class _State:
    """What came of a study: rows, definitions, what is told of the data, what a page shows."""

    rows: plain_study.Rows
    defined: Counter
    told: str
    shown: str


def write_sound(root: Path) -> Path:
    """The study whose files are damaged, under ``root/data/tiny``, with short notebooks."""
    folder = tiny.write_tiny(root)
    tiny.copy_notebooks(root)
    add_practice(folder)
    with_review(folder)
    (folder / "raw" / "log.csv").unlink()
    log = tiny.log()
    write_xlsx(folder / "raw" / "log.xlsx", {"Log": [list(log), *log.values.tolist()]})
    study = folder / "study.yml"
    study.write_text(study.read_text("utf-8").replace("raw/log.csv", "raw/log.xlsx"), "utf-8")
    tiny.write_quotes(folder, {"c1 interview:20-39": "She listened to me."})
    return folder


def damaged_studies(folder: Path, count: int, seed: int) -> Iterator[Damaged]:
    """So many damaged files of the study in `folder`, each fault in turn; no two the same."""
    dice, seen, number = random.Random(seed), set(), 0
    contents = {name: (folder / name).read_bytes() for name in FILES}
    for fault in itertools.cycle(dice.sample(list(FAULTS), len(FAULTS))):
        if number == count:
            return
        for name in dice.sample(list(FILES), len(FILES)):
            ending, own = FILES[name], fault in OWN
            kind = ending if own or ending != ".yml" else ".txt"
            try:
                made = FAULTS[fault](contents[name], dice, kind)
            except (IndexError, UnicodeError):
                continue  # nothing in this file can be damaged so
            if (made is GONE and fault != "file: not there") or made == contents[name]:
                continue
            if (name, made) not in seen:
                seen.add((name, made))
                yield Damaged(number, name, fault, made)
                number += 1
                break


class House:
    """A folder with the sound study, built; into it one damaged study after the other is put."""

    def __init__(self, root: Path):
        self.root, self.kept = root / "house", root / "kept"
        self.folder = write_sound(self.root)
        with self._here():
            status, told = _ran("check-data"), _ran("build")
            assert (status[0], told[0]) == (0, 0), (status, told)
            self.sound = self._state(status[1])
        for name in ("data", "private"):
            shutil.copytree(self.root / name, self.kept / name)
        assert plain_study.said(self.folder) == self.sound.rows

    def build(self, study: Damaged) -> End:
        """Check and build it; how that ended."""
        for name in ("data", "private"):
            shutil.rmtree(self.root / name, ignore_errors=True)
            shutil.copytree(self.kept / name, self.root / name)
        path = self.folder / study.file
        path.unlink()
        if study.content is not GONE:
            path.write_bytes(study.content)
        with self._here():
            return End(study, *self._ended(path))

    def _ended(self, path: Path) -> tuple[str, str]:
        try:
            checked, built = _ran("check-data"), _ran("build")
        except Exception:
            return CRASH, traceback.format_exc()
        told = f"check-data {checked[0]}:\n{checked[1]}\nbuild {built[0]}:\n{built[1]}"
        if re.search("Traceback|not yours to mend|was killed", told):
            logs = (self.root / "private" / "tiny" / "logs").glob("*.txt")
            return CRASH, "\n".join([told, *(p.read_text("utf-8")[-3000:] for p in logs)])
        if built[0]:
            pages = [p.name for p in self._pages.glob("*") if p.suffix in (".html", ".ipynb")]
            named = {Path(n).name for n in FILES if Path(n).name in built[1]}
            ended = REFUSED if path.name in named else BY_ANOTHER
            return (
                UNTOLD if pages or not named else ended,
                f"{told}\nnamed: {sorted(named)}, left: {pages}",
            )
        if checked[0]:
            return UNTOLD, f"built, though the check refused it:\n{told}"
        return self._compared(path, checked[1])

    def _compared(self, path: Path, checked: str) -> tuple[str, str]:
        now, sound = self._state(checked), self.sound
        new = Counter(now.told.splitlines()) - Counter(sound.told.splitlines())
        says = f"new findings: {dict(new)}\n{self._differs(now)}"
        if (now.rows, now.defined, now.shown) == (sound.rows, sound.defined, sound.shown):
            return (SAME if now.told == sound.told else FINDINGS), says
        try:
            expected, wanted = plain_study.said(self.folder), self._words(path)
        except Exception:
            # What nobody else can read was read; it stands or falls with what is told of it.
            expected, wanted = None, None
            says += f"\nread plainly: {traceback.format_exc(limit=-1)}"
        if expected is None:
            return (FINDINGS if new else SILENT), says
        lost = {n: _units(expected[n] - now.rows[n]) for n in expected}
        says += f"\nread plainly, and not come in: {lost}; words: {wanted - now.defined}"
        added = {n: now.rows[n] - expected[n] for n in expected}
        if new and sum(map(len, lost.values())) <= sum(new.values()):
            return FINDINGS, says
        if any(lost.values()) or any(added.values()) or wanted - now.defined:
            return SILENT, f"{says}\nadded: {added}"
        return (FINDINGS if new else AS_IT_SAYS), says

    def _words(self, path: Path) -> Counter:
        name = path.relative_to(self.folder).as_posix()
        return plain_study.words_of(path) if name in DEFINITIONS else Counter()

    @property
    def _pages(self) -> Path:
        return self.root / "private" / "reports" / "tiny"

    def _state(self, checked: str) -> _State:
        notebook = json.loads((self._pages / "001.ipynb").read_text("utf-8"))
        assert (self._pages / "001.html").stat().st_size > 1000
        records = [
            output["data"][RECORD_MIME]["data"]
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
        ]
        return _State(
            plain_study.came_in(self.root / "private" / "tiny"),
            plain_study.defined(read_study(self.folder)),
            "\n".join(x for x in checked.splitlines() if not x.startswith("  found ")),
            json.dumps(records, sort_keys=True),
        )

    def _differs(self, now: _State) -> str:
        told = []
        for name, rows in now.rows.items():
            was = self.sound.rows[name]
            if was != rows:
                told.append(f"{name}: gone {list(was - rows)[:6]}, new {list(rows - was)[:6]}")
        told.append(f"defined: gone {list(self.sound.defined - now.defined)[:6]}")
        told.append(f"shown: {'the same' if now.shown == self.sound.shown else 'otherwise'}")
        return "\n".join(told)

    @contextlib.contextmanager
    def _here(self):
        was = os.environ.get("COMPENDIUM_DATA")
        os.environ["COMPENDIUM_DATA"] = str(self.root / "data")
        try:
            yield
        finally:
            os.environ.pop("COMPENDIUM_DATA")
            if was is not None:
                os.environ["COMPENDIUM_DATA"] = was


def _units(rows: Counter) -> set[str]:
    """What a finding may name: a person who answered, a referral, a passage, a record."""
    return {row[0] for row in rows}


def _ran(verb: str) -> tuple[int, str]:
    """The status of a command and all it printed, that of processes it started too."""
    asked = ["--study", "tiny", "--site", "001", "--workers", "1"] if verb == "build" else ["tiny"]
    with tempfile.TemporaryFile() as file:
        sys.stdout.flush(), sys.stderr.flush()
        kept = os.dup(1), os.dup(2)
        os.dup2(file.fileno(), 1), os.dup2(file.fileno(), 2)
        try:
            with (
                open(1, "w", encoding="utf-8", closefd=False) as out,
                contextlib.redirect_stdout(out),
                contextlib.redirect_stderr(out),
            ):
                status = main([verb, *asked])
        finally:
            for was, number in zip(kept, (1, 2), strict=True):
                os.dup2(was, number)
                os.close(was)
        file.seek(0)
        return status, file.read().decode("utf-8", "replace")
