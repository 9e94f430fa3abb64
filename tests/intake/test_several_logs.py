"""Referrals and activities that stand in several logs come in once."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import LOG_COLUMNS, log, write_log

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study

OLDER = ("r4", "001", "p4", "2024-01-08", "SW", "Y", "2024-01-09", "", "", "")
ELSEWHERE = ("r4", "002", "p99", "2024-01-08", "SW", "Y", "2024-01-09", "", "", "")


@pytest.fixture
def second_log(tiny):
    """Take the tiny study in with a log more, named behind the first."""

    def done(*rows, exported: str):
        frame = pd.DataFrame(rows, columns=LOG_COLUMNS, dtype="str")
        frame = frame.assign(**{"Exported": exported, "Data origin": "synthetic"})
        write_log(tiny / "raw" / "earlier.csv", frame)
        path = tiny / "study.yml"
        text = path.read_text(encoding="utf-8")
        own = text[text.index("  - source: log") : text.index("consent:\n")]
        more = own.replace("source: log", "source: earlier").replace("log.csv", "earlier.csv")
        path.write_text(text.replace(own, own + more), encoding="utf-8")
        intake = take_in(open_study("tiny"))
        noted = intake.quality.table.query("rule == 'referral_in_another_log'")
        return intake.tables["referrals"], noted

    return done


def test_the_row_of_the_log_that_was_exported_last_is_kept(second_log):
    referrals, noted = second_log(OLDER, exported="2024-01-20")
    assert len(referrals) == len(log())
    kept = referrals.set_index("referral_id").loc["r4"]
    assert (kept["source"], kept["date_first_contact"]) == ("log", "2024-01-28")
    assert noted[["file", "where", "value"]].to_numpy().tolist() == [["earlier.csv", "row 2", "r4"]]


def test_a_newer_log_that_is_named_later_goes_before(second_log):
    referrals, noted = second_log(OLDER, exported="2024-06-01")
    assert referrals.set_index("referral_id").at["r4", "source"] == "earlier"
    assert noted["file"].tolist() == ["log.csv"]


def test_one_reference_for_two_areas_is_refused_with_both_places(second_log):
    with pytest.raises(DataError) as caught:
        second_log(ELSEWHERE, exported="2024-01-20")
    assert str(caught.value).startswith(
        "earlier.csv row 2: the reference r4 stands in log.csv row 5 too, for another area."
    )
