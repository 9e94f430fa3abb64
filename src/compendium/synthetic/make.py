"""Write a study's made-up raw exports, consent table, quotes and judgements from its recipe."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.places import data_folder
from compendium.study import Study
from compendium.synthetic.activities import make_activities, write_activities
from compendium.synthetic.casework import linked, make_casework, write_log
from compendium.synthetic.evidence import Judgement, evidence, read_judgements
from compendium.synthetic.form_survey import make_form_survey, with_answered, write_form_survey
from compendium.synthetic.initial_theory import write_initial_theory
from compendium.synthetic.interviews import make_project, transcripts
from compendium.synthetic.literature import write_review
from compendium.synthetic.observations import Note, read_notes
from compendium.synthetic.open_answers import make_open_answers
from compendium.synthetic.passages import OpenAnswer, Passage
from compendium.synthetic.people import make_people
from compendium.synthetic.recipe import Recipe, read_recipe, source_called
from compendium.synthetic.survey import make_survey, write_survey
from compendium.synthetic.talk_files import write_talk
from compendium.writers.files import write_csv
from compendium.writers.refi_qda import Project, write_qdpx


def has_recipe(name: str) -> bool:
    """Whether the study called `name` has a recipe for made-up data."""
    return (data_folder() / name / "synthetic" / "recipe.yml").is_file()


@dataclasses.dataclass(frozen=True)
class ByHand:
    """What made-up data are made from: the recipe, and all that is written out by hand."""

    recipe: Recipe
    passages: tuple[Passage, ...]
    answers: tuple[OpenAnswer, ...]
    notes: tuple[Note, ...]
    judged: tuple[Judgement, ...]


@dataclasses.dataclass(frozen=True)
class Made:
    """Made-up data before they are files; `forms` by source, the last two where there are any."""

    people: pd.DataFrame
    survey: pd.DataFrame
    forms: dict[str, pd.DataFrame]
    project: Project
    log: pd.DataFrame
    quotes: pd.DataFrame
    evidence: pd.DataFrame
    activities: pd.DataFrame
    open_answers: Project | None = None


def make(study: Study, folder: Path | None = None) -> list[Path]:
    """Write everything made up about `study` into `folder` (its own folder if None).

    Same recipe, same bytes. Returns the files written.

    Raises
    ------
    StudyError
        If the study has no recipe or the recipe has mistakes.
    """
    by_hand = read_by_hand(study)
    made = make_data(study, by_hand, str(study.header.seed))
    return write_made(study, by_hand.recipe, made, folder or study.folder)


def read_by_hand(study: Study) -> ByHand:
    """Everything below the study's ``synthetic/``.

    Raises
    ------
    StudyError
        If there is no recipe, or with the mistakes found.
    """
    recipe, passages, answers = read_recipe(study)
    return ByHand(recipe, passages, answers, read_notes(study), read_judgements(study))


def make_data(study: Study, by_hand: ByHand, seed: str) -> Made:
    """What `study` would have collected; the same for the same `seed`."""
    recipe, passages, answers = by_hand.recipe, by_hand.passages, by_hand.answers
    people = make_people(study, recipe, passages, generator(seed, "people"))
    survey = pd.DataFrame()
    if recipe.survey:
        survey = make_survey(study, recipe, people, answers, generator(seed, "survey"))
    talk = generator(seed, "interviews")
    log = make_casework(study, recipe, generator(seed, "casework"))
    people = linked(people, log, recipe.casework, generator(seed, "casework links"))
    people = with_answered(study, recipe, people, generator(seed, "staff"))
    activities = pd.DataFrame()
    if recipe.activities:
        activities = make_activities(study, recipe, log, generator(seed, "activities"))
    coded = recipe.open_answers
    return Made(
        people=people,
        survey=survey,
        forms={
            form.source: make_form_survey(
                study, form, people, recipe.marked_as, generator(seed, form.source)
            )
            for form in recipe.form_surveys
        },
        project=make_project(study, recipe, passages, by_hand.notes, talk),
        log=log,
        quotes=approved_quotes(passages, study, recipe.marked_as),
        evidence=evidence(by_hand.judged, passages, study, recipe.marked_as),
        activities=activities,
        open_answers=make_open_answers(study, recipe, answers, survey) if coded else None,
    )


def write_made(study: Study, recipe: Recipe, made: Made, folder: Path) -> list[Path]:
    """Write made-up data as the exports study.yml names, and what hangs on the recipe alone."""
    files = {s.source: folder / s.file for s in study.header.sources}
    written = []
    if recipe.survey:
        written.append(files[recipe.survey.source])
        write_survey(written[-1], study, recipe, made.survey)
    source = source_called(study, recipe.interviews.source)
    written += write_talk(files[source.source], made.project, source)
    written.append(files[recipe.casework.source])
    write_log(written[-1], study, recipe, made.log)
    for form in recipe.form_surveys:
        written.append(files[form.source])
        write_form_survey(written[-1], study, form, made.forms[form.source])
    consent, quotes = folder / study.header.consent.file, folder / "findings" / "quotes.csv"
    write_csv(consent, made.people)
    write_csv(quotes, made.quotes)
    written += [consent, quotes]
    if made.open_answers:
        written.append(files[recipe.open_answers.source])
        write_qdpx(written[-1], made.open_answers)
    if recipe.activities:
        written.append(files[recipe.activities.source])
        write_activities(written[-1], study, recipe, made.activities)
    written += _write_of_no_site(study, recipe, files, folder)
    if len(made.evidence):
        written.append(folder / "theory" / "evidence.csv")
        write_csv(written[-1], made.evidence)
    return written


def _write_of_no_site(
    study: Study, recipe: Recipe, files: dict[str, Path], folder: Path
) -> list[Path]:
    """The review of literature and the initial theory, which belong to no site."""
    written = []
    if recipe.review:
        written = [files[recipe.review.bibliography], files[recipe.review.screening]]
        days = {s.source: s.searched_on for s in study.header.review.searches}
        write_review(*written, recipe.review, days, int(study.header.seed))
    if recipe.initial_theory:
        written.append(folder / recipe.initial_theory.file)
        write_initial_theory(written[-1], study, recipe.initial_theory.version)
    return written


def approved_quotes(passages: tuple[Passage, ...], study: Study, origin: str) -> pd.DataFrame:
    """One row per passage approved for quoting: the wording that may be printed.

    `segment_id` is the source and the characters: ``A-PAR-01 interview:120-210``.
    """
    rows = [
        {
            "segment_id": f"{t.name}:{start}-{end}",
            "approved_text": p.approved_text or p.text,
            "translation_en": p.translation_en,
            "approved_by": "made-up analyst",
            "approved_on": "2024-01-22",
            "study": study.id,
            "data_origin": origin,
        }
        for t in transcripts(passages)
        for p, start, end in t.stretches
        if p.quote
    ]
    return pd.DataFrame(rows)


def generator(seed: str, strand: str) -> np.random.Generator:
    """A generator of its own for each strand, so that one strand's changes leave the others."""
    digest = hashlib.sha256(f"{seed}/{strand}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))
