"""The codebook: uses by hand, and what became of retired, merged, lonely and unused codes."""

from __future__ import annotations

import pytest
from test_study import spoil

from compendium.analysis.qualitative import codebook
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.qualitative.codebook import codebook_table
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.study_folder import open_study
from compendium.theory import in_outline_order

MERGED = "definition: No longer used, status: merged, merged_into: K1.2"
FULL = (
    "definition: Reports and letters, example: The report was long., version: '2', "
    "change: Letters added, origin: inductive, realist_role: C"
)


def opened(folder):
    take_in(open_study("tiny"))
    return open_tables(open_study("tiny"))


def uses(data):
    frame = codebook.entries(data).frame.set_index("code_id")
    return {c: (r["passages"], r["texts"]) for c, r in frame.iterrows()}


def shown(data, profile, lang="en"):
    released = Release(data, profile_named(profile))(codebook.entries(data))
    return {row.head: row for row in codebook_table(released, lang).rows}


def test_uses_are_as_worked_by_hand(tiny):
    # By C1: listening in c1, c2, c6; tea in c1, c5, c8; papers in c3, c4. c7 withdrew; K3 retired.
    expected = {"K1": (6, 5), "K1.1": (3, 3), "K1.2": (3, 3), "K2": (2, 2), "K3": (0, 0)}
    assert uses(opened(tiny)) == expected


def test_passages_of_a_merged_code_count_for_the_one_it_went_into(tiny):
    # c6's passage had the old code beside listening: now it is tea's.
    spoil(tiny, "codebook.yml", "definition: No longer used, status: retired", MERGED)
    data = opened(tiny)
    assert uses(data)["K1.2"] == (4, 4)
    assert uses(data)["K3"] == (0, 0)
    assert set(data.codings["code_id"]) <= {"K1.1", "K1.2", "K2"}


def test_a_passage_of_both_codes_is_merged_into_one_coding(tiny):
    merged = MERGED.replace("K1.2", "K1.1")  # c6 has K1.1 already
    spoil(tiny, "codebook.yml", "definition: No longer used, status: retired", merged)
    data = opened(tiny)
    assert uses(data)["K1.1"] == (3, 3)
    keys = ["segment_id", "code_id", "coder"]
    assert not data.codings.duplicated(keys).any()


def test_the_team_sees_state_uses_and_example(tiny):
    spoil(tiny, "codebook.yml", "definition: Reports and letters", FULL)
    rows = shown(opened(tiny), "exact")
    assert "Example: The report was long." in rows["K2 Papers"].cells[0]
    about = rows["K2 Papers"].cells[1]
    assert about.split("\n") == [
        "Context",
        "Inductive: from the talk",
        "Stands by itself: no theme above or below it",
        "Last changed in version 2",
        "Change: Letters added",
        "Passages: 2, in texts: 2",
    ]
    assert rows["K3 Old code"].cells[1] == "Retired: no longer used"


def test_a_code_that_nobody_used_says_so(tiny):
    more = "definition: Reports and letters}\n- {code_id: K4, parent_id: K2, label: {en: Post}, "
    spoil(tiny, "codebook.yml", "definition: Reports and letters}", more + "definition: Letters}")
    rows = shown(opened(tiny), "exact")
    assert rows["K4 Post"].cells[1] == "Never used"
    assert rows["K4 Post"].depth == 1


def test_the_public_sees_definitions_and_neither_uses_nor_examples(tiny):
    spoil(tiny, "codebook.yml", "definition: Reports and letters", FULL)
    data = opened(tiny)
    released = Release(data, profile_named("welsh_evaluation"))(codebook.entries(data))
    assert not {"passages", "texts", "example"} & set(released.frame)
    said = str([row.cells for row in codebook_table(released, "en").rows])
    assert "Reports and letters" in said
    assert "The report was long" not in said
    assert "Passages" not in said


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_code_is_a_row_in_outline_order(area, lang):
    data = area("")
    order = [c.code_id for c in in_outline_order(data.study.codebook)]
    heads = list(shown(data, "welsh_evaluation", lang))
    assert [head.split(" ")[0] for head in heads] == order


def test_a_merged_code_names_the_code_it_went_into(tiny):
    spoil(tiny, "codebook.yml", "definition: No longer used, status: retired", MERGED)
    assert shown(opened(tiny), "exact")["K3 Old code"].cells[1] == "Merged into K1.2 Tea"
