"""One questionnaire drafted from one survey's file: questions, scales, topics, and all guesses."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable

from compendium.problems import listed
from compendium.start.roles import Roles, date_formats
from compendium.start.scales import AGREEMENT, DraftScale, scale_of
from compendium.start.variables import Variable
from compendium.start.wording import reversed_among

# How files mark the two halves of a question that was asked about two times in one sitting.
STAGES = (("_before", "_now"), (".before", ".now"), (" before", " now"), ("_then", "_now"))
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,23}")
NUMBERED = re.compile(r"^(.*?)[\W_]*\d+[a-z]?$")
# Fewer letters a cell than this on average, and words are no answer to an open question.
SHORT = 12


@dataclasses.dataclass
class DraftItem:
    """One question. `turned` is the word for which it is taken to be worded the other way."""

    item_id: str
    column: str
    wording: str
    scale_id: str = ""
    construct: str = ""
    stages: tuple[str, ...] = ("single",)
    reversed: bool = False
    turned: str = ""


@dataclasses.dataclass
class DraftConstruct:
    """Questions taken for one topic; `scored` where they share an ordered scale."""

    construct: str
    label: str
    scored: bool
    guess: str = ""


@dataclasses.dataclass
class DraftForm:
    """A questionnaire: everything of instruments/<name>.yml, and what is not in it."""

    instrument: str
    file: str
    scales: dict[str, DraftScale] = dataclasses.field(default_factory=dict)
    items: list[DraftItem] = dataclasses.field(default_factory=list)
    constructs: list[DraftConstruct] = dataclasses.field(default_factory=list)
    stage_suffix: dict[str, str] = dataclasses.field(default_factory=dict)
    untaken: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    prefix: str = ""


class Taken(set):
    """Ids that other questionnaires of the study have already."""

    def free(self, name: str, form: str) -> str:
        """`name`, with the questionnaire's before it where it is taken; kept from now on."""
        options = itertools.chain(
            [name, f"{form}_{name}"], (f"{form}_{name}_{n}" for n in itertools.count(2))
        )
        found = next(option for option in options if option not in self)
        self.add(found)
        return found


def questionnaire(
    name: str, file: str, variables: list[Variable], roles: Roles, taken: Taken
) -> DraftForm:
    """The draft of one questionnaire.

    Parameters
    ----------
    taken : Taken
        Ids of items and constructs that the study has; those of this one are added.
    """
    form, own = DraftForm(name, file), set(roles.columns.values())
    rest = [v for v in variables if v.name not in own]
    pairs = _pairs(rest)
    form.prefix = _prefix(name, rest, taken)
    later = {second.name for _, second, _ in pairs.values()}
    for variable in rest:
        if variable.name in later:
            continue
        base, second, suffixes = pairs.get(variable.name, (variable.name, None, ()))
        _take(form, variable, rest, taken, base, second)
        if suffixes and form.items and form.items[-1].stages != ("single",):
            form.stage_suffix = dict(zip(("before", "now"), suffixes, strict=True))
    _into_topics(form, taken)
    _turn(form)
    return form


def _prefix(name: str, variables: list[Variable], taken: Taken) -> str:
    """What goes before every id, where another questionnaire has one of the same: initials."""
    if not any(_id(v.name, 0) in taken for v in variables):
        return ""
    return "".join(word[0] for word in re.findall(r"[^\W_]+", name)).upper() + "_"


def _pairs(variables: list[Variable]) -> dict[str, tuple[str, Variable, tuple[str, str]]]:
    """By the first half's name: the name both share, the second half, and the two suffixes.

    Suffixes are recognised in capitals too, and kept as the file writes them.
    """
    in_small, found = {v.name.lower(): v for v in variables}, {}
    for first, second in STAGES:
        for name in (v.name for v in variables if v.name.lower().endswith(first)):
            base = name[: -len(first)]
            other = in_small.get(f"{base.lower()}{second}")
            if base and other and other.name.startswith(base):
                found[name] = base, other, (name[len(base) :], other.name[len(base) :])
        if found:
            return found
    return found


def _take(
    form: DraftForm,
    variable: Variable,
    others: list[Variable],
    taken: Taken,
    base: str,
    second: Variable | None,
) -> None:
    """Add a column as a question, or note why it is none."""
    why = _no_question(variable)
    scale = None if why else scale_of(variable, others)
    if scale is None and not why and not _is_open(variable):
        why = "their cells are neither answers of a scale nor written answers"
    if why:
        form.untaken.setdefault(why, []).append(variable.name)
        return
    wording = variable.wording if second is None else _shared_end(variable.wording, second.wording)
    item_id = taken.free(form.prefix + _id(base, len(form.items) + 1), form.instrument)
    stages = ("single",) if second is None else ("before", "now")
    item = DraftItem(item_id, base, wording or base, stages=stages)
    item.scale_id = _scale_id(form, scale) if scale else ""
    form.items.append(item)


def _no_question(variable: Variable) -> str:
    if not variable.given:
        return "they are blank"
    if date_formats(variable.given):
        return "they hold dates"
    if all(cell.lower().startswith(("http:", "https:")) for cell in variable.given):
        return "they hold addresses of pages"
    return ""


def _is_open(variable: Variable) -> bool:
    letters = [len(cell) for cell in variable.cells if cell]
    return sum(letters) / len(letters) >= SHORT and any(" " in c for c in variable.given)


def _id(name: str, number: int) -> str:
    """The column's own name where it can be an id; of a whole question as heading, its place."""
    plain = re.sub(r"\s+", "_", name.strip())
    return plain if NAME.fullmatch(plain) else f"Q{number}"


def _scale_id(form: DraftForm, scale: DraftScale) -> str:
    """The id of the scale; one that differs in what is no answer alone is the same one."""
    for scale_id, known in form.scales.items():
        if (known.kind, known.answers, known.falls) == (scale.kind, scale.answers, scale.falls):
            form.scales[scale_id] = _both(known, scale)
            return scale_id
    stem = (
        f"{scale.ladder}{len(scale.answers)}" if scale.ladder else f"CHOICE{len(form.scales) + 1}"
    )
    names = itertools.chain([stem], (f"{stem}_{n}" for n in itertools.count(2)))
    scale_id = next(n for n in names if n not in form.scales)
    form.scales[scale_id] = scale
    return scale_id


def _both(known: DraftScale, more: DraftScale) -> DraftScale:
    values, labels = {o.value for o in known.options}, {o.en for o in known.options}
    new = [o for o in more.options if o.value not in values and o.en not in labels]
    return dataclasses.replace(known, options=(*known.options, *new))


def _shared_end(one: str, other: str) -> str:
    """What two wordings have in common at their end, from the beginning of a word.

    >>> _shared_end("Before: I had a say.", "Now: I had a say.")
    'I had a say.'
    """
    backwards = zip(one[::-1], other[::-1], strict=False)
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], backwards)
    end = "".join(letter for letter, _ in alike)[::-1]
    if len(end) < len(one) and len(end) < len(other):
        end = end.partition(" ")[2] if not end.startswith((" ", ":")) else end
    return end.strip(" :-–,;") or one


def _into_topics(form: DraftForm, taken: Taken) -> None:
    """Neighbours with one ordered scale and names that begin alike are taken for one topic."""
    runs = itertools.groupby(form.items, key=lambda item: _topic_of(item, form))
    for (stem, scale_id), run in runs:
        items = list(run)
        rated = bool(scale_id) and form.scales[scale_id].kind == AGREEMENT
        if not rated:
            name = "open_text" if not scale_id else "about_respondent"
            label = "In your own words" if not scale_id else "About the person"
            known = {c.construct: c for c in form.constructs if c.label == label}
            construct = next(iter(known), "") or taken.free(name, form.instrument)
            if not known:
                form.constructs.append(DraftConstruct(construct, label, scored=False))
        else:
            construct = taken.free(_topic_name(stem, items), form.instrument)
            form.constructs.append(_topic(construct, items))
        for item in items:
            item.construct = construct


def _topic_of(item: DraftItem, form: DraftForm) -> tuple[str, str]:
    named = NUMBERED.match(item.column)
    return (named[1] if named else ""), item.scale_id


def _topic_name(stem: str, items: list[DraftItem]) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_").lower()
    return f"topic_{plain or items[0].item_id.lower()}"


def _topic(construct: str, items: list[DraftItem]) -> DraftConstruct:
    ids = [item.item_id for item in items]
    if len(ids) == 1:
        return DraftConstruct(construct, f"Draft topic: {ids[0]}", True)
    guess = "they stand together and have one scale; nobody has said that they measure one thing"
    return DraftConstruct(construct, f"Draft topic: {ids[0]} to {ids[-1]}", True, guess)


def _turn(form: DraftForm) -> None:
    """Guess which statements are worded the other way, and turn scales that fall."""
    for construct in (c.construct for c in form.constructs if c.scored):
        items = [item for item in form.items if item.construct == construct]
        against = reversed_among([item.wording for item in items])
        falls = form.scales[items[0].scale_id].falls
        for item, word in zip(items, against, strict=True):
            item.turned = word if len(items) > 1 else ""
            item.reversed = bool(item.turned) != falls


def what_is_asked(form: DraftForm) -> Iterable[str]:
    """What of the questionnaire needs a person, a sentence each."""
    where = f"instruments/{form.instrument}.yml"
    turned = [f"{i.item_id} ({i.turned})" for i in form.items if i.turned]
    if turned:
        yield (
            f"{where}: {listed(turned, 40)} were taken for worded the other way, by words in them. "
            "Read every question: write `reversed: yes` where agreeing means less, and take it out "
            "elsewhere. Nothing was told from the answers."
        )
    elif any(c.scored for c in form.constructs):
        yield f"{where}: no question was taken for worded the other way. Read every one."
    guessed = [c.construct for c in form.constructs if c.guess]
    if guessed:
        yield (
            f"{where}: {listed(guessed, 40)} are questions that stand together. Say what each "
            "topic is, in `label:`; move questions that belong elsewhere; write `scored: no` where "
            "they do not measure one thing."
        )
    for scale_id, scale in form.scales.items():
        if scale.falls:
            yield (
                f"{where}: the codes of {scale_id} fall from {scale.answers[-1].en} to "
                f"{scale.answers[0].en}, so its questions are marked `reversed: yes`, which turns "
                "their scores, and those worded the other way are not. Recode the export if you "
                "can."
            )
    if any(s.guess for s in form.scales.values()):
        ids = [scale_id for scale_id, s in form.scales.items() if s.guess]
        yield f"{where}: hold the options of {listed(ids, 40)} against the form that people saw."
    for why, names in form.untaken.items():
        yield f"{form.file}: the columns {listed(names, 40)} were not taken: {why}."
