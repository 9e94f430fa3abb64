"""Where a CMOC is found: verdicts site by site, drafts of patterns, and what differs between sites.

A pattern is drafted by a printed rule; what it means, and which of the differing circumstances
matters, is for an analyst to say. Evidence that is passed on has one row per piece.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.theory.spread import NOTHING, Counts, counts_by, pattern, verdict
from compendium.intake.tables import Tables
from compendium.study import CONTEXT_FIELDS, Site, Study
from compendium.theory import Cmoc, PatternJudgement
from compendium.words import Text, words

# The words for each field of a site in which sites can differ.
CONTEXT_WORDS = {
    "model": "context_model",
    "provider_type": "context_provider_type",
    "setting": "context_setting",
    "service_start": "context_service_start",
    "funding_type": "context_funding_type",
    "advocates_fte": "context_advocates_fte",
    "lived_experience_required": "context_lived_experience_required",
    "referral_open_to": "context_referral_open_to",
    "context_note": "context_note_field",
}


def context_labels() -> dict[str, Text]:
    """The words for each field of a site."""
    return {field: words()[CONTEXT_WORDS[field]].text for field in CONTEXT_FIELDS}


def context_values(field: str, study: Study) -> Text:
    """What one field of a site says of each site: ``Area A: annual; Area B: multi year``."""
    if not field:
        return Text("")

    def value(site: Site) -> str:
        found = getattr(site, field)
        if field == "model":
            return study.model_label(site).en
        listed = found if isinstance(found, tuple) else (found,)
        plain = {"true": "yes", "false": "no"}
        return ", ".join(plain.get(str(v), str(v).replace("_", " ")) for v in listed)

    return Text("; ".join(f"{s.label.en}: {value(s)}" for s in study.sites))


def looked_for(cmoc: Cmoc) -> tuple[str, ...]:
    """The sites where evidence on it was sought: those named, else those it was theorised for."""
    return cmoc.looked_for or cmoc.sites_theorised


def by_site(study: Study, counting: pd.DataFrame) -> dict[str, dict[str, tuple[Counts, str]]]:
    """Counts and verdict of every CMOC in every site, from the pieces that count."""
    found = counts_by(on_cmocs(counting), ["cmoc_id", "site_id"])

    def of(cmoc: Cmoc, site_id: str) -> tuple[Counts, str]:
        counts = found.get((cmoc.cmoc_id, site_id), NOTHING)
        return counts, verdict(counts, site_id in looked_for(cmoc))

    sites = [s.site_id for s in study.sites]
    return {c.cmoc_id: {site: of(c, site) for site in sites} for c in study.cmocs}


def draft(verdicts: dict[str, str]) -> str:
    """The draft of the pattern over the sites that were examined; one_area in a study of one."""
    if len(verdicts) == 1:
        return "one_area"
    return pattern(examined(verdicts))


def examined(verdicts: dict[str, str]) -> dict[str, str]:
    """The verdicts of sites where it was looked for, or turned up unasked."""
    return {site: found for site, found in verdicts.items() if found != "not_examined"}


def differing_fields(verdicts: dict[str, str], sites: tuple[Site, ...]) -> list[str]:
    """Fields of `Site` in which no supporting site is like any other examined site.

    Nothing where all or none support. A field that is blank for one of them says nothing.
    """
    seen = examined(verdicts)
    supporting = [s for s in sites if seen.get(s.site_id) == "supported"]
    others = [s for s in sites if s.site_id in seen and s not in supporting]
    if not supporting or not others:
        return []
    return [field for field in CONTEXT_FIELDS if _apart(field, supporting, others)]


def _apart(field: str, supporting: list[Site], others: list[Site]) -> bool:
    here, there = ({getattr(s, field) for s in sites} for sites in (supporting, others))
    return not here & there and not {"", None, ()} & (here | there)


def judged_patterns(study: Study) -> dict[str, PatternJudgement]:
    """What an analyst settled about the pattern of each CMOC that anybody judged."""
    return {j.cmoc_id: j for j in reversed(study.patterns)}


def on_cmocs(counting: pd.DataFrame, rival: bool = False) -> pd.DataFrame:
    """The pieces about CMOCs themselves, or about their rival explanations."""
    return counting[counting["rival"].eq("yes" if rival else "no")]


def people_by_site(data: Tables) -> dict[str, int]:
    """Distinct people interviewed who belong to each site."""
    met = data.participants[data.participants["interviewed"]]
    counts = met.groupby("site_id", observed=False)["participant_id"].nunique()
    return {s.site_id: int(counts.get(s.site_id, 0)) for s in data.study.sites}
