"""The door in: nobody's data pass without consent.

The consent table says who takes part and who withdrew. Scope ``all`` removes everything of a
person; ``quotes_only`` keeps their answers and codings and removes their words from print;
``future_contact_only`` changes nothing here; a blank scope of somebody who withdrew means all.
A withdrawal dated after the study's cut-off is honoured all the same; the cut-off only says
until when it could reach every published copy.
A child under sixteen takes part with their own assent and a carer's consent: without both nothing
of theirs passes, as if they had withdrawn. Whoever is not in the table is left out and counted.
"""

from __future__ import annotations

import dataclasses
from collections import Counter

import pandas as pd

# Columns of the consent table by which an export may name a person.
KEYS = ("survey_token", "case_name", "casework_person")


@dataclasses.dataclass
class Consent:
    """The consent table, one row per person, and what the door turned away.

    `left_out` counts rows (survey responses, cases) of people who are not in the table; `met` holds
    a key's column and the person for everybody whom an export named by it, withdrawn or not;
    `taken_back` the ids of segments that were left out as words of somebody who is not here.
    `matches` are what a person confirmed (`compendium.intake.matches`), `key_column` the kind of
    key; `unknown` counts, by source, the keys that are nobody's by the table or by a match; `asked`
    holds every key a source has. `gone_referrals` are references of referrals that were left out
    with somebody who withdrew. `rows` says of each row of `table` which one of its file it is.
    """

    table: pd.DataFrame
    matches: pd.DataFrame = dataclasses.field(
        default_factory=lambda: pd.DataFrame(
            columns=["source", "written", "participant_id", "key_column"]
        )
    )
    left_out: Counter = dataclasses.field(default_factory=Counter)
    met: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    taken_back: set[str] = dataclasses.field(default_factory=set)
    unknown: Counter = dataclasses.field(default_factory=Counter)
    asked: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    gone_referrals: set[str] = dataclasses.field(default_factory=set)
    rows: tuple[int, ...] = ()

    @property
    def withdrawn(self) -> set[str]:
        """Ids of people whose data must not pass: withdrawn, or children not agreed to."""
        gone = self.table["consent_status"].eq("withdrawn") & self.table["withdrawal_scope"].isin(
            ["all", ""]
        )
        return set(self.table.loc[gone, "participant_id"]) | self.not_agreed_to

    @property
    def not_agreed_to(self) -> set[str]:
        """Ids of people under sixteen who lack their own assent or a carer's consent.

        A consent table without a column `under_16` has nobody who needs them.
        """
        if "under_16" not in self.table:
            return set()
        assent, carer = self.table["assent"], self.table["carer_consent"]
        lacking = (assent != "yes") | ~carer.isin(["yes", "not_needed"])
        return set(self.table.loc[(self.table["under_16"] == "yes") & lacking, "participant_id"])

    @property
    def present(self) -> pd.DataFrame:
        """One row per person who takes part."""
        return self.table[~self.table["participant_id"].isin(self.withdrawn)]

    @property
    def may_be_quoted(self) -> set[str]:
        """Ids of people who agreed to be quoted and did not take that back."""
        agreed = self.present["quote_consent"].eq("yes") & ~self.present["withdrawal_scope"].isin(
            ["all", "quotes_only"]
        )
        return set(self.present.loc[agreed, "participant_id"])

    @property
    def may_be_joined(self) -> set[str]:
        """Ids of people who agreed that their answers and interviews are joined.

        A consent table without a column `link_consent` asked nobody.
        """
        if "link_consent" not in self.table:
            return set()
        return set(self.present.loc[self.present["link_consent"] == "yes", "participant_id"])

    def took_back(self, segment_ids: pd.Series) -> pd.Series:
        """Whether each segment is gone by right, and not by mistake.

        Left out on the way in, or of a source named for a case or a token that withdrew (its
        export may already be without it).
        """
        gone = self.table["participant_id"].isin(self.withdrawn)
        matched = self.matches["participant_id"].isin(self.withdrawn)
        matched &= self.matches["key_column"].isin(["case_name", "survey_token"])
        own = self.table.loc[gone, self.table.columns.intersection(["case_name", "survey_token"])]
        names = [*own.to_numpy().ravel(), *self.matches.loc[matched, "written"]]
        cases = tuple(filter(None, names))

        def named(segment: str) -> bool:
            rests = [segment.removeprefix(c) for c in cases if segment.startswith(c)]
            return any(not rest[:1].isalnum() for rest in rests)

        return segment_ids.isin(self.taken_back) | segment_ids.map(named).astype("bool")

    @property
    def keys_of_withdrawn(self) -> set[str]:
        """Every token and case by which somebody who withdrew is known: the table's and matches."""
        gone = self.table[self.table["participant_id"].isin(self.withdrawn)]
        columns = [c for c in KEYS if c in gone]
        matched = self.matches[self.matches["participant_id"].isin(self.withdrawn)]
        own = {f"{c}/{key}" for c in columns for key in gone[c] if key}
        return own | set(matched["key_column"] + "/" + matched["written"])

    def keys(self, column: str, source: str) -> dict[str, str]:
        """The participant_id by what a source may call each person: their own key or a match."""
        confirmed = self.matches[self.matches["source"] == source]
        found = dict(zip(confirmed["written"], confirmed["participant_id"], strict=True))
        if column in self.table:
            own = self.table[self.table[column] != ""]
            found |= dict(zip(own[column], own["participant_id"], strict=True))
        return found

    def identify(self, keys: pd.Series, column: str, source: str) -> pd.Series:
        """The participant_id behind each token or case name of a source; "" where nobody has it."""
        known = self.keys(column, source)
        ids = keys.map(known).astype("object").fillna("").astype("str")
        self.met |= {(column, person) for person in set(ids) - {""}}
        self.asked |= {(source, key) for key in keys}
        self.unknown.update((source, key) for key in keys if key and key not in known)
        return ids

    def admit(self, frame: pd.DataFrame, what: str, unnamed: bool = False) -> pd.DataFrame:
        """The rows of `frame` that may pass, by `participant_id`.

        Rows of people who withdrew vanish without a count. Rows without a known person are
        counted in `left_out[what]` and removed, unless `unnamed` says that talk of unknown
        speakers belongs here.
        """
        frame = frame[~frame["participant_id"].isin(self.withdrawn)]
        if unnamed:
            return frame
        unknown = frame["participant_id"] == ""
        self.left_out[what] += int(unknown.sum())
        return frame[~unknown]
