"""A survey that comes as a spreadsheet, with answers in words: the tiny study's, so exported."""

from __future__ import annotations

import pandas as pd
import pytest
from tiny import ITEMS, responses, write_tiny

from compendium.instruments import Option, Scale
from compendium.intake.cells import codes, each_once
from compendium.intake.take_in import take_in
from compendium.problems import DataError, StudyError
from compendium.study_folder import open_study
from compendium.words import Text
from compendium.writers.spreadsheet import write_xlsx

EN = {1: "Strongly disagree", 2: "Disagree", 3: "Neither", 4: "Agree", 5: "Strongly agree"}
EN |= {98: "Does not apply", 99: "Prefer not to say"}
# As a tool sets it: with a typographic apostrophe.
CY = {1: "Anghytuno’n gryf", 2: "Anghytuno", 3: "Y naill na’r llall", 4: "Cytuno"}
CY |= {5: "Cytuno’n gryf", 98: "Ddim yn berthnasol", 99: "Gwell peidio â dweud"}
NUMBERS = dict(zip(ITEMS, ["Q1.1", "Q1.2", "Q1.3", "Q2.1", "Q2.2", "Q3.1", "Q3.2"], strict=True))
AREAS = {"001": "First area", "002": "Second area"}


def in_words() -> list[list[str]]:
    """The tiny responses under two heading rows; t1 answered the Welsh form."""
    frame = responses()
    heading = ["Token", "Where", "Sent", "Language", *NUMBERS.values(), "Q4", "Origin"]
    texts = ["", "", "", "", *(f"Statement {n}" for n in NUMBERS), "Anything else?", ""]
    rows = [heading, texts]
    for row in frame.to_dict("records"):
        welsh = row["token"] == "t1"
        said = [(CY if welsh else EN).get(row[i], "") for i in ITEMS]
        sent = row["submitted"].strftime("%d/%m/%Y %H:%M")
        language = "Cymraeg" if welsh else "English"
        first = [row["token"], AREAS[row["area"]], sent, language]
        rows.append([*first, *said, row["O1"], row["data_origin"]])
    return rows


# Items asked twice have one column for each stage, each with a number of its own.
SOURCE = """\
  - source: survey
    kind: survey
    file: raw/survey.xlsx
    instrument: form
    launched_on: 2024-01-10
    date_format: "%d/%m/%Y %H:%M"
    columns: {person: Token, site: Where, submitted_at: Sent, language: Language,
      data_origin: Origin, S1: Q1.1, S2: Q1.2, S3: Q1.3, T1_before: Q2.1, T2_before: Q2.2,
      T1_now: Q3.1, T2_now: Q3.2, O1: Q4}
    stage_suffix: {before: _before, now: _now}
    values: {site: {first area: "001", Second  Area: "002"}, language: {english: en, Cymraeg: cy}}
"""


@pytest.fixture
def worded(tiny):
    """The tiny study, its survey a spreadsheet of words; gives a function that writes rows."""
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition("  - source: survey\n")
    after = rest[rest.index("  - source: ") :]
    path.write_text(before + SOURCE + after, encoding="utf-8")
    (tiny / "raw" / "survey.sav").unlink()

    def write(rows):
        write_xlsx(tiny / "raw" / "survey.xlsx", {"Data": rows})

    write(in_words())
    return write


def came_in():
    return take_in(open_study("tiny"))


def noted(intake, rule):
    table = intake.quality.table
    return table[table["rule"] == rule].to_dict("records")


def answers(intake):
    return intake.tables["answers"].set_index(["participant_id", "item_id", "stage"])


def changed(column, row, cell):
    """The rows with one cell changed; `row` as the spreadsheet program counts."""
    rows = in_words()
    rows[row - 1][rows[0].index(column)] = cell
    return rows


def test_answers_in_words_are_those_of_the_same_survey_in_codes(worded, tmp_path, monkeypatch):
    found = came_in().tables
    # The same eight people, answers as SPSS codes; only rows and one language differ.
    write_tiny(tmp_path / "codes")
    monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / "codes" / "data"))
    expected = came_in().tables
    for name in ("answers", "open_answers"):
        apart = ["source_row", "language"]
        left = found[name].drop(columns=apart, errors="ignore")
        assert left.equals(expected[name].drop(columns=apart, errors="ignore"))


def test_rows_are_those_of_the_spreadsheet_program(worded):
    found = answers(came_in())
    # Below two heading rows the first response is row 3.
    assert found.loc[("Q1", "S1", "single"), "source_row"] == 3


def test_welsh_and_english_labels_are_the_same_answers(worded):
    found = answers(came_in())
    assert found.loc[("Q1", "S1", "single"), ["value", "language"]].tolist() == [5, "cy"]
    assert found.loc[("Q2", "S1", "single"), ["value", "language"]].tolist() == [4, "en"]


@pytest.mark.parametrize("cell", ["agree", " AGREE ", "Agree", "Cytuno", "4"])
def test_case_and_spaces_of_a_label_do_not_matter_and_codes_are_taken_too(worded, cell):
    worded(changed("Q1.1", 3, cell))
    assert answers(came_in()).loc[("Q1", "S1", "single"), "value"] == 4


@pytest.mark.parametrize("cell", ["cytuno'n gryf", "Cytuno’n  gryf", "Cytuno`n gryf"])
def test_the_form_of_an_apostrophe_does_not_matter(worded, cell):
    worded(changed("Q1.1", 3, cell))
    assert answers(came_in()).loc[("Q1", "S1", "single"), "value"] == 5


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Does not apply", "not_applicable"),
        ("Gwell peidio â dweud", "prefer_not"),
        ("99", "prefer_not"),
        ("", "not_answered"),
        ("  ", "not_answered"),
    ],
)
def test_words_for_no_answer_are_missing_with_their_reason(worded, cell, reason):
    worded(changed("Q1.1", 3, cell))
    row = answers(came_in()).loc[("Q1", "S1", "single")]
    assert pd.isna(row["value"])
    assert row["missing_reason"] == reason


def test_what_is_not_understood_is_listed_with_row_column_value_and_what_is_allowed(worded):
    worded(changed("Q1.1", 4, "Rather"))
    (note,) = noted(came_in(), "out_of_range")
    assert (note["file"], note["where"], note["column"]) == ("survey.xlsx", "row 4", "Q1.1")
    assert note["value"] == (
        "Rather, but FIVE allows 1 (Strongly disagree), 2 (Disagree), 3 (Neither), 4 (Agree), "
        "5 (Strongly agree), 98 (Does not apply), 99 (Prefer not to say)"
    )


def test_an_area_nobody_translates_is_set_aside_and_listed(worded):
    worded(changed("Where", 5, "Third area"))
    (note,) = noted(came_in(), "unknown_site")
    assert (note["where"], note["column"]) == ("row 5", "Where")
    assert note["value"] == "Third area, but the study has 001, 002"


def test_a_language_nobody_translates_is_listed_and_the_response_kept(worded):
    worded(changed("Language", 3, "Polski"))
    intake = came_in()
    (note,) = noted(intake, "unknown_language")
    assert (note["where"], note["column"], note["value"]) == ("row 3", "Language", "Polski")
    assert answers(intake).loc[("Q1", "S1", "single"), ["value", "language"]].tolist() == [5, ""]


def test_a_date_that_cannot_be_read_is_told_with_the_row_of_the_spreadsheet(worded):
    worded(changed("Sent", 4, "2024-01-15"))
    with pytest.raises(DataError, match="Sent = '2024-01-15', but a date written as") as told:
        came_in()
    assert str(told.value).startswith("survey.xlsx row 4: ")


def test_a_column_whose_text_asks_for_a_name_is_refused(worded):
    rows = in_words()
    for row, cell in zip(rows, ["Q9", "Email address", *[""] * 6], strict=True):
        row.append(cell)
    worded(rows)
    with pytest.raises(DataError, match="the column Q9 looks like a real identifier"):
        came_in()


@pytest.mark.parametrize(
    "name",
    ["First name", "Postcode", "Date of birth", "IP Address", "RecipientEmail", "NHS number"],
)
def test_columns_survey_tools_add_about_a_person_are_refused(worded, name):
    rows = in_words()
    for row, cell in zip(rows, [name, *[""] * 7], strict=True):
        row.append(cell)
    worded(rows)
    with pytest.raises(DataError, match="looks like a real identifier"):
        came_in()


def test_a_column_no_instrument_knows_is_listed_and_not_read(worded):
    rows = in_words()
    for row, cell in zip(rows, ["Minutes", "", *map(str, range(6))], strict=True):
        row.append(cell)
    worded(rows)
    assert [n["column"] for n in noted(came_in(), "unknown_column")] == ["Minutes"]


def test_values_must_lead_to_sites_and_languages_there_are(tiny, worded):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8").replace('Second  Area: "002"', 'Second  Area: "003"')
    path.write_text(text.replace("Cymraeg: cy", "Cymraeg: we"), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        open_study("tiny")
    assert str(caught.value).splitlines() == [
        "study.yml sources survey values: site '003' is unknown, but known are 001, 002. "
        "Correct it, or define it first.",
        "study.yml sources survey values: language 'we' is unknown, but known are cy, en. "
        "Correct it, or define it first.",
    ]


def test_two_options_with_one_label_are_refused(tiny):
    path = tiny / "instruments" / "form.yml"
    text = path.read_text(encoding="utf-8").replace("en: Agree,", "en: Disagree,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=r"the options 2, 4 have the same label \(disagree\)"):
        open_study("tiny")


# How many social workers: the labels are numbers, and not those of their codes.
COUNTED = Scale(
    "N",
    "choice",
    tuple(Option(v, Text(en, en)) for v, en in enumerate(["0", "1", "2 or more"], start=1)),
)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["0", "1", "2 or more"], [1, 2, 3]),  # labels, told by the words among them
        (["1", "2", "3"], [1, 2, 3]),  # codes
        (["1", "3", "2 OR MORE"], [2, 3, 3]),  # labels and a code that is no label
        (["0", "2"], [0, 2]),  # nothing says that these are labels
    ],
)
def test_a_label_that_is_a_number_is_told_from_a_code_by_its_column(cells, read):
    assert codes(pd.Series(cells), COUNTED).tolist() == read


def test_what_is_asked_once_of_each_text_is_asked_of_every_cell_that_is_no_text():
    # True and 1 are equal, and are different texts.
    assert each_once(pd.Series([True, 1], dtype="object"), str).tolist() == ["True", "1"]
    asked = []
    cells = pd.Series(["a", "b", "a"], dtype="str")
    assert each_once(cells, lambda t: asked.append(t) or t.upper()).tolist() == ["A", "B", "A"]
    assert asked == ["a", "b"]
