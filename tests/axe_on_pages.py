"""What axe finds amiss on a page, on a screen in light and dark and on a telephone."""

from __future__ import annotations

import os

from axe_playwright_python.sync_playwright import Axe

CONTRAST = "color-contrast"
# What another look can change: dark colours those, a narrow screen where things stand. Every rule
# is asked of each look with THOROUGH=1, which finds the same and takes half as long again.
LOOKED_AT = (
    (1280, 900, "light", {}),
    (1280, 900, "dark", {"runOnly": {"type": "rule", "values": [CONTRAST]}}),
    (375, 812, "light", {"rules": {CONTRAST: {"enabled": False}}}),
)


def violations(page) -> list[tuple[int, str, str, str]]:
    """Each place that breaks a rule: width, colours, the rule and how the place begins.

    `page` is an open page; it is seen as it was opened, then in dark colours, then narrow.
    """
    found = []
    for width, height, colours, rules in LOOKED_AT:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours)
        asked = {} if os.environ.get("THOROUGH") else rules
        # Of rules that pass, one place is enough.
        results = Axe().run(page, options={"resultTypes": ["violations"], **asked}).response
        assert results["passes"], "axe looked at nothing"
        found += [
            (width, colours, broken["id"], place["html"][:80])
            for broken in results["violations"]
            for place in broken["nodes"]
        ]
    return found
