"""Transcripts written as Word files, with codings as comments in the margin.

The files lie in ``private/<study>/transcripts/``, in a folder for the coding of record and one for
each coder that somebody asks for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from compendium.data_package.transcripts import transcripts
from compendium.intake.matches import open_consent
from compendium.intake.source_export import code_names
from compendium.intake.tables import Tables, open_tables
from compendium.intake.word_changes import paths_by_code
from compendium.problems import StudyError, listed
from compendium.readers.coding_project import free_name
from compendium.study import Study
from compendium.word_transcripts.coded import CODING, RECORD, Coded, codings_by_rule, rule_named
from compendium.writers.private import keep_private
from compendium.writers.word_comments import Remark, Shown, Transcript, write_commented

FOLDER, OF_RECORD = "transcripts", "coding_of_record"
MADE_UP = "MADE-UP DATA"
HOW = (
    "Mark words and add a comment with the id or the name of a code, one a line; change or delete "
    "comments. What is no code begins with memo: and the text stays as it is."
)
# No open answers: each would be a file of its own.
WRITTEN = ("interview", "observation")
UNSAFE, LONGEST_NAME = r"[^\w .-]+", 80


def write_transcripts(study: Study, by: str = "", sources: Sequence[str] = ()) -> str:
    """Write the transcripts of a study and say what is in them.

    Parameters
    ----------
    by : str
        Whose coding; blank for the coding of record.
    sources : sequence of str
        Names of sources; none for all interviews, focus groups and field notes.

    Raises
    ------
    StudyError
        If there is no such coder or source, or a file is there already: somebody may have worked
        in it.
    """
    rule = rule_named(study, by or study.header.coding.of_record)
    data = open_tables(study)
    texts, _ = transcripts(data)
    chosen = _chosen(data, texts, sources)
    folder = study.private / FOLDER / (study.header.coding.called(rule) if by else OF_RECORD)
    names = file_names(chosen)
    if there := [name for name in names.values() if (folder / name).exists()]:
        raise StudyError(
            f"{listed(there, 3)} in {_shown(folder, study)}: somebody may have coded in there, and "
            "nothing was written. Read it back with --from, then move it elsewhere."
        )
    codings, outside = codings_by_rule(data, rule), 0
    keep_private(folder)
    for event, name in names.items():
        text = texts[event]
        own = codings.get(event, set())
        inside = [c for c in own if c.start <= c.end <= len(text)]
        outside += len(own) - len(inside)
        head = _head(data, event, rule, of_record=not by)
        write_commented(folder / name, _transcript(data, event, head, text, inside))
    keep_private(folder)
    written = sum(len(codings.get(event, ())) for event in names)
    none = len([e for e in data.events["event_id"] if e not in texts])
    lines = [
        f"{study.id}: transcripts with codes as comments, for the team alone",
        f"  coding      {_whose(study, rule, of_record=not by)}: {written - outside} codings",
        f"  transcripts {len(names)}, {len(set(names) - set(codings))} of them without a comment",
        f"  written     to {_shown(folder, study)}",
        f"  back        make transcripts STUDY={study.id} FROM={_shown(folder, study)}",
    ]
    lines += [f"  left out    {none} sources whose text the export does not hold"] if none else []
    lines += [f"  left out    {outside} codings outside their text"] if outside else []
    return "\n".join(lines)


def _chosen(data: Tables, texts: Mapping[str, str], sources: Sequence[str]) -> list[str]:
    events = data.events[data.events["event_id"].isin(texts)]
    if unknown := [s for s in sources if s not in set(events["event_id"])]:
        raise StudyError(
            f"{data.study.id} has no transcript of {listed(unknown)}: it has "
            f"{listed(sorted(events['event_id'])) or 'none'}."
        )
    usual = events.loc[events["data_type"].isin(WRITTEN), "event_id"]
    chosen = sorted(sources or usual)
    if not chosen:
        raise StudyError(f"{data.study.id} has no transcripts.")
    return chosen


def file_names(sources: Sequence[str]) -> dict[str, str]:
    """What each source's file is called: like the source, as far as a file can be."""
    names, taken = {}, set()
    for source in sources:
        safe = re.sub(UNSAFE, "_", source).strip(" .")[:LONGEST_NAME] or "transcript"
        # Some disks do not tell capitals from small letters.
        free = free_name(safe.casefold(), taken)
        taken.add(free)
        names[source] = f"{safe}{free.removeprefix(safe.casefold())}.docx"
    return names


def _head(data: Tables, event: str, rule: str, of_record: bool) -> dict[str, str]:
    """The table above a transcript."""
    study = data.study
    row = data.events.set_index("event_id").loc[event]
    here = data.event_participants.loc[data.event_participants["event_id"] == event]
    people = data.participants[data.participants["participant_id"].isin(here["participant_id"])]
    consent = open_consent(study).table.set_index("participant_id")
    people = people.assign(case=[consent.at[p, "case_name"] or p for p in people["participant_id"]])
    people = people.sort_values("case")
    groups = {g.group: g.label.en for g in study.groups}
    said = {
        "Source": event,
        "Participants": "; ".join(people["case"]) or "none",
        "Pseudonyms": "; ".join(filter(None, people["pseudonym"])),
        "Groups": "; ".join(dict.fromkeys(groups.get(g, g) for g in people["group"])),
        "Area": study.site(row["site_id"]).label.en,
        "Data": MADE_UP if row["data_origin"] == "synthetic" else "",
        CODING: _whose(study, rule, of_record),
        "How to code": HOW,
    }
    return {name: text for name, text in said.items() if text}


def _whose(study: Study, rule: str, of_record: bool) -> str:
    return f"{RECORD if of_record else ''}{rule}"


def _transcript(
    data: Tables, event: str, head: dict[str, str], text: str, codings: Sequence[Coded]
) -> Transcript:
    """A text as Word shows it: one comment per passage and coder, in it one line per code."""
    shown, names = Shown(text), code_names(data.study)
    paths = paths_by_code(data.study)
    order = {code: i for i, code in enumerate([*paths, *data.study.header.coding.valence])}
    lines: dict[tuple[int, int, str], list[str]] = {}
    for coding in sorted(codings, key=lambda c: order.get(c.code, len(order))):
        place = shown.from_text(coding.start), shown.from_text(coding.end)
        said = names.shown(paths.get(coding.code, coding.code))
        lines.setdefault((*place, coding.coder), []).append(said)
    remarks = [Remark(*key, tuple(said)) for key, said in lines.items()]
    row = data.events.set_index("event_id").loc[event]
    language = row.get("language", "en")
    return Transcript(event, head, shown.text, remarks, language)


def _shown(folder: Path, study: Study) -> str:
    return folder.relative_to(study.private.parents[1]).as_posix()
