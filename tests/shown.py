"""Displays, released tables and notebooks made by hand, so that a test knows what is in them."""

from __future__ import annotations

import math
import sys
from unittest import mock

import nbformat
import pandas as pd

from compendium.analysis.intercoder import agreement
from compendium.analysis.joint_displays import integration
from compendium.analysis.qualitative import themes
from compendium.analysis.survey import comparison, contrasts, sample, scales, surveys, table_one
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Released, seal
from compendium.disclosure.signature import METADATA, Door, stamp, thresholds
from compendium.displays import verbs
from compendium.displays.record import RECORD_MIME, Display
from compendium.displays.show import record_alone
from compendium.words import Text

SIDES = {
    "disagree": Text("Disagree", "Anghytuno"),
    "neither": Text("Neither", "Y naill na'r llall"),
    "agree": Text("Agree", "Cytuno"),
    "disagree_or_neither": Text("Disagree or neither", "Anghytuno neu y naill na'r llall"),
    "all_levels": Text("All answers", "Pob ateb"),
}
ITEMS = {
    "P1": Text("They listened.", "Fe wnaethon nhw wrando."),
    "P2": Text("They wrote it down.", "Fe wnaethon nhw ei ysgrifennu."),
    "P3": Text("They talked over me.", "Roedden nhw'n siarad ar fy nhraws."),
}
TOPIC = {"say": Text("Having a say", "Cael llais")}
FIVE = {str(n): Text(f"Level {n}", f"Lefel {n}") for n in range(1, 6)}

# Of each display: its verb, and the analysis whose released result it shows.
VERBS = {
    "sample": (verbs.sample_table, sample.who_took_part),
    "likert": (verbs.likert, scales.distribution),
    "scores": (verbs.score_table, scales.summary),
    "change": (verbs.change, comparison.looking_back),
    "themes": (verbs.theme_table, themes.people),
    "heat_map": (verbs.heat_map, themes.people),
    "agreement": (verbs.agreement_table, agreement.per_code),
    "forest": (verbs.forest, contrasts.planned),
    "group_means": (verbs.group_means, contrasts.group_scores),
    "quotes": (verbs.quotes, themes.quotes),
    "joint": (verbs.joint_display, integration.side_by_side),
    "table_one": (verbs.table_one, table_one.table_one),
    "response": (verbs.response_table, surveys.response_rates),
    "cherries": (verbs.cherries, surveys.cherries),
}


def released(measure, frame, by, kinds, marks=None, **changes) -> Released:
    """A released table as the door would make it; `marks` by (row, column)."""
    blank = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for (row, column), mark in (marks or {}).items():
        blank.loc[row, column] = mark
    parts = {
        "profile": "welsh_evaluation",
        "origin": "synthetic",
        "population": Text("parents in Area A", "rhieni yn Ardal A"),
        "method": "method_distribution",
        "labels": {},
    }
    return seal(measure=measure, frame=frame, marks=blank, by=by, kinds=kinds, **parts | changes)


def bars(
    *rows, base=80, base_mark="", measure="answers", profile="welsh_evaluation", **labels
) -> Released:
    """Shares of answers: (item, level, percent) or (item, level, percent, mark)."""
    rows = [(*row, "")[:4] for row in rows]
    hidden = [math.isnan(percent) for _, _, percent, _ in rows]
    frame = pd.DataFrame(
        [
            ("say", item, level, percent, math.nan if h else base)
            for (item, level, percent, _), h in zip(rows, hidden, strict=True)
        ],
        columns=["construct", "item_id", "level", "percent", "base"],
    )
    marks = {(i, "percent"): row[3] for i, row in enumerate(rows)}
    marks |= {(i, "base"): "c" if h else base_mark for i, h in enumerate(hidden)}
    texts = {"construct": TOPIC, "item_id": ITEMS, "level": SIDES, "scale": FIVE, "reversed": {}}
    return released(
        measure,
        frame,
        ("construct", "item_id", "level"),
        dict.fromkeys(["construct", "item_id", "level"], "key")
        | {"percent": "percent", "base": "base"},
        marks,
        labels=texts | labels,
        profile=profile,
    )


def three(item="P1", disagree=20, neither=30, agree=50) -> list[tuple]:
    """One item's three shares."""
    levels = {"disagree": disagree, "neither": neither, "agree": agree}
    return [(item, level, float(percent)) for level, percent in levels.items()]


def theme_shares(**changes) -> Released:
    """Two themes, one under the other, in one group of one area, in words."""
    frame = pd.DataFrame(
        {"code_id": ["W", "W.1"], "group": "parent", "area": "A", "share": ["most", "few"]}
    )
    labels = {
        "code_id": {"W": Text("Warmth", "Cynhesrwydd"), "W.1": Text("Tea", "Te")},
        "group": {"parent": Text("parents", "rhieni")},
        "area": {"A": Text("Area A", "Ardal A")},
        "parent": {"W": Text(""), "W.1": Text("W")},
        "coding_of_record": {"rule": Text("C1", "C1")},
    }
    by = ("code_id", "group", "area")
    parts = {"labels": labels, "method": "method_themes"} | changes
    return released("themes", frame, by, dict.fromkeys(by, "key") | {"share": "band"}, **parts)


def said(text, lang="en", translation="", area="A", **changes) -> Released:
    """One quote by one parent."""
    columns = {"code_id": "W", "heading": "parent", "segment": "s1", "group": "parent"}
    columns |= {"area": area, "text": text, "translation": translation, "lang": lang}
    by = ("code_id", "heading", "segment")
    kinds = dict.fromkeys(by, "key") | dict.fromkeys(columns.keys() - set(by), "text")
    labels = {
        "code_id": {"W": Text("Warmth", "Cynhesrwydd")},
        "group": {"parent": Text("parent", "rhiant")},
        "area": {"A": Text("Area A", "Ardal A")},
    }
    parts = {"labels": labels, "method": "method_quotes"} | changes
    return released("quotes", pd.DataFrame([columns]), by, kinds, **parts)


def all_displayed(verb, table, id: str = "it") -> list[Display]:
    """Everything a verb would show, one below the other."""
    with mock.patch.object(sys.modules[verb.__module__], "show") as show:
        verb(id, table)
    return [call.args[0] for call in show.call_args_list]


def displayed(verb, table, id: str = "it") -> Display:
    """What a verb would show; the last of it where it is several."""
    return all_displayed(verb, table, id)[-1]


def likert(*rows, **changes) -> Display:
    """The bars of `rows` as a display."""
    return displayed(verbs.likert, bars(*rows, **changes))


def displays(tables, profile: str) -> dict[str, Display]:
    """Every display of one site, by kind."""
    release = Release(tables, profile_named(profile))
    return {
        kind: displayed(verb, release(analysis(tables)), kind)
        for kind, (verb, analysis) in VERBS.items()
    }


def code(*outputs, source='show.likert("it", x)', **metadata):
    """A code cell that has run; its displays are called "it"."""
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata=metadata)


# What every run signs with that no kernel made.
KEY = "0f" * 32


def showing(display: Display, **passed: str):
    """The output of a cell that shows `display` in a build, signed by a run for a site of tiny.

    `passed` changes the door: study, site, thresholds.
    """
    data, profile = record_alone(display), profile_named(display.data.profile)
    door = {"study": "tiny", "site": "001", "thresholds": thresholds(profile)} | passed
    metadata = {METADATA: stamp(data[RECORD_MIME], Door(**door), KEY)}
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)


def notebook(*cells):
    """A notebook of markdown (given as text) and code cells, with fixed ids."""
    made = [nbformat.v4.new_markdown_cell(c) if isinstance(c, str) else c for c in cells]
    for number, cell in enumerate(made):
        cell.id = f"cell-{number}"
    return nbformat.v4.new_notebook(cells=made)


def longest_welsh(study) -> Text:
    """The item of a study whose Welsh wording is longest."""
    wordings = [item.wording for form in study.instruments for item in form.items]
    return max(wordings, key=lambda wording: len(wording.cy))
