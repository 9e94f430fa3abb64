"""The whole trail of a study, and what one thing of it goes back to and is taken up by."""

from __future__ import annotations

import difflib

import pandas as pd

from compendium.analysis.result import BETWEEN, Labels, Result, origin_of, written
from compendium.analysis.trail.kinds import CALLED, EVIDENCE, FINDING, KINDS, STATEMENT, Thing
from compendium.analysis.trail.links import things
from compendium.analysis.trail.places import Finder
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text, words

BACK, UP = "back", "up"
TEXTS = ("kind", "id", "back_to", "taken_up_by", "files", "where", "rows", "direction", "element")
STEPS = ["step", "way", "depth", "thing", *TEXTS]


def trail(data: Tables, *kinds: str) -> Result:
    """Everything that a conclusion goes back to, with what takes it up and where it lies.

    Parameters
    ----------
    kinds : str
        Of `kinds.KINDS` those to show; all if none is named.

    Returns
    -------
    Result
        One row per `thing` (``cmoc:CW01``), in the order of `kinds.KINDS`: its `kind` and `id`,
        the things it goes back to and those that take it up (`BETWEEN` them), and `files`, `where`
        and `rows`, as many of each as places. Of a piece of evidence its `direction` and `element`.
        Passages and pieces of evidence are for the team. The labels have what each is called.

    Raises
    ------
    StudyError
        If the trail has no things of such a kind.
    """
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise StudyError(f"The trail has no {listed(unknown)}. It has: {listed(KINDS, limit=20)}.")
    found = things(data)
    made = _result("trail", _frame(found, data), ("thing",), data, found)
    made.labels["shown"] = {kind: words()[CALLED[kind]].text for kind in kinds or KINDS}
    return made


def trace(data: Tables, name: str = "") -> Result:
    """What one thing goes back to, step by step down to file and row, and what takes it up.

    Parameters
    ----------
    name : str
        Its id: ``PW4``, ``CW07``, ``MM1``, ``trust``, ``EV001``, a passage; or with its kind,
        where two kinds share an id: ``joint:trust``. Blank for the first statement, or the first
        thing there is.

    Returns
    -------
    Result
        One row per `step`: `way` (`BACK`, `UP`) and `depth` (0 for the thing itself), and the
        columns of `trail`. A thing that several others go back to stands under the first alone.

    Raises
    ------
    StudyError
        If the study has nothing of that name, or several things.
    """
    found = things(data)
    if not found:
        return _result("trace", pd.DataFrame(columns=STEPS, dtype="str"), ("step",), data, found)
    start = found_as(name, found) if name else first_of(found)
    frame = _frame(found, data).set_index("thing", drop=False)
    steps = [*_steps(start, frame["back_to"], BACK), *_steps(start, frame["taken_up_by"], UP)[1:]]
    rows = [
        {"step": str(i), "way": way, "depth": str(depth), **frame.loc[thing].to_dict()}
        for i, (way, depth, thing) in enumerate(steps, 1)
    ]
    return _result("trace", pd.DataFrame(rows), ("step",), data, found)


def first_of(found: dict[str, Thing]) -> str:
    """The key of the first statement; of the first thing where there is no statement."""
    statements = (key for key, thing in found.items() if thing.kind == STATEMENT)
    return next(statements, next(iter(found)))


def found_as(name: str, found: dict[str, Thing]) -> str:
    """The key of the one thing that goes by a name.

    Raises
    ------
    StudyError
        If there is none, or there are several.
    """
    if name in found:
        return name
    called = [key for key, thing in found.items() if thing.id == name]
    if len(called) == 1:
        return called[0]
    if called:
        raise StudyError(f"{name!r} is several things. Say which: {listed(called)}.")
    near = difflib.get_close_matches(name, [thing.id for thing in found.values()], n=5, cutoff=0.5)
    meant = f"Near it: {listed(near)}. " if near else ""
    raise StudyError(
        f"There is nothing called {name!r} in the trail. {meant}Ask for a finding, a row of the "
        "joint display, a principle, a statement, a CMOC, a piece of evidence, a decision or a "
        "passage by its id."
    )


def _steps(start: str, leads: pd.Series, way: str) -> list[tuple[str, int, str]]:
    """The things reached from one, each under the first that leads to it, depth first."""
    seen, steps, ahead = set(), [], [(0, start)]
    while ahead:
        depth, thing = ahead.pop()
        if thing in seen:
            continue
        seen.add(thing)
        steps.append((way, depth, thing))
        ahead += [(depth + 1, to) for to in reversed(split(leads[thing])) if to in leads.index]
    return steps


def split(cell: str) -> list[str]:
    """The things in one cell."""
    return cell.split(BETWEEN) if cell else []


def _frame(found: dict[str, Thing], data: Tables) -> pd.DataFrame:
    taken_up: dict[str, list[str]] = {key: [] for key in found}
    for key, thing in found.items():
        for to in thing.back_to:
            taken_up.setdefault(to, []).append(key)
    finder, judged = Finder(data), data.evidence.set_index("evidence_id")[["direction", "element"]]
    order = {kind: i for i, kind in enumerate(KINDS)}
    rows = []
    for thing in sorted(found.values(), key=lambda thing: order[thing.kind]):
        lies = finder.places(thing)
        judgement = judged.loc[thing.id] if thing.kind == EVIDENCE else {}
        rows.append(
            {
                "thing": thing.key,
                "kind": thing.kind,
                "id": thing.id,
                "back_to": BETWEEN.join(thing.back_to),
                "taken_up_by": BETWEEN.join(taken_up[thing.key]),
                "files": BETWEEN.join(place.file for place in lies),
                "where": BETWEEN.join(place.where for place in lies),
                "rows": BETWEEN.join(place.rows for place in lies),
                "direction": judgement.get("direction", ""),
                "element": judgement.get("element", ""),
            }
        )
    return pd.DataFrame(rows, columns=["thing", *TEXTS])


def _result(
    measure: str, frame: pd.DataFrame, by: tuple[str, ...], data: Tables, found: dict[str, Thing]
) -> Result:
    kinds = {column: "text" for column in frame if column not in by}
    population, origin = data.study.header.title, origin_of(data.participants, data.evidence)
    labels = _labels(found, data)
    return written(measure, frame, by, kinds, labels, population=population, origin=origin)


def _labels(found: dict[str, Thing], data: Tables) -> Labels:
    """What each thing is called; in which section each finding stands, and about which site."""
    study, sites = data.study, {s.site_id: s.label for s in data.study.sites}
    return {
        "thing": {key: thing.name for key, thing in found.items()},
        "short": {key: thing.short for key, thing in found.items() if thing.short.en},
        "says": {key: thing.says for key, thing in found.items() if thing.says.en},
        "form": {i.instrument: i.title for i in study.instruments},
        "about": {f"{FINDING}:{f.finding_id}": sites[f.site] for f in study.findings if f.site},
        "signed": {
            f"{EVIDENCE}:{e.evidence_id}": Text(e.analyst) for e in data.evidence.itertuples()
        },
    }
