"""Begin a study from a team's own files: read, drafted, written, held against itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from compendium.intake.dates import is_date
from compendium.problems import CompendiumError, StudyError, listed
from compendium.readers.work_tree import REAL, refuse_real
from compendium.schemas import ORIGINS
from compendium.start.definitions import form_lines, study_lines
from compendium.start.drafts import Draft, draft_of
from compendium.start.folder import fresh, refuse_name
from compendium.start.given import Given, read_given, refuse_nothing
from compendium.start.people import Declared
from compendium.start.talk import codebook_lines
from compendium.start.theory import has_theory, theory_files
from compendium.start.to_do import to_do
from compendium.start.yaml_lines import document
from compendium.study_folder import checked, read_study
from compendium.writers.files import write_bytes, write_csv, write_text

CONSENT, CONSENT_DRAFT, TO_DO = "consent.csv", "consent.draft.csv", "to-do.md"


@dataclasses.dataclass(frozen=True)
class Begun:
    """A study that was drafted: where, whose data are in it, and the list of what to do."""

    folder: Path
    people: int
    declared: bool
    theory: bool
    to_do: str


def begin(
    paths: Sequence[Path],
    name: str,
    data: Path,
    origin: str = REAL,
    said: Mapping[str, str] | None = None,
    declared: Declared | None = None,
    day: dt.date | None = None,
) -> Begun:
    """Draft a study from files and write it to ``data/name``.

    Parameters
    ----------
    origin : str
        Whether files that do not say so hold ``real`` data (what is taken for granted) or
        ``synthetic`` ones.
    said : mapping
        What columns are called, by role, where their names do not tell.
    declared : Declared
        Who declares that everybody in the files agreed to take part. Without it nobody passes the
        consent door: the rows to be confirmed lie in ``consent.draft.csv``.
    day : datetime.date
        From when consent counts as settled, if nobody declares it; today.

    Raises
    ------
    CompendiumError
        If a file cannot be read or may not come in; if there is nothing to draft from; if the name
        will not do or the study is there; if real data would lie in a git work tree.
    """
    refuse_name(name, data)
    _refuse_declaration(declared)
    if origin not in ORIGINS:
        raise StudyError(f"--origin {origin}: {listed(ORIGINS)} are known.")
    given = read_given(paths)
    refuse_nothing(given)
    draft = draft_of(given, name, origin, said or {})
    _refuse_real(draft, given, data / name)
    theory, to_judge = theory_files(given)
    day = declared.on if declared else (day or dt.date.today()).isoformat()
    with fresh(name, data) as folder:
        _write(folder, draft, given, theory, declared, day)
        text = to_do(draft, given, to_judge, declared)
        write_text(folder / TO_DO, text)
        checked(read_study(folder))
    people = len(draft.people.people)
    return Begun(data / name, people, declared is not None, has_theory(theory), text)


def _refuse_declaration(declared: Declared | None) -> None:
    if declared and not (declared.by.strip() and is_date(declared.on)):
        raise CompendiumError(
            f"Consent is declared by {declared.by or 'nobody'} on {declared.on or 'no day'}: a "
            "name and a day like 2024-03-31 are needed (BY='…' ON=2024-03-31)."
        )


def _refuse_real(draft: Draft, given: list[Given], folder: Path) -> None:
    """Nothing real into a git work tree, nor from one; what does not say so counts as `origin`."""
    for one in given:
        refuse_real(one.export.origins, one.path.name, folder)
    silent = [s.source for s in draft.sources if "data_origin" in s.entries.get("fixed", {})]
    paths = [one.path for one in given if one.name in silent]
    try:
        refuse_real([draft.origin] if silent else [], draft.study, folder, *paths)
    except StudyError as error:
        names = listed(path.name for path in paths)
        raise StudyError(
            f"{error}\nNothing in {names} says that the data are made up, so they count as real. "
            "If they are made up, add --origin synthetic (ORIGIN=synthetic)."
        ) from None


def _write(
    folder: Path,
    draft: Draft,
    given: list[Given],
    theory: dict[str, str],
    declared: Declared | None,
    day: str,
) -> None:
    """Every file of the study but the list of what to do."""
    seed = zlib.crc32(draft.study.encode()) % 1_000_000
    for one in given:
        write_bytes(folder / "raw" / one.path.name, one.path.read_bytes())
    for path, text in theory.items():
        write_text(folder / path, text)
    study = study_lines(draft, seed, day, has_theory(theory))
    write_text(folder / "study.yml", document(study))
    for form in draft.forms:
        lines = form_lines(form, draft.form_groups[form.instrument])
        write_text(folder / "instruments" / f"{form.instrument}.yml", document(lines))
    if draft.coding.codes:
        write_text(folder / "codebook.yml", document(codebook_lines(draft.coding)))
    consent = draft.people.consent(draft.study, seed, declared)
    write_csv(folder / CONSENT, consent if declared else consent.iloc[:0])
    if not declared and len(consent):
        write_csv(folder / CONSENT_DRAFT, consent)
    write_csv(folder / "sample.csv", draft.people.sample(declared))
