"""Where a file departs from the standard (REFI-QDA 1.0): named, and read all the same.

Real exports break the schema in many harmless ways, so it is no gate. What is looked for is what
could make a reader misread: elements and required attributes that the standard knows.
"""

from __future__ import annotations

from collections import Counter

from compendium.readers.refi_qda.elements import tag

# What the standard puts inside each element (Project_v1.0.xsd, Codebook_v1.0.xsd).
REF = {"VariableRef", "SourceRef", "SelectionRef", "CodeRef", "NoteRef"}
VALUES = {
    "TextValue",
    "BooleanValue",
    "IntegerValue",
    "FloatValue",
    "DateValue",
    "DateTimeValue",
}
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
KNOWN = GROUPS | REF | VALUES | SOURCES | SELECTIONS
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


def breaches(root) -> list[str]:
    """One line per kind of departure, with how often it occurs."""
    unknown, missing, empty = Counter(), Counter(), Counter()
    for element in root.iter():
        name = tag(element)
        if name and name not in KNOWN:
            unknown[name] += 1
        for attribute in REQUIRED.get(name, ()):
            if element.get(attribute) is None:
                missing[name, attribute] += 1
        if name in {"Sets", "Links", "Notes", "Cases"} and not len(element):
            empty[name] += 1
    lines = [f"<{name}> is no element of it ({n}): passed over" for name, n in unknown.items()]
    lines += [f"<{name}> has no {attribute} ({n})" for (name, attribute), n in missing.items()]
    lines += [f"<{name}> is empty" for name in empty]
    return [f"departs from the REFI-QDA standard: {line}" for line in lines]
