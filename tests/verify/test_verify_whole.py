"""Everything made anew from the exports, in a fresh folder, with that folder's code."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
import yaml
from verified import ROOT, bless_as_it_lies, compendium, in_record, rewritten

pytestmark = pytest.mark.xdist_group("verified")


def git(folder, *arguments):
    """Git with a name of its own, whatever this machine's is."""
    who = ["-c", "user.name=Mari", "-c", "user.email=mari@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(blessed, tmp_path_factory):
    """A clone of what was committed, with a change of code that was not."""
    root = tmp_path_factory.mktemp("committed") / "clone"
    shutil.copytree(blessed, root, ignore=shutil.ignore_patterns("private"))
    shutil.copy2(ROOT / ".gitignore", root / ".gitignore")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Released")
    shutil.rmtree(root / "reports" / "tiny")
    rewritten(root / "src" / "compendium" / "words.csv", ("Key facts", "No facts"))
    return root


@pytest.fixture(scope="module")
def verified(committed, manifest_digest):
    """What is said of it."""
    if not shutil.which("git"):
        pytest.skip("no git on this machine")
    return compendium(committed, "verify", "--digest", f"sha256:{manifest_digest}")


def test_what_was_committed_comes_out_the_same(verified):
    assert verified.returncode == 0, verified.stderr
    assert "Everything came out the same, byte for byte." in verified.stdout


def test_what_was_not_committed_is_named_and_left_alone(verified):
    assert "changed here and not committed: files 1." in verified.stdout


def test_every_cell_of_every_published_notebook_is_run_again(verified, committed):
    notebooks = sorted((committed / "reports" / "tiny").glob("*.ipynb"))
    cells = [json.loads(p.read_text(encoding="utf-8"))["cells"] for p in notebooks]
    code = sum(c["cell_type"] == "code" for each in cells for c in each)
    assert f"notebooks {len(notebooks)}, cells {code}, as stored {code}." in verified.stdout


def test_where_it_ran_is_told_with_versions(verified):
    import platform
    from importlib.metadata import version

    assert f"Python: {platform.python_version()}" in verified.stdout
    assert f"pandas {version('pandas')}" in verified.stdout


def test_what_came_out_right_is_left_to_be_looked_at(verified, committed):
    assert (committed / "reports" / "tiny" / "index.html").is_file()
    page = (committed / "reports" / "verification" / "verdict.html").read_text(encoding="utf-8")
    assert "Everything came out the same, byte for byte." in page
    assert str(committed) not in page


def test_the_certificate_and_codecheck_are_left_unsigned(verified, committed):
    check = yaml.safe_load((committed / "codecheck.yml").read_text(encoding="utf-8"))
    assert {"manifest", "codechecker", "report"} <= check.keys()
    assert check["codechecker"] == [{"name": "", "ORCID": ""}]
    assert [check[n] for n in ("summary", "check_time", "certificate", "report")] == [""] * 4
    assert all((committed / entry["file"]).is_file() for entry in check["manifest"])
    page = (committed / "reports" / "verification" / "certificate.html").read_text("utf-8")
    assert "Nobody has signed this." in page


def test_the_record_is_nothing_that_git_asks_about(verified, committed):
    said = subprocess.run(
        ["git", "-C", str(committed), "status", "--porcelain"], capture_output=True, text=True
    )
    assert said.stdout == " M src/compendium/words.csv\n"


@pytest.fixture(scope="module")
def tampered(blessed, tmp_path_factory):
    """What is said of a folder whose table and manifest were changed together, and its code."""
    root = tmp_path_factory.mktemp("changed") / "folder"
    shutil.copytree(blessed, root, ignore=shutil.ignore_patterns("private"))
    in_record(root / "reports" / "tiny" / "002.ipynb", "who-took-part", 18.0, 19.0)
    bless_as_it_lies(root)
    rewritten(root / "src" / "compendium" / "words.csv", ("Key facts", "No facts"))
    run = compendium(root, "verify")
    assert run.returncode == 1
    return run.stderr


@pytest.mark.thorough
def test_the_exports_tell_which_table_was_changed_and_by_how_much(tampered):
    named = tampered.partition("tiny/002.ipynb comes out with other bytes")[2]
    assert named.splitlines()[1] == "    Released tables that are others: who-took-part."
    assert "19 expected, 18 found: 1 apart, 1 tolerated (who-took-part: 19)" in named


@pytest.mark.thorough
def test_the_code_of_the_folder_is_what_runs_and_a_change_of_it_is_named(tampered):
    assert "src/compendium is not what the manifest was made with." in tampered
    named = tampered.partition("tiny/001.html comes out with other bytes")[2]
    assert "“Key facts” expected, “No facts” found" in named
