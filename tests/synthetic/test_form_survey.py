"""The made-up surveys of staff: as a survey tool exports them, with what the recipe plants."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from compendium.readers.export import read_export
from compendium.synthetic.recipe import read_recipe

FORMS = ("professional", "advocate")


@pytest.fixture(scope="module")
def export(wales):
    def read(form):
        (source,) = (s for s in wales.source("survey") if s.instrument == form)
        # As a stranger would: nothing said about headings.
        return read_export(wales.folder / source.file), source

    return read


@pytest.fixture(scope="module")
def people(wales):
    return pd.read_csv(wales.folder / "consent.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("form", FORMS)
def test_the_reader_recognises_two_heading_rows(export, form):
    found, _ = export(form)
    assert found.report.guessed == ["two rows of headings, down to row 2"]
    assert found.report.lost == ["sheet About: not read"]


@pytest.mark.parametrize("form", FORMS)
def test_below_each_question_number_stands_its_text(wales, export, form):
    found, source = export(form)
    texts = found.tables["columns"].set_index("column")["heading_2"]
    for item in wales.instrument(form).items:
        assert texts[source.columns[item.item_id]] == item.wording.en


@pytest.mark.parametrize(("form", "sent"), [("professional", 157), ("advocate", 23)])
def test_as_many_answered_as_the_sample_says(export, form, sent):
    # sample.csv, survey_completed: 140 social workers and 17 chairs; 9 + 9 + 5.
    rows = export(form)[0].tables["rows"]
    assert len(rows) == rows["Token"].nunique() == sent


@pytest.mark.parametrize("form", FORMS)
def test_answers_are_labels_in_the_language_of_the_form(wales, export, form):
    found, source = export(form)
    scale = wales.instrument(form).scales[0]
    rated = [source.columns[i.item_id] for i in wales.instrument(form).rated]
    for language, lang in (("English", "en"), ("Cymraeg", "cy")):
        rows = found.tables["rows"]
        rows = rows[rows["Language"] == language]
        assert len(rows) > 0
        labels = {o.label.say(lang).replace("'", "’") for o in scale.options}
        assert set(rows[rated].to_numpy().ravel()) <= {*labels, ""}


def test_a_few_professionals_answered_in_welsh(export):
    rows = export("professional")[0].tables["rows"]
    assert 5 <= rows["Language"].eq("Cymraeg").sum() <= 20


@pytest.mark.parametrize("form", FORMS)
def test_dates_are_written_day_first_in_the_order_they_came_in(export, form):
    sent = export(form)[0].tables["rows"]["Completed"]
    assert sent.map(lambda t: bool(re.fullmatch(r"\d\d/\d\d/2023 \d\d:\d\d", t))).all()
    assert pd.to_datetime(sent, format="%d/%m/%Y %H:%M").is_monotonic_increasing


def test_some_of_those_interviewed_answered_and_the_rest_are_new(wales, people):
    # recipe.yml, also_surveyed.
    recipe = read_recipe(wales)[0]
    for survey in recipe.form_surveys:
        for group, sites in survey.also_surveyed.items():
            for site, both in sites.items():
                here = people[people["group"].eq(group) & people["site_id"].eq(site)]
                here = here[here["survey_token"] != ""]
                assert (here["case_name"] != "").sum() == both
                assert (here["case_name"] == "").sum() == len(here) - both


def test_everybody_is_eligible_who_is_in_the_consent_table(wales, people):
    # sample.csv, eligible; of the parents one withdrew, in addition.
    count = people[people["consent_status"] == "active"].value_counts(["site_id", "group"])
    for size in wales.sample:
        if size.group != "parent":
            assert count[(size.site_id, size.group)] <= size.eligible


def test_items_are_missing_as_planted(wales, export):
    # recipe.yml, missing: 3 to 9 % of each item; sampling of 157 people widens that.
    found, source = export("professional")
    rated = [source.columns[i.item_id] for i in wales.instrument("professional").rated]
    cells = found.tables["rows"][rated]
    none = ["", "Does not apply", "Prefer not to say", "Ddim yn berthnasol"]
    none.append("Gwell gen i beidio â dweud")
    gone = cells.isin(none).to_numpy()
    assert 0.03 < gone.mean() < 0.09
    assert {"Does not apply", "Prefer not to say"} <= set(np.unique(cells.to_numpy()))


@pytest.mark.parametrize("form", FORMS)
def test_made_up_answers_say_so(wales, export, form):
    found, source = export(form)
    assert set(found.tables["rows"]["Data origin"]) == {"synthetic"}
    assert b"MADE-UP DATA. No real people." in (wales.folder / source.file).read_bytes()
