"""Who answered a survey: one row per response that stays, apart from the answers.

Order matters: people who withdrew go first, so that no later check names them; then whole
responses are set aside (unknown area, before launch, nobody's, another area's or group's,
duplicates).
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from compendium.consent import Consent
from compendium.intake.cells import cell_text, texts, translated
from compendium.intake.dates import add_unreadable, moment_of
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems, listed
from compendium.study import Source, Study
from compendium.words import LANGUAGES


def respondents(
    study: Study,
    source: Source,
    responses: pd.DataFrame,
    consent: Consent,
    quality: Quality,
    file: str,
) -> pd.DataFrame:
    """One row per response that stays, by the index of `responses`.

    Raises
    ------
    DataError
        With every date of submission that cannot be read.
    """
    people = _read(source, responses, consent)
    people = people[~people["participant_id"].isin(consent.withdrawn)]
    moments = _moments(people, source, file)
    people = people.assign(submitted_at=moments, submitted_month=moments.dt.strftime("%Y-%m"))
    return _set_aside(study, source, people, consent, quality, file)


def _read(source: Source, responses: pd.DataFrame, consent: Consent) -> pd.DataFrame:
    """One row per response: who, where, when and in which language, apart from the answers.

    `given_site` is the area the response names, `site_id` that of the consent table. An area, a
    token or a language may be a number in the file; here they are text. Areas and languages are
    translated as study.yml says (`values`, `languages`).
    """

    def text(meaning: str) -> pd.Series:
        if meaning not in source.columns:
            return pd.Series("", index=responses.index)
        return texts(responses[source.columns[meaning]])

    ids = consent.identify(text("person"), "survey_token", source.source)
    known = consent.table.set_index("participant_id")
    spoken = {**source.languages, **source.values.get("language", {})}

    def of_person(column: str) -> pd.Series:
        return ids.map(known[column]).astype("object").fillna("").astype("str")

    return pd.DataFrame(
        {
            "source_row": responses["source_row"],
            "token": text("person"),
            "participant_id": ids,
            "given_site": translated(text("site"), source.values.get("site", {})),
            "site_id": of_person("site_id"),
            "group": of_person("group"),
            "submitted_at": responses.get(source.columns.get("submitted_at", "")),
            "given_language": translated(text("language"), spoken),
            "data_origin": text("data_origin"),
        }
    )


def _moments(people: pd.DataFrame, source: Source, file: str) -> pd.Series:
    """When each response was sent; missing where the file does not say.

    Raises
    ------
    DataError
        With every value that cannot be read.
    """
    problems, moments = Problems(), []
    for person in people.itertuples():
        moments.append(_moment(person.submitted_at, source.date_format))
        if moments[-1] is None:
            what = f"{source.columns['submitted_at']} = {cell_text(person.submitted_at)!r}"
            where = f"row {person.source_row}"
            add_unreadable(problems, source, file, where, what, "2024-03-31 14:05")
    problems.settle(DataError)
    return pd.Series(moments, index=people.index, dtype="datetime64[us]")


def _moment(value: object, date_format: str) -> pd.Timestamp | None:
    """One date of submission, in UTC where it says its time zone; None if it cannot be read."""
    text = cell_text(value)
    if not text:
        return pd.NaT
    read = value if isinstance(value, dt.date) else None
    if read is None and (date_format or isinstance(value, str)):
        read = moment_of(text, date_format)
    if read is None:
        return None
    moment = pd.Timestamp(read)
    return moment.tz_convert("UTC").tz_localize(None) if moment.tz else moment


def _set_aside(
    study: Study,
    source: Source,
    people: pd.DataFrame,
    consent: Consent,
    quality: Quality,
    file: str,
) -> pd.DataFrame:
    """The responses that stay; each of the others is noted with the rule that set it aside."""
    names = source.columns

    def drop(bad: pd.Series, rule: str, column: str, shown: pd.Series | None = None):
        for row in people[bad].itertuples():
            found = "" if shown is None else shown[row.Index]
            quality.note(rule, file, f"row {row.source_row}", column, found)
        return people[~bad]

    sites = [s.site_id for s in study.sites]
    allowed = people["given_site"] + f", but the study has {listed(sites)}"
    people = drop(~people["given_site"].isin(sites), "unknown_site", names["site"], allowed)
    if source.launched_on:
        early = people["submitted_at"] < pd.Timestamp(source.launched_on)
        people = drop(early, "before_launch", names.get("submitted_at", ""), people["submitted_at"])
    for row in people.loc[people["participant_id"] == "", "source_row"]:
        quality.note("not_in_participants", file, f"row {row}", names["person"])
    people = consent.admit(people, file)
    elsewhere = people["site_id"] != people["given_site"]
    people = drop(elsewhere, "site_differs", names["site"], people["given_site"])
    asked = study.instrument(source.instrument).groups
    allowed = people["group"] + f", but {source.instrument} is for {listed(asked)}"
    people = drop(~people["group"].isin(asked), "group_differs", "", allowed)
    people = people.sort_values(["submitted_at", "source_row"], kind="stable")
    for row in people[~people["given_language"].isin([*LANGUAGES, ""])].itertuples():
        where = f"row {row.source_row}"
        quality.note("unknown_language", file, where, names["language"], row.given_language)
    language = people["given_language"].where(people["given_language"].isin(LANGUAGES), "")
    people = people.assign(language=language)
    again = people.duplicated("participant_id", keep="first")
    return drop(again, "duplicate", names["person"], people["token"]).sort_values("source_row")
