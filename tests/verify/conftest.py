"""A compendium with the tiny study, built and blessed once; copies of it may be spoilt."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from verified import compendium, write_compendium

# What an archive leaves out (docs/check-a-reproduction.md).
UNRELEASED = ("private", "raw", "consent.csv", "quotes.csv", "evidence.csv", "built.json")


@pytest.fixture(scope="session")
def blessed(tmp_path_factory) -> Path:
    """The folder of a compendium whose pages were built and blessed a moment ago."""
    return _blessed(tmp_path_factory.mktemp("blessed"), "pages")


@pytest.fixture(scope="session")
def blessed_whole(tmp_path_factory) -> Path:
    """The same with documents and downloads."""
    return _blessed(tmp_path_factory.mktemp("whole"), "all")


def _blessed(above: Path, formats: str) -> Path:
    root = above / "tŷ newydd"
    root.mkdir()
    write_compendium(root)
    for verb in ("build", "manifest"):
        run = compendium(root, verb, FORMATS=formats)
        assert run.returncode == 0, run.stdout + run.stderr
    return root


@pytest.fixture(scope="session")
def digest(blessed) -> str:
    """The manifest's digest, as it would be published apart."""
    from compendium.verify.manifest import digest_of_manifest

    return digest_of_manifest(blessed / "reports" / "manifest.json")


@pytest.fixture(scope="session")
def archive_of(blessed, tmp_path_factory):
    """Makes a copy such as is released: no git, no exports, nothing private."""

    def copied(name: str, of: Path = blessed) -> Path:
        root = tmp_path_factory.mktemp(name) / "archive"
        unreleased = shutil.ignore_patterns(*UNRELEASED)
        shutil.copytree(of, root, ignore=unreleased)
        return root

    return copied
