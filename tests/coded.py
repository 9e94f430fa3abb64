"""Talk coded by hand: the tables of a study of whose talk a test knows every passage."""

from __future__ import annotations

import dataclasses

import pandas as pd
from hypothesis import strategies as st

from compendium.intake.tables import Tables
from compendium.schemas import typed
from compendium.theory import Code
from compendium.words import Text

TREE = {"A": "", "A1": "A", "A11": "A1", "A2": "A", "B": "", "B1": "B", "D": ""}
ROLES = {"A": "C", "A2": "none", "A11": "O", "B": "M_res", "B1": "M_reas", "D": "O"}
# Everybody there is: who they are, and where.
PEOPLE = {
    "p1": ("A", "parent"),
    "p2": ("A", "peer_advocate"),
    "p3": ("B", "parent"),
}


@dataclasses.dataclass(frozen=True)
class Said:
    """One passage: where it stands, who speaks, and its codes."""

    event: str
    person: str = "p1"
    start: int = 0
    end: int = 1
    codes: tuple[str, ...] = ()
    text: str = "words"
    data_type: str = "interview"

    @property
    def id(self) -> str:
        return f"{self.event}:{self.start}-{self.end}"

    @property
    def site(self) -> str:
        return PEOPLE[self.person][0] if self.person else "A"

    @property
    def group(self) -> str:
        return PEOPLE[self.person][1] if self.person else ""


# Little talk of any kind, overlapping and of nobody known too.
talk = st.lists(
    st.builds(
        Said,
        event=st.sampled_from(["e1", "e2"]),
        person=st.sampled_from(["", "p1", "p2", "p3"]),
        start=st.integers(0, 9),
        end=st.integers(9, 14),
        codes=st.sets(st.sampled_from([*TREE]), max_size=3).map(lambda c: tuple(sorted(c))),
        data_type=st.sampled_from(["interview", "interview", "observation"]),
    ),
    max_size=9,
    unique_by=lambda one: one.id,
)


def ancestors(code: str, tree=TREE):
    """A code and every one above it."""
    while code:
        yield code
        code = tree[code]


def codebook(tree=TREE, roles=ROLES) -> tuple[Code, ...]:
    return tuple(
        Code(c, Text(f"Code {c}", f"Cod {c}"), "", p, realist_role=roles.get(c, "none"))
        for c, p in tree.items()
    )


def tables(data: Tables, said: list[Said], tree=TREE, roles=ROLES, evidence=None) -> Tables:
    """The Welsh study's tables with this talk in place of its own, coded by C1."""
    made = {"data_origin": "synthetic"}
    took_part = dict.fromkeys(("interviewed", "surveyed", "quote_consent", "link_consent"), True)
    people = [
        {"participant_id": p, "site_id": s, "group": g, **took_part, **made}
        for p, (s, g) in PEOPLE.items()
    ]
    events = [
        {"event_id": e, "site_id": "A", "data_type": "interview", "method": "interview", **made}
        for e in dict.fromkeys(one.event for one in said)
    ]
    segments = [
        {
            "segment_id": one.id,
            "event_id": one.event,
            "data_type": one.data_type,
            "participant_id": one.person,
            "site_id": "A",
            "group": one.group,
            "text": one.text,
            "char_start": one.start,
            "char_end": one.end,
            **made,
        }
        for one in said
    ]
    codings = [
        {"segment_id": one.id, "site_id": one.site, "code_id": code, "coder": "C1"}
        for one in said
        for code in one.codes
    ]
    parts = {
        "participants": people,
        "events": events,
        "segments": segments,
        "codings": codings,
        "evidence": evidence or [],
    }
    return dataclasses.replace(
        data,
        study=dataclasses.replace(data.study, codebook=codebook(tree, roles)),
        **{name: typed(pd.DataFrame(rows), name) for name, rows in parts.items()},
    )
