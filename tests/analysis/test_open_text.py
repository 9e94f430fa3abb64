"""Open questions: tiny by hand, what is odd by hand, random answers by brute force."""

from __future__ import annotations

import dataclasses
import math
import statistics

import pandas as pd
import pytest
from coded import TREE, ancestors, codebook
from hypothesis import given, settings
from hypothesis import strategies as st
from later import write_later
from opened import (
    QUESTION,
    answered,
    coded_in_columns,
    tables,
    write_answers,
    write_documents,
)
from test_study import spoil
from tiny import LISTENING, PAPERS, TEA

from compendium.analysis.qualitative import open_text
from compendium.analysis.qualitative.written_answers import bare, is_non_answer
from compendium.problems import StudyError
from compendium.schemas import typed

SAID = {"t1": "They listened.", "t2": "N/A", "t5": "Diolch, ŵy", "t6": "tea tea tea", "t7": "gone"}
DOCUMENTS = {
    "t1": (
        "Anything else?\nThey listened.\n",
        [("They listened.", LISTENING, "C1"), ("listened", PAPERS, "C2")],
    ),
    "t5": ("Anything else?\nDiolch, ŵy\n", [("Diolch", PAPERS, "C1"), ("ŵy", TEA, "C1")]),
    "t6": ("Anything else?\ntea tea tea\n", []),
    "t7": ("Anything else?\ngone\n", [("gone", TEA, "C1")]),
}


@pytest.fixture
def data(tiny):
    write_answers(tiny, answered(SAID, lang=[1.0, 1.0, 1.0, 2.0, 3.0, 1.0]))
    write_documents(tiny, DOCUMENTS)
    return tables()


def of(result, **keys):
    frame = result.frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    (found,) = frame.to_dict("records")
    return found


def shown(result, *columns):
    return result.frame[list(columns)].to_numpy().tolist()


def test_a_question_is_summed_up_as_counted_by_hand(data):
    # Five people returned the form (Q7 withdrew): Q3 left it out, Q2 says nothing; of words 2 2 3.
    found = of(open_text.summary(data), item_id="O1")
    numbers = {"asked": 5, "answered": 3, "non_answers": 1, "blank": 1, "coded": 2, "uncoded": 1}
    numbers |= {"words_median": 2, "words_least": 2, "words_most": 3}
    numbers |= {"english": 1, "welsh": 1, "no_language": 1, "unplaced": 0}
    assert {name: found[name] for name in numbers} == numbers


def test_codes_count_people_on_the_coding_of_record_and_for_codes_above(data):
    result = open_text.codes(data, "O1")
    everybody = {"group": "all", "site_id": "all"}
    numbers = {c: of(result, code_id=c, **everybody)["people"] for c in ("any", "none", "K1", "K2")}
    assert numbers == {"any": 2, "none": 1, "K1": 2, "K2": 1}
    there = of(result, group="parent", site_id="002", code_id="K1.2")
    assert (there["people"], there["answered"]) == (1, 2)
    # C2's coding of Q1's answer is not of record.
    assert of(result, group="parent", site_id="001", code_id="K2")["people"] == 0


def test_the_response_table_has_everybody_who_was_asked_once(data):
    found = open_text.responses(data, "form/O1")
    columns = ("participant_id", "state", "text", "codes", "coders", "quotable")
    assert shown(found, *columns) == [
        ["Q1", "coded", "They listened.", "K1.1", "C1; C2", "yes"],
        ["Q2", "non_answer", "N/A", "", "", "yes"],
        ["Q3", "blank", "", "", "", "no"],
        ["Q5", "coded", "Diolch, ŵy", "K1.2\nK2", "C1", "yes"],
        ["Q6", "uncoded", "tea tea tea", "", "", "yes"],
    ]


def test_from_one_area_its_people_alone_are_there(tiny, data):
    there = tables("002")
    assert shown(open_text.responses(there, "O1"), "participant_id") == [["Q5"], ["Q6"]]
    assert of(open_text.summary(there), item_id="O1")["asked"] == 2
    assert set(open_text.codes(there, "O1").frame["site_id"]) == {"002"}


@pytest.mark.parametrize(
    ("filters", "people"),
    [
        ({"site_id": "002"}, ["Q5", "Q6"]),
        ({"group": "worker"}, []),
        ({"state": "uncoded"}, ["Q6"]),
        ({"state": "written"}, ["Q1", "Q2", "Q5", "Q6"]),
        ({"code_id": "K1"}, ["Q1", "Q5"]),
        ({"code_id": "none"}, ["Q6"]),
        ({"code_id": "any"}, ["Q1", "Q5"]),
        ({"words": "WY"}, ["Q5"]),
        ({"where": {"T1_now": "4"}}, ["Q1", "Q6"]),
        ({"where": {"S2": ""}}, ["Q2", "Q3"]),
        ({"where": {"answered_in": "cy"}}, ["Q5"]),
        ({"sort": "longest", "state": "written"}, ["Q6", "Q1", "Q5", "Q2"]),
        ({"sort": "shortest"}, ["Q2", "Q1", "Q5", "Q6", "Q3"]),
        ({"sort": "person", "site_id": "002"}, ["Q5", "Q6"]),
    ],
)
def test_filters_find_what_they_say(data, filters, people):
    result = open_text.responses(data, "O1", **filters)
    assert [person for (person,) in shown(result, "participant_id")] == people


def test_attributes_stand_beside_each_person_with_their_labels(data):
    result = open_text.responses(data, "O1", ["S1", "interviewed"])
    assert shown(result, "S1", "interviewed")[:2] == [["5", "yes"], ["4", "yes"]]
    assert result.labels["S1"]["5"].en == "Strongly agree"
    assert result.labels["attribute"]["S1"].en == "I was asked."


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda d: open_text.codes(d, "O9"), "'O9' is no open question. There is: form/O1."),
        (lambda d: open_text.responses(d, "O1", ["O1"]), "no attribute of form"),
        (lambda d: open_text.responses(d, "O1", ["group"]), "no attribute of form"),
        (lambda d: open_text.responses(d, "O1", code_id="K9"), "'K9' is no code. There is: any"),
        (lambda d: open_text.responses(d, "O1", state="new"), "There is: coded, uncoded"),
        (lambda d: open_text.responses(d, "O1", sort="up"), "There is: area, longest"),
    ],
)
def test_what_is_not_there_is_answered_with_what_there_is(data, call, said):
    with pytest.raises(StudyError) as caught:
        call(data)
    assert said in str(caught.value)


def test_an_approved_translation_stands_beside_the_answer(tiny, data):
    segment = data.segments.set_index("text").at["Diolch", "segment_id"]
    (tiny / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,data_origin\n"
        f"{segment},Diolch,Thanks,A. Nalyst,2024-05-01,synthetic\n",
        encoding="utf-8",
    )
    found = of(open_text.responses(tables(), "O1"), participant_id="Q5")
    assert found["translation"] == "Thanks"


def test_who_withdrew_is_nowhere(data):
    for result in (open_text.summary(data), open_text.codes(data, "O1")):
        assert "gone" not in result.frame.to_csv()
    assert "Q7" not in set(open_text.responses(data, "O1").frame["participant_id"])


def test_words_that_may_not_be_quoted_any_more_are_marked(tiny, data):
    spoil(
        tiny,
        "consent.csv",
        "Ann,t1,c1,active,,,yes",
        "Ann,t1,c1,partial,2024-03-01,quotes_only,yes",
    )
    found = of(open_text.responses(tables(), "O1"), participant_id="Q1")
    assert (found["text"], found["quotable"]) == ("They listened.", "no")


def test_a_passage_that_cannot_be_placed_is_counted_and_under_no_question(tiny):
    write_answers(tiny, answered(SAID))
    write_documents(tiny, {"t1": ("Anything else?\nquite other\n", [("other", TEA, "C1")])})
    data = tables()
    found = of(open_text.summary(data), item_id="O1")
    assert (found["unplaced"], found["coded"]) == (1, 0)


def test_codes_from_columns_are_found_like_those_of_a_coding_tool(tiny):
    nan = math.nan
    coded_in_columns(tiny, SAID, O1_a=[1, nan, nan, 2, nan, nan], O1_b=[nan] * 3 + [9, nan, nan])
    found = open_text.responses(tables(), "O1", code_id="any")
    assert shown(found, "participant_id", "codes", "coders") == [
        ["Q1", "K1.1", "C1"],
        ["Q5", "K1.2\nK2", "C1"],
    ]


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("n/a", True),
        ("N.A.", True),
        ("  Nothing to add!! ", True),
        ("...", True),
        ("- ", True),
        ("?!", True),
        ("\u200b", True),  # a space without width
        ("Dim i’w ychwanegu", True),
        ("💛", False),
        ("7", False),
        ("Nothing", False),  # "What should change?" "Nothing"
        ("No comment on that, but the room was cold", False),
    ],
)
def test_an_answer_that_says_nothing_is_told_by_rule(text, nothing):
    from compendium.instruments import NON_ANSWERS

    assert is_non_answer(text, set(map(bare, NON_ANSWERS))) == nothing


def test_a_study_lists_what_says_nothing_for_a_questionnaire_and_for_a_question(tiny):
    write_answers(tiny, answered({"t1": "Nothing.", "t2": "pass", "t5": "n/a", "t6": "tea"}))
    spoil(tiny, "instruments/form.yml", "groups: [parent]", "groups: [parent]\nnon_answers: [pass]")
    spoil(tiny, "instruments/form.yml", QUESTION, f"{QUESTION}, non_answers: [nothing]")
    states = dict(shown(open_text.responses(tables(), "O1"), "participant_id", "state"))
    assert states == {
        "Q1": "non_answer",
        "Q2": "non_answer",
        "Q3": "blank",
        "Q5": "uncoded",
        "Q6": "uncoded",
    }


def test_what_a_coder_gave_a_code_is_an_answer_whatever_it_says(tiny):
    coded_in_columns(tiny, {"t1": "N/A"}, O1_a=[2] + [math.nan] * 5, O1_b=[math.nan] * 6)
    found = of(open_text.responses(tables(), "O1"), participant_id="Q1")
    assert (found["state"], found["codes"]) == ("coded", "K1.2")


def test_an_answer_of_spaces_is_blank(tiny):
    write_answers(tiny, answered({"t1": " \t  ", "t2": "\u00a0"}))
    assert of(open_text.summary(tables()), item_id="O1")["blank"] == 5


def test_a_very_long_answer_is_whole(tiny):
    text = "word " * 4000 + "end"
    write_answers(tiny, answered({"t1": text}))
    write_documents(tiny, {"t1": (f"Anything else?\n{text}\n", [(text, TEA, "C1")])})
    found = of(open_text.responses(tables(), "O1"), participant_id="Q1")
    assert (len(found["text"]), found["words"], found["codes"]) == (20003, 4001, "K1.2")


def test_nobody_answered(tiny):
    write_answers(tiny, answered({}))
    data = tables()
    found = of(open_text.summary(data), item_id="O1")
    assert (found["asked"], found["answered"], found["blank"]) == (5, 0, 5)
    assert found["words_median"] is None or math.isnan(found["words_median"])
    assert open_text.codes(data, "O1").frame.empty


def test_a_study_without_open_questions_has_no_rows(wales, area):
    forms = [
        dataclasses.replace(f, items=tuple(i for i in f.items if f.scale_of(i)))
        for f in wales.instruments
    ]
    data = area("")
    nothing = dataclasses.replace(
        data,
        study=dataclasses.replace(wales, instruments=tuple(forms)),
        open_answers=data.open_answers.iloc[:0],
    )
    assert open_text.summary(nothing).frame.empty
    with pytest.raises(StudyError, match="There is: none"):
        open_text.codes(nothing, "P_OP1")


def test_of_a_form_of_open_questions_alone_nobody_knows_who_left_all_blank(tiny):
    form = "instrument: note\ntitle: {en: Note, cy: Nodyn}\ngroups: [parent]\nscales: []\n"
    form += "constructs: [{construct: open, label: {en: O, cy: O}, scored: no}]\n"
    form += "items: [{item_id: N1, construct: open, wording: {en: Why?, cy: Pam?}}]\n"
    (tiny / "instruments" / "note.yml").write_text(form, encoding="utf-8")
    spoil(tiny, "study.yml", "instruments: [form]", "instruments: [form, note]")
    text = (tiny / "study.yml").read_text(encoding="utf-8")
    survey = text[text.index("  - source: survey") : text.index("  - source: talk")]
    more = survey.replace("source: survey", "source: note").replace("survey.sav", "note.csv")
    more = more.replace("instrument: form", "instrument: note")
    spoil(tiny, "study.yml", "  - source: talk", more + "  - source: talk")
    lines = "token,area,submitted,lang,N1,data_origin\nt1,001,2024-01-15,1,Because,synthetic\n"
    lines += "t2,001,2024-01-15,1,,synthetic\n"
    (tiny / "raw" / "note.csv").write_text(lines, encoding="utf-8")
    found = of(open_text.summary(tables()), item_id="N1")
    assert (found["asked"], found["answered"]) == (1, 1)
    assert found["blank"] is None or math.isnan(found["blank"])


def test_the_same_person_twice_counts_once_with_what_they_wrote_first(tiny):
    frame = answered(SAID)
    again = frame.iloc[[0]].assign(O1="something else", submitted=pd.Timestamp("2024-02-01"))
    write_answers(tiny, pd.concat([frame, again], ignore_index=True))
    found = of(open_text.responses(tables(), "O1"), participant_id="Q1")
    assert found["text"] == "They listened."


def test_a_later_wave_adds_nothing_and_needs_no_codes(tiny):
    coded_in_columns(tiny, SAID, O1_a=[1] + [math.nan] * 5, O1_b=[math.nan] * 6)
    write_later(tiny)
    data = tables()
    assert len(open_text.responses(data, "O1").frame) == 5
    assert of(open_text.summary(data), item_id="O1")["coded"] == 1


def test_a_respondent_in_no_row_of_participants_keeps_the_area_of_the_answer(data):
    people = data.participants[data.participants["participant_id"] != "Q1"]
    found = open_text.responses(dataclasses.replace(data, participants=people), "O1", ["S1"])
    row = of(found, participant_id="Q1")
    assert (row["site_id"], row["group"], row["pseudonym"]) == ("001", "parent", "")
    assert (row["S1"], row["quotable"]) == ("5", "no")


def test_welsh_numbers_are_those_of_the_tables(area):
    data = area("")
    written = data.open_answers[data.open_answers["item_id"] == "P_OP1"]
    found = of(open_text.summary(data), item_id="P_OP1")
    assert found["answered"] + found["non_answers"] == len(written)
    assert (
        found["asked"] == data.answers.query("instrument == 'parent'")["participant_id"].nunique()
    )
    assert found["unplaced"] == 0
    coded = data.segments[data.segments["item_id"] == "P_OP1"]
    assert found["coded"] == coded["participant_id"].nunique()


# One respondent: area, group, what they wrote, and codes of passages by C1 and by C2.
codes_of_one = st.lists(st.sampled_from([*TREE]), max_size=3)
respondent = st.tuples(
    st.sampled_from(["A", "B"]),
    st.sampled_from(["parent", "peer_advocate"]),
    st.sampled_from(["", "n/a", "...", "tea", "tea and papers", "💛", "one two three four"]),
    codes_of_one,
    codes_of_one,
)


TOOK_PART = dict.fromkeys(("interviewed", "surveyed", "quote_consent", "link_consent"), True)


def handmade(data, people):
    """The Welsh study's tables with these respondents to one open question in place of its own."""
    made, base = {"data_origin": "synthetic"}, {"instrument": "parent", "item_id": "P_OP1"}
    rows = {n: [] for n in ("participants", "answers", "open_answers", "segments", "codings")}
    for number, (site, group, text, *codes) in enumerate(people):
        who = {"participant_id": f"p{number}", "site_id": site, "group": group, **made}
        rows["participants"].append({**who, **TOOK_PART})
        rows["answers"].append({**who, **base, "item_id": "P_AS1", "stage": "single"})
        if text:
            rows["open_answers"].append({**who, **base, "text": text})
        for coder, own in zip(("C1", "C2"), codes, strict=True):
            for place, code in enumerate(own if text else ()):
                segment = f"p{number}:{coder}{place}"
                places = {"char_start": place, "char_end": place + 1, "event_id": f"p{number}"}
                said = {"segment_id": segment, "data_type": "open_answer", "text": "x"}
                rows["segments"].append({**who, **base, **said, **places})
                coding = {"segment_id": segment, "site_id": site, "code_id": code, "coder": coder}
                rows["codings"].append(coding)
    study = dataclasses.replace(data.study, codebook=codebook())
    parts = {name: typed(pd.DataFrame(found), name) for name, found in rows.items()}
    return dataclasses.replace(data, study=study, **parts)


@pytest.fixture(scope="module")
def welsh(area):
    return area("")


@settings(max_examples=60)
@given(people=st.lists(respondent, max_size=7))
def test_every_count_equals_brute_force(welsh, people):
    data = handmade(welsh, people)
    found = of(open_text.summary(data), item_id="P_OP1")
    coded = [p for p in people if p[2] and p[3]]
    nothing = [p for p in people if p[2] in ("n/a", "...") and not p[3]]
    blank = [p for p in people if not p[2]]
    wrote = [p for p in people if p not in nothing and p not in blank]
    assert found["asked"] == len(people)
    assert (found["answered"], found["coded"]) == (len(wrote), len(coded))
    assert (found["non_answers"], found["blank"]) == (len(nothing), len(blank))
    if wrote:
        assert found["words_median"] == statistics.median(len(p[2].split()) for p in wrote)
    for row in open_text.codes(data, "P_OP1").frame.itertuples():
        there = [p for p in wrote if row.group in ("all", p[1]) and row.site_id in ("all", p[0])]
        held = [{a for code in p[3] for a in ancestors(code)} for p in there]
        expected = {
            "any": sum(map(bool, held)),
            "none": sum(not codes for codes in held),
        }.get(row.code_id, sum(row.code_id in codes for codes in held))
        assert (row.people, row.answered) == (expected, len(there))
