"""Does every finding stand on something? Its evidence exists, its numbers come by reference."""

from __future__ import annotations

import re
import string

from compendium.conclusions import Finding
from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.study_checks.framework import decision_ids
from compendium.words import Text

FILE = "findings.yml"
# What a share may be said out of: a larger number would tell more, a smaller one is not needed.
OUT_OF = 10
# Spelled numbers; Welsh from three on, since "both" is "y ddau" there.
SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|"
    r"seven|eigh|nine)teen|twenty|[td]h?ri|[td]h?air|(?:p|b|ph)ed(?:war|air)|(?:p|b|ph)ump?|"
    r"chwech?|saith|wyth|naw|deuddeg|pymtheg|ugain)\b",
    re.IGNORECASE,
)
# The name of an interval is no number of anybody's.
NAME_OF_INTERVAL = re.compile(
    r"95\s?% (?:confidence )?(?:interval|CI)\b|\b(?:c|g|ch|ngh)?yfwng(?: hyder)? 95\s?%",
    re.IGNORECASE,
)


def check_findings(study: Study, problems: Problems, known) -> None:
    """Add to `problems` what is wrong with the study's findings, as far as no data are needed."""
    sites, evidence = [s.site_id for s in study.sites], evidence_ids(study)
    for finding in study.findings:
        where = f"entry {finding.finding_id}"
        known(FILE, where, "site", filter(None, [finding.site]), sites)
        named = [v.site for v in finding.values.values() if v.site]
        known(FILE, where, "site of a value", named, sites)
        known(FILE, where, "evidence", finding.evidence, evidence)
        _check_out_of(finding, where, problems)
        if not finding.evidence:
            problems.add(
                FILE,
                where,
                "the finding has no evidence",
                do="Name what carries it: a row of the joint display, a CMOC, a principle.",
            )
        if not finding.analyst.strip():
            problems.add(FILE, where, "analyst is blank", do="Say who concluded it.")
        _check_text(finding, where, problems)


def _check_out_of(finding: Finding, where: str, problems: Problems) -> None:
    for name, reference in finding.values.items():
        if reference.out_of not in (None, OUT_OF):
            problems.add(
                FILE,
                f"{where} values.{name}",
                f"out_of is {reference.out_of}",
                f"a share is said out of {OUT_OF} or not at all",
                f"Write `out_of: {OUT_OF}`, or take it away.",
            )


def evidence_ids(study: Study) -> list[str]:
    """Everything a finding may rest on: CMOCs, and of other kinds what follows ``kind:``."""
    framework = study.framework
    return [
        *(f"joint:{r.row}" for r in study.header.joint_display),
        *(c.cmoc_id for c in study.cmocs),
        *(f"comparison:{c.comparison}" for c in study.header.planned_comparisons),
        *(f"statement:{s.pt_id}" for s in study.statements),
        *(f"principle:{p.principle}" for p in (framework.principles if framework else ())),
        *(f"decision:{d}" for d in decision_ids(study)),
        *(["review:records"] if study.header.review else []),
    ]


def _check_text(finding: Finding, where: str, problems: Problems) -> None:
    """Every number by reference, every reference used, in both languages."""
    texts = {"en": finding.text.en, "cy": finding.text.cy}
    for lang, text in texts.items():
        if not text:
            continue
        try:
            used, prose = placeholders(text)
        except ValueError as fault:
            problems.add(FILE, where, f"{lang}: the braces are no placeholders ({fault})")
            continue
        if typed := typed_numbers(prose):
            problems.add(
                FILE,
                where,
                f"{lang}: the number {listed(typed)} is typed into the sentence",
                "numbers come by reference",
                "Put {name} there, and the name with its result, row and column under `values:`.",
            )
        for name in sorted(used - set(finding.values)):
            problems.add(FILE, where, f"{lang}: {{{name}}} has no value", do="Add it to `values:`.")
        for name in sorted(set(finding.values) - used):
            problems.add(
                FILE,
                where,
                f"{lang}: the value {name} is not in the sentence",
                do="Use it, or take it out.",
            )


def placeholders(text: str) -> tuple[set[str], str]:
    """The names in ``{braces}``, and the text without them.

    >>> placeholders("A mean of {mean} for parents")
    ({'mean'}, 'A mean of  for parents')

    Raises
    ------
    ValueError
        If the braces hold anything but a plain name.
    """
    names, prose = set(), []
    for before, name, form, conversion in string.Formatter().parse(text):
        prose.append(before)
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"{{{name}}} is no plain name")
        names.add(name)
    return names, "".join(prose)


def typed_numbers(prose: str) -> list[str]:
    """Digits and spelled numbers, two to twenty, in the order they stand.

    >>> typed_numbers("In Area A, twelve of 17 parents and one other said so")
    ['twelve', '17']
    >>> typed_numbers("a mean of (95% interval  to )"), typed_numbers("95% of parents")
    ([], ['95'])
    """
    prose = NAME_OF_INTERVAL.sub("", prose)
    return re.findall(rf"\d+|{SPELLED.pattern}", prose, re.IGNORECASE)


def says_made_up(text: Text) -> bool:
    """Whether an English sentence says that its data are made up.

    >>> says_made_up(Text("In the synthetic data, parents agree")), says_made_up(Text("They do"))
    (True, False)
    """
    return bool(re.search(r"\b(?:synthetic|made-up) data\b", text.en, re.IGNORECASE))
