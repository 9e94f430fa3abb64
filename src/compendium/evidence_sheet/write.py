"""The evidence workbook, written: judgements there are, then passages nobody judged yet."""

from __future__ import annotations

import itertools

import pandas as pd

from compendium.analysis.qualitative.themes import coding_of_record, rolled_up
from compendium.evidence_sheet.columns import (
    CHOICES,
    CMOC_SHEET,
    COLUMNS,
    FILE,
    NUMBERS,
    SHEET,
    WHOSE,
    WIDTH,
    WIDTHS,
    choices,
)
from compendium.intake.evidence import read_evidence
from compendium.intake.tables import Tables, open_tables
from compendium.intake.written_sources import written_sources
from compendium.problems import StudyError
from compendium.readers.grid import letter
from compendium.study import Study
from compendium.theory import Cmoc
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import Look, Rows, write_xlsx

# A cell of a workbook holds at most 32,767 characters.
LONGEST = 31_000
PARTS = ("context", "m_resource", "m_reasoning", "outcome_intended", "outcome_unintended")
CMOC_COLUMNS = ("cmoc_id", "pt_id", *PARTS, "for_whom", "rival")


def write_evidence_sheet(study: Study, analyst: str = "") -> str:
    """Write the workbook of a study, or of one analyst's judgements, and say what is in it.

    Raises
    ------
    StudyError
        If the study has no CMOCs that evidence could be on.
    """
    if not study.cmocs:
        raise StudyError(f"{study.id} has no CMOCs: write theory/cmocs.yml first.")
    data, path = open_tables(study), study.private / FILE
    there, open_ones = judgements(data, analyst), candidates(data, analyst)
    write_xlsx(path, _sheets(data, [*there, *open_ones], analyst), _looks(study))
    keep_private(study.private)
    whose = f" of {analyst}" if analyst else ""
    return "\n".join(
        [
            f"{study.id}: evidence",
            f"  judgements          {len(there)}{whose}",
            f"  to be judged        {len(open_ones)} coded passages, each beside a CMOC",
            f"  written             {path.relative_to(study.private.parents[1]).as_posix()}",
        ]
    )


def judged_by(data: Tables, analyst: str = "") -> pd.DataFrame:
    """One row per judgement of one analyst; of everybody where none is named."""
    return data.evidence[data.evidence["analyst"] == analyst] if analyst else data.evidence


def judgements(data: Tables, analyst: str = "") -> list[dict[str, str]]:
    """One row per judgement there is (of one analyst), in the order they are kept in."""
    own = judged_by(data, analyst)
    rows = {row["evidence_id"]: row for row in own.to_dict("records")}
    kept, beside = read_evidence(data.study)["evidence_id"], Beside(data)
    return [
        rows[name] | beside.of(rows[name]["source_type"], rows[name]["source_id"])
        for name in kept
        if name in rows
    ]


def candidates(data: Tables, analyst: str = "") -> list[dict[str, str]]:
    """One row per CMOC and passage with a code that it names, which nobody judged for it yet.

    A passage of a code below one that is named is meant too. With an analyst: which that analyst
    did not judge.
    """
    judged = judged_by(data, analyst)
    done = set(zip(judged["cmoc_id"], judged["source_id"], strict=True))
    coded = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    under = coded.groupby("code_id", observed=True)["segment_id"].agg(set).to_dict()
    order, beside = data.segments["segment_id"].tolist(), Beside(data)
    found = []
    for cmoc in data.study.cmocs:
        named = set().union(*(under.get(code, set()) for code in cmoc.codes))
        for segment in (s for s in order if s in named and (cmoc.cmoc_id, s) not in done):
            row = {"cmoc_id": cmoc.cmoc_id, "source_type": "segment", "source_id": segment}
            found.append(row | beside.of("segment", segment))
    return found


class Beside:
    """What is shown beside a judgement: what it rests on, who said it, where, and its codes."""

    def __init__(self, data: Tables):
        coded = coding_of_record(data.codings, data.study).sort_values(["segment_id", "code_id"])
        codes = coded.groupby("segment_id", observed=True)["code_id"].agg(", ".join)
        passages = data.segments.assign(
            source_text=data.segments["text"].map(_short),
            speaker=data.segments["participant_id"].replace("", "not known"),
            site=data.segments["site_id"],
            codes=data.segments["segment_id"].map(codes).fillna(""),
        ).set_index("segment_id")
        columns = ["source_text", "speaker", "site", "group", "codes"]
        self._passages = passages[columns].to_dict("index")
        self._study = data.study
        self._written = written_sources(data.study, data.literature_records)

    def of(self, source_type: str, source_id: str) -> dict[str, str]:
        """The cells beside a judgement on this source."""
        if source_type == "segment":
            return self._passages.get(source_id, {})
        if source_type in self._written:
            return {"source_text": self._written[source_type].get(source_id, "")}
        name, _, site = source_id.rpartition("@")
        return {"source_text": self._named(source_type, name), "site": site}

    def _named(self, source_type: str, name: str) -> str:
        """What a survey result or casework figure is about."""
        if source_type == "casework":
            return "casework: " + name.replace("/", " from ").replace("_", " ")
        instrument, _, topic = name.partition("/")
        form = self._study.instrument(instrument)
        labels = {c.construct: c.label.en for c in form.constructs}
        labels |= {i.item_id: i.wording.en for i in form.items}
        return f"survey: {labels.get(topic, topic)}"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + " … (cut)"


def _sheets(data: Tables, rows: list[dict[str, str]], analyst: str) -> dict[str, Rows]:
    lists = choices([c.cmoc_id for c in data.study.cmocs]) | {WHOSE: [analyst]}
    return {
        SHEET: [COLUMNS, *([_cell(row, name) for name in COLUMNS] for row in rows)],
        CMOC_SHEET: [CMOC_COLUMNS, *(_cmoc(c, data.study) for c in data.study.cmocs)],
        CHOICES: [list(lists), *itertools.zip_longest(*lists.values(), fillvalue="")],
    }


def _cell(row: dict[str, str], name: str) -> str | int:
    """A cell; a number is one, as it is when somebody chooses it from its list."""
    value = row.get(name, "")
    return int(value) if name in NUMBERS and value else value


def _cmoc(cmoc: Cmoc, study: Study) -> list[str]:
    """A CMOC's text, and the rival explanation of its statement in the newest version."""
    rivals = [s.rival_text for s in study.statements if s.pt_id == cmoc.pt_id]
    own = [getattr(cmoc, name) for name in CMOC_COLUMNS[:-1]]
    return [*own, rivals[-1] if rivals else ""]


def _looks(study: Study) -> dict[str, Look]:
    """Each sheet's widths and what stays in view; where the lists of each column stand."""
    lists = choices([c.cmoc_id for c in study.cmocs])
    where = {
        COLUMNS.index(name): f"{CHOICES}!${letter(i)}$2:${letter(i)}${len(values) + 1}"
        for i, (name, values) in enumerate(lists.items())
    }
    widths = [WIDTHS.get(name, WIDTH) for name in COLUMNS]
    return {
        SHEET: Look(widths, heading_columns=1, choices=where),
        CMOC_SHEET: Look([10, 8, *(32,) * (len(CMOC_COLUMNS) - 2)], heading_columns=1),
        CHOICES: Look([14] * (len(lists) + 1)),
    }
