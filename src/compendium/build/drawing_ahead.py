"""Figures drawn while the notebook that shows them still runs.

The process that runs a notebook waits for it; what it draws meanwhile it need not draw when it
publishes the notebook and makes its page (`compendium.displays.figures` keeps pictures by what they
are drawn from). Nothing is decided here: what may not be shown is told when it is published.
"""

from __future__ import annotations

import contextlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator

from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.figures import has_figure, svg
from compendium.displays.record import RECORD_MIME, from_record

# Seconds that the thread which draws keeps its turn.
TURN = 0.0005
# What one cell shows, by type.
Shown = dict[str, object]


@contextlib.contextmanager
def drawing_ahead(lang: str) -> Iterator[Callable[[Shown], None]]:
    """What is to be told of what cells show; its figures are drawn by the time this ends."""
    told: queue.SimpleQueue[Shown | None] = queue.SimpleQueue()
    drawing = threading.Thread(target=_draw, args=(told, lang))
    drawing.start()
    # The notebook waits for its next cell until this thread gets its turn.
    interval = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield told.put
    finally:
        sys.setswitchinterval(interval)
        told.put(None)
        drawing.join()


def _draw(told: queue.SimpleQueue[Shown | None], lang: str) -> None:
    while (shown := told.get()) is not None:
        # Whatever cannot be drawn cannot be published, and is told then.
        with contextlib.suppress(Exception):
            display = from_record(shown[RECORD_MIME])
            if has_figure(display):
                for width in (PAGE, PHONE):
                    svg(display, lang, width)
