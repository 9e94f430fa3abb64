"""For tests: the tiny study, all of it, with texts that some program would run in every text.

Every field that holds words has its own words, then a mark that no other has, then a few of these
texts and a mark that ends them; the fields of one study together hold each of them in both
languages.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import itertools
import re
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import tiny
import yaml
from hostile_texts import TEXTS
from practised import add_practice
from reviewed import with_review

from compendium import audiences, conclusions, theory
from compendium.definitions import read_yaml
from compendium.instruments import Instrument
from compendium.legible import legible
from compendium.study import Header
from compendium.words import Text
from compendium.writers.refi_qda import Project, write_qdpx

# Fields of one language that hold words; every other such field is an id, or one of a few values.
WORDS = {
    *("definition", "include", "exclude", "example", "change", "evidence"),
    *("context", "m_resource", "m_reasoning", "outcome_intended", "outcome_unintended"),
    *("for_whom", "if_text", "then_text", "because_text", "rival_text", "via"),
    *("contested_reason", "reason", "analyst", "integrator", "decided_by", "by"),
    *("context_note", "search", "published_source"),
}
# And words that are names of files and columns, or are looked for in an export: they stay.
NOT_WORDS = {"evidence": (conclusions.Finding, theory.Memo), "by": (conclusions.Addressed,)}
# Fields in which a study may not type numbers or braces, and what is left of the texts there.
NO_NUMBERS = (
    *(conclusions.Finding, conclusions.MetaInference, audiences.ProjectSummary),
    *(audiences.PlainPage, audiences.HardWord),
)
# What stands on one sheet, or in sentences that are read to a child.
SHORT = (audiences.ProjectSummary, audiences.PlainPage, audiences.HardWord)
KINDS = {
    "study.yml": Header,
    "codebook.yml": list[theory.Code],
    "theory/statements.yml": list[theory.Statement],
    "theory/cmocs.yml": list[theory.Cmoc],
    "theory/retroduction.yml": list[theory.Memo],
    "theory/confidence.csv": list[theory.ConfidenceJudgement],
    "theory/patterns.csv": list[theory.PatternJudgement],
    "findings/findings.yml": list[conclusions.Finding],
    "findings/joint_display.yml": list[conclusions.MetaInference],
    "framework.yml": conclusions.Framework,
    "instruments/form.yml": Instrument,
    "instruments/views.yml": Instrument,
}
FINDING = (
    "- finding_id: {0}\n  section: {0}\n  evidence: [T1]\n  analyst: Mari\n"
    "  decided_on: 2024-05-03\n"
    "  text: {{en: 'In the made-up data, tea helps.', cy: 'Yn y data ffug mae te yn help.'}}\n"
)
REPORTS = (
    *("site_report", "programme_theory", "quotes", "evidence_trail", "framework"),
    *("evidence_review", "summary", "young_people"),
)
SECTIONS = ("main-messages", "key-findings", "young-people")
EXTRA = (
    """\
languages: [en, cy]
summary:
  context: {en: Parents were not heard., cy: Ni chlywyd rhieni.}
  project: {en: We asked parents., cy: Holom rieni.}
  objectives: [{en: To ask., cy: Gofyn.}, {en: To listen., cy: Gwrando.}]
  methods: {en: By a survey., cy: Drwy arolwg.}
  status: {en: Done, cy: Wedi ei wneud}
  lead: {en: A. Lead, cy: A. Lead}
  amount: {en: Little, cy: Ychydig}
  award: {en: A grant, cy: Grant}
  reference: {en: None, cy: Dim}
  research_activity: {en: Some, cy: Peth}
  sub_code: {en: None, cy: Dim}
  contact: {en: us, cy: ni}
  start_date: 2023-01-01
publication:
  authors: {en: A. Writer, cy: A. Awdur}
  licence: {en: CC, cy: CC}
  contact: {en: write to us, cy: ysgrifennwch atom}
theory_versions: {REFINED: {en: refined, cy: wedi'i mireinio}}
"""
    + tiny.YOUNG_PEOPLE
)
MEMO = """\
- memo_id: M1
  about: PT1
  to_version: REFINED
  written_on: 2024-04-01
  analyst: AA
  text: {en: Because they said so., cy: Am iddynt ddweud.}
"""


class Planted:
    """What was planted, by its mark."""

    def __init__(self, least: int = 2):
        self.texts: dict[str, str] = {}
        self._least = least
        self._turn = itertools.cycle(TEXTS)

    def next(self, words: str, fits=lambda text: True, most: int = 0) -> str:
        """The words, and behind them a few texts between two marks."""
        mark = f"qz{_letters(len(self.texts))}q"
        chosen = [t for t in itertools.islice(self._turn, self._least) if fits(t)]
        chosen = chosen[: most or None]
        self.texts[mark] = " ".join([mark, *chosen, mark])
        return f"{words} {self.texts[mark]}"


def _letters(number: int) -> str:
    """A number as three letters: a digit could not stand everywhere."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


def write_hostile(root: Path) -> tuple[Path, Planted]:
    """The study below ``root/data/tiny``, and what was planted in it."""
    folder, planted = tiny.write_tiny(root), Planted()
    add_practice(folder)
    with_review(folder)
    study = folder / "study.yml"
    text = study.read_text("utf-8").replace("[site_report]", f"[{', '.join(REPORTS)}]")
    study.write_text(text + EXTRA, "utf-8")
    (folder / "theory" / "retroduction.yml").write_text(MEMO, "utf-8")
    found = folder / "findings" / "findings.yml"
    more = "".join(FINDING.format(section) for section in SECTIONS)
    found.write_text(found.read_text("utf-8") + more, "utf-8")
    _definitions(folder, planted)
    _tables(folder, planted)
    _exports(folder, planted)
    return folder, planted


def _definitions(folder: Path, planted: Planted) -> None:
    for name, kind in KINDS.items():
        path = folder / name
        if path.suffix == ".csv":
            rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
            _write_rows(path, _planted(kind, rows, planted, None))
            continue
        raw = _planted(kind, read_yaml(path), planted, None)
        text = yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=10_000)
        path.write_text(text, "utf-8")


def _planted(kind, raw, planted: Planted, inside):
    """What a file says, every text of it with something planted."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _planted(next(k for k in inner if k is not type(None)), raw, planted, inside)
    if origin in (tuple, list):
        return [_planted(inner[0], each, planted, inside) for each in raw]
    if origin is dict:
        return {k: _planted(inner[1], each, planted, inside) for k, each in raw.items()}
    if kind is Text:
        both = raw if isinstance(raw, dict) else {"en": raw}
        most = 1 if inside in SHORT else 0
        return {lang: planted.next(text, fits(inside), most) for lang, text in both.items()}
    if not dataclasses.is_dataclass(kind):
        return raw
    made = {}
    for name, each in raw.items():
        of = _annotations(kind)[name]
        is_words = of is str and name in WORDS and kind not in NOT_WORDS.get(name, ())
        made[name] = (
            planted.next(each, fits(kind))
            if is_words and each
            else _planted(of, each, planted, kind)
        )
    return made


def fits(kind):
    """Which texts may stand in a field of a kind."""
    if kind in (audiences.PlainPage, audiences.HardWord, conclusions.Finding):
        return lambda text: len(re.findall(r"\w+", text)) < 6 and not re.search(r"[\d{}]", text)
    if kind in NO_NUMBERS:
        return lambda text: not any(c.isdigit() or c in "{}" for c in text)
    if kind is theory.Code:
        # An export of coding has codes of these names.
        return lambda text: text == legible(" ".join(text.split()))
    return lambda text: True


@functools.cache
def _annotations(kind) -> dict[str, object]:
    return typing.get_type_hints(kind)


def text_fields() -> Iterator[tuple[str, str]]:
    """Of every kind of definition its fields of one language: (kind, field)."""
    seen, left = set(), list(KINDS.values())
    while left:
        kind = left.pop()
        if typing.get_args(kind):
            left += [k for k in typing.get_args(kind) if k is not Ellipsis]
        elif dataclasses.is_dataclass(kind) and kind not in seen and kind is not Text:
            seen.add(kind)
            left += _annotations(kind).values()
            yield from ((kind.__name__, n) for n, of in _annotations(kind).items() if of is str)


def _tables(folder: Path, planted: Planted) -> None:
    """Judgements, decisions and summaries that are kept as tables beside the definitions."""
    for name, columns in {
        "theory/evidence.csv": ["analyst", "reason"],
        "workshops/decisions.csv": ["proposal", "rationale", "dissent", "changed_what"],
    }.items():
        rows = list(csv.DictReader(io.StringIO((folder / name).read_text("utf-8"))))
        for row in rows:
            row.update({c: planted.next(row[c]) for c in columns if row[c] not in ("", "none")})
        _write_rows(folder / name, rows)
    _write_rows(
        folder / "findings" / "quotes.csv",
        [
            {
                "segment_id": place,
                "approved_text": planted.next("She listened to us."),
                "translation_en": "",
                "approved_by": planted.next("me"),
                "approved_on": "2024-03-01",
                "study": "tiny",
                "data_origin": "synthetic",
            }
            for place in ("c1 interview:20-39", "c2 interview:20-45")
        ],
    )


def _write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def _exports(folder: Path, planted: Planted) -> None:
    """What people wrote and said, and what the tools say beside it."""
    frame = tiny.responses()
    frame["O1"] = [planted.next(f"Answer {n}.") for n in range(len(frame))]
    tiny.write_survey(folder / "raw" / "survey.sav", frame)
    write_qdpx(folder / "raw" / "talk.qdpx", _talk(folder, planted))
    screened = pd.read_csv(folder / "raw" / "screened.csv", dtype="str", keep_default_na=False)
    for column in ("Title", "Where", "Who", "How", "Why"):
        screened[column] = [planted.next(t) if t else t for t in screened[column]]
    _write_rows(folder / "raw" / "screened.csv", screened.to_dict("records"))
    titles = folder / "raw" / "found.ris"
    lines = titles.read_text("utf-8").split("\n")
    for number, line in enumerate(lines):
        if line.startswith(("TI  - ", "AU  - ")):
            lines[number] = line[:6] + " ".join(planted.next(line[6:]).split())
    titles.write_text("\n".join(lines), "utf-8")


def _talk(folder: Path, planted: Planted) -> Project:
    """The interviews, with codes called as the codebook calls them now."""
    called = {}
    for was, now in zip(*(read_yaml(f / "codebook.yml") for f in (tiny.DEFINITIONS, folder)),
                        strict=True):  # fmt: skip
        called[was["label"]["en"]] = now["label"]["en"]

    def renamed(path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(called.get(name, name) for name in path)

    made = tiny.project()
    sources = []
    for source in made.sources:
        text, selections = source.text, []
        for s in source.selections:
            codings = tuple((renamed(code), who) for code, who in s.codings)
            selections.append(dataclasses.replace(s, codings=codings))
        text += f"{legible(planted.next('Said aside.'))}\n"
        sources.append(dataclasses.replace(source, text=text, selections=tuple(selections)))
    codes = tuple(dataclasses.replace(c, path=renamed(c.path)) for c in made.codes)
    return dataclasses.replace(made, codes=codes, sources=tuple(sources))
