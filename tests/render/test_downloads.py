"""What can be saved of a page: which files there are, what is in them, the same bytes each time."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import subprocess
import sys
import zipfile

import nbformat
import numpy as np
import pytest
from matplotlib.image import imread
from pptx import Presentation
from shown import bars, code, displayed, likert, notebook, showing, theme_shares, three

from compendium.disclosure.released import seal
from compendium.displays import verbs
from compendium.displays.figures import svg
from compendium.render.downloads import downloads, file_names
from compendium.render.file_names import downloads_folder
from compendium.render.page import Provenance
from compendium.study_folder import open_study
from compendium.words import Text, say

MADE = Provenance("site_report.ipynb", "abc", "def", "make report", "welsh_evaluation")
SURVEY, THEMES = likert(*three()), displayed(verbs.theme_table, theme_shares())
BANNER = "Made-up data. No real people. Not findings about any service."
FILES = {"it.svg", "it.png", "it-slide.png", "it.pptx", "it.csv"}


def answers(**changes):
    """The survey with something else about its data."""
    data = bars(*three())
    parts = {f.name: getattr(data, f.name) for f in dataclasses.fields(data) if f.init}
    return displayed(verbs.likert, seal(**parts | changes))


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    from tiny import write_tiny

    folder = tmp_path_factory.mktemp("house")
    write_tiny(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(folder / "data"))
        return open_study("tiny")


@pytest.fixture
def saved(study):
    def save(*cells, lang="en"):
        return downloads(study, "001", notebook("# T", *cells), MADE, lang)

    return save


@pytest.fixture(scope="module")
def survey(study):
    return downloads(study, "001", notebook(code(showing(SURVEY))), MADE, "en")


@pytest.fixture
def slide(survey):
    (found,) = Presentation(io.BytesIO(survey["it.pptx"])).slides
    return found


def test_a_figure_has_five_files_and_they_are_called_after_it(survey):
    assert set(survey) == FILES == set(file_names(SURVEY))


def test_a_table_has_a_csv_alone(saved):
    assert set(saved(code(showing(THEMES)))) == {"it.csv"} == set(file_names(THEMES))


def test_a_display_with_nothing_to_draw_has_a_csv_alone(saved):
    hidden = likert(("P3", "all_levels", float("nan"), "c"))
    assert set(saved(code(showing(hidden)))) == {"it.csv"}


def test_a_page_of_words_has_nothing_to_save(saved):
    assert saved("## Words") == {}


@pytest.mark.parametrize("tag", ["remove-cell", "team-only"])
def test_a_hidden_cell_leaves_nothing(saved, tag):
    assert saved(code(showing(SURVEY), tags=[tag])) == {}


def test_the_drawing_is_the_one_on_the_page(survey):
    assert survey["it.svg"] == svg(SURVEY, "en")


def test_the_picture_has_200_dots_to_an_inch(survey):
    # The page's column is 6.4 inches wide.
    assert imread(io.BytesIO(survey["it.png"])).shape[1] == 1280


def test_the_slide_is_wide_and_drawn_on(survey):
    picture = imread(io.BytesIO(survey["it-slide.png"]))
    assert picture.shape[:2] == (1080, 1920)
    assert (picture[:200, :, :3] < 0.5).any(), "a headline"
    assert (picture[950:, :900, :3] < 0.5).any(), "who and where from"


def test_made_up_data_are_marked_on_the_picture_of_the_slide(saved, survey):
    real = saved(code(showing(answers(origin="real"))))
    marked, plain = (
        imread(io.BytesIO(files["it-slide.png"]))[960:, 1400:, :3] for files in (survey, real)
    )
    ground = np.array([0xFD, 0xF1, 0xDC]) / 255
    assert np.isclose(marked, ground, atol=0.01).all(axis=2).any()
    assert not np.isclose(plain, ground, atol=0.01).all(axis=2).any()


def test_real_data_have_no_mark_in_the_file_of_the_slide(saved):
    found = Presentation(io.BytesIO(saved(code(showing(answers(origin="real"))))["it.pptx"]))
    (slide,) = found.slides
    assert not [s for s in slide.shapes if s.has_text_frame and BANNER in s.text_frame.text]
    assert BANNER not in slide.notes_slide.notes_text_frame.text


def test_the_file_has_one_slide_as_wide_as_a_screen(survey):
    found = Presentation(io.BytesIO(survey["it.pptx"]))
    assert len(found.slides) == 1
    assert round(found.slide_width / found.slide_height, 2) == 1.78


def test_the_slides_texts_can_be_edited_and_stand_in_places_of_the_layout(slide):
    texts = [s.text_frame.text for s in slide.placeholders if s.has_text_frame]
    assert texts == [
        SURVEY.caption.say("en"),
        "Parents in Area A. n\u00a0=\u00a080\nSource: Tiny study, page “First: one model”",
        BANNER,
    ]
    assert len(slide.shapes) == len(slide.placeholders) == 4


def test_the_slides_picture_has_the_displays_alternative_text_and_is_not_cropped(slide):
    (picture,) = [s for s in slide.placeholders if not s.has_text_frame]
    assert picture._element.nvPicPr.cNvPr.get("descr") == SURVEY.alt.say("en")
    assert picture.crop_left == picture.crop_bottom == 0
    assert (
        abs(picture.width / picture.height - picture.image.size[0] / picture.image.size[1]) < 0.02
    )


def test_the_notes_hold_the_numbers_and_where_they_come_from(slide):
    notes = slide.notes_slide.notes_text_frame.text
    assert "They listened. | Disagree 20%; Neither 30%; Agree 50% | 80" in notes
    assert BANNER in notes
    assert notes.endswith("make report")


@pytest.mark.parametrize(("lang", "language"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_every_text_of_a_slide_says_its_language(saved, lang, language):
    found = Presentation(io.BytesIO(saved(code(showing(SURVEY)), lang=lang)["it.pptx"]))
    (one,) = found.slides
    frames = [s.text_frame for s in one.shapes if s.has_text_frame]
    frames.append(one.notes_slide.notes_text_frame)
    runs = [run for frame in frames for p in frame.paragraphs for run in p.runs]
    assert {run._r.rPr.get("lang") for run in runs} == {language}
    assert found.core_properties.language == language


def test_welsh_files_are_in_welsh_beside_the_english(saved):
    assert (downloads_folder("A", "en"), downloads_folder("A", "cy")) == (
        "downloads/A",
        "downloads/A.cy",
    )
    rows = saved(code(showing(SURVEY)), lang="cy")["it.csv"].decode("utf-8-sig")
    assert "Fe wnaethon nhw wrando." in rows


def test_a_headline_too_long_for_its_place_is_set_smaller_and_whole(saved):
    display = answers(population=Text("parents " * 60, "rhieni " * 60))
    found = Presentation(io.BytesIO(saved(code(showing(display)))["it.pptx"])).slides[0]
    title = found.shapes.title.text_frame
    assert title.text.count("parents") == 60
    assert title.paragraphs[0].runs[0].font.size.pt < 20


def test_nothing_in_a_slides_file_tells_the_time(survey):
    with zipfile.ZipFile(io.BytesIO(survey["it.pptx"])) as package:
        assert {info.date_time for info in package.infolist()} == {(2024, 1, 1, 0, 0, 0)}
        dates = package.read("docProps/core.xml").decode().count("2024-01-01T00:00:00Z")
    assert dates == 2


def test_another_process_makes_the_same_bytes(study, survey, tmp_path):
    nbformat.write(notebook(code(showing(SURVEY))), tmp_path / "n.ipynb")
    program = (
        "import hashlib, nbformat, sys\n"
        "from compendium.render.downloads import downloads\n"
        "from compendium.render.page import Provenance\n"
        "from compendium.study_folder import read_study\n"
        "from pathlib import Path\n"
        "made = Provenance('site_report.ipynb', 'abc', 'def', 'make report', 'welsh_evaluation')\n"
        "study = read_study(Path(sys.argv[1]))\n"
        "files = downloads(study, '001', nbformat.read(sys.argv[2], 4), made, 'en')\n"
        "for name in sorted(files): print(name, hashlib.sha256(files[name]).hexdigest())\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(study.folder), str(tmp_path / "n.ipynb")],
        env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = [f"{n} {hashlib.sha256(survey[n]).hexdigest()}" for n in sorted(survey)]
    assert run.stdout.split("\n")[:-1] == expected


def test_the_words_for_made_up_data_are_the_pages_own():
    assert say("banner", "en") == BANNER
