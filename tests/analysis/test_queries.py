"""Queries over codes and attributes, held against asking passage by passage."""

from __future__ import annotations

import pytest
from coded import TREE, Said, ancestors, tables, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qualitative.queries import passages
from compendium.analysis.qualitative.query_text import All, AnyOf, Attribute, Named, Not
from compendium.problems import StudyError

conditions = st.one_of(
    st.sampled_from([*TREE]).map(Named),
    st.builds(
        Attribute,
        st.just("group"),
        st.sampled_from([("parent",), ("parent", "peer_advocate"), ("",)]),
        st.booleans(),
    ),
    st.builds(Attribute, st.just("area"), st.sampled_from([("A",), ("B",)]), st.booleans()),
)
queries = st.recursive(
    conditions,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(All),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(AnyOf),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def written(query) -> str:
    """A query as a researcher writes it, with every bracket."""
    if isinstance(query, Named):
        return query.name
    if isinstance(query, Attribute):
        values = ", ".join(f'"{v}"' for v in query.values)
        return f"{query.name} {'!=' if query.denied else '='} {values}"
    if isinstance(query, Not):
        return f"not ({written(query.part)})"
    return f" {'and' if isinstance(query, All) else 'OR'} ".join(
        f"({written(part)})" for part in query.parts
    )


def true_of(query, one, near) -> bool:
    """Whether a query is true of one passage; its codes are those of the passages near it."""
    if isinstance(query, Named):
        return any(query.name in ancestors(code) for n in near for code in n.codes)
    if isinstance(query, Attribute):
        value = one.group if query.name == "group" else one.site
        return (value in query.values) != query.denied
    if isinstance(query, Not):
        return not true_of(query.part, one, near)
    together = all if isinstance(query, All) else any
    return together(true_of(part, one, near) for part in query.parts)


def codes_asked(query, denied=False) -> set[str]:
    if isinstance(query, Not):
        return codes_asked(query.part, not denied)
    if isinstance(query, All | AnyOf):
        return set().union(*(codes_asked(part, denied) for part in query.parts))
    return {query.name} if isinstance(query, Named) and not denied else set()


def by_hand(said, query, within) -> set[str]:
    said, found = [one for one in said if one.codes], set()
    wanted = codes_asked(query)
    for one in said:
        unit = {"segment": "id", "event": "event", "person": "person"}[within]
        near = [n for n in said if getattr(n, unit) == getattr(one, unit)]
        own = {up for code in one.codes for up in ancestors(code)}
        shown = within == "segment" or not wanted or own & wanted
        known = within != "person" or one.person
        if known and shown and true_of(query, one, near):
            found.add(one.id)
    return found


def ids(data, query, within="segment") -> set[str]:
    return set(passages(data, query, within).frame["segment_id"])


@settings(max_examples=60)
@given(said=talk, query=queries, within=st.sampled_from(["segment", "event", "person"]))
def test_a_query_finds_what_asking_one_by_one_finds(whole, said, query, within):
    assert ids(tables(whole, said), written(query), within) == by_hand(said, query, within)


SAID = [
    Said("e1", "p1", 0, 5, ("A11",), "On  my Side"),
    Said("e1", "p1", 6, 9, ("B", "D"), "the gŵr"),
    Said("e2", "p3", 0, 5, ("A2",)),
    Said("e2", "", 6, 9, ("B1",)),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("A", {"e1:0-5", "e2:0-5"}),
        ('"Code B"', {"e1:6-9", "e2:6-9"}),
        ("“cod b” and not B1", {"e1:6-9"}),
        ("A or B and D", {"e1:0-5", "e2:0-5", "e1:6-9"}),
        ("(A or B) and D", {"e1:6-9"}),
        ("NOT A AND NOT B1", {"e1:6-9"}),
        ("group=parent", {"e1:0-5", "e1:6-9", "e2:0-5"}),
        ('group = "parents"', {"e1:0-5", "e1:6-9", "e2:0-5"}),
        ('group = ""', {"e2:6-9"}),
        ("area != A", {"e2:0-5"}),
        ('site = "Area B" or source = e2', {"e2:0-5", "e2:6-9"}),
        ("words = GWR", {"e1:6-9"}),
        ("words != gwr and method = interview and source = e1", {"e1:0-5"}),
        ("", {"e1:0-5", "e1:6-9", "e2:0-5", "e2:6-9"}),
    ],
)
def test_a_query_means_what_it_says(whole, query, expected):
    assert ids(tables(whole, SAID), query) == expected


def test_people_who_raise_one_code_and_never_another(whole):
    data = tables(whole, SAID)
    assert ids(data, "A and not D", "segment") == {"e1:0-5", "e2:0-5"}
    assert ids(data, "A and not D", "person") == {"e2:0-5"}


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("A3", r"'A3' is no code\. .*There is: A Code A, A1 Code A1"),
        ("Code B1x", r"an `and` or `or` is missing between 'Code' and 'B1x'"),
        ('"Code B1x"', r"Is B1 Code B1 meant\?"),
        ("grup = parent", r"'grup' is no attribute\. Is group meant\? There is: area, site, group"),
        ("group = parrent", r"group = 'parrent' does not occur\. Is parent meant\?"),
        ("source = e9", r"source = 'e9' does not occur\. .*There is: e1, e2"),
        ("(A and B", r"a bracket is opened and not closed"),
        ("A) and B", r"'\)' stands where nothing can"),
        ("A and", r"a code or an attribute is missing at the end"),
        ("A and or B", r"a code or an attribute is missing before 'or'"),
        ("group = ", r"a value of group is missing at the end"),
        ('A and "B', r"a quote is opened and not closed"),
        ("()", r"missing before '\)'"),
        (", A", r"missing before ','"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_there_is(whole, query, message):
    with pytest.raises(StudyError, match=message):
        passages(tables(whole, SAID), query)


def test_a_label_of_two_codes_asks_which_is_meant(whole):
    data = tables(whole, [Said("e1", codes=("A",))], tree={"A": "", "a": ""})
    assert ids(data, "A") == {"e1:0-1"}
    with pytest.raises(StudyError, match="what several codes are called"):
        passages(data, '"cod a"')


def test_within_what_there_is_not_is_refused(whole):
    with pytest.raises(StudyError, match="is not one of segment, event, person"):
        passages(whole, "W1", "page")


def test_the_query_is_told_with_what_it_finds(whole):
    result = passages(whole, "W1.2 and not W3 and group = parent")
    assert result.labels["query"]["text"].en == "W1.2 and not W3 and group = parent"
    assert len(result.frame) > 0
