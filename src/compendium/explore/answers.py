"""The browser of open answers: questions of a survey, their answers and codes, in JupyterLab.

It runs on a profile that hides nothing, in a notebook in ``private/``, and needs no network. What
is shown can be written into ``private/<study>/open_text/`` as CSV. `answer_choices` are what can be
chosen, `answers_shown` the answers as HTML and CSV.
"""

from __future__ import annotations

from compendium.analysis.qualitative import open_text
from compendium.analysis.qualitative.written_answers import question_named
from compendium.disclosure.passages import refuse_public
from compendium.disclosure.release import Release
from compendium.displays.qualitative import open_text as shown_as
from compendium.explore.answer_choices import (
    ANY,
    LANG,
    NOT_KNOWN,
    attribute_choices,
    code_choices,
    everything,
    question_choices,
    value_choices,
)
from compendium.explore.answers_shown import export_shown, found, paragraph
from compendium.intake.tables import Tables
from compendium.words import say

SORT_WORDS = {
    "area": "open_text_sort_area",
    "longest": "open_text_sort_longest",
    "shortest": "open_text_sort_shortest",
    "person": "open_text_sort_person",
}


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
        return ipywidgets.HTML(value=paragraph(say("absent_open_text_summary", LANG)))
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
        self.site_id = field(choice, "area", options=[everything(), *areas])
        self.group = field(choice, "group", options=[everything(), *groups])
        states = [*shown_as.state_choices(LANG), everything()]
        self.state = field(choice, "open_text_state", options=states)
        self.attribute = field(choice, "open_text_attribute", options=[everything()])
        self.value = field(choice, "open_text_value", options=[everything()])
        self.words = field(text, "explore_words", value="")
        self.sort = field(choice, "open_text_order", options=orders)
        self.code_id = field(ipywidgets.Select, "open_text_code", options=[everything()], rows=8)
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
        """What is chosen, as `compendium.analysis.qualitative.open_text.responses` takes it."""
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
        self.attribute.options = [everything(), *attribute_choices(form)]
        self.value.options = [everything()]
        self.code_id.options = code_choices(self.data, self.release, self.question.value)
        self._filling = False
        self._look()

    def _valued(self) -> None:
        """Another attribute: its values, no filter by them yet."""
        if self._filling:
            return
        self._filling = True
        question, attribute = self.question.value, self.attribute.value
        values = value_choices(self.data, self.release, question, attribute)
        self.value.options = [everything(), *values]
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
        self.exported.value = paragraph(said)
