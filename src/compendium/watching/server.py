"""Serves a folder of pages on this machine alone, and reloads each when its file changes.

The pages on the disk hold no script; what reloads them is added to what is served. The address
holds a word nobody can guess, since pages for the team may be among them and others may be logged
in on this machine.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

HOST = "127.0.0.1"
CHANGED = "~changed"
# How long a page waits for a change before it asks again, and how often its file is looked at.
PATIENCE, GLANCE = 20.0, 0.1
RELOAD = """
<script>
(async () => {
  const asked = location.pathname.replace(/\\/$/, "/index.html");
  let known = "";
  for (;;) {
    try {
      const answer = await fetch(`/WORD/~changed${asked.slice("/WORD".length)}?known=${known}`);
      const now = await answer.text();
      if (known && now && now !== known) { location.reload(); return; }
      known = now || known;
    } catch { await new Promise((go) => setTimeout(go, 1000)); }
  }
})();
</script>
"""


def page_server(folder: Path, word: str, looked_at: Callable[[str], None], port: int = 0):
    """A server of the pages below `folder`, at ``http://127.0.0.1:<port>/<word>/``.

    `looked_at` is told the path of each page that is opened, ``study/page.html``.
    """
    handler = functools.partial(_Handler, folder=folder, word=word, looked_at=looked_at)
    server = ThreadingHTTPServer((HOST, port), handler)
    server.daemon_threads = True
    return server


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args, folder: Path, word: str, looked_at: Callable[[str], None]):
        self.folder, self.word, self.looked_at = folder, word, looked_at
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        asked = self._asked()
        if asked is None:
            self.send_error(404)
        elif asked.startswith(f"{CHANGED}/"):
            self._wait(asked.removeprefix(f"{CHANGED}/"))
        elif asked.endswith(".html"):
            self._page(asked)
        else:
            self.path = f"/{quote(asked)}"
            super().do_GET()

    def do_HEAD(self) -> None:
        self.send_error(405)

    def log_message(self, *_: object) -> None:
        """Nothing: the build says what happens."""

    def _asked(self) -> str | None:
        """The path below the folder; None if the secret word is missing or the host another."""
        host = (self.headers.get("Host") or "").rpartition(":")[0]
        word, _, rest = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if host != HOST or word != self.word:
            return None
        asked = rest if rest and not rest.endswith("/") else f"{rest}index.html"
        return asked if all(map(_is_name, asked.split("/"))) else None

    def _page(self, asked: str) -> None:
        try:
            text = (self.folder / asked).read_text(encoding="utf-8")
        except (FileNotFoundError, IsADirectoryError):
            text = self._instead(asked)
        self.looked_at(asked)
        self._send(text + RELOAD.replace("WORD", self.word), "text/html")

    def _instead(self, asked: str) -> str:
        """Where a page is not there: the studies there are, or that it is not built yet."""
        indexes = sorted(self.folder.glob("*/index.html")) if asked == "index.html" else []
        links = [
            f'<li><a href="{quote(path.parent.name)}/">{escape(path.parent.name)}</a>'
            for path in indexes
        ]
        said = f"<ul>{''.join(links)}</ul>" if links else f"<p>{escape(asked)} is not built yet."
        return f"<!doctype html><meta charset=utf-8><title>Reports</title>{said}"

    def _wait(self, asked: str) -> None:
        """Answer when the page's file is another than the browser knows, or after a while."""
        known = urlsplit(self.path).query.removeprefix("known=")
        until = time.monotonic() + PATIENCE
        while (now := self._state(asked)) == known and time.monotonic() < until:
            time.sleep(GLANCE)
        self._send(now, "text/plain")

    def _state(self, asked: str) -> str:
        try:
            status = (self.folder / asked).stat()
        except FileNotFoundError:
            return "0"
        return f"{status.st_mtime_ns}-{status.st_size}"

    def _send(self, text: str, kind: str) -> None:
        content = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)


def _is_name(part: str) -> bool:
    """Whether a part of a path names something below a folder, on every system.

    >>> [_is_name(part) for part in ("tiny", "001.html", "", "..", "C:", "a\\\\b")]
    [True, True, False, False, False, False]
    """
    return part not in ("", ".", "..") and not {"\\", ":"} & set(part)
