"""What an archive without exports can still show, and how tampering with it is found out."""

from __future__ import annotations

import json

import pytest
from verified import bless_as_it_lies, compendium, in_picture, in_record, remade, rewritten

from compendium.verify.manifest import digest_of_manifest

pytestmark = pytest.mark.xdist_group("verified")


@pytest.fixture(scope="module")
def archive(archive_of):
    return archive_of("untouched")


@pytest.fixture(scope="module")
def untouched(archive, manifest_digest):
    """What is said of an archive as it was released."""
    return compendium(archive, "verify", "--released", "--digest", manifest_digest)


def test_an_archive_as_it_was_released_comes_out_the_same(untouched, archive):
    assert untouched.returncode == 0, untouched.stderr
    assert "Every page made again from the released tables is identical" in untouched.stdout
    assert "It matches the digest that was given apart" in untouched.stdout
    assert not list((archive / "private").glob("verify-*"))


def test_links_that_could_not_be_checked_are_named(untouched):
    assert "none of these notebooks was run: 001.ipynb, 002.ipynb, cross-site.ipynb" in (
        untouched.stdout
    )


@pytest.fixture(scope="module")
def tampered(archive_of):
    """What is said of an archive in which each kind of thing was changed once."""
    root = archive_of("tampered")
    reports = root / "reports" / "tiny"
    rewritten(reports / "001.html", (">5</a>", ">6</a>"))
    in_picture(reports / "cross-site.html", 'd="M ', 'd="M 1')
    in_record(reports / "002.ipynb", "who-took-part", 18.0, 19.0)
    rewritten(reports / "index.html", ("Does it add up?", "It adds up."))
    (reports / "accessibility.html").unlink()
    (reports / "more.html").write_text("<p>More</p>", encoding="utf-8")
    rewritten(root / "CITATION.cff", ("sha256:", "sha256:0"))
    run = compendium(root, "verify", "--released")
    assert run.returncode == 1, run.stdout
    return run.stderr


@pytest.mark.parametrize(
    "said",
    [
        # a number on a page, with how far it is off
        "tiny/001.html in reports/ here is not what was released.",
        "5 expected, 6 found: 1 apart, 1 tolerated (5)",
        # a figure, whose words are the same
        "tiny/cross-site.html in reports/ here is not what was released.",
        "[picture ",
        # a released table in a notebook, and the page that it makes
        "tiny/002.ipynb in reports/ here is not what was released.\n"
        "    Released tables that are others: who-took-part.",
        "tiny/002.html comes out with other bytes",
        # words on a page
        "“Does it add up?” expected, “It adds up.” found",
        # a page that is gone, and one that was put there
        "tiny/accessibility.html was released and is not in reports/ here.",
        "tiny/more.html lies in reports/ here, and the manifest does not have it.",
    ],
)
def test_what_was_tampered_with_is_named(tampered, said):
    assert said in tampered


@pytest.fixture(scope="module")
def forged(archive_of):
    """An archive with a number changed in a table and in all that is made of it, the manifest
    included."""
    root = archive_of("forged")
    in_record(root / "reports" / "tiny" / "002.ipynb", "who-took-part", 18.0, 19.0)
    remade(root)
    bless_as_it_lies(root)
    return root


def test_a_table_and_the_manifest_changed_together_are_found_by_the_digest(forged, manifest_digest):
    run = compendium(forged, "verify", "--released", "--digest", manifest_digest)
    now = digest_of_manifest(forged / "reports" / "manifest.json")
    assert run.returncode == 1
    assert f"its SHA-256 is {now}, and {manifest_digest} was published" in run.stderr
    assert f"CITATION.cff names another manifest: {manifest_digest}" in run.stderr


def test_without_the_digest_the_verdict_says_that_a_forger_is_not_found_out(
    forged, manifest_digest
):
    now = digest_of_manifest(forged / "reports" / "manifest.json")
    rewritten(forged / "CITATION.cff", (manifest_digest, now))
    run = compendium(forged, "verify", "--released")
    assert run.returncode == 0, run.stderr
    assert "Whoever changes outputs and the manifest together is not found out" in run.stdout


@pytest.mark.thorough
def test_every_other_format_is_made_again_and_compared(archive_of, blessed_whole):
    root = archive_of("formats", blessed_whole)
    reports = root / "reports" / "tiny"
    rewritten(reports / "downloads/001/who-took-part.csv", ("Parents,[c],5", "Parents,[c],7"))
    picture, paper = next(reports.rglob("*.png")), reports / "001.pdf"
    for path in (picture, paper):
        path.write_bytes(path.read_bytes() + b"\n")
    package = json.loads((reports / "datapackage.json").read_text(encoding="utf-8"))
    (reports / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    run = compendium(root, "verify", "--released", FORMATS="all")
    assert run.returncode == 1
    assert "5 expected, 7 found: 2 apart, 1 tolerated" in run.stderr
    for path in (picture, paper, reports / "datapackage.json"):
        place = path.relative_to(root / "reports").as_posix()
        assert f"{place} in reports/ here is not what was released" in run.stderr
    assert "comes out with other bytes" not in run.stderr
