"""The attack knows table one: it finds nothing in what the rules leave, and what they hold back."""

from __future__ import annotations

import pytest

from compendium.analysis.survey import sample, surveys
from compendium.attack.characteristics import attack_characteristics
from compendium.attack.joint_attack import attack
from compendium.attack.programme import Answers
from compendium.attack.respondents import Respondents
from compendium.attack.told import Asked, Page, Told
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.record import Display
from compendium.displays.sentences import Sentence

WELSH = profile_named("welsh_evaluation")
EVERYWHERE = ("A", "B", "C")


def question(levels, base, area="A", item="P_CX7"):
    """A question of choice as a page shows it: people (None: hidden) by level."""
    sites = EVERYWHERE if area == "all" else (area,)
    asked, cells = Asked("parent", ("parent",), sites), []
    for level, people in levels.items():
        keys = (("area", area), ("item_id", item), ("level", level))
        for column, value in (("people", people), ("base", base)):
            mark = "c" if value is None else ""
            cells.append(Told("page", "table_one", "", asked, keys, column, value, mark))
    return cells


def found(study, cells, what):
    tried = attack_characteristics(Respondents(study, WELSH, cells, "parent"), 5)
    return next(one.possible for one in tried if one.what == what)


def test_a_level_hidden_alone_is_told_by_the_base(wales):
    cells = question({"P_CX7.1": None, "P_CX7.2": 30}, base=33)
    possible = found(wales, cells, "people who chose P_CX7.1")
    assert (possible.least, possible.greatest, possible.number) == (3, 3, 1)


def test_two_hidden_levels_keep_their_values(wales):
    cells = question({"P_CX7.1": None, "P_CX7.2": None, "P_CX7.3": 20}, base=40)
    assert found(wales, cells, "people who chose P_CX7.1").number == 5


def test_a_sum_over_all_areas_gives_the_one_area_away_that_hides_its_part(wales):
    cells = question({"P_CX7.1": None, "P_CX7.2": None}, base=33)
    cells += question({"P_CX7.1": 20, "P_CX7.2": 20}, base=40, area="B")
    cells += question({"P_CX7.1": 20, "P_CX7.2": 20}, base=40, area="C")
    cells += question({"P_CX7.1": 43, "P_CX7.2": 70}, base=113, area="all")
    possible = found(wales, cells, "people: P_CX7.1")
    assert (possible.least, possible.greatest, possible.number) == (3, 3, 1)


SAID = Sentence("caption_sample")
PROFILES = ["welsh_evaluation", "opensafely", "dfe_1_5", "statswales_round5", "nhs_1_7", "acro_10"]


@pytest.mark.sampled(1)
@pytest.mark.parametrize("profile", PROFILES)
def test_nothing_can_be_had_from_the_welsh_tables_of_every_report_together(area, wales, profile):
    rules, pages = profile_named(profile), []
    for site in ("", "A", "B", "C"):
        data = area(site)
        release = Release(data, rules)
        results = [sample.who_took_part(data), surveys.response_rates(data), surveys.cherries(data)]
        results += [*surveys.table_one(data).values(), *surveys.distributions(data).values()]
        shown = [Display(r.measure, r.measure, release(r), SAID, None, ()) for r in results]
        pages.append(Page(site or "study", site, tuple(shown)))
    with Answers():
        done = attack(wales, rules, pages)
    assert "table_one" in done.by_measure()
    assert [str(one) for one in done.open] == []
