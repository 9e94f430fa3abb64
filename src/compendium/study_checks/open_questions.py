"""Do open questions whose answers were coded in columns of the survey agree with the study?"""

from __future__ import annotations

from compendium.instruments import Instrument, Item
from compendium.problems import Problems
from compendium.study import Study
from compendium.study_checks.repeated import repeated

# What belongs to open questions alone.
OF_OPEN = ("coded_in", "codes", "ticked_in", "coded_by", "non_answers")


def check_open_questions(study: Study, problems: Problems, known) -> None:
    """Add to `problems` what is said of open questions and contradicts itself or the codebook."""
    usable = [c.code_id for c in study.codebook if c.status != "retired"]
    for form in study.instruments:
        for item in form.items:
            _check_item(item, form, problems)
            file, where = _place(form), f"items {item.item_id}"
            codes = filter(None, [*item.codes.values(), *item.ticked_in.values()])
            known(file, where, "code", dict.fromkeys(codes), usable)
            coder = filter(None, [item.coded_by])
            known(file, where, "coder", coder, study.header.coding.coders)
        _refuse_shared(form, problems)


def _place(form: Instrument) -> str:
    return f"instruments/{form.instrument}.yml"


def _check_item(item: Item, form: Instrument, problems: Problems) -> None:
    file, where = _place(form), f"items {item.item_id}"
    given = [name for name in OF_OPEN if getattr(item, name)]
    if item.scale and given:
        what = f"{', '.join(given)} is given, and the question has a scale"
        problems.add(file, where, what, "only an open question has it", "Take one of them out.")
    if bool(item.coded_in) != bool(item.codes):
        what = "coded_in and codes are not both given"
        do = "Name the columns (`coded_in:`) and what each number in them stands for (`codes:`)."
        problems.add(file, where, what, do=do)
    if bool(item.code_columns) != bool(item.coded_by):
        what = "its answers are coded in columns, and nobody is named who coded them"
        if item.coded_by:
            what = "coded_by is given, and no column of codes"
        do = "Add `coded_by:` (of `coding: coders:`) and `coded_in:` or `ticked_in:`."
        problems.add(file, where, what, do=do)


def _refuse_shared(form: Instrument, problems: Problems) -> None:
    """A column holds the codes of one question."""
    for name, times in repeated(name for item in form.items for name in item.code_columns):
        what = f"the column {name} is said {times} times to hold codes"
        problems.add(_place(form), "", what, do="Name each column once.")
