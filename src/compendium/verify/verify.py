"""``make verify``: everything made anew in a fresh folder, and held against the manifest.

What is verified is what was committed, or where there is no git the folder as it lies there.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from compendium.build.built import REPORTS, reports_folder
from compendium.file_digests import digest_of
from compendium.verify.compare import (
    Difference,
    difference,
    lies_here,
    made_anew,
    other_inputs,
    other_manifest,
)
from compendium.verify.fresh import RELEASED, WHOLE, Rebuilt, rebuilt
from compendium.verify.manifest import (
    CITATION,
    Manifest,
    cited,
    digest_of_manifest,
    read_manifest,
)
from compendium.verify.record import write_record
from compendium.verify.run_again import RunAgain, run_again
from compendium.verify.tree import Tree, fresh_tree
from compendium.verify.unchecked import unchecked
from compendium.verify.verdict import Verdict, where_it_runs

NOTEBOOK = ".ipynb"


def verify(released: bool = False, told: str = "") -> Verdict:
    """Verify, and write the record of it.

    Parameters
    ----------
    released : bool
        From the released tables alone, as of an archive without exports: no notebook is run.
    told : str
        The manifest's digest as it was published apart; blank if nobody gave it.

    Raises
    ------
    CompendiumError
        If there is no manifest, or nothing can be made anew.
    """
    told = told.strip().lower().removeprefix("sha256:")
    with fresh_tree(released) as tree:
        manifest = read_manifest(tree.manifest)
        verdict = _verdict(tree, manifest, released, told)
        if not released:
            _leave(manifest, tree.folder / REPORTS, reports_folder())
        write_record(verdict)
    return verdict


def _verdict(tree: Tree, manifest: Manifest, released: bool, told: str) -> Verdict:
    digest, here = digest_of_manifest(tree.manifest), reports_folder()
    citation = tree.folder / CITATION
    named = cited(citation.read_text(encoding="utf-8")) if citation.exists() else ""
    found = other_manifest(digest, told, named)
    made = rebuilt(tree.folder, RELEASED if released else WHOLE, manifest.formats)
    found += _of_the_build(manifest, made)
    fresh = tree.folder / REPORTS
    if not tree.commit:
        found += lies_here(manifest, here, released, fresh)
    found += made_anew(manifest, fresh, here, NOTEBOOK if released else "")
    again = None if released else run_again(tree.folder)
    found += _of_nbval(again) if again else []
    return Verdict(
        manifest=manifest,
        digest=digest,
        told=told,
        released=released,
        commit=tree.commit,
        again=again,
        differences=tuple(found),
        open=tuple(unchecked(tree, manifest, released, told)),
        where=where_it_runs(tree.folder),
        on=dt.datetime.now(dt.UTC),
    )


def _of_the_build(manifest: Manifest, made: Rebuilt) -> list[Difference]:
    found = other_inputs(manifest, made.inputs)
    return found + [difference("verify_build_failed", said=line) for line in made.failures]


def _of_nbval(again: RunAgain) -> list[Difference]:
    return [
        difference("verify_again_other", file=path, count=str(count))
        for path, count in sorted(again.failed.items())
    ]


def _leave(manifest: Manifest, fresh: Path, here: Path) -> None:
    """Copy outputs that came out right to where there are none yet, to be looked at."""
    for path, output in manifest.outputs.items():
        if not (here / path).exists() and digest_of(fresh / path) == output.sha256:
            (here / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(fresh / path, here / path)
