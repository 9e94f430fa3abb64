"""Survey answers of one questionnaire as an SPSS file: one person a row, with all labels.

An item asked on later occasions has a variable for each: ``S1``, ``S1_T1``.
"""

from __future__ import annotations

import re
from itertools import combinations, count
from pathlib import Path

import pandas as pd

from compendium.instruments import Instrument, Item, Scale
from compendium.intake.tables import Tables
from compendium.problems import listed
from compendium.study import Study
from compendium.writers.spss import UserMissing, write_sav

# Limits of the format, in bytes (PSPP Developers Guide, "Variable Record", "Value Labels Record").
LONGEST_LABEL, LONGEST_VALUE_LABEL, MOST_MISSING_CODES = 255, 120, 3
# What may be a variable's name (IBM SPSS Statistics, "Variable names").
LONGEST_NAME, NAME = 64, re.compile(r"[A-Za-z@][A-Za-z0-9_.@#$]*(?<![._])")
RESERVED = frozenset("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())
OF_PERSON = {
    "participant_id": "Participant",
    "site_id": "Site",
    "group": "Group",
    "language": "Language of the answers",
    "data_origin": "Data origin",
}


def answers_sav(path: Path, data: Tables, instrument: Instrument) -> tuple[int, list[str]]:
    """Write the answers of one questionnaire.

    A reason for a missing answer is the user-missing code the scale gives it; where the scale has
    none (not answered, out of range) the answer is system-missing. Open answers are text, and
    of the first occasion alone. The language is that of somebody's first answers.

    Returns
    -------
    respondents : int
        How many people are in the file.
    differences : list of str
        Variables under another name, and codes that the format cannot hold.
    """
    answers = _answers(data, instrument)
    opened = data.open_answers[data.open_answers["instrument"] == instrument.instrument]
    people = answers[list(OF_PERSON)].drop_duplicates("participant_id")
    people = people.sort_values("participant_id", ignore_index=True)
    columns, labels, value_labels, missing = {}, dict(OF_PERSON), {}, {}
    later = later_occasions(data.study, instrument)
    names = variable_names(instrument, tuple(later))
    for (item_id, stage, occasion), name in names.items():
        item = next(i for i in instrument.items if i.item_id == item_id)
        labels[name] = _cut(_label(item, stage, later.get(occasion, "")), LONGEST_LABEL)
        if scale := instrument.scale_of(item):
            declared, own = user_missing(scale), answers[answers["occasion"] == occasion]
            columns[name] = _values(own, item, stage, scale, declared, people)
            value_labels[name] = {
                o.value: _cut(o.label.en, LONGEST_VALUE_LABEL) for o in scale.options
            }
            if declared:
                missing[name] = declared
        else:
            columns[name] = _texts(opened, item, people)
    frame = pd.concat([people, pd.DataFrame(columns, index=people.index)], axis=1)
    origin = ", ".join(sorted(set(people["data_origin"])))
    write_sav(path, frame, labels, value_labels, missing, _cut(f"{data.study.id} ({origin})", 64))
    return len(frame), [f"{path.name}: {said}" for said in _differences(instrument, names)]


def _answers(data: Tables, instrument: Instrument) -> pd.DataFrame:
    """Everybody's answers to one questionnaire; `occasion` is blank for the first."""
    every = pd.concat([data.answers.assign(occasion=""), data.follow_up_answers])
    return every[every["instrument"] == instrument.instrument]


def later_occasions(study: Study, instrument: Instrument) -> dict[str, str]:
    """What each later occasion of a questionnaire is called, by its name in study.yml."""
    return {o.occasion: o.label.en for o in study.occasions_of(instrument.instrument)[1:]}


def variable_names(
    instrument: Instrument, later: tuple[str, ...] = ()
) -> dict[tuple[str, str, str], str]:
    """A name for each item, stage and occasion that SPSS takes; the item's own wherever it does.

    The occasion is blank for the first, and one of `later`, which has no open answers, otherwise.
    What the format has no room for becomes ``_``; a name that begins with no letter gets ``v_``,
    and one that is taken (SPSS does not tell large letters from small) a number.
    """
    taken, names = {name.upper() for name in OF_PERSON} | RESERVED, {}
    asked = [
        (item.item_id, stage, occasion)
        for occasion in ("", *later)
        for item in instrument.items
        for stage in item.stages
        if not occasion or instrument.scale_of(item)
    ]
    for one in sorted(asked, key=lambda one: (one[2] != "", not NAME.fullmatch(one[0]))):
        name = _allowed(_wanted(*one))
        if name.upper() in taken:
            others = (f"{name[: LONGEST_NAME - 4]}_{number}" for number in count(2))
            name = next(other for other in others if other.upper() not in taken)
        taken.add(name.upper())
        names[one] = name
    return {one: names[one] for one in asked}


def _wanted(item: str, stage: str, occasion: str) -> str:
    return "_".join([item, *([] if stage == "single" else [stage]), *filter(None, [occasion])])


def _allowed(wanted: str) -> str:
    if NAME.fullmatch(wanted) and len(wanted) <= LONGEST_NAME:
        return wanted
    name = re.sub(r"[^A-Za-z0-9_.@#$]", "_", wanted)
    name = name if NAME.match(name) else f"v_{name}"
    return name[:LONGEST_NAME].rstrip("._")


def user_missing(scale: Scale) -> UserMissing:
    """The user-missing codes of a scale, as many as the format holds.

    Three codes, or a range and one code more. A range may hold no answer of the scale.
    """
    codes = sorted(scale.missing)
    if len(codes) <= MOST_MISSING_CODES:
        return list(codes)
    ranges = [
        (low, high)
        for low, high in combinations(codes, 2)
        if not any(low <= value <= high for value in scale.values)
    ]
    widest = max(ranges, key=lambda r: sum(r[0] <= c <= r[1] for c in codes), default=None)
    if widest is None:
        return codes[:MOST_MISSING_CODES]
    outside = [c for c in codes if not widest[0] <= c <= widest[1]]
    return [{"lo": widest[0], "hi": widest[1]}, *outside[:1]]


def _is_declared(code: int, declared: UserMissing) -> bool:
    return any(
        one["lo"] <= code <= one["hi"] if isinstance(one, dict) else one == code for one in declared
    )


def _differences(instrument: Instrument, names: dict[tuple[str, str, str], str]) -> list[str]:
    """What the file has otherwise than the study, in words."""
    said = []
    for one, name in names.items():
        if name != (wanted := _wanted(*one)):
            said.append(f"the variable {wanted} is called {name}, a name that SPSS takes")
    for scale in instrument.scales:
        declared, reasons = user_missing(scale), list(scale.missing.values())
        if over := [c for c in scale.missing if not _is_declared(c, declared)]:
            said.append(
                f"{listed(over)} of the scale {scale.scale_id} are system-missing: SPSS holds "
                "three user-missing codes, or a range and one code"
            )
        for reason in dict.fromkeys(r for r in reasons if reasons.count(r) > 1):
            codes = [c for c, r in scale.missing.items() if r == reason]
            said.append(
                f"{listed(codes)} of the scale {scale.scale_id} mean one thing ({reason}), and "
                f"all are {_code_of(scale, declared)[reason]}"
            )
    return said


def _code_of(scale: Scale, declared: UserMissing) -> dict[str, int]:
    """The code that stands for each reason: the first of those the file can declare."""
    codes: dict[str, int] = {}
    for code, reason in scale.missing.items():
        if _is_declared(code, declared):
            codes.setdefault(reason, code)
    return codes


def _label(item: Item, stage: str, occasion: str) -> str:
    asked = ["" if stage == "single" else stage, occasion]
    return " ".join([item.wording.en, *(f"[{part}]" for part in asked if part)])


def _values(
    answers: pd.DataFrame,
    item: Item,
    stage: str,
    scale: Scale,
    declared: UserMissing,
    people: pd.DataFrame,
) -> pd.Series:
    """One number per person: the answer, or the code of the reason why there is none."""
    own = answers[(answers["item_id"] == item.item_id) & (answers["stage"] == stage)]
    own = own.set_index("participant_id")
    reasons = own["missing_reason"].map(_code_of(scale, declared)).astype("float64")
    values = own["value"].astype("float64").fillna(reasons)
    return people["participant_id"].map(values).astype("float64")


def _texts(opened: pd.DataFrame, item: Item, people: pd.DataFrame) -> pd.Series:
    own = opened[opened["item_id"] == item.item_id].drop_duplicates("participant_id")
    texts = own.set_index("participant_id")["text"]
    return people["participant_id"].map(texts).astype("object").fillna("")


def _cut(text: str, most: int) -> str:
    """A text within so many bytes of UTF-8, whole letters, marked where it is cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode("utf-8", "ignore") + "…"
