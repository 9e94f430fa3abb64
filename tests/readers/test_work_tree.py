"""Real data inside a git work tree are refused, wherever git would find the tree."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from tiny import log, project, responses, write_log, write_survey, write_tiny

from compendium.cli import main
from compendium.intake import store
from compendium.intake.tables import open_tables
from compendium.intake.take_in import ensure
from compendium.lab import explorer_copy
from compendium.problems import CompendiumError
from compendium.readers.export import read_export
from compendium.readers.origins import origins_in_csv, origins_of
from compendium.readers.work_tree import WorkTreeError, refuse_real, work_tree
from compendium.study_folder import open_study
from compendium.writers.refi_qda import write_qdpx

HERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")


@pytest.fixture(autouse=True)
def _no_git_around(monkeypatch):
    for name in HERE:
        monkeypatch.delenv(name, raising=False)


def git(folder: Path, *arguments: str) -> None:
    """The program itself, so that its own layout is what is tested."""
    if not shutil.which("git"):
        pytest.skip("git is not installed here")
    own = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    own += ["-c", "protocol.file.allow=always"]
    quiet = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", str(folder), *own, *arguments]
    subprocess.run(command, check=True, capture_output=True, env=quiet)


def repository(folder: Path, *options: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", *options)
    return folder


def committed(folder: Path) -> Path:
    git(repository(folder), "commit", "--allow-empty", "-m", "first")
    return folder


def plain(root: Path) -> Path:
    return repository(root / "repo")


def added_work_tree(root: Path) -> Path:
    git(committed(root / "repo"), "worktree", "add", str(root / "added"))
    assert (root / "added" / ".git").is_file()
    return root / "added"


def submodule(root: Path) -> Path:
    committed(root / "inner")
    git(committed(root / "outer"), "submodule", "add", str(root / "inner"), "part")
    assert (root / "outer" / "part" / ".git").is_file()
    return root / "outer" / "part"


def apart(root: Path) -> Path:
    """A repository whose own folder lies elsewhere."""
    return repository(root / "repo", f"--separate-git-dir={root / 'kept'}")


def bare(root: Path) -> Path:
    return repository(root / "repo.git", "--bare")


def own_folder(root: Path) -> Path:
    return repository(root / "repo") / ".git"


LAYOUTS = (plain, added_work_tree, submodule, apart, bare, own_folder)


@pytest.mark.parametrize("depth", ["", "a", "a/b/c"])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_a_work_tree_is_found_from_any_depth(tmp_path, layout, depth):
    tree = layout(tmp_path)
    (tree / depth).mkdir(parents=True, exist_ok=True)
    assert work_tree(tree / depth) == tree
    assert work_tree(tree / depth / "not there yet.sav") == tree


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_beside_a_work_tree_is_outside(tmp_path, layout):
    beside = layout(tmp_path).parent / "beside"
    if layout in (submodule, own_folder):
        assert work_tree(beside) == beside.parent  # the repository around it
    else:
        assert work_tree(beside) is None


def test_a_link_into_a_repository_leads_into_it(tmp_path):
    tree = repository(tmp_path / "repo")
    (tmp_path / "safe").symlink_to(tree / "data", target_is_directory=True)
    assert work_tree(tmp_path / "safe" / "raw" / "a.sav") == tree


def test_a_link_out_of_a_repository_leads_out(tmp_path):
    """Git keeps the link alone; what it leads to is not in the repository."""
    (tmp_path / "safe").mkdir()
    (repository(tmp_path / "repo") / "data").symlink_to(tmp_path / "safe")
    assert work_tree(tmp_path / "repo" / "data" / "raw") is None


def test_a_broken_link_called_git_counts(tmp_path):
    (tmp_path / ".git").symlink_to(tmp_path / "gone")
    assert work_tree(tmp_path / "data") == tmp_path


@pytest.mark.parametrize("missing", ["HEAD", "objects", "refs"])
def test_a_folder_with_only_some_of_a_repository_is_none(tmp_path, missing):
    bare(tmp_path)
    found = tmp_path / "repo.git" / missing
    found.unlink() if found.is_file() else shutil.rmtree(found)
    assert work_tree(tmp_path / "repo.git" / "data") is None


def test_the_environment_names_a_work_tree(tmp_path, monkeypatch):
    (tmp_path / "tree").mkdir()
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "tree"))
    assert work_tree(tmp_path / "tree" / "data") == tmp_path / "tree"
    assert work_tree(tmp_path / "trees") is None


def test_the_environment_names_a_repository_and_the_folder_one_is_in_is_its_tree(
    tmp_path, monkeypatch
):
    kept = repository(tmp_path / "kept", "--bare")
    (tmp_path / "tree").mkdir()
    monkeypatch.chdir(tmp_path / "tree")
    monkeypatch.setenv("GIT_DIR", str(kept))
    assert work_tree(tmp_path / "tree" / "data") == tmp_path / "tree"
    assert work_tree(tmp_path / "other") is None
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert work_tree(tmp_path / "other") == tmp_path / "other"
    assert work_tree(tmp_path / "tree" / "data") is None


@pytest.mark.parametrize("written", ["absolute", "relative"])
def test_a_named_repository_may_know_its_own_work_tree(tmp_path, monkeypatch, written):
    kept = repository(tmp_path / "kept", "--bare")
    tree = str(tmp_path / "home") if written == "absolute" else "../home"
    git(kept, "config", "core.bare", "false")
    git(kept, "config", "core.worktree", tree)
    monkeypatch.setenv("GIT_DIR", str(kept))
    assert work_tree(tmp_path / "home" / "data") == tmp_path / "home"


def test_settings_that_cannot_be_read_hide_nothing(tmp_path, monkeypatch):
    kept = repository(tmp_path / "kept", "--bare")
    (kept / "config").write_bytes(b"worktree\n\xff[")
    monkeypatch.setenv("GIT_DIR", str(kept))
    monkeypatch.chdir(tmp_path)
    assert work_tree(tmp_path / "data") == tmp_path


@pytest.mark.parametrize(
    ("origin", "refused"),
    [
        *(("real", True), (" Real ", True), ("REAL", True)),
        *(("synthetic", False), ("", False), ("unreal", False), ("real data", False)),
    ],
)
def test_only_what_says_real_is_refused(tmp_path, origin, refused):
    repository(tmp_path)
    try:
        refuse_real({origin, "synthetic"}, "it", tmp_path / "data")
    except WorkTreeError:
        assert refused
    else:
        assert not refused


def test_the_message_names_the_folder_the_tree_and_what_to_do(tmp_path):
    tree = repository(tmp_path / "repo")
    with pytest.raises(WorkTreeError) as error:
        refuse_real({"real"}, "tiny", tree / "data" / "tiny")
    said = str(error.value)
    assert said.startswith("tiny holds real data (data_origin: real), and ")
    assert f"{tree / 'data' / 'tiny'} lies inside a git work tree ({tree})" in said
    assert "outside every repository, on an encrypted disk" in said
    assert "COMPENDIUM_DATA" in said
    assert "\n" not in said


# Where a file says that its data are real.
def real_sav(to: Path) -> Path:
    write_survey(to / "a.sav", responses().assign(data_origin="real"))
    return to / "a.sav"


def real_sav_by_label(to: Path) -> Path:
    import pyreadstat

    frame = responses().assign(data_origin=2.0)
    labels = {"data_origin": {1: "synthetic", 2: "Real"}}
    pyreadstat.write_sav(frame, str(to / "b.sav"), variable_value_labels=labels)
    return to / "b.sav"


def real_qdpx(to: Path) -> Path:
    import dataclasses

    made = project()
    first, *others = made.sources
    said = tuple((k, "real" if k == "Data origin" else v) for k, v in first.variables)
    sources = (dataclasses.replace(first, variables=said), *others)
    write_qdpx(to / "c.qdpx", dataclasses.replace(made, sources=sources))
    return to / "c.qdpx"


def real_csv(to: Path) -> Path:
    frame = log()
    frame.loc[len(frame) - 1, "Data origin"] = "real"
    write_log(to / "d.csv", frame)
    return to / "d.csv"


def real_xlsx(to: Path) -> Path:
    log().assign(**{"Data origin": "real"}).to_excel(to / "e.xlsx", index=False)
    return to / "e.xlsx"


KINDS = (real_sav, real_sav_by_label, real_qdpx, real_csv, real_xlsx)


@pytest.mark.parametrize("kind", KINDS, ids=lambda f: f.__name__)
def test_every_reader_refuses_real_data_in_a_work_tree_and_reads_them_outside(tmp_path, kind):
    path = kind(tmp_path)
    assert "real" in read_export(path).origins
    repository(tmp_path)
    with pytest.raises(WorkTreeError, match="inside a git work tree"):
        read_export(path)


@pytest.mark.parametrize("kind", KINDS, ids=lambda f: f.__name__)
def test_an_import_refuses_real_data_from_and_into_a_work_tree(tmp_path, capsys, kind):
    (tmp_path / "safe").mkdir()
    path, tree = kind(tmp_path / "safe"), repository(tmp_path / "repo")
    assert main(["import", str(path), "--to", str(tree / "out" / "tidy")]) == 1
    said = capsys.readouterr()
    assert "inside a git work tree" in said.err
    assert (said.out, list(tree.iterdir())) == ("", [tree / ".git"])
    inside = shutil.copy(path, tree)
    assert main(["import", str(inside), "--to", str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()
    assert main(["import", str(path), "--to", str(tmp_path / "out")]) == 0


def test_a_column_is_known_by_its_name_or_by_what_the_study_calls_it():
    rows = pd.DataFrame({"DATA-ORIGIN": ["Synthetic"], "herkunft": ["real"]}, dtype="str")
    assert origins_of({"rows": rows}) == {"synthetic"}
    assert origins_of({"rows": rows}, "herkunft") == {"synthetic", "real"}


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "data_origin\n\n", "\x00\n", "a,data_origin\n1\n"]
)
def test_a_table_without_origins_names_none(tmp_path, text):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert origins_in_csv(tmp_path / "t.csv") == set()
    assert origins_in_csv(tmp_path / "gone.csv") == set()


@pytest.fixture
def real(tmp_path, monkeypatch):
    """Tiny with one real person in its consent table, in a house outside every repository."""
    folder = write_tiny(tmp_path / "house")
    table = folder / "consent.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("yes,synthetic", "yes,real", 1), encoding="utf-8")
    (tmp_path / "house" / "notebooks").mkdir()
    (tmp_path / "house" / "notebooks" / "explore.ipynb").write_text('{"cells": []}')
    monkeypatch.setenv("COMPENDIUM_DATA", str(folder.parent))
    return folder


@pytest.mark.parametrize("above", [0, 1, 2])
def test_a_study_taken_in_before_the_repository_was_made_is_refused_too(real, above):
    ensure(open_study("tiny"))
    repository([real, *real.parents][above])
    with pytest.raises(WorkTreeError):
        ensure(open_study("tiny"))
    with pytest.raises(WorkTreeError):
        open_tables(open_study("tiny"), "001")


def test_nothing_is_written_of_a_study_that_is_refused(real):
    repository(real.parents[1])
    with pytest.raises(WorkTreeError):
        ensure(open_study("tiny"))
    assert not (real.parents[1] / "private").exists()


def test_tables_would_lie_in_a_work_tree_where_private_does(real, tmp_path):
    tree = repository(tmp_path / "repo")
    (real.parents[1] / "private").symlink_to(tree, target_is_directory=True)
    with pytest.raises(WorkTreeError, match="private"):
        ensure(open_study("tiny"))
    assert not store.tables_folder(open_study("tiny")).exists()


def test_an_export_that_is_a_link_into_a_repository_is_refused(real, tmp_path):
    tree = repository(tmp_path / "repo")
    write_survey(tree / "survey.sav", responses().assign(data_origin="real"))
    (real / "raw" / "survey.sav").unlink()
    (real / "raw" / "survey.sav").symlink_to(tree / "survey.sav")
    with pytest.raises(WorkTreeError):
        ensure(open_study("tiny"))


def test_the_explorer_and_the_lab_do_not_open_on_real_data_in_a_work_tree(real, monkeypatch):
    called = []
    monkeypatch.setattr("compendium.lab.subprocess.call", lambda c, **_: called.append(c) or 0)
    assert main(["lab"]) == main(["explore"]) == 0
    repository(real.parents[1])
    assert main(["lab"]) == main(["explore"]) == 1
    assert len(called) == 2
    with pytest.raises(WorkTreeError):
        explorer_copy("tiny")


def test_the_lab_refuses_real_data_of_a_study_that_cannot_be_opened(real, monkeypatch, capsys):
    monkeypatch.setattr("compendium.lab.subprocess.call", lambda c, **_: pytest.fail("opened"))
    (real / "study.yml").write_text("study: [", encoding="utf-8")
    repository(real)
    with pytest.raises(CompendiumError):
        open_study("tiny")
    assert main(["lab"]) == 1
    assert "inside a git work tree" in capsys.readouterr().err


def test_the_lab_opens_without_the_explorer_where_a_study_cannot_be_opened(
    tiny, monkeypatch, capsys
):
    called = []
    monkeypatch.setattr("compendium.lab.subprocess.call", lambda c, **_: called.append(c) or 0)
    (tiny / "study.yml").write_text("study: [", encoding="utf-8")
    assert main(["lab"]) == 0
    assert "study.yml line 2: this is not YAML" in capsys.readouterr().err
    ((command),) = called
    assert not [word for word in command if "default_url" in word]
    assert main(["lab", "tiny"]) == 1


def test_made_up_data_may_lie_in_a_repository(tiny):
    repository(tiny.parents[1])
    ensure(open_study("tiny"))
    assert store.saved_origins(open_study("tiny").private) == {"synthetic"}
