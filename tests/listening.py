"""For tests: a page in a browser that notes whatever a text on it did that texts do not do."""

from __future__ import annotations

import urllib.parse
from pathlib import Path

# Counts each time that a text's script ran, and whatever asks somebody something.
TRIPWIRE = """
window.trips = [];
Object.defineProperty(window, 'hit', { set(value) { window.trips.push('script'); } });
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = () => { window.trips.push(name); };
document.addEventListener('securitypolicyviolation', (e) => window.trips.push(e.blockedURI));
"""
# Whatever waits for a reader: parts that open, fields that are entered, a pointer that passes.
TOUCHED = """
document.querySelectorAll('details').forEach((part) => { part.open = true; });
for (const element of document.querySelectorAll('body *')) {
  element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
  if (element.matches('a, input, button, [tabindex], [contenteditable]')) element.focus();
}
"""


class Listening:
    """A page opened from a file, and everything that it ran, asked, opened or called for."""

    def __init__(self, browser, path: Path, query: str = ""):
        self.address = path.as_uri() + (f"?q={urllib.parse.quote(query)}" if query else "")
        self.told: list[str] = []
        self.page = browser.new_page()
        self.page.add_init_script(TRIPWIRE)
        self.page.on("request", self._asked)
        self.page.on("dialog", self._dialog)
        self.page.on("popup", lambda other: self.told.append(f"opened {other.url}"))
        self.page.on("framenavigated", self._led)
        self.page.on("pageerror", lambda error: self.told.append(f"fault {error}"))
        self.page.goto(self.address)

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *_) -> None:
        self.told += self.page.evaluate("window.trips")
        self.page.close()

    def touch_everything(self) -> None:
        """Open, enter and pass over all there is, and wait for what that sets off."""
        self.page.evaluate(TOUCHED)
        self.page.wait_for_timeout(100)

    def nothing(self) -> bool:
        """Whether nothing was told; asked once the page is closed."""
        return not self.told

    def _asked(self, request) -> None:
        if request.url != self.address and not request.url.startswith("data:"):
            self.told.append(f"asked for {request.url}")

    def _dialog(self, dialog) -> None:
        self.told.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _led(self, frame) -> None:
        if frame.url.partition("#")[0] != self.address:
            self.told.append(f"went to {frame.url}")
