"""Every survey of a study, told apart by who may be shown together.

Small staff groups are shown over all areas, each pool by itself (rule S5); the other groups of
an instrument are shown together, in an area as over all of them.
"""

from __future__ import annotations

from collections.abc import Callable

from compendium.analysis import scales
from compendium.analysis.result import Result
from compendium.intake.take_in import Tables
from compendium.study import Study


def distributions(data: Tables) -> dict[str, Result]:
    """The distribution of answers (`scales.distribution`) of each set of respondents."""
    return _each(data, scales.distribution)


def summaries(data: Tables) -> dict[str, Result]:
    """The scores (`scales.summary`) of each set of respondents."""
    return _each(data, scales.summary)


def items(data: Tables) -> dict[str, Result]:
    """What each item brings (`scales.item_statistics`), of each set of respondents."""
    return _each(data, scales.item_statistics)


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


def _each(data: Tables, analysis: Callable[..., Result]) -> dict[str, Result]:
    return {
        key: analysis(data, instrument, groups=groups)
        for key, (instrument, groups) in respondents(data.study, data.site_id).items()
    }
