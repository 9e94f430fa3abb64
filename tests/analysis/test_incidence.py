"""The curve of waits: eight worked by hand, and what R and Stata say of eighteen."""

from __future__ import annotations

import math

import numpy as np
import pytest

from compendium.analysis.statistics.incidence import _last_error, incidence

# Eight waits: 1 contact, 2 declined, 3 no contact, 0 still open.
#   day  waiting  what happens            contact by then         waiting share after
#    2      8     one contact             1/8                     7/8
#    3      7     one contact, one end    + 7/8 · 1/7 = 2/8       7/8 · 5/7 = 5/8
#    5      5     one still open
#    6      4     one contact             + 5/8 · 1/4 = 13/32     5/8 · 3/4 = 15/32
#    8      3     one contact, one end    + 15/32 · 1/3 = 9/16    15/32 · 1/3 = 5/32
#   10      1     one still open
DAYS, ENDS = np.array([2, 3, 3, 5, 6, 8, 8, 10]), np.array([1, 1, 2, 0, 1, 1, 3, 0])


def test_the_curve_of_eight_waits_by_hand():
    found = incidence(DAYS, ENDS)
    assert list(found.days) == [2, 3, 5, 6, 8, 10]
    assert list(found.share) == pytest.approx([1 / 8, 2 / 8, 2 / 8, 13 / 32, 9 / 16, 9 / 16])
    assert list(found.ended) == pytest.approx([0, 1 / 8, 1 / 8, 1 / 8, 9 / 32, 9 / 32])


@pytest.mark.parametrize(
    ("day", "percent"), [(1, 0), (2, 12.5), (4, 25), (6, 40.625), (9, 56.25), (10, 56.25)]
)
def test_a_day_has_the_share_of_the_last_day_anything_happened(day, percent):
    assert incidence(DAYS, ENDS).at(day)["percent"] == pytest.approx(percent)


def test_nothing_is_said_of_days_nobody_was_followed_to():
    assert math.isnan(incidence(DAYS, ENDS).at(11)["percent"])
    assert math.isnan(incidence(np.array([]), np.array([])).at(7)["percent"])


def test_a_curve_with_nobody_waiting_stays_where_it_is():
    assert incidence(np.array([1, 2]), np.array([1, 2])).at(84)["percent"] == 50


def test_nobody_met_yet_is_nought():
    found = incidence(np.array([5, 9]), np.array([0, 0]))
    assert found.at(7)["percent"] == 0
    assert math.isnan(found.first_day(0.5, "share"))


# ftime and fstat of statsmodels' test_incidence, whose comment names R (cmprsk::cuminc) for the
# estimates and Stata (stcompet) for the standard errors (statsmodels 0.15,
# duration/tests/test_survfunc.py).
FTIME = np.array([1, 1, 2, 4, 4, 4, 6, 6, 7, 8, 9, 9, 9, 1, 2, 2, 4, 4])
FSTAT = np.array([1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0])


def test_the_curve_is_that_of_r():
    found = incidence(FTIME, FSTAT)
    assert list(found.share[:2]) == pytest.approx([0.11111111, 0.17037037], abs=1e-8)
    # The other two causes together: 0.20740741 and 0.26666667 on the last day.
    assert found.ended[-1] == pytest.approx(0.47407408, abs=1e-8)


def test_the_interval_is_that_of_stata_on_the_log_log_scale():
    # stcompet: share ** exp(± 1.96 se / (share ln share)); se 0.07407407 where the share is 1/9.
    found, share = incidence(FTIME, FSTAT), 1 / 9
    shift = math.exp(1.959963984540054 * 0.07407407 / (share * math.log(share)))
    assert found.upper[0] == pytest.approx(share**shift, abs=1e-7)
    assert found.lower[0] == pytest.approx(share ** (1 / shift), abs=1e-7)


def test_without_anybody_still_open_the_error_is_that_of_a_plain_share():
    # Four of six met, two ended otherwise, none open: se = sqrt(4/6 · 2/6 / 6) on the last day.
    days, ends = np.array([1, 2, 3, 4, 5, 5]), np.array([1, 2, 1, 1, 1, 2])
    share, error = 4 / 6, math.sqrt(4 / 6 * 2 / 6 / 6)
    shift = math.exp(1.959963984540054 * error / (share * math.log(share)))
    assert incidence(days, ends).upper[-1] == pytest.approx(share**shift)


def test_the_error_of_the_last_day_is_that_of_statsmodels_where_it_has_one():
    from statsmodels.duration.survfunc import CumIncidenceRight

    found = CumIncidenceRight(FTIME, FSTAT)
    own = _last_error(FTIME, FSTAT, found.times, found.cinc[0])
    assert own == pytest.approx(found.cinc_se[0][-1])
