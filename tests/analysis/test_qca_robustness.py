"""How much of a solution hangs on choices: against doing it again by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from configurations import fuzzy
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qca import robustness
from compendium.analysis.qca.calibration import Fuzzy, Levels
from compendium.analysis.qca.minimise import conservative, parsimonious
from compendium.analysis.qca.truth_table import Cuts, truth_table
from compendium.problems import StudyError

FEW = settings(max_examples=30)
# Rows 00 (consistency 0 of 4), 10 (3 of 4) and 11 (1, of 4).
FRAME = pd.DataFrame(
    {"A": [0] * 4 + [1] * 8, "B": [0] * 8 + [1] * 4, "Y": [0] * 4 + [1, 1, 1, 0] + [1] * 4},
    index=list("abcdefghijkl"),
)


@FEW
@given(fuzzy(), st.sampled_from([0.5, 0.7, 0.8]), st.sampled_from([1, 2]))
def test_the_range_of_a_cut_is_exact(frame, incl, n):
    table = truth_table(frame, "Y", incl_cut=incl, n_cut=n)
    ranges = robustness.cut_ranges(table, parsimonious).set_index("cut")
    chosen = parsimonious(table).same
    low, high = ranges.loc["incl_cut", ["above", "up_to"]].astype(float)
    for cut in np.linspace(0.01, 1, 34):
        inside = (np.isnan(low) or cut > low + 1e-6) and cut <= high + 1e-9
        same = parsimonious(truth_table(frame, "Y", incl_cut=float(cut), n_cut=n)).same == chosen
        if inside:
            assert same
    for end, text in ((low, "models_below"), (high, "models_above")):
        if ranges.loc["incl_cut", text]:
            past = end if text == "models_below" else end + 1e-6
            other = parsimonious(truth_table(frame, "Y", incl_cut=float(past), n_cut=n))
            assert other.same != chosen


def test_the_ranges_of_a_plain_table_are_its_rows_values():
    table = truth_table(FRAME, "Y", incl_cut=0.8)
    assert conservative(table).texts == ("A*B",)
    found = robustness.cut_ranges(table, conservative).set_index("cut")
    assert found.loc["incl_cut", ["above", "up_to"]].tolist() == [0.75, 1]
    assert found.loc["incl_cut", "models_below"] == "A"
    assert found.loc["incl_cut", "models_above"] == ""
    assert found.loc["n_cut", "up_to"] == 4
    assert np.isnan(found.loc["n_cut", "above"])


def test_a_grid_of_cuts_says_where_the_solution_is_the_same():
    table = truth_table(FRAME, "Y", incl_cut=0.8)
    found = robustness.over_cuts(table, conservative, incl=[0.7, 0.8, 1.0], n=[1, 5])
    assert found["incl_cut"].tolist() == [0.7, 0.7, 0.8, 0.8, 1.0, 1.0]
    assert found["models"].tolist() == ["A", "", "A*B", "", "A*B", ""]
    assert found["same"].tolist() == [False, False, True, False, True, False]
    assert "nothing to describe" in found["why"][1]
    assert found.loc[0, ["inclS", "covS"]].tolist() == [7 / 8, 1]


def test_many_ties_are_counted_rather_than_written_out(monkeypatch):
    monkeypatch.setattr(robustness, "MOST_SHOWN", 1)
    frame = pd.DataFrame({n: [1] * 5 + [0] * 5 for n in ("A", "B", "Y")})
    found = robustness.over_cuts(truth_table(frame, "Y"), parsimonious)
    assert (found.loc[0, "models"], found.loc[0, "ties"]) == ("A or 1 more", 2)


def test_where_every_case_is_at_one_half_nothing_can_be_said():
    frame = pd.DataFrame({"A": [0.5] * 9 + [0.6], "B": [0.9] * 9 + [0.5], "Y": [0.1, 0.9] * 5})
    table = truth_table(frame, "Y")
    assert (len(table.frame), len(table.undecided)) == (0, 10)
    found = robustness.cut_ranges(table, parsimonious)
    assert found["models_above"].tolist() == ["", "", ""]
    assert "nothing to describe" in repr(parsimonious(table))


def test_a_cut_that_cannot_be_is_told():
    with pytest.raises(StudyError, match="cut-offs"):
        robustness.over_cuts(truth_table(FRAME, "Y"), conservative, incl=[3.0])


@FEW
@given(fuzzy())
def test_leaving_one_out_is_the_table_of_the_others(frame):
    table = truth_table(frame, "Y", incl_cut=0.75)
    found = robustness.leave_one_out(table, parsimonious)
    assert found["case"].tolist() == list(frame.index)
    for case, models in zip(found["case"], found["models"], strict=True):
        rest = frame.drop(index=case)
        if len(rest) >= 10 and (np.ptp(rest.to_numpy(), axis=0) > 0).all():
            again = parsimonious(truth_table(rest, "Y", incl_cut=0.75))
            assert models == " or ".join(again.texts)


def test_a_case_on_which_all_hangs_is_shown():
    frame = FRAME.drop(index=list("efg"))
    frame = pd.concat([frame, FRAME.loc[["i"]].rename(index={"i": "m"})])
    frame.loc["h", "Y"] = 1
    found = robustness.leave_one_out(truth_table(frame, "Y"), conservative).set_index("case")
    assert found.loc["a", "models"] == "A"
    assert found.loc["h", "models"] == "A*B"
    assert found["same"].sum() == len(frame) - 1


RAW = pd.DataFrame(
    {
        "staff": [1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 5, 18],
        "years": [1, 2, 9, 8, 1, 2, 3, 9, 8, 7, 1, 9],
        "kept": [10, 20, 30, 20, 60, 70, 80, 90, 80, 70, 10, 90],
    },
    index=list("abcdefghijkl"),
)


def test_a_threshold_can_move_as_far_as_no_case_changes_sides():
    how = {"staff": Levels((10,)), "years": Levels((5,)), "kept": Levels((50,))}
    sets = ["staff", "years"]
    found = robustness.anchor_ranges(RAW, how, "kept", sets, Cuts(), conservative)
    found = found.set_index("set")
    # At 5 case k, without the outcome, is in; up to 13 case g still shows many staff and few years.
    assert found.loc["staff", ["chosen", "from", "to"]].tolist() == [10, 10, 13]
    assert found.loc["staff", ["models_below", "models_above"]].tolist() == ["staff*years"] * 2
    # At 30 case c goes with the outcome, but case d, just like it, does not.
    assert found.loc["kept", ["from", "to"]].tolist() == [30, 60]


def test_a_fuzzy_anchor_is_moved_between_its_neighbours():
    how = {
        "staff": Fuzzy(1, 10, 18),
        "years": Fuzzy(1, 5, 9),
        "kept": Fuzzy(10, 50, 90),
    }
    sets = ["staff", "years"]
    found = robustness.anchor_ranges(RAW, how, "kept", sets, Cuts(0.8), conservative, steps=5)
    assert len(found) == 9
    assert found["anchor"].tolist() == ["exclusion", "crossover", "inclusion"] * 3
    for row in found.to_dict("records"):
        ordered = [*how[row["set"]].anchors.values()]
        place = ["exclusion", "crossover", "inclusion"].index(row["anchor"])
        low = ordered[place - 1] if place else -np.inf
        high = ordered[place + 1] if place < 2 else np.inf
        assert low < row["from"] <= row["chosen"] <= row["to"] < high


def test_an_anchor_moved_to_where_nothing_can_be_analysed_says_why():
    how = {"staff": Fuzzy(0, 10, 100), "years": Levels((5,)), "kept": Levels((50,))}
    sets = ["staff", "years"]
    found = robustness.anchor_ranges(RAW, how, "kept", sets, Cuts(0.4), _same)
    said = found.set_index(["set", "anchor"]).loc[("staff", "crossover"), "models_above"]
    assert "but the cases run from 1 to 18" in said


def _same(table):
    """A way to minimise that gives the same whatever the table."""
    return parsimonious(truth_table(FRAME, "Y"))


def test_no_places_to_try_are_refused():
    how = {"staff": Levels((10,))}
    with pytest.raises(StudyError, match="1 or more"):
        robustness.anchor_ranges(RAW, how, "kept", ["staff"], Cuts(), conservative, steps=0)
