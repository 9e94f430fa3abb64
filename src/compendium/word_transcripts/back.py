"""What Word files that were written here say differently from the study."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from pathlib import Path

from compendium.data_package.transcripts import BLACK, transcripts
from compendium.intake.source_export import code_names
from compendium.intake.tables import Tables
from compendium.intake.word_changes import ADDED, REMOVED, codes_by_path
from compendium.problems import DataError, Problems, listed
from compendium.readers.coded_segments.word_comments import codings_of, word_files
from compendium.readers.coded_segments.word_talk import Talk, read_talk
from compendium.readers.export import ImportReport, damaged
from compendium.word_transcripts.coded import (
    CODING,
    CONSENSUS,
    RECORD,
    UNION,
    Coded,
    codings_by_rule,
)
from compendium.writers.word_comments import Shown

MOST_SAID, LONGEST = 5, 60


@dataclasses.dataclass(frozen=True)
class Difference:
    """One coding that a Word file has and the study does not have, or the other way round."""

    change: str
    coded: Coded
    words: str
    file: str


@dataclasses.dataclass(frozen=True)
class ReadBack:
    """What came back in one folder: files, differences, and remarks on reading them."""

    files: list[str]
    differences: list[Difference]
    said: list[str]


def read_transcripts(data: Tables, folder: Path, aliases: Mapping[str, str]) -> ReadBack:
    """What Word files say differently from the study.

    Parameters
    ----------
    folder : Path
        A folder of Word files, or one of them.
    aliases : mapping
        Which coder of study.yml each name is that Word wrote as an author.

    Raises
    ------
    DataError
        With everything that is wrong: a file that is no transcript of the study or whose words were
        changed, a comment that names no code, somebody who is no coder, two files of one coding.
    """
    files = word_files(folder) if folder.is_dir() else [folder]
    if not files or not folder.exists():
        raise damaged(folder, "there is no .docx", "Name the folder the Word files lie in.")
    problems, report, found = Problems(), ImportReport(folder.name), []
    back = _Back(data, aliases, problems, report)
    for file in files:
        try:
            talk = read_talk(file)
        except DataError as error:
            problems += error.problems
            continue
        found += back.differences(talk)
    problems.settle(DataError)
    return ReadBack([f.name for f in files], found, [*report.lost, *report.guessed, *report.warned])


class _Back:
    """Files while they are read back; each transcript and coder may be in one of them."""

    def __init__(self, data: Tables, aliases: Mapping[str, str], problems, report):
        self.data, self.problems, self.report = data, problems, report
        self.texts, _ = transcripts(data)
        self.names, self.codes = code_names(data.study), codes_by_path(data.study)
        self.retired = {c.code_id for c in data.study.codebook if c.status == "retired"}
        self.codings = {UNION: codings_by_rule(data, UNION)}
        coding = data.study.header.coding
        self.coders = {coding.called(c): c for c in coding.coders} | {c: c for c in coding.coders}
        self.coders |= {" ".join(c.split()): c for c in coding.coders} | dict(aliases)
        self.read: dict[tuple[str, str], str] = {}

    def differences(self, talk: Talk) -> list[Difference]:
        """Codings of one file that were added or removed; what is wrong goes to the problems."""
        rule = self._rule(talk)
        if not rule or not self._is_as_it_was(talk) or self._read_before(talk, rule):
            return []
        shown, file = Shown(self.texts[talk.name]), talk.path.name
        known = {self._as_shown(c, shown): c for c in self._codings(UNION, talk.name)}
        showed = {self._as_shown(c, shown) for c in self._codings(rule, talk.name)}
        said = self._said(talk)
        changes = [(ADDED, c, c) for c in sorted(said - set(known))]
        changes += [(REMOVED, c, known[c]) for c in sorted(showed - said)]
        found = []
        for change, seen, coded in changes:
            if change == ADDED:
                place = shown.to_text(seen.start), shown.to_text(seen.end)
                coded = dataclasses.replace(seen, start=place[0], end=place[1])
            words = self.texts[talk.name][coded.start : coded.end]
            found.append(Difference(change, coded, words, file))
        return found

    def _codings(self, rule: str, source: str) -> set[Coded]:
        """What a file showed: a coding outside its text was not written."""
        if rule not in self.codings:
            self.codings[rule] = codings_by_rule(self.data, rule)
        own, length = self.codings[rule].get(source, set()), len(self.texts[source])
        return {c for c in own if c.start <= c.end <= length}

    def _as_shown(self, coded: Coded, shown: Shown) -> Coded:
        place = shown.from_text(coded.start), shown.from_text(coded.end)
        return dataclasses.replace(coded, start=place[0], end=place[1])

    def _rule(self, talk: Talk) -> str:
        """Whose coding a file was written with; blank, and a problem, if nobody can tell."""
        said, file = talk.head.get(CODING, "").removeprefix(RECORD), talk.path.name
        do = f"Write it anew: make transcripts STUDY={self.data.study.id}."
        if talk.name not in self.texts:
            what = f"there is no transcript {talk.name!r} in the study (any more)"
            self.problems.add(file, "", what, do="Take the file out of the folder.")
        elif said not in (*self.data.study.header.coding.coders, UNION, CONSENSUS):
            what = f"the table above the text says {said!r} for {CODING}, which is nobody's coding"
            self.problems.add(file, "", what, do=do)
        else:
            return said
        return ""

    def _read_before(self, talk: Talk, rule: str) -> bool:
        """Whether another file has the coding of the same people; that is a problem."""
        coders = self.data.study.header.coding.coders if rule in (UNION, CONSENSUS) else (rule,)
        others = [self.read[key] for c in coders if (key := (talk.name, c)) in self.read]
        if others:
            what = f"{others[0]} is {talk.name!r} with the coding of the same people"
            self.problems.add(talk.path.name, "", what, do="Keep one of the two.")
        self.read |= {(talk.name, c): talk.path.name for c in coders}
        return bool(others)

    def _is_as_it_was(self, talk: Talk) -> bool:
        """Whether the words are the study's; blacked out ones may be there in the file."""
        ours, file = Shown(self.texts[talk.name]).text, talk.path.name
        changed = changed_paragraphs(ours, talk.text)
        for place, was, now in changed[:MOST_SAID]:
            what = f"the words were changed: {cut(now)!r}"
            do = "Put the words back (comments may stay), or correct the source and export it anew."
            self.problems.add(file, place, what, f"the study has {cut(was)!r}", do)
        if len(changed) > MOST_SAID:
            what = f"the words were changed in {len(changed) - MOST_SAID} more places"
            self.problems.add(file, "", what)
        if not changed and BLACK in ours and ours != talk.text:
            self.report.warned.append(
                f"{file} holds words of somebody who is not in the study any more: destroy it and "
                "every copy, and write it anew"
            )
        return not changed

    def _said(self, talk: Talk) -> set[Coded]:
        """The codings of a file, in places as it shows them."""
        found, _ = codings_of(talk, self.names, self.problems, self.report)
        ours, said = Shown(self.texts[talk.name]).text, set()
        for start, end, path, author in found:
            if start == end:
                continue
            where = f"paragraph {talk.text.count(chr(10), 0, start) + 1}"
            code, file = self.codes.get(path, path), talk.path.name
            if author not in self.coders:
                what = f"{author or 'somebody without a name'} is no coder of the study"
                allowed = f"it has {listed(self.data.study.header.coding.coders)}"
                do = f"Say who it is: --coder '{author or 'NAME'}=CODER'."
                self.problems.add(file, where, what, allowed, do)
            elif code in self.retired:
                what = f"{self.names.shown(path)} is retired"
                self.problems.add(file, where, what, do="Name a code that is in use.")
            elif BLACK in ours[start:end]:
                what = "a comment is on words of somebody who is not in the study any more"
                self.problems.add(file, where, what, do="Write the transcript anew.")
            else:
                said.add(Coded(talk.name, start, end, code, self.coders[author]))
        return said


def changed_paragraphs(ours: str, theirs: str) -> list[tuple[str, str, str]]:
    """Where a text differs from another, and what stands in each; blacked out letters fit any.

    >>> changed_paragraphs("One\\nTwo", "One\\nToo")
    [('paragraph 2', 'Two', 'Too')]
    """
    was, now = ours.split("\n"), theirs.split("\n")
    if len(was) == len(now):
        pairs = enumerate(zip(was, now, strict=True), start=1)
        return [(f"paragraph {i}", a, b) for i, (a, b) in pairs if not _fits(a, b)]
    steps = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [
        (f"paragraph {first + 1}", " / ".join(was[a:b]), " / ".join(now[first:last]))
        for kind, a, b, first, last in steps
        if kind != "equal"
    ]


def _fits(ours: str, theirs: str) -> bool:
    pairs = zip(ours, theirs, strict=False)
    return len(ours) == len(theirs) and all(a in (b, BLACK) for a, b in pairs)


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 2]} …"
