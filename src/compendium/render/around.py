"""What stands around a report's content: key facts, what it rests on, its words, how to cite it.

All of it follows from the study, the display records and the provenance: never from a clock or
from what else happens to lie in the folder.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from compendium.disclosure.profile import profiles
from compendium.displays.facts import Fact, key_facts, keys_to_marks
from compendium.displays.sentences import Part
from compendium.glossary import Term, terms_in
from compendium.render.accounts import accounts
from compendium.render.beside import Beside
from compendium.render.body import Block, Body, displays_of
from compendium.render.disclosure_tables import together
from compendium.render.published import Link, Report, apart
from compendium.render.sureness import Line, sureness
from compendium.study import Study
from compendium.words import date_text, say

TAG = re.compile(r"<[^>]+>")


@dataclasses.dataclass(frozen=True)
class Around:
    """What stands around one report.

    `facts` are key facts with the `marks` that explain them, `sure` the lines of the box "How sure
    are we?" and `sure_marks` theirs, `terms` the words to explain, `beside` the files next to the
    page, if there are any.
    """

    facts: tuple[Fact, ...]
    marks: tuple[str, ...]
    sure: tuple[Line, ...]
    sure_marks: tuple[str, ...]
    terms: tuple[Term, ...]
    citation: str
    contents: tuple[tuple[str, str], ...]
    beside: Beside | None


def around(
    study: Study, notebook, content: Body, title: str, lang: str, beside: Beside | None = None
) -> Around:
    """What stands around the content of one executed notebook."""
    if content.plain:
        # A page in plain words explains itself.
        said = citation(study, title, content.origin, lang)
        return Around((), (), (), (), (), said, content.contents, beside)
    numbered = [b for b in (*content.opening, *content.blocks) if b.number]
    names = {b.id: say(f"{b.kind}_number", lang, number=str(b.number)) for b in numbered}
    facts = key_facts(content.displays)
    both = len(study.header.languages) > 1
    limits = _limits(content)
    sure = sureness(content.displays, names, _hidden(study, notebook), limits, lang, both)
    sure = sure if content.displays else ()
    terms = terms_in(" ".join(_texts(content)), lang)
    more = {"how_sure": sure, "glossary": terms}
    headings = {
        key: (key.replace("_", "-"), say(key, lang)) for key, there in more.items() if there
    }
    first, last = ([headings[key]] if key in headings else [] for key in more)
    return Around(
        facts,
        _marks([part for fact in facts for part in fact.parts], lang),
        sure,
        _marks([part for line in sure for part in line.parts], lang),
        terms,
        citation(study, title, content.origin, lang),
        (*first, *content.contents, *last),
        beside,
    )


def citation(study: Study, title: str, origin: str, lang: str) -> str:
    """How to cite a page: who wrote it, the year of its release, its title, study and version."""
    published = study.header.publication
    day = published.released_on if published else None
    text = say(
        "cite_text",
        lang,
        authors=published.authors.say(lang) if published else say("cite_no_authors", lang),
        year=str(day.year) if day else say("cite_no_year", lang),
        title=title,
        study=study.header.title.say(lang),
        version=version("advocacy-compendium"),
    )
    # A title that asks ends without a full stop.
    text = text.replace("?. ", "? ")
    return say("cite_made_up", lang, citation=text.rstrip(".")) if origin == "synthetic" else text


def terms_of_use(study: Study, lang: str) -> tuple[str, ...]:
    """When the reports were released and under which licence, a sentence each."""
    published = study.header.publication
    day, licence = (published.released_on, published.licence) if published else (None, None)
    said = [say("cite_released", lang, date=date_text(day, lang))] if day else []
    named = say("cite_licence", lang, licence=licence.say(lang)) if licence else ""
    return (*said, named or say("cite_no_licence", lang))


def _marks(parts: Iterable[Part], lang: str) -> tuple[str, ...]:
    return tuple(sentence.say(lang) for sentence in keys_to_marks(parts))


def _hidden(study: Study, notebook):
    """What became of the numbers and words of a public notebook; None of one for the team."""
    displays = [d for cell in notebook.cells for d in displays_of(cell)]
    used = {d.data.profile for d in displays}
    profile = profiles().get(next(iter(used), ""))
    if len(used) != 1 or profile is None or not profile.public:
        return None
    return together(accounts(study, profile, apart(Report("", "", "", tuple(displays)))))


def _limits(content: Body) -> Link | None:
    """Leads to the last section, in which every report says what it cannot tell."""
    if not content.contents:
        return None
    anchor, heading = content.contents[-1]
    return Link(TAG.sub("", heading), f"#{anchor}")


def _texts(content: Body) -> Iterator[str]:
    """What a page says itself, people's own words and conclusions left out."""
    yield TAG.sub(" ", content.lead)
    for block in (*content.opening, *content.blocks):
        yield from (TAG.sub(" ", block.html), block.caption, block.alt)
        yield from (TAG.sub(" ", note) for note in block.notes)
        yield from _cells(block)


def _cells(block: Block) -> Iterator[str]:
    if block.table is None:
        return
    yield from block.table.columns
    for row in block.table.rows:
        yield row.head
        yield from (c for i, c in enumerate(row.cells) if not (row.said and row.said[i]))
