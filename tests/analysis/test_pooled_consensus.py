"""A consensus survey judged by heading: groups that stand under one are judged together."""

from __future__ import annotations

import dataclasses

import pytest
from rated import one_site, rated_by, tiny_with_views

from compendium.analysis.survey.consensus_results import statements
from compendium.analysis.survey.consensus_survey import members
from compendium.problems import StudyError


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """The tiny study with a rule that judges parents, and two kinds of staff under one heading."""
    data = tiny_with_views(tmp_path_factory.mktemp("pooled"))
    worker = data.study.group("worker")
    cook = dataclasses.replace(worker, group="cook")
    study = one_site(data.study, groups=("parent", "staff"))
    header = dataclasses.replace(study.header, groups=(*study.header.groups, cook))
    form = dataclasses.replace(study.instrument("views"), groups=("parent", "worker", "cook"))
    study = dataclasses.replace(study, header=header, instruments=(form,))
    return dataclasses.replace(data, study=study)


def found(views, group: str, question: str = "first", **counts):
    """The row of F1 and one heading, where so many of each group chose each level of F1."""
    item = {"first": "F1_I", "second": "F1_D"}[question]
    given = {(name, item): levels for name, levels in counts.items()}
    frame = statements(rated_by(views, views.study, given)).frame
    rows = frame[frame["statement"].eq("F1") & frame["question"].eq(question)]
    return rows.set_index("group").loc[group]


def test_each_group_is_judged_as_itself_or_under_its_heading(views):
    form = views.study.instrument("views")
    assert members(views.study, form, ("parent", "staff")) == {
        "parent": "parent",
        "worker": "staff",
        "cook": "staff",
    }
    # A group named beside its heading stands alone, and the heading is of the others.
    assert members(views.study, form, ("cook", "staff")) == {"worker": "staff", "cook": "cook"}
    assert members(views.study, form, ("parent",)) == {"parent": "parent"}


def test_a_heading_that_nobody_stands_under_is_named_with_what_there_is(views):
    form = views.study.instrument("views")
    with pytest.raises(StudyError, match=r"does not ask chairs\. It asks parent, worker, cook"):
        members(views.study, form, ("parent", "chairs"))


# Eight together are judged though neither group has eight; seven are not.
@pytest.mark.parametrize(
    ("workers", "cooks", "verdict"), [(4, 4, "retain"), (4, 3, ""), (8, 0, "retain")]
)
def test_a_heading_is_judged_from_eight_people_together(views, workers, cooks, verdict):
    mine = found(views, "staff", worker=[0, 0, 0, workers, 0], cook=[0, 0, 0, cooks, 0])
    assert (mine["base"], mine["verdict"]) == (workers + cooks, verdict)
    assert mine["guard"] == ("" if verdict else "guard_few_raters")


# 4 of 5 and 3 of 5 are 7 of 10, exactly enough; 3 and 3 are not. Neither group's own share counts.
@pytest.mark.parametrize(("cooks", "verdict", "others"), [(3, "retain", 1), (2, "discuss", 1)])
def test_the_share_is_of_both_groups_together(views, cooks, verdict, others):
    mine = found(views, "staff", worker=[1, 0, 0, 4, 0], cook=[5 - cooks, 0, 0, cooks, 0])
    assert mine["percent"] == pytest.approx(10 * (4 + cooks))
    assert (mine["verdict"], mine["others"]) == (verdict, others)


# Of a rule of 50 % either share is enough, and the median decides: the middle of four answers of 1
# and six of 4 is 4, that of five and five lies halfway.
@pytest.mark.parametrize(
    ("low", "high", "median", "verdict"), [(4, 6, 4, "retain"), (5, 5, 2.5, "discuss")]
)
def test_the_median_is_of_both_groups_together(views, low, high, median, verdict):
    rule = dataclasses.replace(views.study.header.consensus_rule, least_percent=50)
    header = dataclasses.replace(views.study.header, consensus_rule=rule)
    looser = dataclasses.replace(views, study=dataclasses.replace(views.study, header=header))
    mine = found(looser, "staff", worker=[low, 0, 0, 0, 0], cook=[0, 0, 0, high, 0])
    assert (mine["median"], mine["verdict"]) == (median, verdict)


def test_a_heading_in_which_nobody_answered_is_not_judged_and_holds_nothing_up(views):
    mine = found(views, "staff", parent=[0, 0, 0, 8, 0])
    assert (mine["agreeing"], mine["base"], mine["verdict"]) == (0, 0, "")
    assert mine["guard"] == "guard_few_raters"
    assert mine["result"] == "retain"
    assert found(views, "parent", parent=[0, 0, 0, 8, 0])["verdict"] == "retain"


def test_a_heading_that_does_not_agree_is_enough_to_discuss(views):
    agreed = {"parent": [0, 0, 0, 80, 0]}
    split = found(views, "staff", **agreed, worker=[2, 0, 0, 2, 0], cook=[2, 0, 0, 2, 0])
    assert (split["verdict"], split["result"]) == ("discuss", "discuss")
    # One person fewer, and the heading is too small to be judged.
    fewer = found(views, "staff", **agreed, worker=[2, 0, 0, 2, 0], cook=[2, 0, 0, 1, 0])
    assert (fewer["verdict"], fewer["result"]) == ("", "retain")


def test_of_the_second_question_a_heading_counts_among_everybody_once(views):
    everybody = found(
        views,
        "everybody",
        "second",
        parent=[0, 0, 0, 4, 0],
        worker=[2, 0, 0, 0, 0],
        cook=[3, 0, 0, 0, 0],
    )
    # 4 of 9 are 44 %, below the half from which no note is needed.
    assert (everybody["agreeing"], everybody["base"], everybody["verdict"]) == (4, 9, "note")
