"""What tests of builds share: a tiny study that was built once."""

from __future__ import annotations

import shutil

import pytest
from tiny import publish_also, write_tiny

from compendium.build import pieces
from compendium.build.jobs import plan
from compendium.build.run import build_reports
from compendium.build.stamps import stamps_of
from compendium.places import CODE


@pytest.fixture(scope="session")
def once_built(tmp_path_factory):
    """A tiny study whose two areas and their comparison were built a moment ago."""
    root = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        folder = write_tiny(root)
        shutil.copytree(CODE.parents[1] / "notebooks", root / "notebooks")
        patch.setenv("COMPENDIUM_DATA", str(root / "data"))
        # Findings that no report asks for have tests of their own.
        patch.setattr(pieces, "unasked", lambda study: [])
        publish_also(folder, "cross_site")
        assert build_reports() == 0
    return root


@pytest.fixture
def built_study(once_built, tmp_path, monkeypatch):
    """The folder of a copy of it, which may be spoilt."""
    root = tmp_path / "house"
    shutil.copytree(once_built, root)
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    monkeypatch.setattr(pieces, "unasked", lambda study: [])
    # Stamps of pages lie by where the pages are.
    stamps, then = root / "private" / "tiny" / "stamps", plan("tiny", None, None, None)[0]
    (was,) = stamps.iterdir()
    was.rename(stamps_of(then, "001").parent)
    return root / "data" / "tiny"
