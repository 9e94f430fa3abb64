"""What a cell of a review of literature may say."""

from __future__ import annotations

# Where records of a review can come from, and by which arm of PRISMA's flow: databases and
# registers, or other methods.
ARMS = ("databases", "other")
SEARCH_KINDS = {
    "database": "databases",
    "register": "databases",
    "website": "other",
    "organisation": "other",
    "citation": "other",
}
# What became of a record of the review that was not screened, beside duplicates.
REMOVED = ("automation", "other")
DECIDED = ("include", "exclude")
# Parts several ids in one cell of a record, as `pt_links` has them.
LINKS = "; "
