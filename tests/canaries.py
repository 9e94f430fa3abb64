"""For tests: strings found nowhere else, planted in a study, and looked for in every encoding."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pyreadstat
import tiny
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from compendium.build.sweep.contents import contents
from compendium.writers.refi_qda import Project, write_qdpx

# Where each is planted. The letters after the core are such as encodings change.
PLANTED = (
    *("raw folder", "survey file", "talk file", "log file"),
    *("variable label", "value label", "file label", "file note", "variable", "answer"),
    *("unknown area", "open answer", "token", "project name", "project origin"),
    *("coder of record", "second coder", "third coder", "coder nobody named", "case", "source"),
    *("project description", "source description", "code description", "case description"),
    *("memo", "memo name", "author", "last modified by", "company", "title", "comment"),
    *("comment author", "hidden sheet", "hidden cell", "defined name", "column", "cell"),
    *("referral", "person", "pseudonym", "participant", "reason", "approver"),
)
CORES = {place: f"zqk{number:02d}v" for number, place in enumerate(PLANTED)}
CANARIES = {place: f"{core}ŵ&é" for place, core in CORES.items()}


def found(content: bytes, cores: dict[str, str] = CORES) -> set[str]:
    """The places whose canary stands in these bytes, in whatever encoding, packed or not.

    What cannot be looked into counts as found, under what it is.
    """
    read = contents(content)
    texts = [content.decode("latin-1"), *(piece.text for piece in read.pieces)]
    every = "\n".join(texts).casefold()
    exact = "\n".join(texts)
    there = {
        place
        for place, core in cores.items()
        if any(form in every for form in _plain(core)) or any(f in exact for f in _base64(core))
    }
    return there | {why for _, why in read.unread}


def _plain(core: str) -> list[str]:
    wide = [core.encode(f"utf-16-{end}").decode("latin-1") for end in ("le", "be")]
    return [core, *wide, core.encode().hex()]


def _base64(core: str) -> list[str]:
    """What stands of a core in base64, wherever in three bytes it begins; too short to decode."""
    forms = []
    for raw in (core.encode(), core.encode("utf-16-le")):
        for before in range(3):
            encoded = base64.b64encode(b"\0" * before + raw + b"\0\0").decode()
            forms.append(encoded[-(-8 * before // 6) : 8 * (before + len(raw)) // 6])
    return forms


def digests(folder: Path) -> dict[str, str]:
    """Beginnings of plain digests of every file below a folder, and of its name."""
    made = {}
    for path in (p for p in folder.rglob("*") if p.is_file()):
        for kind in ("md5", "sha1", "sha256"):
            for what, raw in (("content", path.read_bytes()), ("name", path.name.encode())):
                digest = hashlib.new(kind, raw).hexdigest()
                made[f"{kind} of the {what} of {path.name}"] = digest[:12]
    return made


def write_study(root: Path, origin: str = "real") -> Path:
    """Tiny with a canary in every place, its log as a workbook, under the default profile."""
    folder = tiny.write_tiny(root)
    shutil.rmtree(folder / "raw")
    raw = folder / "raw" / CANARIES["raw folder"]
    raw.mkdir(parents=True)
    names = {"survey.sav": "survey file", "talk.qdpx": "talk file", "log.csv": "log file"}
    paths = {n: raw / f"{CANARIES[place]}{Path(n).suffix}" for n, place in names.items()}
    paths["log.csv"] = paths["log.csv"].with_suffix(".xlsx")
    _survey(paths["survey.sav"], origin)
    _talk(paths["talk.qdpx"], origin)
    _log(paths["log.csv"], origin)
    _definitions(folder, {n: p.relative_to(folder).as_posix() for n, p in paths.items()}, origin)
    return folder


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def _definitions(folder: Path, files: dict[str, str], origin: str) -> None:
    """study.yml and what is kept by hand, with what the exports are called now."""
    study = [(f"raw/{name}", f"'{file}'") for name, file in files.items()]
    first, second = (f"'{CANARIES[c]}'" for c in ("coder of record", "second coder"))
    study += [("of_record: C1", f"of_record: {first}")]
    study += [("coders: [C1, C2]", f"coders: [{first}, {second}]")]
    study += [("disclosure: exact", "disclosure: welsh_evaluation")]
    study += [
        (
            "reports: [site_report]",
            "reports: [cross_site, site_report, programme_theory, survey_methods, "
            "qualitative_methods, quotes, evidence_trail]",
        )
    ]
    edit(folder / "study.yml", *study)
    own = [("Ann", CANARIES["pseudonym"]), ("Q1,", f"{CANARIES['participant']},")]
    own += [(",t1,c1,", f",{CANARIES['token']},{CANARIES['case']},")]
    edit(folder / "consent.csv", *own, ("synthetic", origin))
    judged = [("c1 interview", f"{CANARIES['source']} interview"), ("synthetic", origin)]
    judged += [("tea every time", CANARIES["reason"])]
    edit(folder / "theory" / "evidence.csv", *judged)
    (folder / "findings" / "quotes.csv").write_text(
        "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin\n"
        f"c2 interview:20-45,Nobody listened at all.,,{CANARIES['approver']},2024-03-01,tiny,"
        f"{origin}\n",
        encoding="utf-8",
    )


def _survey(path: Path, origin: str) -> None:
    frame = tiny.responses().assign(data_origin=origin)
    frame.loc[len(frame)] = frame.loc[4]
    frame.loc[6, ["token", "area"]] = ["t9", CANARIES["unknown area"]]
    frame.loc[0, "token"] = CANARIES["token"]
    frame.loc[0, "O1"] = CANARIES["open answer"]
    frame[CORES["variable"]] = CANARIES["answer"]
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label=CANARIES["file label"],
        note=CANARIES["file note"],
        column_labels=[CANARIES["variable label"] for _ in frame],
        variable_value_labels={
            "lang": {1: "English", 2: "Cymraeg"},
            "S1": {1: CANARIES["value label"]},
        },
        missing_ranges={item: [98, 99] for item in tiny.ITEMS},
    )


def _talk(path: Path, origin: str) -> None:
    made = tiny.project()
    coders = {"C1": CANARIES["coder of record"], "C2": CANARIES["second coder"]}
    sources = []
    for source in made.sources:
        codings = [
            dataclasses.replace(s, codings=tuple((code, coders[who]) for code, who in s.codings))
            for s in source.selections
        ]
        extra = dataclasses.replace(
            codings[0], codings=((tiny.TEA, CANARIES["coder nobody named"]),)
        )
        variables = tuple((k, origin if k == "Data origin" else v) for k, v in source.variables)
        name = source.name.replace("c1 ", f"{CANARIES['source']} ")
        sources.append(
            dataclasses.replace(
                source, name=name, selections=(*codings, extra), variables=variables
            )
        )
    cases = [
        dataclasses.replace(c, name=CANARIES["case"], sources=(sources[0].name,))
        if c.name == "c1"
        else c
        for c in made.cases
    ]
    codes = [dataclasses.replace(c, definition=CANARIES["code description"]) for c in made.codes]
    write_qdpx(
        path,
        Project(
            CANARIES["project name"],
            CANARIES["project origin"],
            made.written_on,
            CANARIES["project description"],
            (*coders.values(), CANARIES["coder nobody named"], CANARIES["third coder"]),
            tuple(codes),
            tuple(sources),
            tuple(cases),
        ),
    )
    _with_memos(path)


def _with_memos(path: Path) -> None:
    """What the writer never writes: descriptions of a source and a case, and memos."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    memo = (
        f'<Notes><Note guid="n1" name="{html.escape(CANARIES["memo name"])}" '
        'plainTextPath="internal://n1.txt"/></Notes></Project>'
    )
    xml = parts["project.qde"].decode("utf-8")
    for before, place, after in (
        ("</TextSource>", "source description", "</TextSource>"),
        ("<SourceRef", "case description", "<SourceRef"),
    ):
        described = f"<Description>{html.escape(CANARIES[place])}</Description>{after}"
        xml = xml.replace(before, described, 1)
    parts["project.qde"] = xml.replace("</Project>", memo).encode("utf-8")
    parts["sources/n1.txt"] = CANARIES["memo"].encode("utf-8")
    _pack(path, parts)


def _pack(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def _log(path: Path, origin: str) -> None:
    frame = tiny.log().assign(**{"Data origin": origin})
    frame.loc[0, "Ref"], frame.loc[1, "Person"] = CANARIES["referral"], CANARIES["person"]
    frame[CANARIES["column"]] = CANARIES["cell"]
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (list(frame), *frame.itertuples(index=False)):
        sheet.append([str(cell) for cell in row])
    sheet["A1"].comment = Comment(CANARIES["comment"], CANARIES["comment author"])
    hidden = book.create_sheet(CANARIES["hidden sheet"])
    hidden.sheet_state, hidden["A1"] = "hidden", CANARIES["hidden cell"]
    book.defined_names[CORES["defined name"]] = DefinedName(
        CORES["defined name"], attr_text="Sheet!$A$1"
    )
    book.properties.creator = CANARIES["author"]
    book.properties.lastModifiedBy = CANARIES["last modified by"]
    book.properties.title = CANARIES["title"]
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    company = f"<Company>{html.escape(CANARIES['company'])}</Company></Properties>".encode()
    parts["docProps/app.xml"] = parts["docProps/app.xml"].replace(b"</Properties>", company)
    _pack(path, parts)
