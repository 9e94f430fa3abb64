"""Everything a study is drafted of, put together from all files: sites, groups, people, sources."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

import pandas as pd

from compendium.instruments import folded
from compendium.problems import DataError, Problems, listed
from compendium.sources import BY_ROW, BY_SOURCE, CASE
from compendium.start.given import SURVEY, TALK, Given
from compendium.start.people import DraftPeople, Person, counted, tokens_of
from compendium.start.places import DraftSites
from compendium.start.questionnaire import DraftForm, Taken, questionnaire, what_is_asked
from compendium.start.roles import CALLED, Roles, refuse_identifiers, refuse_unknown, roles_of
from compendium.start.talk import (
    DraftCoding,
    coding_of,
    talk_columns,
    variables_of_sources,
)
from compendium.start.variables import Variable, key, variables_of

# What names of survey files say beside whom they are about.
NOT_WHO = {"survey", "data", "export", "responses", "results", "final", "questionnaire", "form"}
SPOKE = "person interviewed"
TALKED = {"interview", "focus group", "focus_group", "observation"}
# A project whose cases are nearly all tokens of the surveys holds written answers.
MOSTLY = 0.8


@dataclasses.dataclass
class DraftSource:
    """One source of study.yml; `guess` says what about it is one."""

    source: str
    kind: str
    file: str
    entries: dict[str, object] = dataclasses.field(default_factory=dict)
    guess: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Draft:
    """A drafted study, and in `asked` what of it needs a person, a sentence each."""

    study: str
    origin: str
    sites: DraftSites = dataclasses.field(default_factory=DraftSites)
    groups: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    people: DraftPeople = dataclasses.field(default_factory=DraftPeople)
    sources: list[DraftSource] = dataclasses.field(default_factory=list)
    forms: list[DraftForm] = dataclasses.field(default_factory=list)
    form_groups: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    coding: DraftCoding = dataclasses.field(default_factory=DraftCoding)
    asked: list[str] = dataclasses.field(default_factory=list)

    def group(self, word: str) -> str:
        """The id of a group that a file calls so; one and several of it are the same group."""
        plain = re.sub(r"[^a-z0-9]+", "_", folded(word)).strip("_") or "people"
        one = plain[:-1] if re.search(r"[^isu]s$", plain) else plain
        words = self.groups.setdefault(one, [])
        if (said := plain.replace("_", " ")) not in words:
            words.append(said)
        return one

    def source(self, name: str) -> DraftSource:
        return next(s for s in self.sources if s.source == name)


def draft_of(given: list[Given], study: str, origin: str, said: Mapping[str, str]) -> Draft:
    """Everything the files know of a study, and what they leave open.

    Parameters
    ----------
    origin : str
        ``real`` or ``synthetic``, of files that do not say.
    said : mapping
        What somebody says certain columns are, by role.

    Raises
    ------
    DataError
        With every column that looks like a real identifier, and every column that `said` names and
        no file has.
    """
    draft = Draft(study, origin, coding=coding_of(given))
    surveys = [(one, variables_of(one.export)) for one in given if one.kind == SURVEY]
    projects = [one for one in given if one.kind == TALK]
    names = [v.name for _, variables in surveys for v in variables]
    refuse_unknown(said, [*names, *(v for one in projects for v in variables_of_sources(one))])
    _refuse_identifiers(surveys)
    taken = Taken()
    for one, variables in surveys:
        roles = roles_of(variables, said, one.path.name)
        form = questionnaire(one.name, one.path.name, variables, roles, taken)
        _add_survey(draft, one, variables, roles, form)
    for one in projects:
        _add_project(draft, one, said)
    return draft


def _refuse_identifiers(surveys: list[tuple[Given, list[Variable]]]) -> None:
    problems = Problems()
    for one, variables in surveys:
        try:
            refuse_identifiers(variables, one.path.name)
        except DataError as error:
            problems += error.problems
    problems.settle(DataError)


def _add_survey(
    draft: Draft, one: Given, variables: list[Variable], roles: Roles, form: DraftForm
) -> None:
    by_name = {v.name: v for v in variables}
    cells = {role: by_name[name].cells for role, name in roles.columns.items()}
    rows = one.export.records["source_row"]
    file, by_row = one.path.name, ""
    if "person" not in cells:
        by_row = "no column was recognised that says who answered"
    elif (both := draft.people.tokens & set(cells["person"])) and all(map(counted, both)):
        by_row = f"{roles.columns['person']} counts as another survey does ({listed(both, 3)})"
        del roles.columns["person"]
    tokens = tokens_of(one.name, BY_ROW if by_row else "", cells.get("person"), rows)
    sites, values = _sites(draft, by_name.get(roles.columns.get("site", "")), len(rows))
    groups = _groups(draft, by_name.get(roles.columns.get("group", "")), one.name, len(rows))
    origins = cells.get("data_origin", pd.Series(draft.origin, index=rows.index)).str.casefold()
    people = [
        Person(site, group, origin.strip(), survey_token=token)
        for token, site, group, origin in zip(tokens, sites, groups, origins, strict=True)
        if token and site
    ]
    draft.people.answered(people)
    draft.forms.append(form)
    answered = {person.survey_token for person in people}
    own = [p.group for p in draft.people.people if p.survey_token in answered]
    draft.form_groups[one.name] = list(dict.fromkeys(own or groups))
    draft.sources.append(_survey_source(draft, one, roles, form, values, by_row))
    draft.asked += [*roles.asked, *what_is_asked(form)]
    if by_row:
        draft.asked.append(
            f"{file}: {by_row}, so each row is a person of its own, called {one.name}-1 and so on. "
            "If a column does say who, begin again with --columns person=COLUMN (COLUMNS='…')."
        )


def _sites(draft: Draft, variable: Variable | None, rows: int) -> tuple[list[str], dict[str, str]]:
    """The site of each row, and what cells mean that are not its id."""
    if variable is None:
        return [draft.sites.whole()] * rows, {}
    meant = {cell: draft.sites.add(variable.labels.get(cell, cell)) for cell in variable.given}
    values = {cell: site for cell, site in meant.items() if folded(cell) != folded(site)}
    return [meant.get(cell, "") for cell in variable.cells], values


def _groups(draft: Draft, variable: Variable | None, name: str, rows: int) -> list[str]:
    """The group of each row: what a column says, or the survey's own."""
    words = [w for w in name.split("_") if w not in NOT_WHO and not w.isdecimal()]
    usual = " ".join(words) or "respondents"
    if variable is None:
        return [draft.group(usual)] * rows
    cells = [variable.labels.get(cell, cell) for cell in variable.cells]
    return [draft.group(cell or usual) for cell in cells]


def _survey_source(
    draft: Draft,
    one: Given,
    roles: Roles,
    form: DraftForm,
    values: dict[str, str],
    by_row: str,
) -> DraftSource:
    order = ("person", "site", "submitted_at", "language", "data_origin")
    columns = {role: roles.columns[role] for role in order if role in roles.columns}
    columns |= {i.item_id: i.column for i in form.items if i.item_id != i.column}
    fixed = {"person": BY_ROW} if by_row else {}
    fixed |= {} if "site" in columns else {"site": draft.sites.whole()}
    fixed |= {} if "data_origin" in columns else {"data_origin": draft.origin}
    entries = {"instrument": form.instrument, "columns": columns, "fixed": fixed}
    entries |= {"date_format": roles.date_format, "stage_suffix": form.stage_suffix}
    entries |= {"languages": roles.languages, "values": {"site": values} if values else {}}
    guess = {"columns": "told from the names of the columns", "fixed": by_row}
    file = f"raw/{one.path.name}"
    return DraftSource(one.name, SURVEY, file, {k: v for k, v in entries.items() if v}, guess)


def _add_project(draft: Draft, one: Given, said: Mapping[str, str]) -> None:
    """Cases of a coding project as people, and the project as a source."""
    columns, variables = talk_columns(one, dict(said)), variables_of_sources(one)
    cases, by_source = one.export.tables["cases"], ""
    cases = cases[cases["source"] != ""].drop_duplicates("case")
    if cases.empty:
        by_source = "the project has no cases, so each source is taken for one person"
        names = one.export.tables["sources"]["source"]
        cases = pd.DataFrame({"case": names, "source": names})
    places = _project_sites(draft, variables.get(columns.get("site", "")), cases["source"])
    owners = _case_groups(one, variables, cases)
    origins = variables.get(columns.get("data_origin", ""), pd.Series(dtype="str"))
    written = _are_tokens(draft, cases, variables.get(columns.get("method", "")))
    people = zip(cases.itertuples(), places, owners, strict=True)
    for row, site, group in () if written else people:
        origin = str(origins.get(row.source, draft.origin)).strip().casefold()
        owner = draft.group(group or SPOKE)
        draft.people.spoke([Person(site, owner, origin, case_name=row.case.strip())])
    draft.sources.append(_project_source(draft, one, columns, by_source, written))
    _ask_about(draft, one, by_source, written)


def _project_sites(draft: Draft, of_source: pd.Series | None, sources: pd.Series) -> list[str]:
    if of_source is None:
        return [draft.sites.whole()] * len(sources)
    return [
        draft.sites.add(of_source[s]) if s in of_source.index else draft.sites.whole()
        for s in sources
    ]


def _case_groups(one: Given, variables: dict[str, pd.Series], cases: pd.DataFrame) -> list[str]:
    """What a variable of each case, or of its source, calls its group; blank where none does."""
    table = one.export.tables["variables"]
    own = table[(table["owner_kind"] == "case") & table["variable"].map(key).isin(CALLED["group"])]
    said = own.drop_duplicates("owner").set_index("owner")["value"]
    of_source = next((s for v, s in variables.items() if key(v) in CALLED["group"]), pd.Series())
    return [
        str(said.get(row.case, "") or of_source.get(row.source, "")) for row in cases.itertuples()
    ]


def _are_tokens(draft: Draft, cases: pd.DataFrame, method: pd.Series | None) -> bool:
    """Whether a project holds a survey's written answers, a document named by each token."""
    if cases["case"].map(counted).any() or (method is not None and set(method) & TALKED):
        return False
    named = (cases["case"] == cases["source"]) & cases["case"].isin(draft.people.tokens)
    return bool(named.mean() >= MOSTLY)


def _project_source(
    draft: Draft, one: Given, columns: dict[str, str], by_source: str, written: bool
) -> DraftSource:
    fixed = {CASE: BY_SOURCE} if by_source else {}
    fixed |= {} if "site" in columns else {"site": draft.sites.whole()}
    fixed |= {} if "data_origin" in columns else {"data_origin": draft.origin}
    named = {name: coder for name, coder in draft.coding.coders.items() if name not in ("", coder)}
    used = set(one.export.tables["coded_segments"]["coder"])
    told = variables_of_sources(one).get(columns.get("site", ""), pd.Series(dtype="str"))
    words = {word: draft.sites.add(word) for word in sorted(set(told))}
    values = {"site": {word: site for word, site in words.items() if folded(word) != folded(site)}}
    values |= {"coder": {n: c for n, c in named.items() if n in used}}
    values = {name: meant for name, meant in values.items() if meant}
    entries = {"speaks_of": "survey_token" if written else "", "columns": columns, "fixed": fixed}
    entries |= one.said
    entries |= {"coder": "C1" if "" in used else "", "values": values}
    entries = {k: v for k, v in entries.items() if v}
    guess = {"columns": "told from the names of the variables", "fixed": by_source}
    guess |= {"speaks_of": "its cases are tokens of the survey"}
    guess |= dict.fromkeys(one.said, "told from the words of the headings")
    return DraftSource(one.name, TALK, f"raw/{one.path.name}", entries, guess)


def _ask_about(draft: Draft, one: Given, by_source: str, written: bool) -> None:
    file = one.path.name
    if by_source:
        draft.asked.append(
            f"{file}: {by_source}. Where a source is a focus group or a note, make a case for each "
            "person in the coding tool, export again, and take `case: by_source` out of study.yml."
        )
    elif not written:
        draft.asked.append(
            f"{file}: cases were taken for people. List those that are none (places, "
            "organisations) under `not_people:` of the source, and take their rows out of the "
            "consent table. Where a case is called by somebody's name, rename it in the tool."
        )
