"""The sources of a project: their texts, and the selections in them with their codings."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from compendium.readers import positions
from compendium.readers.archive import decoded
from compendium.readers.coding_project import frame, free_name, from_columns
from compendium.readers.export import ImportReport
from compendium.readers.refi_qda.codes import Codes
from compendium.readers.refi_qda.document import Document, Drawn
from compendium.readers.refi_qda.elements import children, tag, text_in, whole_numbers
from compendium.readers.refi_qda.texts import ArchivedTexts, Texts, TextsBeside
from compendium.writers.refi_qda import ORIGIN

# One selection of text, or a source coded as a whole, and what hangs on it: guid, source, start,
# end, text, and its codings, each (code, coder) by guid. A tuple, for there may be very many.
Selection = tuple[str, str, int, int, str, list[tuple[str, str]]]


class Sources:
    """Every source of a project.

    Parameters
    ----------
    document : Document
        Where the selections of each are.
    where : ArchivedTexts or TextsBeside
        Where texts that the XML does not hold itself are kept.
    asked : Convention or None
        How positions are to be read; None to have it told from each text.
    """

    def __init__(
        self,
        elements,
        document: Document,
        where: ArchivedTexts | TextsBeside,
        asked: positions.Convention | None,
        report: ImportReport,
    ):
        self.rows: list[dict[str, object]] = []
        self.names: dict[str, str] = {}
        self.texts = Texts(where)
        self.selections: list[Selection] = []
        # How often what the standard asks for is missing, counted on the way.
        self.unmarked = Counter(document.unmarked)
        self._drawn = document.drawn
        self._where, self._asked, self._report = where, asked, report
        for element in elements:
            self._read(element)
        if asked is not None and self.selections:
            by = "this compendium writes them" if report.tool == ORIGIN else "study.yml says"
            report.guessed.append(f"positions count {asked}, as {by}")

    def frame(self) -> pd.DataFrame:
        """One row per source."""
        return frame("sources", self.rows)

    def coded_segments(self, codes: Codes, users: dict[str, str]) -> pd.DataFrame:
        """One row per selection, code and coder."""
        paths = codes.paths
        rows = [
            (source, paths.get(code), users.get(coder, coder), start, end, text)
            for _, source, start, end, text, codings in self.selections
            for code, coder in codings
        ]
        unknown = sum(path is None for _, path, *_ in rows)
        known = [row for row in rows if row[1] is not None] if unknown else rows
        if unknown:
            self._report.lost.append(f"{unknown} codings use a code that the code book lacks")
        return from_columns("coded_segments", [list(c) for c in zip(*known, strict=True)])

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
        whole = self._codings(element)
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
            self.selections.append((guid, name, 0, len(text), text, whole))
            self._report.guessed.append(
                f"source {name}: coded as a whole {len(whole)} times, kept as one selection"
            )
        if self._drawn.get(element):
            self._place(name, text, had_bom, self._selections_of(element), row)

    def _text_of(self, element, name: str) -> str | None:
        inline = next(children(element, "PlainTextContent"), None)
        if inline is not None:
            content = (inline.text or "").encode("utf-8", "surrogatepass")
            self.texts.keep(name, lambda: content)
            return inline.text or ""
        location = element.get("plainTextPath", "")
        loader = self._where.loader(location)
        if loader is None:
            selected = len(self._drawn.get(element, ()))
            whole = sum(1 for _ in children(element, "Coding"))
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

    def _selections_of(self, element) -> list[Drawn]:
        """Every selection of a source, those that are elements as records too."""
        return [
            one if isinstance(one, tuple) else self._drawn_of(one) for one in self._drawn[element]
        ]

    def _drawn_of(self, element) -> Drawn:
        place = element.get("startPosition"), element.get("endPosition")
        return element.get("guid", ""), *place, self._codings(element)

    def _place(self, name: str, text: str, had_bom: bool, drawn: list[Drawn], row: dict) -> None:
        """Positions of one source's selections, by the convention that fits its text."""
        starts = whole_numbers([start for _, start, _, _ in drawn])
        ends = whole_numbers([end for _, _, end, _ in drawn])
        unread = 0
        if None in starts or None in ends:
            read = [i for i, edge in enumerate(zip(starts, ends, strict=True)) if None not in edge]
            unread = len(drawn) - len(read)
            drawn, starts, ends = ([side[i] for i in read] for side in (drawn, starts, ends))
        characters = positions.Characters(text)
        at = [np.array(side, dtype=np.int64) for side in (starts, ends)]
        convention = self._convention(name, characters, had_bom, *at, row)
        mapping = characters.counted(convention)
        starts, ends = (mapping.to_text(side) for side in at)
        inside = (starts >= 0) & (ends >= starts)
        unread += len(inside) - int(inside.sum())
        placed = [
            (guid, name, start, end, text[start:end], codings)
            for (guid, _, _, codings), start, end, fits in zip(
                drawn, starts.tolist(), ends.tolist(), inside.tolist(), strict=True
            )
            if fits
        ]
        if nameless := sum(not one[0] for one in placed):
            self.unmarked["PlainTextSelection", "guid"] += nameless
        self.selections += placed
        if unread:
            self._report.lost.append(f"source {name}: {unread} selections lie outside its text")

    def _codings(self, element) -> list[tuple[str, str]]:
        """(code, coder) of each coding of a selection or source; the coder may stand on either.

        Names are compared whole, with the element's own namespace: this is done for every coding.
        """
        space, found = element.tag[: element.tag.rfind("}") + 1], []
        coding_tag, ref_tag = f"{space}Coding", f"{space}CodeRef"
        for coding in element:
            if coding.tag != coding_tag:
                continue
            coder = coding.get("creatingUser") or element.get("creatingUser") or ""
            found += [(ref.get("targetGUID", ""), coder) for ref in coding if ref.tag == ref_tag]
            if coding.get("guid") is None:
                self.unmarked["Coding", "guid"] += 1
        return found

    def _convention(
        self, name: str, characters: positions.Characters, had_bom: bool, starts, ends, row: dict
    ) -> positions.Convention:
        if self._asked is not None:
            row["position_convention"] = str(self._asked)
            return self._asked
        convention, scores = positions.choose(characters, had_bom, starts, ends)
        row["position_convention"] = str(convention)
        if len(scores) > 1:
            best, second = sorted(scores.values(), reverse=True)[:2]
            row["margin"] = f"{best - second:.3f}"
            self._report.guessed.append(
                f"source {name}: positions count {convention} ({best:.0%} of selection edges fall "
                f"on the edge of a word or paragraph; next best {second:.0%})"
            )
        return convention
