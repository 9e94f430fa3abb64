"""The record of a verification that other programs read: RO-Crate, codecheck.yml, CITATION.cff.

The crate was also held against roc-validator 0.13 (Workflow Run Crate 0.5 and what that extends);
here the same requirements are checked without it, for it fetches vocabularies from the network.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
import yaml
from verified import ROOT

from compendium.verify.compare import difference
from compendium.verify.crate import PROFILES, crate
from compendium.verify.manifest import CITED, Manifest, Output
from compendium.verify.verdict import Verdict, Where

PAGES = {"tiny/index.html": Output("0" * 64, 5), "tiny/ŵy 1.csv": Output("1" * 64, 5)}


def verdict(*differences) -> Verdict:
    """A verdict on two outputs of the tiny study."""
    return Verdict(
        manifest=Manifest("pages", {}, {}, PAGES),
        digest="2" * 64,
        told="",
        released=False,
        commit="3" * 40,
        again=None,
        differences=differences,
        open=(),
        where=Where("Linux", "x86_64", "3.11.7", {"pandas": "3.1.1", "nbval": "0.11.0"}),
        on=dt.datetime(2026, 11, 29, 9, 30, tzinfo=dt.UTC),
    )


@pytest.fixture
def root(tmp_path):
    """A folder with what the crate speaks of."""
    for name in ("Makefile", "README.md", "requirements.lock", "notebooks/site_report.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    for name in ("manifest.json", *PAGES):
        path = tmp_path / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")
    return tmp_path


@pytest.fixture
def graph(root):
    """The crate's entities by their ids."""
    return {e["@id"]: e for e in json.loads(crate(verdict(), root))["@graph"]}


def ids(value) -> list[str]:
    """The ids that a property refers to."""
    return [v["@id"] for v in (value if isinstance(value, list) else [value])]


def test_the_descriptor_is_about_the_root_and_names_what_it_conforms_to(graph):
    descriptor = graph["ro-crate-metadata.json"]
    assert descriptor["about"] == {"@id": "./"}
    assert ids(descriptor["conformsTo"])[0] == "https://w3id.org/ro/crate/1.1"


def test_the_root_has_what_a_crate_must_have(graph):
    found = graph["./"]
    assert {"name", "description", "datePublished", "license", "author"} <= found.keys()
    assert ids(found["conformsTo"]) == list(PROFILES)
    assert all(graph[profile]["@type"] == "CreativeWork" for profile in PROFILES)
    assert found["mainEntity"] == {"@id": "Makefile"}
    assert found["mentions"] == {"@id": "#verification"}


def test_the_workflow_has_a_language_and_formal_parameters(graph):
    workflow = graph["Makefile"]
    assert workflow["@type"] == ["File", "SoftwareSourceCode", "ComputationalWorkflow"]
    assert graph[workflow["programmingLanguage"]["@id"]]["@type"] == "ComputerLanguage"
    for id in (*ids(workflow["input"]), *ids(workflow["output"])):
        assert graph[id]["@type"] == "FormalParameter"
        assert {"name", "additionalType", "conformsTo"} <= graph[id].keys()


def test_the_run_says_what_went_in_what_came_out_and_when(graph):
    run = graph["#verification"]
    assert run["@type"] == "CreateAction"
    assert run["instrument"] == {"@id": "Makefile"}
    assert run["endTime"] == "2026-11-29T09:30:00+00:00"
    assert "notebooks/site_report.ipynb" in ids(run["object"])
    assert "reports/tiny/%C5%B5y%201.csv" in ids(run["result"])
    assert run["actionStatus"].endswith("CompletedActionStatus")


def test_a_run_that_found_differences_failed_and_says_which(root):
    found = verdict(difference("verify_not_made", file="tiny/index.html"))
    graph = {e["@id"]: e for e in json.loads(crate(found, root))["@graph"]}
    assert graph["#verification"]["actionStatus"].endswith("FailedActionStatus")
    assert graph["#verification"]["error"] == "tiny/index.html was not made."


def test_every_reference_leads_to_an_entity_of_the_crate(graph):
    outside = {
        "https://w3id.org/ro/crate/1.1",
        "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE",
        "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE",
    }
    for entity in graph.values():
        for value in entity.values():
            found = [v for v in (value if isinstance(value, list) else [value])]
            named = {v["@id"] for v in found if isinstance(v, dict)}
            assert named <= graph.keys() | outside


def test_every_file_of_the_crate_lies_there_and_is_typed(graph, root):
    from urllib.parse import unquote

    files = [e for e in graph.values() if "File" in e["@type"]]
    assert sorted(ids(graph["./"]["hasPart"])) == sorted(e["@id"] for e in files)
    assert [e["@id"] for e in files if not (root / unquote(e["@id"])).is_file()] == []
    assert all(e["encodingFormat"] for e in files)


def test_what_does_not_lie_there_is_no_part_of_the_crate(root):
    (root / "reports" / "tiny" / "index.html").unlink()
    assert "tiny/index.html" not in crate(verdict(), root)


def test_every_package_is_named_with_its_version(graph):
    found = graph["pkg:pypi/pandas@3.1.1"]
    assert (found["@type"], found["softwareVersion"]) == ("SoftwareApplication", "3.1.1")
    assert "pkg:generic/python@3.11.7" in ids(graph["Makefile"]["softwareRequirements"])


# Citation File Format 1.2.0: what must be there, and what may.
MUST = {"authors", "cff-version", "message", "title"}
MAY = {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository"),
    *("repository-artifact", "repository-code", "type", "url", "version"),
}


def test_the_citation_file_is_one_by_its_format():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert found.keys() >= MUST
    assert found.keys() <= MUST | MAY
    assert found["cff-version"] == "1.2.0"
    assert found["type"] in ("software", "dataset")
    assert all(author.keys() <= {"name", "website", "email"} for author in found["authors"])
    assert all(i.keys() == {"type", "value", "description"} for i in found["identifiers"])
    assert len(CITED.findall(text)) == 1


def test_the_citation_file_has_the_version_and_licence_of_the_project():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (found["version"], found["license"]) == (project["version"], project["license"])
