"""The framework on paper: seven principles of ordinary length fill one sheet of A4, and no more."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
import subprocess

import pytest
from practised import rated_principles, tiny_with_practice
from shown import code, displayed, notebook, showing

from compendium.analysis.practice.principles import principles
from compendium.conclusions import Asked
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.render.page import Provenance, report_page
from compendium.words import Text

MADE = Provenance("framework.ipynb", "code", "study", "make", "welsh_evaluation")
PEOPLE = {"young people": 46, "advocates": 11, "social workers": 75}
RATED = {f"F{i}": (89, 91, 84, 71) for i in range(1, 8)} | {"F5": (78, 73, 61, 48)}
# As long as those of the design the compendium was made for.
STATEMENT = {
    "if_text": "people are told about it by someone they trust at the moments decisions are coming",
    "then_text": "they ask in time and keep to what they asked for",
    "because_text": "it feels meant for them; knowing alone is not enough",
}
ASKS = (
    "Say what an advocate does before every decision. Say it again.",
    "Pass the offer on. It is not yours to decide.",
    "Keep a way to ask that needs no adult.",
)


@pytest.fixture(scope="module")
def framework(tmp_path_factory):
    """Seven principles with everything that can stand beside one."""
    data = tiny_with_practice(tmp_path_factory.mktemp("practice"))
    data = rated_principles(data, PEOPLE, RATED)
    (statement,) = data.study.statements
    asks = tuple(Asked(of, Text(what)) for of, what in zip(PEOPLE, ASKS, strict=True))
    full = {
        "text": Text("Tell us early, tell us again, and let us ask for ourselves"),
        "asks": asks,
        "statements": ("PT1",),
        "cmocs": ("T1", "T2"),
        "decisions": ("D1",),
        "status": "to_discuss",
        "decided_by": "A. Analyst",
        "decided_on": dt.date(2024, 4, 1),
    }
    noted = {"note": Text("A plan for cover comes first, and without one no promise is made.")}
    each = tuple(
        dataclasses.replace(p, **full, **(noted if p.principle == "F2" else {}))
        for p in data.study.framework.principles
    )
    study = dataclasses.replace(
        data.study,
        statements=(dataclasses.replace(statement, **STATEMENT),),
        framework=dataclasses.replace(data.study.framework, principles=each),
    )
    return dataclasses.replace(data, study=study)


def page(data, profile):
    shown = displayed(
        verbs.principles_table, Release(data, profile_named(profile))(principles(data)), "framework"
    )
    title = "# The framework\n\n**Question.** What should be done?"
    cells = notebook(title, code(showing(shown)), "## After it\n\nMore.")
    return report_page(data.study, "", cells, MADE, "en")


@pytest.mark.browser
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_it_prints_on_one_sheet_and_the_rest_after_it(framework, browser, tmp_path, profile):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    path, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    path.write_text(page(framework, profile), encoding="utf-8")
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(path.as_uri())
    opened.pdf(path=printed, prefer_css_page_size=True)
    context.close()
    first, second, *_ = text_of(printed).split("\f")
    assert [f"F{i}" in first for i in range(1, 8)] == [True] * 7
    assert f"Disclosure profile: {profile}" in re.sub(r"\s+", " ", first)
    assert "Made-up data" in first
    assert second.strip().startswith("How sure are we?")
    assert "After it" in second
    assert "After it" not in first


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_only_the_framework_is_set_for_one_sheet(framework):
    assert page(framework, "exact").count('class="tableblock wide sheet"') == 1
