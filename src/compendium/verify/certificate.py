"""``codecheck.yml`` (CODECHECK configuration, version 1.0), for an independent checker to sign.

A machine that finds the same bytes signs nothing: who checked, when, and what they make of it is
left blank.
"""

from __future__ import annotations

import yaml

from compendium.build.built import REPORTS
from compendium.verify.manifest import Manifest
from compendium.verify.verdict import Verdict
from compendium.words import say

CODECHECK = "codecheck.yml"
AUTHORS = "The advocacy evaluation compendium's authors"
# The configuration's version, as its authors name it.
VERSION = "https://codecheck.org.uk/spec/config/1.0/"
# What stands between a page's name and its ending in a language that is not the first.
PAGES, TRANSLATED = ".html", ".cy.html"
HEAD = (
    "# Not signed. Whoever checks fills in codechecker, check_time, summary, certificate and\n"
    "# report; docs/check-a-reproduction.md says how.\n"
)


def codecheck(verdict: Verdict) -> str:
    """The configuration, with everything left blank that only a person may say."""
    outputs = [{"file": path, "comment": _comment(path)} for path in main_outputs(verdict.manifest)]
    found = {
        "version": VERSION,
        "paper": {
            "title": say("compendium_title", "en"),
            "authors": [{"name": AUTHORS}],
            "reference": "",
        },
        "manifest": outputs,
        "codechecker": [{"name": "", "ORCID": ""}],
        "summary": "",
        "repository": "",
        "check_time": "",
        "certificate": "",
        "report": "",
    }
    return HEAD + yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)


def main_outputs(manifest: Manifest) -> list[str]:
    """The outputs a checker looks at: every page in its first language; the manifest has all."""
    pages = [p for p in manifest.outputs if p.endswith(PAGES) and not p.endswith(TRANSLATED)]
    return [f"{REPORTS}/manifest.json", *(f"{REPORTS}/{path}" for path in sorted(pages))]


def _comment(path: str) -> str:
    if path.endswith(".json"):
        return "The digest of every output; make verify holds each against it."
    return f"The page {path.rpartition('/')[2]} of {path.split('/')[1]}, with all its displays."
