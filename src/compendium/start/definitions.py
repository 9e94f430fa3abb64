"""The drafted study as its files: study.yml and a file for each questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.start.drafts import Draft, DraftSource
from compendium.start.questionnaire import DraftForm, DraftItem
from compendium.start.scales import DraftOption
from compendium.start.yaml_lines import entry, flow, scalar
from compendium.writers.yaml_text import comment


def study_lines(draft: Draft, seed: int, day: str, theory: bool) -> Iterator[str]:
    """study.yml. `day` is the day from which consent counts as settled."""
    yield "# A draft from the files in raw/. What follows `# guess:` is one; to-do.md lists what"
    yield "# needs a person. Every key there can be is explained in data/_template/study.yml."
    yield f"study: {draft.study}"
    title = f"{draft.study.replace('-', ' ').capitalize()} (draft)"
    yield f"title: {flow({'en': title})}  # to be written; it stands on every page"
    yield "question: {en: To be written}"
    yield f"about: {flow({'en': 'A draft: nobody has checked yet what it says.'})}  # to be written"
    yield "published_source: Not published."
    yield f"seed: {seed}"
    yield "languages: [en]"
    yield "models:"
    yield "  not_said: {en: a model not described yet}  # to be written"
    yield "sites:"
    draft.sites.labels or draft.sites.whole()
    for site, label in draft.sites.labels.items():
        yield entry({"site_id": site, "label": {"en": label}, "model": "not_said"})
    yield "pooled_groups: {}"
    yield "groups:" if draft.groups else "groups: []"
    for group, words in draft.groups.items():
        one = group.replace("_", " ")
        several = next((word for word in words if word != one), f"{one}s")
        names = {"label": {"en": several}, "singular": {"en": one}}
        yield entry({"group": group, **names}, "what several and one of them are called")
    yield f"instruments: {flow([form.instrument for form in draft.forms])}"
    yield "# How many answers a score needs, by the number of questions: two thirds. A guess."
    yield f"min_answered: {flow(_enough(draft))}"
    yield from _source_lines(draft.sources)
    yield "consent:"
    yield "  file: consent.csv"
    yield f"  cut_off: {day}  # guess: until when a withdrawal could reach every page"
    yield "  cannot_be_withdrawn: {en: To be written}"
    yield "coding:"
    yield f"  of_record: {draft.coding.of_record}  # guess: whoever coded most"
    yield f"  coders: {flow(list(draft.coding.coders.values()))}"
    if draft.coding.valence:
        yield f"  valence: {flow(draft.coding.valence)}  # guess: told from the names of codes"
    yield "disclosure: welsh_evaluation"
    yield f"reports: {flow(reports(draft, theory))}"


def reports(draft: Draft, theory: bool) -> list[str]:
    """The reports that the files are enough for."""
    kinds = {source.kind for source in draft.sources}
    wanted = {
        "cross_site": len(draft.sites.labels) > 1 and bool(kinds),
        "site_report": bool(kinds),
        "programme_theory": theory,
        "survey_methods": "survey" in kinds,
        "qualitative_methods": "coding_project" in kinds or bool(draft.coding.codes),
    }
    return [report for report, there in wanted.items() if there]


def _enough(draft: Draft) -> dict[str, int]:
    scored = {c.construct for form in draft.forms for c in form.constructs if c.scored}
    items = [i.construct for form in draft.forms for i in form.items if i.construct in scored]
    sizes = sorted({items.count(construct) for construct in scored} | {2, 3, 4})
    return {str(size): max(min(size, 2), round(size * 2 / 3)) for size in sizes}


def _source_lines(sources: list[DraftSource]) -> Iterator[str]:
    if not sources:
        yield "sources: []"
        return
    yield "sources:"
    for source in sources:
        yield f"  - source: {source.source}"
        yield f"    kind: {source.kind}"
        yield f"    file: {scalar(source.file)}"
        for name, value in source.entries.items():
            said = source.guess.get(name, "")
            yield f"    {name}: {flow(value)}" + (f"  # guess: {comment(said)}" if said else "")


def form_lines(form: DraftForm, groups: list[str]) -> Iterator[str]:
    """One file of instruments/."""
    yield f"# A draft from {comment(form.file)}: hold every line against the form that people saw."
    yield f"instrument: {form.instrument}"
    yield f"title: {flow({'en': form.instrument.replace('_', ' ').capitalize()})}"
    yield f"groups: {flow(groups)}"
    yield "constructs:" if form.constructs else "constructs: []"
    for topic in form.constructs:
        named = {"construct": topic.construct, "label": {"en": topic.label}}
        yield entry(named | ({} if topic.scored else {"scored": "no"}), topic.guess)
    yield "scales:" if form.scales else "scales: []"
    for scale_id, scale in form.scales.items():
        said = f"  # guess: {comment(scale.guess)}" if scale.guess else ""
        yield f"  - scale_id: {scale_id}{said}"
        yield f"    kind: {scale.kind}"
        yield "    options:"
        yield from (entry(_option(option), indent="      ") for option in scale.options)
    yield "items:" if form.items else "items: []"
    for item in form.items:
        yield entry(_item(item), f"worded the other way ({item.turned})" if item.turned else "")


def _option(option: DraftOption) -> dict:
    label = {"en": option.en} | ({"cy": option.cy} if option.cy else {})
    said = {"value": option.value, "label": label}
    return said | ({"missing": option.missing} if option.missing else {})


def _item(item: DraftItem) -> dict:
    said = {"item_id": item.item_id, "construct": item.construct}
    said |= {"scale": item.scale_id} if item.scale_id else {}
    said |= {"reversed": "yes"} if item.reversed else {}
    said |= {"stages": item.stages} if item.stages != ("single",) else {}
    return said | {"wording": {"en": item.wording}}
