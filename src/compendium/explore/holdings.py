"""What a study holds, at the top of the explorer: areas, questionnaires, talk, theory, reports.

For the team: it counts what came in, before anything is hidden. Its links open in JupyterLab.
"""

from __future__ import annotations

import html
import os
from pathlib import Path

import pandas as pd

from compendium.build.jobs import Job, Plan, plan
from compendium.disclosure.passages import refuse_public
from compendium.disclosure.release import Release
from compendium.intake.tables import Tables
from compendium.places import notebooks_folder, root, study_names
from compendium.study import Study
from compendium.words import capitalised, number_text, say

LANG = "en"
CELL = 'style="text-align:left;vertical-align:top"'


def contents_html(data: Tables, release: Release) -> str:
    """The study's question, a row for each kind of thing it holds, a row for each report.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    refuse_public(release.profile)
    study = data.study
    others = [name for name in study_names() if name != study.id]
    parts = [
        f"<h2>{_text(study.header.title.say(LANG))}</h2>",
        f"<p>{_text(study.header.question.say(LANG))}</p>",
        _table((say("contents_held", LANG), say("contents_count", LANG)), holdings(data)),
        _reports_html(study),
        *(f"<p>{_text(say('contents_other', LANG, study=name))}</p>" for name in others),
    ]
    return "\n".join(parts)


def holdings(data: Tables) -> list[tuple[str, str]]:
    """What the study holds, and how much of it; kinds of which it has none are left out.

    A questionnaire's answers are people, whatever they answered and on whichever occasion.
    """
    study, asked = data.study, [data.answers, data.follow_up_answers, data.open_answers]
    columns = ["instrument", "participant_id"]
    people = pd.concat([t[columns] for t in asked]).drop_duplicates()["instrument"].value_counts()
    questionnaires = [
        (
            say("contents_questionnaire", LANG, title=form.title.say(LANG)),
            say(
                "contents_answered",
                LANG,
                questions=number_text(len(form.items)),
                people=number_text(int(people.get(form.instrument, 0))),
            ),
        )
        for form in study.instruments
    ]
    counted = {
        "contents_sources": int(data.events["data_type"].ne("open_answer").sum()),
        "contents_passages": data.codings["segment_id"].nunique(),
        "contents_codes": len(study.codebook),
        "contents_open_answers": len(data.open_answers),
        "contents_statements": len({statement.pt_id for statement in study.statements}),
        "contents_cmocs": len(study.cmocs),
        "contents_referrals": len(data.referrals),
        "contents_records": len(data.literature_records),
    }
    areas = ", ".join(site.label.say(LANG) for site in study.sites)
    numbers = [(say(key, LANG), f"{count:,}") for key, count in counted.items() if count]
    return [(say("contents_areas", LANG), areas), *questionnaires, *numbers]


def _reports_html(study: Study) -> str:
    """Each report with its notebook, and its page if it was built; else how to build it."""
    (each,) = plan(study.id, None, None, None)
    heads = ("contents_report", "contents_notebook", "contents_page")
    rows = [(_name(study, job), _notebook(study, job), _page(each, job)) for job in each.jobs]
    return _table(tuple(say(key, LANG) for key in heads), rows, escaped=True)


def _name(study: Study, job: Job) -> str:
    name = capitalised(job.notebook.replace("_", " "))
    return _text(f"{name}, {study.site(job.site).label.say(LANG)}" if job.site else name)


def _notebook(study: Study, job: Job) -> str:
    return _link(study, notebooks_folder() / f"{job.notebook}.ipynb")


def _page(each: Plan, job: Job) -> str:
    page = each.reports / f"{job.page}.html"
    if page.is_file():
        return _link(each.study, page)
    return _text(say("contents_not_built", LANG, command=job.command))


def _link(study: Study, path: Path) -> str:
    """A link from the explorer's copy; the name alone of what JupyterLab cannot open."""
    if not path.is_relative_to(root()):
        return _text(path.name)
    target = Path(os.path.relpath(path, study.private)).as_posix()
    return f'<a href="{_text(target)}">{_text(path.name)}</a>'


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]], escaped: bool = False) -> str:
    def shown(cell: str) -> str:
        return cell if escaped else _text(cell)

    head = "".join(f'<th scope="col" {CELL}>{_text(h)}</th>' for h in heads)
    body = "".join(
        f'<tr><th scope="row" {CELL}>{shown(first)}</th>'
        + "".join(f"<td {CELL}>{shown(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return html.escape(text, quote=True)
