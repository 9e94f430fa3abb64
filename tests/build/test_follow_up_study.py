"""From exports of two and of three occasions to a public page: every step of a follow-up study."""

from __future__ import annotations

import html

import nbformat
import pytest
from later import write_panel

from compendium.build.run import build_reports
from compendium.intake.take_in import open_tables
from compendium.study_folder import open_study

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = 'study = "tiny"\nprofile = "welsh_evaluation"'
CELLS = [
    "from compendium.analysis import follow_up, sample, scales\n"
    "from compendium.displays import verbs as show\n"
    "from compendium.notebook import open_sites\n\n"
    "data, release = open_sites(study, profile)",
    'show.sample_table("who", release(sample.who_took_part(data)))',
    'show.score_table("scores", release(scales.summary(data)))',
    'show.attrition_table("again", release(follow_up.attrition(data)))',
    'show.change_table("change", release(follow_up.change(data)))',
    'show.reliable_change("reliable", release(follow_up.reliable_change(data)))',
]


def report(folder) -> None:
    """The one report of a study: who came again, and what changed."""
    cells = [nbformat.v4.new_markdown_cell("# Again")]
    cells += [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source) for source in CELLS]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(made, folder.parents[1] / "notebooks" / "again.ipynb")
    (folder / "findings" / "findings.yml").unlink()
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8").replace("[site_report]", "[again]")
    path.write_text(text.replace("disclosure: exact", "disclosure: welsh_evaluation"), "utf-8")


@pytest.mark.parametrize("occasions", [("T1",), ("T1", "T2")])
def test_a_follow_up_study_is_built_for_the_public(tiny, tmp_path, occasions):
    report(write_panel(tiny, occasions=occasions))
    assert build_reports("tiny", to=tmp_path / "out") == 0
    text = html.unescape((tmp_path / "out/tiny/again.html").read_text(encoding="utf-8"))
    assert "Who answered again: parents" in text
    assert ("After a year" in text) == ("T2" in occasions)
    # Friedman's test takes three occasions.
    assert ("Friedman's test;" in text) == ("T2" in occasions)
    assert "looking back; that is no measured change" in text
    everybody = open_tables(open_study("tiny")).participants["participant_id"]
    assert not [person for person in everybody if f"{person}<" in text or f" {person} " in text]
