"""Write docs/licences.md: every locked package with its licence, and what asks for it.

Run by ``make licences`` in an environment of all three locks. A licence is what the package's own
metadata say. Packages for other systems alone are not installed here: for them it is looked up in
wheels (``--wheels FOLDER``), or kept from before.
"""

from __future__ import annotations

import argparse
import ast
import importlib.metadata
import re
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs" / "licences.md"
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-cluster.lock")
BEGIN, END = "<!-- licences: begin -->", "<!-- licences: end -->"
USED_BEGIN, USED_END = "<!-- used: begin -->", "<!-- used: end -->"
# What a package is imported as, where that is another name than its own.
IMPORTED_AS = {
    "pyyaml": "yaml",
    "pypandoc-binary": "pypandoc",
    "python-pptx": "pptx",
    "axe-playwright-python": "axe_playwright_python",
    "pytest-timeout": "pytest_timeout",
    "pytest-xdist": "xdist",
    "dask-jobqueue": "dask_jobqueue",
}
# What is asked for and never imported by us, and why.
NOT_IMPORTED = {
    "jupyterlab": "`make lab`; named by the users",
    "nbval": "published notebooks are run again with it; named by the users",
    "seaborn": "for notebooks of one's own; named by the users",
    "defusedxml": "openpyxl reads XML through it where it is there, and only then safely",
    "editables": "`make setup` installs the compendium with it",
    "hatchling": "`make setup` installs the compendium with it",
    "uv": "`make setup` and `make lock`",
    "coverage": "`make coverage`",
    "ruff": "`make lint`",
    "pytest-timeout": "a test that waits for ever is named, and the others go on",
    "pytest-xdist": "`make test` runs several at a time",
    "dask-jobqueue": "workers under SLURM (docs/cluster.md)",
}
UNKNOWN = "not told"
LONGEST = 60


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, tuple[str, str]]:
    """Each locked package: its version, and the first lock that names it."""
    found: dict[str, tuple[str, str]] = {}
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE):
            found.setdefault(normal(name), (version, lock))
    return dict(sorted(found.items()))


def licence_of(metadata: Message) -> str:
    """What a package says of its licence: an expression, a short text, or its classifiers."""
    told = (metadata.get("License-Expression") or "").strip()
    classes = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    classes = [c.rpartition(" :: ")[2] for c in classes]
    text = " ".join((metadata.get("License") or "").split())
    short = text if text and len(text) <= LONGEST and text != "UNKNOWN" else ""
    return told or short or "; ".join(c for c in classes if c != "OSI Approved") or UNKNOWN


def first_line_of_licence(installed: importlib.metadata.Distribution) -> str:
    """The heading of a package's own licence, where its metadata say nothing."""
    files = [f for f in installed.files or [] if "licen" in f.name.lower() and f.suffix != ".py"]
    texts = [f.read_text() for f in files if f.locate().is_file()]
    heads = [next((x.strip() for x in text.splitlines() if x.strip()), "") for text in texts]
    return next((head for head in heads if 0 < len(head) <= LONGEST), UNKNOWN)


def in_wheels(folder: Path | None) -> dict[tuple[str, str], Message]:
    """The metadata of wheels in a folder, by name and version."""
    found = {}
    for path in sorted(folder.glob("*.whl")) if folder else []:
        with zipfile.ZipFile(path) as wheel:
            name = next(n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
            metadata = HeaderParser().parsestr(wheel.read(name).decode("utf-8", "replace"))
        found[normal(metadata["Name"]), metadata["Version"]] = metadata
    return found


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the table of licences, by package."""
    table = text.partition(BEGIN)[2].partition(END)[0]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in table.splitlines()]
    return {own[0].strip("`"): own[1:] for own in cells if own[0].startswith("`")}


def table(wheels: Path | None, before: dict[str, list[str]]) -> str:
    """Every locked package with its version, its licence and its lock."""
    there = {normal(d.metadata["Name"]): d for d in importlib.metadata.distributions()}
    kept, lines = in_wheels(wheels), ["| package | version | licence | lock |", "|---|---|---|---|"]
    for name, (version, lock) in locked().items():
        own = there.get(name)
        metadata = own.metadata if own and own.version == version else kept.get((name, version))
        was = before.get(name, ["", UNKNOWN])
        old = was[1] if was[0] == version else UNKNOWN
        licence = licence_of(metadata) if metadata else old
        if licence == UNKNOWN and own:
            licence = first_line_of_licence(own)
        lines.append(f"| `{name}` | {version} | {licence.replace('|', '/')} | {lock} |")
    return "\n".join(lines)


def declared() -> dict[str, str]:
    """What pyproject.toml asks for by name: each package, and for what (blank, test, cluster)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {"": project["dependencies"], **project["optional-dependencies"]}
    return {normal(re.match(r"[\w.-]+", w)[0]): k for k, ws in wanted.items() for w in ws}


def imports() -> dict[str, set[str]]:
    """Each top package that a module of ours imports: where (part of src/compendium, or tests)."""
    found: dict[str, set[str]] = {}
    source = ROOT / "src" / "compendium"
    for path in [*source.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        inside = path.is_relative_to(source)
        part = path.relative_to(source).parts[0].removesuffix(".py") if inside else "tests"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], set()).add(part)
    return found


def used() -> str:
    """Every package that is asked for by name, and where it is used."""
    where, lines = imports(), ["| package | for | used by |", "|---|---|---|"]
    for name, extra in declared().items():
        parts = where.get(IMPORTED_AS.get(name, name.replace("-", "_")), set())
        own = [p for p in sorted(parts) if p != "tests"] or sorted(parts)
        said = NOT_IMPORTED.get(name) or ", ".join(f"`{part}`" for part in own) or "NOWHERE"
        lines.append(f"| `{name}` | {extra or 'reports'} | {said} |")
    return "\n".join(lines)


def between(text: str, begin: str, end: str, inside: str) -> str:
    before, _, rest = text.partition(begin)
    return f"{before}{begin}\n{inside}\n{end}{rest.partition(end)[2]}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--wheels", type=Path, help="a folder of wheels to look into as well")
    text = DOCUMENT.read_text(encoding="utf-8")
    made = between(text, USED_BEGIN, USED_END, used())
    made = between(made, BEGIN, END, table(options.parse_args().wheels, rows(text)))
    DOCUMENT.write_bytes(made.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
