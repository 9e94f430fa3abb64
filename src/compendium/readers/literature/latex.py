"""LaTeX's letters in the values of a BibTeX file, as plain text.

Letters and signs alone are looked up in pylatexenc, one at a time: given a whole abstract, it takes
what follows a per cent sign for a comment and an ampersand for the edge of a table, as LaTeX would,
and both stand bare in many exports. A command that is not known stays as it is.
"""

from __future__ import annotations

import functools
import re

TOKEN = re.compile(
    r"""
      (?P<math>    (?<!\\)\$[^$]+\$ )
    | (?P<accent>  \\(?:['`^"~=.]|[bcdHkruv](?![A-Za-z]))\s*
                   (?:\{\s*\\?[A-Za-z]\s*\}|\\[ij](?![A-Za-z])|[A-Za-z]) )
    | (?P<escaped> \\[&%$\#_{}] )
    | (?P<space>   \\[\\ ,;] | ~ )
    | (?P<nothing> \\[-/] | [{}] )
    | (?P<command> \\(?P<name>[A-Za-z]+)[ \t]*(?:\{\})? )
    | (?P<signs>   -{2,3} | `` | '' )
    """,
    re.VERBOSE,
)
FONTS = frozenset(
    """bf bfseries em emph enquote it itshape mbox mkbibemph mkbibquote rm sc sf textbf textit
    textmd textnormal textrm textsc textsf textsl texttt textup tt url""".split()
)
# What pylatexenc does not know, or knows as more than a letter.
SIGNS = {
    **{"textless": "<", "textgreater": ">", "textquotesingle": "'", "textbar": "|"},
    **{"textasciitilde": "~", "textbackslash": "\\", "textasciicircum": "^"},
    **{"textunderscore": "_", "textsuperscript": "^", "textsubscript": "_"},
    **{"--": "–", "---": "—", "``": "“", "''": "”"},
}


def plain(text: str) -> str:
    r"""A value without LaTeX's commands and braces, its white space single.

    >>> plain(r"Caf{\'e} \& Ll\^{w}yd: 50% of {RCT}s")
    'Café & Llŵyd: 50% of RCTs'
    """
    return " ".join(TOKEN.sub(_said, text).split())


def address(text: str) -> str:
    r"""A link or a path without the braces around it and the backslashes before its signs.

    >>> address(r"{http://a.org/b\_c%20d}")
    'http://a.org/b_c%20d'
    """
    text = re.sub(r"^\\url(?=\{)", "", text.strip())
    text = re.sub(r"^\{(.*)\}$", r"\1", text, flags=re.DOTALL)
    return re.sub(r"\\([&%$#_~])", r"\1", text)


def _said(match: re.Match) -> str:
    """What one token of LaTeX says."""
    text, kind = match[0], match.lastgroup
    if match["command"]:
        return _command(text, match["name"])
    if match["accent"]:
        return _letter(re.sub(r"\s+(?=[A-Za-z\\{])", " ", text)) or text
    if match["escaped"]:
        return text[1:]
    return {"math": text, "space": " ", "nothing": ""}.get(kind, SIGNS.get(text, text))


def _command(text: str, name: str) -> str:
    if name in FONTS:
        return ""
    return SIGNS.get(name) or _letter(f"\\{name}") or text


@functools.lru_cache(maxsize=4096)
def _letter(command: str) -> str:
    """The letter a command stands for; blank where it stands for none, or for more than one."""
    import unicodedata

    from pylatexenc.latex2text import LatexNodes2Text

    try:
        text = unicodedata.normalize("NFC", LatexNodes2Text().latex_to_text(command))
    except Exception:  # it raises whatever it stumbles over
        return ""
    base = [c for c in text.strip() if not unicodedata.combining(c)]
    return text.strip() if len(base) == 1 else ""
