"""Agreement about characters, one code a passage, bounds and differences, on tiny talk."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compendium.analysis.intercoder import agreement, agreement_talk
from compendium.analysis.intercoder.agreement_overall import EVERY, one_code
from compendium.analysis.intercoder.agreement_talk import disagreements
from compendium.analysis.intercoder.boundaries import GIVEN, boundaries
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.fixture
def coded(tiny):
    """The tiny tables with passages (event, start, end) and codes by coder, as given."""

    def made(*rows, coders=("C1", "C2")):
        data = open_tables(open_study("tiny"))
        rows = [(e, s, t, c, i) for e, s, t, given in rows for c, ids in given.items() for i in ids]
        frame = pd.DataFrame(rows, columns=["event_id", "char_start", "char_end", "coder", "code"])
        ids = frame["event_id"] + ":" + frame["char_start"].astype(str)
        frame["segment_id"] = ids + "-" + frame["char_end"].astype(str)
        places = frame.drop_duplicates("segment_id")
        segments = places[["segment_id", "event_id", "char_start", "char_end"]].assign(
            data_type="interview",
            participant_id="",
            site_id="001",
            group="",
            text="words",
            lang="en",
            data_origin="synthetic",
        )
        codings = frame.rename(columns={"code": "code_id"})
        codings = codings[["segment_id", "code_id", "coder"]].assign(site_id="001", valence=pd.NA)
        coding = dataclasses.replace(data.study.header.coding, coders=coders)
        header = dataclasses.replace(data.study.header, coding=coding)
        return dataclasses.replace(
            data,
            study=dataclasses.replace(data.study, header=header),
            segments=segments.reset_index(drop=True),
            codings=codings,
        )

    return made


def detail(data, unit, code):
    frame = agreement.in_detail(data).frame
    return frame[(frame["unit"] == unit) & (frame["code_id"] == code)].iloc[0]


def test_about_characters_a_passage_counts_by_what_both_share(coded):
    # C1: Tea on 0-10, Papers on 10-40. C2: Tea on 0-20. Shared 0-20; Tea: both on 10, C2 on 10.
    data = coded(("e1", 0, 10, {"C1": ["K1.2"]}), ("e1", 10, 40, {"C1": ["K2"]}),
                 ("e1", 0, 20, {"C2": ["K1.2"]}))  # fmt: skip
    tea, papers = (detail(data, "characters", code) for code in ("K1.2", "K2"))
    assert (tea["percent"], papers["percent"]) == (50, 50)
    assert tea["pabak"] == 0
    assert tea["bias_index"] == pytest.approx(-0.5)
    assert papers["bias_index"] == pytest.approx(0.5)
    assert (tea["uses_1"], tea["uses_2"]) == (1, 1)
    assert "segments" not in set(agreement.in_detail(data).frame["unit"])  # no passage is the same


def test_about_passages_every_passage_counts_alike(coded):
    data = coded(("e1", 0, 10, {"C1": ["K2"], "C2": ["K2"]}),
                 ("e1", 10, 100, {"C1": ["K2"], "C2": ["K1.2"]}))  # fmt: skip
    assert detail(data, "segments", "K2")["percent"] == 50
    assert detail(data, "characters", "K2")["percent"] == 10
    assert detail(data, "segments", "K2")["prevalence_index"] == pytest.approx(0.5)


def test_a_passage_without_length_counts_as_a_passage_and_has_no_characters(coded):
    data = coded(("e1", 5, 5, {"C1": ["K2"], "C2": ["K2"]}))
    assert set(agreement.in_detail(data).frame["unit"]) == {"segments"}
    assert boundaries(data).frame.empty


def test_a_coder_with_one_source_has_no_interval_and_is_not_judged(coded):
    data = coded(("e1", 0, 10, {"C1": ["K2"], "C2": ["K2"]}),
                 ("e1", 10, 20, {"C1": ["K2"], "C2": ["K1.2"]}),
                 ("e1", 20, 30, {"C1": ["K1.1"], "C2": ["K1.1"]}))  # fmt: skip
    row = detail(data, "segments", "K2")
    assert row[["lower", "upper"]].isna().all()
    assert row["judgement"] == "too_few"
    assert one_code(data).frame[["alpha_lower", "alpha_upper"]].isna().all(axis=None)


@pytest.mark.parametrize("coders", [(), ("C1",), ("C1", "C2")])
def test_one_coder_or_nothing_shared_has_no_rows(coded, coders):
    data = coded(("e1", 0, 10, {"C1": ["K2"]}), coders=coders)
    for asked in (agreement.per_code, agreement.in_detail, one_code, boundaries, disagreements):
        assert asked(data).frame.empty


def test_a_passage_with_several_codes_is_set_aside_and_counted(coded):
    data = coded(("e1", 0, 10, {"C1": ["K2"], "C2": ["K2"]}),
                 ("e2", 0, 10, {"C1": ["K1.2"], "C2": ["K2"]}),
                 ("e3", 0, 10, {"C1": ["K1", "K1.2"], "C2": ["K1.2"]}))  # fmt: skip
    row = one_code(data).frame.iloc[0]
    assert (row["read"], row["set_aside"], row["units"]) == (3, 1, 2)
    # C1: Papers, Tea; C2: Papers, Papers: same in 1 of 2, chance 1/2 x 1 = 1/2.
    assert row["percent"] == 50
    assert row["kappa"] == pytest.approx(0)


def test_three_coders_have_a_row_of_their_own_with_gaps(coded):
    data = coded(("e1", 0, 10, {"C1": ["K2"], "C2": ["K2"], "C3": ["K2"]}),
                 ("e2", 0, 10, {"C1": ["K1.2"], "C3": ["K1.2"]}),
                 ("e3", 0, 10, {"C2": ["K2"], "C3": ["K1.2"]}),
                 coders=("C1", "C2", "C3"))  # fmt: skip
    frame = one_code(data).frame.set_index("coder")
    assert list(frame.index) == ["C2", "C3", EVERY]
    # Pairable values: Papers 3 + 1, Tea 2 + 1; only e3 differs: 1 - 6 x 2 / (2 x 4 x 3).
    assert frame.loc[EVERY, "alpha"] == pytest.approx(1 - 6 * 2 / (2 * 4 * 3))
    assert frame.loc[EVERY, "units"] == 3


def test_passages_that_were_given_have_no_bounds_to_find(coded):
    data = coded(("e1", 0, 10, {"C1": ["K2"], "C2": ["K2"]}), ("e1", 20, 30, {"C1": ["K2"]}))
    row = boundaries(data).frame.iloc[0]
    assert row["guard"] == GIVEN
    assert math.isnan(row["alpha_u"])


def test_bounds_of_a_code_are_those_of_the_worked_example(coded):
    # Krippendorff (2004), p. 254, moved to begin at 0; a last passage of another code ends it.
    one = [(75, 145), (220, 250)]
    two = [(70, 150), (205, 225), (250, 270)]
    rows = [("e1", a, b, {coder: ["K2"]}) for coder, s in (("C1", one), ("C2", two)) for a, b in s]
    data = coded(*rows, ("e1", 299, 300, {"C1": ["K1.2"]}))
    frame = boundaries(data).frame.set_index("code_id")
    assert frame.loc["K2", "alpha_u"] == pytest.approx(0.7286, abs=5e-5)
    assert frame.loc["K2", ["uses_1", "uses_2"]].tolist() == [2, 3]
    assert frame.loc["K2", "judgement"] == "too_few"


def test_what_differs_most_often_comes_first_with_who_gave_what(coded):
    data = coded(("e1", 0, 10, {"C1": ["K1.1", "K2"], "C2": ["K2"]}),
                 ("e2", 0, 10, {"C1": ["K1.2"], "C2": ["K2"]}),
                 ("e3", 0, 10, {"C1": ["K1.2"], "C2": ["K2"]}),
                 ("e4", 0, 10, {"C1": ["K2"], "C2": ["K2"]}))  # fmt: skip
    frame = disagreements(data).frame
    assert frame["segment_id"].tolist() == ["e2:0-10", "e3:0-10", "e1:0-10"]
    assert frame["alike"].tolist() == [2, 2, 1]
    assert frame.loc[2, ["both", "first", "other", "differ"]].tolist() == ["K2", "K1.1", "", 1]
    assert frame.loc[0, ["both", "first", "other", "differ"]].tolist() == ["", "K1.2", "K2", 2]
    assert agreement_talk.BETWEEN not in "".join(frame["first"])


def test_every_percent_about_characters_lies_in_its_range(area):
    frame = agreement.in_detail(area("")).frame
    assert set(frame["unit"]) == {"segments", "characters"}
    assert frame["percent"].between(0, 100).all()
    # Every second coder's passage is one of the first's here, so both know the same uses.
    uses = frame.pivot(index="code_id", columns="unit", values="uses_1")
    assert (uses["segments"] == uses["characters"]).all()
