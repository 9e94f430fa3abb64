"""What conclusions of the joint display rest on: kept, and told when it is no longer so."""

from __future__ import annotations

import pytest
import yaml
from shown import displayed

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.cli import main
from compendium.conclusions import JointInputs
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.joint_signing import sign
from compendium.problems import StudyError
from compendium.study_folder import open_study


def signed(name="tiny", **asked):
    return sign(open_study(name), confirmed=True, **asked)


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def findings(tiny):
    return tiny / "findings" / "joint_display.yml"


def conclusion(head="Having a say", site="001", profile="exact", lang="en"):
    """The lines of one row's conclusion."""
    data = open_tables(open_study("tiny"), site)
    released = Release(data, profile_named(profile))(side_by_side(data))
    found = table(displayed(verbs.joint_display, released), lang)
    return next(r.cells[-1].split("\n") for r in found.rows if r.head == head)


def test_what_would_be_signed_is_shown_and_nothing_written(tiny):
    before = findings(tiny).read_bytes()
    said = sign(open_study("tiny"))
    assert "2 to sign" in said
    assert "quant_signal too_thin, qual_signal too_thin, n 2, mean 4.3" in said
    assert "Nothing is written yet" in said
    assert findings(tiny).read_bytes() == before


def test_signing_writes_what_the_strands_say_and_nothing_else(tiny):
    before = yaml.safe_load(findings(tiny).read_text())
    signed()
    say, trust = open_study("tiny").meta_inferences
    digest = say.inputs["001"].declared
    # Two of three parents answered and raise it (worked out in test_integration.py).
    assert say.inputs == {"001": JointInputs(digest, "too_thin", "too_thin", 2, 4.3, 3.0, 3, 2)}
    assert set(trust.inputs) == {"001", "002"}
    after = yaml.safe_load(findings(tiny).read_text())
    assert [{k: v for k, v in e.items() if k != "inputs"} for e in after] == before


def test_remarks_and_blank_lines_stay_where_they_are(tiny):
    changed(findings(tiny), "- row: trust", "\n# On trust.\n- row: trust")
    signed()
    text = findings(tiny).read_text()
    kept = [line for line in text.splitlines() if "inputs:" not in line and "declared:" not in line]
    assert "\n\n# On trust.\n- row: trust" in text
    assert text.count("inputs:") == 2
    assert kept[0] == "- row: say"


def test_a_long_sentence_in_several_lines_is_not_cut(tiny):
    new = "reason: >-\n    One report\n    was long.\n\n"
    changed(findings(tiny), "reason: One report was long.\n", new)
    changed(findings(tiny), "- row: trust", "- row: trust\n  inputs: {}")
    signed()
    assert open_study("tiny").meta_inferences[1].reason == "One report was long."


def test_signed_rows_are_told_as_they_were_concluded(tiny):
    signed()
    assert conclusion()[1:2] == ["Too few answered."]
    assert conclusion()[-1] == "Mari, 2 May 2024"


def test_a_changed_mean_says_what_it_was(tiny):
    signed()
    changed(findings(tiny), "mean: 4.3", "mean: 4.1")
    assert conclusion()[1] == "Changed since this was concluded: the survey's mean (then 4.1)."
    said = "Wedi newid ers dod i'r casgliad hwn: cymedr yr arolwg (4.1 bryd hynny)."
    assert conclusion("Cael dweud", lang="cy")[1] == said


def test_the_reference_and_the_talk_are_told_as_well(tiny):
    signed()
    changed(findings(tiny), 'qual_signal: "too_thin"', 'qual_signal: "mixed"')
    changed(tiny / "study.yml", "kind: value, value: 3,", "kind: value, value: 2,")
    assert conclusion()[1] == (
        "Changed since this was concluded: what the row is made of; "
        "what people say (then mixed); the reference (then 3.0)."
    )


def test_another_wording_of_a_rows_name_changes_nothing(tiny):
    signed()
    changed(tiny / "study.yml", "en: Having a say", "en: Having my say")
    changed(tiny / "study.yml", "The middle of the scale.", "It is the middle.")
    assert conclusion("Having my say")[-1] == "Mari, 2 May 2024"
    assert "Changed" not in " ".join(conclusion("Having my say"))


def test_the_public_is_not_told_that_something_hidden_changed(tiny):
    signed()
    changed(findings(tiny), "mean: 4.3", "mean: 4.1")
    # Two answers are hidden; the label says that there is too little and stands.
    found = conclusion(profile="welsh_evaluation")
    assert found[0] == "Insufficient"
    assert "Changed" not in " ".join(found)
    assert "Not signed" not in " ".join(found)


def test_unsigned_rows_alone_are_signed_and_stale_ones_are_named(tiny):
    signed()
    changed(findings(tiny), "mean: 4.3", "mean: 4.1")
    said = signed()
    assert "0 to sign" in said
    assert "changed since they were signed: say 001" in said
    assert open_study("tiny").meta_inferences[0].inputs["001"].mean == 4.1


def test_a_row_that_is_named_is_signed_again_with_what_was_different(tiny):
    signed()
    changed(findings(tiny), "mean: 4.3", "mean: 4.1")
    assert "then: mean 4.1" in signed(row="say", site="001")
    assert open_study("tiny").meta_inferences[0].inputs["001"].mean == 4.3
    assert findings(tiny).read_text().count("inputs:") == 2


def test_signing_twice_gives_the_same_file(tiny):
    signed()
    once = findings(tiny).read_bytes()
    signed(row="say")
    signed(row="trust")
    assert findings(tiny).read_bytes() == once


def test_what_nobody_concluded_cannot_be_signed(tiny):
    with pytest.raises(StudyError, match=r"There is no conclusion on heard\. There is: say, trust"):
        sign(open_study("tiny"), row="heard")


def test_an_entry_in_braces_is_refused_with_its_line(tiny):
    findings(tiny).write_text(
        "- {row: say, site: '001', label: INSU, meta_inference: {en: Few.}, reason: Few., "
        "integrator: Mari, decided_on: 2024-05-02}\n"
    )
    with pytest.raises(StudyError, match="line 1: an entry in braces"):
        signed()


def test_inputs_of_another_site_are_refused(tiny):
    signed()
    changed(findings(tiny), '"001": {declared', '"002": {declared')
    with pytest.raises(StudyError, match="site under inputs"):
        open_study("tiny")


def test_the_verb_says_what_it_does(tiny, capsys):
    assert main(["joint-sign", "tiny", "--row", "say"]) == 0
    assert "1 to sign" in capsys.readouterr().out


def test_every_conclusion_of_the_shipped_studies_is_signed_on_what_is_so(monkeypatch):
    monkeypatch.delenv("COMPENDIUM_DATA", raising=False)
    study = open_study("parental-advocacy-wales")
    assert "0 to sign" in sign(study).splitlines()[0]
    assert "changed since" not in sign(study)
    assert all(m.inputs for m in study.meta_inferences)
