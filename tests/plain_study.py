"""For tests: what the files of a study say, read by Python's own modules and no reader of ours.

`said` reads every raw export and table below a study's folder; `came_in` reads the tables that the
intake saved. Both give rows as tuples of text, by what one row is: a person, an answer, a referral,
a coding, a judgement, a record of literature. Numbers are written one way, blanks are "".
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import yaml

# By libyaml where it is there; Python's own stumbles over "?" in brackets.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Rows = dict[str, Counter]
REFERRAL = {
    "Ref": "referral_id",
    "Area": "site_id",
    "Referred": "date_referred",
    "By": "referrer_type",
    "Accepted": "accepted",
    "Allocated": "date_allocated",
    "First contact": "date_first_contact",
    "Closed": "date_closed",
    "Why closed": "closure_reason",
}
MEANS = {
    "By": {"SW": "social_worker", "Self": "self", "Other": "other"},
    "Accepted": {"Y": "yes", "N": "no", "S": "signposted"},
    "First": {"Y": "include", "N": "exclude"},
    "Full": {"Y": "include", "N": "exclude"},
    "Had": {"Y": "yes", "N": "no"},
}
RECORD = {
    "Removed": "removed",
    "First": "screen1",
    "Had": "retrieved",
    "Full": "screen2",
    "Where": "country",
    "Who": "population",
    "How": "design",
    "Rel": "relevance",
    "Bears on": "pt_links",
}
JUDGEMENT = (
    *("evidence_id", "cmoc_id", "source_id", "element", "direction", "relevance", "richness"),
    *("rigour", "activation", "rival", "analyst", "judged_on"),
)
SAID_TO_BE_MISSING = ("98", "99")
VALENCE = ("Feeling", "Retired")


def one(cell: object) -> str:
    """A cell as text, a number as a number is written here.

    >>> one(4.0), one(" 4 "), one(None), one("4,0")
    ('4', '4', '', '4,0')
    """
    text = "" if cell is None or cell != cell else str(cell).strip()
    try:
        return format(float(text), ".14g") if re.fullmatch(r"[-+.\deE]+", text) else text
    except ValueError:
        return text


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by its headings; rows without a word in them are none."""
    head, *rows = csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    return [dict(zip(head, map(str.strip, row), strict=False)) for row in rows if any(row)]


def said(folder: Path) -> Rows:
    """What the files of a tiny study say, as rows that should come in."""
    people = table(folder / "consent.csv")
    gone = {p["participant_id"] for p in people if p["consent_status"] == "withdrawn"}
    token = {p["survey_token"]: p for p in people if p["survey_token"]}
    case = {p["case_name"]: p["participant_id"] for p in people if p["case_name"]}
    there = [p for p in people if p["participant_id"] not in gone]
    codings = list(_codings(folder, case, gone))
    return {
        "people": Counter((p["participant_id"], p["site_id"], p["group"]) for p in there),
        "answers": Counter(_answers(folder, token, gone)),
        "referrals": Counter(
            tuple(MEANS.get(c, {}).get(row[c], row[c]) for c in REFERRAL) for row in _log(folder)
        ),
        "codings": Counter(codings),
        "judgements": Counter(
            tuple(one(row[c]) for c in JUDGEMENT)
            for row in table(folder / "theory" / "evidence.csv")
            if row["source_type"] != "segment" or row["source_id"] in {c[0] for c in codings}
        ),
        "records": Counter(_records(folder)),
    }


def came_in(private: Path) -> Rows:
    """The same of the tables that the intake saved."""

    def rows(name: str) -> Iterable[dict[str, str]]:
        for path in sorted((private / "tables" / name).glob("*.csv")):
            yield from table(path)

    texts = {r["segment_id"]: r["text"] for r in rows("segments")}
    return {
        "people": Counter(
            (r["participant_id"], r["site_id"], r["group"]) for r in rows("participants")
        ),
        "answers": Counter(
            (r["participant_id"], r["item_id"], r["stage"], one(r["value"]))
            for r in rows("answers")
            if r["value"]
        ),
        "referrals": Counter(tuple(r[c] for c in REFERRAL.values()) for r in rows("referrals")),
        "codings": Counter(
            (r["segment_id"], r["code_id"], r["coder"], texts[r["segment_id"]])
            for r in rows("codings")
        ),
        "judgements": Counter(tuple(one(r[c]) for c in JUDGEMENT) for r in rows("evidence")),
        "records": Counter(
            (r["record_id"], r["title"], r["dup_of"], *(one(r[c]) for c in RECORD.values()))
            for r in rows("literature_records")
        ),
    }


def _answers(folder: Path, token: dict[str, dict], gone: set[str]) -> Iterable[tuple]:
    import pyreadstat

    frame, _ = pyreadstat.read_sav(str(folder / "raw" / "survey.sav"), user_missing=True)
    views = table(folder / "raw" / "views.csv")
    for row in [*frame.to_dict("records"), *views]:
        person = token.get(one(row["token"]), {"participant_id": "nobody", "site_id": ""})
        if person["participant_id"] in gone:
            continue
        for name, value in row.items():
            item, _, stage = name.rpartition("_")
            if stage not in ("before", "now"):
                item, stage = name, "single"
            found = one(value)
            if re.fullmatch(r"[STF]\d(_[ID])?", item) and found not in ("", *SAID_TO_BE_MISSING):
                yield person["participant_id"], item, stage, found


def _log(folder: Path) -> Iterable[dict[str, str]]:
    """The rows of the first sheet of the casework log, from its XML."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(folder / "raw" / "log.xlsx") as book:
        names = book.namelist()
        shared = []
        if "xl/sharedStrings.xml" in names:
            texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in si.iter(f"{main}t")) for si in texts]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in sheet.iter(f"{main}row"):
        cells = {}
        for place, cell in enumerate(row.iter(f"{main}c")):
            value = "".join(v.text or "" for v in cell.iter() if v.tag in (f"{main}v", f"{main}t"))
            text = shared[int(value)] if cell.get("t") == "s" else value
            letters = re.match("[A-Z]*", cell.get("r") or "")[0]
            cells[ord(letters) - ord("A") if letters else place] = text.strip()
        rows.append(cells)
    head, *rows = [r for r in rows if any(r.values())]
    for row in rows:
        yield {name: row.get(column, "") for column, name in head.items()}


def _codings(folder: Path, case: dict[str, str], gone: set[str]) -> Iterable[tuple]:
    """Codings by codes that are in use, of people who may be heard."""
    codes = yaml.load((folder / "codebook.yml").read_text("utf-8"), LOADER)
    labels = {c["code_id"]: c["label"]["en"] for c in codes}
    by_path = {
        (*([labels[c["parent_id"]]] if c.get("parent_id") else []), c["label"]["en"]): c["code_id"]
        for c in codes
        if c.get("status") != "retired"
    }
    with zipfile.ZipFile(folder / "raw" / "talk.qdpx") as project:
        root = ElementTree.fromstring(project.read("project.qde"))
        texts = {n.rpartition("/")[2]: project.read(n) for n in project.namelist()}
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    users = {u.get("guid"): u.get("name") for u in root.iter("User")}
    paths = dict(_paths(root.find("CodeBook/Codes"), ()))
    whose = {
        ref.get("targetGUID"): case.get(c.get("name"), "nobody")
        for c in root.iter("Case")
        for ref in c.iter("SourceRef")
    }
    for source in root.iter("TextSource"):
        person = whose.get(source.get("guid"), "")
        name = source.get("plainTextPath").rpartition("/")[2]
        text = texts[name].decode("utf-8-sig")
        for place in source.iter("PlainTextSelection"):
            start, end = int(place.get("startPosition")), int(place.get("endPosition"))
            for coding in place.iter("Coding"):
                path = paths[coding.find("CodeRef").get("targetGUID")]
                row = (
                    f"{source.get('name')}:{start}-{end}",
                    by_path.get(path, "unknown"),
                    users[coding.get("creatingUser")],
                    text[start:end],
                )
                if path[0] not in VALENCE and path != ("Old code",) and person not in gone:
                    yield row


def _paths(element, above: tuple[str, ...]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for code in element.findall("Code"):
        path = (*above, code.get("name"))
        yield code.get("guid"), path
        yield from _paths(code, path)


def _records(folder: Path) -> Iterable[tuple]:
    """Records found, with what screening says of each, and those that screening alone has."""
    text = (folder / "raw" / "found.ris").read_bytes().decode("utf-8-sig")
    fields = [line.partition("  - ") for line in text.splitlines()]
    screened = {r["Id"]: r for r in table(folder / "raw" / "screened.csv")}
    titles, id_ = {}, ""
    for tag, _, value in fields:
        if tag.strip() == "ID":
            id_ = value.strip()
            titles[id_] = ""
        elif tag.strip() == "TI":
            titles[id_] = value.strip()
    for key in {**titles, **screened}:
        row = screened.get(key, {})
        told = (one(MEANS.get(c, {}).get(row.get(c, ""), row.get(c, ""))) for c in RECORD)
        yield key, titles.get(key) or row.get("Title", ""), row.get("Repeats", ""), *told


def words_of(path: Path) -> Counter:
    """The single values of a file of definitions, YAML or CSV.

    Raises
    ------
    ValueError
        If a key stands twice: nobody can say which of the two is meant.
    """
    if not path.exists():
        return Counter()
    if path.suffix == ".csv":
        return Counter(_value(v) for row in table(path) for v in row.values() if v)
    text = path.read_text("utf-8")
    _refuse_keys_twice(yaml.compose(text, LOADER), path.name)
    return Counter(_leaves(yaml.load(text, LOADER)))


def _refuse_keys_twice(node, name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(map(str, keys))):
            raise ValueError(f"{name}: a key stands twice")
    for each in getattr(node, "value", ()) if not isinstance(node, yaml.ScalarNode) else ():
        for part in each if isinstance(each, tuple) else (each,):
            _refuse_keys_twice(part, name)


def defined(study) -> Counter:
    """The single values of a study's definitions, as they were understood."""
    return Counter(_leaves(study))


def _leaves(value: object) -> Iterable[str]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, (list, tuple, frozenset)):
        for each in value:
            yield from _leaves(each)
    elif value not in (None, ""):
        yield _value(value)


def _value(value: object) -> str:
    text = one(value)
    return {"true": "yes", "false": "no"}.get(text.casefold(), " ".join(text.split()))
