"""What a column of a theory table, or a label before a text, is called, in English and Welsh."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The three kinds a configuration is made of, each with the columns that belong to it.
KINDS = {
    "context": ("context",),
    "mechanism": ("mechanism", "m_resource", "m_reasoning"),
    "outcome": ("outcome", "outcome_unintended"),
}
PARTS = (*(field for fields in KINDS.values() for field in fields), "for_whom")
STATEMENT_PARTS = ("if_text", "then_text", "because_text", "rival_text")

# Field → the heading the compendium writes itself, which is read back by the patterns below.
STATEMENT = {
    "pt_id": "PT",
    "if_text": "If",
    "then_text": "Then",
    "because_text": "Because",
    "rival_text": "Rival",
}
CMOC = {
    "cmoc_id": "CMOC",
    "pt_id": "PT",
    "context": "Context",
    "m_resource": "Mechanism (resource)",
    "m_reasoning": "Mechanism (reasoning)",
    "outcome_intended": "Intended outcome",
    "outcome_unintended": "Unintended outcome",
    "for_whom": "For whom",
}

RESOURCE = r"resources?|adnodd(au)?|res"
REASONING = r"reasonings?|responses?|reactions?|rhesymu|ymateb(ion)?|reas"
MECHANISM = r"mechanisms?|mecanwaith|mecanweithiau"
OUTCOME = r"outcomes?|canlyniad(au)?"
UNWANTED = r"unintended|unwanted|unexpected|negative|adverse|anfwriadol"
# Field → what its heading looks like in small letters without punctuation; the first that fits.
FIELDS = (
    ("cmoc_id", r"(cmo ?cs?|cmos?|configurations?)( (id|no|number|ref|code))?|cmo configurations?"),
    ("statement", r"((if|if then|if then because) )?statements?|(programme|program) theor(y|ies)"),
    ("statement", r"((initial|refined|rough|revised) )*(programme |program )?theor(y|ies)"),
    ("statement", r"damcaniaeth( rhaglen)?"),
    ("pt_id", r"(i?pts?|(programme |program )?theory|statement)( (id|no|number|ref))?"),
    ("id", r"id|no|nr|number|num|ref|rhif|"),
    ("if_text", r"if( text)?|os"),
    ("then_text", r"then( text)?|yna"),
    ("because_text", r"because( text)?|oherwydd|achos"),
    ("rival_text", r"(rival|alternative)s?( (theory|explanation|hypothesis|text))?|esboniad arall"),
    ("for_whom", r"(for )?whom( .*)?|i bwy( .*)?|ar gyfer pwy( .*)?"),
    ("context", r"(contexts?|cyd destun(au)?)( .*)?"),
    ("mechanism", rf"(.* )?({RESOURCE}) .*({REASONING})( .*)?"),
    ("m_resource", rf"(({MECHANISM}|m) ?)?({RESOURCE})( (m|offered|m1))?"),
    ("m_reasoning", rf"(({MECHANISM}|m) ?)?({REASONING})( (m|m2))?"),
    ("m_resource", rf"({MECHANISM}) .*({RESOURCE})( .*)?"),
    ("m_reasoning", rf"({MECHANISM}) .*({REASONING})( .*)?"),
    ("mechanism", rf"({MECHANISM})( .*)?"),
    ("outcome", rf"intended( ({OUTCOME}).*)?|({OUTCOME}) (.* )?(intended|bwriadol)\b.*"),
    ("outcome_unintended", rf"({UNWANTED})( ({OUTCOME}).*)?|({OUTCOME}) (.* )?({UNWANTED})\b.*"),
    ("outcome", rf"(\w+ ){{0,2}}({OUTCOME})( .*)?"),
)
LETTERS = {"c": "context", "m": "mechanism", "o": "outcome"}


def plain(heading: str) -> str:
    """A heading in small letters, punctuation as spaces.

    >>> plain("Mechanism – reasoning/response (M2)")
    'mechanism reasoning response m2'
    """
    return re.sub(r"[\W_]+", " ", heading).strip().casefold()


def field_of(heading: str) -> str:
    """The field a heading names; blank if none.

    >>> [field_of(h) for h in ("Cyd-destun", "Outcome (unintended)", "m_resource", "Age")]
    ['context', 'outcome_unintended', 'm_resource', '']
    """
    words = plain(heading)
    if len(words) > 80 or (not words and "#" not in heading):
        return ""
    return next((field for field, form in FIELDS if re.fullmatch(form, words)), "")


def fields_of(headings: Iterable[str]) -> list[str]:
    """The field of each heading; a C is a context only where an M and an O stand beside it.

    >>> fields_of(["No.", "C", "M", "O"]), fields_of(["C", "Age"])
    (['id', 'context', 'mechanism', 'outcome'], ['', ''])
    """
    headings = list(headings)
    lettered = {plain(h) for h in headings} >= set(LETTERS)
    own = LETTERS if lettered else {}
    return [own.get(plain(h)) or field_of(h) for h in headings]


def kinds(fields: Iterable[str]) -> set[str]:
    """Which of context, mechanism and outcome these fields tell of.

    >>> sorted(kinds(["m_resource", "outcome_unintended", "for_whom"]))
    ['mechanism', 'outcome']
    """
    found = set(fields)
    return {kind for kind, own in KINDS.items() if found & set(own)}


def tells_configurations(fields: Iterable[str]) -> bool:
    """Whether a table with these columns is one of configurations: a mechanism and one more,
    or a column of their ids, a context and an outcome."""
    found = set(fields)
    return len(kinds(found)) > 1 and ("mechanism" in kinds(found) or "cmoc_id" in found)


def tells_statements(fields: Iterable[str]) -> bool:
    """Whether a table with these columns is one of statements."""
    found = set(fields)
    return "if_text" in found and bool(found & {"then_text", "because_text"})
