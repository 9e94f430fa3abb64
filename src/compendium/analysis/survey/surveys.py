"""Every survey of a study, told apart by who may be shown together.

Small staff groups are shown over all areas, each pool by itself (rule S5); the other groups of an
instrument are shown together, in an area as over all of them. One row per set of respondents, or
per item of a checklist.
"""

from __future__ import annotations

from collections.abc import Callable

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result
from compendium.analysis.survey import (
    follow_up,
    imputation,
    nonresponse,
    response,
    scales,
    survey_reporting,
)
from compendium.analysis.survey import table_one as characteristics
from compendium.intake.tables import Tables
from compendium.study import Study


def distributions(data: Tables) -> dict[str, Result]:
    """The distribution of answers (`scales.distribution`) of each set of respondents."""
    return _each(data, scales.distribution, scored=True)


def summaries(data: Tables) -> dict[str, Result]:
    """The scores (`scales.summary`) of each set of respondents."""
    return _each(data, scales.summary, scored=True)


def items(data: Tables) -> dict[str, Result]:
    """What each item brings (`scales.item_statistics`), of each set of respondents."""
    return _each(data, scales.item_statistics, scored=True)


def table_one(data: Tables) -> dict[str, Result]:
    """Who answered (`table_one.table_one`), of each set of respondents."""
    return _each(data, characteristics.table_one)


@remembered
def response_rates(data: Tables) -> Result:
    """How many of those invited answered (`response.rates`), of each set of respondents."""
    return response.rates(data, respondents(data.study, data.site_id))


def cherries(data: Tables) -> Result:
    """How the surveys were done, by the CHERRIES checklist (`survey_reporting.checklist`)."""
    return survey_reporting.checklist(data, response_rates(data))


def missing_items(data: Tables) -> dict[str, Result]:
    """Who left out which question (`nonresponse.by_item`), of each set of respondents."""
    return _each(data, nonresponse.by_item)


def missing_reasons(data: Tables) -> dict[str, Result]:
    """Why answers are missing (`nonresponse.by_reason`), of each set of respondents."""
    return _each(data, nonresponse.by_reason)


def missing_patterns(data: Tables) -> dict[str, Result]:
    """How much people left out (`nonresponse.patterns`), of each set of respondents."""
    return _each(data, nonresponse.patterns)


def missing_tests(data: Tables) -> dict[str, Result]:
    """Little's test (`nonresponse.little`) of each set of respondents."""
    return _each(data, nonresponse.little, scored=True)


def imputations(data: Tables) -> dict[str, Result]:
    """Means beside imputed ones (`imputation.beside_complete`), of each set of respondents."""
    return _each(data, imputation.beside_complete, scored=True)


def attrition(data: Tables) -> dict[str, Result]:
    """Who answered again (`follow_up.attrition`), of each set of respondents asked again."""
    return _again(data, follow_up.attrition)


def changes(data: Tables) -> dict[str, Result]:
    """How scores changed (`follow_up.change`), of each set of respondents asked again."""
    return _again(data, follow_up.change)


def occasion_means(data: Tables) -> dict[str, Result]:
    """Means by occasion (`follow_up.means`), of each set of respondents asked again."""
    return _again(data, follow_up.means)


def reliable_changes(data: Tables) -> dict[str, Result]:
    """Reliable change (`follow_up.reliable_change`), of each set of respondents asked again."""
    return _again(data, follow_up.reliable_change)


def _again(data: Tables, analysis: Callable[..., Result]) -> dict[str, Result]:
    """Of each set asked on later occasions; of the first set, empty, if none was."""
    return _of_those(data, analysis, lambda form: len(data.study.occasions_of(form)) > 1)


def respondents(study: Study, site_id: str = "") -> dict[str, tuple[str, tuple[str, ...]]]:
    """Who answers which survey: instrument and groups, by a name fit for an anchor.

    Seen from one of several sites, pooled staff are not among them. A group that more than one
    survey source brings is there once.
    """
    found = {}
    instruments = dict.fromkeys(s.instrument for s in study.source("survey"))
    for name in instruments:
        groups = study.instrument(name).groups
        alone = tuple(g for g in groups if not _pool(study, g))
        sets = {name: alone} if alone else {}
        if not site_id or len(study.sites) == 1:
            for pool in dict.fromkeys(p for g in groups if (p := _pool(study, g))):
                sets[f"{name}-{pool}"] = tuple(g for g in groups if _pool(study, g) == pool)
        found |= {key: (name, chosen) for key, chosen in sets.items()}
    return found


def _pool(study: Study, group: str) -> str:
    return study.group(group).pooled_as


def _each(data: Tables, analysis: Callable[..., Result], scored: bool = False) -> dict[str, Result]:
    """Of each set of respondents; if `scored`, of those with statements that make a score."""
    return _of_those(
        data, analysis, lambda form: not scored or bool(data.study.instrument(form).scored)
    )


def _of_those(
    data: Tables, analysis: Callable[..., Result], fits: Callable[[str], bool]
) -> dict[str, Result]:
    """Of each set of respondents whose instrument fits; where none does, of the first, empty."""
    every = respondents(data.study, data.site_id)
    chosen = {key: of for key, of in every.items() if fits(of[0])} or dict([*every.items()][:1])
    return {key: analysis(data, form, groups=groups) for key, (form, groups) in chosen.items()}
