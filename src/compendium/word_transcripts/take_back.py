"""What coders changed in Word, shown first, and written into the study once that is confirmed.

It goes into ``raw/codings_from_word.csv``. The export of the coding tool is never touched. One row
per coding that was added or removed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from compendium.intake.source_export import code_names
from compendium.intake.tables import Tables, open_tables
from compendium.intake.word_changes import (
    ADDED,
    DONE,
    FILE,
    REMOVED,
    as_noted,
    paths_by_code,
    read_changes,
    words_digest,
)
from compendium.problems import DataError, Problems, listed
from compendium.schemas import WORD_CHANGES
from compendium.study import Study
from compendium.word_transcripts.back import Difference, cut, read_transcripts
from compendium.word_transcripts.coded import Coded
from compendium.writers.files import write_csv


def take_back(study: Study, folder: Path, aliases: Mapping[str, str], confirmed: bool) -> str:
    """Show what Word files change; write it into the study if that is confirmed.

    Raises
    ------
    DataError
        If something in the files does not fit the study.
    """
    data = open_tables(study)
    back = read_transcripts(data, folder, aliases)
    _refuse_lost_evidence(data, back.differences)
    files = f"{len(back.files)} file{'' if len(back.files) == 1 else 's'}"
    lines = [f"{study.id}: {files} read back, {len(back.differences)} differences"]
    lines += [f"  {text}" for text in _told(data, back.differences)]
    lines += [f"  {text}" for text in (*back.said, *_quotes_left(data, back.differences))]
    if not back.differences:
        return "\n".join(lines)
    if not confirmed:
        return "\n".join([*lines, "Nothing is written yet. If this is right, add --confirm."])
    write_csv(study.folder / FILE, merged(data, read_changes(study), back.differences))
    return "\n".join([*lines, f"  written {FILE}; the next build uses it"])


def uncoded(data: Tables, differences: Sequence[Difference]) -> set[str]:
    """Ids of segments of which no coding is left once the differences are made."""
    codes = {code.code_id for code in data.study.codebook}
    places = data.segments.set_index("segment_id")[["event_id", "char_start", "char_end"]]
    left = Counter(map(tuple, places.loc[data.codings["segment_id"]].to_numpy()))
    for d in differences:
        if d.coded.code in codes:
            where = (d.coded.source, d.coded.start, d.coded.end)
            left[where] += 1 if d.change == ADDED else -1
    return {segment for segment, *where in places.itertuples() if left[tuple(where)] < 1}


def _refuse_lost_evidence(data: Tables, differences: Sequence[Difference]) -> None:
    """A passage that is evidence for the programme theory keeps a code, or the build would stop."""
    problems, gone = Problems(), uncoded(data, differences)
    for row in data.evidence[data.evidence["source_id"].isin(gone)].itertuples():
        what = f"{row.source_id} is evidence {row.evidence_id}, and no code would be left on it"
        do = "Keep a code on it in Word, or take the row out of theory/evidence.csv first."
        problems.add(FILE, "", what, do=do)
    problems.settle(DataError)


def _quotes_left(data: Tables, differences: Sequence[Difference]) -> list[str]:
    gone = sorted(set(data.quotes["segment_id"]) & uncoded(data, differences))
    if not gone:
        return []
    return [f"no code is left on {listed(gone)}: approved as quotes, not to be quoted any more"]


def _told(data: Tables, differences: Sequence[Difference]) -> list[str]:
    """Differences counted by coder and code, then each of them."""
    names, paths = code_names(data.study), paths_by_code(data.study)

    def code(coded: Coded) -> str:
        return names.shown(paths.get(coded.code, coded.code))

    counts = Counter((d.coded.coder, code(d.coded), d.change) for d in differences)
    told = []
    for coder, name in dict.fromkeys((c, n) for c, n, _ in sorted(counts)):
        said = [f"{counts[coder, name, kind]} {kind}" for kind in (ADDED, REMOVED)
                if counts[coder, name, kind]]  # fmt: skip
        told.append(f"{coder}, {name}: {', '.join(said)}")
    for d in differences:
        place = f"{d.coded.source}:{d.coded.start}-{d.coded.end}"
        told.append(f"{d.change:7} {d.coded.coder}, {code(d.coded)}: {cut(d.words)!r} [{place}]")
    return told


def merged(data: Tables, before: pd.DataFrame, differences: Sequence[Difference]) -> pd.DataFrame:
    """Every change there is now: those of before, and those that are new.

    What was added once and is removed now stands in neither the export nor the table; so it is
    with what was removed once. Changes that the export has meanwhile by itself are left out.
    """
    noted = data.quality[data.quality["rule"] == DONE]
    idle = set(zip(noted["where"], noted["value"], strict=True))
    rows = {
        Coded(r.source, r.char_start, r.char_end, r.code, r.coder): r._asdict()
        for r in before.itertuples(index=False)
        if as_noted(r) not in idle
    }
    origins = data.events.set_index("event_id")["data_origin"]
    for d in differences:
        if rows.get(d.coded, {}).get("change", d.change) != d.change:
            del rows[d.coded]
            continue
        places = (d.coded.source, d.coded.start, d.coded.end, d.coded.code, d.coded.coder)
        more = (words_digest(d.words), d.file, origins[d.coded.source])
        rows[d.coded] = dict(zip(WORD_CHANGES, (d.change, *places, *more), strict=True))
    return pd.DataFrame([rows[key] for key in sorted(rows)], columns=list(WORD_CHANGES))
