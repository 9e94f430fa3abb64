"""Welsh initial mutations read backwards: of which words can a written word be a form?

*Caerdydd* is written *Gaerdydd* after *i*, *Nghaerdydd* after *yn*, *Chaerdydd* after *a*.
Source: Gareth King, Modern Welsh: A Comprehensive Grammar (3rd ed. 2015), sections 3 to 12.
"""

from __future__ import annotations

# What a word begins with, and what soft, nasal and aspirate mutation make of it.
MUTATIONS = {
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "c": ("g", "ngh", "ch"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "g": ("", "ng"),
    "ll": ("l",),
    "m": ("f",),
    "rh": ("r",),
}
# Letters of two characters, which begin a word otherwise than their first alone would.
DIGRAPHS = ("ngh", "ng", "mh", "nh", "ph", "th", "ch", "dd", "ll", "rh", "ff")
VOWELS = "aeiouwyâêîôûŵŷ"


def radicals(word: str) -> frozenset[str]:
    """The word itself, in small letters, and every word that mutation may have made it of.

    >>> sorted(radicals("Nghaerdydd"))
    ['caerdydd', 'nghaerdydd']
    >>> "gwent" in radicals("Went"), "caerdydd" in radicals("gaerdydd")
    (True, True)
    """
    word = word.casefold()
    start = next((d for d in DIGRAPHS if word.startswith(d)), word[:1])
    found = {word}
    for radical, forms in MUTATIONS.items():
        if start in forms:
            found.add(radical + word[len(start) :])
    # A g is lost before a vowel or l, r, w; an h comes before a vowel after "her" and "our".
    if start in (*VOWELS, "l", "r"):
        found.add("g" + word)
    if start == "h" and word[1:2] and word[1] in VOWELS:
        found.add(word[1:])
    return frozenset(found)
