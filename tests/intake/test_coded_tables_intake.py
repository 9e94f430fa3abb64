"""A study whose coding is a table, as MAXQDA or another tool exports it."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import TALK

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study

HEADINGS = ["Document name", "Code", "Beginning", "Segment", "Created by", "Area of the service"]

COLUMNS = "    columns: {site: Area of the service, data_origin: Data origin}\n"


def maxqda(talk=TALK) -> pd.DataFrame:
    """Tiny's interviews as a table of coded segments; a document is called like its case."""
    rows = [
        (case, "\\".join(code), str(number), passage, coder, area)
        for case, area, passages in talk
        for number, (passage, first, second) in enumerate(passages)
        for coder, codes in (("C1", first), ("C2", second))
        for code in codes
    ]
    frame = pd.DataFrame(rows, columns=HEADINGS)
    return frame.assign(**{"Data origin": "synthetic"})


@pytest.fixture
def coded_as_table(tiny):
    def made(frame: pd.DataFrame, more: str = "") -> None:
        frame.to_csv(tiny / "raw" / "segments.csv", index=False)
        (tiny / "theory" / "evidence.csv").unlink()  # it names passages by their place
        text = (tiny / "study.yml").read_text()
        start, end = text.index("    file: raw/talk.qdpx"), text.index("  - source: log")
        source = "    file: raw/segments.csv\n" + COLUMNS + more
        (tiny / "study.yml").write_text(text[:start] + source + text[end:])

    return made


def came_in():
    return take_in(open_study("tiny"))


def counts(tables):
    coded = tables["codings"].merge(tables["segments"][["segment_id", "text"]], on="segment_id")
    return sorted(zip(coded["text"], coded["code_id"], coded["coder"], strict=True))


def test_a_table_comes_to_the_same_codings_as_the_project(tiny, coded_as_table):
    project = came_in()
    coded_as_table(maxqda())
    table = came_in()
    assert counts(table.tables) == counts(project.tables)
    people = [t.tables["segments"][["text", "participant_id"]] for t in (project, table)]
    assert people[0].sort_values("text").values.tolist() == (
        people[1].sort_values("text").values.tolist()
    )


def test_a_table_that_no_tool_wrote_is_mapped_in_study_yml(tiny, coded_as_table):
    renamed = dict(zip(HEADINGS[:5], ["who", "what", "n", "words", "by"], strict=True))
    more = (
        "    segment_columns: {source: who, code: what, text: words, coder: by, place: n}\n"
        '    code_separator: "\\\\"\n'
    )
    coded_as_table(maxqda().rename(columns=renamed), more)
    assert len(came_in().tables["codings"]) == len(counts(came_in().tables)) > 0


def test_a_table_that_is_not_recognised_says_what_to_write(tiny, coded_as_table):
    coded_as_table(maxqda().rename(columns={"Segment": "words"}))
    with pytest.raises(DataError, match="segment_columns:"):
        came_in()


def test_codings_without_a_coder_need_one_in_study_yml(tiny, coded_as_table):
    coded_as_table(maxqda().drop(columns="Created by").drop_duplicates())
    with pytest.raises(DataError, match="do not say who made them"):
        came_in()


def test_the_coder_of_study_yml_stands_where_the_export_has_none(tiny, coded_as_table):
    coded_as_table(maxqda().drop(columns="Created by").drop_duplicates(), "    coder: C1\n")
    assert set(came_in().tables["codings"]["coder"]) == {"C1"}
