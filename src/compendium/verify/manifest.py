"""The manifest: what the bytes of every output must be, and what it was made from.

``make reports`` notes what it built; only ``make manifest`` blesses that. The manifest's own digest
is told, and written into CITATION.cff, for the team to publish apart from the archive: whoever
changes an output and the manifest cannot change that.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import platform
import re
from collections.abc import Mapping
from pathlib import Path

from compendium.build.built import (
    BUILT,
    MANIFEST,
    inputs_of,
    outputs_in,
    reports_folder,
    said_of,
)
from compendium.build.jobs import plan
from compendium.displays.record import RECORD_MIME
from compendium.notebook_format import nbformat
from compendium.places import root
from compendium.problems import CompendiumError, listed
from compendium.writers.files import write_text

CITATION = "CITATION.cff"
# The line of CITATION.cff that holds the manifest's digest.
CITED = re.compile(r'^(\s+value: "?sha256:)([0-9a-f]{64}|)("?)$', re.MULTILINE)
AGAIN = "Run make reports, look at what it built, and make manifest after it."


@dataclasses.dataclass(frozen=True)
class Output:
    """One output: its digest and size; of a notebook the digest of each released table by id."""

    sha256: str
    bytes: int
    tables: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Manifest:
    """What outputs were blessed, made as which `formats`, from which inputs, on which machine."""

    formats: str
    inputs: Mapping[str, str]
    made_on: Mapping[str, str]
    outputs: Mapping[str, Output]

    def text(self) -> str:
        """The manifest as it is written; the same for the same manifest."""
        outputs = {path: _without_blanks(out) for path, out in self.outputs.items()}
        found = {
            "about": "What the bytes of every output must be (make verify).",
            "formats": self.formats,
            "inputs": dict(self.inputs),
            "made_on": dict(self.made_on),
            "outputs": outputs,
        }
        return json.dumps(found, indent=1, sort_keys=True) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest as it is written."""
        return hashlib.sha256(self.text().encode("utf-8")).hexdigest()

    @property
    def studies(self) -> list[str]:
        """The studies it has outputs of."""
        return sorted({path.partition("/")[0] for path in self.outputs if "/" in path})


def _without_blanks(output: Output) -> dict[str, object]:
    return {name: value for name, value in dataclasses.asdict(output).items() if value}


def read_manifest(path: Path) -> Manifest:
    """The manifest in a file.

    Raises
    ------
    CompendiumError
        If there is none, or the file is no manifest.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        outputs = {name: Output(**said) for name, said in found["outputs"].items()}
        return Manifest(found["formats"], found["inputs"], found["made_on"], outputs)
    except FileNotFoundError:
        raise CompendiumError(
            f"There is no reports/{MANIFEST}, so nobody has said what must come out. {AGAIN}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise CompendiumError(
            f"reports/{MANIFEST} cannot be read as a manifest. Take it from the release again, or: "
            f"{AGAIN}"
        ) from None


def digest_of_manifest(path: Path) -> str:
    """SHA-256 of the file as it lies there: what is published apart."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bless() -> str:
    """Write the manifest of what was built last; what to publish apart, for who blesses it.

    Raises
    ------
    CompendiumError
        If nothing was built, something was changed since, or there is more than was built.
    """
    reports = reports_folder()
    built = _built(reports)
    if wrong := _changed(built, reports):
        raise CompendiumError("\n".join([*wrong, AGAIN]))
    outputs = {
        path: Output(**said, tables=tables_in(reports / path))
        for path, said in built["outputs"].items()
    }
    made_on = {
        "system": platform.system(),
        "machine": platform.machine(),
        "Python": platform.python_version(),
    }
    made = Manifest(built["formats"], built["inputs"], made_on, outputs)
    write_text(reports / MANIFEST, made.text())
    size = sum(output.bytes for output in outputs.values())
    return "\n".join(
        [
            f"reports/{MANIFEST}: {len(outputs)} files, {size / 1e6:.1f} MB "
            f"(FORMATS={made.formats}), of {listed(made.studies)}",
            f"  its SHA-256  {made.digest}",
            f"  {_cite(made.digest)}",
            "  Publish it apart as well, where the archive is announced: make verify "
            "DIGEST=… holds the manifest against it.",
        ]
    )


def tables_in(path: Path) -> dict[str, str]:
    """Of each display of a published notebook the digest of its record; none of another file."""
    if path.suffix != ".ipynb":
        return {}
    return {
        record["id"]: hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
        for record in records_in(path.read_bytes())
    }


def records_in(notebook: bytes) -> list[dict]:
    """The display records of a published notebook, in its order."""
    read = nbformat.reads(notebook.decode("utf-8"), as_version=4)
    outputs = (output for cell in read.cells for output in cell.get("outputs", []))
    return [o["data"][RECORD_MIME] for o in outputs if RECORD_MIME in o.get("data", {})]


def cited(text: str) -> str:
    """The manifest's digest that a CITATION.cff holds; blank if none."""
    found = CITED.search(text)
    return found[2] if found else ""


def _built(reports: Path) -> dict:
    try:
        return json.loads((reports / BUILT).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise CompendiumError(f"Nothing was built that could be blessed. {AGAIN}") from None


def _changed(built: dict, reports: Path) -> list[str]:
    """What is not as the last build of everything left it, a sentence each."""
    now = {path: said_of(reports / path) for path in outputs_in(reports)}
    other = [p for p in now if p in built["outputs"] and now[p] != built["outputs"][p]]
    inputs = inputs_of(plan(None, None, None, None))
    names = {
        "changed since they were built": other,
        "not there any more": [p for p in built["outputs"] if p not in now],
        "not built": [p for p in now if p not in built["outputs"]],
    }
    said = [f"In reports/ {how}: {listed(paths)}." for how, paths in names.items() if paths]
    if other := [
        n for n in {**inputs, **built["inputs"]} if inputs.get(n) != built["inputs"].get(n)
    ]:
        said.append(f"Different from what reports were built from: {listed(other)}.")
    return said


def _cite(digest: str) -> str:
    """Write the manifest's digest into CITATION.cff, where that has a place for it."""
    path = root() / CITATION
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if not CITED.search(text):
        return f"{CITATION} has no place for it (identifiers: a value that begins with sha256:)."
    write_text(path, CITED.sub(rf"\g<1>{digest}\g<3>", text))
    return f"It stands in {CITATION} now."
