"""Numbers of people in a notebook's own text, and what its code may take."""

from __future__ import annotations

import json

import nbformat
import pytest
from conftest import ROOT
from shown import KEY, code, likert, notebook, showing, three

from compendium.build.code_checks import literals, source_faults
from compendium.build.jobs import Job
from compendium.build.prose import code_faults, prose_faults, without_comments
from compendium.build.publish import notebook_text, published
from compendium.problems import DisclosureError

JOB = Job("site_report", "tiny", "001", "welsh_evaluation", page="001")
TEAM = Job("site_report", "tiny", "001", "exact", page="001")


@pytest.mark.parametrize(
    "text",
    [
        "Of 17 parents, 12 agreed.",
        "A mean of 3.4.",
        "17% said so.",
        "Twelve of the parents said so.",
        "It was said by parents (twelve).",
        "Half of the young people did not.",
        "Two thirds of mothers were heard.",
        "Dywedodd saith rhiant hynny.",
        "<b>7</b> agreed.",
        "| n |\n|---|\n| 7 |",
        "In 2,014 answers.",
        "Three reviewing officers agreed.",
        "See ![chart][1]",
    ],
)
def test_a_number_of_people_is_refused(text):
    assert prose_faults(text, ["reviewing officers"])


@pytest.mark.parametrize(
    "text",
    [
        "## 3. Who took part",
        "1. Read the table.\n2. Read the note.",
        "The interviews took place in 2024.",
        "Rules S1 and Q2; configuration CW09.",
        "In Area 1, as Table 2 shows.",
        'Set `site = "001"`.\n\n```python\nx = 17\n```',
        "[The study](https://example.org/2024/17).",
        "The line is the 95 % confidence interval.",
        "The two can be compared; the two sources part ways.",
        "How far two readers agree.",
        "It rests on one person's reading.",
        "![A drawing](data:image/png;base64,AAA1)",
    ],
)
def test_a_number_of_nobody_is_let_be(text):
    assert prose_faults(text) == [] or text.startswith("![")
    assert not [f for f in prose_faults(text) if "picture" in f]


@pytest.mark.parametrize(
    "picture",
    [
        "![said](attachment:a.png)",
        "![said](https://example.org/a.png)",
        "![said](a.png)",
        "![said][drawing]\n\n[drawing]: a.png",
        "<img src='a.png'>",
        "<svg><text>said</text></svg>",
    ],
)
def test_a_picture_from_elsewhere_is_refused(picture):
    assert any("a picture" in fault for fault in prose_faults(picture))


def test_a_fault_says_the_line_and_not_the_number():
    assert prose_faults("Who\n\nOf the 17 asked") == ["line 3: a number is typed"]


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("Seen.<!-- P017 -->", "Seen."),
        ("Seen.\n<!-- P017\nsaid no -->\nToo.", "Seen.\n\nToo."),
        ("Seen. <!-- P017", "Seen. "),
        ("[//]: # (P017 said no)\nSeen.", "\nSeen."),
        ("[comment]: <> (P017)\nSeen.", "\nSeen."),
    ],
)
def test_what_nobody_would_see_does_not_leave(hidden, seen):
    assert without_comments(hidden) == seen
    text = notebook_text(published(notebook(hidden), TEAM, KEY))
    assert "P017" not in text


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 3  # 12 parents", ["1"]),
        ("x = 3\n# twelve of the parents\n", ["2"]),
        ('title = "of 12 parents"', ["1"]),
        ('site = "001"  # as in the export', []),
        ("show.likert('item_12', x[:12])", []),
    ],
)
def test_comments_and_strings_say_no_number_of_people(source, lines):
    assert code_faults(source) == [f"line {n}: a number of people is typed" for n in lines]


@pytest.mark.parametrize(
    "source",
    [
        "from compendium.disclosure.released import seal",
        "from compendium.displays import record",
        "from compendium.displays.making import show",
        "import compendium.disclosure.profile as p",
        "from compendium import disclosure",
        "from compendium.intake.tables import open_tables",
        "import compendium",
    ],
)
def test_what_makes_released_tables_is_not_for_notebooks(source):
    assert source_faults(source, [], JOB)


@pytest.mark.parametrize(
    "source",
    [
        "from compendium.analysis import scales\nfrom compendium.displays import verbs as show",
        "import compendium.displays.verbs\nfrom compendium.notebook import open_site",
        "import pandas as pd",
    ],
)
def test_what_asks_and_what_shows_is_for_notebooks(source):
    assert source_faults(source, [], JOB) == []


@pytest.mark.parametrize("line", ["%who", "!cat x", "data?", "%%bash\ncat x", "x = !cat y"])
def test_a_line_that_is_no_python_is_refused(line):
    assert source_faults(line, [], JOB) == [
        "a line that is no Python: a magic (%), a shell command (!) or help (?)"
    ]


@pytest.mark.parametrize(
    "source",
    ['said = "P017"', 'site = "001"; x = 1', 'site = f"{x}"', 'site = "of 12 parents"', "site = 1"],
)
def test_parameters_are_known_names_and_plain_strings(source):
    assert source_faults(source, ["parameters"], JOB)


def test_what_the_build_put_in_is_the_jobs():
    right = "\n".join(f'{k} = "{v}"' for k, v in JOB.parameters.items())
    tags = ["injected-parameters"]
    assert source_faults(f"# Parameters\n{right}\n", tags, JOB) == []
    assert source_faults(right.replace("001", "002"), tags, JOB)


def test_an_id_is_a_plain_string_of_its_cell():
    assert literals('show("who", f"who-{x}", x["a"])') == ("who", "a")


def test_everything_that_is_wrong_is_said_at_once_by_cell():
    secret = nbformat.v4.new_output("stream", name="stdout", text="P017")
    bad = code(secret, source="%who", tags=["mine"])
    with pytest.raises(DisclosureError) as error:
        published(notebook("Of 17 parents.", bad, code(showing(likert(*three())))), JOB, KEY)
    wheres = [p.where for p in error.value.problems]
    assert wheres == ["text cell 'cell-0'", "cell [1]", "cell [1]"]
    assert "17" not in str(error.value)


def test_the_team_may_write_what_it_likes():
    published(notebook("Of 17 parents.", code(source="%who")), TEAM, KEY)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_the_shipped_notebooks_may_be_published(path):
    if path.stem == "explore":
        pytest.skip("the explorer is for the team and makes no page")
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            assert prose_faults(source, ["social workers"]) == []
            assert without_comments(source) == source
        else:
            assert source_faults(source, cell["metadata"].get("tags", []), JOB) == []
            assert code_faults(source) == []
