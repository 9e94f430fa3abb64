"""Every kind of consent against every table: what of one person passes the door in."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study

PERSON, CASE, REFERRAL = "Q1", "c1 interview", "r1"
QUOTES = "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin\n"

# Status, scope and whether they agreed to be quoted; then what passes: data, words in print.
KINDS = {
    "takes part, may be quoted": ("active", "", "yes", True, True),
    "takes part, may not be quoted": ("active", "", "no", True, False),
    "part consent, words not in print": ("partial", "quotes_only", "yes", True, False),
    "part consent, no further contact": ("partial", "future_contact_only", "yes", True, True),
    "took their words from print": ("withdrawn", "quotes_only", "yes", True, False),
    "wants no further contact": ("withdrawn", "future_contact_only", "yes", True, True),
    "wants no further contact, may not be quoted": (
        "withdrawn",
        "future_contact_only",
        "no",
        True,
        False,
    ),
    "withdrew": ("withdrawn", "all", "yes", False, False),
    "withdrew, with a blank scope": ("withdrawn", "", "yes", False, False),
}


def taken_in(tiny, status, scope, quote_consent, on="2024-03-01"):
    """The tables where the person's row of the consent table says so."""
    path = tiny / "consent.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["casework_person"] = ""
        if row["participant_id"] == PERSON:
            row |= {
                "consent_status": status,
                "withdrawal_scope": scope,
                "withdrawn_on": "" if status == "active" else on,
                "quote_consent": quote_consent,
                "casework_person": "p1",
            }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    (tiny / "findings" / "quotes.csv").write_text(
        QUOTES + "c1 interview:20-39,She listened to me.,,me,2024-03-01,tiny,synthetic\n",
        encoding="utf-8",
    )
    return take_in(open_study("tiny")).tables


def there(tables) -> dict[str, bool]:
    """Which tables hold anything of the person."""

    def by(name, column, values) -> bool:
        return bool(tables[name][column].isin(values).any())

    own = [PERSON]
    words = tables["segments"]["segment_id"]
    spoken = set(words[words.str.startswith(CASE)]) or {"c1 interview:20-39"}
    return {
        "participants": by("participants", "participant_id", own),
        "answers": by("answers", "participant_id", own),
        "open_answers": "open_answers" in tables and by("open_answers", "participant_id", own),
        "events": by("events", "event_id", [CASE]),
        "event_participants": by("event_participants", "participant_id", own),
        "segments": by("segments", "participant_id", own),
        "codings": by("codings", "segment_id", spoken),
        "evidence": by("evidence", "source_id", spoken),
        "quotes": by("quotes", "segment_id", spoken),
        "referrals": by("referrals", "referral_id", [REFERRAL]),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_of_a_person_passes(tiny, kind):
    *row, data, print_ = KINDS[kind]
    found = there(taken_in(tiny, *row))
    # Their one open answer is blank in the export.
    assert found.pop("open_answers") is False
    assert found.pop("quotes") is print_
    assert found == dict.fromkeys(found, data)


@pytest.mark.parametrize("on", ["2024-06-29", "2024-06-30", "2024-07-01", "2031-01-01"])
def test_a_withdrawal_is_honoured_before_on_and_after_the_cut_off(tiny, on):
    assert open_study("tiny").header.consent.cut_off.isoformat() == "2024-06-30"
    assert not any(there(taken_in(tiny, "withdrawn", "all", "yes", on)).values())


def test_whoever_withdraws_takes_nobody_elses_data_along(tiny):
    before = taken_in(tiny, "active", "", "yes")
    after = taken_in(tiny, "withdrawn", "all", "yes")
    for name in ("answers", "participants", "segments", "event_participants"):
        others = before[name][before[name]["participant_id"] != PERSON]
        pd.testing.assert_frame_equal(after[name], others.reset_index(drop=True), obj=name)
    # p1 was referred twice.
    assert len(before["referrals"]) - len(after["referrals"]) == 2


# Under sixteen, own assent, a carer's consent; then whether anything of the child passes.
CHILDREN = {
    "both agreed": ("yes", "yes", "yes", True),
    "a carer need not be asked": ("yes", "yes", "not_needed", True),
    "the child did not agree": ("yes", "no", "yes", False),
    "the carer did not agree": ("yes", "yes", "no", False),
    "sixteen or older": ("no", "", "", True),
}


def with_children(tiny, **said):
    """The consent table with columns on children, blank but of one person."""
    path = tiny / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table = table.assign(under_16="no", assent="", carer_consent="")
    for column, value in said.items():
        table.loc[table["participant_id"] == PERSON, column] = value
    table.to_csv(path, index=False)


@pytest.mark.parametrize("kind", CHILDREN)
def test_a_child_takes_part_with_both_agreements(tiny, kind):
    under_16, assent, carer, passes = CHILDREN[kind]
    with_children(tiny, under_16=under_16, assent=assent, carer_consent=carer)
    taken = take_in(open_study("tiny"))
    assert (PERSON in set(taken.tables["participants"]["participant_id"])) == passes
    assert (PERSON in set(taken.tables["answers"]["participant_id"])) == passes
    assert (taken.tables["segments"]["event_id"] == CASE).any() == passes
    noted = taken.quality.table["rule"].eq("child_not_agreed_to").sum()
    assert noted == (0 if passes else 1)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"under_16": "yes"}, ["assent = ''", "carer_consent = ''"]),
        ({"under_16": "maybe"}, ["under_16 = 'maybe'"]),
        ({"under_16": "yes", "assent": "yes", "carer_consent": "asked"}, ["carer_consent = 'ask"]),
        ({"under_16": "no", "assent": "perhaps"}, ["assent = 'perhaps'"]),
    ],
)
def test_what_is_not_said_of_a_child_is_asked_after(tiny, said, named):
    with_children(tiny, **said)
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    for what in named:
        assert what in str(error.value)


def test_without_the_columns_on_assent_nobody_guesses(tiny):
    path = tiny / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False).assign(under_16="yes")
    table.to_csv(path, index=False)
    with pytest.raises(DataError, match="no column assent"):
        take_in(open_study("tiny"))


@pytest.mark.parametrize("column", ["assent", "carer_consent"])
def test_agreements_without_saying_who_is_a_child_are_no_agreements(tiny, column):
    path = tiny / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False).assign(**{column: "no"})
    table.to_csv(path, index=False)
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    expected = (
        f"consent.csv: there is a column {column} and no column under_16, but under_16, assent, "
        "carer_consent belong together. Add it, and write of each person whether they are under "
        "sixteen (yes or no)."
    )
    assert str(error.value) == expected


def test_a_gap_is_named_by_file_row_column_value_and_what_to_do(tiny):
    with_children(tiny, under_16="yes", assent="yes")
    with pytest.raises(DataError) as error:
        take_in(open_study("tiny"))
    # Q1 is the first person, below the heading.
    assert str(error.value) == (
        "consent.csv row 2: carer_consent = '', but yes, no, not_needed are allowed. Write what a "
        "carer said; without yes or not_needed nothing comes in."
    )


# A table knows no birthdays: until the sixteenth it says yes, and agreements count; from then on it
# says no, and what once was said of them counts no more.
@pytest.mark.parametrize(
    ("under_16", "assent", "carer", "passes"),
    [
        ("yes", "no", "no", False),
        ("yes", "no", "not_needed", False),
        ("no", "no", "no", True),
        ("no", "yes", "no", True),
        ("no", "no", "not_needed", True),
    ],
)
def test_agreements_count_until_the_sixteenth_birthday(tiny, under_16, assent, carer, passes):
    with_children(tiny, under_16=under_16, assent=assent, carer_consent=carer)
    taken = take_in(open_study("tiny"))
    assert (PERSON in set(taken.tables["participants"]["participant_id"])) == passes


def quotes_of(tiny, **said) -> dict[str, bool]:
    """What passes of a child whose words were approved for print."""
    with_children(tiny, under_16="yes", **said)
    (tiny / "findings" / "quotes.csv").write_text(
        QUOTES + "c1 interview:20-39,She listened to me.,,me,2024-03-01,tiny,synthetic\n",
        encoding="utf-8",
    )
    return there(take_in(open_study("tiny")).tables)


def test_a_child_may_take_their_words_from_print_and_stay(tiny):
    agreed = {"assent": "yes", "carer_consent": "yes"}
    back = {"consent_status": "withdrawn", "withdrawn_on": "2024-03-01"}
    found = quotes_of(tiny, **agreed, **back, withdrawal_scope="quotes_only")
    assert (found["answers"], found["segments"], found["codings"]) == (True, True, True)
    assert not found["quotes"]


def test_an_assent_that_was_taken_back_takes_everything_along(tiny):
    # Whatever the scope: without assent there is nothing to keep.
    back = {"consent_status": "withdrawn", "withdrawn_on": "2024-03-01"}
    said = {"assent": "no", "carer_consent": "yes", "withdrawal_scope": "quotes_only"}
    found = quotes_of(tiny, **said, **back)
    del found["referrals"]
    assert not any(found.values())
