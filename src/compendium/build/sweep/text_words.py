"""A text's words, as they are written and as they are compared.

Nearly all of a page is ASCII. Its letters are told from what parts them by one table, and only
the stretches beyond ASCII are looked at letter by letter.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

# Inside a word these count for nothing: accents, apostrophes, soft hyphens, joiners.
DROPPED = re.compile(r"[\u0300-\u036f'’‘ʼ`´\u00ad\u200b-\u200d\u2060\ufeff]")
DROPPED_ASCII = b"'`"
WORD = re.compile(r"[^\W_]+")
NO_WORD = re.compile(r"[\W_]")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
# For each byte of UTF-8 the same, or a blank for what parts words in ASCII.
PARTED = bytes(b if b > 127 or WORD.fullmatch(chr(b)) else 32 for b in range(256))
PARTED_LOWER = PARTED.lower()


def written_words(text: str) -> list[str]:
    """A text's words as they are written, letters with their accents.

    >>> written_words("Tŷ_bach: P-24CVVE")
    ['Tŷ', 'bach', 'P', '24CVVE']
    """
    if not text.isascii():
        text = BEYOND_ASCII.sub(_parted, unicodedata.normalize("NFC", text))
    return text.encode().translate(PARTED).decode().split()


def words_of(text: str) -> list[str]:
    """A text's words as they are compared.

    >>> words_of("<She’d> said: &quot;Tŷ bach&quot; – twice")
    ['shed', 'said', 'ty', 'bach', 'twice']
    """
    plain = html.unescape(text) if "&" in text else text
    if not plain.isascii():
        plain = BEYOND_ASCII.sub(_compared, plain)
    return plain.encode().translate(PARTED_LOWER, DROPPED_ASCII).decode().split()


class Phrases:
    """Rows of words, each kept by the word that is in fewest of them: few texts hold that one."""

    def __init__(self, rows: Iterable[Sequence[str]]):
        rows = list(rows)
        uses = Counter(word for row in rows for word in row)
        self._rows: dict[str, list[Sequence[str]]] = {}
        for row in rows:
            self._rows.setdefault(min(row, key=uses.__getitem__), []).append(row)
        self._rarest = set(self._rows)

    def among(self, words: set[str]) -> list[Sequence[str]]:
        """Rows whose words are all among these: no other can stand in their text."""
        return [row for r in self._rarest & words for row in self._rows[r] if words.issuperset(row)]


def _parted(stretch: re.Match[str]) -> str:
    return NO_WORD.sub(" ", stretch[0])


def _compared(stretch: re.Match[str]) -> str:
    """Letters beyond ASCII as they are compared: what they become hangs on no letter around."""
    plain = DROPPED.sub("", unicodedata.normalize("NFKD", stretch[0])).casefold()
    return NO_WORD.sub(" ", plain)
