"""The made-up interviews, focus groups and observations, coded, as one ``.qdpx``.

Two coders read what was said when people were first met; the first alone coded second interviews
and field notes.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterable

import numpy as np

from compendium.study import Study
from compendium.synthetic.observations import Note, Notes, field_notes
from compendium.synthetic.passages import Passage
from compendium.synthetic.people import SHORT_GROUP, case_name
from compendium.synthetic.recipe import Recipe
from compendium.theory import code_paths
from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
)

# The round of those met later.
AGAIN = "R2"
UNKNOWN_SPEAKER = "Speaker?"
COLOURS = ("#1D5A88", "#B26A00", "#1E7A4C", "#7A3E8E", "#A33A3A", "#4A5867", "#2E7D86")


@dataclasses.dataclass
class Transcript:
    """One source: who speaks where, and the stretch of each passage."""

    name: str
    site: str
    group: str
    setting: str
    lang: str
    round: str = ""
    text: str = ""
    stretches: list[tuple[Passage, int, int]] = dataclasses.field(default_factory=list)

    def speak(self, speaker: str, words: str) -> tuple[int, int]:
        """Add one turn; where its words start and end (code points, end exclusive)."""
        self.text += f"{speaker}: "
        start = len(self.text)
        self.text += words
        end = len(self.text)
        self.text += "\n\n"
        return start, end


def transcripts(passages: tuple[Passage, ...]) -> list[Transcript]:
    """One transcript per interview and per focus group, in the order of their names."""
    made: dict[str, Transcript] = {}
    first = {(p.site, p.group, p.person) for p in passages if p.round != AGAIN}
    for p in passages:
        if p.setting == "focus_group":
            name = f"{p.site}-{SHORT_GROUP[p.group]} focus group"
        else:
            again = p.round == AGAIN and (p.site, p.group, p.person) in first
            which = "second interview" if again else "interview"
            name = f"{case_name(p.site, p.group, p.person)} {which}"
        t = made.setdefault(name, Transcript(name, p.site, p.group, p.setting, p.lang, p.round))
        if p.question:
            t.speak("Interviewer", p.question)
        if p.setting == "interview":
            speaker = "Participant"
        else:
            speaker = case_name(p.site, p.group, p.person) if p.person else UNKNOWN_SPEAKER
        t.stretches.append((p, *t.speak(speaker, p.text)))
    return [made[name] for name in sorted(made)]


def make_project(
    study: Study,
    recipe: Recipe,
    passages: tuple[Passage, ...],
    notes: tuple[Note, ...],
    rng: np.random.Generator,
) -> Project:
    """The whole coding project, as the team's tool would export it."""
    paths = code_paths(study.codebook)
    made = transcripts(passages)
    coded = [p for t in made if t.round != AGAIN for p, _, _ in t.stretches if p.code_ids]
    second = _second_coder(coded, study, recipe, rng)
    retired = _retired(coded, recipe)
    other = study.header.coding.coders[1]

    def codings(p: Passage):
        more = retired.get(p.passage_id, ())
        theirs = ((paths[c], other) for c in second.get(p.passage_id, ()))
        return (*first_codings(study, p.code_ids, p.valence, more), *theirs)

    dates = _dates(made, recipe, rng)
    talk = [_source(t, codings, recipe, dates) for t in made]
    seen = [_observed(n, study, recipe) for n in field_notes(notes)]
    return Project(
        name=recipe.interviews.name,
        origin="Compendium synthetic data",
        written_on=recipe.interviews.written_on.isoformat(),
        description="MADE-UP DATA. No real people. Not findings about any service.",
        coders=study.header.coding.coders,
        codes=tuple(code_entries(study)),
        sources=(*talk, *seen),
        cases=tuple(_cases(made, recipe)),
    )


def first_codings(
    study: Study, code_ids: tuple[str, ...], valence: str, more: tuple[str, ...] = ()
) -> tuple[tuple[tuple[str, ...], str], ...]:
    """What the first coder gave a passage: its codes, codes retired since, and the valence."""
    paths, first = code_paths(study.codebook), study.header.coding.coders[0]
    by_valence = {str(v): tuple(k.split(" > ")) for k, v in study.header.coding.valence.items()}
    given = [paths[c] for c in (*code_ids, *more)]
    return tuple((path, first) for path in (*given, *([by_valence[valence]] if code_ids else ())))


def _dates(made: list[Transcript], recipe: Recipe, rng: np.random.Generator) -> dict[str, dt.date]:
    """When each transcript was recorded: first meetings at random, second ones evenly apart."""
    first, again = ([t for t in made if (t.round == AGAIN) is later] for later in (False, True))
    days = rng.integers(0, recipe.interviews.days, size=len(first))
    dates = {
        t.name: recipe.interviews.first_day + dt.timedelta(days=int(day))
        for t, day in zip(first, days, strict=True)
    }
    later = recipe.interviews.second_round
    for i, t in enumerate(again):
        dates[t.name] = later.first_day + dt.timedelta(days=i * later.days // len(again))
    return dates


def _round(t: Transcript, dates: dict[str, dt.date], recipe: Recipe) -> str:
    """R1 or R2: as the transcript says, R1 of people met again, else by half of the fieldwork."""
    middle = recipe.interviews.first_day + dt.timedelta(days=recipe.interviews.days // 2)
    met_again = t.name.removesuffix("interview") + "second interview" in dates
    return t.round or ("R1" if met_again or dates[t.name] < middle else "R2")


def _observed(notes: Notes, study: Study, recipe: Recipe) -> SourceEntry:
    return SourceEntry(
        name=notes.name,
        text=notes.text,
        selections=tuple(
            CodedSelection(a, b, first_codings(study, n.code_ids, n.valence))
            for n, a, b in notes.stretches
            if n.code_ids
        ),
        variables=(
            ("Area", notes.site),
            ("Method", "observation"),
            ("Meeting", notes.meeting),
            ("Date", notes.date.isoformat()),
            ("Language", notes.lang),
            ("Data origin", recipe.marked_as),
        ),
    )


def _source(t: Transcript, codings, recipe: Recipe, dates: dict[str, dt.date]) -> SourceEntry:
    return SourceEntry(
        name=t.name,
        text=t.text,
        selections=tuple(
            CodedSelection(a, b, codings(p))
            for p, a, b in t.stretches
            if p.code_ids or t.setting == "focus_group"
        ),
        variables=(
            ("Area", t.site),
            ("Group", t.group),
            ("Method", t.setting),
            ("Round", _round(t, dates, recipe)),
            ("Date", dates[t.name].isoformat()),
            ("Language", t.lang),
            ("Data origin", recipe.marked_as),
        ),
    )


def _cases(made: list[Transcript], recipe: Recipe) -> Iterable[CaseEntry]:
    """One case per person; in a focus group a case refers to the turns known to be theirs."""
    places: dict[tuple[str, str, int], tuple[list[str], list[tuple[str, int, int]]]] = {}
    for t in made:
        for p, start, end in t.stretches:
            if not p.person:
                continue
            whole, turns = places.setdefault((p.site, p.group, p.person), ([], []))
            if t.setting == "focus_group":
                turns.append((t.name, start, end))
            elif t.name not in whole:
                whole.append(t.name)
    for (site, group, person), (whole, turns) in sorted(places.items()):
        yield CaseEntry(
            case_name(site, group, person),
            tuple(whole),
            tuple(turns),
            (("Area", site), ("Group", group), ("Data origin", recipe.marked_as)),
        )


def code_entries(study: Study) -> Iterable[CodeEntry]:
    """The codebook as a coding tool holds it, and the codes that carry valence."""
    paths = code_paths(study.codebook)
    tops = [c.code_id for c in study.codebook if not c.parent_id]
    for code in study.codebook:
        top = next(i for i, t in enumerate(tops) if paths[t][0] == paths[code.code_id][0])
        yield CodeEntry(paths[code.code_id], code.definition, COLOURS[top % len(COLOURS)])
    valence = [tuple(k.split(" > ")) for k in study.header.coding.valence]
    for top in dict.fromkeys(v[:1] for v in valence):
        yield CodeEntry(top, "How the speaker sees advocacy or the process here")
    for path in valence:
        yield CodeEntry(path)


def _retired(coded: list[Passage], recipe: Recipe) -> dict[str, tuple[str, ...]]:
    """Codings somebody made with a code that was retired meanwhile."""
    trap = recipe.interviews.retired_code
    if trap is None:
        return {}
    beside = [p.passage_id for p in coded if trap.beside in p.code_ids][: trap.times]
    return dict.fromkeys(beside, (trap.code,))


def _second_coder(
    coded: list[Passage], study: Study, recipe: Recipe, rng: np.random.Generator
) -> dict[str, tuple[str, ...]]:
    """What C2 gave the fifth of the passages that C2 saw: mostly the same, siblings elsewhere."""
    how = recipe.interviews.second_coder
    siblings: dict[str, list[str]] = {}
    for code in study.codebook:
        if code.parent_id and code.active:
            siblings.setdefault(code.parent_id, []).append(code.code_id)
    parent = {c.code_id: c.parent_id for c in study.codebook}
    order = [coded[i] for i in rng.permutation(len(coded))]
    weak = [p for p in order if how.weak_code in p.code_ids][: how.weak_seen]
    rest = [p for p in order if how.weak_code not in p.code_ids]
    rest = rest[: round(how.share * len(coded)) - len(weak)]
    keeps_weak = {p.passage_id for p in weak[: how.weak_kept]}
    adds_weak = {p.passage_id for p in itertools.islice(rest, how.weak_added)}
    given = {}
    for p in (*weak, *rest):
        codes = []
        for code in p.code_ids:
            if code == how.weak_code:
                if p.passage_id in keeps_weak:
                    codes.append(code)
                elif len(p.code_ids) == 1:  # read, and seen as something near it
                    codes.append(next(c for c in siblings[parent[code]] if c != code))
                continue
            if rng.random() < how.keeps:
                codes.append(code)
                continue
            others = [
                c for c in siblings[parent[code]] if c not in p.code_ids and c != how.weak_code
            ]
            codes.append(others[int(rng.integers(len(others)))])
        if p.passage_id in adds_weak:
            codes.append(how.weak_code)
        given[p.passage_id] = tuple(dict.fromkeys(codes))
    return given
