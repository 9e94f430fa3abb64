"""A study's export, read as study.yml says it is to be read."""

from __future__ import annotations

from compendium.readers.coded_segments.layouts import SegmentColumns
from compendium.readers.export import Export, damaged, read_export
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
    export = read_export(
        study.folder / source.file,
        source.header_rows,
        source.sheet,
        source.columns["data_origin"],
        source.positions,
        SegmentColumns(
            source.segment_columns,
            source.code_columns,
            source.coder_columns,
            source.code_separator,
        ),
    )
    if "paragraphs" in export.tables:
        do = "Name the survey, coding project or casework log in study.yml."
        raise damaged(study.folder / source.file, "this is a document, no export of data", do)
    return export
