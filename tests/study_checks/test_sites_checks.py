"""What a site may be called: a page is named after it, and so are its columns."""

from __future__ import annotations

import pytest
from test_study import message, spoil

from compendium.study_folder import open_study

FIRST = '{site_id: "001"'


def called(tiny, first: str, second: str = "002"):
    """The tiny study with other ids of its two sites, and nothing that names them."""
    for file in ("theory/cmocs.yml", "sample.csv", "findings/findings.yml"):
        (tiny / file).unlink()
    for file in ("theory/evidence.csv", "theory/confidence.csv", "theory/patterns.csv"):
        (tiny / file).unlink()
    (tiny / "findings" / "joint_display.yml").unlink()
    spoil(tiny, "study.yml", 'site_id: "001"', f'site_id: "{first}"')
    spoil(tiny, "study.yml", 'site_id: "002"', f'site_id: "{second}"')


@pytest.mark.parametrize("site", ["no", "1e3", "Tŷ 7", "E06000023", "Dwyrain-1.b", "北"])
def test_ids_of_many_kinds_are_kept_as_they_are(tiny, site):
    called(tiny, site)
    assert open_study("tiny").sites[0].site_id == site


@pytest.mark.parametrize("site", ["a/b", "..", "a|b", "a:b", "", "a.", "_x", "a*"])
def test_an_id_that_can_name_no_page_is_refused(tiny, site):
    called(tiny, site)
    said = message()
    assert f"study.yml sites: found site_id {site!r}, but a page is named after it" in said
    assert "Choose another id" in said


@pytest.mark.parametrize("site", ["NUL", "con.1", "Com7"])
def test_an_id_that_is_a_device_on_windows_is_refused(tiny, site):
    called(tiny, site)
    assert f"found site_id {site!r}, but Windows has a device called so" in message()


def test_an_id_that_makes_paths_too_long_is_refused(tiny):
    called(tiny, "x" * 61)
    assert "found a site_id of 61 characters (xxxxxxxxxxxx…), but 60 are the most" in message()


@pytest.mark.parametrize("site", ["index", "Disclosure", "all"])
def test_an_id_that_is_another_page_or_every_site_is_refused(tiny, site):
    called(tiny, site)
    expected = f"found site_id {site!r}, but all, disclosure, index, site-report are taken"
    assert expected in message()


@pytest.mark.parametrize(("first", "second"), [("001", "001"), ("North", "NORTH")])
def test_two_sites_never_share_a_page(tiny, first, second):
    called(tiny, first, second)
    said = "stands for two sites or differs in capitals alone. Give each site an id of its own."
    assert said in message()
