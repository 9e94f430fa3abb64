"""Case tables and truth tables: by hand, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from configurations import crisp, fuzzy
from hypothesis import given, settings

from compendium.analysis.qca.case_table import LEAST_CASES, case_table
from compendium.analysis.qca.truth_table import truth_table
from compendium.problems import DataError, StudyError

# Ten cases, two conditions: three rows of the truth table, one of them with one case.
PLAIN = pd.DataFrame(
    {
        "A": [1, 1, 1, 1, 0, 0, 0, 0, 0, 1],
        "B": [1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
        "Y": [1, 1, 1, 0, 0, 0, 0, 0, 1, 1],
    },
    index=list("abcdefghij"),
)


def test_a_crisp_table_counts_its_cases():
    frame = truth_table(PLAIN, "Y", incl_cut=0.75).frame
    assert frame["row"].tolist() == [1, 3, 4]
    assert frame["n"].tolist() == [5, 1, 4]
    assert frame["incl"].tolist() == [0.2, 1, 0.75]
    assert frame["OUT"].tolist() == ["0", "1", "1"]
    assert frame["cases"].tolist() == ["e,f,g,h,i", "j", "a,b,c,d"]
    assert frame["deviant"].tolist() == ["e,f,g,h", "", "d"]


@pytest.mark.parametrize(
    ("cuts", "outs"),
    [
        ({"incl_cut": 1.0}, "010"),
        ({"incl_cut": 0.75}, "011"),
        ({"incl_cut": 0.76}, "010"),
        ({"incl_cut": (0.9, 0.5)}, "01C"),
        ({"incl_cut": (0.9, 0.2)}, "C1C"),
        ({"incl_cut": 0.75, "n_cut": 2}, "0?1"),
        ({"incl_cut": 0.2, "pri_cut": 0.75}, "011"),
        ({"incl_cut": 0.2, "pri_cut": 0.76}, "010"),
    ],
)
def test_the_cut_offs_decide_what_goes_with_a_row(cuts, outs):
    assert "".join(truth_table(PLAIN, "Y", **cuts).outs) == outs


def test_the_complete_table_has_rows_without_cases():
    frame = truth_table(PLAIN, "Y").complete
    assert frame["row"].tolist() == [1, 2, 3, 4]
    assert frame.loc[1, ["A", "B", "OUT", "n", "cases"]].tolist() == [0, 1, "?", 0, ""]
    assert np.isnan(frame.loc[1, "incl"])


def test_a_table_too_long_to_write_out_is_not():
    dice = np.random.default_rng(1)
    wide = pd.DataFrame(dice.integers(0, 2, (60, 14)), columns=[f"C{i}" for i in range(14)])
    with pytest.raises(StudyError, match="8,192 combinations"):
        _ = truth_table(wide, "C0").complete


@settings(max_examples=60)
@given(fuzzy())
def test_fuzzy_rows_are_those_of_a_plain_loop(frame):
    table = truth_table(frame, "Y")
    for row, members, incl, pri in zip(
        table.rows, table.members, table.incl, table.pri, strict=True
    ):
        x, n = [], []
        for case, values in enumerate(frame[["A", "B", "C"]].to_numpy()):
            parts = [v if level else 1 - v for v, level in zip(values, row, strict=True)]
            x.append(min(parts))
            n += [case] if min(parts) > 0.5 + 1e-9 else []
        y = frame["Y"].to_numpy()
        both = sum(min(a, b) for a, b in zip(x, y, strict=True))
        overlap = sum(min(a, b, 1 - b) for a, b in zip(x, y, strict=True))
        assert list(members) == n
        assert incl == pytest.approx(both / sum(x))
        assert pri == pytest.approx((both - overlap) / (sum(x) - overlap))


@settings(max_examples=40)
@given(crisp(most_levels=4))
def test_every_crisp_case_is_in_its_own_row(frame):
    table = truth_table(frame, "Y")
    assert sum(len(m) for m in table.members) == len(frame)
    for row, members in zip(table.rows, table.members, strict=True):
        assert (frame.iloc[list(members)][["A", "B", "C"]].to_numpy() == row).all()


def test_a_case_at_one_half_is_told_and_is_in_no_row():
    frame = PLAIN.astype(float)
    frame.loc["a", "A"], frame.loc["b", "Y"] = 0.5, 0.5
    table = truth_table(frame, "Y", incl_cut=0.75)
    assert table.undecided == ("a in A", "b in Y")
    assert table.frame["cases"].tolist() == ["e,f,g,h,i", "j", "b,c,d"]
    assert "at 0.5, and so in no combination: a in A" in repr(table)


def test_a_case_at_one_half_still_weighs_in_consistency():
    frame = PLAIN.astype(float)
    frame.loc["a", "A"] = 0.5
    incl = truth_table(frame, "Y", incl_cut=0.75).frame["incl"]
    assert incl.tolist() == pytest.approx([1 / 5, 1, 2.5 / 3.5])


def test_a_share_that_rounding_puts_below_the_cut_reaches_it():
    frame = pd.DataFrame({"A": [1] * 10 + [0], "B": [1] * 10 + [0], "Y": [1] * 8 + [0] * 3})
    assert truth_table(frame, "Y", incl_cut=0.1 + 0.7).outs == ("0", "1")


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("Y{2}", [0, 0, 1]), ("Y{1,2}", [0, 1, 1]), ("~Y{2}", [1, 1, 0]), ("~ Y{1, 2}", [1, 0, 0])],
)
def test_levels_of_an_outcome_can_be_explained(outcome, expected):
    frame = PLAIN.assign(Y=[0, 1, 2, 0, 1, 2, 0, 1, 2, 0])
    assert case_table(frame, outcome).membership[:3].tolist() == expected


def test_conditions_and_names_of_cases_can_be_named():
    frame = PLAIN.rename_axis("site").reset_index()
    cases = case_table(frame, "Y", "B, A", case="site")
    assert (cases.names[:2], cases.conditions) == (("a", "b"), ("B", "A"))
    assert case_table(frame, "Y", case="site").conditions == ("A", "B")


def test_yes_and_no_and_whole_number_columns_are_sets():
    frame = PLAIN.astype({"A": bool, "B": "Int64"})
    assert case_table(frame, "Y").values.tolist() == PLAIN[["A", "B"]].to_numpy().tolist()


def test_a_level_nobody_has_can_be_given():
    assert truth_table(PLAIN, "Y", levels={"A": 3}).combinations == 6


def test_three_sites_are_refused_in_plain_words():
    with pytest.raises(DataError) as told:
        truth_table(PLAIN.iloc[:3], "Y")
    (problem,) = told.value.problems
    assert "there are 3 cases" in str(problem)
    assert "describe the cases one by one" in str(problem)


@pytest.mark.parametrize(("cases", "refused"), [(LEAST_CASES - 1, True), (LEAST_CASES, False)])
def test_ten_cases_are_enough_for_three_conditions(cases, refused):
    frame = PLAIN.assign(C=[1, 0] * 5).iloc[10 - cases :]
    if refused:
        with pytest.raises(DataError, match="this house asks for 10 cases"):
            case_table(frame, "Y")
    else:
        assert len(case_table(frame, "Y").names) == cases


def test_more_conditions_need_more_cases():
    frame = PLAIN.assign(C=[1, 0] * 5, D=[0, 1] * 5)
    with pytest.raises(DataError, match=r"10 cases and 4 conditions.*here 12"):
        case_table(frame, "Y")


def test_everything_wrong_with_a_case_table_is_told_at_once():
    frame = PLAIN.astype(object).assign(C=1, D=[0.2, 7] * 5, E=[0, 25] * 5, F=[1, 0] * 5)
    frame = pd.concat([frame, frame.rename(index="{}2".format)])
    frame.iloc[0, 0], frame.iloc[1, 1], frame.iloc[2, 2] = None, "often", -1
    with pytest.raises(DataError) as told:
        case_table(frame, "Y")
    said = "\n".join(map(str, told.value.problems))
    for part in (
        "case table A, a: the value is missing",
        "case table B, b: the value is text",
        "case table Y, c: the value is below 0",
        "case table C: every case has the value 1",
        "case table D, b, d, f",
        "case table E: the highest level is 25",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": "NO"}, "there is no column 'NO'"),
        ({"outcome": "Y+A"}, "an outcome is written OUT"),
        ({"conditions": ["A", "A", "B"]}, "the condition A is named twice"),
        ({"conditions": ["A", "Y"]}, "Y is outcome and condition at once"),
        ({"conditions": ["A"]}, "combinations need at least two"),
        ({"case": "site"}, "no column 'site' to name the cases"),
        ({"levels": {"Q": 2, "A": 1}}, "the cases have 2 levels"),
        ({"outcome": "Y{4}"}, "every case has the value 0"),
    ],
)
def test_what_cannot_be_asked_for_is_told(change, said):
    with pytest.raises(DataError, match=said):
        case_table(**{"frame": PLAIN, "outcome": "Y", **change})


def test_columns_and_cases_named_twice_are_told():
    twice = pd.concat([PLAIN, PLAIN[["A"]]], axis=1).rename(index={"b": "a"})
    with pytest.raises(DataError) as told:
        case_table(twice, "Y", ["A", "B"])
    assert "a names more than one row" in str(told.value)
    assert "more than one column 'A'" in str(told.value)


def test_a_name_that_cannot_be_written_is_told():
    with pytest.raises(DataError, match="letters, digits and _"):
        case_table(PLAIN.rename(columns={"A": "paid staff"}), "Y")


@pytest.mark.parametrize("name", ["row", "OUT", "n", "incl", "PRI", "cases", "deviant"])
def test_a_condition_called_as_a_column_of_the_truth_table_is_refused(name):
    with pytest.raises(DataError, match=f"{name} is a column of the truth table.*Rename"):
        case_table(PLAIN.rename(columns={"A": name}), "Y")


def test_an_outcome_may_be_called_as_a_column_of_the_truth_table():
    frame = PLAIN.rename(columns={"Y": "OUT"})
    assert truth_table(frame, "OUT", incl_cut=0.75).frame["OUT"].tolist() == ["0", "1", "1"]


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_endless_number_is_told(value):
    frame = PLAIN.astype("float64")
    frame.loc["a", "A"] = value
    with pytest.raises(DataError, match="case table A"):
        case_table(frame, "Y")


def test_an_outcome_of_many_levels_is_not_guessed():
    with pytest.raises(DataError, match=r"Y\{1\}"):
        case_table(PLAIN.assign(Y=[0, 1, 2, 0, 1, 2, 0, 1, 2, 0]), "Y")


def test_a_level_of_a_fuzzy_outcome_is_refused():
    with pytest.raises(DataError, match="the outcome is a fuzzy set"):
        case_table(PLAIN.assign(Y=np.linspace(0, 0.9, 10)), "Y{1}")


def test_more_terms_than_can_be_searched_are_refused():
    dice = np.random.default_rng(1)
    wide = pd.DataFrame(dice.random((60, 19)), columns=[f"C{i}" for i in range(19)])
    with pytest.raises(DataError, match="Take fewer conditions"):
        case_table(wide, "C0")


@pytest.mark.parametrize(
    "cuts",
    [{"incl_cut": 1.1}, {"incl_cut": (0.5, 0.8)}, {"n_cut": 0}, {"n_cut": 1.5}, {"pri_cut": -1}],
)
def test_cut_offs_that_cannot_be_are_told(cuts):
    with pytest.raises(StudyError, match="cut-offs"):
        truth_table(PLAIN, "Y", **cuts)
