"""What was planted in the Welsh data (dossier, section 10) comes out; numbers are the dossier's."""

from __future__ import annotations

import re

import pytest

from compendium.analysis import scales, themes

AREAS = ("A", "B", "C")


@pytest.fixture(scope="module")
def means(area):
    return {a: scales.summary(area(a)).frame.set_index("construct")["mean"] for a in AREAS}


@pytest.fixture(scope="module")
def rise(area, wales):
    form, rule = wales.instrument("parent"), wales.header.min_answered

    def mean_rise(construct, where):
        answers = area(where).answers
        before = scales.score(answers, form, construct, rule, "before")
        return float((scales.score(answers, form, construct, rule, "now") - before).mean())

    return mean_rise


@pytest.fixture(scope="module")
def raised(area):
    return themes.people(area("")).frame.set_index(["code_id", "group", "area"])


@pytest.fixture(scope="module")
def coded(area, wales):
    """Codes and valence of each segment in the coding of record: segment → {code: valence}."""
    data = area("")
    record = themes.coding_of_record(data.codings, wales)
    site = data.segments.set_index("segment_id")["site_id"]
    found = {}
    for row in record.itertuples():
        found.setdefault((site[row.segment_id], row.segment_id), {})[row.code_id] = row.valence
    return found


@pytest.mark.parametrize(("where", "mean"), [("A", 4.3), ("B", 4.2), ("C", 4.4)])
def test_1_advocacy_is_valued_everywhere(means, where, mean):
    assert means[where]["advocacy_experience"] == pytest.approx(mean, abs=0.05)


def test_1_areas_hardly_differ_in_how_advocacy_is_valued(means):
    found = [means[a]["advocacy_experience"] for a in AREAS]
    assert max(found) - min(found) < 0.3


@pytest.mark.parametrize(("where", "mean"), [("A", 3.5), ("B", 4.1), ("C", 3.9)])
def test_2_understanding_is_highest_where_advocates_are_professionals(means, where, mean):
    assert means[where]["understanding_process"] == pytest.approx(mean, abs=0.06)


def test_2_empathy_is_raised_most_where_advocates_are_peers(raised):
    cells = {a: raised.loc[("W1.1", "parent", a)] for a in AREAS}
    share = {a: c["people"] / c["asked"] for a, c in cells.items()}
    assert share["A"] > share["C"] > share["B"]


@pytest.mark.parametrize(("where", "expected"), [("A", 0.8), ("B", 0.9), ("C", 1.0)])
def test_3_having_a_say_rises_looking_back(rise, where, expected):
    assert rise("decision_making", where) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("where", AREAS)
def test_5_trust_rises_least(rise, where):
    assert rise("trust", where) == pytest.approx(0.3, abs=0.06)
    assert rise("trust", where) < rise("decision_making", where)


def test_6_preventing_separation_is_raised_by_parents_social_workers_and_chairs(area, wales):
    data = area("")
    record = themes.coding_of_record(data.codings, wales)
    segments = record.loc[record["code_id"] == "W5.1", "segment_id"]
    groups = set(data.segments.loc[data.segments["segment_id"].isin(segments), "group"])
    assert groups == {"parent", "social_worker", "iro_chair"}


def test_7_gatekeeping_is_raised_in_all_three_areas(raised):
    everyone = raised.loc["W6.4"].groupby("area", observed=False)["people"].sum()
    assert (everyone[list(AREAS)] > 0).all()


def test_8_being_unheard_with_lost_trust_or_conflict_is_found_in_b_alone(coded):
    cw07 = {
        site
        for (site, _), codes in coded.items()
        if codes.get("W4.1") == -1 and -1 in (codes.get("W3.4"), codes.get("W3.5"))
    }
    assert cw07 == {"B"}


def test_8_turnover_with_blurred_boundaries_is_found_in_a_alone(coded):
    assert {s for (s, _), codes in coded.items() if {"W7.2", "W6.2"} <= set(codes)} == {"A"}


def test_11_no_table_knows_the_parent_who_withdrew(wales_in):
    consent = wales_in.consent.table
    (gone,) = consent[consent["consent_status"] == "withdrawn"].to_dict("records")
    assert (gone["site_id"], gone["group"], gone["withdrawal_scope"]) == ("A", "parent", "all")
    for name, table in wales_in.tables.items():
        text = table.to_csv()
        for trace in (gone["participant_id"], gone["survey_token"], gone["case_name"]):
            assert trace not in text, (name, trace)


@pytest.mark.parametrize(
    ("rule", "times"),
    [("duplicate", 3), ("straight_line", 2), ("out_of_range", 4), ("before_launch", 1)],
)
def test_12_the_traps_in_the_survey_are_reported_by_rule(wales_in, rule, times):
    assert wales_in.quality.counts[rule] == times


def test_13_items_are_missing_in_the_share_that_was_planted(wales_in, wales):
    answers = wales_in.tables["answers"]
    rated = answers[answers["item_id"].isin([i.item_id for i in wales.instrument("parent").rated])]
    assert 0.03 <= rated["value"].isna().mean() <= 0.09


def kappa(first, second, cells):
    """Cohen's kappa of two yes-or-no judges: (observed - expected) / (1 - expected)."""
    n = len(cells)
    yes1, yes2 = len(first & cells) / n, len(second & cells) / n
    observed = 1 - len((first ^ second) & cells) / n
    expected = yes1 * yes2 + (1 - yes1) * (1 - yes2)
    return (observed - expected) / (1 - expected)


def agreement(codings, codes):
    """Kappa of C1 and C2 over every code and segment that C2 coded."""
    given = {
        coder: set(zip(rows["segment_id"], rows["code_id"], strict=True))
        for coder, rows in codings.groupby("coder", observed=False)
    }
    cells = {(segment, code) for segment, _ in given["C2"] for code in codes}
    return kappa(given["C1"], given["C2"], cells)


def test_kappa_as_used_here_is_right_on_a_table_by_hand():
    # 20 both, 5 first only, 10 second only, 15 neither: (0.7 - 0.5) / (1 - 0.5)
    first, second = set(range(25)), set(range(20)) | set(range(25, 35))
    assert kappa(first, second, set(range(50))) == pytest.approx(0.4)


def test_14_two_coders_agree_as_planted(wales_in, wales):
    codes = [c.code_id for c in wales.codebook if c.parent_id and c.status == "active"]
    assert agreement(wales_in.tables["codings"], codes) == pytest.approx(0.72, abs=0.06)


def test_14_the_weak_code_is_as_weak_as_planted(wales_in):
    assert agreement(wales_in.tables["codings"], ["W6.1"]) == pytest.approx(0.45, abs=0.08)


def test_16_welsh_letters_apostrophes_and_emoji_come_through(wales_in):
    text = "\n".join(wales_in.tables["segments"]["text"])
    assert re.search("[ŵŷ]", text)
    for intact in ("👍 and a heart 💛", "muscle arm 💪 off her", "I'm by the drinks machine"):
        assert intact in text
    assert not re.search("\ufffd|â€™|Å·|Åµ|Ã", text)


def test_16_welsh_letters_come_through_in_the_quotes(wales_in):
    quotes = "\n".join(wales_in.tables["quotes"]["approved_text"])
    assert re.search("[ŵŷ]", quotes)
    assert "Roedd hi'n egluro pob gair mewn ffordd syml, ac o'r diwedd ro'n i'n deall" in quotes


def noted(wales_in, rule):
    table = wales_in.quality.table
    (row,) = table[table["rule"] == rule].to_dict("records")
    return row


def test_17_a_response_of_an_unknown_area_is_named_with_file_and_row(wales_in):
    row = noted(wales_in, "unknown_site")
    assert row["file"] == "parents_survey.sav"
    assert re.fullmatch(r"row \d+", row["where"])
    assert row["value"] == "D, but the study has A, B, C"


def test_17_a_coding_to_a_retired_code_is_named_with_file_and_segment(wales_in):
    row = noted(wales_in, "retired_code")
    assert row["file"] == "interviews.qdpx"
    assert re.fullmatch(r"A-PAR focus group:\d+-\d+", row["where"])
    assert row["value"] == "Communication and relationships > Mediation (C1)"
