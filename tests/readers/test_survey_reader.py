"""SPSS files: labels, missing values, real files, damaged files."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.analysis.statistics.reliability import alpha_alone
from compendium.problems import DataError
from compendium.readers.export import read_export
from compendium.readers.survey import user_missing

# The same examples each time: a library in C reads these bytes.
STEADY = settings(
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def read(tmp_path):
    """Write a table as .sav the way a stranger would, and read it."""

    def written_and_read(frame, **how):
        pyreadstat.write_sav(pd.DataFrame(frame), str(tmp_path / "s.sav"), **how)
        return read_export(tmp_path / "s.sav")

    return written_and_read


@pytest.fixture(scope="session")
def real(shared):
    return lambda name: read_export(shared / "real-data" / "sav" / f"{name}.sav")


def test_rows_are_numbered_from_one_in_the_order_of_the_file(read):
    responses = read({"q": [5.0, 3.0, 4.0]}).tables["responses"]
    assert responses["source_row"].tolist() == [1, 2, 3]
    assert responses["q"].tolist() == [5, 3, 4]


def test_whole_answers_are_whole_and_others_are_not(read):
    responses = read({"q": [1.0, None], "share": [0.5, 1.0]}).tables["responses"]
    assert (responses["q"].dtype, responses["share"].dtype) == ("Int64", "float64")
    assert responses["q"].isna().tolist() == [False, True]


def test_user_missing_codes_stay_in_the_answers_and_are_listed(read):
    export = read({"q": [1.0, 98.0, 99.0]}, missing_ranges={"q": [98, 99]})
    assert export.tables["responses"]["q"].tolist() == [1, 98, 99]
    assert user_missing(export.tables["variables"], "q") == [(98, 98), (99, 99)]


def test_a_range_of_user_missing_codes_has_both_ends(read):
    export = read({"q": [1.0]}, missing_ranges={"q": [{"lo": 90, "hi": 99}]})
    assert user_missing(export.tables["variables"], "q") == [(90, 99)]


def test_a_variable_without_user_missing_codes_has_none(read):
    assert user_missing(read({"q": [1.0]}).tables["variables"], "q") == []


@pytest.mark.parametrize("code", [999999, 9999999, -99999999, 123456789012])
def test_a_long_code_is_not_shortened(read, code):
    tables = read(
        {"q": [1.0]}, missing_ranges={"q": [code]}, variable_value_labels={"q": {code: "none"}}
    ).tables
    assert user_missing(tables["variables"], "q") == [(code, code)]
    assert tables["value_labels"]["value"].tolist() == [str(code)]


def test_user_missing_words_of_a_text_variable_are_listed(read):
    export = read({"q": ["yes", "NA"]}, missing_ranges={"q": ["NA"]})
    assert export.tables["variables"].at[0, "user_missing"] == "NA"


def test_labels_keep_their_letters(read):
    export = read(
        {"q": [1.0]}, column_labels=["Tŷ bach 😀"], variable_value_labels={"q": {1: "Cytûn"}}
    )
    assert export.tables["variables"].at[0, "label"] == "Tŷ bach 😀"
    assert export.tables["value_labels"].to_dict("records") == [
        {"variable": "q", "value": "1", "label": "Cytûn"}
    ]


def test_a_file_without_respondents_keeps_its_variables(read):
    export = read({"q": pd.Series([], dtype="float64")})
    assert list(export.tables["responses"]) == ["source_row", "q"]
    assert export.report.found["respondents"] == 0


def test_a_variable_called_as_the_row_number_is_refused_with_advice(read):
    with pytest.raises(DataError, match="Rename the variable and save the file again"):
        read({"source_row": [1.0]})


# real files ------------------------------------------------------------------------------------


def test_alpha_of_the_hotel_survey_is_as_published(real):
    # R psych::alpha 0.8075328265; PSPP prints .81 (v1, v3 reversed, v4).
    answers = real("pspp_hotel").tables["responses"]
    table = pd.DataFrame({"v1": answers["v1"], "v3": 6 - answers["v3"], "v4": answers["v4"]})
    assert alpha_alone(table) == pytest.approx(0.8075328265, abs=1e-9)
    assert len(table.dropna()) == 17


def test_the_hotel_survey_has_its_labels(real):
    tables = real("pspp_hotel").tables
    assert tables["variables"]["label"].iloc[2] == "The staff were slow in responding"
    labels = tables["value_labels"].query("variable == 'v1'")
    assert dict(zip(labels["value"], labels["label"], strict=True)) == {
        "1": "Strongly Disagree",
        "2": "Disagree",
        "3": "No Opinion",
        "4": "Agree",
        "5": "Strongly Agree",
    }


@pytest.mark.parametrize(
    ("variable", "codes"),
    [("x", [(7, 7), (8, 8), (99, 99)]), ("z", [(-999, 0), (999, 999)]), ("y", [])],
)
def test_discrete_and_range_user_missing_of_a_real_file(real, variable, codes):
    tables = real("pyreadstat_simple_alltypes").tables
    assert user_missing(tables["variables"], variable) == codes


def test_codes_that_mean_missing_are_still_in_the_answers_of_a_real_file(real):
    responses = real("pyreadstat_simple_alltypes").tables["responses"]
    assert responses["x"].tolist() == [1, 2, 3, 4, 8, 9]
    assert responses["z"].iloc[3] == 999


def test_multiple_response_sets_are_named_in_the_report(real):
    assert real("pyreadstat_simple_alltypes").report.guessed == [
        "multiple-response set categorical_array: kept as its variables "
        "(ca_subvar_1, ca_subvar_2, ca_subvar_3)",
        "multiple-response set mymrset: kept as its variables (bool1, bool2, bool3)",
    ]


def test_umlauts_of_a_real_file(real):
    tables = real("haven_umlauts").tables
    assert tables["variables"]["label"].tolist() == ["This is an ä-umlaut"]
    assert tables["value_labels"]["label"].tolist() == [
        "the ä umlaut",
        "the ü umlaut",
        "the ö umlaut",
    ]


def test_labels_of_text_codes_of_a_real_file(real):
    assert real("haven_labelled-str").tables["value_labels"].to_dict("records") == [
        {"variable": "gender", "value": "F", "label": "Female"},
        {"variable": "gender", "value": "M", "label": "Male"},
    ]


def test_one_user_missing_code_of_a_real_file(real):
    assert user_missing(real("haven_labelled-num-na").tables["variables"], "VAR00002") == [(9, 9)]


# damaged files ---------------------------------------------------------------------------------


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_export(path)
    return str(caught.value)


def says_what_is_wrong(message):
    begins = message.startswith("bad.sav: this is not a readable SPSS data file (")
    return begins and "\n" not in message and message.endswith("from the tool it came from.")


@STEADY
@given(data=st.data())
def test_a_survey_cut_short_anywhere_is_refused(tiny, data):
    whole = (tiny / "raw" / "survey.sav").read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert says_what_is_wrong(refused(tiny / "raw" / "bad.sav", cut))


@STEADY
@given(content=st.binary(max_size=600), head=st.sampled_from([b"", b"$FL2", b"$FL3"]))
def test_random_bytes_are_refused(tmp_path, content, head):
    assert says_what_is_wrong(refused(tmp_path / "bad.sav", head + content))


def test_another_kind_of_file_is_refused(tiny):
    project = (tiny / "raw" / "talk.qdpx").read_bytes()
    assert says_what_is_wrong(refused(tiny / "raw" / "bad.sav", project))
