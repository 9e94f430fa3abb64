"""A record that no door and no verb could have made is told from one they did."""

from __future__ import annotations

import copy
import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shown import (
    KEY,
    bars,
    code,
    displayed,
    displays,
    likert,
    notebook,
    said,
    showing,
    theme_shares,
    three,
)

from compendium.build.jobs import Job
from compendium.build.publish import notebook_text, published
from compendium.disclosure.profile import profile_named
from compendium.disclosure.signature import METADATA, Door, stamp, thresholds
from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME, from_record
from compendium.displays.record_checks import faults
from compendium.problems import DisclosureError

HIDDEN = ("P3", "all_levels", math.nan, "c")
JOB = Job("site_report", "tiny", "001", "welsh_evaluation", page="001")
DOOR = Door("tiny", "001", thresholds(profile_named("welsh_evaluation")))
WHOLE = {
    "bars": likert(*three(), HIDDEN),
    "words": displayed(verbs.heat_map, theme_shares()),
    "quotes": displayed(verbs.quotes, said("We talked.", "cy", "Siarad.")),
    "absent": displayed(verbs.likert, bars()),
}
RECORDS = {name: json.loads(json.dumps(d.record())) for name, d in WHOLE.items()}


def spoilt(name="bars", **changes):
    """A record with other values at these paths: ``data__origin="mine"``."""
    record = copy.deepcopy(RECORDS[name])
    for path, value in changes.items():
        *way, last = [int(p) if p.isdigit() else p for p in path.split("__")]
        place = record
        for step in way:
            place = place[step]
        place[last] = value
    return record


@pytest.mark.parametrize("name", WHOLE)
def test_a_record_that_a_verb_made_is_whole(name):
    assert faults(RECORDS[name]) == []


@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_every_record_of_the_shipped_study_is_whole(area, profile):
    made = displays(area("A"), profile)
    assert {kind: found for kind, d in made.items() if (found := faults(d.record()))} == {}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"said": "P017"}, "holds more than a display record does"),
        ({"data__said": "P017"}, "holds more than a display record does"),
        ({"data__rows__0__4": 80}, "holds more than a display record does"),  # 80 is no 80.0
        ({"caption__parts__own": {"en": "P017", "cy": ""}}, "is no display record"),
        ({"data__rows__0": ["say"]}, "is no display record"),
        ({"data": {}}, "is no display record"),
        ({"id": "P017 said"}, "has an id that is more"),
        ({"kind": "mine"}, "is of no known kind"),
        ({"data__origin": "mine"}, "does not say whether its data are made up"),
        ({"data__withheld": "P017"}, "does not say whether something was held back"),
        ({"data__kinds__percent": "share"}, "has a column of a kind that cannot leave"),
        ({"data__rows__0__3": 20.5}, "has a number that was not rounded"),
        ({"data__rows__0__3": -20.0}, "has a number that nothing of its kind can be"),
        ({"data__rows__0__3": 101.0}, "has a number that nothing of its kind can be"),
        ({"data__rows__3__3": 17.0}, "has a number under a mark that says it is hidden"),
        ({"data__marks__0__3": "P017"}, "has a mark that means nothing"),
        ({"data__by__0": "percent"}, "has rows by a column that is no key"),
        ({"caption__key": "P017"}, "has a sentence that is not in words.csv"),
        ({"note__0": {"key": "n_equals", "parts": {}}}, "has a sentence with a gap"),
        ({"alt__parts__alt__parts__top__label": "P017"}, "has a sentence that refers to nothing"),
        ({"alt__parts__alt__parts__count__rows": [0, 0]}, "counts rows that are not there"),
        ({"alt__parts__alt__parts__count__rows": [0, 9]}, "counts rows that are not there"),
        ({"alt__parts__alt__parts__top_percent__row": 9}, "has a sentence that refers to nothing"),
    ],
)
def test_what_is_wrong_with_a_record_is_said_and_not_quoted(changes, fault):
    found = faults(spoilt(**changes))
    assert any(f.startswith(fault) for f in found), found
    assert "P017" not in str(found)


@pytest.mark.parametrize("record", [None, [], "P017", {}, {"data": None}, 7])
def test_what_is_no_record_at_all_is_called_that(record):
    assert faults(record) == ["is no display record, or an incomplete one"]


def test_a_display_of_another_kind_than_its_table_is_not_drawn():
    record = spoilt(kind="joint")
    output = showing(WHOLE["bars"])
    output["metadata"][METADATA] = stamp(record, DOOR, KEY)
    output["data"][RECORD_MIME] = record
    with pytest.raises(DisclosureError, match="cannot be drawn"):
        published(notebook(code(output)), JOB, KEY)


def places(value, path=()):
    """Every place of a record, by the steps that lead to it."""
    yield path
    steps = value.items() if isinstance(value, dict) else ()
    steps = enumerate(value) if isinstance(value, list) else steps
    for step, inner in steps:
        yield from places(inner, (*path, step))


def at(record, path):
    for step in path:
        record = record[step]
    return record


ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ODD |= st.just([]) | st.just({}) | st.sampled_from(["c", "u", "key", "percent", "agree", "real"])


@st.composite
def mutated(draw):
    """A record of which one thing is another, is gone, or stands there too."""
    record = copy.deepcopy(RECORDS[draw(st.sampled_from(sorted(RECORDS)))])
    path = draw(st.sampled_from([p for p in places(record) if p]))
    parent, last = at(record, path[:-1]), path[-1]
    match draw(st.sampled_from(["other", "gone", "more"])):
        case "other":
            parent[last] = draw(ODD)
        case "gone":
            del parent[last]
        case "more" if isinstance(parent, list):
            parent.insert(last, draw(ODD))
        case "more":
            parent[draw(st.text(max_size=5))] = draw(ODD)
    return record


def signed_as(record, original):
    """An output with a record in the place of the one its signature is for."""
    output = showing(WHOLE[original])
    output["data"][RECORD_MIME] = record
    return output


@settings(max_examples=150)
@given(mutated(), st.sampled_from(sorted(WHOLE)))
def test_a_record_with_anything_changed_is_refused_or_shows_the_same(record, original):
    def text(output):
        return notebook_text(published(notebook(code(output)), JOB, KEY))

    try:
        shown = text(signed_as(record, original))
    except DisclosureError:
        return
    assert shown == text(showing(WHOLE[original]))


@settings(max_examples=150)
@given(mutated())
def test_a_record_that_is_called_whole_says_nothing_that_its_table_does_not(record):
    """Without any signature: what passes the checks comes back as itself, hidden cells hidden."""
    if faults(record):
        return
    display = from_record(record)
    for column, kind in display.data.kinds.items():
        hidden = display.data.frame.loc[display.data.marks[column].isin(["c", "z"]), column]
        assert hidden.isna().all() if kind not in ("key", "text", "band") else hidden.eq("").all()
    assert json.loads(json.dumps(display.record(), sort_keys=True)) == record
