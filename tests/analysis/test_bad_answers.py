"""Answers that bear nothing: every table of a survey says why, and none breaks or is silent."""

from __future__ import annotations

import itertools

import pytest
from shown import displayed
from tiny import ITEMS, responses, write_survey

from compendium.analysis.survey import comparison, scales
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import draw, has_figure
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.writers.spss import write_sav


def of_area(frame, area):
    return frame[frame["area"] == area]


BAD = {
    "nobody": lambda frame: frame.head(0),
    "one respondent": lambda frame: frame.head(1),
    "one site": lambda frame: of_area(frame, "001"),
    "all missing": lambda frame: frame.assign(**dict.fromkeys(ITEMS, float("nan"))),
    "a site without answers": lambda frame: frame.assign(
        **{i: frame[i].mask(frame["area"] == "002") for i in ITEMS}
    ),
    "constant items": lambda frame: frame.assign(**dict.fromkeys(ITEMS, 3.0)),
    "levels never used": lambda frame: frame.assign(S1=[2.0, 4, 2, 4, 2, 4]),
}
SHOWN = {
    "distribution": (scales.distribution, verbs.likert),
    "summary": (scales.summary, verbs.score_table),
    "items": (scales.item_statistics, verbs.item_table),
    "before and now": (comparison.before_and_now, verbs.slopes),
    "looking back": (comparison.looking_back, verbs.change),
}


def shown(name, site, profile):
    data = open_tables(open_study("tiny"), site)
    analysis, verb = SHOWN[name]
    return displayed(verb, Release(data, profile_named(profile))(analysis(data)))


def drawn(display):
    """Every cell of its table in both languages, after drawing it at both widths."""
    for lang in ("en", "cy"):
        if has_figure(display):
            assert all(draw(display, lang, width) for width in (PAGE, PHONE))
        if display.kind != "absent":
            yield from (cell for row in table(display, lang).rows for cell in row.cells)


@pytest.mark.sampled(2)
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("bad", BAD)
def test_every_cell_says_something_and_nothing_breaks(tiny, bad):
    write_survey(tiny / "raw" / "survey.sav", BAD[bad](responses()))
    for name, site, profile in itertools.product(SHOWN, ["", "002"], ["welsh_evaluation", "exact"]):
        display = shown(name, site, profile)
        assert faults(display.record()) == []
        assert [c for c in drawn(display) if c in ("nan", "None", "<NA>")] == []


@pytest.mark.parametrize("name", ["summary", "before and now"])
@pytest.mark.parametrize("bad", ["nobody", "one respondent", "all missing"])
def test_too_few_people_are_told_to_the_team_in_every_cell_without_a_number(tiny, bad, name):
    write_survey(tiny / "raw" / "survey.sav", BAD[bad](responses()))
    said = [cell for row in table(shown(name, "", "exact"), "en").rows for cell in row.cells]
    assert "not calculated: too few people answered" in said
    assert "–" not in said


def test_constant_items_are_told_to_the_team_and_look_like_too_few_to_the_public(tiny):
    write_survey(tiny / "raw" / "survey.sav", BAD["constant items"](responses()))
    first = table(shown("items", "", "exact"), "en").rows[1]
    assert first.cells[0] == "not calculated: everybody gave the same answer to this question"
    assert set(table(shown("items", "", "welsh_evaluation"), "en").rows[1].cells) == {"[c]"}


def test_an_item_on_no_scale_is_refused_by_name(tiny):
    form = tiny / "instruments" / "form.yml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("construct: say, scale: FIVE", "construct: say", 1), "utf-8")
    with pytest.raises(StudyError, match=r"items S1: the item has no scale, but say is scored"):
        open_study("tiny")


def test_a_text_among_numbers_is_listed_with_row_column_and_value_and_never_counts(tiny):
    frame = responses().assign(S1=["5", "perhaps", "2", "3", "1", "5"])
    write_sav(tiny / "raw" / "survey.sav", frame, {}, {}, {}, "Tiny, made up")
    quality = take_in(open_study("tiny")).quality.table
    (note,) = quality[quality["rule"] == "out_of_range"].to_dict("records")
    assert (note["file"], note["where"], note["column"]) == ("survey.sav", "row 2", "S1")
    assert note["value"].startswith("perhaps, but FIVE allows 1 (Strongly disagree)")
    counts = scales.distribution(open_tables(open_study("tiny"), "")).frame
    assert set(counts.loc[counts["item_id"] == "S1", "base"]) == {4}
