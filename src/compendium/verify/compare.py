"""Outputs held against the manifest, byte for byte; each difference named, with its size."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from compendium.build.built import outputs_in
from compendium.file_digests import digest_of
from compendium.verify.contents import said_in
from compendium.verify.manifest import Manifest, Output, tables_in
from compendium.verify.tolerance import Apart, apart
from compendium.words import say

# So many differences within one file are told, others counted.
TOLD = 5
# Of what somebody else may have written no archive is unpacked and no document is opened.
HARMLESS = (".csv", ".html", ".ipynb", ".json", ".svg")


@dataclasses.dataclass(frozen=True)
class Said:
    """A sentence of words.csv with what fills it, to be said in any language."""

    key: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def say(self, lang: str) -> str:
        """The sentence in one language."""
        return say(self.key, lang, **self.values)


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be: what, and in detail how far it is off."""

    what: Said
    details: tuple[Said, ...] = ()


def difference(key: str, *details: Said, **values: str) -> Difference:
    """A difference said by these words."""
    return Difference(Said(key, values), details)


def made_anew(manifest: Manifest, fresh: Path, here: Path, made: str = "") -> list[Difference]:
    """What came out otherwise in the folder `fresh` of outputs, or not at all.

    Where the file that was released lies `here`, tables and text of both are compared. With `made`
    only outputs count that do not end so: these were not made anew.
    """
    found = {path for path in outputs_in(fresh) if not made or not path.endswith(made)}
    wanted = {p: o for p, o in manifest.outputs.items() if not made or not p.endswith(made)}
    differences = [
        difference("verify_not_made", file=path) for path in sorted(wanted.keys() - found)
    ]
    differences += [
        difference("verify_more_made", file=path) for path in sorted(found - wanted.keys())
    ]
    for path in sorted(found & wanted.keys()):
        if digest_of(fresh / path) != wanted[path].sha256:
            differences.append(_other_bytes(path, wanted[path], fresh / path, here / path))
    return differences


def lies_here(manifest: Manifest, here: Path, whole: bool, fresh: Path) -> list[Difference]:
    """What lies in the folder `here` of outputs and is not what was blessed; also what is missing,
    where the `whole` release should lie there. What was made anew lies in `fresh`."""
    found = set(outputs_in(here))
    missing = sorted(manifest.outputs.keys() - found) if whole else []
    differences = [difference("verify_not_here", file=path) for path in missing]
    differences += [
        difference("verify_more_here", file=path)
        for path in sorted(found - manifest.outputs.keys())
    ]
    for path in sorted(found & manifest.outputs.keys()):
        output = manifest.outputs[path]
        if digest_of(here / path) != output.sha256:
            known = fresh / path if digest_of(fresh / path) == output.sha256 else None
            details = [*_tables(output, here / path), *_inside(known, here / path, path)]
            differences.append(difference("verify_other_here", *details, file=path))
    return differences


def other_inputs(manifest: Manifest, inputs: Mapping[str, str]) -> list[Difference]:
    """What reports are built from and is not what the manifest was made with."""
    names = sorted({*manifest.inputs, *inputs})
    return [
        difference("verify_other_input", name=name)
        for name in names
        if manifest.inputs.get(name) != inputs.get(name)
    ]


def other_manifest(digest: str, told: str, cited: str) -> list[Difference]:
    """Whether the manifest is another than the one whose digest was told apart, or is cited."""
    found = []
    if told and told != digest:
        found.append(difference("verify_other_manifest", found=digest, expected=told))
    if cited and cited != digest:
        found.append(difference("verify_other_cited", found=digest, expected=cited))
    return found


def _other_bytes(path: str, output: Output, made: Path, here: Path) -> Difference:
    sizes = {"found": f"{made.stat().st_size:,}", "expected": f"{output.bytes:,}"}
    details = list(_tables(output, made))
    if digest_of(here) == output.sha256:
        details += _inside(here, made, path, trusted=True)
    else:
        details.append(Said("verify_not_at_hand"))
    return difference("verify_other_bytes", *details, file=path, **sizes)


def _tables(output: Output, path: Path) -> Iterator[Said]:
    """Which released tables of a notebook are others."""
    if not output.tables:
        return
    try:
        now = tables_in(path)
    except Exception:  # whoever changed it may have left anything
        yield Said("verify_unreadable")
        return
    ids = [i for i in {**output.tables, **now} if now.get(i) != output.tables.get(i)]
    if ids:
        yield Said("verify_other_tables", {"tables": ", ".join(ids)})


def _inside(expected: Path | None, found: Path, path: str, trusted: bool = False) -> Iterator[Said]:
    """How what two files say differs, as far as it can be read."""
    if expected is None:
        yield Said("verify_not_at_hand")
        return
    if not trusted and found.suffix not in HARMLESS:
        yield Said("verify_not_opened")
        return
    try:
        texts = [said_in(path, file.read_bytes()) for file in (expected, found)]
    except Exception:
        yield Said("verify_unreadable")
        return
    if texts[0] is None:
        yield Said("verify_picture")
        return
    yield from _told(list(apart(*texts)))


def _told(found: list[Apart]) -> Iterator[Said]:
    if all(each.near for each in found):
        yield Said("verify_near", {"count": str(len(found))})
    # What is further off is told first.
    for each in itertools.islice(sorted(found, key=lambda each: each.near), TOLD):
        values = {"where": each.where, "expected": each.expected, "found": each.found}
        if each.size is None:
            yield Said("verify_text_apart", values)
        else:
            far = {"size": f"{each.size:f}", "tolerated": f"{each.tolerated:f}"}
            yield Said("verify_number_apart", {**values, **far})
    if len(found) > TOLD:
        yield Said("verify_more_apart", {"count": str(len(found) - TOLD)})


def counted(paths: Iterable[str]) -> str:
    """How many files of each kind: ``62 html, 22 ipynb``.

    >>> counted(["a/b.html", "c.html", "d.csv"])
    '1 csv, 2 html'
    """
    endings = sorted(path.rpartition(".")[2] for path in paths)
    return ", ".join(f"{len(list(n))} {ending}" for ending, n in itertools.groupby(endings))
