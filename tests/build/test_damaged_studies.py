"""Damaged files of a study, always the same ones, checked and built to a page.

``make hostile`` builds a hundred. A study is refused in words that name the file, and no page of it
stays; or it is built, with findings, with the numbers it had, or with what the file now says.
"""

from __future__ import annotations

import damaged_study
import pytest
from damaged_study import FAILURES, REFUSED, SAME, SILENT, UNTOLD, Damaged, House

SEED, COUNT = 5, 8


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    return House(tmp_path_factory.mktemp("damaged"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    return damaged_study.write_sound(tmp_path_factory.mktemp("sound"))


def test_no_damaged_study_fails_to_build_in_silence_or_with_a_traceback(builds, sound):
    ends = [builds.build(made) for made in damaged_study.damaged_studies(sound, COUNT, SEED)]
    assert len(ends) == COUNT
    failed = [e for e in ends if e.end in FAILURES]
    assert not failed, [(e.end, e.input.fault, e.input.file, e.told) for e in failed]


def test_the_sound_study_is_built_and_equal(builds, sound):
    content = (sound / "consent.csv").read_bytes()
    assert builds.build(Damaged(0, "consent.csv", "none", content)).end == SAME


def test_a_row_lost_in_silence_is_called_silent(builds, sound, monkeypatch):
    from compendium.intake import take_in

    whole = take_in.once_each
    monkeypatch.setattr(
        take_in, "once_each", lambda referrals, quality: [f[:-1] for f in whole(referrals, quality)]
    )
    changed = (sound / "consent.csv").read_bytes() + b"\n"
    assert builds.build(Damaged(0, "consent.csv", "a row lost", changed)).end == SILENT


def test_a_number_read_as_another_in_silence_is_called_silent(builds, sound, monkeypatch):
    from compendium.intake import take_in

    read = take_in.read_sources

    def one_more(study, consent, quality):
        parts, *rest = read(study, consent, quality)
        for frame in parts["answers"]:
            frame["value"] = frame["value"].where(frame["value"] != 4, 5)
        return parts, *rest

    monkeypatch.setattr(take_in, "read_sources", one_more)
    changed = (sound / "consent.csv").read_bytes() + b"\n"
    assert builds.build(Damaged(0, "consent.csv", "a number changed", changed)).end == SILENT


def test_a_page_that_stays_after_a_refusal_is_called_untold(builds, sound, monkeypatch):
    monkeypatch.setattr("compendium.build.run.remove_all", lambda each: None)
    assert builds.build(Damaged(0, "raw/views.csv", "empty", b"")).end == UNTOLD
    monkeypatch.undo()
    assert builds.build(Damaged(0, "raw/views.csv", "empty", b"")).end == REFUSED


def test_the_same_seed_gives_the_same_studies(sound):
    wild = ("wild", "other answers")  # written with the clock in them
    one, other = (
        [m for m in damaged_study.damaged_studies(sound, 40, 3) if not m.fault.endswith(wild)]
        for _ in range(2)
    )
    assert [(m.file, m.fault) for m in one] == [(m.file, m.fault) for m in other]


def test_every_class_of_fault_can_be_had(sound):
    made = list(damaged_study.damaged_studies(sound, len(damaged_study.FAULTS), 3))
    assert {m.fault for m in made} == set(damaged_study.FAULTS)
