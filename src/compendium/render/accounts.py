"""What became of the numbers and words of one report, measure by measure."""

from __future__ import annotations

from compendium.disclosure.account import Account, account, cells_of
from compendium.disclosure.cells import Cell
from compendium.disclosure.profile import Profile
from compendium.render.published import Report
from compendium.study import Study


def accounts(study: Study, profile: Profile, report: Report) -> dict[str, Account]:
    """Of each measure of a report its account; a table that stands twice is counted once."""
    pools = {g.group: g.pooled_as for g in study.groups}
    cells: dict[str, list[Cell]] = {}
    for released in {d.data.content: d.data for d in report.displays}.values():
        found = cells_of(released, profile, pools)
        if found:
            cells.setdefault(released.measure, []).extend(found)
    return {measure: account(mine) for measure, mine in cells.items()}
