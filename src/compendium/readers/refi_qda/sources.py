"""The sources of a project: their texts, and the selections in them with their codings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.readers import positions
from compendium.readers.archive import decoded
from compendium.readers.export import ImportReport
from compendium.readers.refi_qda.codes import Codes
from compendium.readers.refi_qda.elements import children, free_name, tag, text_in, whole_number
from compendium.readers.refi_qda.texts import ArchivedTexts, Texts, TextsBeside

COLUMNS = [
    "source",
    "kind",
    "characters",
    "position_convention",
    "margin",
    "description",
    "guid",
]
SEGMENT_COLUMNS = ["source", "code_path", "coder", "start", "end", "text"]


@dataclasses.dataclass
class Selection:
    """One selection of text, or a source coded as a whole, and what hangs on it."""

    guid: str
    source: str
    start: int
    end: int
    text: str
    codings: list[tuple[str, str]]  # (code guid, coder guid)


class Sources:
    """Every source of a project.

    Parameters
    ----------
    where : ArchivedTexts or TextsBeside
        Where texts that the XML does not hold itself are kept.
    asked : Convention or None
        How positions are to be read; None to have it told from each text.
    """

    def __init__(
        self,
        elements,
        where: ArchivedTexts | TextsBeside,
        asked: positions.Convention | None,
        report: ImportReport,
    ):
        self.rows: list[dict[str, object]] = []
        self.names: dict[str, str] = {}
        self.texts = Texts()
        self.selections: list[Selection] = []
        self._where, self._asked, self._report = where, asked, report
        for element in elements:
            self._read(element)

    def frame(self) -> pd.DataFrame:
        """One row per source."""
        frame = pd.DataFrame(self.rows, columns=COLUMNS)
        return frame.astype({c: "int64" if c == "characters" else "str" for c in COLUMNS})

    def coded_segments(self, codes: Codes, users: dict[str, str]) -> pd.DataFrame:
        """One row per selection, code and coder."""
        rows, unknown = [], 0
        for s in self.selections:
            for code, coder in s.codings:
                path = codes.paths.get(code)
                if path is None:
                    unknown += 1
                    continue
                rows.append((s.source, path, users.get(coder, coder), s.start, s.end, s.text))
        if unknown:
            self._report.lost.append(f"{unknown} codings use a code that the code book lacks")
        frame = pd.DataFrame(rows, columns=SEGMENT_COLUMNS)
        texts = dict.fromkeys(("source", "code_path", "coder", "text"), "str")
        return frame.astype({"start": "int64", "end": "int64"} | texts)

    def _read(self, element) -> None:
        kind = tag(element).removesuffix("Source")
        written = element.get("name") or element.get("guid") or "(no name)"
        name = free_name(written, set(self.names.values()))
        if name != written:
            self._report.guessed.append(
                f"source {written}: the name stands more than once; this one is called {name}"
            )
        self.names[element.get("guid", name)] = name
        row = {
            "source": name,
            "kind": kind.lower(),
            "characters": 0,
            "position_convention": "",
            "margin": "",
            "description": text_in(element, "Description"),
            "guid": element.get("guid", ""),
        }
        self.rows.append(row)
        whole = codings(element)
        raw = self._text_of(element, name) if kind == "Text" else None
        if raw is None:
            if whole and kind != "Text":
                self._report.lost.append(
                    f"source {name}: {len(whole)} codings of it as a whole, which is no text"
                )
            return
        had_bom, text = raw.startswith(positions.BOM), raw.removeprefix(positions.BOM)
        row["characters"] = len(text)
        if whole:
            guid = element.get("guid", "")
            self.selections.append(Selection(guid, name, 0, len(text), text, whole))
            self._report.guessed.append(
                f"source {name}: coded as a whole {len(whole)} times, kept as one selection"
            )
        found = list(children(element, "PlainTextSelection"))
        if found:
            self._place(name, text, had_bom, found, row)

    def _text_of(self, element, name: str) -> str | None:
        inline = next(children(element, "PlainTextContent"), None)
        if inline is not None:
            content = (inline.text or "").encode("utf-8", "surrogatepass")
            self.texts.keep(name, lambda: content)
            return inline.text or ""
        location = element.get("plainTextPath", "")
        loader = self._where.loader(location)
        if loader is None:
            selected = sum(1 for _ in children(element, "PlainTextSelection"))
            whole = len(codings(element))
            self._report.lost.append(
                f"source {name}: its text ({location or 'no path given'}) is not there, "
                f"so its {selected} selections"
                + (f" and {whole} codings as a whole" if whole else "")
                + " are not taken over"
            )
            return None
        self.texts.keep(name, loader)
        text, encoding = decoded(loader())
        if encoding != "UTF-8":
            self._report.guessed.append(
                f"source {name}: its text is not UTF-8; it was read as {encoding}"
            )
        return text

    def _place(self, name: str, text: str, had_bom: bool, found: list, row: dict) -> None:
        """Positions of one source's selections, by the convention that fits its text."""
        numbers = [
            (whole_number(s.get("startPosition")), whole_number(s.get("endPosition")))
            for s in found
        ]
        usable = [(s, n) for s, n in zip(found, numbers, strict=True) if None not in n]
        ends = np.array([n for _, n in usable], dtype=np.int64).reshape(-1, 2).T
        convention = self._convention(name, text, had_bom, *ends, row)
        mapping = positions.Positions(text, convention)
        outside = len(found) - len(usable)
        placed = (mapping.to_text(edge).tolist() for edge in ends)
        for (element, _), start, end in zip(usable, *placed, strict=True):
            if start < 0 or end < start:
                outside += 1
                continue
            self.selections.append(
                Selection(
                    element.get("guid", ""), name, start, end, text[start:end], codings(element)
                )
            )
        if outside:
            self._report.lost.append(f"source {name}: {outside} selections lie outside its text")

    def _convention(
        self, name: str, text: str, had_bom: bool, starts, ends, row: dict
    ) -> positions.Convention:
        if self._asked is not None:
            row["position_convention"] = str(self._asked)
            self._report.guessed.append(
                f"source {name}: positions count {self._asked}, as study.yml says"
            )
            return self._asked
        convention, scores = positions.choose(text, had_bom, starts, ends)
        row["position_convention"] = str(convention)
        if len(scores) > 1:
            best, second = sorted(scores.values(), reverse=True)[:2]
            row["margin"] = f"{best - second:.3f}"
            self._report.guessed.append(
                f"source {name}: positions count {convention} ({best:.0%} of selection edges fall "
                f"on the edge of a word or paragraph; next best {second:.0%})"
            )
        return convention


def codings(element) -> Sequence[tuple[str, str]]:
    """(code, coder) of each coding of a selection or source; the coder may stand on either."""
    found = []
    for coding in children(element, "Coding"):
        coder = coding.get("creatingUser") or element.get("creatingUser") or ""
        found += [(ref.get("targetGUID", ""), coder) for ref in children(coding, "CodeRef")]
    return found
