"""How a study's reports are published: by whom, when, under what licence, and whom to write to.

``publication:`` in study.yml. Pages print it in "How to cite this page" and on the accessibility
statement; what is not given there is said to be not given, never guessed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class Publication:
    """Who wrote the reports, the day they were released, their licence, and an address to write to.

    `contact` is read by somebody: whoever cannot use a page asks there for another form of it.
    """

    authors: Text
    released_on: dt.date | None = None
    licence: Text | None = None
    contact: Text | None = None
