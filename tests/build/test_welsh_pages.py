"""What a build makes of the Welsh of notebooks: held to the same rules, and a reason to build."""

from __future__ import annotations

import nbformat
import pytest
from shown import notebook

from compendium.build.jobs import Job, Plan
from compendium.build.made_from import MadeFrom
from compendium.build.page_links import page_of
from compendium.problems import DisclosureError
from compendium.study_folder import open_study
from compendium.translations import digest_of_english

PROSE = "## Who took part\n\nPeople."


@pytest.fixture
def plan(tiny, tmp_path, monkeypatch) -> Plan:
    monkeypatch.setenv("COMPENDIUM_NOTEBOOKS", str(tmp_path / "notebooks"))
    # Nothing was taken in: no data have anything to do with it.
    monkeypatch.setattr("compendium.intake.store.hashes", lambda study: {})
    (tmp_path / "notebooks" / "cy").mkdir(exist_ok=True)
    header = tiny / "study.yml"
    text = header.read_text(encoding="utf-8")
    header.write_text(text + "languages: [en, cy]\n", encoding="utf-8")
    return Plan(open_study("tiny"), "welsh_evaluation", (), tmp_path / "reports", True)


def report(plan: Plan) -> Job:
    return Job(plan.study.header.reports[0], "tiny", "001", "welsh_evaluation", "001")


def write_welsh(plan: Plan, tmp_path, cy: str) -> None:
    path = tmp_path / "notebooks" / "cy" / f"{report(plan).notebook}.yml"
    lines = cy.replace("\n", "\n    ")
    path.write_text(f"cell-1:\n  of: {digest_of_english(PROSE)}\n  cy: |-\n    {lines}\n", "utf-8")


def page(plan: Plan) -> str:
    cells = nbformat.from_dict(notebook("# T", PROSE))
    return page_of(plan, report(plan), cells, "cy")


def test_a_page_has_the_welsh_that_lies_beside_its_notebook(plan, tmp_path):
    write_welsh(plan, tmp_path, "## Pwy gymerodd ran\n\nPobl.")
    assert '<h2 id="who-took-part">Pwy gymerodd ran</h2>' in page(plan)


def test_a_number_typed_into_the_welsh_stops_a_public_page(plan, tmp_path):
    write_welsh(plan, tmp_path, "## Pwy gymerodd ran\n\nCymerodd 12 ran.")
    with pytest.raises(DisclosureError, match="cell-1: has in its Welsh, line 3: a number is"):
        page(plan)


def test_another_welsh_is_a_reason_to_make_the_page_again(plan, tmp_path):
    write_welsh(plan, tmp_path, "## Pwy gymerodd ran\n\nPobl.")
    before = MadeFrom(plan).page(report(plan))
    write_welsh(plan, tmp_path, "## Pwy gymerodd ran\n\nY bobl.")
    after = MadeFrom(plan).page(report(plan))
    name = f"cy/{report(plan).notebook}.yml"
    assert {key for key in after if after[key] != before.get(key)} == {name}


def test_what_a_notebook_is_run_from_has_nothing_to_do_with_its_welsh(plan, tmp_path):
    before = MadeFrom(plan).run(report(plan), ())
    write_welsh(plan, tmp_path, "## Pwy gymerodd ran\n\nPobl.")
    assert MadeFrom(plan).run(report(plan), ()) == before
