"""What a report's notebook is run from and its page is made of, each by name with its digest.

The code counts as a whole, but for the templates of pages, which no notebook sees. Of a study count
the files that define it, one by one, and of its data the slices (table and site) that the notebook
read when it ran last.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from compendium.build.execute import source_of
from compendium.build.files import (
    INDEX,
    formats_beside,
    formats_there,
    notebook_path,
    package_paths,
    page_paths,
    study_page_paths,
)
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.page_links import BANK, TRAIL, TRAIL_PAGE
from compendium.build.stamps import Inputs
from compendium.file_digests import digest_of
from compendium.intake import store
from compendium.places import CODE
from compendium.translations import translation_file

RENDER = CODE / "render"
LOCK = "requirements.lock"
# What begins the names of slices of data.
DATA = "data "
# What is taken in and counts by its slices, or is no input of a report.
TAKEN_IN = ("raw", "synthetic")
TABLES_OF_PEOPLE = ("consent.csv", "findings/quotes.csv", "theory/evidence.csv")


class MadeFrom:
    """What the reports of one plan are made from, as it is when this is made.

    Made before the work is done: what somebody changes meanwhile is seen by the next build.
    """

    def __init__(self, each: Plan):
        self.each = each
        self.shared = {**made_with(), **_definitions(each.study.folder)}
        self.slices = store.hashes(each.study)
        self.templates = _digest(_templates())

    def run(self, job: Job, reads: Iterable[str]) -> Inputs:
        """What a notebook is run from; `reads` are slices as `store.note_reads` has them."""
        return {
            f"notebook {job.notebook}.ipynb": digest_of(source_of(job.notebook)),
            "parameters": json.dumps(job.parameters, sort_keys=True),
            **self.shared,
            **self.read(reads),
        }

    def read(self, reads: Iterable[str]) -> Inputs:
        """The slices of data that a notebook read."""
        return {f"{DATA}{name}": self.slices.get(name, "") for name in sorted(set(reads))}

    def page(self, job: Job) -> Inputs:
        """What a page is made of, once notebooks have run."""
        used = {job.page: job.notebook}
        used |= {page: notebook for notebook, page in ((BANK, BANK), (TRAIL, TRAIL_PAGE))}
        found = {f"{page}.ipynb": self._digest(f"{page}.ipynb") for page in used}
        found["formats"] = " ".join(formats_beside(job))
        if job.notebook == TRAIL:
            others = (other for other in self._every() if other != job)
            pages = (path for other in others for path in page_paths(self.each, other))
            found |= {path.name: digest_of(path) for path in pages}
        return {**found, **self._welsh(), "templates": self.templates, **self.shared}

    def formats(self, job: Job) -> Inputs:
        """What documents and downloads of a report are made of."""
        name = f"{job.page}.ipynb"
        found = {name: self._digest(name), **self._welsh()}
        return {**found, "templates": self.templates, **self.shared}

    def whole(self) -> Inputs:
        """What index and disclosure page are made of, and what looks all pages over looks at."""
        files = [
            path
            for job in self._every()
            for path in (
                notebook_path(self.each, job),
                *page_paths(self.each, job),
                *formats_there(self.each, job),
            )
        ]
        files += [p for p in study_page_paths(self.each) if p.stem.partition(".")[0] != INDEX]
        files += package_paths(self.each)
        found = {p.relative_to(self.each.reports).as_posix(): digest_of(p) for p in files}
        data = {f"{DATA}{name}": digest for name, digest in self.slices.items()}
        inputs = {"what was taken in": store.saved_inputs(self.each.study)}
        found |= self._welsh()
        return {**found, **inputs, **data, "templates": self.templates, **self.shared}

    def _welsh(self) -> Inputs:
        """The Welsh of every notebook's text: a page says what others are called."""
        named = dict.fromkeys(self.each.study.header.reports)
        return {f"cy/{name}.yml": digest_of(translation_file(name)) for name in named}

    def _every(self) -> tuple[Job, ...]:
        return every_job(self.each.study, self.each.profile)

    def _digest(self, name: str) -> str:
        return digest_of(self.each.reports / name)


def made_with() -> Inputs:
    """The code, its version, the packages and the Python that everything is made with."""
    return {
        "code": code_digest(),
        "version": version("advocacy-compendium"),
        "packages": digest_of(CODE.parents[1] / LOCK),
        "Python": platform.python_version(),
    }


def code_digest() -> str:
    """A digest of the code, templates of pages aside."""
    templates = set(_templates())
    return _digest(p for p in CODE.rglob("*") if p not in templates)


def _templates() -> list[Path]:
    """What pages and documents are poured into: no notebook sees it."""
    return [path for folder in RENDER.rglob("templates") for path in folder.rglob("*")]


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in files if p.is_file() and "__pycache__" not in p.parts):
        digest.update(f"{path.relative_to(CODE).as_posix()} {digest_of(path)}\n".encode())
    return digest.hexdigest()


def _definitions(folder: Path) -> dict[str, str]:
    """Every file of a study that its reports may see as it stands."""
    named = {p.relative_to(folder): p for p in folder.rglob("*") if p.is_file()}
    return {
        name.as_posix(): digest_of(path)
        for name, path in sorted(named.items())
        if name.parts[0] not in TAKEN_IN and name.as_posix() not in TABLES_OF_PEOPLE
    }
