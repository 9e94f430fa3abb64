"""What a verification could not check, named: nobody is to take its silence for a yes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from compendium.build.built import REPORTS, outputs_in
from compendium.verify.compare import Said
from compendium.verify.manifest import Manifest, records_in
from compendium.verify.tree import Tree

ADDRESS = re.compile(r'\bhref="(https?://[^"]+)"')


def unchecked(tree: Tree, manifest: Manifest, released: bool, told: str) -> list[Said]:
    """Everything that this verification leaves open."""
    found = [] if told else [Said("verify_untold")]
    if tree.changed:
        found.append(Said("verify_uncommitted", {"count": str(tree.changed)}))
    if released:
        found += _from_the_exports(manifest)
        found += _on_the_trail(tree.folder)
    found += _addresses(tree.folder / REPORTS)
    if manifest.formats != "all":
        found.append(Said("verify_pages_alone"))
    return found


def _from_the_exports(manifest: Manifest) -> Iterator[Said]:
    """Of each study, that its notebooks were not run on its exports."""
    for study in manifest.studies:
        names = [p for p in manifest.outputs if p.startswith(f"{study}/") and p.endswith(".ipynb")]
        if names:
            short = ", ".join(Path(name).name for name in names)
            yield Said("verify_not_run", {"study": study, "notebooks": short})


def _on_the_trail(folder: Path) -> Iterator[Said]:
    """Entries of evidence trails that lead to data, or to a file, that is not in the archive."""
    reports = folder / REPORTS
    for path in outputs_in(reports):
        if path.endswith(".ipynb"):
            study, rows = path.partition("/")[0], _trail(reports / path)
            to_data = [row["thing"] for row in rows if not row["files"]]
            if to_data:
                yield Said("verify_led_to_data", {"study": study, "things": ", ".join(to_data)})
            files = {name for row in rows for name in row["files"].split("\n") if name}
            there = folder / "data" / study
            if gone := sorted(n for n in files if not (there / n).is_file()):
                yield Said("verify_led_to_files", {"study": study, "files": ", ".join(gone)})


def _trail(notebook: Path) -> list[dict[str, str]]:
    """The rows of the trail's tables in a published notebook, by column; none in another."""
    try:
        tables = [r["data"] for r in records_in(notebook.read_bytes()) if r["kind"] == "trail"]
        return [dict(zip(t["columns"], row, strict=True)) for t in tables for row in t["rows"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []  # that it cannot be read is said elsewhere


def _addresses(reports: Path) -> Iterator[Said]:
    """Addresses outside the archive to which pages lead: nothing is fetched."""
    pages = [reports / path for path in outputs_in(reports) if path.endswith(".html")]
    texts = (page.read_text(encoding="utf-8") for page in pages)
    found = {html.unescape(address) for text in texts for address in ADDRESS.findall(text)}
    if found:
        yield Said("verify_addresses", {"addresses": ", ".join(sorted(found))})
