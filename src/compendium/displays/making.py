"""From what passed the disclosure door to a display, and into the notebook's output."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.disclosure.rules import TEAM_ONLY
from compendium.disclosure.signature import signed
from compendium.displays.record import RECORD_MIME, Display, Sentence
from compendium.displays.sentences import Part
from compendium.displays.show import output_of
from compendium.displays.whom import with_whom
from compendium.problems import DisclosureError
from compendium.words import Text

# What a public page says in place of a table for the team alone, by measure; else that its numbers
# are.
SAID_INSTEAD = {
    **dict.fromkeys(("theme_counts", "coding_rules"), "team_only_talk"),
    "co_occurrence": "team_only_co_occurrence",
    "triads": "team_only_triads",
    "configurations": "team_only_configurations",
    "theory_driven": "team_only_theory_driven",
    "stats_by_theme": "team_only_stats_by_theme",
    "disagreements": "team_only_disagreements",
    "casework_quality": "team_only_casework_quality",
}
# What is the team's alone under some profiles.
OFTEN_TEAM_ONLY = ("referrals", "composition", "quarters", "repeats", "referral_flow")
SAID_INSTEAD |= dict.fromkeys(OFTEN_TEAM_ONLY, "team_only_casework_tables")


def show(display: Display) -> None:
    """Put a display into the notebook's output, in a build signed for publication."""
    from IPython.display import display as ipython_display

    shown = output_of(display)
    ipython_display(shown, raw=True, metadata=signed(shown[RECORD_MIME], display.data.door))


def display_of(
    id: str,
    kind: str,
    released: Released,
    caption: str | Sentence,
    alt: Sentence | None = None,
    more: tuple[Sentence, ...] = (),
    who: Part | None = None,
) -> Display:
    """The display; `more` stands in the note after how it was calculated.

    `who` is whom it is about, where that is not the whole population of the released table.
    """
    refuse_unreleased(id, kind, released)
    if released.withheld and released.measure in (*TEAM_ONLY, *OFTEN_TEAM_ONLY):
        said = SAID_INSTEAD.get(released.measure, "team_only_numbers")
        return Display(id, "absent", released, Sentence(said), None, ())
    if released.frame.empty:
        return Display(id, "absent", released, Sentence(f"absent_{released.measure}"), None, ())
    if isinstance(caption, str):
        caption = Sentence(caption, {"population": released.population})
    method, *rest = note_of(released)
    rests_on = (Sentence(released.assumption),) if released.assumption else ()
    alt = with_whom(alt, released, who)
    return Display(id, kind, released, caption, alt, (method, *rests_on, *more, *rest))


def refuse_unreleased(id: str, kind: str, released: Released) -> None:
    """Raise DisclosureError unless `released` passed the disclosure door."""
    if not isinstance(released, Released):
        raise DisclosureError(
            f"{kind}({id!r}, …) was given a {type(released).__name__}. Pass it through release(…)."
        )


def note_of(released: Released) -> tuple[Sentence, ...]:
    """How it was calculated, of which area, a key to the marks, what was held back, the profile."""
    rules = {**released.labels.get("coding_of_record", {}), **released.labels.get("method", {})}
    sentences = [Sentence(released.method, rules)]
    seen = released.labels.get("seen_from", {})
    if "area" in seen:
        sentences.append(Sentence("note_seen_from", seen))
    if "all" in seen:
        sentences.append(Sentence("note_of_all_areas"))
    sentences += marks_of(released)
    if released.withheld:
        why = "hidden_number" if released.measure == "findings" else "name_check"
        sentences.append(Sentence(f"withheld_{why}"))
    profile = Text(released.profile, released.profile)
    return (*sentences, Sentence("profile_line", {"profile": profile}))


def marks_of(released: Released) -> tuple[Sentence, ...]:
    """A key to the marks that occur."""
    marks = released.marks_said()
    return tuple(Sentence(f"key_{m}") for m in ("c", "z", "u", "limited", "over") if m in marks)
