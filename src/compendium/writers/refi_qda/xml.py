"""A coding project, or its codebook, as REFI-QDA XML that obeys the standard's schema."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from compendium.writers.refi_qda.entries import (
    PROJECT,
    CaseEntry,
    CodeEntry,
    NoteEntry,
    Project,
    SourceEntry,
    Target,
)

NAMESPACE = uuid.UUID("6f2d4c1e-9b0a-5d3c-8a57-1f0e2b7c4d90")
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
# What XML 1.0 cannot hold at all.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ELEMENTS = {"text": "Text", "picture": "Picture", "pdf": "PDF", "audio": "Audio", "video": "Video"}
VALUES = {
    "Text": "TextValue",
    "Boolean": "BooleanValue",
    "Integer": "IntegerValue",
    "Float": "FloatValue",
    "Date": "DateValue",
    "DateTime": "DateTimeValue",
}


def project_xml(project: Project) -> str:
    """The project as REFI-QDA XML."""
    return "\n".join(_Writer(project).lines()) + "\n"


def codebook_xml(project: Project) -> str:
    """The codebook alone, as ``.qdc`` has it."""
    lines = [
        DECLARATION,
        f'<CodeBook origin={attribute(project.origin)} xmlns="urn:QDA-XML:codebook:1.0">',
        *_group("Codes", _Writer(project, with_notes=False).codes(())),
        "</CodeBook>",
    ]
    return "\n".join(lines) + "\n"


def guid(project: Project, *parts: str) -> str:
    """The identifier of a thing: the same for the same project and thing, no other."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join((project.name, *parts))))


def attribute(text: str) -> str:
    """A text as the value of an attribute, in quotes; what XML cannot hold as U+FFFD."""
    return quoteattr(UNFIT.sub("\ufffd", text))


def content(text: str) -> str:
    """A text between tags: a carriage return stays one, what XML cannot hold is U+FFFD."""
    return escape(UNFIT.sub("\ufffd", text), {"\r": "&#13;"})


def _group(name: str, lines: Iterable[str]) -> list[str]:
    """A group with what is in it; the standard's schema knows no empty ones."""
    lines = list(lines)
    return [f"<{name}>", *lines, f"</{name}>"] if lines else []


def _described(text: str) -> list[str]:
    return [f"<Description>{content(text)}</Description>"] if text else []


class _Writer:
    """The elements of one project; everything is named by its guid."""

    def __init__(self, project: Project, with_notes: bool = True):
        self._project = project
        self._when = f"{project.written_on}T12:00:00Z"
        self._types = dict(project.types)
        self._hangs: dict[Target, list[str]] = {}
        for number, note in enumerate(project.notes if with_notes else ()):
            for target in note.on:
                self._hangs.setdefault(target, []).append(self._note_guid(number, note))

    def lines(self) -> list[str]:
        """Every line of the file."""
        project = self._project
        return [
            DECLARATION,
            f"<Project name={attribute(project.name)} origin={attribute(project.origin)} "
            f'creationDateTime="{self._when}" xmlns="urn:QDA-XML:project:1.0">',
            *_group("Users", map(self._user, project.coders)),
            *self._codebook(),
            *_group("Variables", map(self._variable, self._variable_names())),
            *_group("Cases", (line for c in project.cases for line in self._case(c))),
            *_group("Sources", (line for s in project.sources for line in self._source(s))),
            *_group("Notes", (li for i, n in enumerate(project.notes) for li in self._note(i, n))),
            *_group("Links", (li for i, x in enumerate(project.links) for li in self._link(i, x))),
            *_group("Sets", (line for s in project.sets for line in self._set(s))),
            *_described(project.description),
            *self._notes_on(PROJECT),
            "</Project>",
        ]

    def _codebook(self) -> list[str]:
        codes = self.codes(())
        return ["<CodeBook><Codes>", *codes, "</Codes></CodeBook>"] if codes else []

    def codes(self, above: tuple[str, ...]) -> list[str]:
        """The codes right below a path, with everything below them."""
        return self._codes_below(above, self._by_parent())

    def _by_parent(self) -> dict[tuple[str, ...], list[CodeEntry]]:
        found: dict[tuple[str, ...], list[CodeEntry]] = {}
        for code in self._project.codes:
            found.setdefault(code.path[:-1], []).append(code)
        return found

    def _codes_below(self, above: tuple[str, ...], by_parent) -> list[str]:
        lines = []
        for code in by_parent.get(above, ()):
            codable = "true" if code.codable else "false"
            lines += [
                f'<Code guid="{self._guid("code", *code.path)}" name={attribute(code.path[-1])} '
                f'isCodable="{codable}" color="{code.colour}">',
                *_described(code.definition),
                *self._notes_on(("code", _path(code.path), None, None)),
                *self._codes_below(code.path, by_parent),
                "</Code>",
            ]
        return lines

    def _user(self, coder: str) -> str:
        return f'<User guid="{self._guid("user", coder)}" name={attribute(coder)}/>'

    def _variable_names(self) -> list[str]:
        owners = (*self._project.sources, *self._project.cases)
        return sorted({name for owner in owners for name, _ in owner.variables})

    def _variable(self, name: str) -> str:
        return (
            f'<Variable guid="{self._guid("variable", name)}" name={attribute(name)} '
            f'typeOfVariable="{self._types.get(name, "Text")}"/>'
        )

    def _values(self, variables: tuple[tuple[str, str], ...]) -> list[str]:
        return [
            f'<VariableValue><VariableRef targetGUID="{self._guid("variable", name)}"/>'
            f"<{element}>{content(value)}</{element}></VariableValue>"
            for name, value in variables
            for element in [VALUES[self._types.get(name, "Text")]]
        ]

    def _case(self, case: CaseEntry) -> list[str]:
        return [
            f'<Case guid="{self._guid("case", case.name)}" name={attribute(case.name)}>',
            *_described(case.description),
            *self._values(case.variables),
            *(f'<SourceRef targetGUID="{self._guid("source", s)}"/>' for s in case.sources),
            *(
                f'<SelectionRef targetGUID="{self._guid("selection", s, str(a), str(b))}"/>'
                for s, a, b in case.selections
            ),
            "</Case>",
        ]

    def _source(self, source: SourceEntry) -> list[str]:
        element = f"{ELEMENTS[source.kind]}Source"
        place = f'plainTextPath="internal://{self._guid("text", source.name)}.txt" '
        return [
            f'<{element} guid="{self._guid("source", source.name)}" '
            f"name={attribute(source.name)} "
            f'{"" if source.text is None else place}creationDateTime="{self._when}">',
            *_described(source.description),
            *(line for s in source.selections for line in self._selection(source.name, s)),
            *self._notes_on(("source", source.name, None, None)),
            *self._values(source.variables),
            f"</{element}>",
        ]

    def _selection(self, source: str, selection) -> list[str]:
        own = self._guid("selection", source, str(selection.start), str(selection.end))
        return [
            f'<PlainTextSelection guid="{own}" startPosition="{selection.start}" '
            f'endPosition="{selection.end}" creationDateTime="{self._when}">',
            *_described(selection.description),
            *(self._coding(own, code, coder) for code, coder in selection.codings),
            *self._notes_on(("selection", source, selection.start, selection.end)),
            "</PlainTextSelection>",
        ]

    def _coding(self, selection: str, code: tuple[str, ...], coder: str) -> str:
        by = f'creatingUser="{self._guid("user", coder)}" ' if coder else ""
        return (
            f'<Coding guid="{self._guid("coding", selection, coder, *code)}" {by}'
            f'creationDateTime="{self._when}">'
            f'<CodeRef targetGUID="{self._guid("code", *code)}"/></Coding>'
        )

    def _note_guid(self, number: int, note: NoteEntry) -> str:
        return self._guid("note", str(number), note.name)

    def _note(self, number: int, note: NoteEntry) -> list[str]:
        by = f' creatingUser="{self._guid("user", note.written_by)}"' if note.written_by else ""
        on = f' creationDateTime="{note.written_on}"' if note.written_on else ""
        return [
            f'<Note guid="{self._note_guid(number, note)}" name={attribute(note.name)}{by}{on}>',
            f"<PlainTextContent>{content(note.text)}</PlainTextContent>",
            "</Note>",
        ]

    def _link(self, number: int, link) -> list[str]:
        direction = f" direction={attribute(link.direction)}" if link.direction else ""
        ends = "".join(
            f' {name}="{self._target_guid(end)}"'
            for name, end in (("originGUID", link.origin), ("targetGUID", link.target))
        )
        return [
            f'<Link guid="{self._guid("link", str(number), link.name)}" '
            f"name={attribute(link.name)}{direction}{ends}>",
            *self._notes_on(("link", link.name, None, None)),
            "</Link>",
        ]

    def _set(self, one) -> list[str]:
        return [
            f'<Set guid="{self._guid("set", one.name)}" name={attribute(one.name)}>',
            *_described(one.description),
            *(
                f"<Member{kind.title()} "
                f'targetGUID="{self._target_guid((kind, name, None, None))}"/>'
                for wanted in ("code", "source", "note")
                for kind, name in one.members
                if kind == wanted
            ),
            "</Set>",
        ]

    def _notes_on(self, target: Target) -> list[str]:
        return [f'<NoteRef targetGUID="{note}"/>' for note in self._hangs.get(target, ())]

    def _target_guid(self, target: Target) -> str:
        kind, name, start, end = target
        if kind in ("note", "link"):
            entries = self._project.notes if kind == "note" else self._project.links
            number = next((i for i, one in enumerate(entries) if one.name == name), -1)
            return self._guid(kind, str(number), name)
        if kind == "code":
            return self._guid("code", *name.split(" > "))
        if kind == "selection":
            return self._guid("selection", name, str(start), str(end))
        return self._guid(kind, name)

    def _guid(self, *parts: str) -> str:
        return guid(self._project, *parts)


def _path(names: tuple[str, ...]) -> str:
    return " > ".join(names)
