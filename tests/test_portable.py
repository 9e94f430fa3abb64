"""Nothing here needs POSIX where it could do without, and names are names on every system."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from portable import LONGEST, unportable

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "compendium"
MODULES = sorted(SRC.rglob("*.py"))

POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "pty", "termios", "syslog", "posix", "crypt"}
POSIX_CALLS = {
    *("fork", "forkpty", "setsid", "killpg", "getpgid", "setpgid", "waitpid", "wait", "mkfifo"),
    *("geteuid", "getuid", "getgid", "getegid", "setuid", "setgid", "chown", "lchown", "chroot"),
    *("mknod", "nice", "getpriority", "sched_getaffinity", "getloadavg", "uname", "ttyname"),
}
POSIX_SIGNALS = {"SIGKILL", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGALRM", "SIGPIPE"}
POSIX_PLACES = re.compile(r"^/(tmp|dev|proc|etc|var|usr|home)\b")
# Where each is asked for, and why that is no harm.
GUARDED = {
    "engine/forked.py": "the fork engine itself; imported only where it was chosen",
    "processes.py": "after asking for Linux",
    "build/lock.py": "beside what Windows has instead",
    "build/workers.py": "where os has it",
}


def posix_in(code: str) -> set[str]:
    """What a module asks for that is on POSIX systems alone."""
    tree, found = ast.parse(code), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names} & POSIX_MODULES
        elif isinstance(node, ast.ImportFrom):
            own = {node.module} & POSIX_MODULES
            found |= own | (
                {a.name for a in node.names} & POSIX_CALLS if node.module == "os" else own
            )
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            wanted = {"os": POSIX_CALLS, "signal": POSIX_SIGNALS}.get(node.value.id, set())
            found |= {node.attr} & wanted
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if POSIX_PLACES.match(node.value) else set()
    return found


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import fcntl", {"fcntl"}),
        ("from os import fork, path", {"fork"}),
        ("import os\nos.geteuid()", {"geteuid"}),
        ("import signal\nsignal.SIGKILL", {"SIGKILL"}),
        ("x = '/tmp/a'", {"/tmp/a"}),
        ("x = '/dev/null'", {"/dev/null"}),
        ("import os\nos.devnull, os.getpid()", set()),
        ("x = '/tmpl', 'a/tmp'", set()),
    ],
)
def test_what_is_posix_alone_is_told_from_what_is_not(code, expected):
    assert posix_in(code) == expected


def test_only_modules_that_guard_it_ask_for_what_posix_alone_has():
    names = {
        p.relative_to(SRC).as_posix(): posix_in(p.read_text(encoding="utf-8")) for p in MODULES
    }
    assert {name for name, found in names.items() if found} == set(GUARDED)


def test_the_fork_engine_is_imported_where_it_is_used_and_nowhere_before():
    for path in MODULES:
        tops = ast.parse(path.read_text(encoding="utf-8")).body
        for node in (n for n in tops if isinstance(n, ast.ImportFrom)):
            assert node.module != "compendium.engine.forked", path


def committed() -> list[str]:
    """Every file that the repository holds, by git where it is one."""
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if ran.returncode:
        pytest.skip("this is not a repository")
    return [os.fsdecode(name) for name in ran.stdout.split(b"\0") if name]


def test_everything_in_the_repository_has_a_name_that_works_on_every_system():
    assert unportable(committed()) == []


def test_what_the_shipped_studies_publish_has_names_that_work_on_every_system(welsh_pages):
    made = [p.relative_to(welsh_pages.parent).as_posix() for p in welsh_pages.parent.rglob("*")]
    assert len(made) > 20
    assert unportable(made) == []


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["a/b.html", "a/c.html"], []),
        (["a/B.html", "a/b.html"], ["a/B.html = a/b.html"]),
        (["A/x", "a/y"], ["A = a"]),
        (["a:b"], ["a:b"]),
        (["x/NUL.html"], ["x/NUL.html"]),
        (["x./y"], ["x./y"]),
        (["x" * (LONGEST + 1)], ["x" * (LONGEST + 1)]),
        (["Tŷ ŵ.html"], []),
    ],
)
def test_names_that_do_not_work_everywhere_are_found(paths, found):
    assert unportable(paths) == found


WORKFLOW = ROOT / ".github" / "workflows" / "check.yml"


def test_the_workflow_does_on_three_systems_what_ci_does_and_nothing_else():
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    systems = {"ubuntu-latest", "macos-latest", "windows-latest"}
    assert set(job["strategy"]["matrix"]["os"]) == systems
    assert job["runs-on"] == "${{ matrix.os }}"
    (ran,) = (step for step in job["steps"] if "run" in step)
    assert (ran["run"], ran["shell"]) == (".ci/run", "bash")
    used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/checkout", "actions/setup-python"]


def test_what_ci_runs_are_the_two_commands_of_the_readme():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"\bmake \w+", re.sub(r"(?m)^\s*#.*", "", text)) == [
        "make reports",
        "make test",
    ]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^make \w+", readme, re.MULTILINE)[:2] == ["make reports", "make test"]


def python_of(path: Path) -> list[str]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))["dependencies"][:2]


def test_binder_and_the_workflow_have_the_python_of_the_environment():
    assert python_of(ROOT / "binder" / "environment.yml") == python_of(ROOT / "environment.yml")
    (job,) = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"].values()
    (python,) = (s["with"]["python-version"] for s in job["steps"] if "with" in s)
    assert f"python={python}" in python_of(ROOT / "environment.yml")


def test_binder_installs_what_the_lock_names_and_the_compendium():
    path = ROOT / "binder" / "postBuild"
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if "pip install" in x]
    assert "--require-hashes -r requirements.lock" in lines[0]
    assert lines[1].endswith("--no-deps --no-build-isolation -e .")
    assert os.name == "nt" or os.access(path, os.X_OK)
