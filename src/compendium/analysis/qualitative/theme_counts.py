"""Theme counts: people, events, passages and words of every code, by any grouping.

Everything counts on the coding of record. A code counts for every code above it, and nobody, no
event and no passage twice for one code. Overlapping passages are a passage each, and the words
they share are words of both. A passage whose speaker is not known counts for nobody: it is among
the events, passages and words, and how many there are stands beside. The denominator is the
people who were asked: met in an event of that kind. Not mentioning is not disagreeing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd

from compendium.analysis.qualitative import coded_counts
from compendium.analysis.qualitative.asked_and_said import (
    OF_EVENTS,
    OF_PEOPLE,
    asked_people,
    passages,
)
from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.themes import (
    coding_by_rule,
    coding_of_record,
    rule_in_use,
    rule_name,
)
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.survey.sample import area_labels, heading_labels
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.schemas import DATA_TYPES
from compendium.study import Study
from compendium.theory import Code, active_codes
from compendium.words import Text

# Every theme together: whoever, and whatever, has any code at all.
ANY_THEME = "any"
RULES = ("consensus", "union")
VALENCES = {"favourable": 1, "mixed": 0, "unfavourable": -1}

UNKNOWN = Text("speaker not known", "siaradwr anhysbys")
NOT_RECORDED = Text("not recorded", "heb ei gofnodi")
YES_NO = {"yes": Text("yes", "ydy"), "no": Text("no", "nac ydy")}
LANGUAGES = {"en": Text("English", "Saesneg"), "cy": Text("Welsh", "Cymraeg")}
KINDS_OF_DATA = {
    "interview": Text("interviews and focus groups", "cyfweliadau a grwpiau ffocws"),
    "open_answer": Text("written answers", "atebion ysgrifenedig"),
    "observation": Text("field notes", "nodiadau maes"),
}


@remembered
def counts(data: Tables, by: Sequence[str] = ("group",)) -> Result:
    """Distinct people, events and passages, and words, of every theme, by any grouping.

    Parameters
    ----------
    data : Tables
        Seen from a site, that site's people are counted (and its events of nobody known).
    by : sequence of str
        Any of `OF_PEOPLE` and `OF_EVENTS`; none for everybody together. Group and site are the
        person's own. Interviews and focus groups alone are counted, unless `data_type` is named:
        kinds of data are never counted together.

    Returns
    -------
    Result
        One row per active code (``any`` = any theme first) and combination of `by` in which
        anybody was asked or anything was coded: `people` of the `asked` raised it, in so many
        `events`, passages (`segments`) and `words`; `unknown` passages are nobody's known.
        `favourable`, `mixed` and `unfavourable` passages where the study codes valence; passages
        that nobody judged, or that coders judged differently, are in none. Where the study says
        what its topic guide `asked_about`: `unprompted` people raised it by something that was
        not asked about.

    Raises
    ------
    StudyError
        If themes cannot be counted by one of `by`.
    """
    by = _known(by)
    asked, talk = asked_people(data, by), passages(data, by)
    record = coding_of_record(data.codings, data.study)
    talk = talk[talk["segment_id"].isin(record["segment_id"])]
    numbers = _numbers(data, talk, record, by)
    frame = _every_cell(data.study, asked, talk, by).merge(numbers, on=["code_id", *by], how="left")
    columns = [c for c in numbers if c not in ("code_id", *by)]
    frame[columns] = frame[columns].fillna(0).astype("int64")
    kinds = {"asked": "base", **{c: "count" for c in columns if c != "people"}}
    labels = {n: _labels(data, n, asked, talk) for n in by}
    return _result("theme_counts", data, frame, ("code_id", *by), kinds, labels)


@remembered
def by_rule(data: Tables) -> Result:
    """What the choice of the coding of record changes: people of each theme under every rule.

    One row per active code (``any`` = any theme first) and rule: each coder alone, what all who
    read a passage agree on (``consensus``), what anybody coded (``union``). `people` of the
    `asked` raised it, in so many passages (`segments`). Interviews and focus groups alone.
    """
    study, coding = data.study, data.study.header.coding
    # No words are counted here, so none need be read.
    asked, talk = asked_people(data, ()), passages(data, ()).assign(text="")
    book, parts = _rooted(study), []
    for rule in (*coding.coders, *RULES):
        coded = CodedTalk(talk, coding_by_rule(data.codings, rule), book)
        found = coded_counts.counts(coded).assign(rule=coding.called(rule))
        parts.append(found[["code_id", "rule", "people", "segments"]])
    names = [coding.called(rule) for rule in (*coding.coders, *RULES)]
    codes = _codes(study) if len(asked) else []
    frame = pd.DataFrame([(c, r) for c in codes for r in names], columns=["code_id", "rule"])
    frame = frame.assign(asked=asked["participant_id"].nunique())
    frame = frame.merge(pd.concat(parts), on=["code_id", "rule"], how="left")
    frame = frame.fillna({"people": 0, "segments": 0})
    frame = frame.astype(dict.fromkeys(("people", "segments", "asked"), "int64"))
    labels = {"rule": {name: rule_name(name) for name in names}}
    labels["in_use"] = {coding.called(coding.of_record): rule_name(coding.called(coding.of_record))}
    kinds = {"asked": "base", "segments": "count"}
    return _result("coding_rules", data, frame, ("code_id", "rule"), kinds, labels)


def asked_about(study: Study) -> set[str]:
    """The codes the topic guide asked about: those that study.yml names, and all below them."""
    below: dict[str, list[str]] = {}
    for code in study.codebook:
        below.setdefault(code.parent_id, []).append(code.code_id)
    found, waiting = set(), list(study.header.coding.asked_about)
    while waiting:
        code = waiting.pop()
        found.add(code)
        waiting += below.get(code, [])
    return found


def _known(by: Sequence[str]) -> tuple[str, ...]:
    """The groupings asked for, once it is certain that they exist."""
    by = (by,) if isinstance(by, str) else tuple(dict.fromkeys(by))
    if wrong := [name for name in by if name not in (*OF_PEOPLE, *OF_EVENTS)]:
        raise StudyError(
            f"Themes cannot be counted by {listed(wrong)}. "
            f"There is: {listed((*OF_PEOPLE, *OF_EVENTS), limit=20)}."
        )
    return by


def _numbers(
    data: Tables, talk: pd.DataFrame, record: pd.DataFrame, by: Sequence[str]
) -> pd.DataFrame:
    """Every count of each code and cell in which it occurs."""
    coding, book, keys = data.study.header.coding, _rooted(data.study), ["code_id", *by]
    found = valence(data.codings, data.study)
    judged = [found.get(segment, "unjudged") for segment in talk["segment_id"]]
    coded = CodedTalk(talk.assign(judged=judged, nobody=talk["participant_id"] == ""), record, book)
    numbers = coded_counts.counts(coded, by)
    # Passages of each valence, and of nobody, are parts of all: they add up, as people do not.
    parts = coded_counts.counts(coded, [*by, "judged", "nobody"])
    kinds = {"unknown": parts["nobody"].astype("bool")}
    if coding.valence:
        kinds |= {name: parts["judged"] == name for name in VALENCES}
    for name, chosen in kinds.items():
        found = parts[chosen].groupby(keys, observed=True)["segments"].sum()
        numbers = numbers.merge(found.rename(name).reset_index(), on=keys, how="left")
    if coding.asked_about:
        free = CodedTalk(talk, record[~record["code_id"].isin(asked_about(data.study))], book)
        found = coded_counts.counts(free, by)[[*keys, "people"]]
        numbers = numbers.merge(found.rename(columns={"people": "unprompted"}), on=keys, how="left")
    return numbers


def valence(codings: pd.DataFrame, study: Study, rule: str = "") -> dict[str, str]:
    """How each passage was judged by those whose coding counts; left out where they differ.

    `rule` says whose does; blank: the coding of record.
    """
    rule = rule or study.header.coding.of_record
    if rule in study.header.coding.coders:
        codings = codings[codings["coder"] == rule]
    judged = codings.loc[codings["valence"].notna(), ["segment_id", "valence"]].drop_duplicates()
    agreed = judged.drop_duplicates("segment_id", keep=False)
    names = {sign: name for name, sign in VALENCES.items()}
    pairs = zip(agreed["segment_id"], agreed["valence"], strict=True)
    return {segment: names[sign] for segment, sign in pairs}


def _rooted(study: Study) -> tuple[Code, ...]:
    """The codebook under one code for any theme."""
    top = [dataclasses.replace(c, parent_id=c.parent_id or ANY_THEME) for c in study.codebook]
    return (Code(ANY_THEME, Text(""), ""), *top)


def _codes(study: Study) -> list[str]:
    """Any theme, then every active code with its children under it."""
    return [ANY_THEME, *(code.code_id for code in active_codes(study.codebook))]


def _every_cell(
    study: Study, asked: pd.DataFrame, talk: pd.DataFrame, by: Sequence[str]
) -> pd.DataFrame:
    """One row per code and cell in which anybody was asked or anything was coded."""
    codes = pd.DataFrame({"code_id": _codes(study)})
    if not by:
        if asked.empty and talk.empty:
            codes = codes[:0]
        return codes.assign(asked=asked["participant_id"].nunique())
    people = asked.groupby(list(by), observed=True)["participant_id"].nunique()
    cells = pd.concat([asked[list(by)], talk[list(by)]]).drop_duplicates()
    cells = cells.merge(people.rename("asked").reset_index(), on=list(by), how="left")
    cells = cells.assign(asked=cells["asked"].fillna(0).astype("int64"))
    ranks = {name: _order(study, name, cells[name]) for name in by}
    cells = cells.sort_values(list(by), key=lambda s: s.map(ranks[s.name]), kind="stable")
    return codes.merge(cells, how="cross")


def _order(study: Study, name: str, values: pd.Series) -> dict[str, int]:
    """The place of each value: the study's own order where it has one; nobody known last."""
    known = {
        "group": list(heading_labels(study)),
        "site": [site.site_id for site in study.sites],
        "data_type": list(DATA_TYPES),
    }.get(name, sorted(v for v in set(values) if v))
    return {value: place for place, value in enumerate([*known, ""])}


def _labels(data: Tables, name: str, *frames: pd.DataFrame) -> dict[str, Text]:
    """Text of each value there is of one grouping."""
    said = {
        "group": heading_labels(data.study),
        "site": area_labels(data),
        "data_type": KINDS_OF_DATA,
        "language": LANGUAGES,
        "surveyed": YES_NO,
        "quote_consent": YES_NO,
    }.get(name, {})
    blank = UNKNOWN if name in OF_PEOPLE else NOT_RECORDED
    values = {value: None for frame in frames for value in frame[name]}
    # A method is called what the export calls it, in one language; a round has a name alone.
    own = {v: Text(v.replace("_", " "), "" if name == "method" else v) for v in values if v}
    return {**own, **said, "": blank}


def _result(
    measure: str,
    data: Tables,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    labels: Labels,
) -> Result:
    """What both measures say of themselves."""
    study = data.study
    named = {c.code_id: c.label for c in study.codebook}
    asked = asked_about(study)
    return Result(
        measure,
        frame,
        by=by,
        people="people",
        kinds=kinds,
        population=Text("people who were asked", "y bobl a holwyd"),
        method=f"method_{measure}",
        origin=origin_of(data.participants, data.segments),
        labels={
            "code_id": {ANY_THEME: Text("Any theme", "Unrhyw thema"), **named},
            "parent": {
                ANY_THEME: Text(""),
                **{c.code_id: Text(c.parent_id) for c in study.codebook},
            },
            "asked_about": {code: label for code, label in named.items() if code in asked},
            **rule_in_use(data.study),
            **labels,
        },
    )
