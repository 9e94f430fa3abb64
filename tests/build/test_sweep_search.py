"""The sweep of a study: whose words are looked for, and a build that leaves one of them fails."""

from __future__ import annotations

import base64

import nbformat
import pytest
from tiny import TALK, project
from written import write_open_answers

from compendium.build import pieces
from compendium.build.jobs import plan
from compendium.build.run import build_reports
from compendium.build.sweep import search
from compendium.build.sweep.search import traces_left, traces_of
from compendium.build.sweep.traces import RUN
from compendium.study_folder import open_study
from compendium.writers.refi_qda import CaseEntry, CodedSelection, Project, SourceEntry, write_qdpx

GUS = "the person in row 8 of consent.csv, who withdrew"
WORDS = "This must never be seen anywhere."
PUBLIC = "welsh_evaluation"


def whose(folder, text):
    return {str(t) for t in traces_of(open_study("tiny")).found_in(text)}


def edited(folder, file, before, after):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def page(folder, text, name="page.html"):
    path = folder.parents[1] / "reports" / "tiny" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (each,) = plan("tiny", None, PUBLIC, None)
    return traces_left(each)


def test_words_of_somebody_who_withdrew_are_looked_for(tiny):
    assert whose(tiny, WORDS) == {f"6 words in a row of {GUS}"}


def test_what_is_held_counts_only_while_the_files_it_was_made_of_stay_the_same(tiny):
    study = open_study("tiny")
    search.hold_traces(study)
    held = traces_of(study)
    assert held is traces_of(open_study("tiny"))
    assert whose(tiny, "Guto said so") == set()
    edited(tiny, "consent.csv", ",Gus,", ",Guto,")
    assert traces_of(study) is not held
    assert whose(tiny, "Guto said so") == {f"the pseudonym of {GUS}"}


def test_words_nobody_coded_are_looked_for_too(tiny):
    made = project()
    spoken = "We moved house three times before Easter."
    source = SourceEntry("c7 second", spoken, (), made.sources[6].variables)
    case = CaseEntry("c7", ("c7 interview", source.name))
    cases = (*(c for c in made.cases if c.name != "c7"), case)
    parts = {"sources": (*made.sources, source), "cases": cases}
    write_qdpx(tiny / "raw" / "talk.qdpx", Project(**{**vars(made), **parts}))
    assert whose(tiny, "moved house three times before Easter") == {f"6 words in a row of {GUS}"}


@pytest.mark.parametrize(
    ("scope", "state"), [("partial,2024-03-01,quotes_only", "who is not to be quoted")]
)
def test_words_of_somebody_who_took_their_quotes_back_are_looked_for(tiny, scope, state):
    talk = [
        (c, a, [("Nobody listened to me at all.", [], [])] if c == "c2" else p) for c, a, p in TALK
    ]
    write_qdpx(tiny / "raw" / "talk.qdpx", project(talk))
    assert whose(tiny, "nobody listened to me at all") == set()
    edited(tiny, "consent.csv", "t2,c2,active,,", f"t2,c2,{scope}")
    assert whose(tiny, "nobody listened to me at all") == {
        f"6 words in a row of the person in row 3 of consent.csv, {state}"
    }


def test_words_of_somebody_in_no_consent_row_are_looked_for(tiny):
    edited(tiny, "consent.csv", "Gus,t7,c7", "Gus,t7,c77")
    assert whose(tiny, WORDS) == {"6 words in a row of somebody who is not in consent.csv"}


def test_what_others_said_too_is_no_trace(tiny):
    talk = [(c, a, [(WORDS, [], [])] if c == "c8" else p) for c, a, p in TALK]
    write_qdpx(tiny / "raw" / "talk.qdpx", project(talk))
    assert whose(tiny, WORDS) == set()


def test_what_the_questionnaire_says_is_no_trace(tiny):
    form = (tiny / "instruments" / "form.yml").read_text(encoding="utf-8")
    wording = "I was asked what I thought about it"
    (tiny / "instruments" / "form.yml").write_text(
        form.replace("wording: {en: ", f"wording: {{en: {wording} ", 1), encoding="utf-8"
    )
    talk = [(c, a, [(wording + ".", [], [])] if c == "c7" else p) for c, a, p in TALK]
    write_qdpx(tiny / "raw" / "talk.qdpx", project(talk))
    assert wording in (tiny / "instruments" / "form.yml").read_text(encoding="utf-8")
    assert whose(tiny, wording) == set()


def test_of_a_shared_interview_only_others_own_stretches_are_free(tiny):
    text = "Eve spoke of her garden and pond. Who said that it rained on us?"
    made = project()
    selections = (CodedSelection(0, 33, ()),)
    source = SourceEntry("both", text, selections, made.sources[4].variables)
    cases = tuple(c for c in made.cases if c.name not in ("c5", "c7"))
    cases += (CaseEntry("c5", ("both",), (("both", 0, 33),)), CaseEntry("c7", ("both",)))
    parts = {"sources": (*made.sources, source), "cases": cases}
    write_qdpx(tiny / "raw" / "talk.qdpx", Project(**{**vars(made), **parts}))
    assert whose(tiny, "Eve spoke of her garden and pond") == set()
    assert whose(tiny, "Who said that it rained on us") == {f"6 words in a row of {GUS}"}


def test_an_open_answer_and_its_translation_are_looked_for(tiny):
    rows = [("t7", "002", "They came when nobody else did.", None)]
    write_open_answers(tiny, rows)
    assert whose(tiny, "they came when nobody else did") == {f"6 words in a row of {GUS}"}
    (tiny / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,data_origin\n"
        "c7 interview:20-53,Ni ddylid gweld hyn byth eto yma,"
        "this should not be seen ever again here,me,2024-03-01,synthetic\n",
        encoding="utf-8",
    )
    for words in ("Ni ddylid gweld hyn byth eto", "should not be seen ever again"):
        assert whose(tiny, words) == {f"6 words in a row of {GUS}"}


def test_the_reason_for_a_judgement_on_their_words_is_looked_for(tiny):
    reason = "he fears that somebody reads this"
    edited(tiny, "theory/evidence.csv", "the only evidence", reason)
    assert whose(tiny, reason) == {f"6 words in a row of {GUS}"}


@pytest.mark.parametrize(
    ("name", "what"),
    [("Q3", "participant id"), ("t5", "survey token"), ("c8", "case name"), ("p10", "casework id")],
)
def test_ids_of_everybody_are_looked_for(tiny, name, what):
    (trace,) = whose(tiny, f"see {name}.")
    assert trace.startswith(f"the {what} of ")


def test_only_who_withdrew_has_a_pseudonym_that_is_looked_for(tiny):
    assert whose(tiny, "Gus and Ann") == {f"the pseudonym of {GUS}"}


def test_somebody_who_stays_and_has_the_same_pseudonym_is_no_trace(tiny):
    edited(tiny, "consent.csv", "parent,Ann", "parent,Gus")
    assert whose(tiny, "Gus and Bob") == set()


def test_a_trace_left_by_a_job_fails_the_build(tiny, monkeypatch, capsys):
    def leak(each, job):
        leaked = base64.b64encode(f"<svg><desc>{WORDS}</desc></svg>".encode()).decode()
        page = each.reports / f"{job.page}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'<img src="data:image/svg+xml;base64,{leaked}">', encoding="utf-8")
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title")])
        nbformat.write(notebook, page.with_suffix(".ipynb"))

    monkeypatch.setattr(pieces, "_run", leak)
    monkeypatch.setattr(pieces, "_page", lambda each, job: None)
    assert build_reports(site="002", profile=PUBLIC) == 1
    told = capsys.readouterr().err
    assert f"tiny/002.html (embedded data): {RUN} words in a row of {GUS}." in told
    assert "never be seen" not in told
    assert "c7" not in told


def test_the_whole_public_folder_is_looked_through_and_what_lies_beside_it(tiny):
    (said,) = page(tiny, "Gus", "tables/deep/one.csv")
    assert f"tiny/tables/deep/one.csv: the pseudonym of {GUS}." in said
    (tiny.parents[1] / "reports" / "manifest.json").write_text('["t7"]', encoding="utf-8")
    (said,) = page(tiny, "nothing", "tables/deep/one.csv")
    assert f"manifest.json: the survey token of {GUS}." in said


def test_a_file_that_cannot_be_read_fails_the_build(tiny):
    assert page(tiny, "a") == []
    path = tiny.parents[1] / "reports" / "tiny" / "a.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + b"a" * 9)
    (said,) = page(tiny, "a")
    assert "tiny/a.7z cannot be looked into: it is a 7z archive." in said


def test_pages_for_the_team_are_not_swept(tiny, monkeypatch):
    monkeypatch.setattr(search, "sweep", lambda *_: pytest.fail("swept"))
    (each,) = plan("tiny", None, "exact", None)
    page = each.reports / "a.html"
    page.parent.mkdir(parents=True)
    page.write_text("Gus", encoding="utf-8")
    assert traces_left(each) == []


def test_exports_that_cannot_be_read_leave_the_pages_unsearched_and_fail(tiny):
    (tiny / "raw" / "survey.sav").unlink()
    (said,) = page(tiny, "a")
    assert said.startswith("tiny: its public files could not be searched.")
