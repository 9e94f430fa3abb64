"""Tables and bars of follow-up: what a reader sees of a panel measured three times."""

from __future__ import annotations

import pytest
from later import cut, taken_in, write_panel
from measured import measured
from shown import displayed

from compendium.analysis.survey import follow_up
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import figures, verbs
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.record import from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table

OF_VERBS = {
    verbs.attrition_table: follow_up.attrition,
    verbs.change_table: follow_up.change,
    verbs.reliable_change: follow_up.reliable_change,
}


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return taken_in(tmp_path_factory.mktemp("panel"), write_panel)


def display(verb, data, profile="welsh_evaluation"):
    return displayed(verb, Release(data, profile_named(profile))(OF_VERBS[verb](data)))


def lines(shown, lang="en") -> dict[str, tuple[str, ...]]:
    """Cells by the heading of their row; of two rows of one name the first."""
    return {r.head: r.cells for r in reversed(table(shown, lang).rows)}


def test_attrition_stands_by_occasion_and_area(panel):
    shown = display(verbs.attrition_table, panel, "exact")
    assert [(r.head, r.depth) for r in table(shown, "en").rows] == [
        ("After six months", 0),
        ("First", 1),
        ("Second", 1),
        ("All areas together", 1),
        ("After a year", 0),
        ("First", 1),
        ("Second", 1),
        ("All areas together", 1),
    ]
    assert lines(shown)["First"] == ("52", "44", "85% (72% to 92%)", "8")


def test_attrition_of_one_area_needs_no_line_for_it(panel):
    shown = display(verbs.attrition_table, cut(panel, {"001": (52, 44)}, "001"))
    assert lines(shown)["After six months"] == (
        "over 51",
        "over 43",
        "[c] (66% to 100%)",
        "under 13",
    )


def test_change_says_what_was_tested_and_what_was_not(panel):
    found = lines(display(verbs.change_table, panel, "exact"))
    test = "Signed-rank test, exact; rank-biserial"
    assert found["After six months"][:2] == ("77", "3.2, then 3.3")
    assert found["After six months"][3] == test
    assert found["Every occasion together"][3].startswith(
        "Friedman's test (chi-squared 6.0, 2 degr"
    )
    (why,) = (head for head in found if head.startswith("Before and now, asked in one sitting: "))
    assert "not calculated: both answ" in why
    assert set(found[why]) == {""}


def test_reliable_change_says_what_was_needed(panel):
    found = lines(display(verbs.reliable_change, panel))
    shares, base, needed = found["After six months"]
    assert shares == "Deteriorated 15%; No reliable change 60%; Improved 25%"
    assert (base, needed) == ("77", "more than 0.46 points (alpha 0.96)")


@pytest.mark.sampled(12)
@pytest.mark.parametrize("verb", OF_VERBS)
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact", "nhs_1_7", "acro_10"])
@pytest.mark.parametrize("people", [{"001": (52, 44), "002": (40, 33)}, {"001": (9, 3)}, {}])
def test_a_record_is_whole_and_says_itself_in_both_languages(panel, verb, profile, people):
    shown = display(verb, cut(panel, people), profile)
    assert faults(shown.record()) == []
    again = from_record(shown.record())
    for lang in ("en", "cy"):
        assert table(again, lang) == table(shown, lang)
        assert "nan" not in " ".join(c for r in table(shown, lang).rows for c in r.cells)
        assert shown.caption.say(lang)


@pytest.mark.parametrize("verb", OF_VERBS)
def test_a_study_without_follow_up_has_a_sentence_or_the_reasons(area, verb):
    data = area("A")
    shown = display(verb, data)
    if verb is verbs.attrition_table:
        assert shown.kind == "absent"
        assert shown.caption.say("en") == "Nobody was asked a second time in this study."
    else:
        cells = " ".join(c for r in table(shown, "en").rows for c in (r.head, *r.cells))
        assert "both answers were given in one sitting" in cells
        assert "%" not in cells


def test_the_alternative_text_names_the_ends_where_they_differ(panel):
    shown = display(verbs.reliable_change, cut(panel, {"001": (52, 44)}), "exact")
    frame = shown.data.frame.query("level == 'improved'")
    assert frame["percent"].nunique() > 1
    text = shown.alt.say("en")
    assert text.startswith("Bar chart of 2 rows: the shares of people who deteriorated")
    assert f"{frame['percent'].max():.0f}%, in Having a say" in text


def test_where_all_are_alike_none_is_called_the_most(panel):
    assert display(verbs.reliable_change, panel).alt.parts["alt"].say("en") == (
        "Bar chart of 4 rows. All numbers are in the table below."
    )


@pytest.mark.parametrize("width", [PAGE, PHONE], ids=lambda w: w.name)
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_no_text_of_the_bars_meets_another(panel, profile, lang, width):
    sheet = measured(figures.draw(display(verbs.reliable_change, panel, profile), lang, width))
    texts = [t for t in sheet.texts if t.text.strip()]
    assert len(texts) > 8
    for i, one in enumerate(texts):
        assert one.left >= 0
        assert one.right <= sheet.width
        assert not [other.text for other in texts[i + 1 :] if one.meets(other)]


def test_bars_of_reasons_alone_can_be_drawn(area):
    sheet = measured(figures.draw(display(verbs.reliable_change, area("A")), "en", PAGE))
    assert sheet.bars == ()
