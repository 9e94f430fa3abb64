"""The open-text browser: questions of a survey, their answers and codes in one view, in JupyterLab.

It runs on a profile that hides nothing, in a notebook in ``private/``, and needs no network. What
is shown can be written into ``private/<study>/open_text/`` as CSV.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from compendium.analysis import open_text
from compendium.analysis.open_attributes import attribute_labels, attributes
from compendium.analysis.result import BETWEEN
from compendium.analysis.written_answers import (
    ANY_CODE,
    NO_CODE,
    question_named,
    questions,
)
from compendium.disclosure.passages import refuse_public
from compendium.disclosure.release import Release
from compendium.disclosure.released import Released, Value
from compendium.displays import open_text as shown_as
from compendium.displays.outline import depth
from compendium.displays.text_table import translated
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.words import capitalised, say
from compendium.writers.private import keep_private
from compendium.writers.spreadsheet import write_spreadsheet_csv

LANG = "en"
INDENT = "\u2003"
FOLDER = "open_text"
# More answers than this are not listed: a filter says which are wanted.
MOST_SHOWN = 500
ANY = ""
NOT_KNOWN = "(not known)"
SORT_WORDS = {
    "area": "open_text_sort_area",
    "longest": "open_text_sort_longest",
    "shortest": "open_text_sort_shortest",
    "person": "open_text_sort_person",
}
COLUMNS = ("open_text_person", "open_text_answer", "open_text_codes", "open_text_coders")
CELL = 'style="text-align:left;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere"'


def browser(data: Tables, release: Release):
    """Choose a question, filter its answers, and see wording, codes and answers together.

    Raises
    ------
    DisclosureError
        Under a public profile.
    """
    import ipywidgets

    refuse_public(release.profile)
    asked = question_choices(data)
    if not asked:
        return ipywidgets.HTML(value=_paragraph(say("absent_open_text_summary", LANG)))
    return _Browser(data, release, asked).box


class _Browser:
    """The widgets of one browser, and what is shown of the answers chosen by them.

    A class, for a widget knows nothing of the others: choosing a question changes what else can
    be chosen.
    """

    def __init__(self, data: Tables, release: Release, asked: list[tuple[str, str]]):
        import ipywidgets

        self.data, self.release = data, release
        # The same whatever is filtered: made once, not with every letter typed.
        self.summary = release(open_text.summary(data))

        def field(kind, key: str, **given):
            wide = {"layout": {"width": "36rem"}, "style": {"description_width": "8rem"}}
            return kind(description=say(key, LANG), **given, **wide)

        choice, text = ipywidgets.Dropdown, ipywidgets.Text
        groups = [(g.label.say(LANG), g.group) for g in data.study.groups]
        areas = [(s.label.say(LANG), s.site_id) for s in data.study.sites]
        orders = [(say(word, LANG), sort) for sort, word in SORT_WORDS.items()]
        self.question = field(choice, "question", options=asked)
        self.site_id = field(choice, "area", options=[_all(), *areas])
        self.group = field(choice, "group", options=[_all(), *groups])
        states = [*shown_as.state_choices(LANG), _all()]
        self.state = field(choice, "open_text_state", options=states)
        self.attribute = field(choice, "open_text_attribute", options=[_all()])
        self.value = field(choice, "open_text_value", options=[_all()])
        self.words = field(text, "explore_words", value="")
        self.sort = field(choice, "open_text_order", options=orders)
        self.code_id = field(ipywidgets.Select, "open_text_code", options=[_all()], rows=8)
        self.export = ipywidgets.Button(
            description=say("open_text_export", LANG), layout={"width": "36rem"}
        )
        self.exported = ipywidgets.HTML(value="")
        self.shown = ipywidgets.HTML(value="")
        filters = (self.site_id, self.group, self.state, self.attribute, self.value, self.words)
        below = (self.code_id, self.sort, self.export, self.exported, self.shown)
        self.box = ipywidgets.VBox([self.question, *filters, *below])
        self._filling = False
        self.question.observe(lambda _: self._asked(), names="value")
        self.attribute.observe(lambda _: self._valued(), names="value")
        for widget in (*filters[:3], *filters[4:], self.code_id, self.sort):
            widget.observe(lambda _: self._look(), names="value")
        self.export.on_click(lambda _: self._write())
        self._asked()

    def filters(self) -> dict[str, object]:
        """What is chosen, as `compendium.analysis.open_text.responses` takes it."""
        names = ("site_id", "group", "state", "code_id", "words", "sort")
        given = {name: getattr(self, name).value for name in names}
        if self.attribute.value and self.value.value:
            value = "" if self.value.value == NOT_KNOWN else self.value.value
            given["where"] = {self.attribute.value: value}
        elif self.attribute.value:
            given["attributes"] = (self.attribute.value,)
        return given

    def _asked(self) -> None:
        """Another question: its questionnaire's attributes, its codes, no filter by either."""
        self._filling = True
        form, _ = question_named(self.data.study, self.question.value)
        # A widget that is given the options it has keeps its choice.
        self.attribute.value = self.value.value = self.code_id.value = ANY
        self.attribute.options = [_all(), *attribute_choices(form)]
        self.value.options = [_all()]
        self.code_id.options = code_choices(self.data, self.release, self.question.value)
        self._filling = False
        self._look()

    def _valued(self) -> None:
        """Another attribute: its values, no filter by them yet."""
        if self._filling:
            return
        self._filling = True
        question, attribute = self.question.value, self.attribute.value
        found = value_choices(self.data, self.release, question, attribute)
        self.value.options = [_all(), *found]
        self._filling = False
        self._look()

    def _look(self) -> None:
        if self._filling:
            return
        self.exported.value = ""
        asked = self.question.value
        self.shown.value = found(self.data, self.release, asked, self.summary, **self.filters())

    def _write(self) -> None:
        path, rows = export_shown(self.data, self.release, self.question.value, **self.filters())
        place = path.relative_to(self.data.study.private.parents[1]).as_posix()
        said = say("open_text_exported", LANG, rows=str(rows), place=place)
        self.exported.value = _paragraph(said)


def found(data: Tables, release: Release, question: str, summary: Released, **filters) -> str:
    """The question's wording, how it was answered, and every answer that fits, as HTML.

    `summary` is `compendium.analysis.open_text.summary`, released; the filters are those of
    `compendium.analysis.open_text.responses`.
    """
    form, item = question_named(data.study, question)
    chosen = release(open_text.responses(data, question, **filters))
    lines = [
        f"<h4>{html.escape(item.wording.say(LANG))}</h4>",
        _of_question(summary, form, item),
    ]
    if chosen.frame.empty:
        return "".join([*lines, _paragraph(say("explore_none", LANG))])
    counts = say("open_text_shown", LANG, rows=str(len(chosen.frame)))
    lines.append(f"<p><strong>{html.escape(counts)}</strong></p>")
    if len(chosen.frame) > MOST_SHOWN:
        lines.append(_paragraph(say("open_text_too_many", LANG, most=str(MOST_SHOWN))))
    return "".join([*lines, _answers(chosen)])


def _of_question(released: Released, form: Instrument, item: Item) -> str:
    """The summary line of one question."""
    row = released.where(instrument=form.instrument, item_id=item.item_id)
    cells = shown_as.question_cells(released, row, LANG)
    groups = released.label("groups", form.instrument, LANG)
    head = say("open_text_form", LANG, form=form.title.say(LANG), groups=groups)
    lines = [line for cell in cells for line in cell.split("\n") if line]
    return f"<p>{html.escape(head)}<br>{html.escape('; '.join(lines))}</p>"


def _answers(released: Released) -> str:
    """One row per person: who, the attributes asked for, the answer, its codes, its coders."""
    names = list(released.labels["attribute"])
    heads = [say(c, LANG) for c in COLUMNS]
    heads[1:1] = [released.label("attribute", name, LANG) for name in names]
    rows = []
    for row in released.frame.head(MOST_SHOWN).to_dict("records"):
        known = [shown_as.label_of(released, name, row[name], LANG) for name in names]
        rows.append([shown_as.who(released, row, LANG), *known, *_cells(released, row)])
    head = "".join(f'<th scope="col" {CELL}>{html.escape(h)}</th>' for h in heads)
    body = "".join(
        "<tr>" + "".join(f"<td {CELL}>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells(released: Released, row: dict) -> tuple[str, str, str]:
    """The answer with its translation, its codes (or what it is), who read it."""
    said = "\n".join(filter(None, (row["text"], translated(row["translation"], LANG))))
    codes = shown_as.codes_of(released, row, LANG) or shown_as.state_of(row, LANG)
    return said, codes, shown_as.read_by(row, LANG)


def export_shown(data: Tables, release: Release, question: str, **filters) -> tuple[Path, int]:
    """Write what is shown as CSV into ``private/<study>/open_text/``: the file, and its rows.

    A cell that a spreadsheet program would take for a formula begins with an apostrophe.
    """
    form, item = question_named(data.study, question)
    chosen = release(open_text.responses(data, question, **filters))
    frame = chosen.frame.drop(columns=["instrument", "people"])
    rows = frame.to_dict("records")
    frame = frame.assign(
        codes=[row["codes"].replace(BETWEEN, "; ") for row in rows],
        code_labels=[shown_as.codes_of(chosen, row, LANG) for row in rows],
        words=frame["words"].astype("int64"),
        data_origin=chosen.origin,
    )
    frame.insert(1, "question", item.wording.say(LANG))
    for name in chosen.labels["attribute"]:
        labels = [shown_as.label_of(chosen, name, value, LANG) for value in frame[name]]
        frame = frame.assign(**{f"{name}_label": labels})
    name = re.sub(r"[^\w-]", "_", f"{form.instrument}-{item.item_id}")
    path = data.study.private / FOLDER / f"{name}.csv"
    keep_private(path.parent)
    write_spreadsheet_csv(path, frame)
    keep_private(data.study.private)
    return path, len(frame)


def question_choices(data: Tables) -> list[tuple[str, str]]:
    """Every open question by its wording; the questionnaire before it where there are several."""
    asked = questions(data.study)
    several = len({form.instrument for form, _ in asked.values()}) > 1
    return [
        (f"{form.title.say(LANG)}: " * several + item.wording.say(LANG), name)
        for name, (form, item) in asked.items()
    ]


def code_choices(data: Tables, release: Release, question: str) -> list[tuple[str, str]]:
    """Any code, none, and every code that an answer has, each with its number of people."""
    released = release(open_text.codes(data, question))
    whole = released.frame.drop_duplicates("code_id")
    named = [(capitalised(say("open_text_any_answer", LANG)), ANY)]
    for row, code in whole["code_id"].items():
        if code not in (ANY_CODE, NO_CODE) and not whole.at[row, "people"]:
            continue
        deep = 0 if code in (ANY_CODE, NO_CODE) else depth(released, code)
        label = capitalised(released.label("code_id", code, LANG))
        number = Value(released, int(row), "people").say(LANG)
        named.append((f"{INDENT * deep}{label} ({number})", code))
    return named


def attribute_choices(form: Instrument) -> list[tuple[str, str]]:
    """What answers of a questionnaire can be looked at by, in words."""
    names = list(attributes(form))
    labels = attribute_labels(form, names)["attribute"]
    return [(labels[name].say(LANG), name) for name in names]


def value_choices(
    data: Tables, release: Release, question: str, attribute: str
) -> list[tuple[str, str]]:
    """Every value of an attribute that somebody has who was asked the question."""
    if not attribute:
        return []
    released = release(open_text.responses(data, question, [attribute]))
    values = list(dict.fromkeys(sorted(released.frame[attribute])))
    return [
        (shown_as.label_of(released, attribute, value, LANG), value or NOT_KNOWN)
        for value in values
    ]


def _all() -> tuple[str, str]:
    return say("explore_all", LANG), ANY


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"
