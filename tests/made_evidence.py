"""For tests: evidence on CMOCs made up around the tiny study's people."""

from __future__ import annotations

import dataclasses

import pandas as pd
from hypothesis import strategies as st

from compendium.analysis.theory.spread import DIRECTIONS
from compendium.intake.tables import Tables
from compendium.schemas import typed
from compendium.study import Study

# Of each kind of data, how its pieces name their source.
SOURCE_TYPES = {"interview": "segment", "open_answer": "segment", "survey": "survey"}


def pieces(cmocs: list[str], people: list[str]) -> st.SearchStrategy[list[tuple]]:
    """Pieces of evidence: CMOC, person ("" for nobody), site, and what was judged."""
    return st.lists(
        st.tuples(
            st.sampled_from(cmocs),
            st.sampled_from([*people, ""]),
            st.sampled_from(["001", "002"]),
            st.sampled_from(DIRECTIONS),
            st.sampled_from(["C", "M_res", "M_reas", "O", "whole"]),
            st.sampled_from([*SOURCE_TYPES]),
            st.sampled_from(["0", "1", "2"]),
            st.sampled_from(["0", "1", "1", "2"]),
            st.sampled_from(["no", "no", "yes"]),
        ),
        max_size=60,
    )


def table(rows: list[tuple], people: pd.DataFrame) -> pd.DataFrame:
    """The evidence table of `rows`; who is known has their own site and group."""
    names = ("cmoc_id", "participant_id", "site_id", "direction", "element", "data_type")
    frame = pd.DataFrame(rows, columns=[*names, "relevance", "rigour", "rival"])
    known = people.set_index("participant_id")
    own = frame["participant_id"].map(known["site_id"])
    frame["site_id"] = own.astype("object").fillna(frame["site_id"])
    frame["group"] = frame["participant_id"].map(known["group"]).astype("object").fillna("")
    frame["source_type"] = frame["data_type"].map(SOURCE_TYPES)
    frame["evidence_id"] = [f"X{i}" for i in range(len(frame))]
    return typed(frame.assign(data_origin="synthetic"), "evidence")


def with_evidence(data: Tables, evidence: pd.DataFrame, study: Study | None = None) -> Tables:
    """The same tables with other evidence."""
    return dataclasses.replace(data, evidence=evidence, study=study or data.study)
