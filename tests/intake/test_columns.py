"""Which headings look like real identifiers, and which do not."""

from __future__ import annotations

import pytest

from compendium.intake.columns import looks_like_identifier

NAMES = ("Name", "first_name", "Surname", "RecipientLastName", "What is your full name?")
OF_PEOPLE = ("child_name", "Client Name", "Parent's name", "lead_advocate_surname", "Carer name")
OTHERS = ("E-mail", "Telephone", "Postcode", "NHS number", "National Insurance No", "IP Address")
BORN = ("DOB", "child_dob", "DOB (child)", "Date of birth")


@pytest.mark.parametrize("heading", [*NAMES, *OF_PEOPLE, *OTHERS, *BORN])
def test_a_heading_of_real_identifiers_is_told(heading):
    assert looks_like_identifier(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("site_name", "Form name", "Name of the service", "renamed", "username_policy"),
        *("Would you let us print your name?", "adobe", "Age at referral", "client"),
    ],
)
def test_a_heading_that_only_holds_such_a_word_is_not(heading):
    assert not looks_like_identifier(heading)


def test_further_heading_rows_count():
    assert looks_like_identifier("Q3", "What is your name?")
