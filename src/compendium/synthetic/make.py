"""Write a study's made-up raw exports, consent table, quotes and judgements from its recipe."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.places import data_folder
from compendium.study import Study
from compendium.synthetic.activities import make_activities, write_activities
from compendium.synthetic.casework import linked, make_casework, write_log
from compendium.synthetic.evidence import evidence, read_judgements
from compendium.synthetic.form_survey import make_form_survey, with_answered, write_form_survey
from compendium.synthetic.initial_theory import write_initial_theory
from compendium.synthetic.interviews import make_project, transcripts
from compendium.synthetic.literature import write_review
from compendium.synthetic.observations import read_notes
from compendium.synthetic.open_answers import make_open_answers
from compendium.synthetic.people import make_people
from compendium.synthetic.recipe import Passage, read_recipe
from compendium.synthetic.survey import make_survey, write_survey
from compendium.synthetic.talk_files import write_talk
from compendium.writers.files import write_csv
from compendium.writers.refi_qda import write_qdpx


def has_recipe(name: str) -> bool:
    """Whether the study called `name` has a recipe for made-up data."""
    return (data_folder() / name / "synthetic" / "recipe.yml").is_file()


def make(study: Study, folder: Path | None = None) -> list[Path]:
    """Write everything made up about `study` into `folder` (its own folder if None).

    Same recipe, same bytes. Returns the files written.

    Raises
    ------
    StudyError
        If the study has no recipe or the recipe has mistakes.
    """
    folder = folder or study.folder
    recipe, passages, answers = read_recipe(study)
    people = make_people(study, recipe, passages, _generator(study, "people"))
    files = {s.source: folder / s.file for s in study.header.sources}
    made = []
    survey = pd.DataFrame()
    if recipe.survey:
        survey = make_survey(study, recipe, people, answers, _generator(study, "survey"))
        made.append(files[recipe.survey.source])
        write_survey(made[-1], study, recipe, survey)
    talk = _generator(study, "interviews")
    project = make_project(study, recipe, passages, read_notes(study), talk)
    source = next(s for s in study.header.sources if s.source == recipe.interviews.source)
    made += write_talk(files[source.source], project, source)
    log = make_casework(study, recipe, _generator(study, "casework"))
    people = linked(people, log, recipe.casework, _generator(study, "casework links"))
    made.append(files[recipe.casework.source])
    write_log(made[-1], study, recipe, log)
    people = with_answered(study, recipe, people, _generator(study, "staff"))
    for form in recipe.form_surveys:
        given = make_form_survey(
            study, form, people, recipe.marked_as, _generator(study, form.source)
        )
        made.append(files[form.source])
        write_form_survey(made[-1], study, form, given)
    consent, quotes = folder / study.header.consent.file, folder / "findings" / "quotes.csv"
    write_csv(consent, people)
    write_csv(quotes, approved_quotes(passages, study, recipe.marked_as))
    made += [consent, quotes]
    if recipe.open_answers:
        made.append(files[recipe.open_answers.source])
        write_qdpx(made[-1], make_open_answers(study, recipe, answers, survey))
    if recipe.activities:
        made.append(files[recipe.activities.source])
        done = make_activities(study, recipe, log, _generator(study, "activities"))
        write_activities(made[-1], study, recipe, done)
    if recipe.review:
        literature = [files[recipe.review.bibliography], files[recipe.review.screening]]
        made += literature
        days = {s.source: s.searched_on for s in study.header.review.searches}
        write_review(*literature, recipe.review, days, int(study.header.seed))
    if recipe.initial_theory:
        made.append(folder / recipe.initial_theory.file)
        write_initial_theory(made[-1], study, recipe.initial_theory.version)
    if judged := read_judgements(study):
        made.append(folder / "theory" / "evidence.csv")
        write_csv(made[-1], evidence(judged, passages, study, recipe.marked_as))
    return made


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


def _generator(study: Study, strand: str) -> np.random.Generator:
    """A generator of its own for each strand, so that one strand's changes leave the others."""
    digest = hashlib.sha256(f"{study.header.seed}/{strand}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))
