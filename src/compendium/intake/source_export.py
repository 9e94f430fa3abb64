"""A study's export, read as study.yml says it is to be read."""

from __future__ import annotations

from pathlib import Path

from compendium.intake.whole_export import with_fixed
from compendium.readers.coded_segments.code_names import CodeNames
from compendium.readers.coded_segments.layouts import SegmentColumns
from compendium.readers.export import WORD, Export, damaged, read_export
from compendium.readers.origins import NAME
from compendium.readers.work_tree import refuse_real
from compendium.study import Source, Study


def source_export(study: Study, source: Source) -> Export:
    """The export of one source.

    Raises
    ------
    DataError
        If it is missing or cannot be read, or is a document and no export of data.
    WorkTreeError
        If it holds real data and lies inside a git work tree.
    """
    path = study.folder / source.file
    export = read_export(
        path,
        source.header_rows,
        source.sheet,
        source.columns.get("data_origin", NAME),
        source.positions,
        SegmentColumns(
            source.segment_columns,
            source.code_columns,
            source.coder_columns,
            source.code_separator,
        ),
        code_names(study) if coded_in_word(source, path) else None,
    )
    if "paragraphs" in export.tables:
        do = "Name the survey, coding project or casework log in study.yml."
        raise damaged(path, "this is a document, no export of data", do)
    export = with_fixed(source, export)
    refuse_real(export.origins, path.name, path)
    return export


def coded_in_word(source: Source, path: Path) -> bool:
    """Whether a coding project is a Word file with comments, or a folder of them."""
    return source.kind == "coding_project" and (path.suffix.lower() == WORD or path.is_dir())


def code_names(study: Study) -> CodeNames:
    """Everything that a comment may name: codes of the codebook, and valence."""
    return CodeNames(study.codebook, study.header.coding.valence)
