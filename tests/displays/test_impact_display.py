"""A planned study as tables, as a picture, as sliders; and its page for any study."""

from __future__ import annotations

import os
import re

import pytest
from impacted import add_impact
from lxml import html
from shown import displayed

from compendium.analysis.power import (
    planned,
    planned_alarms,
    planned_power,
    planning,
    rehearsal,
    written,
)
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import svg
from compendium.displays.power import impact_sliders
from compendium.displays.power.rehearsal_plot import _step
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.intake.tables import open_tables


@pytest.fixture(scope="module")
def data(wales, wales_in):
    return open_tables(wales, "")


@pytest.fixture(scope="module")
def release(data):
    return Release(data, profile_named("welsh_evaluation"))


@pytest.fixture(scope="module")
def plan(data, release):
    return planned.planned(data, release(planned.assumptions(data)).frame)


def display(verb, released):
    found = displayed(verb, released)
    assert faults(found.record()) == []
    return found


def cells(found, lang="en"):
    return {r.head: r.cells for r in table(found, lang).rows}


def test_assumptions_say_their_range_and_where_they_come_from(data, release):
    found = cells(display(verbs.impact.assumptions, release(planned.assumptions(data))))
    number, source = found["Accepted referrals per area and period"]
    assert number == "55 (51 to 63)"
    assert source.startswith("This study's own data")
    number, source = found["How alike people in one area are (intraclass correlation, ICC)"]
    assert number == "0.030 (0.010 to 0.080)"
    assert "fewer than ten areas" in source
    assert found["Areas in the study"] == ("12", "The study's plan.")


def test_a_stop_says_why_and_what_would_help(release, plan):
    found = cells(display(verbs.impact.stops, release(planning.stops(plan))))
    assert "more areas for each model would" in found["Which model of the service does more"][0]
    assert found["Individually randomised"][0].startswith("Yes. The design separates")


def test_power_stands_with_its_error_under_each_outcome(release, plan):
    found = display(verbs.impact.power, release(planned_power.power(plan, 30)))
    rows = table(found, "en").rows
    assert [r.head for r in rows if r.is_heading] == [o.label.en for o in plan.definition.outcomes]
    wedge = next(r for r in rows if r.head == "Stepped wedge")
    assert wedge.cells[1] == "80%"
    assert "±" in wedge.cells[3]
    assert wedge.cells[4] == "11.1 percentage points"
    assert "30 studies" in " ".join(s.say("en") for s in found.note)


def test_how_studies_were_drawn_is_told_only_where_any_were(release, plan):
    def note(studies):
        found = display(verbs.impact.power, release(planned_power.power(plan, studies)))
        return " ".join(sentence.say("en") for sentence in found.note)

    assert "Drawn" not in note(0)
    assert "0 studies" not in note(0)
    assert "Drawn: 30 studies" in note(30)


def test_power_that_is_rounded_to_all_is_over_99(release, plan):
    found = cells(display(verbs.impact.by_sites, release(planned_power.by_sites(plan))))
    assert found["Individually randomised"][-1] == "over 99%"
    released = release(planned_power.power(plan, 30))
    table_of = cells(display(verbs.impact.power, released))
    assert table_of["Individually randomised"][1:4] == ("over 99%",) * 3
    assert not any("100%" in cell for row in table_of.values() for cell in row)


def test_false_alarms_have_a_row_for_each_analysis(release, plan):
    found = table(
        display(verbs.impact.false_alarms, release(planned_alarms.false_alarms(plan, 20))), "en"
    )
    assert found.columns[1:] == ("3 areas", "6 areas", "12 areas", "22 areas")
    assert [row.head for row in found.rows] == [
        "Individually randomised",
        "Naive: areas ignored",
        "Within areas, as strata",
        "Areas randomised, side by side (parallel cluster)",
        "Naive: areas ignored",
        "Cluster-robust (CR2)",
        "Permutation of lots",
        "Smallest p lots can give",
        "All areas start in turn, in random order (stepped wedge)",
        "Naive: areas ignored",
        "Cluster-robust (CR2)",
        "Permutation of lots",
        "Smallest p lots can give",
        "All areas start at once (interrupted time series)",
        "Naive: each month by itself",
        "Newey and West's errors",
        "Autocorrelation estimated (REML)",
    ]
    assert found.rows[7].cells[0] == "0.333"


def test_the_curve_has_the_formula_and_drawn_studies_with_their_interval(release, plan):
    found = display(verbs.impact.curve, release(planned_power.curve(plan, 20)))
    rows = table(found, "en").rows
    wedge = next(i for i, row in enumerate(rows) if row.head == "Stepped wedge")
    formula, drawn = rows[wedge + 1], rows[wedge + 2]
    assert formula.cells[2] == "71%"
    assert re.fullmatch(r"\d+% \(\d+% to \d+%\)", drawn.cells[2])
    parallel = next(i for i, row in enumerate(rows) if row.head == "Parallel cluster")
    assert (rows[parallel + 1].cells[0], rows[parallel + 2].cells[0]) == ("cannot be told", "")
    assert "6 small charts" in found.alt.say("en")


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
def test_a_curve_is_told_from_points_and_dashes_without_colour(release, plan, width):
    drawing = svg(display(verbs.impact.curve, release(planned_power.curve(plan, 20))), "en", width)
    bare = svg(display(verbs.impact.curve, release(planned_power.curve(plan, 0))), "en", width)
    assert b"stroke-dasharray" in drawing
    # Without drawn studies there is neither a square nor its line in the key.
    assert drawing.count(b"<path") > bare.count(b"<path")


def test_what_people_wrote_of_ethics_has_a_note_of_its_own(data, release):
    notes = [
        display(verb, release(result)).note[0].say("en")
        for verb, result in (
            (verbs.impact.question, written.question(data)),
            (verbs.impact.ethics, written.ethics(data)),
        )
    ]
    assert notes[0] != notes[1]


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
def test_designs_are_told_apart_without_colour(release, plan, lang, width):
    found = display(verbs.impact.designs, release(planning.pictures(plan)))
    drawing = svg(found, lang, width)
    # Waits are framed by dashes, the service is filled.
    assert b"stroke-dasharray" in drawing
    rows = table(found, lang).rows
    assert {c for r in rows if r.depth for c in r.cells} == (
        {"Service", "Waits"} if lang == "en" else {"Gwasanaeth", "Aros"}
    )
    assert found.alt.say(lang)


def test_the_rehearsal_is_drawn_from_before_the_start_on(release, plan):
    found = display(verbs.impact.rehearsal, release(rehearsal.rehearsal(plan)))
    assert b"<svg" in svg(found, "en")
    heads = [r.head for r in table(found, "en").rows]
    assert heads[0].endswith("(before)")
    assert heads[-1] == "After the start, together"


@pytest.mark.parametrize(("size", "step"), [(3.2, 5), (0.07, 0.1), (12, 20), (0, 1)])
def test_a_scale_has_round_steps(size, step):
    assert _step(size) == pytest.approx(step)


def test_sliders_answer_and_refuse_in_words(data, release):
    sliders = impact_sliders.Sliders(data, release)
    begun = sliders.told.value
    assert "Set for this page" not in begun
    sliders.fields["sites"].value = 22
    assert sliders.told.value != begun
    sliders.fields["sites"].value = 2
    assert "one area alone" in sliders.told.value
    assert sliders.error.value == ""


def test_drawing_tells_how_far_it_is(data, release, monkeypatch):
    monkeypatch.setattr(impact_sliders, "STUDIES", 20)
    sliders = impact_sliders.Sliders(data, release)
    sliders.draw.click()
    assert (sliders.bar.value, sliders.bar.max) == (20, 20)
    assert sliders.bar.layout.visibility == "hidden"
    assert "False alarms" in sliders.told.value or "false alarms" in sliders.told.value


@pytest.mark.parametrize(
    ("name", "alone", "expected"), [("", "", 0), ("a.ipynb", "", 1), ("a.ipynb", "1", 0)]
)
def test_sliders_are_there_only_where_somebody_has_the_notebook_open(
    data, release, monkeypatch, name, alone, expected
):
    from IPython.core import display_functions

    put_out = []
    monkeypatch.setattr(display_functions, "display", lambda *a, **k: put_out.append(a))
    monkeypatch.setattr("IPython.display.display", lambda *a, **k: put_out.append(a))
    monkeypatch.setenv("JPY_SESSION_NAME", name)
    monkeypatch.setenv("COMPENDIUM_RECORDS_ALONE", alone)
    verbs.impact.sliders(data, release)
    assert len(put_out) == expected


def test_the_page_is_built_for_a_study_with_nothing_but_a_plan(tiny, tmp_path):
    from compendium.build.run import build_reports

    add_impact(tiny)
    out = tmp_path / "out"
    assert build_reports(profile="welsh_evaluation", to=out) == 0
    text = html.parse(out / "tiny" / "impact-design.html").getroot().text_content()
    assert "a number that it rests on is hidden" in text
    assert "To be written before anybody is asked to take part." in text
    assert os.path.exists(out / "tiny" / "impact-design.ipynb")
