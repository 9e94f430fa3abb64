"""``ro-crate-metadata.json``: a verification as a Workflow Run RO-Crate.

The workflow is the Makefile, the run is the verification: what it read (notebooks, definitions, the
lock), what came out, how it ended, with which versions. Data about people are no part of it.
Conforms to RO-Crate 1.1, Workflow RO-Crate 1.0 and Workflow Run Crate 0.5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from compendium.build.built import MANIFEST, REPORTS
from compendium.build.unchanged import LOCK
from compendium.verify.certificate import AUTHORS as NAMED
from compendium.verify.verdict import Verdict
from compendium.words import say

METADATA = "ro-crate-metadata.json"
LANG = "en"
WORKFLOW, README, AUTHORS = "Makefile", "README.md", "#authors"
BASE = "https://w3id.org/ro/crate/1.1"
CONTEXT = [f"{BASE}/context", "https://w3id.org/ro/terms/workflow-run/context"]
WORKFLOW_CRATE = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    WORKFLOW_CRATE: ("Workflow RO-Crate", "1.0"),
}
PARAMETER = "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"
BIOSCHEMAS = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
LICENCE = "https://spdx.org/licenses/MIT"
MAKE = "https://w3id.org/workflowhub/workflow-ro-crate#make"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".svg": "image/svg+xml",
}
# A study's files that say how it was done, of which none holds data about people.
DEFINITIONS = ("study.yml", "codebook.yml", "theory/statements.yml", "theory/cmocs.yml")


def crate(verdict: Verdict, root: Path) -> str:
    """The metadata of the crate whose top is `root`; files that do not lie there are left out."""
    inputs = [path for path in _inputs(verdict, root) if (root / path).is_file()]
    outputs = {f"{REPORTS}/{path}": out for path, out in verdict.manifest.outputs.items()}
    outputs = {path: out for path, out in outputs.items() if (root / path).is_file()}
    read_first = [README] if (root / README).is_file() else []
    inside = [WORKFLOW, *read_first, *inputs, f"{REPORTS}/{MANIFEST}", *outputs]
    graph = [
        *_about(verdict, inside),
        *_workflow(verdict),
        *_packages(verdict),
        _run(verdict, inputs, outputs),
        *(_file(path, about=_ref("./")) for path in read_first),
        *(_file(path, exampleOfWork=_ref("#inputs")) for path in inputs),
        _file(f"{REPORTS}/{MANIFEST}", sha256=verdict.digest, exampleOfWork=_ref("#manifest")),
        *(
            _file(
                path, contentSize=str(out.bytes), sha256=out.sha256, exampleOfWork=_ref("#outputs")
            )
            for path, out in outputs.items()
        ),
    ]
    found = {"@context": CONTEXT, "@graph": graph}
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _inputs(verdict: Verdict, root: Path) -> list[str]:
    notebooks = [f"notebooks/{p.name}" for p in sorted((root / "notebooks").glob("*.ipynb"))]
    folders = [f"data/{study}" for study in verdict.manifest.studies]
    return [LOCK, *notebooks, *(f"{folder}/{name}" for folder in folders for name in DEFINITIONS)]


def _about(verdict: Verdict, inside: Iterable[str]) -> list[dict]:
    """The descriptor, the crate itself, the profiles it conforms to, licence and language."""
    day = verdict.on.date().isoformat()
    return [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": [_ref(BASE), _ref(WORKFLOW_CRATE)],
            "about": _ref("./"),
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": say("compendium_title", LANG),
            "description": say("crate_about", LANG),
            "datePublished": day,
            "license": _ref(LICENCE),
            "author": _ref(AUTHORS),
            "publisher": _ref(AUTHORS),
            "conformsTo": [_ref(profile) for profile in PROFILES],
            "hasPart": [_ref(path) for path in inside],
            "mainEntity": _ref(WORKFLOW),
            "mentions": _ref("#verification"),
        },
        *(
            {"@id": id, "@type": "CreativeWork", "name": name, "version": version}
            for id, (name, version) in PROFILES.items()
        ),
        {
            "@id": LICENCE,
            "@type": "CreativeWork",
            "name": "MIT License",
            "description": "Made-up data and texts in data/: CC0 1.0.",
        },
        {"@id": AUTHORS, "@type": "Organization", "name": NAMED},
    ]


def _workflow(verdict: Verdict) -> list[dict]:
    parameters = {
        "#inputs": ("inputs", True),
        "#manifest": ("manifest", True),
        "#outputs": ("outputs", False),
    }
    taken = [_ref(id) for id, (_, goes_in) in parameters.items() if goes_in]
    return [
        {
            "@id": WORKFLOW,
            "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
            "name": "make verify",
            "version": version("advocacy-compendium"),
            "encodingFormat": "text/x-makefile",
            "conformsTo": _ref(BIOSCHEMAS),
            "programmingLanguage": _ref(MAKE),
            "license": _ref(LICENCE),
            "input": taken,
            "output": _ref("#outputs"),
            "softwareRequirements": [_ref(id) for id in _package_ids(verdict)],
        },
        {"@id": MAKE, "@type": "ComputerLanguage", "name": "GNU make"},
        *(
            {
                "@id": id,
                "@type": "FormalParameter",
                "name": name,
                "additionalType": "File",
                "conformsTo": _ref(PARAMETER),
            }
            for id, (name, _) in parameters.items()
        ),
    ]


def _packages(verdict: Verdict) -> list[dict]:
    """Python and every locked package as software, by package URLs, which lead to no server."""
    return [
        {"@id": id, "@type": "SoftwareApplication", "name": name, "softwareVersion": version}
        for id, (name, version) in _package_ids(verdict).items()
    ]


def _package_ids(verdict: Verdict) -> dict[str, tuple[str, str]]:
    where = verdict.where
    python = {f"pkg:generic/python@{where.python}": ("Python", where.python)}
    return python | {f"pkg:pypi/{n}@{v}": (n, v) for n, v in where.packages.items()}


def _run(verdict: Verdict, inputs: Iterable[str], outputs: Iterable[str]) -> dict:
    ended = "Completed" if verdict.ok else "Failed"
    run = {
        "@id": "#verification",
        "@type": "CreateAction",
        "name": verdict.headline(LANG),
        "description": " ".join(verdict.checked(LANG)),
        "instrument": _ref(WORKFLOW),
        "object": [_ref(path) for path in (*inputs, f"{REPORTS}/{MANIFEST}")],
        "result": [_ref(path) for path in outputs],
        "endTime": verdict.on.isoformat(timespec="seconds"),
        "actionStatus": f"http://schema.org/{ended}ActionStatus",
    }
    if not verdict.ok:
        run["error"] = "\n".join(each.what.say(LANG) for each in verdict.differences)
    return run


def _file(path: str, **more: object) -> dict:
    media = MEDIA_TYPES.get(Path(path).suffix, "text/plain")
    return {"@id": _id(path), "@type": "File", "name": path, "encodingFormat": media, **more}


def _ref(id: str) -> dict[str, str]:
    return {"@id": _id(id)}


def _id(path: str) -> str:
    """A path as an identifier: what an IRI may not hold is written as bytes of it.

    >>> _id("reports/tŷ/A 1.html"), _id("#inputs")
    ('reports/t%C5%B7/A%201.html', '#inputs')
    """
    return re.sub(r"[^A-Za-z0-9._~/:#%@+-]", _escaped, path)


def _escaped(found: re.Match) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8"))
