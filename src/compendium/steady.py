"""What must be set before Python starts, so that the same inputs give the same bytes.

How many threads add up numbers is fixed when numpy is imported, and the order of sets when Python
starts. A build forks its notebooks, so it must itself have started that way; kernels are started
anew. How names of files are encoded is fixed then too: in a locale without Welsh letters no verb
could name a folder that has them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

STEADY = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
UTF8 = {"PYTHONUTF8": "1"}
# The verbs that run notebooks.
BUILDS = ("build", "watch", "start")


def lacking() -> dict[str, str]:
    """The settings nobody has made yet, with our values; those that somebody made stay theirs."""
    return {name: value for name, value in STEADY.items() if name not in os.environ}


def spelling() -> dict[str, str]:
    """The setting that has Python encode names of files in UTF-8, where the locale does not."""
    return {} if sys.getfilesystemencoding() == "utf-8" else UTF8


def begin_steadily(argv: Sequence[str], command: Sequence[str]) -> None:
    """Start again, by the same `command`, if any setting is missing (where there is fork).

    `argv` are the arguments of ``python -m compendium``.
    """
    builds = argv[:1] and argv[0] in BUILDS
    unsettled = spelling() | (lacking() if builds else {})
    if sys.platform.startswith("linux") and unsettled:
        os.environ.update(unsettled)
        os.execv(sys.executable, [sys.executable, *command])
