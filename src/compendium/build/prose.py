"""What a notebook's own text says: in a public build no number of people is typed into it.

Numbers come from released tables. A digit in prose is refused wherever it stands, save in a
heading's or a list's own numbering, a year, a name (Area 1, Table 2, S1, CW09), code, the address
of a link and "95 % interval"; a spelled number (two to twenty, a half, a third, a
quarter) only beside a word for people. Comments and strings in code are held to the latter.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from compendium.study import Study
from compendium.study_checks.findings import NAME_OF_INTERVAL, SPELLED

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|^[ ]{0,3}\[[^\]\n]*\]:[ \t]*(?:<>|#)[^\n]*$", re.S | re.M)
PICTURE = re.compile(
    r"!\[[^\]]*\](?:\(\s*<?(?P<there>[^)\s>]*)|\[(?P<named>[^\]]*)\])?|<(?:img|svg|object|embed|"
    r"iframe|picture|video|audio|source)\b",
    re.I,
)
# What a digit may be part of.
ALLOWED = (
    NAME_OF_INTERVAL,
    re.compile(r"```.*?```|~~~.*?~~~|(`+)(?!`).*?(?<!`)\1(?!`)", re.S),
    re.compile(r"\]\([^)]*\)|<?https?://\S+"),
    re.compile(r"^[ ]{0,3}(?:#{1,6}[ \t]+)?(?:\d+\.)*\d+[.)][ \t]", re.M),
    re.compile(r"\b[A-Z]{1,4}\d{1,2}\b"),
    re.compile(
        r"\b(?:Area|Site|Table|Figure|Section|Appendix|Part|Step|Round|Wave|Phase|Ardal|Safle|Tabl|"
        r"Ffigur|Adran|Atodiad|Rhan|Cam|Rownd|Ton|Cyfnod)[ \u00a0]\d{1,2}\b"
    ),
    re.compile(r"(?<!\d[ ,.])\b(?:19|20)\d\d\b(?!\s*%|[.,]\d)"),
)
FRACTION = r"half|halves|thirds?|quarters?|hanner|traean|chwarter"
PEOPLE = (
    "people person persons adult adults parent parents mother mothers father fathers mum mums dad "
    "dads carer carers child children woman women man men family families worker workers staff "
    "advocate advocates manager managers chair chairs professional professionals practitioner "
    "practitioners respondent respondents participant participants interviewee interviewees "
    "volunteer volunteers client clients everyone everybody them us "
    "pobl person oedolyn oedolion rhiant rhieni mam mamau tad tadau gofalwr gofalwyr plentyn plant "
    "menyw menywod dyn dynion teulu teuluoedd gweithiwr gweithwyr eiriolwr eiriolwyr rheolwr "
    "rheolwyr cadeirydd cadeiryddion ymatebydd ymatebwyr cyfranogwr cyfranogwyr ohonynt"
).split()


def words_for_people(study: Study) -> list[str]:
    """What a study calls its groups, in both languages."""
    texts = [text for group in study.groups for text in (group.label, group.singular)]
    return [word for text in texts for word in (text.en, text.cy) if word]


def without_comments(source: str) -> str:
    """Markdown without what nobody would see: HTML comments and their Markdown counterpart.

    >>> without_comments("Seen.<!-- 12 said no -->\\n[//]: # (P017)\\nToo.")
    'Seen.\\n\\nToo.'
    """
    return COMMENT.sub("", source)


def prose_faults(source: str, people: Iterable[str] = ()) -> list[str]:
    """What a public markdown cell must not hold, without quoting it.

    `people` are further words for people: the names of a study's groups.
    """
    found = [f"line {n}: a number is typed" for n in _digits(source)]
    found += [f"line {n}: a number of people is typed" for n in _spelled(source, people)]
    if any(not _stands_here(picture) for picture in PICTURE.finditer(source)):
        found.append("a picture that is not in the text itself (data:image/…)")
    return found


def code_faults(source: str, people: Iterable[str] = ()) -> list[str]:
    """What comments and strings of a public code cell must not say, without quoting it."""
    lines = dict.fromkeys(
        start + line - 1
        for start, text in _remarks(source)
        for line in (*_spelled(text, people), *_beside_people(text, r"\d+", people))
    )
    return [f"line {n}: a number of people is typed" for n in lines]


def _stands_here(picture: re.Match) -> bool:
    return (picture["there"] or "").lower().startswith("data:image/")


def _digits(source: str) -> list[int]:
    """Lines with a digit that no allowance covers."""
    return _lines(_blanked(source), re.compile(r"\d"))


def _blanked(source: str) -> str:
    """The text with every allowed number blanked, its lines kept."""
    for allowed in ALLOWED:
        source = allowed.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)
    return source


def _spelled(source: str, people: Iterable[str]) -> list[int]:
    """Lines in which a spelled number stands beside a word for people."""
    return _beside_people(source, rf"{SPELLED.pattern}|\b(?:{FRACTION})\b", people)


def _beside_people(source: str, number: str, people: Iterable[str]) -> list[int]:
    words = [re.escape(w) for w in {*PEOPLE, *people} if w]
    named = rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b"
    gap = r"[^.;:!?\n]{0,3}(?:[^\W\d]+[ \n]+){0,3}"
    beside = re.compile(rf"(?:{number})[ \n-]*{gap}{named}|{named}[ \n(]*{gap}(?:{number})", re.I)
    return _lines(source, beside)


def _lines(text: str, what: re.Pattern) -> list[int]:
    return list(dict.fromkeys(text.count("\n", 0, m.start()) + 1 for m in what.finditer(text)))


def _remarks(source: str) -> Iterator[tuple[int, str]]:
    """Comments and strings of Python code, with the line each begins on."""
    kinds = {tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in kinds:
                yield token.start[0], token.string
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return  # what is no Python is refused elsewhere
