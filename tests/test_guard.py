"""Real data, exports nobody can tell to be made up and private/ are not committed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
from circumstances import ROOT
from tiny import consent_said, log, project, responses, write_log, write_survey, write_tiny

from compendium.cli import main
from compendium.places import CODE
from compendium.writers.refi_qda import write_qdpx

if not shutil.which("git"):
    pytest.skip("git is not installed here", allow_module_level=True)


@pytest.fixture(autouse=True)
def _only_this_repository(monkeypatch):
    """No settings of whoever runs the tests, and no repository named from outside."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "t")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "t@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PYTHONPATH", str(CODE.parent))


def git(*arguments: str):
    command = ["git", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A repository with the tiny study and nothing else, committed; the working directory."""
    write_tiny(tmp_path / "house")
    monkeypatch.chdir(tmp_path / "house")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "made up")):
        assert git(*arguments).returncode == 0
    return tmp_path / "house"


def staged(repository, name: str, content: bytes | str = b"") -> str:
    """Put a file into what would be committed; its name."""
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content or not path.exists():
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert git("add", "-f", name).returncode == 0
    return name


def refused(capsys) -> str:
    """What the guard says of a commit that it refuses."""
    assert main(["guard"]) == 1
    return capsys.readouterr().err


def test_everything_that_this_repository_holds_passes(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    if git("rev-parse", "HEAD").returncode:
        pytest.skip("this is not a repository")
    assert main(["guard", "--all"]) == 0, capsys.readouterr().err


def test_a_made_up_study_may_be_committed_whole(repository):
    assert main(["guard", "--all"]) == 0
    staged(repository, "notes.md", "data_origin: real is refused")
    assert main(["guard"]) == 0


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("private/tiny/tables/answers.csv", "a,b\n", "what lies in private/ is never committed"),
        ("data/private/key", "x", "what lies in private/ is never committed"),
        ("survey.csv", "a,b\n1,2\n", "an export lies outside data/ of a made-up study"),
        ("old/survey.SAV", "x", "an export lies outside data/ of a made-up study"),
        ("data/interview.mp3", "x", "this is a recording"),
        ("data/tiny/all.nvpx", "x", "this is a tool's own project"),
        ("data/tiny/raw.zip", "x", "this is an archive"),
        ("data/tiny/raw/survey.XLS", "x", "this is a workbook no reader opens"),
        ("talk.doc", "x", "this is a document no reader opens"),
        ("tests/survey.RData", "x", "this is a table of data"),
        ("docs/table.csv", "x,Data Origin\n1, Real\n", "it holds rows whose data_origin is real"),
        ("data/tiny/raw/d.csv", "DATA_ORIGIN\nreal\n", "it holds rows whose data_origin is real"),
        ("data/tiny/raw/b.qdpx", "no archive", "it cannot be read"),
        ("data/tiny/more.yml", "fixed:\n  - {data_origin: real}\n", "it says data_origin: real"),
        ("a.json", '{"data_origin": "real"}', "it says data_origin: real"),
        ("notebooks/x.ipynb", "no notebook", "it is a notebook that cannot be read"),
        ("data/new/raw/s.csv", "a\n1\n", "nothing at the top of data/new/ says data_origin"),
    ],
)
def test_what_may_not_be_committed_is_named_with_the_reason(repository, capsys, name, content, why):
    staged(repository, name, content)
    said = refused(capsys)
    assert said.startswith(f"{name}: {why}")
    assert f"git rm --cached '{name}'" in said
    assert "docs/real-data.md" in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/tiny/raw/more.csv", "a,data_origin\n1,synthetic\n"),
        ("docs/a.csv", "a\n1\n"),
        ("data/tiny/a.yml", "# data_origin: real\nb: unreal\n"),
        ("data/_new/consent.csv", "participant_id,data_origin\n"),
        ("reports/tiny/a.ipynb", json.dumps({"cells": [{"outputs": [1]}]})),
        ("notebooks/a.ipynb", json.dumps({"cells": [{"outputs": []}]})),
    ],
)
def test_what_may_be_committed_is_let_through(repository, capsys, name, content):
    staged(repository, name, content)
    assert main(["guard"]) == 0, capsys.readouterr().err


def test_a_notebook_with_outputs_is_refused(repository, capsys):
    staged(repository, "notebooks/a.ipynb", json.dumps({"cells": [{"outputs": [{"data": {}}]}]}))
    assert "it is a notebook with outputs" in refused(capsys)


def test_exports_of_each_kind_are_looked_into(repository, capsys):
    raw = repository / "data" / "tiny" / "raw"
    write_survey(raw / "survey.sav", responses().assign(data_origin="real"))
    write_log(raw / "log.csv", log().assign(**{"Data origin": "real"}))
    log().assign(**{"Data origin": "Real"}).to_excel(raw / "log.xlsx", index=False)
    import dataclasses

    made = project()
    first, *others = made.sources
    told = tuple((k, "real" if k == "Data origin" else v) for k, v in first.variables)
    sources = (dataclasses.replace(first, variables=told), *others)
    write_qdpx(raw / "talk.qdpx", dataclasses.replace(made, sources=sources))
    names = ("log.csv", "log.xlsx", "survey.sav", "talk.qdpx")
    for name in names:
        staged(repository, f"data/tiny/raw/{name}")
    said = refused(capsys).splitlines()
    assert [line.partition(": it holds")[0] for line in said] == [
        f"data/tiny/raw/{name}" for name in names
    ]


def test_a_column_of_origins_by_another_name_is_known_from_the_study(repository, capsys):
    definitions = repository / "data" / "tiny" / "study.yml"
    text = definitions.read_text(encoding="utf-8")
    assert "data_origin: data_origin" in text
    told = text.replace("data_origin: data_origin", "data_origin: made_by")
    staged(repository, "data/tiny/study.yml", told)
    staged(repository, "data/tiny/raw/x.csv", "a,made_by\n1,real\n")
    assert "data/tiny/raw/x.csv: it holds data whose data_origin is real" in refused(capsys)


def test_a_study_with_one_real_person_is_no_made_up_study(repository, capsys):
    consent_said(repository / "data" / "tiny", "Q1", data_origin="real")
    staged(repository, "data/tiny/consent.csv")
    staged(repository, "data/tiny/raw/x.csv", "a\n1\n")
    table, export = refused(capsys).splitlines()
    assert table.startswith("data/tiny/consent.csv: it holds rows whose data_origin is real")
    assert export.startswith("data/tiny/raw/x.csv: nothing at the top of data/tiny/ says")


def test_what_is_looked_at_is_what_would_be_committed_not_what_lies_there_now(repository, capsys):
    name = staged(repository, "docs/a.csv", "data_origin\nreal\n")
    (repository / name).write_text("data_origin\nsynthetic\n", encoding="utf-8")
    assert name in refused(capsys)
    assert main(["guard", "--all"]) == 1


def test_git_asks_before_each_commit_once_the_hook_is_there(repository, capsys):
    assert main(["guard", "--hook"]) == 0
    assert "Before each commit git asks" in capsys.readouterr().out
    staged(repository, "docs/Tŷ ŵ.csv", "data_origin\nreal\n")
    committed = git("commit", "-qm", "no")
    assert committed.returncode == 1
    assert "docs/Tŷ ŵ.csv: it holds rows whose data_origin is real" in committed.stderr
    assert git("log", "--oneline").stdout.count("\n") == 1
    assert git("rm", "-q", "--cached", "docs/Tŷ ŵ.csv").returncode == 0
    staged(repository, "docs/a.md", "fine")
    assert git("commit", "-qm", "yes").returncode == 0
    assert main(["guard", "--hook"]) == 0


def test_a_hook_of_somebody_elses_is_left_alone(repository, capsys):
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho mine\n", encoding="utf-8")
    assert main(["guard", "--hook"]) == 1
    assert "is there already. Add this line to it" in capsys.readouterr().err
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\necho mine\n"


def test_without_a_repository_or_git_it_is_said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["guard"]) == 1
    assert "not a git repository" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["guard"]) == 1
    assert capsys.readouterr().err == (
        "git was not found, so nothing can be looked at. Install it.\n"
    )


def test_the_hooks_of_pre_commit_ask_the_same_and_fetch_nothing():
    import yaml

    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (own,) = settings["repos"]
    assert own["repo"] == "local"
    assert {hook["language"] for hook in own["hooks"]} == {"system"}
    hooks = {hook["id"]: hook for hook in own["hooks"]}
    assert hooks["guard"]["entry"] == "python -m compendium guard"
    assert (hooks["guard"]["pass_filenames"], hooks["guard"]["always_run"]) == (False, True)
    assert list(hooks) == ["guard", "lint", "format", "structure"]


@pytest.mark.parametrize("hook", ["lint", "format"])
def test_a_hook_passes_what_is_well_formed_and_refuses_what_is_not(hook, tmp_path):
    import shlex
    import sys

    import yaml

    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entry = next(h["entry"] for h in settings["repos"][0]["hooks"] if h["id"] == hook)
    command = [sys.executable, *shlex.split(entry)[1:], "--config", str(ROOT / "pyproject.toml")]
    path = tmp_path / "it.py"
    for text, status in (("x = 1\n", 0), ("import os,sys\n", 1)):
        path.write_text(text, encoding="utf-8")
        assert subprocess.run([*command, str(path)], capture_output=True).returncode == status
