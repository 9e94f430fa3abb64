"""What the consent table says that somebody should look at once everything has come in."""

from __future__ import annotations

from pathlib import Path

from compendium.consent import Consent
from compendium.intake.matches import MATCH_FILE, key_column
from compendium.intake.quality import Quality
from compendium.study import Study


def note_consent(study: Study, consent: Consent, quality: Quality) -> None:
    """Note children not agreed to, and keys of withdrawn rows and of matches that no export has."""
    file = Path(study.header.consent.file).name
    for row in consent.table.index[consent.table["participant_id"].isin(consent.not_agreed_to)]:
        quality.note("child_not_agreed_to", file, f"row {consent.rows[row]}")
    _note_unmatched_withdrawals(study, consent, quality, file)
    _note_unused_matches(consent, quality)


def _note_unmatched_withdrawals(
    study: Study, consent: Consent, quality: Quality, file: str
) -> None:
    """Keys of withdrawn rows that no export has, by row number alone: a misspelt token, perhaps."""
    withdrawn = consent.table[consent.table["consent_status"] == "withdrawn"]
    asked = sorted({key_column(source) for source in study.header.sources} & set(withdrawn))
    for row, person in withdrawn.iterrows():
        for column in asked:
            if person[column] and (column, person["participant_id"]) not in consent.met:
                where = f"row {consent.rows[row]}"
                quality.note("withdrawn_matches_nothing", file, where, column)


def _note_unused_matches(consent: Consent, quality: Quality) -> None:
    """Confirmed matches of keys that the export does not have any more, or never had."""
    for row, match in consent.matches.iterrows():
        if (match["source"], match["written"]) not in consent.asked:
            quality.note("match_unused", MATCH_FILE, f"row {row}", "written", match["written"])
