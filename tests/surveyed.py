"""The tiny study's survey with other people in other sites, as many as a test needs."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import Text

ITEMS = ("S1", "S2", "S3")  # S3 is reversed
GAP = None


def surveyed(
    data: Tables,
    people: dict[str, list[tuple]],
    flagged: tuple[str, ...] = (),
    models: tuple[str, ...] = ("one",),
) -> Tables:
    """The tables with these people in these sites: of each their three answers, as favourable.

    A person is called by site and number, ``001-0``; `flagged` answered alike throughout. Models
    of service go round.
    """
    first = data.study.sites[0]
    sites = tuple(
        dataclasses.replace(first, site_id=s, label=Text(s, s), model=models[i % len(models)])
        for i, s in enumerate(people)
    )
    study = dataclasses.replace(
        data.study, header=dataclasses.replace(data.study.header, sites=sites)
    )
    rows = [
        _answer(site, number, item, value, flagged)
        for site, everybody in people.items()
        for number, given in enumerate(everybody)
        for item, value in zip(ITEMS, given, strict=True)
    ]
    answers = pd.DataFrame(rows).astype({"value": "Int64"})
    return dataclasses.replace(data, study=study, answers=answers, answers_everywhere=answers)


def _answer(site: str, number: int, item: str, value: int | None, flagged) -> dict:
    person = f"{site}-{number}"
    turned = 6 - value if item == "S3" and value is not None else value
    return {
        "participant_id": person,
        "site_id": site,
        "group": "parent",
        "instrument": "form",
        "item_id": item,
        "stage": "single",
        "value": pd.NA if turned is None else turned,
        "missing_reason": "" if turned is not None else "not_answered",
        "language": "en",
        "flag": "straight_line" if person in flagged else "",
        "source_row": number,
        "data_origin": "synthetic",
    }


def alike(*counts: int) -> list[tuple]:
    """So many people who answer 1 throughout, 2 throughout, and so on."""
    return [(v, v, v) for v, n in enumerate(counts, start=1) for _ in range(n)]


def asked_together(study: Study) -> Study:
    """The study with both its groups asked by its questionnaire, each of them told by area."""
    form = dataclasses.replace(study.instruments[0], groups=("parent", "worker"))
    groups = tuple(dataclasses.replace(g, pooled_as="") for g in study.groups)
    header = dataclasses.replace(study.header, groups=groups)
    return dataclasses.replace(study, header=header, instruments=(form,))
