"""When somebody is no longer there, everything made from their data goes first, and no more."""

from __future__ import annotations

import nbformat
import pytest
from shown import code, notebook

from compendium.intake.take_in import ensure, take_in
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.writers.private import key_in

STAYS = ("active,,", "partial,2024-03-01,future_contact_only")
GOES = ("withdrawn,2024-03-01,all", "withdrawn,2024-03-01,", "partial,2024-03-01,quotes_only")


@pytest.fixture
def built(tiny):
    """The tiny study's house after a build: everything in it that may hold somebody, and more."""
    root = tiny.parents[1]
    take_in(open_study("tiny"))
    shown = nbformat.v4.new_output("stream", text="17 people")
    for path, content in {
        "private/tiny/executed/welsh_evaluation/001.ipynb": notebook("# Title"),
        "private/tiny/logs/001.txt": "somebody's words",
        "private/tiny/mine.ipynb": notebook("# Mine", code()),
        "private/tiny/shown.ipynb": notebook("# Mine", code(shown)),
        "private/imported/segments.csv": "text\nwords\n",
        "private/reports/tiny/001.html": "a page for the team",
        "private/reports/other/001.html": "another study's",
        "private/other/tables/x.csv": "another study's",
        "reports/tiny/001.html": "a page",
        "reports/other/001.html": "another study's",
        "data/other/study.yml": "",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else nbformat.writes(content)
        (root / path).write_text(text, encoding="utf-8")
    return tiny


def consent(folder, state):
    """Set what consent.csv says of the person with token t2."""
    path = folder / "consent.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    row = next(i for i, line in enumerate(lines) if ",t2,c2," in line)
    before, _, after = lines[row].partition(",t2,c2,")
    lines[row] = f"{before},t2,c2,{state},{','.join(after.split(',')[3:])}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def left(folder):
    root = folder.parents[1]
    places = [root / "private", root / "reports"]
    return {p.relative_to(root).as_posix() for f in places for p in f.rglob("*") if p.is_file()}


KEPT = {
    "private/tiny/mine.ipynb",
    "private/reports/other/001.html",
    "private/other/tables/x.csv",
    "reports/other/001.html",
}
GONE = {
    "private/tiny/executed/welsh_evaluation/001.ipynb",
    "private/tiny/logs/001.txt",
    "private/tiny/shown.ipynb",
    "private/imported/segments.csv",
    "private/reports/tiny/001.html",
    "reports/tiny/001.html",
}


@pytest.mark.parametrize("state", GOES)
def test_what_may_hold_somebody_who_withdrew_goes(built, state):
    consent(built, state)
    removed = take_in(open_study("tiny")).removed
    assert "were removed" in removed
    assert not GONE & left(built)
    assert left(built) >= KEPT


@pytest.mark.parametrize("state", STAYS)
def test_nothing_goes_while_everybody_stays(built, state):
    consent(built, state)
    assert take_in(open_study("tiny")).removed == ""
    assert left(built) >= KEPT | GONE


def test_a_build_says_once_what_was_removed(built):
    consent(built, GOES[0])
    assert "docs/withdrawal.md" in ensure(open_study("tiny"))
    assert ensure(open_study("tiny")) == ""


def test_somebody_taken_out_of_the_consent_table_counts_as_gone(built):
    path = built / "consent.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if ",t2," not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert take_in(open_study("tiny")).removed
    assert not GONE & left(built)


def test_what_cannot_be_removed_is_named_and_tried_again(built, monkeypatch):
    consent(built, GOES[0])
    with monkeypatch.context() as locked:
        locked.setattr("shutil.rmtree", _refuse)
        with pytest.raises(StudyError, match="could not be removed"):
            take_in(open_study("tiny"))
    assert take_in(open_study("tiny")).removed
    assert not GONE & left(built)


def test_another_token_of_somebody_who_withdrew_is_a_withdrawal_too(built):
    row = "log,p-77,Q7,as proposed,A. Nalyst,2024-05-01,synthetic\n"
    head = "source,written,participant_id,reason,confirmed_by,confirmed_on,data_origin\n"
    (built / "matches.csv").write_text(head + row, encoding="utf-8")
    assert take_in(open_study("tiny")).removed
    assert not GONE & left(built)
    assert take_in(open_study("tiny")).removed == ""


def test_another_token_of_somebody_who_is_here_takes_nothing_away(built):
    row = "log,p-77,Q1,as proposed,A. Nalyst,2024-05-01,synthetic\n"
    head = "source,written,participant_id,reason,confirmed_by,confirmed_on,data_origin\n"
    (built / "matches.csv").write_text(head + row, encoding="utf-8")
    assert take_in(open_study("tiny")).removed == ""
    assert left(built) >= KEPT | GONE


def _refuse(path, **_):
    raise PermissionError(path)


def test_of_what_lies_in_private_only_the_key_itself_is_a_key(built):
    private = built.parents[1] / "private"
    key_in(private)
    for name in ("keyworkers/rows.csv", "key interviews.csv", "monkey", ".key.old"):
        (private / name).parent.mkdir(exist_ok=True)
        (private / name).write_text("somebody's words", encoding="utf-8")
    kept = (private / "key").read_text(encoding="ascii")
    consent(built, "withdrawn,2024-03-01,all")
    take_in(open_study("tiny"))
    assert {p for p in left(built) if "key" in p} == {"private/key"}
    assert (private / "key").read_text(encoding="ascii") == kept
