"""How far apart two files are, in words and numbers."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from shown import bars, displayed, notebook, showing, three
from shown import code as code_cell

from compendium.build.publish import notebook_text
from compendium.displays import verbs
from compendium.verify.compare import Said, lies_here, made_anew
from compendium.verify.contents import said_in
from compendium.verify.manifest import Manifest, Output
from compendium.verify.tolerance import Apart, apart
from compendium.verify.unchecked import _addresses


def test_a_number_within_one_unit_of_its_last_place_is_near():
    (found,) = apart(["82% of 41"], ["83% of 41"])
    assert found == Apart("82% of 41", "82", "83", Decimal(1), Decimal(1))
    assert found.near


@pytest.mark.parametrize(
    ("expected", "found", "size", "near"),
    [
        ("0.31", "0.32", "0.01", True),
        ("0.31", "0.33", "0.02", False),
        ("-0.3", "0.3", "0.6", False),
        ("1,234", "1,233", "1", True),
        ("3.4", "4.4", "1.0", False),
    ],
)
def test_how_far_numbers_are_apart(expected, found, size, near):
    (each,) = apart([f"is {expected} here"], [f"is {found} here"])
    assert (each.size, each.near) == (Decimal(size), near)


def test_other_words_are_never_near():
    (found,) = apart(["most", "the same"], ["few", "the same"])
    assert (found.expected, found.found, found.near) == ("most", "few", False)


def test_a_sign_in_place_of_a_number_is_another_text():
    assert list(apart(["a # b"], ["a 1 b"])) == [Apart("a # b", "a # b", "a 1 b")]


def test_a_line_more_shifts_no_other():
    assert list(apart(["a 1", "b 2"], ["a 1", "new", "b 2"])) == [Apart("new", "", "new")]


def test_a_notebook_says_its_released_tables_with_the_places_that_were_released():
    made = notebook("# T", code_cell(showing(displayed(verbs.likert, bars(*three(agree=50))))))
    said = said_in("A.ipynb", notebook_text(made).encode())
    assert "it: 50" in said
    assert "it: 50.0" not in said


def test_a_page_says_its_text_and_its_pictures_but_no_style():
    page = b"<html><body><style>p {}</style><p>Two</p><img alt='Bars' src='x'></body></html>"
    seen = hashlib.sha256(b"x").hexdigest()[:12]
    assert said_in("A.html", page) == ["Two", f"Bars [picture {seen}]"]


def test_a_picture_says_nothing():
    assert said_in("A.png", b"\x89PNG") is None


def manifest_of(folder, **outputs: bytes) -> Manifest:
    """A manifest of these contents, which are written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {}
    for name, content in outputs.items():
        path = name.replace("_", ".")
        (folder / path).write_bytes(content)
        made[path] = Output(hashlib.sha256(content).hexdigest(), len(content))
    return Manifest("all", {}, {}, made)


def said(differences) -> list[str]:
    return [s.say("en") for d in differences for s in (d.what, *d.details)]


def test_each_difference_of_what_was_made_anew_has_its_size(tmp_path):
    fresh, here = tmp_path / "fresh", tmp_path / "here"
    manifest = manifest_of(here, a_csv=b"x,n\nTrust,3.4\n", b_png=b"one", c_html=b"gone")
    manifest_of(fresh, a_csv=b"x,n\nTrust,3.6\n", b_png=b"other", d_html=b"new")
    assert said(made_anew(manifest, fresh, here)) == [
        "c.html was not made.",
        "d.html was made, and the manifest does not have it.",
        "a.csv comes out with other bytes: 14 of them, 14 expected.",
        "3.4 expected, 3.6 found: 0.2 apart, 0.1 tolerated (3.4)",
        "b.png comes out with other bytes: 5 of them, 3 expected.",
        "It is a picture; pictures are compared by their bytes alone.",
    ]


def test_without_the_released_file_no_size_is_told(tmp_path):
    manifest = manifest_of(tmp_path / "was", a_csv=b"n\n3\n")
    manifest_of(tmp_path / "fresh", a_csv=b"n\n4\n")
    found = said(made_anew(manifest, tmp_path / "fresh", tmp_path / "nowhere"))
    assert found[1].startswith("The file as it was released is not at hand")


def test_no_archive_that_somebody_changed_is_opened(tmp_path):
    fresh, here = tmp_path / "fresh", tmp_path / "here"
    manifest = manifest_of(fresh, a_docx=b"PK")
    manifest_of(here, a_docx=b"PK and more")
    assert said(lies_here(manifest, here, True, fresh)) == [
        "a.docx in reports/ here is not what was released.",
        "It was not opened, for nobody knows who wrote it.",
    ]


def test_what_differs_from_the_same_bytes_is_nothing(tmp_path):
    manifest = manifest_of(tmp_path, a_csv=b"n\n3\n", b_png=b"one")
    assert made_anew(manifest, tmp_path, tmp_path) == []
    assert lies_here(manifest, tmp_path, True, tmp_path) == []


def test_an_address_is_told_as_it_would_be_opened(tmp_path):
    page = '<a href="https://example.org/?a=1&amp;b=2">More</a>'
    (tmp_path / "A.html").write_text(page, encoding="utf-8")
    (told,) = _addresses(tmp_path)
    assert told == Said("verify_addresses", {"addresses": "https://example.org/?a=1&b=2"})
