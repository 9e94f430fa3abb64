"""Where a file departs from the standard (REFI-QDA 1.0): named, and read all the same.

Real exports break the schema in many harmless ways, so it is no gate. What is looked for is what
could make a reader misread: elements and required attributes that the standard knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from compendium.readers.refi_qda.elements import VALUES, children

# What the standard puts inside each element (Project_v1.0.xsd, Codebook_v1.0.xsd).
REF = {"VariableRef", "SourceRef", "SelectionRef", "CodeRef", "NoteRef"}
SOURCES = {"TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource"}
SELECTIONS = {
    "PlainTextSelection",
    "PictureSelection",
    "PDFSelection",
    "AudioSelection",
    "VideoSelection",
    "TranscriptSelection",
}
GROUPS = {
    "Project",
    "Users",
    "CodeBook",
    "Codes",
    "Variables",
    "Cases",
    "Sources",
    "Notes",
    "Links",
    "Sets",
    "Graphs",
}
KNOWN = GROUPS | REF | set(VALUES) | SOURCES | SELECTIONS
KNOWN |= {"User", "Code", "Variable", "VariableValue", "Case", "Note", "Link", "Set", "Graph"}
KNOWN |= {"Coding", "Description", "PlainTextContent", "SyncPoint", "Transcript", "Representation"}
KNOWN |= {"MemberCode", "MemberSource", "MemberNote", "Vertex", "Edge"}
# What each must have.
REQUIRED = {
    **dict.fromkeys(("User", "TextSource", "Coding", "Note", "Link"), ("guid",)),
    **dict.fromkeys(("Code", "Variable", "Set"), ("guid", "name")),
    "PlainTextSelection": ("guid", "startPosition", "endPosition"),
    **dict.fromkeys(REF, ("targetGUID",)),
    **dict.fromkeys(("MemberCode", "MemberSource", "MemberNote"), ("targetGUID",)),
}

# Of these the reader of sources counts what is missing.
MANY = {"PlainTextSelection", "Coding", "CodeRef"}
GROUPS_OF_ANYTHING = ("Cases", "Notes", "Links", "Sets")


def breaches(root, names: Counter[str], counted: Mapping[tuple[str, str], int]) -> list[str]:
    """One line per kind of departure, with how often it occurs.

    Parameters
    ----------
    names : Counter
        How many elements there are of each name.
    counted : mapping
        Of (element, attribute) how often it is missing, for the elements in `MANY`.
    """
    lines = [
        f"<{name}> is no element of it ({number}): passed over"
        for name, number in names.items()
        if name not in KNOWN
    ]
    missing = Counter(counted)
    asked = sorted(names.keys() & REQUIRED.keys() - MANY)
    for element in root.iter(*(f"{{*}}{name}" for name in asked)) if asked else ():
        name = element.tag.rpartition("}")[2]
        for attribute in REQUIRED[name]:
            missing[name, attribute] += element.get(attribute) is None
    lines += [f"<{name}> has no {a} ({n})" for (name, a), n in sorted(missing.items()) if n]
    empty = [e for e in children(root, *GROUPS_OF_ANYTHING) if not len(e)]
    lines += [f"<{element.tag.rpartition('}')[2]}> is empty" for element in empty]
    return [f"departs from the REFI-QDA standard: {line}" for line in lines]
