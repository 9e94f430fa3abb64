"""What is wrong with a file or a definition, in words by which a researcher can put it right.

One `Problem` is one thing to put right. Readers and checks gather them in `Problems`
and raise once, so that everything wrong with a file is seen at the same time.
"""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from compendium.legible import on_a_screen


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing to put right.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    where : str
        Where in the file: ``row 14``, ``items P_DM3``; blank for the file as a whole.
    what : str
        What was found, with the value.
    allowed : str
        What is allowed instead; blank where that is plain.
    do : str
        What the researcher can do about it.
    """

    file: str
    where: str
    what: str
    allowed: str = ""
    do: str = ""

    def __str__(self) -> str:
        place = f"{self.file} {self.where}".strip()
        found = f"{self.what}, but {self.allowed}" if self.allowed else self.what
        return on_a_screen(f"{place}: {found}." + (f" {self.do}" if self.do else ""))


class CompendiumError(Exception):
    """Something a user can put right. Its text is what the user reads."""

    def __init__(self, problems: Iterable[Problem] | str):
        self.problems = () if isinstance(problems, str) else tuple(problems)
        super().__init__(
            on_a_screen(problems)
            if isinstance(problems, str)
            else "\n".join(map(str, self.problems))
        )


class StudyError(CompendiumError):
    """A study's own definitions (YAML, CSV) contradict themselves or cannot be read."""


class DataError(CompendiumError):
    """An export cannot be read as what study.yml says it is."""


class DisclosureError(CompendiumError):
    """Something would leave the compendium that did not pass the disclosure door."""


class Problems(list):
    """Problems gathered while checking; `settle` raises them together."""

    def add(self, file: str, where: str, what: str, allowed: str = "", do: str = "") -> None:
        self.append(Problem(file, where, what, allowed, do))

    def settle(self, error: type[CompendiumError]) -> None:
        """Raise `error` with every problem gathered, if there is one."""
        if self:
            raise error(self)


def listed(values: Iterable[object], limit: int = 12) -> str:
    """Allowed values as a phrase: ``A, B, C``, the rest counted.

    >>> listed("ABC")
    'A, B, C'
    >>> listed(range(20), limit=3)
    '0, 1, 2 and 17 more'
    """
    texts = [str(v) for v in values]
    if len(texts) <= limit:
        return ", ".join(texts)
    return f"{', '.join(texts[:limit])} and {len(texts) - limit} more"


DISK = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EDQUOT: "your share of the disk is full. Make room",
    errno.EROFS: "the disk is read-only. Make it writable",
    errno.EACCES: "you may not write there. See who owns the folder",
    errno.EPERM: "you may not write there. See who owns the folder",
    errno.EIO: "the disk cannot be read or written. Check the disk",
}


# How Python says that every folder for temporary files is missing, full or closed to us.
NO_TEMPORARY_FOLDER = "No usable temporary directory"
TEMPORARY = (
    "There is no folder for temporary files that may be written to and has room. Make room there, "
    "or name another with TMPDIR"
)


def disk_problem(error: BaseException | None) -> str:
    """What the disk refused, and what to do, with the name of the file; "" of any other error.

    >>> disk_problem(OSError(errno.ENOSPC, "No space left on device", "/a/reports/A.html"))
    'A.html: the disk is full. Make room'
    >>> disk_problem(FileNotFoundError(errno.ENOENT, "No such file", "A.html"))
    ''
    """
    if isinstance(error, FileNotFoundError) and NO_TEMPORARY_FOLDER in str(error):
        return TEMPORARY
    if not isinstance(error, OSError) or error.errno not in DISK:
        return ""
    name = Path(os.fsdecode(error.filename)).name if error.filename else "A file"
    return f"{name}: {DISK[error.errno]}"
