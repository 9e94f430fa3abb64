"""A released percentage as so many out of ten: a rounding of what is printed, and nothing else.

It is made of the released cell alone, never of the exact share, so that a reader learns less from
it than from the percentage. Nobody and everybody are never said: what rounds to them is a bound.
"""

from __future__ import annotations

# Results a share may be said of so: the joint attack knows what a reader learns from these alone.
SHARES_OF = ("answers", "consensus")


def out_of(percent: float, mark: str, of: int) -> tuple[str, int]:
    """The key of the words that say a whole percentage as a number out of `of`, and that number.

    Halves go up: 75 is eight out of ten, 74 is seven. A bound stays one that is true: over 85 is
    more than eight, under 15 fewer than two. The number is 0 or `of` only for a bound of which
    nothing is left to say.

    >>> out_of(75, "", 10), out_of(74, "", 10)
    (('out_of_about', 8), ('out_of_about', 7))
    >>> out_of(4, "", 10), out_of(95, "", 10), out_of(85, "over", 10)
    (('out_of_under', 1), ('out_of_over', 9), ('out_of_over', 8))
    """
    share = int(percent) * of
    if mark == "over":
        return "out_of_over", min(share // 100, of - 1)
    if mark == "under":
        return "out_of_under", max(-(-share // 100), 1)
    nearest = (2 * share + 100) // 200
    if nearest == 0:
        return "out_of_under", 1
    return ("out_of_over", of - 1) if nearest == of else ("out_of_about", nearest)


def coarsened(percent: float, mark: str, of: int) -> float:
    """The percentage that a record keeps in place of the released one: no finer than what is said.

    >>> coarsened(77, "", 10), coarsened(97, "", 10), coarsened(85, "over", 10)
    (80.0, 100.0, 80.0)
    >>> out_of(coarsened(97, "", 10), "", 10)
    ('out_of_over', 9)
    """
    nearest = (2 * int(percent) * of + 100) // 200
    number = out_of(percent, mark, of)[1] if mark in ("over", "under") else nearest
    return 100.0 * number / of
