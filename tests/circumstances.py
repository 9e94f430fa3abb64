"""Circumstances a build may be run in, none of which may change a byte of what it makes.

Each is something about the machine, the person or the command; nothing of it is about the study.
Used by `tests/build/test_same_bytes.py` on the tiny study and by `tests/bench/determinism.py`
(``make determinism``) on the shipped ones.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from compendium.places import CODE
from compendium.steady import STEADY

ROOT = CODE.parents[1]
CLOCKS = Path(__file__).parent / "clocks"
# Days a clock is off, in C: other ones each time.
JUMPS = "(++asked % 2 ? -9000 : 9000)"
WELSH_NAME = "Tŷ'r ŵyl, yr ail dro"
NOBODY = 65534
# Another user, who may read everything, for the environment may lie in somebody's home, and write
# nothing but what is theirs.
READS = "-all,+dac_read_search"
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
AS_NOBODY += (f"--inh-caps={READS}", f"--ambient-caps={READS}", f"--bounding-set={READS}", "--")
# What a build could take over from whoever runs these tests.
NOT_HANDED_ON = (*STEADY, "ENGINE", "FORMATS", "COMPENDIUM_DATA", "COMPENDIUM_NOTEBOOKS", "TZ")
NOT_HANDED_ON += ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "LANG", "LANGUAGE", "LC_ALL")

Files = dict[str, str]


@dataclasses.dataclass(frozen=True)
class Circumstance:
    """How a build is run that is not run as usual.

    Parameters
    ----------
    name : str
        As a table shows it.
    environment : mapping
        Variables that are set; `{beside}` in one is a folder outside the house that is made anew.
    arguments : tuple of str
        Options of ``python -m compendium build``.
    folder : str
        What the house is called: it stands below a folder of its own.
    command : tuple of str
        What the command begins with, before Python.
    prepare : callable
        Called with the house and the folder beside it before the build.
    lacks : callable
        Says why this machine cannot try it; "" if it can.
    """

    name: str
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    folder: str = "house"
    command: tuple[str, ...] = ()
    prepare: Callable[[Path, Path], None] = lambda house, beside: None
    lacks: Callable[[], str] = lambda: ""

    def __and__(self, other: Circumstance) -> Circumstance:
        """Both at once."""

        def prepare(house: Path, beside: Path) -> None:
            self.prepare(house, beside)
            other.prepare(house, beside)

        return Circumstance(
            f"{self.name}; {other.name}",
            {**self.environment, **other.environment},
            self.arguments + other.arguments,
            other.folder if self.folder == "house" else self.folder,
            self.command + other.command,
            prepare,
            lambda: self.lacks() or other.lacks(),
        )


def built(
    fresh: Path, place: Path, under: Circumstance, formats: str = "all", python: str = ""
) -> Files:
    """Build a copy of the house `fresh` below `place`; each public file's name and digest.

    `python`: that of another environment, which has the compendium installed.

    Raises
    ------
    AssertionError
        If the build did not end well; with what it said.
    """
    house, beside = place / under.folder, place / "beside"
    shutil.copytree(fresh, house, symlinks=True)
    beside.mkdir()
    under.prepare(house, beside)
    kept = {k: v for k, v in os.environ.items() if k not in NOT_HANDED_ON}
    told = {k: v.replace("{beside}", str(beside)) for k, v in under.environment.items()}
    environment = {**kept, "FORMATS": formats, "PYTHONDONTWRITEBYTECODE": "1", **told}
    paths = [told.get("PYTHONPATH", ""), "" if python else str(CODE.parent)]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    begin = [*under.command, python or sys.executable, "-m", "compendium", "build"]
    ran = subprocess.run(
        [*begin, *under.arguments],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    assert ran.returncode == 0, f"{under.name}:\n{ran.stdout}\n{ran.stderr}"
    return digests(house / "reports")


def digests(folder: Path) -> Files:
    """Every file below a folder, by its path there, with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def different(one: Files, other: Files) -> list[str]:
    """The names of files that are not in both with the same bytes."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def seed(number: int) -> Circumstance:
    """Sets are gone through in another order."""
    return Circumstance(f"PYTHONHASHSEED={number}", {"PYTHONHASHSEED": str(number)})


def locale(name: str) -> Circumstance:
    """In another language, or in one that this machine has not; Python does not help itself."""
    helps = {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    return Circumstance(f"LC_ALL={name}", {"LC_ALL": name, "LANG": name, **helps})


def zone(name: str) -> Circumstance:
    """Where it is another day."""
    return Circumstance(f"TZ={name}", {"TZ": name})


def workers(number: int) -> Circumstance:
    """So many reports at a time."""
    return Circumstance(f"WORKERS={number}", arguments=("--workers", str(number)))


def engine(name: str) -> Circumstance:
    """Notebooks are run otherwise."""
    return Circumstance(f"ENGINE={name}", {"ENGINE": name})


def core(name: str, flags: str) -> Circumstance:
    """Sums of matrices as another processor would work them out; `flags` are what it needs."""
    lacks = functools.partial(_lacks_flags, flags.split())
    return Circumstance(f"OPENBLAS_CORETYPE={name}", {"OPENBLAS_CORETYPE": name}, lacks=lacks)


def old_numpy_loops() -> Circumstance:
    """numpy works as on a processor that has only what every 64-bit one has."""
    names = " ".join(_dispatched())

    def lacks() -> str:
        return "" if names else "numpy takes nothing of this processor that could be left out"

    variables = {"NPY_DISABLE_CPU_FEATURES": names} if names else {}
    return Circumstance("NPY_DISABLE_CPU_FEATURES=all", variables, lacks=lacks)


def _dispatched() -> list[str]:
    """What numpy makes use of on this processor beyond the least."""
    import numpy._core._multiarray_umath as loops

    return [name for name in loops.__cpu_dispatch__ if loops.__cpu_features__.get(name)]


def _lacks_flags(wanted: list[str]) -> str:
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    has = next((line.split() for line in lines if line.startswith("flags")), [])
    missing = [flag for flag in wanted if flag not in has]
    return f"this processor has no {', '.join(missing)}" if missing else ""


def elsewhere() -> Circumstance:
    """In a folder whose name has spaces, an apostrophe, a comma and Welsh letters."""
    return Circumstance("folder with spaces, ŵ and ŷ", folder=WELSH_NAME)


def jumping() -> Circumstance:
    """A clock that jumps fifty years back and forth each time it is asked."""
    return dataclasses.replace(
        clock(9000), name="clock jumps", prepare=functools.partial(_put_clock_before, JUMPS)
    )


def clock(days: int) -> Circumstance:
    """Every clock a program asks is so many days off, and files are as old or as young.

    A small library stands before the C library's clocks, for Python and Typst alike; programs that
    bring a C library of their own (pandoc) are told nothing.
    """

    def prepare(house: Path, beside: Path) -> None:
        _put_clock_before(str(days), house, beside)
        for number, path in enumerate(sorted(house.rglob("*"))):
            os.utime(path, (then := path.stat().st_mtime + (days - number % 7) * 86400, then))

    def lacks() -> str:
        if not sys.platform.startswith("linux"):
            return "clocks are shifted on Linux alone"
        return "" if shutil.which("cc") else "there is no C compiler (cc) to shift clocks with"

    variables = {"LD_PRELOAD": "{beside}/clock.so"}
    return Circumstance(f"clock {days:+} days", variables, prepare=prepare, lacks=lacks)


def _put_clock_before(days: str, house: Path, beside: Path) -> None:
    command = ["cc", "-shared", "-fPIC", "-O1", f"-DDAYS={days}", "-o", beside / "clock.so"]
    subprocess.run([*command, CLOCKS / "shifted.c", "-ldl"], check=True)


def another_user() -> Circumstance:
    """Run by a user who owns nothing but the house, and whose home may only be read."""

    def prepare(house: Path, beside: Path) -> None:
        (beside / "home").mkdir(mode=0o555)
        (beside / "tmp").mkdir(mode=0o777)
        for path in (house, *house.rglob("*"), beside / "tmp"):
            os.chown(path, NOBODY, NOBODY)

    return Circumstance(
        "another user, home may only be read",
        {"HOME": "{beside}/home", "TMPDIR": "{beside}/tmp", "USER": "nobody"},
        command=AS_NOBODY,
        prepare=prepare,
        lacks=_lacks_another_user,
    )


@functools.cache
def _lacks_another_user() -> str:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "only root can build as another user"
    if not shutil.which("setpriv"):
        return "there is no setpriv to build as another user with"
    begins = [
        *AS_NOBODY,
        sys.executable,
        "-c",
        "import os, sys; os.execv(sys.executable, ['p', '-V'])",
    ]
    ran = subprocess.run(begins, cwd="/", capture_output=True, check=False)
    return "another user may not start this Python" if ran.returncode else ""


def no_home() -> Circumstance:
    """There is no home."""
    return Circumstance("no home", {"HOME": "{beside}/gone"})


PLAIN = Circumstance("as usual")
EACH = (
    *(seed(number) for number in (1, 4711)),
    *(locale(name) for name in ("C", "POSIX", "de_DE.UTF-8")),
    *(zone(name) for name in ("Pacific/Kiritimati", "America/St_Johns")),
    elsewhere(),
    no_home(),
    another_user(),
    *(workers(number) for number in (1, 3)),
    engine("kernel"),
    core("Prescott", "ssse3"),
    core("Haswell", "avx2 fma"),
    core("SkylakeX", "avx512f avx512vl avx512dq avx512bw avx512cd"),
    old_numpy_loops(),
    *(clock(days) for days in (-9000, 9000)),
    jumping(),
)
# The same in fewer builds; what fails in one of them is told apart by `make determinism`.
TOGETHER = (
    seed(4711)
    & locale("de_DE.UTF-8")
    & zone("Pacific/Kiritimati")
    & workers(1)
    & engine("kernel")
    & no_home()
    & core("Haswell", "avx2 fma")
    & clock(9000),
    seed(1)
    & locale("C")
    & elsewhere()
    & workers(3)
    & clock(-9000)
    & core("Prescott", "ssse3")
    & old_numpy_loops(),
    another_user()
    & locale("POSIX")
    & zone("America/St_Johns")
    & jumping()
    & core("SkylakeX", "avx512f avx512vl avx512dq avx512bw avx512cd"),
)
