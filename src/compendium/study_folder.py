"""A study's folder: found, read into frozen dataclasses, and held against itself.

One folder under ``data/`` is one study. `open_study` reads its YAML and CSV definitions, checks
that every id that is referred to exists, and reports all mistakes at once.
"""

from __future__ import annotations

from pathlib import Path

from compendium import definitions
from compendium.conclusions import Finding, Framework, MetaInference
from compendium.impact import ImpactPlan
from compendium.instruments import Instrument
from compendium.places import data_folder, study_names
from compendium.problems import Problems, StudyError, listed
from compendium.study import Header, SampleSize, Study
from compendium.study_checks.references import check_references
from compendium.theory import (
    Cmoc,
    CmocLink,
    Code,
    ConfidenceJudgement,
    Memo,
    PatternJudgement,
    Statement,
)


def open_study(name: str) -> Study:
    """Read and check one study's definitions.

    Raises
    ------
    StudyError
        If there is no such study, or with every mistake found in its definitions.
    """
    folder = data_folder() / name
    if not (folder / "study.yml").is_file():
        raise StudyError(
            f"There is no study {name!r} in {data_folder().name}/. "
            f"There is: {listed(study_names()) or 'none yet'}."
        )
    return checked(read_study(folder))


def read_study(folder: Path) -> Study:
    """Read the definitions in one folder, wherever it lies; not yet held against themselves.

    Raises
    ------
    StudyError
        With every mistake that keeps them from being read.
    """
    problems = Problems()
    study = _read(folder, problems)
    problems.settle(StudyError)
    return study


def checked(study: Study) -> Study:
    """The same study, if it agrees with itself.

    Raises
    ------
    StudyError
        With every reference that leads nowhere, and every contradiction.
    """
    problems = Problems()
    check_references(study, problems)
    problems.settle(StudyError)
    return study


def _read(folder: Path, problems: Problems) -> Study | None:
    header = definitions.build(
        Header, definitions.read_yaml(folder / "study.yml"), "study.yml", "", problems
    )
    if header is None:
        return None

    def table(cls, relative: str, key: str):
        path = folder / relative
        if not path.exists():
            return ()
        read = definitions.read_csv_rows if path.suffix == ".csv" else definitions.read_yaml
        return definitions.build_all(cls, read(path), path.name, key, problems)

    def whole(cls, relative: str):
        path = folder / relative
        if not path.exists():
            return None
        return definitions.build(cls, definitions.read_yaml(path), path.name, "", problems)

    instruments = [
        definitions.build(
            Instrument,
            definitions.read_yaml(folder / "instruments" / f"{name}.yml"),
            f"instruments/{name}.yml",
            "",
            problems,
        )
        for name in header.instruments
    ]
    return Study(
        header=header,
        sample=table(SampleSize, "sample.csv", ""),
        instruments=tuple(i for i in instruments if i is not None),
        codebook=table(Code, "codebook.yml", "code_id"),
        statements=table(Statement, "theory/statements.yml", ""),
        cmocs=table(Cmoc, "theory/cmocs.yml", "cmoc_id"),
        links=table(CmocLink, "theory/links.csv", ""),
        folder=folder,
        confidence=table(ConfidenceJudgement, "theory/confidence.csv", ""),
        patterns=table(PatternJudgement, "theory/patterns.csv", ""),
        meta_inferences=table(MetaInference, "findings/joint_display.yml", ""),
        findings=table(Finding, "findings/findings.yml", "finding_id"),
        memos=table(Memo, "theory/retroduction.yml", "memo_id"),
        framework=whole(Framework, "framework.yml"),
        impact=whole(ImpactPlan, "impact.yml"),
    )
