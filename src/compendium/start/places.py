"""The study's sites, as all files together name them: Area A in one is A in another."""

from __future__ import annotations

import dataclasses
import re

from compendium.instruments import folded
from compendium.places import is_reserved
from compendium.study_checks.sites import LONGEST, NAME, TAKEN, WELSH

# Where a file says nothing of areas in a study that has some.
NOT_SAID, ALL = "not_said", "A"
BEFORE = re.compile(r"^(area|site|region|locality|ardal|safle)\W+(?=\w)", re.IGNORECASE)


@dataclasses.dataclass
class DraftSites:
    """Sites by id, each with its label; `ids` says which a file's word for one is."""

    labels: dict[str, str] = dataclasses.field(default_factory=dict)
    ids: dict[str, str] = dataclasses.field(default_factory=dict)

    def add(self, word: str) -> str:
        """The id of the site that a file calls so; a new one where none is called alike."""
        bare = BEFORE.sub("", word.strip())
        known = folded(bare)
        if known not in self.ids:
            self.ids[known] = self._free(bare)
            self.labels[self.ids[known]] = f"Area {bare}" if len(bare) < 4 else word.strip()
        return self.ids[known]

    def whole(self) -> str:
        """The one site of a study whose files name none, or the one that says so."""
        site = NOT_SAID if self.ids else ALL
        if site not in self.labels:
            self.labels[site] = "Area not said" if self.ids else "The whole study"
        return site

    def _free(self, bare: str) -> str:
        fine = NAME.fullmatch(bare) and len(bare) <= LONGEST and not is_reserved(bare)
        taken = {s.casefold() for s in self.labels} | {*TAKEN}
        if fine and bare.casefold() not in taken and not bare.casefold().endswith(WELSH):
            return bare
        return f"S{len(self.labels) + 1}"
