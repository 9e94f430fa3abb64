"""The Welsh of a notebook's text, read from the file beside it."""

from __future__ import annotations

import nbformat
import pytest

from compendium.problems import StudyError
from compendium.translations import (
    digest_of_english,
    progress,
    read_translations,
    shown_prose,
    translation_file,
)

PROSE = {"title": "# Tea\n\nWho drinks it.", "who": "## Who\n\nPeople.", "end": "The end."}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Writes the file with the Welsh of the notebook `tea`."""
    monkeypatch.setenv("COMPENDIUM_NOTEBOOKS", str(tmp_path))

    def write(text: str) -> None:
        (tmp_path / "cy").mkdir(exist_ok=True)
        (tmp_path / "cy" / "tea.yml").write_text(text, encoding="utf-8")

    return write


def entry(id: str, cy: str, of: str = "", status: str = "draft") -> str:
    lines = cy.replace("\n", "\n    ")
    of = of or digest_of_english(PROSE[id])
    return f"{id}:\n  of: {of}\n  status: {status}\n  cy: |-\n    {lines}\n"


def message() -> str:
    with pytest.raises(StudyError) as raised:
        read_translations("tea", PROSE)
    return str(raised.value)


def test_a_notebook_without_a_file_has_no_welsh(beside):
    assert read_translations("tea", PROSE) == {}


def test_the_digest_is_the_beginning_of_sha256_of_the_text_without_space_around_it():
    # printf 'The end.' | sha256sum
    assert digest_of_english("\nThe end.\n") == DIGEST_OF_THE_END


def test_an_entry_is_the_welsh_of_a_cell(beside):
    beside(entry("end", "Y diwedd.", status="checked"))
    told = read_translations("tea", PROSE)["end"].beside(PROSE["end"])
    assert (told.cy, told.status, told.stale) == ("Y diwedd.", "checked", False)


def test_welsh_of_an_english_that_has_changed_is_a_draft_again(beside):
    beside(entry("end", "Y diwedd.", of=digest_of_english("An end."), status="checked"))
    told = read_translations("tea", PROSE)["end"].beside(PROSE["end"])
    assert (told.status, told.stale) == ("draft", True)


def test_a_title_is_told_from_what_stands_below_it(beside):
    beside(entry("title", "# Te\n\nPwy sy'n ei yfed."))
    title, below = read_translations("tea", PROSE)["title"].beside(PROSE["title"]).parts
    assert (title.cy, below.cy) == ("Te", "Pwy sy'n ei yfed.")


def test_all_that_is_wrong_is_said_at_once(beside):
    beside(
        entry("who", "Pobl.")
        + entry("end", "", status="finished")
        + entry("milk", "Llaeth.", of="0")
        + "title: Te\n"
    )
    said = message()
    assert "cy/tea.yml milk: tea.ipynb shows no text cell 'milk'" in said
    assert "cy/tea.yml who: the Welsh has no heading, but the English has ##" in said
    assert "cy/tea.yml end: cy has no text" in said
    assert "cy/tea.yml end: found status 'finished', but it is draft, checked" in said
    assert "cy/tea.yml title: found 'Te'" in said


def test_headings_of_an_english_that_has_changed_are_not_held_against_the_welsh(beside):
    beside(entry("who", "Pobl.", of="0123456789"))
    assert set(read_translations("tea", PROSE)) == {"who"}


def test_how_far_a_notebook_is_translated(beside):
    beside(entry("title", "# Te", status="checked") + entry("end", "Y diwedd.", of="0"))
    found = progress(PROSE, read_translations("tea", PROSE))
    assert (found.checked, found.stale, found.missing) == (("title",), ("end",), ("who",))
    assert found.draft == ()


def test_cells_that_no_page_shows_need_no_welsh():
    hidden = nbformat.v4.new_markdown_cell("x", id="h", metadata={"tags": ["remove-cell"]})
    cells = [nbformat.v4.new_markdown_cell("Seen.", id="s"), hidden]
    assert shown_prose(nbformat.v4.new_notebook(cells=cells)) == {"s": "Seen."}


def test_every_shipped_translation_can_be_read_and_is_up_to_date():
    from test_conventions import NOTEBOOKS

    for path in NOTEBOOKS:
        prose = shown_prose(nbformat.read(path, as_version=4))
        found = read_translations(path.stem, prose)
        assert not progress(prose, found).stale, translation_file(path.stem)


@pytest.mark.parametrize("name", ["framework", "site_report"])
def test_pages_for_everybody_are_translated_whole(name):
    from test_conventions import ROOT

    prose = shown_prose(nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4))
    assert not progress(prose, read_translations(name, prose)).missing


def test_shipped_welsh_types_no_number():
    from test_conventions import NOTEBOOKS

    from compendium.build.prose import prose_faults

    for path in NOTEBOOKS:
        prose = shown_prose(nbformat.read(path, as_version=4))
        for id, told in read_translations(path.stem, prose).items():
            assert not prose_faults(told.cy), (path.stem, id)


def test_the_verb_says_how_far_each_notebook_is_and_what_is_to_be_written(beside, tmp_path, capsys):
    from compendium.cli import main

    cells = [nbformat.v4.new_markdown_cell(text, id=id) for id, text in PROSE.items()]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "tea.ipynb")
    beside(entry("title", "# Te", status="checked") + entry("end", "Diwedd.", of="0"))
    assert main(["translate"]) == 0
    assert capsys.readouterr().out == (
        "tea: 1 checked, 0 draft, 1 whose English has changed, 1 not written\n"
    )
    assert main(["translate", "tea"]) == 0
    said = capsys.readouterr().out
    assert "# ## Who\n# \n# People.\nwho:\n  of: " in said
    assert "# The end.\nend:\n  of: " + DIGEST_OF_THE_END in said
    assert "    Diwedd.\n" in said


DIGEST_OF_THE_END = "e0a1d6943a"
