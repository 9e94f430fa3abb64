"""Text made safe to show: characters that would control a screen become visible signs.

An export may hold anything: a character that clears a terminal, one that XML cannot hold, or one
that reverses what stands after it on the same line, numbers of the compendium's own included.
"""

from __future__ import annotations

import re

# Controls of C0 and C1 except tab and line breaks, lone surrogates, and noncharacters.
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
CONTROL = re.compile(f"[{CONTROLS}]")
# Characters that set the direction of text until another ends them, and what ends them.
EMBEDDED, END_OF_EMBEDDED = "\u202a\u202b\u202d\u202e", "\u202c"
ISOLATED, END_OF_ISOLATED = "\u2066\u2067\u2068", "\u2069"
TURNS = re.compile(f"[{EMBEDDED}{ISOLATED}]")
# Unicode has a picture of each control of C0, from this one on, and one of delete.
FIRST_PICTURE, DELETE, PICTURE_OF_DELETE, NO_CHARACTER = 0x2400, "\x7f", "\u2421", "\ufffd"
PICTURE_OF_RETURN = "\u240d"


def legible(text: str) -> str:
    """The text with its controls as pictures; what turns text round ends with its line.

    Tabs and line breaks stay; everything that can be read stays as it is, character by character.

    >>> legible("red \\x1b[31m, gone \\x7f, nul \\x00"), legible("Tŷ bach 😀")
    ('red ␛[31m, gone ␡, nul ␀', 'Tŷ bach 😀')
    >>> ascii(legible("\\u202eabc")), ascii(legible("\\u2067abc\\u2069"))
    ("'\\\\u202eabc\\\\u202c'", "'\\\\u2067abc\\\\u2069'")
    """
    if CONTROL.search(text):
        text = CONTROL.sub(_picture, text)
    if TURNS.search(text):
        text = "\n".join(line + _ends(line) for line in text.split("\n"))
    return text


def on_a_screen(text: str) -> str:
    """The text as a terminal may be given it: a lone carriage return would overwrite its line.

    >>> on_a_screen("row 4: over\\rwritten\\r\\n")
    'row 4: over␍written\\r\\n'
    """
    return re.sub(r"\r(?!\n)", PICTURE_OF_RETURN, legible(text))


def _picture(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == DELETE:
        return PICTURE_OF_DELETE
    return chr(FIRST_PICTURE + ord(sign)) if sign < " " else NO_CHARACTER


def _ends(line: str) -> str:
    """The characters that end whatever a line turns round and does not end itself."""
    begun: list[str] = []
    for sign in line:
        if sign in EMBEDDED:
            begun.append(END_OF_EMBEDDED)
        elif sign in ISOLATED:
            begun.append(END_OF_ISOLATED)
        elif sign == END_OF_EMBEDDED and begun[-1:] == [END_OF_EMBEDDED]:
            begun.pop()
        elif sign == END_OF_ISOLATED and END_OF_ISOLATED in begun:
            # An isolate that ends, ends whatever was begun inside it.
            while begun.pop() != END_OF_ISOLATED:
                pass
    return "".join(reversed(begun))
