"""The tables of the disclosure page: what became of what was planned, in numbers and words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from compendium.disclosure.account import Account
from compendium.disclosure.cells import (
    AS_IT_IS,
    BOUNDED,
    COARSER,
    HIDDEN,
    JOINED,
    MARKED,
    NOT_APPLICABLE,
)
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.profile import Profile
from compendium.disclosure.question_cells import survey_rows
from compendium.disclosure.released import rounded
from compendium.disclosure.rule_words import rule_sentence
from compendium.disclosure.rules import QUOTED, RULE_WORDS, UNCOUNTED
from compendium.places import page_file
from compendium.render.pooled import gaps
from compendium.render.published import Link, Report
from compendium.study import Study
from compendium.words import capitalised, number_text, say

# Columns of the table of all reports, and of each report's own.
LESS_EXACT = (COARSER, JOINED, BOUNDED)
HEADLINE = {
    "account_as_it_is": (AS_IT_IS, MARKED),
    "account_less_exact": LESS_EXACT,
    "account_hidden": (HIDDEN,),
}
DETAILS = {
    "account_plain": (AS_IT_IS,),
    "account_marked": (MARKED,),
    "account_coarser": (COARSER,),
    "account_joined": (JOINED,),
    "account_bounded": (BOUNDED,),
    "account_hidden": (HIDDEN,),
}

# Of each measure that was attacked: how many numbers nobody printed were tried, and the fewest
# values that one of them can have.
Attacked = Mapping[str, tuple[int, int]]


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of a table: its heading cell and its other cells, text or links."""

    head: Link
    cells: tuple[str | tuple[Link, ...], ...]
    whole: bool = False


@dataclasses.dataclass(frozen=True)
class Table:
    """A table of the page; one with `widths` (of its columns, in percent) is read, not looked up.

    `numeric` says which columns (head aside) are numbers.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    numeric: tuple[bool, ...]
    widths: tuple[int, ...] = ()


def together(accounts: Mapping[str, Account]) -> Account:
    """Several accounts as one."""
    return sum(accounts.values(), Account({}, {}))


def _share(part: int, whole: int, lang: str) -> str:
    """A number with its share in whole percent: ``412 (83%)``; never all or none if it is not."""
    if not part or not whole:
        return number_text(part)
    percent = rounded(100 * part / whole, 0)
    percent = percent if part == whole else min(max(percent, 1), 99)
    share = f"{number_text(percent)}%"
    return say("count_with_share", lang, count=number_text(part), share=share)


def headline(reports: Sequence[Report], whole: Mapping[str, Account], lang: str) -> Table:
    """One line per report, and one for all of them."""

    def line(name: Link, mine: Account, every: bool = False) -> Line:
        shares = (_share(mine.of(*o), mine.planned, lang) for o in HEADLINE.values())
        return Line(name, (number_text(mine.planned), *shares), every)

    lines = [line(Link(r.title, page_file(r.page, lang)), whole[r.page]) for r in reports]
    lines.append(line(Link(say("account_all_reports", lang)), together(whole), True))
    heads = ("account_report", "account_planned", *HEADLINE)
    caption = say("account_headline", lang)
    return Table("cells", caption, tuple(say(h, lang) for h in heads), tuple(lines), (True,) * 4)


def survey(study: Study, reports: Sequence[Report], lang: str) -> Table | None:
    """One line per report on a site: its survey questions, and those still shown."""
    lines = []
    for report in (r for r in reports if r.site):
        rows = [survey_rows(d) for d in {d.data.content: d.data for d in report.displays}.values()]
        planned, shown = (sum(column) for column in zip(*rows, strict=True)) if rows else (0, 0)
        if planned:
            name = study.site(report.site).label.say(lang)
            lines.append(Line(Link(name), (number_text(planned), _share(shown, planned, lang))))
    heads = tuple(say(h, lang) for h in ("area", "account_questions", "account_questions_shown"))
    caption = say("account_survey", lang)
    return Table("survey", caption, heads, tuple(lines), (True,) * 2) if lines else None


def rules(
    profile: Profile, reports: Sequence[Report], whole: Mapping[str, Account], lang: str
) -> Table:
    """One line per rule that touched anything: what it does, and how many cells."""
    touched = together(whole).rules
    measures = {d.data.measure for r in reports for d in r.displays}
    uncounted = {rule for measure, rule in (UNCOUNTED | QUOTED).items() if measure in measures}
    lines = [
        Line(
            Link(say(name, lang)),
            (
                rule_sentence(sentence, profile, lang),
                number_text(touched[rule]) if rule in touched else say("account_uncounted", lang),
            ),
        )
        for rule, (name, sentence) in RULE_WORDS.items()
        if profile.public and (rule in touched or rule in uncounted)
    ]
    heads = tuple(say(h, lang) for h in ("account_rule", "account_does", "account_cells"))
    return Table(
        "by-rule", say("account_by_rule", lang), heads, tuple(lines), (False, True), (18, 68, 14)
    )


def pooled(study: Study, profile: Profile, reports: Sequence[Report], lang: str) -> Table | None:
    """One line per thing that cannot be shown alone: where, and where it stands with others."""
    nowhere = (Link(say("pooled_nowhere", lang)),)
    every = {site.site_id for site in study.sites}
    lines = []
    for gap in gaps(study, profile, reports, lang):
        what = say(MEASURES[gap.measure], lang)
        head = say("pooled_whose", lang, whose=gap.whose, what=what) if gap.whose else what
        places = ", ".join(study.site(s).label.say(lang) for s in gap.sites)
        where = places or say("pooled_whole_study", lang)
        if len(every) > 1 and set(gap.sites) == every:
            where = say("pooled_every_area", lang)
        lines.append(Line(Link(capitalised(head)), (where, gap.instead or nowhere)))
    heads = tuple(say(h, lang) for h in ("pooled_what", "pooled_areas", "pooled_instead"))
    found = Table(
        "together", say("pooled_caption", lang), heads, tuple(lines), (False, False), (36, 18, 46)
    )
    return found if lines else None


def attack(attacked: Attacked, lang: str) -> Table:
    """One line per measure attacked: numbers tried, and the fewest values one can have."""
    lines = [
        Line(Link(capitalised(say(MEASURES[m], lang))), tuple(map(number_text, numbers)))
        for m, numbers in attacked.items()
    ]
    heads = tuple(say(h, lang) for h in ("account_measure", "attack_tried", "attack_fewest"))
    return Table("attacked", say("attack_caption", lang), heads, tuple(lines), (True,) * 2)


def details(report: Report, accounts: Mapping[str, Account], lang: str) -> Table:
    """One line per measure of a report, and one for all of them."""

    def line(name: str, mine: Account, every: bool = False) -> Line:
        shares = (_share(mine.of(*o), mine.planned, lang) for o in DETAILS.values())
        further = number_text(mine.of(NOT_APPLICABLE))
        return Line(Link(name), (number_text(mine.planned), *shares, further), every)

    lines = [line(capitalised(say(MEASURES[m], lang)), mine) for m, mine in accounts.items()]
    lines.append(line(say("account_all_measures", lang), together(accounts), True))
    heads = ("account_measure", "account_planned", *DETAILS, "account_not_applicable")
    caption = say("account_details", lang, report=report.title)
    named = tuple(say(h, lang) for h in heads)
    return Table(f"cells-{report.page}", caption, named, tuple(lines), (True,) * (len(heads) - 1))
