"""After all jobs of a public build: everything public attacked together (rule X2).

The attack reads the display records of the published notebooks. That is everything a page shows
only if the page is made of these records and of nothing else, so first each page on disk is held
against its notebook, byte for byte: tables, sentences, alternative texts and the coordinates of
every drawing. A file that no job makes cannot be attacked and fails the build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Mapping
from pathlib import Path

from compendium.attack.found import Attack, Attacked
from compendium.attack.joint_attack import UNUSED, Release, across, attack
from compendium.attack.told import Page, told
from compendium.attack.whole_groups import saying, whole_groups
from compendium.build.answers import answers_of, keep
from compendium.build.files import format_paths, languages_of, notebook_path, page_paths, strays
from compendium.build.formats import formats_of
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.page_links import page_of
from compendium.build.read_back import displays_in, notebook_of
from compendium.disclosure.profile import profile_named
from compendium.displays.record import Display
from compendium.problems import CompendiumError, StudyError, listed
from compendium.study import EarlierRelease
from compendium.writers.files import write_text

LOG, WHOLE_GROUPS = "joint_attack.txt", "whole_groups.txt"
# So many files are named, others counted.
NAMED = 10
FINGERPRINT = re.compile(r"\b[0-9a-f]{12}\b")


def joint_attack(each: Plan, as_made: Container[Path]) -> tuple[Attack | None, list[str]]:
    """The attack on a study's public pages, and what fails the build, for who runs it.

    Files in `as_made` are known to be what their notebooks make; the others are made anew and
    compared. The values that are left stand in ``private/<study>/logs`` and nowhere else. None
    where there is nothing public to attack.
    """
    profile = profile_named(each.profile)
    jobs = {job.page: job for job in every_job(each.study, each.profile)}
    built = [job for page, job in jobs.items() if (each.reports / f"{page}.ipynb").exists()]
    if not (profile.public and profile.values_left and built):
        return None, []
    failures = _unread(each) + _unlike(each, built, as_made)
    try:
        answers, now = answers_of(each), report_pages(each)
        standing, replaced = _earlier(each, jobs)
        with answers:
            found = attack(each.study, profile, now, standing)
            copies = Attack(across(each.study, profile, now, replaced), profile.values_left)
        keep(each, answers)
    except CompendiumError as error:
        return None, [*failures, f"{each.study.id}: the joint attack could not be made.\n{error}"]
    write_text(each.study.private / "logs" / LOG, _log(found, copies.open))
    return found, failures + _failed(each, found)


def not_read_warning(each: Plan) -> str:
    """What to look at by hand: who came again and what changed, which the attack does not use.

    Blank where there are none, or nothing is public.
    """
    if not profile_named(each.profile).public:
        return ""
    there = [(p.name, d.id) for p in report_pages(each) for d in p.displays if _is_change(d)]
    if not there:
        return ""
    pages = listed(list(dict.fromkeys(page for page, _ in there)))
    return (
        f"{each.study.id}: tables of who came again or what changed that the joint attack does not "
        f"use (rule X2), each with rules of its own (X1): {len(there)}, on {pages}. Look at them "
        "beside each other and beside the survey before you publish."
    )


def _is_change(display: Display) -> bool:
    return display.data.measure in UNUSED and display.kind != "absent"


def whole_group_warning(each: Plan) -> str:
    """What to look at again: nobody or everybody on a sensitive question (rule X3); else blank.

    Which questions stands in ``private/<study>/logs`` and nowhere else.
    """
    log = each.study.private / "logs" / WHOLE_GROUPS
    log.unlink(missing_ok=True)
    if not profile_named(each.profile).public:
        return ""
    pages = map(saying, report_pages(each))
    if not (lines := whole_groups(each.study, told(each.study, pages))):
        return ""
    write_text(log, "\n".join(lines) + "\n")
    return (
        f"{each.study.id}: shares that are 0% or 100% of a group on a sensitive question, which "
        f"tells each one's answer (rule X3): {len(lines)}. Look at private/{each.study.id}/logs/"
        f"{WHOLE_GROUPS} and decide whether they may stand."
    )


def digest(content: str) -> str:
    """What a rendered page is known by: its bytes, whatever it says it was made from.

    A page that was built before another part of the code or the study changed says so in its
    footer, in fingerprints, and is still made of its notebook.
    """
    return hashlib.sha256(FINGERPRINT.sub("-", content).encode("utf-8")).hexdigest()


def report_pages(each: Plan) -> list[Page]:
    """What the published notebooks show, of every job that has one."""
    jobs = every_job(each.study, each.profile)
    found = [(each.reports / f"{job.page}.ipynb", job) for job in jobs]
    return [_page(path, job) for path, job in found if path.exists()]


def _page(path: Path, job: Job) -> Page:
    return Page(job.page, job.site, displays_in(path))


def _unread(each: Plan) -> list[str]:
    """Files that no job makes."""
    strange = [p.relative_to(each.reports).as_posix() for p in strays(each)]
    if not strange:
        return []
    more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
    return [
        f"{each.study.id}: the joint attack cannot read {', '.join(strange[:NAMED])}{more} in "
        "reports/. No job makes such a file; take it out."
    ]


def _unlike(each: Plan, built: list[Job], as_made: Container[Path]) -> list[str]:
    """Pages, documents and downloads that are not what their published notebook makes."""
    failures = []
    for job in built:
        strange = [*_unlike_pages(each, job, as_made), *_unlike_formats(each, job, as_made)]
        if strange:
            names = ", ".join(path.relative_to(each.reports).as_posix() for path in strange)
            failures.append(
                f"{each.study.id}: {names} is not what its notebook makes, so nobody knows what it "
                f"tells.\n  Run again:   {job.command}"
            )
    return failures


def _unlike_pages(each: Plan, job: Job, as_made: Container[Path]) -> list[Path]:
    strange = []
    for lang, path in zip(languages_of(each.study), page_paths(each, job), strict=True):
        if path not in as_made:
            content = path.read_text(encoding="utf-8") if path.exists() else ""
            notebook = notebook_of(notebook_path(each, job))
            if digest(content) != digest(page_of(each, job, notebook, lang)):
                strange.append(path)
    return strange


def _unlike_formats(each: Plan, job: Job, as_made: Container[Path]) -> list[Path]:
    paths = format_paths(each, job)
    if all(path in as_made for path in paths):
        return []
    made = formats_of(each, job)
    return [p for p in paths if not p.exists() or p.read_bytes() != made[p]]


def _earlier(each: Plan, jobs: Mapping[str, Job]) -> tuple[list[Release], list[Release]]:
    """Earlier releases that stand beside this one, and those that it replaces."""
    standing, replaced = [], []
    for release in each.study.header.earlier_releases:
        if release.tree:
            pages = _pages_of(each, release, jobs)
            kind = replaced if release.superseded else standing
            kind.append((release.released_on.isoformat(), pages))
    return standing, replaced


def _pages_of(each: Plan, release: EarlierRelease, jobs: Mapping[str, Job]) -> list[Page]:
    """The pages of an earlier release that are still made.

    Raises
    ------
    StudyError
        If there are no published notebooks in the folder that study.yml names.
    """
    folder = each.study.folder / release.tree
    paths = {p.stem: p for p in sorted(folder.rglob("*.ipynb"))}
    if not paths:
        raise StudyError(
            f"study.yml, earlier_releases, {release.released_on}: there are no published notebooks "
            f"in {release.tree}. Put the release's .ipynb files there, or leave `tree` blank."
        )
    return [_page(path, jobs[name]) for name, path in paths.items() if name in jobs]


def _failed(each: Plan, found: Attack) -> list[str]:
    """Where too few values are left, without saying which."""
    if not found.open:
        return []
    places = dict.fromkeys(f"    {a.where}: {a.what}" for a in found.open)
    return [
        f"{each.study.id}: what the pages show together leaves fewer than {found.needed} possible "
        f"values for {len(found.open)} numbers that no page prints, so publish none of them "
        f"(rule X2):\n" + "\n".join(places) + f"\n  The values stand in private/{each.study.id}/"
        f"logs/{LOG}; what can be done stands in docs/disclosure.md, under The joint attack."
    ]


def _log(found: Attack, known: tuple[Attacked, ...]) -> str:
    """Every number that was tried, with the values that are left."""
    lines = [f"{len(found.tried)} numbers; at least {found.needed} values must be left.", ""]
    lines += ["Too few values are left of:", *map(str, found.open), ""] if found.open else []
    if known:
        lines += ["With a copy of releases that this one replaces, too few are left of:"]
        lines += [*map(str, known), ""]
    return "\n".join([*lines, *map(str, found.tried)]) + "\n"
