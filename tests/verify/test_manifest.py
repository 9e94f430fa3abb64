"""What is blessed, and what is refused."""

from __future__ import annotations

import hashlib
import json

import pytest
from verified import in_record, rewritten

from compendium.build.built import BUILT, MANIFEST
from compendium.problems import CompendiumError
from compendium.verify.manifest import (
    Manifest,
    bless,
    cited,
    digest_of_manifest,
    read_manifest,
    tables_in,
)


@pytest.fixture
def reports(built_study):
    """The reports of a tiny study that was built a moment ago."""
    return built_study.parents[1] / "reports"


def test_what_was_built_is_blessed_file_by_file(reports):
    bless()
    made = read_manifest(reports / MANIFEST)
    page = (reports / "tiny" / "001.html").read_bytes()
    assert made.outputs["tiny/001.html"].sha256 == hashlib.sha256(page).hexdigest()
    assert made.outputs["tiny/001.html"].bytes == len(page)
    built = {p.relative_to(reports).as_posix() for p in reports.rglob("*") if p.is_file()}
    assert set(made.outputs) == built - {BUILT, MANIFEST}
    assert "who-took-part" in made.outputs["tiny/001.ipynb"].tables


def test_the_manifest_says_nothing_of_data_about_people(reports):
    bless()
    made = read_manifest(reports / MANIFEST)
    assert set(made.inputs) == {"data/tiny", "notebooks", "requirements.lock", "src/compendium"}
    folder = reports.parent / "data" / "tiny"
    raw = [p for p in folder.rglob("*") if p.parent.name == "raw" or p.name == "consent.csv"]
    text = (reports / MANIFEST).read_text(encoding="utf-8")
    assert len(raw) == 4
    assert [p for p in raw if hashlib.sha256(p.read_bytes()).hexdigest() in text] == []


def test_its_digest_is_told_and_stands_in_the_citation_file(reports):
    citation = reports.parent / "CITATION.cff"
    citation.write_text('identifiers:\n  - type: other\n    value: "sha256:"\n', encoding="utf-8")
    said = bless()
    digest = digest_of_manifest(reports / MANIFEST)
    assert digest in said
    assert cited(citation.read_text(encoding="utf-8")) == digest
    assert read_manifest(reports / MANIFEST).digest == digest


def test_the_same_build_gives_the_same_manifest(reports):
    bless()
    first = (reports / MANIFEST).read_bytes()
    bless()
    assert (reports / MANIFEST).read_bytes() == first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: (r / BUILT).unlink(), "Nothing was built that could be blessed"),
        (
            lambda r: rewritten(r / "tiny" / "001.html", (">5</a>", ">6</a>")),
            "In reports/ changed since they were built: tiny/001.html.",
        ),
        (
            lambda r: (r / "tiny" / "002.html").unlink(),
            "In reports/ not there any more: tiny/002.html.",
        ),
        (
            lambda r: (r / "tiny" / "more.html").write_text("more"),
            "In reports/ not built: tiny/more.html.",
        ),
        (
            lambda r: rewritten(
                r.parent / "data" / "tiny" / "study.yml", ("Tiny study", "Small study")
            ),
            "Different from what reports were built from: data/tiny.",
        ),
    ],
)
def test_what_is_not_as_it_was_built_is_not_blessed(reports, change, said):
    change(reports)
    with pytest.raises(CompendiumError) as refused:
        bless()
    assert said in str(refused.value)
    assert "Run make reports" in str(refused.value)
    assert not (reports / MANIFEST).exists()


def test_a_changed_record_is_another_table_and_no_other_is(reports):
    notebook = reports / "tiny" / "001.ipynb"
    before = tables_in(notebook)
    in_record(notebook, "who-took-part", 18.0, 19.0)
    after = tables_in(notebook)
    assert [id for id in before if after[id] != before[id]] == ["who-took-part"]


@pytest.mark.parametrize("text", [None, "not JSON", "[]", '{"outputs": {"a": {"what": 1}}}'])
def test_what_is_no_manifest_is_said(tmp_path, text):
    path = tmp_path / "manifest.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(CompendiumError, match=r"reports/manifest\.json"):
        read_manifest(path)


def test_a_manifest_is_written_as_it_was_read(tmp_path):
    found = {"formats": "all", "inputs": {}, "made_on": {}, "outputs": {}}
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    assert read_manifest(path) == Manifest("all", {}, {}, {})
