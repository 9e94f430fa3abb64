"""Who was asked and who said what, each with what can be told of the person and of the event.

Group and area are the person's own, wherever they were met. Interviews and focus groups, written
answers and field notes are never put together: the first alone, unless kinds of data are told
apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compendium.analysis.survey.sample import headings
from compendium.intake.tables import Tables

# What themes can be counted by: what a person is, and what an event is.
OF_PEOPLE = ("group", "site", "surveyed", "quote_consent")
OF_EVENTS = ("data_type", "round", "method", "language")


def asked_people(data: Tables, by: Sequence[str]) -> pd.DataFrame:
    """One row per event and person who was met in it, with what both are."""
    met = data.event_participants[["event_id", "participant_id"]].drop_duplicates()
    met = met.merge(_events(data, by), on="event_id").merge(_people(data), on="participant_id")
    not_met = ~met["interviewed"] & (met["data_type"] == "interview")
    return _here(met[~not_met].drop(columns="event_site"), data)


def passages(data: Tables, by: Sequence[str]) -> pd.DataFrame:
    """One row per passage; who spoke is blank unless they were met in the event.

    Nobody's passage belongs to the area of its event and to no group.
    """
    known = asked_people(data.but(site_id=""), by)[["event_id", "participant_id"]]
    own = ["segment_id", "event_id", "participant_id", "text", "char_start", "char_end"]
    talk = data.segments[own].merge(_events(data, by), on="event_id")
    talk = talk.merge(known.assign(met=True), on=["event_id", "participant_id"], how="left")
    talk["participant_id"] = talk["participant_id"].where(talk["met"].notna(), "")
    talk = talk.merge(_people(data), on="participant_id", how="left")
    blank = {c: talk[c].fillna("") for c in ("group", "surveyed", "quote_consent")}
    talk = talk.assign(**blank, site=talk["site"].fillna(talk["event_site"]))
    return _here(talk, data)


def _here(frame: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """The rows of the site the data are seen from; all where they are of the whole study."""
    return frame[frame["site"] == data.site_id] if data.site_id else frame


def _events(data: Tables, by: Sequence[str]) -> pd.DataFrame:
    """One row per event: interviews and focus groups alone unless kinds of data are told apart."""
    events = data.events[["event_id", "site_id", *OF_EVENTS]]
    if "data_type" not in by:
        events = events[events["data_type"] == "interview"]
    return events.rename(columns={"site_id": "event_site"})


def _people(data: Tables) -> pd.DataFrame:
    """One row per person: the heading of their group, their area, and what they agreed to."""
    people = data.participants
    said = {c: people[c].map({True: "yes", False: "no"}) for c in ("surveyed", "quote_consent")}
    own = people[["participant_id", "interviewed"]].assign(**said, site=people["site_id"])
    return own.assign(group=people["group"].map(headings(data.study)))
