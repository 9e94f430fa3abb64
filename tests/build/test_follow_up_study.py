"""From exports of two and of three occasions to a public page: every step of a follow-up study."""

from __future__ import annotations

import html
import re

import pytest
from later import write_panel

from compendium.build.run import build_reports
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


def reported(folder) -> None:
    """A study whose one report is what was measured again, for the public."""
    (folder / "findings" / "findings.yml").unlink()
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8").replace("[site_report]", "[follow_up]")
    path.write_text(text.replace("disclosure: exact", "disclosure: welsh_evaluation"), "utf-8")


def page(folder) -> str:
    return html.unescape((folder / "tiny/follow-up.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("occasions", [("T1",), ("T1", "T2")])
def test_a_follow_up_study_is_built_for_the_public(tiny, tmp_path, occasions, capsys):
    reported(write_panel(tiny, occasions=occasions))
    assert build_reports("tiny", to=tmp_path / "out") == 0
    # The attack does not use what it shows: whoever publishes it is told.
    assert re.search(r"does not use\s+\(rule X2\).*: \d+, on follow-up\.", capsys.readouterr().out)
    text = page(tmp_path / "out")
    assert "Who answered again: parents" in text
    assert "The same parents on each occasion: mean scores" in text
    assert ("After a year" in text) == ("T2" in occasions)
    # Friedman's test takes three occasions.
    assert ("Friedman's test;" in text) == ("T2" in occasions)
    assert "looking back; that is no measured change" in text
    everybody = open_tables(open_study("tiny")).participants["participant_id"]
    assert not [person for person in everybody if f"{person}<" in text or f" {person} " in text]


def test_a_study_that_asked_once_says_so(tiny, tmp_path):
    reported(tiny)
    assert build_reports("tiny", to=tmp_path / "out") == 0
    assert "Nobody was asked a second time in this study." in page(tmp_path / "out")
