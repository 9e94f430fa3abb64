"""Transcripts coded in Word: a comment on a passage names its codes, its author is the coder.

One ``.docx`` is one source; a folder is a project of all that are in it. An answer to a comment is
talk about the coding and codes nothing; a resolved comment counts like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from compendium.problems import DataError, Problems, listed
from compendium.readers import coding_project as coding
from compendium.readers.coded_segments.code_names import CodeNames
from compendium.readers.coded_segments.word_talk import SOURCE, Comment, Talk, read_talk
from compendium.readers.export import Export, ImportReport, damaged

# Who takes part, in the table above the text: one name, or several for a group.
PEOPLE = ("participant", "participants", "cyfranogwr", "cyfranogwyr")
NOBODY = ("", "none", "nobody", "neb", "-", "–")
# Rows that say nothing of the source: what `compendium.word_transcripts` writes for coders.
NO_VARIABLES = (*SOURCE, *PEOPLE, "coding", "how to code")
WORD_FILES = (".docx", ".doc")
# A few letters and a colon (or a tab, of a table) at the beginning of a line: who speaks.
LABEL = re.compile(r"^[ \t]*([^\s:][^:\t\n]{0,39}?)[ ]*[:\t]", re.MULTILINE)
MOST_WORDS = 4
COUNTED = {
    "insertions": "tracked insertions: read as text",
    "struck": "stretches that are struck out: read as text",
    "boxes": "text boxes: read after the paragraph they hang on",
}
LOST = {
    "above": "lines above the table that names the source: no text",
    "deletions": "tracked deletions: no text",
    "footnotes": "footnotes or endnotes: no text",
    "edges": "headers or footers: no text",
    "pictures": "pictures or drawings",
    "hidden": "stretches of hidden text: no text",
    "symbols": "signs of a symbol font, marked \ufffd",
    "enclosed": "documents enclosed in this one",
    "unfilled": "fields of a form that nobody filled in",
}


def read(path: Path, codes: CodeNames | None = None) -> Export:
    """Read one coded transcript, or a folder of them.

    Parameters
    ----------
    codes : CodeNames, optional
        What codes are called. Without them each line of a comment is a code as it stands.

    Raises
    ------
    DataError
        With everything that is wrong: a file that is no Word file, or has no comments; a comment
        that names a code which is not there; two files of one source.
    """
    talks = _talks(path)
    report = ImportReport(path.name, listed(dict.fromkeys(t.tool for t in talks if t.tool)))
    codes = codes or CodeNames()
    export = as_project(talks, codes, report)
    if not codes.known:
        report.guessed.append("nobody said which codes there are: each line of a comment is one")
    return export


def _talks(path: Path) -> list[Talk]:
    """Every Word file there is, all problems at once."""
    files = word_files(path) if path.is_dir() else [path]
    if not files:
        raise damaged(path, "there is no .docx in this folder", "Put the coded transcripts there.")
    talks, problems = [], Problems()
    for file in files:
        try:
            talks.append(read_talk(file))
        except DataError as error:
            problems += error.problems
    by_name: dict[str, Path] = {}
    for talk in talks:
        if talk.name in by_name:
            what = f"{by_name[talk.name].name} is called {talk.name} too"
            problems.add(talk.path.name, "", what, "each source has one file", "Keep one of them.")
        by_name.setdefault(talk.name, talk.path)
    problems.settle(DataError)
    return talks


def word_files(folder: Path) -> list[Path]:
    """The Word files of a folder by name, without those Word keeps while one is open."""
    found = (p for p in folder.iterdir() if p.suffix.lower() in WORD_FILES and p.is_file())
    return sorted(p for p in found if not p.name.startswith(("~$", ".")))


def as_project(talks: Sequence[Talk], codes: CodeNames, report: ImportReport) -> Export:
    """The tables of a coding project.

    Raises
    ------
    DataError
        With every comment that names a code which is not there.
    """
    problems = Problems()
    codings: dict[tuple, None] = {}
    notes, cases, variables, twice = [], [], [], 0
    for talk in talks:
        found, said = codings_of(talk, codes, problems, report)
        twice += len(found) - len(set(found))
        codings |= {(talk.name, *row): None for row in found}
        notes += said
        cases += _cases(talk, report)
        heads = (h for h in talk.head.items() if h[0].casefold() not in NO_VARIABLES)
        variables += [("source", talk.name, name, "Text", text) for name, text in heads]
    problems.settle(DataError)
    texts = {talk.name: talk.text for talk in talks}
    made = coding.tables(
        {
            "sources": [(n, "text", len(t), "", "", "", "") for n, t in texts.items()],
            "codes": coding.code_rows(dict.fromkeys(code for _, _, _, code, _ in codings)),
            "coded_segments": [
                (name, code, coder, start, end, texts[name][start:end])
                for name, start, end, code, coder in codings
            ],
            "cases": cases,
            "variables": variables,
            "notes": notes,
        }
    )
    _tell(talks, report)
    if twice:
        report.lost.append(
            f"{twice} codings stand twice: the same passage, code and coder; kept once"
        )
    report.found = coding.counted(made)
    return Export(made, report, texts)


def codings_of(
    talk: Talk, codes: CodeNames, problems: Problems, report: ImportReport
) -> tuple[list[tuple[int, int, str, str]], list[tuple]]:
    """The codings of one file (start, end, path of the code, coder), and its memos as notes.

    What is wrong goes to `problems`, what is read otherwise than as a coding to `report`.
    """
    found, notes = [], []
    for comment in talk.comments:
        meant, where = codes.read(comment.text), f"{talk.path.name} {talk.place(comment)}"
        said = f"{_short(comment.text)} by {comment.author or '(nobody named)'}"
        if comment.start is None:
            report.lost.append(f"{where}: the comment {said} hangs on no words of the text")
            own = ("", comment.text, comment.author, comment.written_on)
            notes.append((*own, "source", talk.name, None, None))
            continue
        if comment.answers:
            _answer(comment, talk, codes, report, f"{where}: the answer {said}")
            notes.append(_note(talk, comment, comment.text))
            continue
        for text, why, near in meant.unknown:
            marked = talk.words(comment)
            problems.add(
                talk.path.name,
                talk.place(comment),
                f"{comment.author or 'somebody'} wrote {_short(text)} on {marked!r}, and {why}",
                f"near are {listed(near)}" if near else "no code is near it",
                "Correct the comment; what is no code begins with `memo:`.",
            )
        if comment.start == comment.end and meant.codes:
            report.warned.append(f"{where}: the comment {said} marks no words; it codes nothing")
        found += [(comment.start, comment.end, code, comment.author) for code in meant.codes]
        for memo in meant.memos:
            kept = "kept as a note" + ("" if meant.codes else "; the comment names no code")
            report.guessed.append(f"{where}: {_short(memo)} by {comment.author}: {kept}")
            notes.append(_note(talk, comment, memo))
    return found, notes


def _answer(
    comment: Comment, talk: Talk, codes: CodeNames, report: ImportReport, said: str
) -> None:
    """An answer is kept as a note, and one that looks like a coding is said to be none."""
    meant = codes.read(comment.text)
    if meant.codes or meant.unknown:
        report.warned.append(
            f"{said} is no coding, for it answers another comment; kept as a note. To code the "
            "passage, make it a comment of its own"
        )
    else:
        report.guessed.append(f"{said}: kept as a note")


def _note(talk: Talk, comment: Comment, text: str) -> tuple:
    place = ("selection", talk.name, comment.start, comment.end)
    return ("", text, comment.author, comment.written_on, *place)


def _short(text: str) -> str:
    text = " / ".join(text.splitlines())
    return repr(text if len(text) <= 80 else f"{text[:78]} …")


def _cases(talk: Talk, report: ImportReport) -> list[tuple]:
    """Whose text it is: the person named above it, or several by who speaks; else its own name's.

    Field notes, which are nobody's, say *none*. Of several people the whole source is each one's
    too, so that words nobody can be told to have said go with whoever withdraws.
    """
    said = next((v for k, v in talk.head.items() if k.casefold() in PEOPLE), None)
    if said is not None and said.casefold() in NOBODY:
        return []
    people = [name.strip() for name in re.split(r"[;,\n]", said or "") if name.strip()]
    if not people:
        report.guessed.append(
            f"{talk.name}: no row Participants in a table above the text; the source is taken for "
            "a case of its own name"
        )
    whole = [(name, talk.name, None, None) for name in people or [talk.name]]
    if len(people) < 2:
        return whole
    turns, others = _turns(talk.text, people)
    if others:
        names = listed(f"{name} ({count})" for name, count in others.items())
        report.guessed.append(f"{talk.name}: lines of nobody who takes part begin with {names}")
    return whole + [(name, talk.name, start, end) for name, start, end in turns]


def _turns(text: str, people: Sequence[str]) -> tuple[list[tuple[str, int, int]], Counter]:
    """What each person says: from a line that begins with their name to the next that has one."""
    called, others = {p.casefold(): p for p in people}, Counter()
    labels = []
    for found in LABEL.finditer(text):
        name = called.get(found[1].casefold(), "")
        if not name and len(found[1].split()) > MOST_WORDS:
            continue
        others[found[1]] += not name
        labels.append((name, found.start()))
    ends = [start for _, start in labels[1:]] + [len(text)]
    return [(n, begin, end) for (n, begin), end in zip(labels, ends, strict=False) if n], +others


def _tell(talks: Sequence[Talk], report: ImportReport) -> None:
    counts = sum((t.counts for t in talks), Counter())
    report.lost += [f"{counts[k]} {text}" for k, text in LOST.items() if counts[k]]
    report.guessed += [f"{counts[k]} {text}" for k, text in COUNTED.items() if counts[k]]
    if resolved := sum(c.resolved and not c.answers for t in talks for c in t.comments):
        report.guessed.append(f"{resolved} resolved comments: they count like any other")
