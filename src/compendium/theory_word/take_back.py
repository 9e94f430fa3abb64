"""What people changed in the theory's Word file: shown first, then written into the study."""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

import pandas as pd

from compendium.analysis.theory.programme import standing
from compendium.problems import DataError, Problems, StudyError, listed
from compendium.readers.export import Export, read_export
from compendium.readers.theory.headings import CMOC, STATEMENT
from compendium.study import Study
from compendium.theory_word.entries import added, changed
from compendium.writers.files import write_text
from compendium.writers.word_tables import shown

STATEMENTS, CMOCS = "theory/statements.yml", "theory/cmocs.yml"
# What the reader of Word files calls a field.
READ = {"outcome_intended": "outcome"}


@dataclasses.dataclass(frozen=True)
class Difference:
    """One statement or configuration: new, changed (each part before and after), or gone."""

    kind: str
    key: str
    id: str
    parts: dict[str, str]
    changed: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def of_statement(self) -> bool:
        return self.key == "pt_id"

    def __str__(self) -> str:
        head = f"  {self.kind:5} {self.id}"
        if self.kind == "other":
            lines = [
                f"        {p}: {a!r}\n            now {b!r}" for p, (a, b) in self.changed.items()
            ]
            return "\n".join([head, *lines])
        if self.kind == "gone":
            file = STATEMENTS if self.of_statement else CMOCS
            return f"{head}: not in the document. It stays in {file}; take it out there by hand."
        return "\n".join([head, *(f"        {p}: {t!r}" for p, t in self.parts.items() if t)])


@dataclasses.dataclass(frozen=True)
class Decision:
    """What new versions of statements are called, why they changed, and on what evidence."""

    version: str = ""
    why: str = ""
    evidence: str = ""

    def __post_init__(self):
        # " R2" is no other version than "R2".
        for name in ("version", "why", "evidence"):
            object.__setattr__(self, name, getattr(self, name).strip())


def take_back(study: Study, path: Path, decision: Decision, confirmed: bool = False) -> str:
    """Show what a Word file changes in the theory; write it into the study if that is confirmed.

    A statement that is new or other becomes the named version, beside those there are. A
    configuration that is other has its words changed in place; a new one is added at the end. What
    is gone from the document stays in the study.

    Raises
    ------
    StudyError
        If statements changed and no version or reason is named, or the version is there already.
    DataError
        If it is no such document, or with every number that stands twice and every mechanism that
        is not told apart.
    """
    export = read_export(path)
    changes = differences(study, _checked(path, export, study))
    lines = [f"{study.id}: {path.name}, {len(changes)} differences", *map(str, changes)]
    for remark in export.tables["comments"].itertuples():
        lines.append(f"  remark in the margin by {remark.author or 'nobody named'}: {remark.text}")
    if not changes:
        return "\n".join(lines)
    if not confirmed:
        return "\n".join([*lines, "Nothing is written yet. If this is right, add --confirm."])
    _check_decision(study, changes, decision)
    written = _written(study, changes, decision)
    for name, text in written.items():
        write_text(study.folder / name, text)
    return "\n".join([*lines, *(f"  written {name}" for name in written)])


def _checked(path: Path, export: Export, study: Study) -> dict[str, pd.DataFrame]:
    """The statements and configurations of a document, each number once.

    Raises
    ------
    DataError
        If there are none, a number stands twice, a mechanism is not told apart, or a configuration
        names a statement that is not there.
    """
    problems = Problems()
    found = {name: export.tables.get(name, pd.DataFrame()) for name in ("statements", "cmocs")}
    if found["statements"].empty and found["cmocs"].empty:
        do = "Write it anew: python -m compendium theory-word."
        problems.add(path.name, "", "no statement and no configuration is in it", do=do)
        problems.settle(DataError)
    for name, key in (("statements", "pt_id"), ("cmocs", "cmoc_id")):
        for twice, times in Counter(found[name][key]).items():
            if times > 1:
                what, do = f"{twice} stands {times} times", "Give each row a number of its own."
                problems.add(path.name, name, what, do=do)
    known = list(dict.fromkeys([*standing(study), *found["statements"]["pt_id"]]))
    for row in found["cmocs"].itertuples():
        if row.pt_id not in known:
            what = f"{row.cmoc_id} belongs to {row.pt_id or 'no statement'}"
            problems.add(path.name, row.place, what, f"there are {listed(known, 20)}")
        if row.mechanism:
            what = f"the mechanism of {row.cmoc_id} is one text"
            allowed = "resource and reasoning each have a column"
            problems.add(path.name, row.place, what, allowed, "Tell the two apart in Word.")
    problems.settle(DataError)
    return found


def differences(study: Study, found: dict[str, pd.DataFrame]) -> list[Difference]:
    """What a document says differently from the study: statements, then configurations.

    Spaces and line breaks are not told apart.
    """
    statements = {s.pt_id: dataclasses.asdict(s) for s in standing(study).values()}
    cmocs = {c.cmoc_id: dataclasses.asdict(c) for c in study.cmocs}
    return [
        *_between("pt_id", tuple(STATEMENT)[1:], statements, found["statements"]),
        *_between("cmoc_id", tuple(CMOC)[1:], cmocs, found["cmocs"]),
    ]


def _between(
    key: str, parts: tuple[str, ...], own: dict[str, dict], read: pd.DataFrame
) -> list[Difference]:
    there = {_plain(shown(name)): (name, entry) for name, entry in own.items()}
    rows = {_plain(row[key]): row for row in read.to_dict("records")}
    found = []
    for plain, (name, entry) in there.items():
        before = {part: entry[part] for part in parts}
        if plain not in rows:
            found.append(Difference("gone", key, name, before))
            continue
        now = {part: rows[plain][READ.get(part, part)] for part in parts}
        pairs = {
            p: (before[p], now[p]) for p in parts if _plain(shown(before[p])) != _plain(now[p])
        }
        if pairs:
            parts = before | {part: new for part, (_, new) in pairs.items()}
            found.append(Difference("other", key, name, parts, pairs))
    new = [row for plain, row in rows.items() if plain not in there]
    return found + [
        Difference("new", key, row[key], {part: row[READ.get(part, part)] for part in parts})
        for row in new
    ]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _check_decision(study: Study, changes: list[Difference], decision: Decision) -> None:
    """New versions have a name that is not taken, and a reason.

    Raises
    ------
    StudyError
        If they have not.
    """
    fresh = [c.id for c in changes if c.of_statement and c.kind != "gone"]
    if fresh and not (decision.version and decision.why):
        raise StudyError(
            f"{listed(fresh)}: a statement is never overwritten. Name the new version and why it "
            'changed: --version R2 --why "…", and on what evidence: --evidence "…".'
        )
    taken = {s.pt_id for s in study.statements if s.version == decision.version}
    if again := sorted(taken & set(fresh)):
        raise StudyError(
            f"{listed(again)}: there is a version {decision.version} already. Name another."
        )


def _written(study: Study, changes: list[Difference], decision: Decision) -> dict[str, str]:
    """The two files as they are to be kept, those that change."""
    found = {}
    fresh = [c for c in changes if c.of_statement and c.kind != "gone"]
    if fresh:
        told = [_version(c, decision) for c in fresh]
        found[STATEMENTS] = added(study.folder / STATEMENTS, told)
    cmocs = [c for c in changes if not c.of_statement and c.kind != "gone"]
    if cmocs:
        others = {c.id: {p: b for p, (_, b) in c.changed.items()} for c in cmocs if c.changed}
        text = changed(study.folder / CMOCS, "cmoc_id", others)
        new = [{"cmoc_id": c.id} | c.parts for c in cmocs if c.kind == "new"]
        found[CMOCS] = added(study.folder / CMOCS, new, text)
    return found


def _version(change: Difference, decision: Decision) -> dict[str, str]:
    """A statement as an entry of statements.yml; what may be left out is, where it is blank."""
    entry = {"pt_id": change.id, "version": decision.version}
    entry |= {part: change.parts[part] for part in tuple(STATEMENT)[1:]}
    entry |= {"change": decision.why, "evidence": decision.evidence}
    return {k: v for k, v in entry.items() if v or k not in ("rival_text", "evidence")}
