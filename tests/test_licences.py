"""docs/licences.md names what is locked, and nothing is asked for by name that nobody uses."""

from __future__ import annotations

import importlib.metadata
import re
from email.parser import HeaderParser

import pytest
from licences import (
    DOCUMENT,
    IMPORTED_AS,
    NOT_IMPORTED,
    UNKNOWN,
    USED_BEGIN,
    USED_END,
    declared,
    imports,
    licence_of,
    locked,
    rows,
    used,
)

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_every_locked_package_stands_there_with_its_version_and_its_lock():
    told = {name: (version, lock) for name, (version, _, lock) in rows(TEXT).items()}
    assert told == locked(), "run make licences"


def test_every_licence_is_told():
    assert [name for name, (_, licence, _) in rows(TEXT).items() if licence == UNKNOWN] == []


def test_what_installed_packages_say_is_what_is_told():
    told = rows(TEXT)
    installed = {
        d.metadata["Name"].lower().replace("_", "-"): d for d in importlib.metadata.distributions()
    }
    same = {n for n, d in installed.items() if n in told and told[n][0] == d.version}
    assert len(same) > 100
    said = {n: licence_of(installed[n].metadata).replace("|", "/") for n in same}
    assert {n: s for n, s in said.items() if s not in (UNKNOWN, told[n][1])} == {}


def test_what_is_asked_for_by_name_is_told_as_it_is_used():
    assert TEXT.partition(USED_BEGIN)[2].partition(USED_END)[0].strip() == used()
    assert "NOWHERE" not in used()


def test_what_is_imported_needs_no_other_reason_and_no_reason_is_left_over():
    found, names = imports(), declared()
    imported = {n for n in names if IMPORTED_AS.get(n, n.replace("-", "_")) in found}
    assert imported & set(NOT_IMPORTED) == set()
    assert set(names) - imported == set(NOT_IMPORTED)


def test_a_study_is_never_read_with_pickle_or_a_yaml_that_builds_objects():
    assert not {"pickle", "cPickle", "shelve", "marshal", "dill", "joblib"} & imports().keys()


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ("License-Expression: MIT\nLicense: long", "MIT"),
        ("License: BSD", "BSD"),
        (f"License: {'x' * 99}\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        ("License: UNKNOWN\nClassifier: Topic :: X", UNKNOWN),
    ],
)
def test_a_licence_is_an_expression_a_short_text_or_classifiers(metadata, expected):
    assert licence_of(HeaderParser().parsestr(metadata)) == expected


def test_no_licence_is_one_that_forbids_use():
    told = " ".join(licence for _, licence, _ in rows(TEXT).values())
    assert not re.search(r"(?i)proprietary|commercial|non-?free|AGPL|Affero", told)
