"""The programme theory as the team wrote it: its versions, the memos behind them, its links.

One row per statement, CMOC, memo or link, as each function says.
"""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.result import Labels, Result, origin_of, written
from compendium.analysis.theory.cmoc_result import named
from compendium.analysis.theory.realist import theory
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import Statement
from compendium.words import Text

PARTS = ("if_text", "then_text", "because_text", "rival_text")


def whole(data: Tables) -> Result:
    """Every CMOC with the strength of its evidence (`realist.theory`), and what the team wrote.

    The labels have the statement each belongs to and its rival, what would have refuted it, where
    it was expected and looked for, the questions of surveys about its context, and the links
    between CMOCs, numbered in the study's order.
    """
    found, study = theory(data), data.study
    labels = {**found.labels, **_statements(study), **_written_of(study), **_links(study)}
    return dataclasses.replace(found, labels=labels)


def newest(study: Study) -> dict[str, Statement]:
    """The newest version of every statement, in the order the statements first stand in."""
    return {s.pt_id: s for s in study.statements}


def standing(study: Study) -> dict[str, Statement]:
    """The newest version of every statement that was not split, merged or dropped."""
    return {pt_id: s for pt_id, s in newest(study).items() if not s.ended}


def called(statement: Statement) -> Text:
    """A statement by its id and what it says comes about: ``PW1: parents are heard``."""
    return Text(": ".join(filter(None, (statement.pt_id, statement.then_text))))


def _statements(study: Study) -> Labels:
    """What each statement is called; of each CMOC its statement."""
    return {
        "statement": {pt_id: called(s) for pt_id, s in newest(study).items()},
        "statement_of": {c.cmoc_id: Text(c.pt_id, c.pt_id) for c in study.cmocs},
    }


def _written_of(study: Study) -> Labels:
    """Of each CMOC what the team wrote beside its parts; what is blank is left out."""
    now, sites = newest(study), {s.site_id: s.label for s in study.sites}
    found: Labels = {name: {} for name in ("statement_whole", "rival_text", "would_refute")}
    for cmoc in study.cmocs:
        statement = now.get(cmoc.pt_id)
        texts = {
            "statement_whole": whole_sentence(statement) if statement else Text(""),
            "rival_text": Text(statement.rival_text if statement else ""),
            "would_refute": cmoc.would_refute or Text(""),
        }
        for name, text in texts.items():
            if text.en.strip():
                found[name][cmoc.cmoc_id] = text
    return found | {
        "expected_in": _sites_of({c.cmoc_id: c.sites_theorised for c in study.cmocs}, sites),
        "looked_for_in": _sites_of({c.cmoc_id: c.looked_for for c in study.cmocs}, sites),
        **_context_items(study),
    }


def whole_sentence(statement: Statement) -> Text:
    """The statement with its id: ``PW1: if …, then …, because …``, as far as it is whole."""
    words = ("if", "then", "because")
    parts = (statement.if_text, statement.then_text, statement.because_text)
    said = [f"{w} {p}" for w, p in zip(words, parts, strict=True) if p.strip()]
    return Text(f"{statement.pt_id}: {', '.join(said)}") if said else Text("")


def _sites_of(of: dict[str, tuple[str, ...]], sites: dict[str, Text]) -> dict[str, Text]:
    """The names of the sites of each CMOC, in both languages."""
    return {
        cmoc: Text(*(", ".join(sites[s].say(lang) for s in named) for lang in ("en", "cy")))
        for cmoc, named in of.items()
        if named
    }


def _context_items(study: Study) -> Labels:
    """The wording of each question about a context, and of which CMOC's context it asks."""
    wording = {i.item_id: i.wording for form in study.instruments for i in form.items}
    named = [(c.cmoc_id, item) for c in study.cmocs for item in c.context_items]
    return {
        "context_item": {item: wording[item] for _, item in named},
        "context_item_of": {f"{cmoc} {item}": Text(cmoc, cmoc) for cmoc, item in named},
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


def versions(data: Tables) -> Result:
    """Every version of every statement, as the team wrote it.

    One row per statement and version, in the study's order: `decided_on` (an ISO date) and
    `decided_by`. The labels have its parts by statement and version (``PW1 IPT``), what changed
    since the version before it (`change`) and on what evidence (`grounds`), what is to change
    next (`next`), how it `ended` and what it is `continued_as`, and the memos of the retroduction
    log that led to it.
    """
    rows = [
        (s.pt_id, s.version, s.decided_on.isoformat() if s.decided_on else "", s.decided_by)
        for s in data.study.statements
    ]
    frame = pd.DataFrame(rows, columns=["pt_id", "version", "decided_on", "decided_by"])
    kinds = {"decided_on": "text", "decided_by": "text"}
    return _written("versions", frame, ("pt_id", "version"), kinds, data, _texts(data.study))


def statements(data: Tables) -> Result:
    """The newest version of every statement that still stands (`versions`)."""
    found = versions(data)
    frame = found.frame.drop_duplicates("pt_id", keep="last")
    frame = frame[frame["pt_id"].isin(standing(data.study))].reset_index(drop=True)
    return dataclasses.replace(found, measure="statements", method="method_statements", frame=frame)


def retroduction(data: Tables) -> Result:
    """Why the theory was changed: one row per memo, in order of time.

    `about` is a statement or a CMOC; `pieces`, for the team, are ids of evidence. The texts stand
    in the labels.
    """
    memos = sorted(data.study.memos, key=lambda m: m.written_on)
    columns = ["memo_id", "about", "from_version", "to_version", "written_on", "analyst", "pieces"]
    rows = [
        (
            *(m.memo_id, m.about, m.from_version, m.to_version),
            *(m.written_on.isoformat(), m.analyst, " ".join(m.evidence)),
        )
        for m in memos
    ]
    labels = {
        "memo_id": {m.memo_id: m.text for m in memos},
        "about": _named(data.study),
        "version": data.study.theory_versions,
    }
    frame = pd.DataFrame(rows, columns=columns)
    kinds = dict.fromkeys(columns[1:], "text")
    return _written("retroduction", frame, ("memo_id",), kinds, data, labels)


def links(data: Tables) -> Result:
    """What leads from one CMOC to another: one row per link, numbered in the study's order."""
    columns = ["link", "from_cmoc", "to_cmoc", "kind", "contested"]
    rows = [
        (str(i), x.from_cmoc, x.to_cmoc, x.kind, "yes" if x.contested else "")
        for i, x in enumerate(data.study.links, 1)
    ]
    labels = {"cmoc_id": {c.cmoc_id: named(c) for c in data.study.cmocs}, **_links(data.study)}
    frame, kinds = pd.DataFrame(rows, columns=columns), dict.fromkeys(columns[1:], "text")
    return _written("links", frame, ("link",), kinds, data, labels)


def _named(study: Study) -> dict[str, Text]:
    """Each statement and CMOC by its id and what it says comes about."""
    return {**_statements(study)["statement"], **{c.cmoc_id: named(c) for c in study.cmocs}}


def _texts(study: Study) -> Labels:
    """What was written of each version, by statement and version; blank things are left out."""
    names = (*PARTS, "change", "grounds", "next", "ended", "continued_as")
    found: Labels = {name: {} for name in names}
    before: dict[str, Statement] = {}
    now = newest(study)
    for statement in study.statements:
        key, earlier = f"{statement.pt_id} {statement.version}", before.get(statement.pt_id)
        said = {part: getattr(statement, part) for part in PARTS}
        if earlier:
            said |= {"change": earlier.change, "grounds": earlier.evidence}
        if now[statement.pt_id] is statement:
            said["next"] = statement.change
            said |= {"ended": statement.ended, "continued_as": ", ".join(statement.continued_as)}
        for name, text in said.items():
            if text.strip():
                found[name][key] = Text(text)
        before[statement.pt_id] = statement
    return found | {
        "statement": _statements(study)["statement"],
        "version": study.theory_versions,
        **_memos(study),
    }


def _memos(study: Study) -> Labels:
    """The text of each memo, which version it led to, who wrote it and when."""
    of = {c.cmoc_id: c.pt_id for c in study.cmocs}
    led = {m.memo_id: f"{of.get(m.about, m.about)} {m.to_version}" for m in study.memos}
    return {
        "memo": {m.memo_id: m.text for m in study.memos},
        "memo_of": {memo: Text(version, version) for memo, version in led.items()},
        "memo_by": {m.memo_id: Text(m.analyst, m.analyst) for m in study.memos},
        "memo_on": {m.memo_id: Text(m.written_on.isoformat()) for m in study.memos},
    }


def _written(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    data: Tables,
    labels: Labels,
) -> Result:
    """What the team wrote of its theory."""
    origin, title = origin_of(data.participants, data.evidence), data.study.header.title
    return written(measure, frame, by, kinds, labels, population=title, origin=origin)
