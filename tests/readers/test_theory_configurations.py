"""Context–mechanism–outcome configurations in tables and in labelled text."""

from __future__ import annotations

import pytest
from word_by_hand import cell, item, level, lists, p, pack_document, table

from compendium.readers.export import read_export
from compendium.readers.theory.headings import field_of, fields_of


@pytest.fixture
def read(tmp_path):
    return lambda body, **parts: read_export(pack_document(tmp_path / "t.docx", body, **parts))


def cmocs(export, *columns):
    columns = columns or ("cmoc_id", "context", "mechanism", "outcome")
    return [tuple(row) for row in export.tables["cmocs"][list(columns)].to_numpy()]


@pytest.mark.parametrize(
    ("field", "headings"),
    {
        "cmoc_id": ("CMOC", "CMO", "CMOC ID", "CMO configuration", "Configuration no."),
        "id": ("ID", "No.", "#", "Rhif"),
        "pt_id": ("PT", "IPT", "pt_id", "Programme theory no."),
        "statement": ("Programme theory", "Initial programme theory", "Theory", "Statement"),
        "context": ("Context", "Contexts (C)", "context_statement", "Cyd-destun"),
        "mechanism": ("Mechanism", "Mechanisms (M)", "mechanism_statement", "Mecanwaith"),
        "m_resource": ("Mechanism – resource", "Mechanism (resource)", "M resource", "m_resource"),
        "m_reasoning": ("Mechanism: response", "Mechanism – reasoning/response", "M-reasoning"),
        "outcome": (
            "Outcome",
            "Outcomes (O)",
            "Intended outcome",
            "Canlyniadau",
            "outcome_statement",
        ),
        "outcome_unintended": ("Unintended outcomes", "Outcome (unintended)", "outcome_unintended"),
        "for_whom": ("For whom", "For whom?", "I bwy"),
        "if_text": ("If", "if_text", "Os"),
        "": ("Age", "Evidence", "", "Country", "Response rate", "Notes"),
    }.items(),
)
def test_a_heading_is_known_by_its_names(field, headings):
    assert [field_of(h) for h in headings] == [field] * len(headings)


@pytest.mark.parametrize("heading", ["Mechanism (resource and reasoning)", "Resource / response"])
def test_a_heading_that_holds_both_parts_of_a_mechanism_is_a_mechanism(heading):
    assert field_of(heading) == "mechanism"


def test_an_outcome_both_intended_and_unintended_is_an_outcome():
    assert field_of("Outcomes (intended and unintended)") == "outcome"


def test_letters_are_headings_only_where_all_three_stand_together():
    assert fields_of(["O", "M", "C"]) == ["outcome", "mechanism", "context"]
    assert fields_of(["C", "O"]) == ["", ""]


# tables ----------------------------------------------------------------------------------------


def test_a_table_is_read_in_any_order_of_its_columns(read):
    found = read(table(["Outcome", "No.", "Notes", "Context"], ["o", "7", "n", "c"]))
    assert cmocs(found) == []
    found = read(
        table(["Outcome", "No.", "Mechanism", "Context", "PT"], ["o", "7", "m", "c", "PT2"])
    )
    assert cmocs(found, "cmoc_id", "pt_id", "context", "mechanism", "outcome", "place") == [
        ("7", "PT2", "c", "m", "o", "table 1, row 2")
    ]


def test_resource_reasoning_unintended_and_for_whom_have_their_own_columns(read):
    heads = ["CMOC", "Context", "Mechanism – resource", "Mechanism – reasoning"]
    more = ["Intended outcome", "Unintended outcome", "For whom"]
    found = read(table(heads + more, ["CMOC1", "c", "res", "reas", "o", "u", "w"]))
    columns = (
        "m_resource",
        "m_reasoning",
        "mechanism",
        "outcome",
        "outcome_unintended",
        "for_whom",
    )
    assert cmocs(found, *columns) == [("res", "reas", "", "o", "u", "w")]


def test_a_welsh_table_is_read(read):
    found = read(table(["Rhif", "Cyd-destun", "Mecanwaith", "Canlyniad"], ["1", "c", "m", "o"]))
    assert cmocs(found) == [("1", "c", "m", "o")]


def test_a_title_over_the_headings_and_headings_repeated_are_no_rows(read):
    wide = cell("CMOCs of round 1", '<w:gridSpan w:val="3"/>')
    heads = ["Context", "Mechanism", "Outcome"]
    found = read(table([wide], heads, ["c", "m", "o"], ["", "", ""], heads, ["c2", "m2", "o2"]))
    assert cmocs(found, "context", "place") == [("c", "table 1, row 3"), ("c2", "table 1, row 6")]


def test_a_context_merged_downwards_counts_for_each_mechanism(read):
    first, more = cell("c", '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    heads = ["Context", "Mechanism", "Outcome"]
    found = read(table(heads, [first, "m1", "o1"], [more, "m2", "o2"]))
    assert cmocs(found) == [("CMOC1", "c", "m1", "o1"), ("CMOC2", "c", "m2", "o2")]
    assert any("merged downwards" in text for text in found.report.guessed)


def test_a_row_over_all_columns_names_the_statement_of_those_below(read):
    wide = cell("PT3: Trust", '<w:gridSpan w:val="3"/>')
    found = read(table(["Context", "Mechanism", "Outcome"], [wide], ["c", "m", "o"]))
    assert cmocs(found, "pt_id", "context") == [("PT3", "c")]


def test_headings_in_the_first_column_are_found(read):
    body = table(["CMOC 4: Trust", ""], ["Context", "c"], ["Mechanism", "m"], ["Outcome", "o"])
    found = read(body)
    assert cmocs(found) == [("CMOC 4", "c", "m", "o")]
    assert "table 1: its headings stand in a column" in found.report.guessed


def test_the_line_over_a_table_of_one_configuration_names_it(read):
    one = table(["Context", "Mechanism", "Outcome"], ["c", "m", "o"])
    assert cmocs(read(p("CMOC 2: Trust") + one + one), "cmoc_id") == [("CMOC 2",), ("CMOC1",)]


def test_a_configuration_under_a_statements_heading_belongs_to_it(read):
    one = table(["Context", "Mechanism", "Outcome"], ["c", "m", "o"])
    body = p("PT2: Trust", "berschrift2") + one + p("Other", "berschrift1") + one
    found = read(body)
    assert cmocs(found, "pt_id") == [("PT2",), ("",)]
    assert found.report.guessed[0].endswith("the one whose heading they are under: PT2")


def test_missing_parts_are_blank_and_counted(read):
    found = read(table(["Context", "Mechanism", "Outcome"], ["c", "", "o"], ["c", "m", ""]))
    assert cmocs(found) == [("CMOC1", "c", "", "o"), ("CMOC2", "c", "m", "")]
    counts = found.report.found
    assert (counts["CMOCs"], counts["CMOCs without a mechanism"]) == (2, 1)
    assert (counts["CMOCs without an outcome"], "CMOCs without a context" in counts) == (1, False)


def test_ids_that_stand_twice_are_kept_and_said(read):
    row = ["CMOC1", "c", "m", "o"]
    found = read(table(["CMOC", "Context", "Mechanism", "Outcome"], row, row, ["", "c", "m", "o"]))
    assert cmocs(found, "cmoc_id") == [("CMOC1",), ("CMOC1",), ("CMOC2",)]
    assert found.report.guessed == [
        "cmoc_id made by order: CMOC2 (table 1, row 4)",
        "cmoc_id that stands more than once, each kept as it is: CMOC1 (2 times)",
    ]


def test_a_table_of_statements_is_read(read):
    found = read(table(["PT", "If", "Then", "Because", "Rival"], ["PT1", "A", "B", "C", "D"]))
    assert found.tables["statements"].to_numpy().tolist() == [
        ["PT1", "A", "B", "C", "D", "table 1, row 2"]
    ]


def test_a_statement_in_a_cell_is_found_and_gives_its_configuration_a_theory(read):
    said = "PT1: If A, then B, because C"
    found = read(
        table(["Programme theory", "Context", "Mechanism", "Outcome"], [said, "c", "m", "o"])
        + table(["IPT 2", "If D, then E, because F"])
    )
    ids = found.tables["statements"][["pt_id", "place"]].to_numpy().tolist()
    assert ids == [["PT1", "table 1, row 2"], ["IPT 2", "table 2, row 1"]]
    assert cmocs(found, "pt_id") == [("PT1",)]


def test_a_statement_over_several_configurations_stands_once_and_is_theirs(read):
    said = "If A, then B, because C"
    first, more = cell(said, '<w:vMerge w:val="restart"/>'), cell("", "<w:vMerge/>")
    heads = ["Programme theory", "Context", "Mechanism", "Outcome"]
    found = read(table(heads, [first, "c", "m", "o"], [more, "d", "n", "p"], ["PT7", "e", "", ""]))
    assert found.tables["statements"]["pt_id"].tolist() == ["PT1"]
    assert cmocs(found, "pt_id") == [("PT1",), ("PT1",), ("PT7",)]


def test_a_statement_over_the_cells_of_a_row_is_one(read):
    found = read(
        table(["IPT 2", "If A", "then B", "because C", "Evidence"], ["If x", "", "", "", ""])
    )
    assert found.tables["statements"].to_numpy().tolist() == [
        ["IPT 2", "A", "B", "C", "", "table 1, row 1"]
    ]
    assert found.report.lost == [
        "1 texts that begin with 'If' and are no statement (no 'then', no 'because'): "
        "table 1, row 2"
    ]


# labelled text ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ["Context: c Mechanism: m Outcome: o"],
        ["Context: c. Mechanism: m. Outcome: o"],
        ["Context: c", "Mechanism: m", "Outcome: o"],
        ["Context (C): c", "Mechanism (M): m", "Outcome (O): o"],
        ["C: c M: m O: o"],
        ["C1: c + M1: m = O1: o"],
        ["C: c + M: m → O: o"],
        ["C1 – c", "M1 – m", "O1 – o"],
        ["Context", "c", "Mechanism", "m", "Outcome", "o"],
        ["CONTEXT: c", "MECHANISM: m", "OUTCOME: o"],
        ["Cyd-destun: c", "Mecanwaith: m", "Canlyniad: o"],
        ["C1: c", "M1: m", "O1: o", "C1 + M1 = O1"],
    ],
)
def test_labelled_text_is_one_configuration(read, lines):
    found = read("".join(p(line) for line in lines))
    (row,) = cmocs(found)
    assert (row[0], *(text.rstrip(".") for text in row[1:])) == ("CMOC1", "c", "m", "o")
    assert found.report.lost == []


def test_resource_and_reasoning_may_be_labelled(read):
    lines = ["CMOC 3 (PT2)", "Context: c", "Mechanism (resource): a", "Mechanism – reasoning: b"]
    found = read("".join(map(p, [*lines, "Intended outcome: o", "Unintended outcome: u"])))
    columns = ("cmoc_id", "pt_id", "m_resource", "m_reasoning", "outcome", "outcome_unintended")
    assert cmocs(found, *columns) == [("CMOC 3", "PT2", "a", "b", "o", "u")]


def test_a_part_that_comes_again_begins_another_configuration(read):
    found = read(p("CMOC1: C: a M: b O: c") + p("CMOC2: C: d M: e O: f"))
    assert cmocs(found) == [("CMOC1", "a", "b", "c"), ("CMOC2", "d", "e", "f")]


def test_formulas_say_which_letters_go_together(read):
    lines = ["C1: a", "C2: b", "M1: m", "M2: n", "O1: o", "CMOC 1: C1 + M2 = O1", "C2 + M1 → O1"]
    found = read("".join(map(p, lines)))
    assert cmocs(found, "cmoc_id", "context", "mechanism", "outcome", "place") == [
        ("CMOC 1", "a", "n", "o", "paragraph 6"),
        ("CMOC1", "b", "m", "o", "paragraph 7"),
    ]
    assert found.report.lost == []


def test_what_no_formula_uses_is_kept_and_a_letter_explained_twice_is_said(read):
    lines = ["C1: a", "M1: m", "O1: o", "C1 + M1 = O1", "C2: b", "M2: n", "Prose.", "C1: other"]
    found = read("".join(map(p, lines)))
    assert cmocs(found) == [("CMOC1", "a", "m", "o"), ("CMOC2", "b", "n", "")]
    assert "the first counts: C1 (paragraph 8)" in " ".join(found.report.guessed)


def test_letters_that_no_formula_puts_together_make_no_configuration(read):
    found = read("".join(map(p, ["C1: a", "C2: b", "M3: m"])))
    assert cmocs(found) == []
    assert found.report.lost == [
        "3 labels of a configuration that stand alone, without a second part: "
        "paragraph 1, paragraph 2, paragraph 3"
    ]


def test_a_letter_that_nothing_explains_is_said(read):
    found = read(p("C1: a") + p("C1 + M9 = O1"))
    assert cmocs(found) == [("CMOC1", "a", "", "")]
    assert found.report.lost[-1].endswith("paragraph 2: C1 + M9 = O1")


@pytest.mark.parametrize("text", ["Context: The study took place in Wales.", "Vitamin C: good"])
def test_a_label_by_itself_is_no_configuration(read, text):
    found = read(p(text) + p("Prose."))
    assert (cmocs(found), len(found.report.lost)) == ([], 1)


def test_letters_marked_inside_a_sentence_are_said_to_be_left(read):
    found = read(p("Where parents are alone (C), being heard (M) brings calm (O)."))
    assert cmocs(found) == []
    assert found.report.lost == [
        "1 texts with (C), (M) and (O) inside a sentence, not taken apart: paragraph 1"
    ]


def test_what_is_listed_below_a_part_belongs_to_it(read):
    body = p("Context:") + item("a") + item("b") + p("Mechanism: m") + item("n") + p("Prose")
    found = read(body, numbering=lists(level(0, "bullet", "•")))
    assert cmocs(found, "context", "mechanism") == [("a\nb", "m\nn")]


def test_headings_of_a_report_make_no_configuration(read):
    titles = p("Context", "berschrift1") + p("Wales.") + p("Outcomes", "berschrift1") + p("Few.")
    assert cmocs(read(titles)) == []


def test_the_number_of_a_list_names_a_configuration(read):
    body = item("Context: c; Mechanism: m") + item("Context: d; Mechanism: n")
    found = read(body, numbering=lists(level(0, "decimal", "CMOC%1:")))
    assert cmocs(found, "cmoc_id", "context") == [("CMOC1", "c"), ("CMOC2", "d")]
    assert found.report.guessed == []
