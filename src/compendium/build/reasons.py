"""Why a report is run again, in the words of who edits the study: inputs that differ, named."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.build.made_from import DATA
from compendium.intake.store import EVERYWHERE, NO_SITE, QUALITY
from compendium.problems import listed

CALLED = {
    "code": "the code",
    "version": "the compendium's version",
    "packages": "requirements.lock",
    "parameters": "the report's parameters",
    f"{DATA}{QUALITY}": "what was set aside when exports came in",
    f"{DATA}{EVERYWHERE}/answered": "how many answered what elsewhere",
    f"{DATA}{EVERYWHERE}/held_against": "answers elsewhere that the joint display holds against",
}


def because(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What a report was run from that differs from the last time; ["not known"] if nothing is told.

    Data are named by table with the sites they are of. A table that only one of the two runs read
    is no reason: something else made it be read.

    >>> then = {"code": "1", "data answers/A": "2", "study.yml": "3"}
    >>> because(then, {"code": "1", "data answers/A": "4", "study.yml": "5"})
    ['study.yml', 'answers (A)']
    """
    if not then:
        return ["not known: the build before left no stamp"]
    names = [n for n in dict.fromkeys((*now, *then)) if now.get(n) != then.get(n)]
    read = {name for name in names if name.startswith(DATA) and not (name in now and name in then)}
    sites: dict[str, list[str]] = {}
    found = []
    for name in names:
        table, _, site = name.removeprefix(DATA).rpartition("/")
        if name in CALLED:
            found.append(CALLED[name])
        elif not name.startswith(DATA):
            found.append(name)
        elif name not in read:
            sites.setdefault(table, []).append("no area" if site == NO_SITE else site)
    found += [f"{table.replace('_', ' ')} ({listed(of)})" for table, of in sites.items()]
    return found or ["nothing that is noted: its published notebook was changed or gone"]
