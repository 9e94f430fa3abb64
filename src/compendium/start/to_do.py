"""What a drafted study needs a person for: who agreed, what was guessed, what no file says."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.problems import listed
from compendium.start.drafts import Draft
from compendium.start.given import (
    ACTIVITIES,
    CODEBOOK,
    LITERATURE,
    LOG,
    SCREENING,
    SURVEY,
    TALK,
    THEORY,
    UNTOLD,
    Given,
)
from compendium.start.people import Declared
from compendium.start.talk import TO_DO as NO_DEFINITION

# Of what a reader guessed in one file no more than this is listed.
SHOWN = 3
NOT_MAPPED = {
    LOG: "looks like a casework log. What its columns and cells mean only you can say: add a "
    "source of `kind: casework` (docs/bring-your-data.md, The casework log).",
    LITERATURE: "is a bibliography. Say what was searched under `review:` and add a source of "
    "`kind: bibliography` (docs/bring-your-data.md, A review of literature).",
    ACTIVITIES: "looks like what was done on referrals: add a source of `kind: activities` beside "
    "the casework log (docs/bring-your-data.md, What was done).",
    SCREENING: "looks like the screening of literature: add a source of `kind: screening` beside "
    "the bibliography (docs/bring-your-data.md, A review of literature).",
    UNTOLD: "holds hardly any rows; nothing was made of it.",
}
NAMES = {
    SURVEY: "a survey",
    TALK: "a coding project",
    THEORY: "a programme theory",
    CODEBOOK: "a codebook (no coded passages)",
    LOG: "a casework log",
    ACTIVITIES: "a log of activities",
    LITERATURE: "a bibliography",
    SCREENING: "the screening of a review",
    UNTOLD: "not told",
}


def to_do(draft: Draft, given: list[Given], judged: list[str], declared: Declared | None) -> str:
    """The list as a file: Markdown, a box to tick for each thing."""
    parts = {
        "Who agreed": list(_consent(draft, declared)),
        "Guessed: read and correct": [*draft.asked, *judged, *_guesses(draft)],
        "Not in the files": list(_missing(draft, given)),
    }
    lines = [f"# What {draft.study} needs you for", ""]
    lines += [f"- {one.path.name}: {NAMES[one.kind]}" for one in given]
    for heading, points in parts.items():
        if points:
            lines += ["", f"## {heading}", "", *(f"- [ ] {point}" for point in points)]
    lines += ["", "## What the readers say of the files", ""]
    for one in given:
        report = one.export.report
        lines += [f"- {one.path.name}, lost: {text}" for text in report.lost]
        lines += [f"- {one.path.name}, warning: {text}" for text in report.warned]
        lines += [f"- {one.path.name}, guessed: {text}" for text in report.guessed[:SHOWN]]
        if len(report.guessed) > SHOWN:
            more = len(report.guessed) - SHOWN
            lines.append(f"- {one.path.name}, guessed: {more} more (compendium import lists all)")
    if lines[-1] == "":
        lines.append("- nothing was lost, nothing was guessed")
    return "\n".join(lines) + "\n"


def _consent(draft: Draft, declared: Declared | None) -> Iterator[str]:
    people = draft.people
    if not people.people:
        return
    if declared:
        yield (
            f"consent.csv: {declared.by} declared on {declared.on} that all {len(people.people)} "
            "people agreed to take part and nobody withdrew. Enter whoever withdraws, there. "
            "Nobody is quoted until you write `yes` under quote_consent."
        )
    else:
        yield (
            f"consent.draft.csv: {len(people.people)} people were found, and nobody said that they "
            "agreed, so nothing of them is shown. Fill in consent_status (active, partial, "
            "withdrawn) and quote_consent (yes, no); delete rows of people who did not agree, and "
            "of what is no person; save it as consent.csv. If everybody agreed, one person may "
            "declare that: remove this folder and begin again with BY='your name' ON=2024-03-31."
        )
    yield (
        "Open these tables as text where your spreadsheet program asks: it takes the zeros from "
        "tokens such as 007."
    )
    if people.both:
        yield (
            f"consent: {people.both} ids are the same to the letter in a survey and in a coding "
            "project, and were taken for one person each. Part the rows where they are not."
        )
    if people.alike:
        yield (
            f"{len(people.alike)} cases are like somebody's token and not the same, so they are in "
            f"no row and left out. make match STUDY={draft.study} proposes who is meant; copy what "
            "is right into matches.csv."
        )
    if any(person.survey_token and person.case_name for person in people.people):
        yield (
            "consent: add a column link_consent (yes, no) if you asked whether answers and "
            "interviews may be joined; without it nobody's are."
        )
    yield (
        "consent: if you asked anybody under sixteen, add under_16, assent and carer_consent "
        "(docs/bring-your-data.md)."
    )


def _guesses(draft: Draft) -> Iterator[str]:
    if len(draft.sites.labels) > 1:
        yield f"study.yml: the areas are {listed(draft.sites.labels.values(), 30)}. Correct them."
    if draft.groups:
        yield (
            f"study.yml: the groups are {listed(draft.groups, 30)}. Say what several and one of "
            "each are called (`label:`, `singular:`), and which small groups of staff are shown "
            "over all areas (`pooled_as:`)."
        )
    coders = [name for name in draft.coding.coders if name]
    if coders:
        yield (
            f"study.yml: {listed(draft.coding.coders.values())} coded; the coding of record is "
            f"{draft.coding.of_record}, who coded most. Say whose coding counts."
        )
    if draft.coding.valence:
        yield "study.yml: `valence:` was told from the names of codes."


def _missing(draft: Draft, given: list[Given]) -> Iterator[str]:
    yield "study.yml: title, question, about, published_source, and what cannot be withdrawn."
    yield "study.yml: the model of advocacy of each area, under `models:` and `sites:`."
    if any(source.kind == SURVEY for source in draft.sources):
        yield "study.yml: `launched_on:` of each survey, so that tests before it are set aside."
    yield (
        "sample.csv: how many were invited (survey_invited) and how many could have been "
        "interviewed (eligible): at 0 no quote names its area."
    )
    blank = [c for p, c in draft.coding.codes.items() if not draft.coding.definitions.get(p)]
    if blank:
        yield f"codebook.yml: {len(blank)} codes have no definition ({NO_DEFINITION})"
    for one in given:
        if one.kind in NOT_MAPPED:
            yield f"raw/{one.path.name} {NOT_MAPPED[one.kind]}"
    yield (
        "study.yml: `disclosure:` is welsh_evaluation until your data controller agrees to a "
        "profile (docs/disclosure.md)."
    )
