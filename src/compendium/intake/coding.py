"""From a coding project to events, segments and codings, consented and checked.

What one row of each table is, `compendium.schemas` says.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.consent import Consent
from compendium.intake.events import check_events, events_of, note_elsewhere
from compendium.intake.quality import Quality
from compendium.intake.word_changes import codes_by_path, paths_by_code, with_word_changes
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import Export
from compendium.readers.refi_qda.texts import opened
from compendium.study import Source, Study

# Stands for whoever is meant by a case that no row of the consent table names.
NOBODY = "(nobody in the consent table)"


def coding_tables(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> dict[str, pd.DataFrame]:
    """``events``, ``event_participants``, ``segments`` and ``codings`` of one coding project.

    Raises
    ------
    DataError
        If the file holds no coded segments; if a source lacks a variable that study.yml names
        (its area, say), has two values of it, or names an area the study does not have; if nobody
        says who coded.
    """
    file = export.report.file
    _refuse_other_tables(source, export, file)
    export = with_word_changes(study, _with_coder(source, export, file), quality)
    events = events_of(source, export, file)
    places = places_of(source, export, consent, quality, file)
    attended = places[~places["participant_id"].isin({*consent.withdrawn, NOBODY})]
    attended = attended[["event_id", "participant_id"]].drop_duplicates()
    attended = attended.merge(events[["event_id", "site_id"]], on="event_id")
    note_elsewhere(attended, consent, source, quality, file)
    segments = _with_text(_segments(export, events, places, consent), quality, file)
    codings = _codings(study, export, segments, quality, file)
    # An event of which nothing consented is left (an interview of someone who withdrew) goes.
    events = events[events["event_id"].isin({*attended["event_id"], *segments["event_id"]})]
    check_events(study, source, export, events, file)
    if source.speaks_of == "survey_token":
        # Until it is known under which question each passage stands (`intake.questions`).
        with opened(export.texts):
            whole = [export.texts.get(e, "") for e in events["event_id"]]
        events = events.assign(whole_text=whole)
    return {
        "events": events,
        "event_participants": attended,
        "segments": segments[segments["segment_id"].isin(codings["segment_id"])],
        "codings": codings,
    }


def _refuse_other_tables(source: Source, export: Export, file: str) -> None:
    if "coded_segments" in export.tables:
        return
    problems = Problems()
    problems.add(
        file,
        "",
        "no coded segments are recognised in it",
        f"its columns are {listed(export.records.columns[1:], 60)}",
        f"Say under `sources: {source.source}: segment_columns:` in study.yml which column is the "
        "source, the text and the code.",
    )
    raise DataError(problems)


def _with_coder(source: Source, export: Export, file: str) -> Export:
    """Codings of which the export does not say who made them are those of study.yml's `coder`.

    `values:` of the source may say which coder a name in the export is (``{coder: {Ann J: C1}}``).
    """
    coded = export.tables["coded_segments"]
    blank = coded["coder"] == ""
    if blank.any() and not source.coder:
        problems = Problems()
        problems.add(
            file,
            "",
            f"{blank.sum()} codings do not say who made them",
            "every coding needs a coder",
            f"Add `coder:` to `sources: {source.source}:` in study.yml, as in `coding: coders:`.",
        )
        raise DataError(problems)
    named = coded["coder"].mask(blank, source.coder).replace(source.values.get("coder", {}))
    named = coded.assign(coder=named.astype("str"))
    return dataclasses.replace(export, tables=export.tables | {"coded_segments": named})


def places_of(
    source: Source, export: Export, consent: Consent, quality: Quality, file: str
) -> pd.DataFrame:
    """One row per person and the source, or stretch of a source, that is theirs.

    `start` and `end` are missing where the whole source is. People who withdrew, and people who
    are in no consent row (`participant_id` NOBODY), stay in this table, so that their talk is
    known to be theirs and goes.
    """
    cases = export.tables["cases"].rename(columns={"source": "event_id"})
    cases = cases.assign(case=cases["case"].str.strip())
    cases = cases[~cases["case"].isin(source.not_people)]
    cases = cases.assign(
        participant_id=consent.identify(cases["case"], source.speaks_of, source.source)
    )
    for case in cases.loc[cases["participant_id"] == "", "case"].drop_duplicates():
        quality.note("case_not_in_participants", file, f"case {case}")
    consent.admit(cases, f"{file} cases")  # counts whoever is in no consent row
    return cases[cases["event_id"] != ""].replace({"participant_id": {"": NOBODY}})


def _segments(
    export: Export, events: pd.DataFrame, places: pd.DataFrame, consent: Consent
) -> pd.DataFrame:
    """One row per coded stretch of which no word can be somebody's who withdrew."""
    coded = export.tables["coded_segments"]
    segments = coded.drop_duplicates(["source", "start", "end"])[["source", "start", "end", "text"]]
    segments = segments.rename(
        columns={"source": "event_id", "start": "char_start", "end": "char_end"}
    )
    segments["segment_id"] = segment_id(segments)
    segments["participant_id"] = _speakers(segments, places)
    coded_ids = set(segments["segment_id"])
    segments = segments[~_taken_back(segments, places, consent)]
    segments = consent.admit(segments, "", unnamed=True)
    consent.taken_back |= coded_ids - set(segments["segment_id"])
    groups = consent.table.set_index("participant_id")["group"]
    segments["group"] = segments["participant_id"].map(groups).astype("object").fillna("")
    kept = ["event_id", "site_id", "data_type", "language", "data_origin"]
    segments = segments.merge(events[events.columns.intersection(kept)], on="event_id")
    return segments.rename(columns={"language": "lang"})


def _with_text(segments: pd.DataFrame, quality: Quality, file: str) -> pd.DataFrame:
    """Segments that hold text: a coding whose start is its end marks nothing anybody said."""
    nothing = segments["text"] == ""
    for segment in segments.loc[nothing, "segment_id"]:
        quality.note("codes_no_text", file, segment)
    return segments[~nothing]


def _speakers(segments: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Whose stretch, or whose whole source, each segment lies in; "" where nobody knows."""
    near = segments.merge(places.dropna(subset="start"), on="event_id")
    inside = near[(near["char_start"] >= near["start"]) & (near["char_end"] <= near["end"])]
    speaker = inside.drop_duplicates("segment_id").set_index("segment_id")["participant_id"]
    # A whole source says who spoke only where it is one person's.
    whole = places[places["start"].isna()].drop_duplicates(["event_id", "participant_id"])
    alone = whole.drop_duplicates("event_id", keep=False).set_index("event_id")["participant_id"]
    found = segments["segment_id"].map(speaker).astype("object")
    return found.fillna(segments["event_id"].map(alone).astype("object")).fillna("").astype("str")


def _taken_back(segments: pd.DataFrame, places: pd.DataFrame, consent: Consent) -> pd.Series:
    """Segments that may hold words of somebody who withdrew or is in no consent row.

    Those that overlap a stretch of theirs, even inside somebody else's; and those of nobody
    known in a source that is theirs as a whole, alone or with others (a joint interview).
    """
    theirs = places[places["participant_id"].isin({*consent.withdrawn, NOBODY})]
    stretches = theirs.dropna(subset="start")[["event_id", "start", "end"]]
    near = segments.merge(stretches, on="event_id")
    overlap = near[(near["char_start"] < near["end"]) & (near["char_end"] > near["start"])]
    joint = segments["event_id"].isin(theirs.loc[theirs["start"].isna(), "event_id"])
    return segments["segment_id"].isin(overlap["segment_id"]) | (
        joint & segments["participant_id"].isin(["", NOBODY])
    )


def segment_id(frame: pd.DataFrame) -> pd.Series:
    """Source and characters: ``A-PAR-01 interview:120-210``."""
    start, end = frame["char_start"].astype("str"), frame["char_end"].astype("str")
    return frame["event_id"] + ":" + start + "-" + end


def _codings(
    study: Study, export: Export, segments: pd.DataFrame, quality: Quality, file: str
) -> pd.DataFrame:
    rules = study.header.coding
    coded = export.tables["coded_segments"].rename(
        columns={"source": "event_id", "start": "char_start", "end": "char_end"}
    )
    coded["segment_id"] = segment_id(coded)
    coded = coded.merge(segments[["segment_id", "site_id"]], on="segment_id")
    is_valence = coded["code_path"].isin(rules.valence)
    valence = coded.assign(valence=coded["code_path"].map(rules.valence))[is_valence]
    valence = valence.drop_duplicates(["segment_id", "coder", "valence"])
    again = valence.duplicated(["segment_id", "coder"], keep="first")
    for row in valence[again].itertuples():
        said = f"{row.code_path} ({row.coder})"
        quality.note("valence_twice", file, row.segment_id, "coding", said)
    valence = valence[~again]
    paths = paths_by_code(study)
    known = {paths[code.code_id]: code for code in study.codebook}
    coded = coded[~is_valence].drop_duplicates(["segment_id", "code_path", "coder"])
    status = coded["code_path"].map({p: c.status for p, c in known.items()})
    rule = pd.Series("", index=coded.index).mask(status == "retired", "retired_code")
    rule = rule.mask(status.isna(), "unknown_code")
    rule = rule.mask(~coded["coder"].isin(rules.coders), "unknown_coder")
    coded = coded.assign(rule=rule)
    for row in coded[coded["rule"] != ""].itertuples():
        quality.note(row.rule, file, row.segment_id, "coding", f"{row.code_path} ({row.coder})")
    coded = coded[coded["rule"] == ""]
    # A passage of a code that was merged counts for the code it was merged into, once.
    coded = coded.assign(code_id=coded["code_path"].map(codes_by_path(study)).astype("str"))
    coded = coded.drop_duplicates(["segment_id", "code_id", "coder"])
    return coded.merge(
        valence[["segment_id", "coder", "valence"]], on=["segment_id", "coder"], how="left"
    )
