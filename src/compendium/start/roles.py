"""Which column of a survey, or variable of a coding project, says who, where, when and of whom."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from compendium.instruments import folded
from compendium.intake.columns import looks_like_identifier
from compendium.problems import DataError, Problems, listed
from compendium.readers.origins import is_origin
from compendium.start.variables import Variable, key

# What columns are called in exports, without capitals, spaces and underscores.
CALLED = {
    "person": (
        *("surveytoken", "token", "participantid", "respondentid", "responseid", "personid"),
        *("participant", "respondent", "participantcode", "uniqueid", "recordid", "caseid"),
        *("case", "pid", "id"),
    ),
    "site": (
        *("site", "siteid", "area", "region", "localauthority", "authority", "la", "council"),
        *("locality", "county", "district", "place", "ardal", "safle"),
    ),
    "group": (
        *("group", "role", "respondenttype", "participanttype", "whoareyou", "jobrole", "grŵp"),
        *("yourrole", "rôl"),
    ),
    "submitted_at": (
        *("submittedat", "submitted", "completed", "completedat", "completiontime", "submitdate"),
        *("datesubmitted", "recordeddate", "enddate", "timestamp", "datecompleted", "finished"),
    ),
    "language": ("language", "lang", "userlanguage", "startlanguage", "iaith", "surveylanguage"),
}
# What a coding tool's variable may say of a source, beside where and in which language.
OF_TALK = {
    "method": ("method", "typeofdata", "datatype", "dull"),
    "round": ("round", "wave", "rownd"),
    "date": ("date", "interviewdate", "dyddiad"),
}
LANGUAGES = {"en": ("english", "en", "eng", "saesneg"), "cy": ("cymraeg", "welsh", "cy", "cym")}
DATE_FORMATS = (
    *("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
    *("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "%d-%b-%Y", "%d %B %Y"),
)
# Of how many kinds areas and groups may be, to be taken for such.
MOST = 30


@dataclasses.dataclass
class Roles:
    """What each role's column is called, and what about it is a guess or is not known."""

    columns: dict[str, str] = dataclasses.field(default_factory=dict)
    date_format: str = ""
    languages: dict[str, str] = dataclasses.field(default_factory=dict)
    asked: list[str] = dataclasses.field(default_factory=list)


def refuse_identifiers(variables: Iterable[Variable], file: str) -> None:
    """Stop where a column looks like a name, an address or a number of a register.

    Raises
    ------
    DataError
        With every such column.
    """
    problems = Problems()
    for variable in variables:
        if looks_like_identifier(variable.name, variable.wording):
            problems.add(
                file,
                "",
                f"the column {variable.name} looks like a real identifier",
                "no names, addresses, numbers or dates of birth may come in",
                "Remove the column from the export, and keep the key outside the compendium.",
            )
    problems.settle(DataError)


def roles_of(variables: list[Variable], said: Mapping[str, str], file: str) -> Roles:
    """The columns that are no questions, told from their names, or as `said` names them.

    A name that only another file has is passed over (`refuse_unknown` knows them all).
    """
    by_name, roles = {v.name: v for v in variables}, Roles()
    for variable in variables:
        if is_origin(variable.name):
            roles.columns["data_origin"] = variable.name
    for role, names in CALLED.items():
        named = said.get(role, "")
        if named:
            if named in by_name:
                roles.columns[role] = named
            continue
        found = [v for n in names for v in variables if n in (key(v.name), key(v.wording))]
        fit = [v for v in found if v.answered and FITS[role](v)]
        if fit and fit[0].name not in roles.columns.values():
            roles.columns[role] = fit[0].name
    _settle_dates(roles, by_name, file)
    _settle_languages(roles, by_name)
    return roles


def refuse_unknown(said: Mapping[str, str], names: Iterable[str]) -> None:
    """Stop where a role was given that there is not, or a column that no file has.

    Raises
    ------
    DataError
        With all of them.
    """
    problems, names = Problems(), list(dict.fromkeys(names))
    for role, column in said.items():
        if role not in (*CALLED, "data_origin"):
            allowed = f"{listed([*CALLED, 'data_origin'])} can be named"
            problems.add("--columns", "", f"{role}={column}", allowed, "Correct the command.")
        elif column not in names:
            allowed = f"the columns are {listed(names, 60)}"
            do = "Name one of these, as the file writes it."
            problems.add("--columns", "", f"no file has a column {column} ({role})", allowed, do)
    problems.settle(DataError)


def _is_somebody(variable: Variable) -> bool:
    """Nearly every row has one of its own: the same person may have answered twice."""
    return len(variable.given) >= 0.9 * variable.answered and variable.answered >= 0.8 * len(
        variable.cells
    )


def _is_a_kind(variable: Variable) -> bool:
    """Few different cells, each of them short."""
    given = variable.given
    return len(given) <= MOST and max(map(len, given)) <= 60 and "@" not in "".join(given)


def _is_when(variable: Variable) -> bool:
    return date_formats(variable.given) != [] or any(ch.isdigit() for ch in variable.given[0])


FITS = {
    "person": _is_somebody,
    "site": _is_a_kind,
    "group": _is_a_kind,
    "submitted_at": _is_when,
    "language": _is_a_kind,
}


def date_formats(cells: Iterable[str]) -> list[str]:
    """The ways of writing dates under which every cell is one; "" is ISO.

    >>> date_formats(["03/04/2024", "28/04/2024"])
    ['%d/%m/%Y']
    """
    cells = list(cells)
    return [form for form in ("", *DATE_FORMATS) if all(_is_date(cell, form) for cell in cells)]


def _is_date(cell: str, form: str) -> bool:
    try:
        dt.datetime.strptime(cell, form) if form else dt.datetime.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _settle_dates(roles: Roles, by_name: dict[str, Variable], file: str) -> None:
    name = roles.columns.get("submitted_at")
    if name is None:
        return
    forms = date_formats(by_name[name].given)
    if not forms:
        del roles.columns["submitted_at"]
        roles.asked.append(
            f"{file}: how the dates in {name} are written was not recognised, so answers have no "
            "date. Say `submitted_at:` under `columns:` and `date_format:` in study.yml."
        )
        return
    roles.date_format = forms[0]
    if len(forms) > 1 and forms[0]:
        roles.asked.append(
            f"{file}: dates in {name} were taken for {forms[0]}; {listed(forms[1:])} would fit "
            "too. Correct `date_format:` in study.yml if that is wrong."
        )


def _settle_languages(roles: Roles, by_name: dict[str, Variable]) -> None:
    """What the cells of a column of languages mean; a column of which nothing is known goes."""
    name = roles.columns.get("language")
    if name is None:
        return
    variable = by_name[name]
    for cell in variable.given:
        words = folded(variable.labels.get(cell, cell))
        if meant := next((lang for lang, known in LANGUAGES.items() if words in known), ""):
            roles.languages[cell] = meant
    if not roles.languages:
        del roles.columns["language"]
