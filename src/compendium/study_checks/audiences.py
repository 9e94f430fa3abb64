"""What a study says to funders and in plain words: dates in order, no typed number, who checked."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.audiences import PARAGRAPHS, PlainPage, ProjectSummary
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.findings import typed_numbers
from compendium.words import Text

FILE = "study.yml"


def check_audiences(study: Study, problems: Problems) -> None:
    """Add to `problems` what is wrong with `summary:` and `young_people:`."""
    if study.header.summary:
        _check_summary(study.header.summary, problems)
    if study.header.young_people:
        _check_plain(study.header.young_people, problems)


def _check_summary(summary: ProjectSummary, problems: Problems) -> None:
    for part in PARAGRAPHS:
        for text in _texts(getattr(summary, part)):
            _no_number(part, text, problems)
    if summary.start_date and summary.end_date and summary.end_date < summary.start_date:
        problems.add(
            FILE,
            "summary end_date",
            f"it is {summary.end_date}",
            f"the project begins on {summary.start_date}",
            "Correct one of the two.",
        )


def _texts(part: Text | tuple[Text, ...] | None) -> tuple[Text, ...]:
    return part if isinstance(part, tuple) else ((part,) if part else ())


def _no_number(part: str, text: Text, problems: Problems) -> None:
    """Numbers of a study stand in its findings, by reference."""
    for lang, said in (("en", text.en), ("cy", text.cy)):
        if typed := typed_numbers(said):
            problems.add(
                FILE,
                f"summary {part}",
                f"{lang}: the number {listed(typed)} is typed into the text",
                "numbers come by reference",
                "Say it without a number here, and the number in a finding of findings.yml.",
            )


def _check_plain(page: PlainPage, problems: Problems) -> None:
    for name in ("about", "next_steps", "support"):
        if not any(text.en.strip() for text in getattr(page, name)):
            what = f"{name} is empty"
            problems.add(FILE, "young_people", what, do="Write a short sentence or two.")
    for name, (by, on) in page.checks.items():
        if bool(by) != bool(on):
            given, other = (f"{name}_by", f"{name}_on")[:: 1 if by else -1]
            problems.add(
                FILE,
                "young_people",
                f"{given} is given and {other} is not",
                do=f"Add `{other}:`, or take both out until somebody has checked the page.",
            )
    for word in _twice(page):
        problems.add(
            FILE,
            "young_people hard_words",
            f"{word!r} is explained twice",
            "a hard word is explained once",
            "Take one of them out.",
        )


def _twice(page: PlainPage) -> Iterator[str]:
    words = [hard.word.en.lower() for hard in page.hard_words]
    return (word for word in dict.fromkeys(words) if words.count(word) > 1)
