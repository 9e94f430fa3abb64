"""Versions of the programme theory, the memos behind them, and links: does each lead somewhere?"""

from __future__ import annotations

from itertools import pairwise

from compendium.definitions import read_csv_rows
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.repeated import repeated
from compendium.study_checks.rows import with_rows
from compendium.theory import ENDS, LINKS, CmocLink, Memo, Statement

STATEMENTS, MEMOS, FILE_OF_LINKS = "statements.yml", "retroduction.yml", "links.csv"


def check_programme(study: Study, problems: Problems, known) -> None:
    """Add to `problems` versions out of order, memos on nothing, links that lead nowhere."""
    _check_versions(study, problems, known)
    evidence = _evidence(study) if any(memo.evidence for memo in study.memos) else []
    for memo in study.memos:
        _check_memo(memo, evidence, study, problems, known)
    for row, link in with_rows(study, f"theory/{FILE_OF_LINKS}", study.links):
        _check_link(link, f"row {row}", study, problems, known)
    ends = (f"{x.kind} from {x.from_cmoc} to {x.to_cmoc}" for x in study.links)
    for link, times in repeated(ends):
        problems.add(FILE_OF_LINKS, link, f"the link is given {times} times", do="Keep one.")


def _check_versions(study: Study, problems: Problems, known) -> None:
    """Every version is one the study names; later ones stand below and are not older."""
    order = list(study.theory_versions)
    for statement in study.statements:
        where = f"statement {statement.pt_id}"
        known(STATEMENTS, where, "version", [statement.version], order)
    for pt_id in dict.fromkeys(s.pt_id for s in study.statements):
        versions = [s for s in study.statements if s.pt_id == pt_id and s.version in order]
        for earlier, later in pairwise(versions):
            _check_order(earlier, later, order, problems)
        _check_end(pt_id, study, problems, known)


def _check_end(pt_id: str, study: Study, problems: Problems, known) -> None:
    """How a statement ended, if it did: into what, with nothing after it and no CMOC under it."""
    *earlier, last = [s for s in study.statements if s.pt_id == pt_id]
    where, do = f"statement {pt_id}", "Correct one of the two."
    if any(s.ended for s in earlier):
        problems.add(STATEMENTS, where, "a version stands below one that ended", do=do)
    if not last.ended:
        if last.continued_as:
            what = "it is continued as others and has not ended"
            problems.add(STATEMENTS, where, what, do="Say how: `ended: split` or merged.")
        return
    known(STATEMENTS, where, "ended", [last.ended], ENDS)
    others = {s.pt_id for s in study.statements} - {pt_id}
    known(STATEMENTS, where, "continued_as", last.continued_as, others)
    if (last.ended == "dropped") == bool(last.continued_as):
        what = f"it ended as {last.ended}, and `continued_as` has {len(last.continued_as)} entries"
        needed = "split and merged name what goes on from them, dropped names nothing"
        problems.add(STATEMENTS, where, what, needed, do)
    under = [c.cmoc_id for c in study.cmocs if c.pt_id == pt_id]
    if under:
        what = f"it ended, and {listed(under)} in cmocs.yml stands under it"
        problems.add(STATEMENTS, where, what, do="Put the configuration under what goes on.")


def _check_order(earlier: Statement, later: Statement, order: list[str], problems) -> None:
    where = f"statement {later.pt_id}"
    if order.index(later.version) < order.index(earlier.version):
        problems.add(
            STATEMENTS,
            where,
            f"version {later.version} stands below {earlier.version}",
            f"the versions follow each other as {listed(order)}",
            "Put them in that order, or change `theory_versions` in study.yml.",
        )
    elif earlier.decided_on and later.decided_on and later.decided_on < earlier.decided_on:
        problems.add(
            STATEMENTS,
            where,
            f"version {later.version} was decided on {later.decided_on}",
            f"version {earlier.version} before it was decided on {earlier.decided_on}",
            "Correct one of the two dates.",
        )


def _check_memo(memo: Memo, evidence: list[str], study: Study, problems: Problems, known) -> None:
    """A memo is about something, leads from one version to a later one, and is signed."""
    where = f"entry {memo.memo_id}"
    theory = {c.cmoc_id: c.pt_id for c in study.cmocs} | {
        s.pt_id: s.pt_id for s in study.statements
    }
    known(MEMOS, where, "statement or CMOC", [memo.about], theory)
    for field, said in (("analyst", memo.analyst), ("text", memo.text.en)):
        if not said.strip():
            problems.add(MEMOS, where, f"{field} is blank", do="A memo is signed and says why.")
    if memo.evidence:
        known(MEMOS, where, "piece of evidence", memo.evidence, evidence)
    if memo.about in theory:
        _check_versions_of_memo(memo, theory[memo.about], study, problems, known)


def _check_versions_of_memo(memo: Memo, pt_id: str, study: Study, problems, known) -> None:
    where, versions = f"entry {memo.memo_id}", {}
    for statement in study.statements:
        if statement.pt_id == pt_id:
            versions[statement.version] = statement
    named = [v for v in (memo.from_version, memo.to_version) if v]
    known(MEMOS, where, f"version of {pt_id}", named, versions)
    if not set(named) <= set(versions):
        return
    order, to = list(versions), versions[memo.to_version]
    if memo.from_version and order.index(memo.from_version) >= order.index(memo.to_version):
        problems.add(
            MEMOS,
            where,
            f"it leads from {memo.from_version} to {memo.to_version}",
            f"the versions of {pt_id} follow each other as {listed(order)}",
            "Name an earlier version under `from_version`, or leave that out.",
        )
    if to.decided_on and memo.written_on > to.decided_on:
        problems.add(
            MEMOS,
            where,
            f"it was written on {memo.written_on}",
            f"version {memo.to_version} of {pt_id} was decided on {to.decided_on}",
            "A memo comes before the decision it argues for. Correct one of the two dates.",
        )


def _evidence(study: Study) -> list[str]:
    """The ids of the pieces of evidence there are."""
    path = study.folder / "theory" / "evidence.csv"
    return [row.get("evidence_id", "") for row in read_csv_rows(path)] if path.exists() else []


def _check_link(link: CmocLink, where: str, study: Study, problems: Problems, known) -> None:
    cmocs = [c.cmoc_id for c in study.cmocs]
    known(FILE_OF_LINKS, where, "cmoc", [link.from_cmoc, link.to_cmoc], cmocs)
    known(FILE_OF_LINKS, where, "kind", [link.kind], LINKS)
    if not link.via.strip():
        problems.add(
            FILE_OF_LINKS, where, "via is blank", do="Say what leads from one to the other."
        )
    if link.contested and not link.contested_reason.strip():
        problems.add(
            FILE_OF_LINKS,
            where,
            "the link is contested and contested_reason is blank",
            do="Say what speaks against it.",
        )
