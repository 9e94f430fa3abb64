"""Types of the tables: what is not said is not taken for yes."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.schemas import empty, typed


def test_a_table_without_rows_has_every_type():
    assert empty("participants")["quote_consent"].dtype == "bool"
    assert empty("answers")["value"].dtype == "Int64"


@pytest.mark.parametrize("said", ["", "yes", None])
def test_consent_that_is_neither_true_nor_false_is_a_fault_and_no_yes(said):
    people = pd.DataFrame({key: [True] for key in ("interviewed", "surveyed", "link_consent")})
    with pytest.raises(AssertionError, match="quote_consent"):
        typed(people.assign(quote_consent=[said]), "participants")
