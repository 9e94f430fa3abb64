"""What becomes of every result when data are changed in a way whose effect is known.

Rows in another order, an area called as the other, a question turned round with its flag, a code,
group or option that nobody has, a passage coded in two pieces, everybody twice: each test says what
must come of it.
"""

from __future__ import annotations

import dataclasses
import functools
import math

import numpy as np
import pandas as pd
import pytest
from practised import add_practice
from reviewed import with_review
from scipy import stats
from tiny import write_tiny

from compendium.analysis.catalogue import RESULTS, result
from compendium.instruments import Option
from compendium.intake.tables import Tables, open_tables
from compendium.schemas import TABLES
from compendium.study_folder import open_study
from compendium.theory import Code
from compendium.words import Text

OF_PEOPLE = (*TABLES, "answers_everywhere", "decisions")
OTHER = {"001": "002", "002": "001"}
# Of comparisons the sides change places with the areas, and with them every sign.
SIDED = {"contrasts", "sensitivity", "ordinal", "clusters"}
AREAS = ["site_id", "site", "area", "collection_site"]
# Of scores by what is compared, these are areas.
COMPARED = [*AREAS, "group", "group_1", "group_2"]


@pytest.fixture(scope="module")
def tiny_tables(tmp_path_factory) -> Tables:
    """Tiny with workshops, a consensus survey and a review, seen as a whole."""
    folder = write_tiny(tmp_path_factory.mktemp("changed"))
    add_practice(folder)
    with_review(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(folder.parent))
        return open_tables(open_study("tiny"))


def asked(name: str, data: Tables) -> pd.DataFrame:
    """The exact numbers of a result, made anew."""
    return result(name, data.but()).frame


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one, other, check_exact=False, rtol=1e-9, atol=1e-12)


def shuffled(data: Tables, seed: int = 5) -> Tables:
    """Every table with its rows in another order."""
    dice = np.random.default_rng(seed)
    frames = {n: getattr(data, n) for n in OF_PEOPLE}
    mixed = {n: f.iloc[dice.permutation(len(f))].reset_index(drop=True) for n, f in frames.items()}
    return data.but(**mixed)


@pytest.mark.sampled(20)
@pytest.mark.parametrize("name", RESULTS)
def test_rows_in_another_order_give_the_same_result(tiny_tables, name):
    same(asked(name, shuffled(tiny_tables)), asked(name, tiny_tables))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", ["scores", "answers", "themes", "contrasts", "theory", "joint",
                                  "agreement", "waits", "composition", "quarters", "response",
                                  "missing_patterns", "co_occurrence", "verdicts"])  # fmt: skip
def test_rows_of_the_welsh_study_in_another_order_give_the_same_result(area, name):
    whole = area("A")
    same(asked(name, shuffled(whole)), asked(name, whole))


def swapped(data: Tables) -> Tables:
    """Everything of one area said to be of the other."""
    frames = {}
    for name in OF_PEOPLE:
        frame = getattr(data, name)
        there = [c for c in AREAS if c in frame]
        frames[name] = frame.assign(**{c: frame[c].replace(OTHER) for c in there})
    # Who was asked there is said of an area as well.
    sample = tuple(dataclasses.replace(s, site_id=OTHER[s.site_id]) for s in data.study.sample)
    return data.but(study=dataclasses.replace(data.study, sample=sample), **frames)


def by_area(frame: pd.DataFrame, change: dict[str, str]) -> pd.DataFrame:
    """A result with its areas renamed, in an order of its own."""
    keys = [c for c in COMPARED if c in frame]
    frame = frame.assign(**{c: frame[c].astype("str").replace(change) for c in keys})
    return frame.sort_values(list(frame.columns), key=lambda c: c.astype("str"), ignore_index=True)


@pytest.mark.parametrize("name", ["sample", "themes", "theme_counts", "evidence", "referrals",
                                  "composition", "response", "waits", "median_waits", "quarters",
                                  "group_scores"])  # fmt: skip
def test_an_area_called_as_the_other_has_the_others_numbers(tiny_tables, name):
    before, after = (by_area(asked(name, d), c) for d, c in
                     ((tiny_tables, OTHER), (swapped(tiny_tables), {})))  # fmt: skip
    columns = [c for c in before if pd.api.types.is_numeric_dtype(before[c]) or c in COMPARED]
    same(after[columns], before[columns])


def test_a_comparison_of_areas_called_as_each_other_has_the_opposite_sign(tiny_tables):
    before, after = asked("contrasts", tiny_tables), asked("contrasts", swapped(tiny_tables))
    opposite = {"estimate": "estimate", "lower": "upper", "upper": "lower",
                "difference": "difference"}  # fmt: skip
    for one, other in opposite.items():
        assert after[one].tolist() == pytest.approx((-before[other]).tolist(), nan_ok=True)
    same(after[["p", "p_holm"]], before[["p", "p_holm"]])
    assert after["n_1"].tolist() == before["n_2"].tolist()


def turned(data: Tables, item_id: str) -> Tables:
    """A question put the other way round: its answers mirrored, its flag changed."""
    form = data.study.instruments[0]
    item = next(i for i in form.items if i.item_id == item_id)
    ends = form.scale_of(item).values
    other = dataclasses.replace(item, reversed=not item.reversed)
    forms = tuple(
        dataclasses.replace(f, items=tuple(other if i is item else i for i in f.items))
        for f in data.study.instruments
    )
    return data.but(
        study=dataclasses.replace(data.study, instruments=forms),
        **{
            name: mirrored(getattr(data, name), item_id, ends[0] + ends[-1])
            for name in ("answers", "answers_everywhere", "follow_up_answers")
        },
    )


def mirrored(answers: pd.DataFrame, item_id: str, both_ends: int) -> pd.DataFrame:
    of = (answers["item_id"] == item_id) & answers["value"].notna()
    return answers.assign(value=answers["value"].mask(of, both_ends - answers["value"]))


@pytest.mark.parametrize("item", ["S1", "S2", "S3", "T1", "T2"])
@pytest.mark.parametrize("name", ["scores", "contrasts", "group_scores", "before_now", "joint",
                                  "looking_back", "missing_items", "missing_patterns"])  # fmt: skip
def test_a_question_turned_round_with_its_flag_changes_no_score(tiny_tables, item, name):
    same(asked(name, turned(tiny_tables, item)), asked(name, tiny_tables))


@pytest.mark.parametrize("item", ["S1", "S3"])
def test_a_question_turned_round_without_its_flag_changes_its_score(tiny_tables, item):
    form = tiny_tables.study.instruments[0].scales[0].values
    other = mirrored(tiny_tables.answers, item, form[0] + form[-1])
    before, after = asked("scores", tiny_tables), asked("scores", tiny_tables.but(answers=other))
    assert not before.equals(after)


def with_nobody(data: Tables) -> Tables:
    """A study with a code, a group and a reason for not answering that nobody has."""
    study = data.study
    empty = Text("Nobody", "Neb")
    form = study.instruments[0]
    scale = form.scales[0]
    reason = Option(97, empty, "not_seen")
    scales = (dataclasses.replace(scale, options=(*scale.options, reason)), *form.scales[1:])
    forms = (dataclasses.replace(form, scales=scales), *study.instruments[1:])
    group = dataclasses.replace(study.groups[0], group="nobody", label=empty, singular=empty)
    header = dataclasses.replace(study.header, groups=(*study.groups, group))
    codebook = (*study.codebook, Code("K9", empty, "Nothing"))
    changed = dataclasses.replace(study, header=header, instruments=forms, codebook=codebook)
    return data.but(study=changed)


@pytest.mark.parametrize("name", ["scores", "items", "contrasts", "group_scores", "before_now",
                                  "looking_back", "consensus", "concordance", "joint", "theory",
                                  "verdicts", "patterns", "waits", "referrals", "review_flow",
                                  "missing_items", "missing_patterns"])  # fmt: skip
def test_what_nobody_has_changes_nothing(tiny_tables, name):
    same(asked(name, with_nobody(tiny_tables)), asked(name, tiny_tables))


@pytest.mark.parametrize("name", ["themes", "theme_counts", "agreement", "evidence"])
def test_a_code_that_nobody_used_is_a_row_of_noughts_and_changes_no_other(tiny_tables, name):
    before, after = asked(name, tiny_tables), asked(name, with_nobody(tiny_tables))
    groups = [c for c in ("group", "value") if c in after]
    empty = pd.Series(False, index=after.index)
    for column in ("code_id", *groups):
        if column in after:
            empty |= after[column].astype("str").isin(["K9", "nobody"])
    same(after[~empty].reset_index(drop=True), before)
    counted = [c for c in ("people", "segments", "uses") if c in after]
    assert (after.loc[empty, counted].fillna(0) == 0).all(axis=None)


def split(data: Tables, segment_id: str) -> Tables:
    """A passage coded in two pieces that adjoin, each with every code of it."""
    segments = data.segments
    whole = segments[segments["segment_id"] == segment_id].iloc[0]
    start, end = int(whole["char_start"]), int(whole["char_end"])
    # Between two words.
    cut = whole["text"].index(" ", (end - start) // 2)
    middle = start + cut
    ids = [f"{segment_id}{half}" for half in "ab"]
    pieces = pd.DataFrame([whole, whole]).assign(
        segment_id=ids,
        char_start=[start, middle],
        char_end=[middle, end],
        text=[whole["text"][:cut], whole["text"][cut:]],
    )
    kept = segments[segments["segment_id"] != segment_id]
    codings = data.codings
    own = codings[codings["segment_id"] == segment_id]
    both = pd.concat([own.assign(segment_id=i) for i in ids])
    more = pd.concat([codings[codings["segment_id"] != segment_id], both], ignore_index=True)
    made = pd.concat([kept, pieces.astype(segments.dtypes)], ignore_index=True)
    return data.but(segments=made.sort_values(["segment_id"], ignore_index=True), codings=more)


@pytest.mark.parametrize(
    "segment", ["c3 interview:20-40", "c4 interview:20-40", "c2 interview:20-45"]
)
def test_a_passage_in_two_pieces_counts_the_same_people_and_as_many_characters(
    tiny_tables, segment
):
    data = tiny_tables.but(
        evidence=tiny_tables.evidence.iloc[:0], quotes=tiny_tables.quotes.iloc[:0]
    )
    assert segment in set(data.segments["segment_id"])
    for name in ("themes", "coverage_summary"):
        before, after = asked(name, data), asked(name, split(data, segment))
        pieces = [c for c in ("coded", "all") if c in before]
        same(after.drop(columns=pieces), before.drop(columns=pieces))
        for column in pieces:
            assert set(after[column] - before[column]) <= {0, 1}
    before, after = asked("theme_counts", data), asked("theme_counts", split(data, segment))
    passages = ["segments", "favourable", "unfavourable"]
    same(after.drop(columns=passages), before.drop(columns=passages))
    for column in passages:
        assert set(after[column] - before[column]) <= {0, 1}
    own = set(data.codings.loc[data.codings["segment_id"] == segment, "code_id"])
    more = before["code_id"].isin(own)
    assert own
    assert ((after["segments"] - before["segments"])[more] <= 1).all()
    assert ((after["segments"] - before["segments"])[more] == 1).any()


def twice(data: Tables) -> Tables:
    """Everybody once more, under another id, having said and answered the same."""
    frames = {}
    for name in ("participants", "answers", "answers_everywhere", "follow_up_answers"):
        frame = getattr(data, name)
        ids = [c for c in ("participant_id", "response_id", "pseudonym") if c in frame]
        again = frame.assign(**{c: frame[c].astype("str") + " again" for c in ids})
        both = pd.concat([frame, again.astype(frame.dtypes)], ignore_index=True)
        frames[name] = both
    return data.but(**frames)


def test_everybody_twice_has_the_same_means_and_twice_as_many_people(tiny_tables):
    before, after = asked("scores", tiny_tables), asked("scores", twice(tiny_tables))
    same(after[["construct", "mean"]], before[["construct", "mean"]])
    assert after["n"].tolist() == (2 * before["n"]).tolist()


@functools.cache
def narrower(n: int) -> float:
    """By what factor the t interval of a mean is narrower when each of n values is there twice."""
    spread = math.sqrt((n - 1) / (2 * n - 1))
    return spread * stats.t.ppf(0.975, 2 * n - 1) / stats.t.ppf(0.975, n - 1)


def test_everybody_twice_has_intervals_that_are_narrower_by_the_factor_of_the_formula(tiny_tables):
    before, after = asked("scores", tiny_tables), asked("scores", twice(tiny_tables))
    held = before["n"] > 1
    assert held.any()
    widths = [(f["upper"] - f["lower"])[held] for f in (before, after)]
    factors = [narrower(int(n)) for n in before.loc[held, "n"]]
    assert (widths[1] / widths[0]).tolist() == pytest.approx(factors, nan_ok=True)


@pytest.mark.parametrize(
    "name", ["answers", "missing_items", "missing_reasons", "missing_patterns", "sample"]
)
def test_everybody_twice_is_counted_twice(tiny_tables, name):
    before, after = asked(name, tiny_tables), asked(name, twice(tiny_tables))
    counted = {*before.select_dtypes("number")} - {"interviewed", "invited", "eligible", "asked"}
    counted &= {"people", "base", "respondents", "answered", "missing", "not_answered",
                "not_applicable", "prefer_not", "responses"}  # fmt: skip
    assert counted
    for column in sorted(counted):
        assert after[column].tolist() == (2 * before[column]).tolist(), column


def test_everybody_twice_has_the_same_estimates_and_smaller_p(tiny_tables):
    before, after = asked("contrasts", tiny_tables), asked("contrasts", twice(tiny_tables))
    for column in ("estimate", "difference"):
        assert after[column].tolist() == pytest.approx(before[column].tolist(), nan_ok=True)
    assert (after["p"] < before["p"]).all()
