"""Who may be meant by a token or case that nobody in the consent table has: proposals and reasons.

Nothing is joined here. The proposals lie in ``private/<study>/``; a person who knows copies the
rows that are right into ``matches.csv``, signed and dated.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

import pandas as pd

from compendium.intake.matches import MATCH_FILE, key_column
from compendium.intake.take_in import keys_that_nobody_has
from compendium.schemas import MATCHES
from compendium.study import Source, Study
from compendium.writers.files import write_csv
from compendium.writers.private import keep_private

FILE = "matches_to_confirm.csv"
COLUMNS = [*MATCHES, "rows", "known_as", "fits_others"]
# Letters and digits that are easily mistaken for each other.
ALIKE = str.maketrans({"o": "0", "l": "1", "i": "1", "s": "5", "b": "8", "z": "2"})
# In a shorter token one letter more or less makes another token.
LONG_ENOUGH = 5


@dataclasses.dataclass(frozen=True)
class Rule:
    """One way in which two ids can be the same: `form` makes the same of both."""

    reason: str
    form: Callable[[str], str]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _joined(text: str) -> str:
    return re.sub(r"[\W_]+", "", _plain(text))


def _short(text: str) -> str:
    return _without_leading_zeros(_joined(text))


def _alike(text: str) -> str:
    return _without_leading_zeros(_joined(text).translate(ALIKE))


def _without_leading_zeros(text: str) -> str:
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


# From the surest to the least sure; the first that fits is the reason.
RULES = (
    Rule("the same but for capitals and spaces", _plain),
    Rule("the same but for hyphens, dots and the like", _joined),
    Rule("the same but for leading zeros", _short),
    Rule("the same if letters and digits that look alike are mistaken (O and 0, l and 1)", _alike),
)
BEGINS = "begins with it, and goes on after a space or a mark"
NEAR = "one letter or digit is different, missing, added or swapped with the next"
NOBODY = "nobody in the consent table has anything like it"
OTHER = {
    "participant_id": "it is their participant_id",
    "survey_token": "it is their survey_token",
    "case_name": "it is their case_name",
    "casework_person": "it is their casework_person",
    "pseudonym": "it is their pseudonym",
}
LIKE = {column: why.replace("it is", "it is like") for column, why in OTHER.items()}


def reason_for(written: str, known: str) -> str:
    """Why `written` may mean what the consent table calls `known`; blank if nothing speaks for it.

    >>> reason_for("p7 ", "P07")
    'the same but for leading zeros'
    >>> reason_for("P8", "P07")
    ''
    """
    if not known or not written.strip():
        return ""
    if rule := _rule(written, known):
        return rule.reason
    one, other = _plain(written), _plain(known)
    if len(other) > 1 and one.startswith(other) and not one[len(other)].isalnum():
        return BEGINS
    if min(len(one), len(other)) >= LONG_ENOUGH and _one_step(_joined(one), _joined(other)):
        return NEAR
    return ""


def _rule(written: str, known: str) -> Rule | None:
    """The surest rule by which two ids are the same."""
    return next((r for r in RULES if r.form(written) == r.form(known) != ""), None)


def _one_step(one: str, other: str) -> bool:
    """Whether one letter put in, taken out, changed, or two neighbours swapped make them equal."""
    if one == other:
        return True
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    at = min(len(one), len(other)) if at < 0 else at
    rest, others = one[at:], other[at:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    )


def candidates(study: Study, keys: pd.DataFrame, consent: pd.DataFrame) -> pd.DataFrame:
    """One row per unknown token or case and person that may be meant, or one with nobody.

    Parameters
    ----------
    keys : pandas.DataFrame
        One row per unknown key: `source`, `written`, `rows` (how many rows of the export).
    consent : pandas.DataFrame
        The consent table, people who withdrew too: what is theirs must be found.

    Returns
    -------
    pandas.DataFrame
        The columns of ``matches.csv``, `confirmed_by` and `confirmed_on` blank; then `rows`,
        `known_as` (what the consent table calls the person) and `fits_others` (how many other
        people the same key may mean). Surest first.
    """
    sources = {s.source: s for s in study.header.sources}
    origins = set(consent["data_origin"])
    origin = origins.pop() if len(origins) == 1 else ""
    found = []
    for key in keys.itertuples():
        source = sources[key.source]
        mine = list(_fitting(key.written, source, consent))
        # Most people in a casework log are in no consent table, and need not be.
        nobody = [] if source.kind == "casework" else [("", "", NOBODY)]
        for person, known, reason in mine or nobody:
            row = {"source": key.source, "written": key.written, "participant_id": person}
            row |= {"reason": reason, "data_origin": origin, "rows": str(key.rows)}
            row |= {"known_as": known, "fits_others": str(max(len(mine) - 1, 0))}
            found.append(dict.fromkeys(COLUMNS, "") | row)
    return pd.DataFrame(found, columns=COLUMNS, dtype="str")


def _fitting(written: str, source: Source, consent: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """(person, what the table calls them, reason), the surest reason first.

    In a casework log only people who agreed that the two may be joined can be meant.
    """
    column = key_column(source)
    others = {} if source.kind == "casework" else {k: v for k, v in OTHER.items() if k != column}
    order = [*(r.reason for r in RULES), *OTHER.values(), *LIKE.values(), BEGINS, NEAR]
    found = []
    for row in consent.to_dict("records"):
        known = row.get(column, "")
        reason = reason_for(written, known)
        for other, why in others.items():
            rule = _rule(written, row.get(other, ""))
            if rule and reason in ("", NEAR):
                reason, known = (why if rule is RULES[0] else LIKE[other]), row[other]
        if reason:
            found.append((row["participant_id"], known, reason))
    yield from sorted(found, key=lambda one: (order.index(one[2]), one[0]))


def write_match_candidates(study: Study) -> str:
    """Write the proposals of a study and say what is in them."""
    keys, consent = keys_that_nobody_has(study)
    table, path = candidates(study, keys, consent), study.private / FILE
    write_csv(path, table)
    keep_private(study.private)
    someone = table.loc[table["participant_id"] != "", ["source", "written"]].drop_duplicates()
    return "\n".join(
        (
            f"{study.id}: tokens and cases that nobody in the consent table has",
            f"  unknown     {len(keys)}, left out and counted",
            f"  proposals   for {len(someone)} of them",
            f"  written     {path.relative_to(study.private.parents[1]).as_posix()}",
            f"  what to do  copy the rows that are right into {MATCH_FILE} beside "
            "study.yml, with who confirmed it and when; leave participant_id blank where it is "
            "nobody",
        )
    )
