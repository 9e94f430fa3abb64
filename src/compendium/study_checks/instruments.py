"""Questionnaires: items, scales and constructs that there are, labels that tell answers apart."""

from __future__ import annotations

from compendium.instruments import STAGES, Construct, Instrument, folded
from compendium.problems import Problems, listed
from compendium.schemas import TABLES
from compendium.study import Study

# Why there is no answer, as an option of a scale may say.
REASONS = tuple(r for r in TABLES["answers"]["missing_reason"].allowed if r != "out_of_range")


def check_instruments(study: Study, problems: Problems, known) -> None:
    """Add to `problems` what is wrong with questionnaires and with the rule for their scores."""
    min_answered = study.header.min_answered
    for instrument in study.instruments:
        _check_instrument(instrument, study, problems, known)
        for construct in filter(lambda c: c.scored, instrument.constructs):
            _check_scored(construct, instrument, min_answered, problems)


def check_min_answered(min_answered: dict[str, int], problems: Problems) -> None:
    """Add to `problems` rules that no score, or every score, would meet."""
    for count, needed in min_answered.items():
        if not count.isdecimal():
            what, allowed = f"found {count!r}", "a number of questions is needed"
        elif not 1 <= needed <= int(count):
            what, allowed = f"found {needed} of {count} questions", f"1 to {count} are possible"
        else:
            continue
        problems.add("study.yml", "min_answered", what, allowed, "Correct the rule.")


def _file(instrument: Instrument) -> str:
    return f"instruments/{instrument.instrument}.yml"


def _check_instrument(instrument: Instrument, study: Study, problems: Problems, known) -> None:
    file = _file(instrument)
    known(file, "", "group", instrument.groups, {g.group for g in study.groups})
    _check_labels(instrument, problems, known)
    constructs = {c.construct for c in instrument.constructs}
    scales = {s.scale_id for s in instrument.scales}
    seen = set()
    for item in instrument.items:
        where = f"items {item.item_id}"
        if item.item_id in seen:
            problems.add(file, where, "the item is given twice", do="Give each item its own id.")
        seen.add(item.item_id)
        known(file, where, "construct", [item.construct], constructs)
        known(file, where, "scale", filter(None, [item.scale]), scales)
        known(file, where, "stage", item.stages, STAGES)


def _check_labels(instrument: Instrument, problems: Problems, known) -> None:
    """No two options may share a label, by which an answer is told; what is none says why."""
    file = _file(instrument)
    for scale in instrument.scales:
        known(file, f"scales {scale.scale_id}", "missing", scale.missing.values(), REASONS)
        for label in scale.by_label:
            values = [
                o.value for o in scale.options if label in map(folded, vars(o.label).values())
            ]
            if len(values) > 1:
                problems.add(
                    file,
                    f"scales {scale.scale_id}",
                    f"the options {listed(values)} have the same label ({label})",
                    do="Word them differently, or an answer kept as a label cannot be told.",
                )


def _check_scored(
    construct: Construct,
    instrument: Instrument,
    min_answered: dict[str, int],
    problems: Problems,
) -> None:
    """A mean needs a number for every answer, all on one scale, and a rule how many suffice."""
    file, items = _file(instrument), instrument.items_of(construct.construct)
    if str(len(items)) not in min_answered:
        problems.add(
            "study.yml",
            "min_answered",
            f"no rule for constructs of {len(items)} items ({construct.construct})",
            do=f'Add `"{len(items)}": …`, the number of answers a score needs.',
        )
    for item in items:
        if not item.scale:
            problems.add(
                file,
                f"items {item.item_id}",
                "the item has no scale",
                f"{construct.construct} is scored",
                "Add `scale:`, or write `scored: no` for the construct.",
            )
    scales = dict.fromkeys(item.scale for item in items if item.scale)
    if len(scales) > 1:
        problems.add(
            file,
            f"constructs {construct.construct}",
            f"its items have the scales {listed(scales)}",
            "a score needs one scale",
            "Split the construct, or write `scored: no`.",
        )
