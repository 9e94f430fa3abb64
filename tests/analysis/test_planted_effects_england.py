"""What was planted in the English study must come out as the dossier (section 10) says."""

from __future__ import annotations

import pytest

from compendium.analysis.joint_displays import integration
from compendium.analysis.qualitative import themes
from compendium.analysis.review import literature_flow
from compendium.analysis.survey import consensus_results
from compendium.readers.export import read_export

# Percentages of the consensus survey: important to young people, advocates, professionals; doable;
# the verdict of the rule (dossier, 9.3).
CONSENSUS = {
    "F1": (89, 91, 84, 71, "retain"),
    "F2": (93, 82, 72, 44, "retain_with_note"),
    "F3": (87, 100, 81, 77, "retain"),
    "F4": (96, 91, 76, 52, "retain"),
    "F5": (78, 73, 61, 48, "discuss"),
    "F6": (74, 91, 79, 58, "retain"),
    "F7": (80, 82, 71, 63, "retain"),
}
# The boxes of the flow (dossier, 9.2).
BOXES = (
    *(412, 0, 97, 0, 3, 312, 241, 71, 4, 67),
    *(49, 9, 14, 11, 34, 2, 32, 21, 29, 26),
)
WITHDREW, QUOTES_ONLY = "E-YP-18", "E-PROF-09"


@pytest.fixture(scope="module")
def rated(england_tables):
    return consensus_results.statements(england_tables).frame


@pytest.mark.parametrize("principle", CONSENSUS)
def test_10_and_20_every_principle_has_its_shares_and_its_verdict(rated, principle):
    mine = rated[rated["statement"] == principle].set_index(["question", "group"])
    *shares, verdict = CONSENSUS[principle]
    places = [("first", g) for g in ("young_person", "advocates", "professionals")]
    for place, share in zip([*places, ("second", "everybody")], shares, strict=True):
        assert round(mine.at[place, "percent"]) == share, place
    assert set(mine["result"]) == {verdict}
    assert list(mine.loc[places, "base"]) == [46, 11, 75]


def test_10_it_is_the_professionals_who_do_not_retain_f5(rated):
    mine = rated[(rated["statement"] == "F5") & (rated["question"] == "first")]
    verdicts = dict(zip(mine["group"], mine["verdict"], strict=True))
    expected = {"young_person": "retain", "advocates": "retain", "professionals": "discuss"}
    assert verdicts == expected
    # 46 of 75 agree; 53 are needed: seven people.
    assert mine.set_index("group").at["professionals", "others"] == 7


def test_9_self_worth_is_high_and_the_same_people_tell_of_let_down(england, england_tables):
    joint = integration.side_by_side(england_tables).frame.set_index("row")
    assert joint.at["self_worth", "quant_signal"] == "favourable"
    (concluded,) = [m for m in england.meta_inferences if m.row == "self_worth"]
    assert concluded.label == "EXPA"
    coded = themes.coding_of_record(england_tables.codings, england)
    people = england_tables.segments.set_index("segment_id")["participant_id"]
    coded = coded.assign(person=coded["segment_id"].map(people))
    young = set(england_tables.participants.query("group == 'young_person'")["participant_id"])
    worth, let_down = (
        set(coded.loc[coded["code_id"] == code, "person"]) & young for code in ("E4.3", "E4.4")
    )
    assert len(let_down) >= 4
    assert len(worth & let_down) >= 2
    assert {("CE04", "CE07"), ("CE04", "CE08")} <= {(x.from_cmoc, x.to_cmoc) for x in england.links}


def test_11_of_the_young_person_who_withdrew_nothing_is_left(england_in, england_tables):
    consent = england_in.consent.table.set_index("case_name")
    person = consent.at[WITHDREW, "participant_id"]
    for name in ("participants", "event_participants", "answers", "segments", "quotes"):
        assert person not in set(getattr(england_tables, name)["participant_id"]), name
    assert not england_tables.events["event_id"].str.startswith(WITHDREW).any()


def test_11_an_advocate_took_back_her_words_and_is_still_counted(england_in, england_tables):
    person = england_in.consent.table.set_index("case_name").at[QUOTES_ONLY, "participant_id"]
    assert person in set(england_tables.segments["participant_id"])
    assert person not in set(england_tables.quotes["participant_id"])


def test_18_five_first_contacts_are_dated_before_the_referral(england_in, england_tables):
    assert (england_tables.referrals["date_problem"] == "contact_before_referral").sum() == 5
    assert (england_in.quality.table["rule"] == "contact_before_referral").sum() == 5


def test_19_seventeen_young_people_were_met_and_not_twenty_two(england_tables):
    people = england_tables.participants
    young = people[(people["group"] == "young_person") & people["interviewed"]]
    assert len(young) == 17
    met = england_tables.event_participants
    assert met["participant_id"].isin(young["participant_id"]).sum() == 22
    joint = integration.side_by_side(england_tables).frame
    assert set(joint["asked"]) == {17}


def test_the_flow_of_the_review_has_the_numbers_that_were_planted(england_tables):
    frame = literature_flow.flow(england_tables).frame
    whole = frame[frame["reason"] == ""].set_index("box")["records"]
    assert [whole[f"B{i}"] for i in range(1, 21)] == list(BOXES)


def test_the_initial_theory_in_word_is_what_the_study_says_it_was(england):
    document = read_export(england.folder / "raw" / "initial_theory.docx")
    found = document.tables["statements"].set_index("pt_id")
    held = {s.pt_id: s for s in england.statements if s.version == "IPT_R1"}
    assert set(found.index) == set(held)
    for pt_id, statement in held.items():
        assert found.at[pt_id, "if_text"] == statement.if_text
        assert found.at[pt_id, "then_text"] == statement.then_text


def test_the_codebook_beside_the_segments_is_the_studys(england):
    exported = read_export(england.folder / "raw" / "codebook.qdc").tables["codes"]
    names = {path.rpartition(" > ")[2] for path in exported["code_path"]}
    assert {code.label.en for code in england.codebook} <= names


def test_children_under_sixteen_have_both_agreements(england_in):
    table = england_in.consent.table
    young = table[table["under_16"] == "yes"]
    assert len(young) > 10
    assert set(young["assent"]) == set(young["carer_consent"]) == {"yes"}
    assert set(young["group"]) == {"young_person"}
