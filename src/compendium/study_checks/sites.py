"""Ids of sites: each is the name of a page, on every kind of disk."""

from __future__ import annotations

import re
from collections import Counter

from compendium.places import is_reserved
from compendium.problems import Problems, listed
from compendium.study import Study

FILE, WHERE = "study.yml", "sites"
NAME = re.compile(r"[^\W_]([\w. -]*[^\W_])?")
NEEDED = (
    "a page is named after it: letters and digits, and between them spaces, full stops, hyphens "
    "and underscores"
)
# Downloads of a page lie in a folder of its name, and Windows allows no long paths.
LONGEST = 60
# How the file of a page in another language than English ends (`compendium.places.page_file`).
WELSH = ".cy"
# Pages that every study has, and what stands for all sites together.
TAKEN = ("index", "disclosure", "all")


def check_sites(study: Study, problems: Problems) -> None:
    """Add to `problems` ids of which no page could be named, and those that name one twice."""
    ids = [s.site_id for s in study.sites]
    do = "Choose another id; `label:` may say anything."
    for site in dict.fromkeys(ids):
        if not NAME.fullmatch(site):
            problems.add(FILE, WHERE, f"found site_id {site!r}", NEEDED, do)
        if is_reserved(site):
            problems.add(
                FILE, WHERE, f"found site_id {site!r}", "Windows has a device called so", do
            )
        if len(site) > LONGEST:
            what = f"found a site_id of {len(site)} characters ({site[:12]}…)"
            problems.add(FILE, WHERE, what, f"{LONGEST} are the most", do)
        if site.casefold().endswith(WELSH):
            problems.add(FILE, WHERE, f"found site_id {site!r}", f"{WELSH} ends Welsh pages", do)
    # Disks that do not tell capitals from small letters keep one of two such pages.
    times = Counter(map(str.casefold, ids))
    if alike := [site for site in dict.fromkeys(ids) if times[site.casefold()] > 1]:
        what = f"the site_id {listed(alike)} stands for two sites or differs in capitals alone"
        problems.add(FILE, WHERE, what, do="Give each site an id of its own.")
    taken = {*TAKEN, *(report.replace("_", "-") for report in study.header.reports)}
    for site in dict.fromkeys(ids):
        if site.casefold() in taken:
            what, allowed = f"found site_id {site!r}", f"{listed(sorted(taken), 30)} are taken"
            problems.add(FILE, WHERE, what, allowed, do)
