"""The headings that coding tools give the columns of a table of coded segments."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True)
class Dialect:
    """The headings one tool gives its columns: for each role all that are known, in small letters
    and digits alone.
    """

    roles: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    separator: str = ""
    between: str = ""
    filled_down: bool = False
    unread: tuple[str, ...] = ()


DIALECTS = {
    "this compendium": Dialect(
        {
            "source": ("source",),
            "code": ("codepath",),
            "coder": ("coder",),
            "start": ("start",),
            "end": ("end",),
            "text": ("text",),
        },
        ("source", "code", "start", "end", "text"),
        separator=" > ",
    ),
    "MAXQDA": Dialect(
        {
            "source": ("documentname", "dokumentname", "document"),
            "text": ("segment",),
            "code": ("code",),
            "coder": ("createdby", "author", "erstelltvon", "autor"),
            "place": ("beginning", "begin", "anfang"),
            "memo": ("comment", "kommentar"),
        },
        ("source", "text", "code", "place"),
        separator=r"\\| > ",
        unread=(
            *("end", "ende", "color", "farbe", "weightscore", "weight", "gewicht", "area"),
            *("coverage", "modifiedby", "modified", "modifiedon", "created", "createdon"),
            *("bearbeitetvon", "bearbeitetam", "erstelltam", "abdeckungsgrad", "creationdate"),
        ),
    ),
    "ATLAS.ti": Dialect(
        {
            "source": ("document", "documentname"),
            "text": ("quotationcontent", "textcontent", "content", "quotationtext"),
            "code": ("codes",),
            "coder": ("createdby",),
            "place": ("reference",),
            "memo": ("comment",),
        },
        ("source", "text", "code"),
        separator=": ",
        between=r"\r?\n|; ",
        unread=("id", "quotationname", "name", "density", "modifiedby", "created", "modified"),
    ),
    "NVivo": Dialect(
        {
            "source": ("filename", "file", "sourcename", "source"),
            "text": ("codedtext",),
            "code": ("code", "codename", "node", "nodename", "hierarchicalname"),
            "coder": ("codedbyinitials", "codedby", "codername"),
            "place": ("referencenumber", "reference"),
        },
        ("source", "text", "code"),
        separator=r"\\+",
        filled_down=True,
        unread=(
            *("coverage", "aggregate", "classification", "modifiedon", "nickname"),
            *("numberofcodingreferences", "numberofreferences", "numberofuserscoding"),
        ),
    ),
    "Dedoose": Dialect(
        {
            "source": ("mediatitle", "resourcetitle"),
            "text": ("excerptcopy", "excerpt"),
            "code": ("codesappliedcombined",),
            "coder": ("excerptcreator",),
            "range": ("excerptrange",),
        },
        ("source", "text", "code"),
        separator=r"\\",
        between=r",\s*",
        unread=("excerptdate", "resourcecreator", "resourcedate", "mediacreator", "mediadate"),
    ),
    "QualCoder": Dialect(
        {
            "source": ("filename", "file"),
            "case": ("case",),
            "text": ("coded",),
            "code": ("codename",),
            "coder": ("coder",),
            "place": ("id",),
            "memo": ("codedmemo",),
        },
        ("source", "text", "code", "coder"),
    ),
    "Taguette": Dialect(
        {
            "source": ("document",),
            "text": ("content",),
            "code": ("tag",),
            "place": ("id",),
        },
        ("source", "text", "code", "place"),
    ),
}


def plain(name: str) -> str:
    """Letters and digits of a heading, small: ``Weight score`` as ``weightscore``."""
    return re.sub(r"[\W_]+", "", name).casefold()
