"""Sliders for JupyterLab: move an assumption and see at once what the designs would find.

Formulas answer as a slider moves; studies are drawn when somebody asks for them, with a progress
bar. Nothing is shown where nobody could move anything: in a build, under Papermill, under nbval.
"""

from __future__ import annotations

import html
import os

from compendium.analysis.power import planned, planned_alarms, planned_power, planning
from compendium.disclosure.release import Release
from compendium.displays.power.impact_displays import impact_display
from compendium.displays.show import LANG, RECORDS_ALONE, bundle
from compendium.impact import ASSUMED
from compendium.intake.tables import Tables
from compendium.problems import StudyError
from compendium.words import say, words

# Set by the Jupyter server for the kernel of a notebook that somebody has open.
OPEN = "JPY_SESSION_NAME"
# What can be moved: its least, its most and its step.
MOVED = {
    "sites": (2, 40, 1),
    "periods": (3, 12, 1),
    "families": (5, 300, 5),
    "taking_part_percent": (5, 100, 5),
    "icc": (0, 0.3, 0.005),
    "attrition_percent": (0, 60, 5),
    "size_cv": (0, 1.5, 0.1),
}
STUDIES = 1000
WORKERS = 2


def sliders(data: Tables, release: Release) -> None:
    """Sliders of the assumptions, with designs, power and false alarms below them."""
    if os.environ.get(OPEN) and not os.environ.get(RECORDS_ALONE):
        from IPython.display import display

        display(Sliders(data, release).box)


class Sliders:
    """Sliders and what follows from them; `box` is the widget that shows them."""

    def __init__(self, data: Tables, release: Release):
        import ipywidgets

        self.data, self.release = data, release
        bare = planned.planned(data, release(planned.assumptions(data)).frame)
        self.fields = {name: _slider(name, bare) for name in MOVED}
        self.draw = ipywidgets.Button(
            description=say("impact_draw", LANG, studies=f"{STUDIES:,}"), layout={"width": "auto"}
        )
        self.bar = ipywidgets.IntProgress(min=0, max=1, layout={"visibility": "hidden"})
        self.told, self.error = ipywidgets.HTML(), ipywidgets.HTML()
        for field in self.fields.values():
            field.observe(self._moved, names="value")
        self.draw.on_click(self._drawn)
        row = ipywidgets.HBox([self.draw, self.bar], layout={"align_items": "center"})
        self.box = ipywidgets.VBox([*self.fields.values(), row, self.error, self.told])
        self.look()

    @property
    def plan(self) -> planned.Plan:
        """The study's plan with what the sliders say."""
        here = {name: f"{field.value:g}" for name, field in self.fields.items()}
        moved = {n: text for n, text in here.items() if text != self.fields[n].begun}
        assumed = self.release(planned.assumptions(self.data, **moved))
        return planned.planned(self.data, assumed.frame)

    def look(self, studies: int = 0) -> None:
        """Show what follows, by formula alone or with so many studies drawn."""
        self.error.value = ""
        try:
            plan = self.plan
            given = (plan, studies, "", WORKERS, self._tell)
            shown = [
                ("impact_designs", planning.pictures(plan)),
                ("impact_stops", planning.stops(plan)),
                ("impact_power", planned_power.power(*given)),
                ("impact_curve", planned_power.curve(*given)),
            ]
            if studies:
                shown.append(("impact_false_alarms", planned_alarms.false_alarms(*given)))
        except StudyError as error:
            self.error.value = f'<p role="alert">{html.escape(str(error))}</p>'
            return
        finally:
            self.bar.layout.visibility = "hidden"
        self.told.value = "".join(self._html(kind, result) for kind, result in shown)

    def _html(self, kind: str, result) -> str:
        display = impact_display(kind.replace("_", "-"), kind, self.release(result))
        return bundle(display)["text/html"]

    def _moved(self, _) -> None:
        self.look()

    def _drawn(self, _) -> None:
        self.look(STUDIES)

    def _tell(self, done: int, of: int) -> None:
        self.bar.layout.visibility = "visible"
        self.bar.max, self.bar.value = of, done


def _slider(name: str, plan: planned.Plan):
    """A slider standing at the plan's value; what it began with is kept in `begun`."""
    import ipywidgets

    low, high, step = MOVED[name]
    begins = plan.value(name)
    kind = ipywidgets.FloatSlider if isinstance(step, float) else ipywidgets.IntSlider
    value = begins if isinstance(step, float) else int(begins)
    least, most = ASSUMED.get(name, (low, 1000))
    field = kind(
        value=value,
        min=max(min(low, value), least),
        max=min(max(high, value), most),
        step=step,
        description=words()[planned.WORDS[name]].text.say(LANG),
        continuous_update=False,
        style={"description_width": "26rem"},
        layout={"width": "min(48rem, 100%)"},
        **({"readout_format": ".3f"} if isinstance(step, float) else {}),
    )
    # A slider can stand on its steps alone: what it says now is the plan's value to it.
    field.begun = f"{field.value:g}"
    return field
