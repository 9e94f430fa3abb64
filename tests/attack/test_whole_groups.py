"""Nobody or everybody of a group on a sensitive question is warned of (rule X3)."""

from __future__ import annotations

import pytest

from compendium.attack.told import Asked, Told
from compendium.attack.whole_groups import whole_groups

ASKED = Asked("parent", ("parent",), ("A",))


def share(percent, item="P_WR4", mark="", measure="answers", column="percent"):
    keys = (("construct", "trust"), ("item_id", item), ("level", "agree"))
    return Told("A", measure, "A", ASKED, keys, column, percent, mark)


@pytest.mark.parametrize("measure", ["answers", "change"])
@pytest.mark.parametrize("percent", [0.0, 100.0])
def test_nobody_and_everybody_are_warned_of_once(wales, percent, measure):
    cells = [share(percent, measure=measure)] * 2
    assert whole_groups(wales, cells) == [f"A, P_WR4: {percent:.0f}% agree"]


@pytest.mark.parametrize(
    "cell",
    [
        share(1.0),
        share(99.0),
        share(None, mark="c"),
        share(100.0, mark="over"),
        share(0.0, item="P_WR1"),
        share(100.0, column="base"),
        share(100.0, measure="referrals"),
    ],
)
def test_what_leaves_room_or_is_not_sensitive_is_not(wales, cell):
    assert whole_groups(wales, [cell]) == []
