"""The record of a verification: verdict, unsigned certificate, codecheck.yml, RO-Crate.

Pages and text lie in ``reports/verification``. ``codecheck.yml`` and ``ro-crate-metadata.json``
name files from where they lie, so they lie at the top, beside the Makefile that the crate is about.
None is an output that is verified: a record bears a day, and the machine it was made on.
"""

from __future__ import annotations

from compendium.build.built import VERIFICATION, reports_folder
from compendium.places import page_file, root
from compendium.render.languages import noticed
from compendium.render.page import render
from compendium.verify.certificate import CODECHECK, codecheck, main_outputs
from compendium.verify.crate import METADATA, WORKFLOW, crate
from compendium.verify.verdict import Verdict
from compendium.words import DRAFT, LANGUAGES, say
from compendium.writers.files import write_text

VERDICT, CERTIFICATE, LINES = "verdict", "certificate", "verdict.txt"
# What whoever checks fills in.
BLANKS = ("certificate_name", "certificate_orcid", "certificate_day", "certificate_signature")


def write_record(verdict: Verdict) -> None:
    """Write all that is left of a verification."""
    folder = reports_folder() / VERIFICATION
    write_text(folder / LINES, "\n".join(verdict.lines()) + "\n")
    for page, key in ((VERDICT, "verify_title"), (CERTIFICATE, "certificate_title")):
        for lang in LANGUAGES:
            write_text(folder / page_file(page, lang), _page(verdict, page, key, lang))
    write_text(root() / CODECHECK, codecheck(verdict))
    if (root() / WORKFLOW).is_file():
        write_text(root() / METADATA, crate(verdict, root()))


def _page(verdict: Verdict, page: str, key: str, lang: str) -> str:
    def make() -> str:
        return render(
            "verdict.html.j2",
            lang,
            study=None,
            page=page,
            languages=LANGUAGES,
            title=say(key, lang),
            verdict=verdict,
            certificate=page == CERTIFICATE,
            blanks=BLANKS,
            outputs=main_outputs(verdict.manifest),
        )

    return noticed(make, DRAFT)
