"""The made-up open answers, coded: the survey imported into a coding tool, as ``.qdpx``.

The tool makes one document per respondent who wrote anything, named by the survey's token: each
answer under its question. The words are those in the survey file.
"""

from __future__ import annotations

import pandas as pd

from compendium.instruments import Instrument
from compendium.study import Source, Study
from compendium.synthetic.interviews import code_entries, first_codings
from compendium.synthetic.passages import OpenAnswer
from compendium.synthetic.recipe import Recipe, source_called
from compendium.writers.refi_qda import CaseEntry, CodedSelection, Project, SourceEntry


def make_open_answers(
    study: Study, recipe: Recipe, answers: tuple[OpenAnswer, ...], survey: pd.DataFrame
) -> Project:
    """The coding project of the open answers in `survey`, one row per response in order.

    Of a token that answered twice the first response is in it, as the tool keeps one document
    per name.
    """
    source = source_called(study, recipe.survey.source)
    instrument = study.instrument(source.instrument)
    coded = {(a.item_id, a.text): a for a in answers}
    items = sorted({a.item_id for a in answers})
    first = survey.drop_duplicates(source.columns["person"])
    wrote = first[(first[items] != "").any(axis="columns")]
    documents = [
        _document(row, study, recipe, source, instrument, items, coded)
        for row in wrote.to_dict("records")
    ]
    return Project(
        name=recipe.open_answers.name,
        origin="Compendium synthetic data",
        written_on=recipe.open_answers.written_on.isoformat(),
        description="MADE-UP DATA. No real people. Not findings about any service.",
        coders=study.header.coding.coders[:1],
        codes=tuple(code_entries(study)),
        sources=tuple(documents),
        cases=tuple(CaseEntry(d.name, (d.name,)) for d in documents),
    )


def _document(
    row: dict,
    study: Study,
    recipe: Recipe,
    source: Source,
    instrument: Instrument,
    items: list[str],
    coded: dict[tuple[str, str], OpenAnswer],
) -> SourceEntry:
    wording = {i.item_id: i.wording.en for i in instrument.items}
    text, selections, names = "", [], source.columns
    for item in items:
        if not row[item]:
            continue
        text += f"{wording[item]}\n"
        start, answer = len(text), coded[item, row[item]]
        text += f"{row[item]}\n\n"
        if answer.code_ids:
            codings = first_codings(study, answer.code_ids, answer.valence)
            selections.append(CodedSelection(start, start + len(row[item]), codings))
    language = str(int(row[names["language"]]))
    return SourceEntry(
        name=row[names["person"]],
        text=text,
        selections=tuple(selections),
        variables=(
            ("Area", row[names["site"]]),
            ("Method", "open_text"),
            ("Date", row[names["submitted_at"]].date().isoformat()),
            ("Language", source.languages[language]),
            ("Data origin", recipe.marked_as),
        ),
    )
