"""What axe finds amiss on a page, on a screen in light and dark and on a telephone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

LOOKED_AT = ((1280, 900, "light"), (1280, 900, "dark"), (375, 812, "light"))
# Of rules that pass, one place is enough.
ASKED_FOR = {"resultTypes": ["violations"]}


def violations(page) -> list[tuple[int, str, str, str]]:
    """Each place that breaks a rule: width, colours, the rule and how the place begins.

    `page` is an open page; it is seen as it was opened, then in dark colours, then narrow.
    """
    found = []
    for width, height, colours in LOOKED_AT:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=colours)
        results = Axe().run(page, options=ASKED_FOR).response
        assert results["passes"], "axe looked at nothing"
        found += [
            (width, colours, broken["id"], place["html"][:80])
            for broken in results["violations"]
            for place in broken["nodes"]
        ]
    return found
