"""The codebook and the coding of one study, drafted from coding projects and codebooks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pandas as pd

from compendium.instruments import folded
from compendium.readers.coding_project import PATH_SEPARATOR
from compendium.start.given import CODEBOOK, TALK, Given
from compendium.start.roles import CALLED, LANGUAGES, OF_TALK
from compendium.start.variables import key
from compendium.start.yaml_lines import flow, scalar
from compendium.writers.yaml_text import comment

TO_DO = "To be written: what it is about."
# A code that says how something is spoken of, and what its parts say.
VALENCE = ("valence", "sentiment", "feeling", "tone")
SAYS = {
    **dict.fromkeys(("good", "positive", "pos", "+", "favourable", "favorable"), 1),
    **dict.fromkeys(("bad", "negative", "neg", "-", "unfavourable", "unfavorable"), -1),
    **dict.fromkeys(("mixed", "neutral", "both"), 0),
}
ROLES = {
    "C": ("context", "contexts", "cyd-destun"),
    "M_res": ("mechanism resource", "resource", "resources"),
    "M_reas": ("mechanism reasoning", "reasoning", "mechanism", "mechanisms", "mecanwaith"),
    "O": ("outcome", "outcomes", "canlyniad", "canlyniadau"),
}


@dataclasses.dataclass
class DraftCoding:
    """Codes by their path, who coded, and codes that are a valence; `tokens` of each project."""

    codes: dict[str, str] = dataclasses.field(default_factory=dict)
    definitions: dict[str, str] = dataclasses.field(default_factory=dict)
    coders: dict[str, str] = dataclasses.field(default_factory=dict)
    valence: dict[str, int] = dataclasses.field(default_factory=dict)
    of_record: str = "C1"


def coding_of(given: list[Given]) -> DraftCoding:
    """What all projects and codebooks together say of codes and coders."""
    draft, used = DraftCoding(), pd.Series(dtype="str")
    for one in (g for g in given if g.kind in (TALK, CODEBOOK)):
        codes = one.export.tables["codes"]
        for row in codes.itertuples():
            if (value := _valence(row.code_path)) is not None:
                draft.valence[row.code_path] = value
            draft.definitions.setdefault(row.code_path, row.definition)
        used = pd.concat([used, one.export.tables["coded_segments"]["coder"]])
    counted = used[used != ""].value_counts()
    draft.coders = {name: f"C{n}" for n, name in enumerate(counted.index, start=1)} or {"": "C1"}
    other = [p for p in draft.definitions if p not in draft.valence]
    above = {p.rpartition(PATH_SEPARATOR)[0] for p in draft.valence}
    above -= {p.rpartition(PATH_SEPARATOR)[0] for p in other}
    kept = [p for p in other if p not in above]
    draft.codes = _ids(kept)
    return draft


def _valence(path: str) -> int | None:
    top, _, name = path.rpartition(PATH_SEPARATOR)
    return SAYS.get(folded(name)) if folded(top) in VALENCE else None


def _ids(paths: list[str]) -> dict[str, str]:
    """An id for each code by its place in the tree: T1, T1.1, T1.2, T2."""
    ids: dict[str, str] = {}
    for path in paths:
        parts = path.split(PATH_SEPARATOR)
        for depth in range(1, len(parts) + 1):
            own, above = (PATH_SEPARATOR.join(parts[:n]) for n in (depth, depth - 1))
            if own not in ids:
                beside = sum(p.rpartition(PATH_SEPARATOR)[0] == above for p in ids)
                ids[own] = f"{ids[above]}.{beside + 1}" if above else f"T{beside + 1}"
    return ids


def codebook_lines(draft: DraftCoding) -> Iterator[str]:
    """codebook.yml, code by code in the order of the tree."""
    yield "# The codebook, as the coding tool has it. Definitions are printed on pages."
    for path, code_id in sorted(draft.codes.items(), key=lambda pair: _by_place(pair[1])):
        above, _, name = path.rpartition(PATH_SEPARATOR)
        yield f"- code_id: {code_id}"
        if above:
            yield f"  parent_id: {draft.codes[above]}"
        yield f"  label: {flow({'en': name})}"
        said = " ".join(draft.definitions.get(path, "").split())
        yield f"  definition: {scalar(said)}" if said else f"  definition: {scalar(TO_DO)}"
        if role := _role(path):
            yield f"  realist_role: {role}  # guess: {comment(path)}"


def _by_place(code_id: str) -> tuple[int, ...]:
    return tuple(map(int, code_id.removeprefix("T").split(".")))


def _role(path: str) -> str:
    """What a code or one above it is called, if that is a word of the realist's."""
    names = [folded(part) for part in path.split(PATH_SEPARATOR)]
    found = [role for role, words in ROLES.items() for name in names if name in words]
    return found[0] if found else ""


def variables_of_sources(one: Given) -> dict[str, pd.Series]:
    """By variable what it says of each source of a project; blank cells left out."""
    table = one.export.tables["variables"]
    table = table[(table["owner_kind"] == "source") & (table["value"] != "")]
    table = table.drop_duplicates(["owner", "variable"])
    return {
        name: own.set_index("owner")["value"]
        for name, own in table.groupby("variable", sort=False, observed=True)
    }


def talk_columns(one: Given, said: dict[str, str]) -> dict[str, str]:
    """What the project's variables are: area, method, round, date, language, origin."""
    variables, found = variables_of_sources(one), {}
    names = {role: CALLED[role] for role in ("site", "language")} | OF_TALK
    names["data_origin"] = ("dataorigin",)
    for role, known in names.items():
        named = [said[role]] if role in said else [v for v in variables if key(v) in known]
        if named and named[0] in variables:
            found[role] = named[0]
    spoken = variables.get(found.get("language", ""), pd.Series(dtype="str"))
    if not set(spoken) <= set(LANGUAGES):
        found.pop("language", None)
    return found
