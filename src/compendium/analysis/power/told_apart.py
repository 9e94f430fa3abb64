"""Whether a design can tell the service from the site it runs in, and from the time it begins.

No number of people helps where it cannot: the hard stop. A site differs from another in a thousand
ways; that is chance only where several sites stand on either side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from compendium.analysis.power.designs import INDIVIDUAL, INTERRUPTED, Design

# With fewer sites on a side nothing says how much sites differ from one another by themselves.
SITES_A_SIDE = 2
# Why a question cannot be answered, as keys of words.csv.
SITE_IS_MODEL = "stop_site_is_model"
ONE_MODEL = "stop_one_model"
ONE_SITE_A_SIDE = "stop_one_site_a_side"
NOBODY_COMPARED = "stop_nobody_compared"
TIME_IS_SERVICE = "stop_time_is_service"
FEW_POINTS = "stop_few_points"
# Points in time on either side of an interruption (Penfold and Zhang 2013, Academic Pediatrics
# 13:S38-S44, who ask for eight).
POINTS_A_SIDE = 8


def why_models_cannot_be_compared(models: Mapping[str, str], inside: Sequence[str] = ()) -> str:
    """The reason why models of a service cannot be compared between sites; blank if they can.

    Parameters
    ----------
    models : mapping
        The model of each site.
    inside : sequence of str
        Sites in which people are put to one of two models by lot: there the models can be compared
        whatever the site.
    """
    several = list(models.values())
    if inside:
        return ""
    if len(set(several)) < 2:
        return ONE_MODEL
    if min(several.count(model) for model in several) < SITES_A_SIDE:
        return SITE_IS_MODEL
    return ""


def why_not(design: Design) -> str:
    """The reason why a design cannot tell the service's effect; blank if it can."""
    cells = design.by_site
    known = cells[~np.isnan(cells)]
    if np.ptp(known) == 0 and design.name != INDIVIDUAL:
        return NOBODY_COMPARED
    if design.name == INDIVIDUAL:
        return ""
    if design.name == INTERRUPTED:
        after = int((design.cells[0] == 1).sum())
        before = design.periods - after
        return FEW_POINTS if min(after, before) < POINTS_A_SIDE else ""
    # A period helps if in it some sites have the service and others do not.
    told = [j for j in range(design.periods) if len(set(cells[:, j][~np.isnan(cells[:, j])])) == 2]
    if not told:
        return TIME_IS_SERVICE
    with_it, without = _sites_a_side(cells[:, told])
    return ONE_SITE_A_SIDE if min(with_it, without) < SITES_A_SIDE else ""


def _sites_a_side(cells: np.ndarray) -> tuple[int, int]:
    """How many different sites ever stand on either side of a comparison within a period."""
    return int((cells == 1).any(axis=1).sum()), int((cells == 0).any(axis=1).sum())
