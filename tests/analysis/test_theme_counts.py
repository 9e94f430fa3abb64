"""Theme counts: tiny by hand, bad input each with its meaning, and against one-by-one counting."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written import met_again, observed, write_open_answers, write_talk

from compendium.analysis.qualitative import theme_counts, themes
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study

NUMBERS = ["people", "asked", "events", "segments", "words"]


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"))


def with_coding(data, **changes):
    """The same tables under other rules of coding."""
    coding = dataclasses.replace(data.study.header.coding, **changes)
    header = dataclasses.replace(data.study.header, coding=coding)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))


def row(result, code, columns=NUMBERS, **cell):
    frame = result.frame
    chosen = frame["code_id"] == code
    for key, value in cell.items():
        chosen &= frame[key] == value
    (found,) = frame[chosen][columns].to_numpy().tolist()
    return found


def coded(data, *rows):
    """The tables with these passages alone: (event, speaker, start, end, text, codes by C1)."""
    names = [f"{event}:{start}-{end}" for event, _, start, end, _, _ in rows]
    columns = ["event_id", "participant_id", "char_start", "char_end", "text"]
    segments = pd.DataFrame([r[:5] for r in rows], columns=columns)
    segments = segments.assign(segment_id=names, data_type="interview", data_origin="synthetic")
    codings = pd.DataFrame(
        [(name, code, "C1") for name, r in zip(names, rows, strict=True) for code in r[5]],
        columns=["segment_id", "code_id", "coder"],
    )
    codings = codings.assign(valence=pd.array([pd.NA] * len(codings), dtype="Int64"))
    return dataclasses.replace(data, segments=segments, codings=codings)


# tiny, worked by hand --------------------------------------------------------------------------


def test_people_events_passages_and_words_are_counted_as_worked_by_hand(data):
    # Q1 speaks of listening (4 words) and tea (4), Q2 of listening (5), Q5 of tea (7), Q6 of
    # listening (5); Q3 of papers (4). Of staff Q8 makes tea (4), Q4 posts letters (4).
    found = theme_counts.counts(data)
    assert row(found, "K1", group="parent") == [4, 5, 4, 5, 25]
    assert row(found, "K1.1", group="parent") == [3, 5, 3, 3, 14]
    assert row(found, "K1.2", group="parent") == [2, 5, 2, 2, 11]
    assert row(found, "K2", group="parent") == [1, 5, 1, 1, 4]
    assert row(found, "K1", group="staff") == [1, 2, 1, 1, 4]
    assert row(found, "any", group="parent") == [5, 5, 5, 6, 29]


def test_everybody_together_is_one_row_a_code(data):
    found = theme_counts.counts(data, ())
    assert found.frame["code_id"].tolist() == ["any", "K1", "K1.1", "K1.2", "K2"]
    assert row(found, "K1") == [5, 7, 5, 6, 29]


def test_valence_stands_beside_and_is_no_score(data):
    sides = ["favourable", "mixed", "unfavourable"]
    # Q1 good twice, Q2 bad; Q5 and Q6 judged by nobody.
    assert row(theme_counts.counts(data), "K1", sides, group="parent") == [2, 0, 1]


def test_a_theme_nobody_raised_keeps_its_row(data):
    assert row(theme_counts.counts(data), "K1.1", group="staff") == [0, 2, 0, 0, 0]


def test_a_retired_code_has_no_row(data):
    assert "K3" not in set(theme_counts.counts(data).frame["code_id"])


def test_who_was_met_twice_is_one_person_in_each_round_and_over_both(tiny):
    write_talk(tiny, met_again())
    data = open_tables(open_study("tiny"))
    rounds = theme_counts.counts(data, ("round",))
    assert row(rounds, "K1.1", round="R1") == [3, 7, 3, 3, 14]
    # The two sources of the second round hold two and two words.
    assert row(rounds, "K1.1", round="R2") == [1, 1, 1, 1, 2]
    assert row(theme_counts.counts(data, ()), "K1.1", ["people", "asked"]) == [3, 7]


def test_kinds_of_data_are_counted_apart(tiny):
    before = theme_counts.counts(open_tables(open_study("tiny"))).frame
    write_open_answers(tiny)
    data = open_tables(open_study("tiny"))
    assert theme_counts.counts(data).frame.equals(before)
    kinds = theme_counts.counts(data, ("data_type",))
    # Q1 and Q5 wrote of listening, two words each; Q1, Q2, Q3 and Q5 wrote.
    assert row(kinds, "K1.1", data_type="open_answer") == [2, 4, 2, 2, 4]
    assert row(kinds, "K1.1", data_type="interview") == [3, 7, 3, 3, 14]


def test_field_notes_are_nobodys_and_asked_nobody(tiny):
    write_talk(tiny, observed())
    kinds = theme_counts.counts(open_tables(open_study("tiny")), ("data_type",))
    numbers = [*NUMBERS, "unknown"]
    assert row(kinds, "K1.2", numbers, data_type="observation") == [0, 0, 1, 1, 3, 1]


def test_people_are_counted_by_what_they_agreed_to(data):
    # Q3 alone may not be quoted.
    found = theme_counts.counts(data, ("quote_consent",))
    assert row(found, "K2", quote_consent="no") == [1, 1, 1, 1, 4]
    assert row(found, "K2", quote_consent="yes") == [1, 6, 1, 1, 4]


def test_an_area_counts_its_own_people(tiny):
    found = theme_counts.counts(open_tables(open_study("tiny"), "002"), ())
    assert row(found, "K1") == [3, 3, 3, 3, 16]


def test_people_agree_with_the_map_of_themes(area):
    mine = theme_counts.counts(area(""), ("group", "site")).frame
    theirs = themes.people(area("")).frame.rename(columns={"area": "site"})
    both = theirs.merge(mine, on=["code_id", "group", "site"], suffixes=("", "_counted"))
    assert len(both) == (theirs["site"] != "all").sum()
    assert both["people"].equals(both["people_counted"])
    assert both["asked"].equals(both["asked_counted"])


def test_what_cannot_be_counted_by_is_answered_with_what_can(data):
    with pytest.raises(StudyError, match=r"cannot be counted by age\. There is: group, site"):
        theme_counts.counts(data, ("group", "age"))


def test_a_single_grouping_may_be_named_without_brackets(data):
    assert theme_counts.counts(data, "site").by == ("code_id", "site")


# what the topic guide asked about --------------------------------------------------------------


def test_without_a_topic_guide_nothing_is_told_apart(data):
    result = theme_counts.counts(data)
    assert "unprompted" not in result.frame
    assert result.labels["asked_about"] == {}


def test_who_raised_a_theme_by_something_not_asked_about_is_shown_apart(data):
    found = theme_counts.counts(with_coding(data, asked_about=("K1.1",)), ())
    assert row(found, "K1.1", ["people", "unprompted"]) == [3, 0]
    # Of those who raised warmth, Q1, Q5 and Q8 spoke of tea.
    assert row(found, "K1", ["people", "unprompted"]) == [5, 3]
    assert row(found, "K2", ["people", "unprompted"]) == [2, 2]


def test_asking_about_a_code_asks_about_those_below(data):
    found = theme_counts.counts(with_coding(data, asked_about=("K1",)), ())
    assert row(found, "K1.2", ["people", "unprompted"]) == [2 + 1, 0]
    assert set(found.labels["asked_about"]) == {"K1", "K1.1", "K1.2"}


# bad input, each with its meaning --------------------------------------------------------------


def test_a_passage_coded_to_a_code_and_its_parent_counts_once_for_the_parent(data):
    found = coded(data, ("c1 interview", "Q1", 0, 9, "two words", ["K1", "K1.1"]))
    result = theme_counts.counts(found, ())
    assert row(result, "K1") == row(result, "K1.1") == [1, 7, 1, 1, 2]


def test_overlapping_passages_are_a_passage_each_of_one_person(data):
    overlapping = [
        ("c1 interview", "Q1", 0, 13, "one two three", ["K1.1"]),
        ("c1 interview", "Q1", 4, 18, "two three four", ["K1.2"]),
    ]
    result = theme_counts.counts(coded(data, *overlapping), ())
    assert row(result, "K1") == [1, 7, 1, 2, 6]


def test_a_passage_inside_another_is_a_passage_of_its_own(data):
    nested = [
        ("c1 interview", "Q1", 0, 13, "one two three", ["K1.1"]),
        ("c1 interview", "Q1", 4, 7, "two", ["K1.1"]),
    ]
    assert row(theme_counts.counts(coded(data, *nested), ()), "K1.1") == [1, 7, 1, 2, 4]


def test_a_passage_without_length_has_no_words(data):
    found = coded(data, ("c1 interview", "Q1", 5, 5, "", ["K2"]))
    assert row(theme_counts.counts(found, ()), "K2") == [1, 7, 1, 1, 0]


def test_nobody_knows_who_spoke_so_it_counts_for_nobody_and_is_shown(data):
    found = coded(
        data,
        ("c1 interview", "", 0, 9, "two words", ["K2"]),
        ("c1 interview", "Q1", 10, 13, "one", ["K2"]),
    )
    numbers = [*NUMBERS, "unknown"]
    assert row(theme_counts.counts(found, ()), "K2", numbers) == [1, 7, 1, 2, 3, 1]
    by_group = theme_counts.counts(found)
    assert row(by_group, "K2", numbers, group="") == [0, 0, 1, 1, 2, 1]
    assert by_group.labels["group"][""].en == "speaker not known"
    # Nobody's passage belongs to the area it was said in.
    by_site = theme_counts.counts(found, ("site",))
    assert row(by_site, "K2", numbers, site="001") == [1, 4, 1, 2, 3, 1]


def test_a_speaker_who_was_not_met_in_the_event_is_not_known(data):
    found = coded(data, ("c1 interview", "Q5", 0, 3, "one", ["K2"]))
    assert row(theme_counts.counts(found, ()), "K2", [*NUMBERS, "unknown"]) == [0, 7, 1, 1, 1, 1]


def test_whom_two_coders_judge_differently_is_in_no_valence(data):
    judged = [("c1 interview:0-3", "K2", "C1", 1), ("c1 interview:0-3", "K2", "C2", -1)]
    columns = ["segment_id", "code_id", "coder", "valence"]
    codings = pd.DataFrame(judged, columns=columns).astype({"valence": "Int64"})
    one = coded(data, ("c1 interview", "Q1", 0, 3, "one", ["K2"]))
    one = dataclasses.replace(one, codings=codings)
    sides = ["segments", "favourable", "mixed", "unfavourable"]
    for rule, expected in (("C1", [1, 1, 0, 0]), ("C2", [1, 0, 0, 1]), ("union", [1, 0, 0, 0])):
        ruled = with_coding(one, of_record=rule)
        assert row(theme_counts.counts(ruled, ()), "K2", sides) == expected


def test_a_study_without_valence_has_no_such_columns(data):
    assert "mixed" not in theme_counts.counts(with_coding(data, valence={})).frame


def test_without_interviews_there_are_no_rows(data):
    none = dataclasses.replace(
        data,
        events=data.events[:0],
        event_participants=data.event_participants[:0],
        segments=data.segments[:0],
        codings=data.codings[:0],
        participants=data.participants.assign(interviewed=False),
    )
    assert theme_counts.counts(none).frame.empty
    assert theme_counts.counts(none, ()).frame.empty
    assert theme_counts.by_rule(none).frame.empty


def test_interviews_that_nobody_coded_are_rows_of_noughts(data):
    none = dataclasses.replace(data, segments=data.segments[:0], codings=data.codings[:0])
    assert row(theme_counts.counts(none, ()), "K1") == [0, 7, 0, 0, 0]
    assert theme_counts.by_rule(none).frame["people"].sum() == 0


# the rule of whose coding counts ---------------------------------------------------------------


def test_every_rule_counts_as_worked_by_hand(data):
    # C2 read Q1's first passage (listening, as C1) and Q2's (papers, where C1 says listening).
    found = theme_counts.by_rule(data)
    numbers = ["people", "segments", "asked"]
    rules = ("C1", "C2", "consensus", "union")
    assert [row(found, "K1.1", numbers, rule=r) for r in rules] == [
        [3, 3, 7],
        [1, 1, 7],
        [2, 2, 7],
        [3, 3, 7],
    ]
    assert [row(found, "K2", numbers, rule=r)[0] for r in rules] == [2, 1, 2, 3]
    assert set(found.labels["in_use"]) == {"C1"}


def test_coders_are_called_by_number_and_never_by_name(data):
    named = with_coding(
        dataclasses.replace(data, codings=data.codings.replace({"coder": {"C1": "Zoe Coder"}})),
        of_record="Zoe Coder",
        coders=("Zoe Coder", "C2"),
    )
    result = theme_counts.by_rule(named)
    assert list(dict.fromkeys(result.frame["rule"])) == ["C1", "C2", "consensus", "union"]
    assert "Zoe" not in repr((result.labels, result.frame.to_dict()))
    assert row(result, "K1.1", ["people"], rule="C1") == [3]


def test_with_one_coder_every_rule_counts_the_same(data):
    alone = data.codings[data.codings["coder"] == "C1"]
    one = with_coding(dataclasses.replace(data, codings=alone), coders=("C1",))
    frame = theme_counts.by_rule(one).frame
    assert set(frame["rule"]) == {"C1", "consensus", "union"}
    assert (frame.groupby("code_id", observed=False)["people"].nunique() == 1).all()


def test_switching_the_rule_switches_every_count_and_is_named(data):
    switched = theme_counts.counts(with_coding(data, of_record="union"), ())
    assert row(switched, "K2")[0] == 3
    assert switched.labels["coding_of_record"]["rule"].en == "union"


# against counting one by one -------------------------------------------------------------------

PEOPLE = {"Q1": ("parent", "001"), "Q5": ("parent", "002"), "Q4": ("staff", "001")}
ABOVE = {"K1": "", "K1.1": "K1", "K1.2": "K1", "K2": ""}
events_drawn = st.lists(
    st.tuples(
        st.sampled_from(["001", "002"]),
        st.sampled_from(["interview", "open_answer"]),
        st.sampled_from(["R1", "R2", ""]),
        st.sets(st.sampled_from([*PEOPLE])),
    ),
    min_size=1,
    max_size=4,
)
passages_drawn = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["", *PEOPLE]),
        st.sampled_from(["one", "two words", " three  little words"]),
        st.sets(st.sampled_from([*ABOVE]), min_size=1),
        st.sets(st.sampled_from([*ABOVE])),
        st.sampled_from([1, 0, -1, None]),
        st.sampled_from([1, 0, -1, None]),
    ),
    max_size=7,
)
rules_drawn = st.sampled_from(["C1", "C2", "consensus", "union"])
groupings_drawn = st.lists(
    st.sampled_from(["group", "site", "round", "data_type"]), unique=True, max_size=3
)


def project_of(data, events, passages):
    """Tables of made-up events and passages, and the people of tiny who were interviewed."""
    met = [(f"e{i}", who) for i, event in enumerate(events) for who in sorted(event[3])]
    interviewed = {who for e, who in met if events[int(e[1:])][1] == "interview"}
    passages = [p for p in passages if p[0] < len(events)]
    judgements = [
        (f"s{i}", code, coder, valence)
        for i, (_, _, _, first, second, one, other) in enumerate(passages)
        for coder, codes, valence in (("C1", first, one), ("C2", second, other))
        for code in sorted(codes)
    ]
    people = data.participants[data.participants["participant_id"].isin(PEOPLE)]
    return passages, dataclasses.replace(
        data,
        participants=people.assign(interviewed=people["participant_id"].isin(interviewed)),
        events=pd.DataFrame(
            [(f"e{i}", *event[:3], "interview", "en") for i, event in enumerate(events)],
            columns=["event_id", "site_id", "data_type", "round", "method", "language"],
        ),
        event_participants=pd.DataFrame(met, columns=["event_id", "participant_id"], dtype="str"),
        segments=pd.DataFrame(
            [(f"s{i}", f"e{p[0]}", p[1], p[2], 0, 1) for i, p in enumerate(passages)],
            columns=[
                *("segment_id", "event_id", "participant_id", "text", "char_start", "char_end")
            ],
        ).astype({"event_id": "str", "participant_id": "str", "text": "str", "segment_id": "str"}),
        codings=pd.DataFrame(
            judgements, columns=["segment_id", "code_id", "coder", "valence"]
        ).astype({"segment_id": "str", "code_id": "str", "coder": "str", "valence": "Int64"}),
    )


def chosen_codes(passage, rule):
    """The codes that count for one passage under one rule, and its valence."""
    _, _, _, first, second, one, other = passage
    if rule in ("C1", "C2"):
        codes = first if rule == "C1" else second
        judged = [one if rule == "C1" else other]
    else:
        codes = first | second if rule == "union" or not second else first & second
        judged = [one, other if second else None]
    different = {v for v in judged if v is not None}
    return codes, different.pop() if len(different) == 1 else None


def one_by_one(events, passages, rule, by, asked_about):
    """Every count of every code and cell, as somebody would count with pencil and paper."""
    used = [i for i, e in enumerate(events) if "data_type" in by or e[1] == "interview"]

    def cell(event, who):
        group, site = PEOPLE.get(who, ("", events[event][0]))
        every = {
            "group": group,
            "site": site,
            "data_type": events[event][1],
            "round": events[event][2],
        }
        return tuple(every[name] for name in by)

    asked, found = {}, {}
    for event in used:
        for who in events[event][3]:
            asked.setdefault(cell(event, who), set()).add(who)
    for number, passage in enumerate(passages):
        event, who, text = passage[:3]
        codes, valence = chosen_codes(passage, rule)
        if event not in used or not codes:
            continue
        who = who if who in events[event][3] else ""
        for code in {up for c in codes for up in ("any", c, ABOVE[c])} - {""}:
            said = found.setdefault((code, *cell(event, who)), {"raised": set(), "free": set()})
            said["raised"].add((number, event, who, len(text.split()), valence))
            from_below = codes if code == "any" else {c for c in codes if code in (c, ABOVE[c])}
            if any(not {c, ABOVE[c]} & asked_about for c in from_below):
                said["free"].add(who)
    cells = {*asked, *(key[1:] for key in found)}
    return {
        (code, *c): tally(found.get((code, *c), {"raised": set(), "free": set()}), asked.get(c))
        for code in ("any", *ABOVE)
        for c in cells
    }


def tally(said, asked):
    raised = said["raised"]
    return [
        len(asked or ()),
        len({who for _, _, who, _, _ in raised} - {""}),
        len({event for _, event, _, _, _ in raised}),
        len(raised),
        sum(words for _, _, _, words, _ in raised),
        sum(who == "" for _, _, who, _, _ in raised),
        *(sum(v == sign for _, _, _, _, v in raised) for sign in (1, 0, -1)),
        len(said["free"] - {""}),
    ]


COUNTED = ["asked", "people", "events", "segments", "words", "unknown"]
COUNTED += ["favourable", "mixed", "unfavourable", "unprompted"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events_drawn, passages_drawn, rules_drawn, groupings_drawn, st.sampled_from([*ABOVE]))
def test_every_count_is_that_of_counting_one_by_one(data, events, passages, rule, by, guide):
    passages, made = project_of(data, events, passages)
    made = with_coding(made, of_record=rule, asked_about=(guide,))
    frame = theme_counts.counts(made, by).frame
    keys = list(frame[["code_id", *by]].itertuples(index=False, name=None))
    found = dict(zip(keys, frame[COUNTED].to_numpy().tolist(), strict=True))
    expected = one_by_one(events, passages, rule, by, {guide})
    if not by and not any(numbers[0] or numbers[3] for numbers in expected.values()):
        expected = {}
    assert found == expected
    assert len(keys) == len(set(keys))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events_drawn, passages_drawn, rules_drawn)
def test_each_rule_counts_what_it_would_count_as_coding_of_record(data, events, passages, rule):
    _, made = project_of(data, events, passages)
    side_by_side = theme_counts.by_rule(made).frame
    whole = theme_counts.counts(with_coding(made, of_record=rule), ()).frame
    if side_by_side.empty:  # nobody was asked; talk of nobody known may be there
        assert whole["people"].sum() == 0
        return
    mine = side_by_side[side_by_side["rule"] == rule].reset_index(drop=True)
    assert mine["people"].tolist() == whole["people"].tolist()
    assert mine["segments"].tolist() == whole["segments"].tolist()
