"""The disclosure page of a study: what was hidden, by which rule, and what is left to read.

Made from the display records of the published reports alone, so that whoever has these can make
it again. It counts marks that stand on the pages; of what was held back whole it says only that.
"""

from __future__ import annotations

from collections.abc import Sequence

from compendium.analysis.theory.spread import VERDICT_PEOPLE
from compendium.disclosure.counts.suppression import TRIED
from compendium.disclosure.profile import Profile
from compendium.render import disclosure_tables as tables
from compendium.render.accounts import accounts
from compendium.render.languages import with_notice
from compendium.render.page import Provenance, render
from compendium.render.published import Report, apart
from compendium.study import Study
from compendium.words import as_written, date_text, say

PAGE = "disclosure"
# The sections: what a link to each ends in, and its heading.
SECTIONS = {
    "questions": "disclosure_survey",
    "rules": "disclosure_rules",
    "instead": "disclosure_pooled",
    "attack": "disclosure_attack",
    "report-by-report": "disclosure_details",
    "not-counted": "disclosure_not_counted",
}


@with_notice
def disclosure_page(
    study: Study,
    profile: Profile,
    reports: Sequence[Report],
    provenance: Provenance,
    lang: str,
    attacked: tables.Attacked | None = None,
) -> str:
    """The page as a whole HTML document; `attacked` is None where nothing was attacked."""
    reports = [apart(report) for report in reports]
    found = {r.page: accounts(study, profile, r) for r in reports}
    whole = {page: tables.together(mine) for page, mine in found.items()}
    origins = {d.data.origin for r in reports for d in r.displays}
    survey = tables.survey(study, reports, lang)
    pooled = tables.pooled(study, profile, reports, lang)
    there = {
        "questions": survey is not None,
        "rules": profile.public,
        "instead": pooled is not None,
        "attack": profile.public,
    }
    return render(
        "disclosure.html.j2",
        lang,
        page=PAGE,
        study=study,
        title=say("disclosure_title", lang),
        lead=_lead(study, profile, lang),
        source=say("disclosure_source", lang, source=as_written(profile.source, lang)),
        headline=tables.headline(reports, whole, lang),
        contents=[(a, say(key, lang)) for a, key in SECTIONS.items() if there.get(a, True)],
        survey=survey,
        rules=tables.rules(profile, reports, whole, lang),
        tried=TRIED,
        pooled=pooled,
        attacked=attacked is not None,
        attack=tables.attack(attacked or {}, lang),
        wanted=str(profile.values_left),
        little=str(VERDICT_PEOPLE),
        details=[
            (r.title, tables.details(r, found[r.page], lang))
            for r in reports
            if whole[r.page].planned
        ],
        made_up="synthetic" in origins,
        provenance=provenance,
        team=not profile.public,
    )


def _lead(study: Study, profile: Profile, lang: str) -> tuple[str, ...]:
    """Which profile, and who signed it off."""
    named = {"title": profile.title.say(lang), "profile": profile.profile}
    if not profile.public:
        return (say("disclosure_lead_team", lang, **named),)
    signed = study.header.disclosure_signed_off
    signature = (
        say("disclosure_signed", lang, by=signed.by.say(lang), date=date_text(signed.on, lang))
        if signed
        else say("disclosure_unsigned", lang)
    )
    return (say("disclosure_lead", lang, **named), signature)
