"""Rule Q2: consent, approval, name check, and no more said of the speaker than may be."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from tiny import project

from compendium.analysis.qualitative import themes
from compendium.analysis.result import Result
from compendium.disclosure.names.scan import Known
from compendium.disclosure.profile import profile_named
from compendium.disclosure.quotes import release_quotes
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.study import SampleSize
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_quotes"}
COLUMNS = [
    "code_id",
    "heading",
    "segment",
    "group",
    "site",
    "text",
    "translation",
    "lang",
    "people",
]
SAID = {"c1": "She listened to me.", "c3": "The report was long.", "c8": "I make the tea."}


def released(
    study,
    *texts,
    group="parent",
    heading="parent",
    eligible=5,
    profile=WELSH,
    welsh="",
    themed=True,
):
    """Quotes of one group of area 001, a theme each, of whom so many could have been asked."""
    size = SampleSize("001", group, 1, 0, 0, 0, eligible)
    study = dataclasses.replace(study, sample=(size,))
    rows = [
        (f"K{n}" if themed else "K1", heading, f"c{n}:0-9", group, "001", t, welsh, "en", 1)
        for n, t in enumerate(texts)
    ]
    kinds = dict.fromkeys(("group", "site", "text", "translation", "lang"), "text")
    by, labels = ("code_id", "heading", "segment"), {"site": {"001": Text("First", "Cyntaf")}}
    frame = pd.DataFrame(rows, columns=COLUMNS)
    result = Result("quotes", frame, by, "people", kinds, labels=labels, **COMMON)
    given = {"study": study, "pooled": {"staff"}, "known": Known(pseudonyms=frozenset({"Quilla"}))}
    return release_quotes(result, profile, **given, **COMMON)


@pytest.fixture
def study(tiny):
    return open_study("tiny")


@pytest.mark.parametrize(("eligible", "area"), [(4, ""), (5, "001")])
def test_the_area_is_named_where_five_people_could_have_said_it(study, eligible, area):
    assert released(study, "She came.", eligible=eligible).frame["area"].tolist() == [area]


def test_staff_never_carry_an_area_however_many_there_are(study):
    found = released(study, "She came.", group="worker", heading="staff", eligible=500)
    assert found.frame["area"].tolist() == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Then Bethan came.",
        "We went to Narberth.",
        "It was on 3 May.",
        "I rang Quilla.",
        "I rang 029 2087 0000.",
    ],
    ids=["name", "place", "date", "pseudonym", "number"],
)
def test_what_may_give_somebody_away_is_withheld_without_a_count(study, text):
    found = released(study, text, "She came.", text)
    assert found.frame["text"].tolist() == ["She came."]
    assert found.withheld is True


def test_a_name_in_the_translation_alone_withholds_the_quote(study):
    assert released(study, "fe ddaeth hi", welsh="then Bethan came").frame.empty


def test_a_name_replaced_by_a_role_in_brackets_passes(study):
    found = released(study, "I started with [peer advocate] then.")
    assert found.frame["text"].tolist() == ["I started with [peer advocate] then."]
    assert found.withheld is False


def test_public_quotes_are_numbered_and_do_not_name_their_place(study):
    found = released(study, "She came.", "It rained.")
    assert found.frame["segment"].tolist() == ["quote 1", "quote 2"]


def test_the_team_sees_the_place_the_area_and_what_the_public_must_not(study):
    found = released(study, "Then Bethan came.", eligible=1, profile=EXACT)
    assert found.frame[["segment", "area"]].to_numpy().tolist() == [["c0:0-9", "001"]]


def place(case):
    source = next(s for s in project().sources if s.name.startswith(case))
    start = source.text.index(SAID[case])
    return f"{source.name}:{start}-{start + len(SAID[case])}"


def approve(tiny, *cases):
    lines = [f"{place(c)},{SAID[c]},,me,2024-03-01,tiny,synthetic" for c in cases]
    head = "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin"
    (tiny / "findings").mkdir(exist_ok=True)
    (tiny / "findings" / "quotes.csv").write_text("\n".join([head, *lines]), encoding="utf-8")


def printed():
    data = open_tables(open_study("tiny"), "001")
    return Release(data, WELSH)(themes.quotes(data)).frame["text"].tolist()


def test_only_approved_words_of_people_who_agreed_are_printed(tiny):
    approve(tiny, "c1", "c3")  # Q3 said no to being quoted
    assert printed() == [SAID["c1"]]


def test_words_nobody_approved_are_not_printed(tiny):
    approve(tiny)
    assert printed() == []


def test_staff_of_another_area_are_quoted_without_it(tiny):
    approve(tiny, "c8")
    data = open_tables(open_study("tiny"), "001")
    frame = Release(data, WELSH)(themes.quotes(data)).frame
    assert frame[["text", "area"]].to_numpy().tolist() == [[SAID["c8"], ""]]


@pytest.mark.parametrize("where", ["A", "B", "C"])
def test_no_welsh_quote_is_of_a_person_who_did_not_agree_or_names_a_pseudonym(area, where):
    data = area(where)
    frame = Release(data, WELSH)(themes.quotes(data)).frame
    asked_not_to = data.participants[~data.participants["quote_consent"]]["participant_id"]
    theirs = set(data.segments[data.segments["participant_id"].isin(asked_not_to)]["text"])
    assert len(frame) > 5
    assert not theirs & set(frame["text"])
    for name in set(data.participants["pseudonym"]) - {""}:
        assert not frame["text"].str.contains(rf"\b{name}\b").any(), name


def test_the_first_quote_of_a_theme_that_passes_is_printed_and_no_other(study):
    texts = ["Then Bethan came.", "She came.", "It rained."]
    found = released(study, *texts, themed=False)
    assert found.frame["text"].tolist() == ["She came."]
    assert found.withheld is True


def test_the_team_reads_the_first_quote_of_a_theme_unchecked(study):
    texts = ["Then Bethan came.", "She came."]
    found = released(study, *texts, themed=False, profile=EXACT)
    assert found.frame["text"].tolist() == ["Then Bethan came."]


@pytest.mark.parametrize("profile", [WELSH, EXACT])
def test_nobodys_words_are_printed_twice(area, profile):
    assert Release(area("A"), profile)(themes.quotes(area("A"))).frame["text"].is_unique


def test_words_printed_under_one_theme_make_way_for_the_next_under_another(study):
    frame = pd.DataFrame(
        [
            (code, "parent", segment, "parent", "001", text, "", "en", 1)
            for code in ("K1", "K2")
            for segment, text in (("c1:0-9", "She came."), ("c2:0-9", "It rained."))
        ],
        columns=COLUMNS,
    )
    labels = {"site": {"001": Text("First")}}
    by, kinds = ("code_id", "heading", "segment"), dict.fromkeys(COLUMNS[3:8], "text")
    result = Result("quotes", frame, by, "people", kinds, labels=labels, **COMMON)
    given = {"study": study, "pooled": set(), "known": Known()}
    found = release_quotes(result, WELSH, **given, **COMMON).frame
    assert found[["code_id", "text"]].to_numpy().tolist() == [
        ["K1", "She came."],
        ["K2", "It rained."],
    ]
