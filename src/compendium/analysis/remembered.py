"""Results that are worked out once for each `Tables`, however often a notebook asks for them.

A report shows a result, sets it beside others, and its findings take numbers from it. What was
worked out is kept as long as the tables it was worked out from. A result's frames are exact and
shared: whoever wants them otherwise makes a frame of their own.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable

from compendium.analysis.result import Result
from compendium.intake.tables import Tables

# By the identity of the tables: frames have no hash.
_made: dict[int, dict[tuple, Result]] = {}


def remembered(analysis: Callable[..., Result]) -> Callable[..., Result]:
    """`analysis`, worked out once for each tables and for each thing it is asked of them."""
    signature = inspect.signature(analysis)

    @functools.wraps(analysis)
    def asked(data: Tables, *args, **named) -> Result:
        given = signature.bind(data, *args, **named)
        given.apply_defaults()
        known = _known_of(data)
        question = analysis, *map(_hashable, list(given.arguments.values())[1:])
        if question not in known:
            known[question] = analysis(data, *args, **named)
        return known[question]

    return asked


def _known_of(data: Tables) -> dict[tuple, Result]:
    """What was worked out on these tables; gone when they are."""
    if id(data) not in _made:
        _made[id(data)] = {}
        weakref.finalize(data, _made.pop, id(data))
    return _made[id(data)]


def _hashable(argument: object) -> object:
    """A list of names as a tuple of them."""
    return tuple(argument) if isinstance(argument, list) else argument
