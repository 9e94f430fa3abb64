"""Packages kept in a folder, and an environment made of them without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from circumstances import PLAIN, ROOT, built, different, digests
from tiny import publish_also, write_tiny

from compendium.wheelhouse import MADE_WITH, main, problems, this_python

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="make is tried on POSIX systems")
# SHA-256 of b"one" and of b"two".
ONE = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
TWO = "3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3"
LOCK = f"""one==1.0 \\
    --hash=sha256:{"0" * 64} \\
    --hash=sha256:{ONE}
    # via somebody
two==2.0 \\
    --hash=sha256:{TWO}
pywin==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:{"1" * 64}
"""


@pytest.fixture
def folder(tmp_path):
    """Both packages that the lock wants here."""
    (tmp_path / "one-1.0-py3-none-any.whl").write_bytes(b"one")
    (tmp_path / "two-2.0-py3-none-any.whl").write_bytes(b"two")
    return tmp_path


def test_a_folder_that_has_what_the_lock_names_is_whole(folder):
    assert problems(folder, [LOCK]) == []


def test_everything_that_is_missing_or_damaged_is_named_at_once(folder):
    (folder / "one-1.0-py3-none-any.whl").unlink()
    (folder / "two-2.0-py3-none-any.whl").write_bytes(b"twO")
    one, two = problems(folder, [LOCK])
    assert "has no one 1.0 with a digest that the lock names" in one
    assert "has no two 2.0" in two
    assert f"make wheelhouse WHEELHOUSE={folder}" in two


def test_packages_of_another_python_are_refused_before_anything_is_installed(folder):
    (folder / MADE_WITH).write_text("Python 2.7, Plan9 pdp11\n", encoding="utf-8")
    (said,) = problems(folder, [LOCK])
    assert "are for Python 2.7, Plan9 pdp11; this is " + this_python() in said
    assert "make PYTHON=" in said


def test_a_folder_that_is_not_there_is_said(tmp_path):
    (said,) = problems(tmp_path / "gone", [LOCK])
    assert said.startswith(f"There is no folder {tmp_path / 'gone'}.")


def test_the_command_notes_what_a_folder_is_for_and_checks_it(folder, tmp_path, capsys):
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK, encoding="utf-8")
    assert main(["note", str(folder)]) == 0
    assert (folder / MADE_WITH).read_text(encoding="utf-8") == f"{this_python()}\n"
    assert f"2 packages for {this_python()} (0 MB)" in capsys.readouterr().out
    assert main(["check", str(folder), str(lock)]) == 0
    assert capsys.readouterr() == ("", "")
    (folder / "one-1.0-py3-none-any.whl").unlink()
    assert main(["check", str(folder), str(lock)]) == 1
    assert "has no one 1.0" in capsys.readouterr().err
    assert main([]) == 2


def commands(*said: str) -> list[str]:
    """What make would do, line by line, in a checkout without an environment."""
    command = ["make", "-n", "VENV=no-such-environment", *said]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


def installs(lines: list[str]) -> list[str]:
    return [line for line in lines if " install " in line or " sync " in line]


@POSIX
def test_with_a_folder_no_package_is_asked_of_a_registry():
    asked = [x for x in installs(commands("test", "WHEELHOUSE=/d")) if " -e ." not in x]
    assert len(asked) == 7
    assert [line for line in asked if "--no-index --find-links '/d'" not in line] == []


@POSIX
@pytest.mark.parametrize("said", [(), ("WHEELHOUSE=/d",)])
def test_a_folder_is_filled_from_the_registry_with_every_lock(said):
    lines = commands("wheelhouse", *said)
    assert not [line for line in lines if "--no-index" in line]
    (fetched,) = (line for line in lines if " download " in line)
    assert f"-d '{'/d' if said else 'wheelhouse'}'" in fetched
    locks = sorted(path.name for path in ROOT.glob("*.lock"))
    assert sorted(fetched.split(" -r ")[1:]) == sorted(locks)
    assert "--require-hashes" in fetched


def off() -> list[str]:
    """What a command is begun with to have no network at all; nothing where that is not allowed."""
    for begin in (["unshare", "-n"], ["unshare", "-rn"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*begin, "true"], check=False).returncode == 0
        ):
            return begin
    return []


# What pip and uv take for no network, where none can be taken away.
NOWHERE = dict.fromkeys(
    ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://[::1]:9"
)


@POSIX
@pytest.mark.thorough
def test_reports_are_built_without_a_network_in_a_second_clean_environment(tmp_path):
    """The folder may be there from before: ``COMPENDIUM_WHEELHOUSE``; else it is filled first."""
    house, fresh = tmp_path / "copy", tmp_path / "fresh"
    shutil.copytree(ROOT, house, ignore=shutil.ignore_patterns(*(".*", "private", "data", "*.pyc")))
    publish_also(write_tiny(fresh), "cross_site")
    shutil.copytree(ROOT / "notebooks", fresh / "notebooks")
    shutil.copytree(fresh / "data", house / "data")
    shutil.rmtree(house / "reports")
    wheels = os.environ.get("COMPENDIUM_WHEELHOUSE") or str(tmp_path / "wheels")
    left_out = ("PYTHONPATH", "COMPENDIUM_DATA", "VIRTUAL_ENV", "FORMATS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
    kept = {k: v for k, v in kept.items() if k not in left_out}
    make = ["make", f"PYTHON={sys.executable}", f"WHEELHOUSE={wheels}"]
    if not os.path.isdir(wheels):
        subprocess.run([*make, "wheelhouse", f"VENV={tmp_path / 'v'}"], cwd=house, check=True)
    environment = kept if off() else {**kept, **NOWHERE}
    subprocess.run([*off(), *make, "reports"], cwd=house, env=environment, check=True)
    assert different(built(fresh, tmp_path / "here", PLAIN), digests(house / "reports")) == []
