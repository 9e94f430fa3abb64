"""Where the generator of a bootstrap, a permutation or an imputation starts: never with chance."""

from __future__ import annotations

import hashlib

from compendium.intake.tables import Tables


def seed_of(data: Tables, *named: str) -> int:
    """A seed of the study's own for what is named, the same wherever and whenever it is drawn."""
    name = " ".join([str(data.study.header.seed), *named])
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
