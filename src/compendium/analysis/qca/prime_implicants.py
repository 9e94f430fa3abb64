"""Prime implicants: the shortest combinations that describe no row they must not describe.

All terms are looked at together: an array with one place more on each axis than the condition has
levels, the last standing for "any level". What a term describes is then an "or" along axes. The
same terms come out as by Quine and McCluskey's method, also with many levels, where a term holds
one level of a condition or leaves the condition out.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from compendium.analysis.qca.notation import ANY, Term


def prime_implicants(
    levels: tuple[int, ...], must: Iterable[Term], never: np.ndarray
) -> list[Term]:
    """Every prime implicant that describes at least one row of `must`.

    Parameters
    ----------
    levels : tuple of int
        How many levels each condition has.
    must : iterable of Term
        Rows to be described.
    never : numpy.ndarray
        Booleans of shape `levels`: rows that no term may describe.

    Returns
    -------
    list of Term
        Shorter terms first.

    References
    ----------
    McCluskey 1956, Bell System Technical Journal 35:1417-1444; Dusa 2018, Consistency Cubes, The
    R Journal 10:357-370, which finds the same.
    """
    wanted = grid(levels, must)
    allowed = ~_of_terms(never)
    prime = allowed & _of_terms(wanted)
    for axis, count in enumerate(levels):
        longer = np.arange(count + 1) != count
        shorter = np.take(allowed, [count], axis=axis)
        shape = [-1 if a == axis else 1 for a in range(len(levels))]
        prime &= ~(shorter & longer.reshape(shape))
    found = np.argwhere(prime)
    terms = [
        tuple(ANY if v == n else int(v) for v, n in zip(term, levels, strict=True))
        for term in found
    ]
    return sorted(terms, key=order)


def order(term: Term) -> tuple:
    """Shorter terms first; then by the conditions in them, present before absent."""
    used = [(place, -level) for place, level in enumerate(term) if level != ANY]
    return len(used), used


def grid(levels: tuple[int, ...], rows: Iterable[Term]) -> np.ndarray:
    """Booleans of shape `levels`, true at the rows."""
    found = np.zeros(levels, dtype=bool)
    for row in rows:
        found[tuple(row)] = True
    return found


def described(levels: tuple[int, ...], terms: Iterable[Term]) -> np.ndarray:
    """Booleans of shape `levels`: the rows that any of the terms describes."""
    found = np.zeros(levels, dtype=bool)
    for term in terms:
        found[tuple(slice(None) if level == ANY else level for level in term)] = True
    return found


def _of_terms(rows: np.ndarray) -> np.ndarray:
    """For every term, whether it describes any of the rows."""
    for axis in range(rows.ndim):
        rows = np.concatenate([rows, rows.any(axis=axis, keepdims=True)], axis=axis)
    return rows
