"""How a page of a document says which it is."""

from __future__ import annotations

from compendium.words import say

# Stands for a number where a sentence is taken apart.
HOLE = "\n"


def paged(lang: str) -> list[str]:
    """What stands before, between and after a page's number and how many pages there are.

    >>> paged("en")
    ['Page ', ' of ', '']
    """
    return say("document_page", lang, page=HOLE, pages=HOLE).split(HOLE)
