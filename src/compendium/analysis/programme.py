"""The programme theory as the team wrote it: its versions, the memos behind them, its links."""

from __future__ import annotations

import dataclasses

from compendium.analysis.realist import theory
from compendium.analysis.result import Labels, Result
from compendium.intake.take_in import Tables
from compendium.study import Study
from compendium.theory import Statement
from compendium.words import Text

PARTS = ("if_text", "then_text", "because_text", "rival_text")
# How an entry of the versions table differs: word by word against the version before it.
SAME, NEW, GONE = "same", "new", "gone"


def whole(data: Tables) -> Result:
    """Every CMOC with the spread of its evidence (`realist.theory`), and the links between them.

    Links, numbered in the study's order, and the statement each CMOC belongs to stand in the
    labels, as the team wrote them.
    """
    found = theory(data)
    return dataclasses.replace(
        found, labels={**found.labels, **_statements(data.study), **_links(data.study)}
    )


def newest(study: Study) -> dict[str, Statement]:
    """The newest version of every statement."""
    return {s.pt_id: s for s in study.statements}


def _statements(study: Study) -> Labels:
    """Each statement by its id and what it says comes about; of each CMOC its statement."""
    named = {
        pt_id: Text(": ".join(filter(None, (pt_id, s.then_text))))
        for pt_id, s in newest(study).items()
    }
    return {
        "statement": named,
        "statement_of": {c.cmoc_id: Text(c.pt_id, c.pt_id) for c in study.cmocs},
    }


def _links(study: Study) -> Labels:
    """Both ends of each link by its number, its kind, what leads over, what speaks against it."""
    numbered = {str(i): link for i, link in enumerate(study.links, 1)}
    return {
        "link_from": {i: Text(x.from_cmoc, x.from_cmoc) for i, x in numbered.items()},
        "link_to": {i: Text(x.to_cmoc, x.to_cmoc) for i, x in numbered.items()},
        "link_kind": {i: Text(x.kind, x.kind) for i, x in numbered.items()},
        "link_contested": {i: Text(x.contested_reason) for i, x in numbered.items() if x.contested},
        "via": {i: Text(x.via) for i, x in numbered.items()},
    }
