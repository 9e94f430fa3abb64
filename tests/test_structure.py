"""The layers are drawn, and an import that points up, or in a circle, is named."""

from __future__ import annotations

import pytest
from structure import drawn, layer, wrong


@pytest.fixture
def house(tmp_path):
    """A package of two layers: what is in `words` may not know `study`."""
    src = tmp_path / "compendium"
    (src / "readers").mkdir(parents=True)
    for name in ("__init__", "words", "study", "readers/__init__", "readers/survey"):
        (src / f"{name}.py").write_text('"""It."""\n', encoding="utf-8")
    return src


def said(src, name, line):
    (src / name).write_text(f'"""It."""\n{line}\n', encoding="utf-8")
    return wrong(src)


def test_what_points_down_is_fine(house):
    assert wrong(house) == []
    assert said(house, "study.py", "from compendium.words import say") == []
    assert said(house, "readers/survey.py", "from compendium import study") == []


@pytest.mark.parametrize(
    "line",
    [
        "from compendium.study import Study",
        "from compendium import study",
        "import compendium.study",
        "def f():\n    from compendium.study import Study",
        "if TYPE_CHECKING:\n    from compendium.study import Study",
    ],
)
def test_what_points_up_is_named_wherever_it_stands(house, line):
    assert "compendium.words imports compendium.study, which stands above it" in said(
        house, "words.py", line
    )


def test_what_points_up_within_a_part_is_named(tmp_path):
    src = tmp_path / "compendium"
    for name in ("__init__", "result", "survey/__init__", "survey/scales"):
        path = src / "analysis" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"""It."""\n', encoding="utf-8")
    assert said(src, "analysis/survey/scales.py", "from compendium.analysis import result") == []
    result, scales = "compendium.analysis.result", "compendium.analysis.survey.scales"
    assert said(src, "analysis/result.py", "from compendium.analysis.survey import scales") == [
        f"{result} imports {scales}, which stands above it",
        f"a circle of imports: {result}, {scales}",
    ]


def test_a_circle_is_named(house):
    (house / "readers" / "talk.py").write_text("from compendium.readers import survey\n")
    line = "from compendium.readers.talk import x"
    circle = "a circle of imports: compendium.readers.survey, compendium.readers.talk"
    assert said(house, "readers/survey.py", line) == [circle]
    later = f"def f():\n    {line}"
    assert said(house, "readers/survey.py", later) == []


def test_a_part_that_stands_in_no_layer_is_named(house):
    (house / "helpers.py").write_text('"""It."""', encoding="utf-8")
    assert wrong(house) == [
        "compendium.helpers: compendium.helpers stands in no layer of tests/structure.py"
    ]
    assert layer("compendium.words") < layer("compendium.study")


def test_every_part_is_drawn_with_what_it_is_for():
    lines = drawn()
    assert "__main__" in lines[0]
    assert any("disclosure" in line and "door" in line for line in lines)
    assert all(len(line.split()) > 2 for line in lines)
