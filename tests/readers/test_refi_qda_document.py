"""The XML of a project as a tree and records: nothing of it is lost or told twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from compendium.readers.refi_qda.document import parse

NAMES = ("PlainTextSelection", "Coding", "CodeRef", "NoteRef", "Description", "VariableValue")
LEAF = st.sampled_from([f"<{name} a='1'/>" for name in NAMES])


def nested(inner):
    return st.tuples(st.sampled_from(NAMES), st.lists(inner, max_size=3)).map(
        lambda found: f"<{found[0]} guid='g'>{''.join(found[1])}</{found[0]}>"
    )


TREES = st.lists(st.recursive(LEAF, nested, max_leaves=8), max_size=5).map("".join)


@settings(max_examples=300)
@given(TREES, TREES)
def test_every_element_is_in_the_tree_or_in_a_record(first, second):
    xml = (
        f"<Project><Sources><TextSource>{first}</TextSource><TextSource>{second}</TextSource>"
        "<PictureSource/></Sources></Project>"
    )
    document = parse(Path("p.qde"), xml.encode())
    whole = Counter(element.tag for element in etree.fromstring(xml).iter())
    assert document.names == whole
    in_tree = Counter(element.tag for element in document.root.iter())
    records = [d for own in document.drawn.values() for d in own if isinstance(d, tuple)]
    assert whole["PlainTextSelection"] == in_tree["PlainTextSelection"] + len(records)
    others = set(NAMES) - {"PlainTextSelection", "Coding", "CodeRef"}
    assert all(in_tree[name] == whole[name] for name in others)


@settings(max_examples=200)
@given(TREES)
def test_selections_of_a_source_keep_their_order_and_their_codings(inner):
    xml = f"<Project><Sources><TextSource>{inner}</TextSource></Sources></Project>"
    source = etree.fromstring(xml)[0][0]
    expected = [
        [r.get("targetGUID", "") for c in s.findall("Coding") for r in c.findall("CodeRef")]
        for s in source.findall("PlainTextSelection")
    ]
    (own,) = parse(Path("p.qde"), xml.encode()).drawn.values()
    found = [
        [code for code, _ in one[3]]
        if isinstance(one, tuple)
        else [r.get("targetGUID", "") for c in one.findall("Coding") for r in c.findall("CodeRef")]
        for one in own
    ]
    assert found == expected
