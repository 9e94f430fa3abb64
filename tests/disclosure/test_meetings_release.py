"""Which codes meet, and candidates for triads: exact for the team, nothing for anybody else."""

from __future__ import annotations

import pytest

from compendium.analysis import meetings, queries, triads
from compendium.disclosure.account import cells_of
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.problems import DisclosureError

PUBLIC = [name for name, profile in profiles().items() if profile.public]


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


@pytest.mark.parametrize("profile", PUBLIC)
@pytest.mark.parametrize("analysis", [meetings.co_occurrence, triads.triads])
def test_no_row_and_no_name_leaves_under_a_public_profile(whole, analysis, profile):
    found = Release(whole, profile_named(profile))(analysis(whole))
    assert found.frame.empty
    assert found.labels == {}
    assert cells_of(found, profile_named(profile), {}) == []


@pytest.mark.parametrize("profile", PUBLIC)
def test_what_a_query_finds_is_refused_under_a_public_profile(whole, profile):
    with pytest.raises(DisclosureError, match="only approved quotes may leave"):
        Release(whole, profile_named(profile))(queries.passages(whole, "W1"))


def test_the_team_has_every_number_and_jaccard_with_two_decimals(whole):
    exact = meetings.co_occurrence(whole)
    found = Release(whole, profile_named("exact"))(exact)
    assert found.frame["both"].tolist() == exact.frame["both"].tolist()
    assert found.frame["jaccard"].tolist() == pytest.approx(exact.frame["jaccard"], abs=0.0051)
    assert found.frame["jaccard"].round(2).equals(found.frame["jaccard"])


def test_the_team_has_the_words_of_every_candidate(whole):
    exact = triads.triads(whole)
    found = Release(whole, profile_named("exact"))(exact)
    assert found.frame["context_text"].tolist() == exact.frame["context_text"].tolist()
