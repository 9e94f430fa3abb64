"""Build what an edit touches, the page that is looked at first, until somebody stops it.

Where there is fork, one process has imported everything and each build is a fork of it; the code
itself being edited, it starts anew. The server is a process of its own, so that the one that is
forked has no threads.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import secrets
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from compendium.build.jobs import plan
from compendium.build.lock import wait_until_free
from compendium.build.run import How, build_reports
from compendium.build.unchanged import Asked, Seen, note
from compendium.places import CODE, root
from compendium.problems import CompendiumError
from compendium.processes import context, end_with
from compendium.render.page import TEMPLATES
from compendium.watching.server import HOST, page_server

# How often files are looked at, and how long processes of a build that was broken off are waited
# for, in seconds.
GLANCE, PATIENCE = 0.1, 5.0


def watch(asked: Asked, how: How, port: int = 0, opens: bool = True) -> int:
    """Keep pages as what they are made from is, until interrupted; 0.

    Raises
    ------
    StudyError, DisclosureError
        If what is asked for is not there, or may not go where it is to go.
    """
    folder = plan(*dataclasses.astuple(asked))[0].reports.parent
    word = os.environ.get("COMPENDIUM_WATCH_WORD") or secrets.token_urlsafe(12)
    pages, server, port = _served(folder, word, port)
    address = f"http://{HOST}:{port}/{word}/{asked.study or ''}".rstrip("/") + "/"
    print(f"Pages at {address}  (stop with Ctrl+C)", flush=True)
    if opens and "COMPENDIUM_WATCH_WORD" not in os.environ:
        webbrowser.open(address)
    _warm()
    building = None
    try:
        for changed in changes(asked):
            _stop(building)
            if any(_is_code(path) for path in changed):
                _start_anew(server, word, port)
            building = _build(asked, how, pages())
    except KeyboardInterrupt:
        print()
    finally:
        _stop(building)
        server.terminate()
        server.join()
    return 0


def changes(asked: Asked) -> Iterator[list[str]]:
    """The paths that changed, each time some did; at first none, to build what is to be built."""
    seen = asked.made_from()
    yield []
    while True:
        time.sleep(GLANCE)
        now = asked.made_from()
        if changed := differing(seen, now):
            seen = now
            yield changed


def differing(before: Seen, now: Seen) -> list[str]:
    """Paths that are new, gone or other than before."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def _is_code(path: str) -> bool:
    """Whether a file is code that this process has imported; templates are read for each page."""
    return Path(path).is_relative_to(CODE) and not Path(path).is_relative_to(TEMPLATES)


def _served(folder: Path, word: str, port: int):
    """Start the server; what tells which page was opened last, its process, and its port."""
    how = context()
    told, telling = how.Pipe(duplex=False)
    server = how.Process(target=_serve, args=(folder, word, port, telling, os.getpid()))
    server.start()
    telling.close()
    if isinstance(found := told.recv(), str):
        server.join()
        raise CompendiumError(f"Pages cannot be served at port {port}: {found}. Name another.")
    last = [""]

    def opened() -> str:
        while told.poll():
            last[0] = told.recv()
        return last[0]

    return opened, server, found


def _serve(folder: Path, word: str, port: int, telling: Connection, parent: int) -> None:
    """Tell the port, or why there is none; then each page that is opened."""
    end_with(parent)
    one_at_a_time = threading.Lock()

    def tell(page: str) -> None:
        with one_at_a_time:
            telling.send(page)

    try:
        server = page_server(folder, word, tell, port)
    except OSError as error:
        telling.send(error.strerror or str(error))
        return
    telling.send(server.server_address[1])
    server.serve_forever()


def _warm() -> None:
    if sys.platform.startswith("linux"):
        from compendium.engine.warm import warm

        warm()


def _build(asked: Asked, how: How, page: str) -> multiprocessing.Process:
    """Begin a build, in a process of its own."""
    process = context().Process(target=_build_once, args=(asked, how, page, os.getpid()))
    process.start()
    return process


def _stop(building: multiprocessing.Process | None) -> None:
    """Break a build off: what it finished stays, what it was at is made by the next one."""
    if building is not None:
        building.kill()
        building.join()


def _build_once(asked: Asked, how: How, page: str, parent: int) -> None:
    end_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that watches is told, and ends this
    wait_until_free(root() / "private", PATIENCE)
    made_from = asked.made_from()
    begun = time.monotonic()
    try:
        first = page.removesuffix(".html").removesuffix(".cy")
        now = dataclasses.replace(how, first=first, edited=True)
        ended = build_reports(*dataclasses.astuple(asked), now)
    except CompendiumError as error:
        print(error, file=sys.stderr, flush=True)
        return
    if not ended:
        note(asked, made_from)
    print(f"{time.strftime('%H:%M:%S')}  {time.monotonic() - begun:.1f} s", flush=True)


def _start_anew(server: multiprocessing.Process, word: str, port: int) -> None:
    """This verb again, with the code as it is now, at the same address."""
    server.terminate()
    server.join()
    os.environ["COMPENDIUM_WATCH_WORD"] = word
    # Of two ports the last one counts.
    again = [sys.executable, "-m", "compendium", *sys.argv[1:], f"--port={port}"]
    os.execv(sys.executable, again)
