"""The tiny study's raw exports, written by hand here so that every test can spoil its own copy."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pandas as pd

from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
    write_qdpx,
)
from compendium.writers.spss import write_sav

DEFINITIONS = Path(__file__).parent / "studies" / "tiny"
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
# Cells of a short site report: tables, a chart, a map, quotes and what an analyst concluded.
SHORT = [
    *("title", "about-parameters", "parameters", "about-setup", "setup"),
    *("who", "who-table", "survey", "survey-bars", "about-survey-meaning", "survey-meaning"),
    *("themes", "themes-map", "words", "words-quotes", "joint", "joint-table", "limits"),
]

# One row per response: token, area, S1 S2 S3, T1 T2 before, T1 T2 now. S3 and T2 are reversed.
RESPONSES = [
    ("t1", "001", 5, 4, 1, 2, 4, 4, 2),  # say (5+4+5)/3; trust before (2+2)/2, now (4+4)/2
    ("t2", "001", 4, 99, 2, 3, 3, 3, 3),  # say (4+4)/2; trust 3, 3
    ("t3", "001", 2, None, 98, 4, 2, 2, 4),  # say: one answer, too few; trust 4, 2
    ("t5", "002", 3, 3, 3, 1, 5, 5, 1),
    ("t6", "002", 1, 2, 5, None, 3, 4, 2),
    ("t7", "002", 5, 5, 1, 1, 1, 1, 1),  # withdrawn
]
ITEMS = ["S1", "S2", "S3", "T1_before", "T2_before", "T1_now", "T2_now"]

WARMTH, LISTENING, TEA = ("Warmth",), ("Warmth", "Listening"), ("Warmth", "Tea")
PAPERS, OLD = ("Papers",), ("Old code",)
GOOD, BAD = ("Feeling", "Good"), ("Feeling", "Bad")

# What study.yml says for a page in plain words, where a test wants one.
YOUNG_PEOPLE = """\
young_people:
  readers: {en: young people, cy: bobl ifanc}
  about: [{en: We asked you., cy: Holom chi.}]
  next_steps: [{en: We tell you., cy: Dywedwn wrthych.}]
  support: [{en: Talk to us., cy: Siaradwch â ni.}]
  hard_words:
    - {word: {en: advocate, cy: eiriolwr}, means: {en: who helps you., cy: sy'n eich helpu.}}
"""
# One row per interview: case, area, (passage, codes by C1, codes by C2).
TALK = [
    (
        "c1",
        "001",
        [
            ("She listened to me.", [LISTENING, GOOD], [LISTENING]),
            ("There was tea, always.", [TEA, GOOD], []),
        ],
    ),
    ("c2", "001", [("Nobody listened 😀 at all.", [LISTENING, BAD], [PAPERS])]),
    ("c3", "001", [("The report was long.", [PAPERS, BAD], [])]),
    ("c4", "001", [("We post the letters.", [PAPERS], [])]),
    ("c5", "002", [("Tŷ bach twt, a chwpanaid o de.", [TEA], [])]),
    ("c6", "002", [("They used an old word.", [OLD, LISTENING], [])]),
    ("c7", "002", [("This must never be seen anywhere.", [LISTENING, TEA], [])]),
    ("c8", "002", [("I make the tea.", [TEA, GOOD], [])]),
]


def responses() -> pd.DataFrame:
    """The survey as a wide table, one row per response."""
    frame = pd.DataFrame(RESPONSES, columns=["token", "area", *ITEMS])
    frame[ITEMS] = frame[ITEMS].astype("float64")
    days = [dt.datetime(2024, 1, 15, 10, minute) for minute in range(len(frame))]
    frame.insert(2, "submitted", pd.to_datetime(days))
    frame["lang"] = 1.0
    frame["O1"] = ["", "NA", "", "Diolch, ŵy", "", "gone"]
    frame["data_origin"] = "synthetic"
    return frame


def write_survey(path: Path, frame: pd.DataFrame) -> None:
    """A response table as the survey tool would export it."""
    missing = {c: [98, 99] for c in ITEMS if c in frame}
    write_sav(
        path,
        frame,
        {c: c for c in frame},
        {"lang": {1: "English", 2: "Cymraeg"}},
        missing,
        "Tiny, made up",
    )


def project(talk=TALK) -> Project:
    """The interviews as a coding project: one source and one case a person."""
    sources, cases = [], []
    for case, area, passages in talk:
        text, selections = "Interviewer: Go on.\n", []
        for passage, first, second in passages:
            start = len(text)
            text += passage
            codings = [(c, "C1") for c in first] + [(c, "C2") for c in second]
            selections.append(CodedSelection(start, len(text), tuple(codings)))
            text += "\n"
        variables = (
            ("Area", area),
            ("Method", "interview"),
            ("Round", "R1"),
            ("Date", "2024-02-01"),
            ("Language", "en"),
            ("Data origin", "synthetic"),
        )
        sources.append(SourceEntry(f"{case} interview", text, tuple(selections), variables))
        cases.append(CaseEntry(case, (f"{case} interview",)))
    paths = [WARMTH, LISTENING, TEA, PAPERS, OLD, ("Feeling",), GOOD, BAD]
    return Project(
        "tiny",
        "test",
        "2024-03-01",
        "MADE-UP DATA",
        ("C1", "C2"),
        tuple(CodeEntry(p) for p in paths),
        tuple(sources),
        tuple(cases),
    )


# One row per referral, exported on 31 March 2024: Ref, area, person, referred, by, accepted,
# allocated, first contact, closed, why. Waits of the accepted in 001: 5 and 10 days to contact,
# 10 to an end without, 20 to contact, 15 and still open; r7 was met before it was referred.
LOG = [
    ("r1", "001", "p1", "2024-01-01", "SW", "Y", "2024-01-03", "2024-01-06", "", ""),
    (
        "r2",
        "001",
        "p2",
        "2024-01-01",
        "Self",
        "Y",
        "",
        "2024-01-11",
        "2024-02-01",
        "issue_resolved",
    ),
    ("r3", "001", "p3", "2024-01-08", "SW", "Y", "", "", "2024-01-18", "person_ended"),
    ("r4", "001", "p4", "2024-01-08", "SW", "Y", "2024-01-09", "2024-01-28", "", ""),
    ("r5", "001", "p5", "2024-03-16", "health", "Y", "", "", "", ""),
    ("r6", "001", "p6", "2024-02-01", "SW", "N", "", "", "", ""),
    ("r7", "001", "p7", "2024-02-02", "Self", "Y", "", "2024-01-30", "", ""),
    ("r8", "001", "p1", "2023-12-10", "SW", "", "", "", "", ""),
    ("r9", "002", "p8", "2024-01-10", "school", "S", "", "", "", ""),
    ("r10", "002", "p9", "2024-02-01", "Other", "Y", "", "2024-02-01", "", ""),
    ("r11", "002", "p10", "2024-02-05", "SW", "Y", "2024-02-06", "2024-02-08", "", ""),
]
LOG_COLUMNS = ["Ref", "Area", "Person", "Referred", "By", "Accepted", "Allocated"]
LOG_COLUMNS += ["First contact", "Closed", "Why closed"]


def log() -> pd.DataFrame:
    """The casework log as a table of text, one row per referral."""
    frame = pd.DataFrame(LOG, columns=LOG_COLUMNS, dtype="str")
    return frame.assign(**{"Exported": "2024-03-31", "Data origin": "synthetic"})


def write_log(path: Path, frame: pd.DataFrame | None = None) -> None:
    """The casework log as the case system would export it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (log() if frame is None else frame).to_csv(path, index=False, lineterminator="\n")


def write_tiny(root: Path) -> Path:
    """The whole tiny study under ``root/data/tiny``; returns its folder."""
    folder = root / "data" / "tiny"
    shutil.copytree(DEFINITIONS, folder)
    (folder / "findings").mkdir(exist_ok=True)
    write_survey(folder / "raw" / "survey.sav", responses())
    write_qdpx(folder / "raw" / "talk.qdpx", project())
    write_log(folder / "raw" / "log.csv")
    return folder


def consent_said(folder: Path, person: str, **changes: str) -> None:
    """Change what one person's line of the consent table says."""
    path = folder / "consent.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    for column, value in changes.items():
        table.loc[table["participant_id"] == person, column] = value
    table.to_csv(path, index=False, lineterminator="\n")


def write_quotes(folder: Path, said: dict[str, str]) -> None:
    """Approve these wordings, by the place of the passage."""
    head = "segment_id,approved_text,translation_en,approved_by,approved_on,study,data_origin"
    rows = [f"{place},{text},,me,2024-03-01,tiny,synthetic" for place, text in said.items()]
    (folder / "findings").mkdir(exist_ok=True)
    (folder / "findings" / "quotes.csv").write_text("\n".join([head, *rows]), encoding="utf-8")


def publish_also(folder: Path, *reports: str) -> None:
    """Have the public site reports of a tiny study built with these reports beside them."""
    path, wanted = folder / "study.yml", ", ".join(["site_report", *reports])
    text = path.read_text(encoding="utf-8")
    assert "reports: [site_report]" in text
    text = text.replace("reports: [site_report]", f"reports: [{wanted}]")
    path.write_text(
        text.replace("disclosure: exact", "disclosure: welsh_evaluation"), encoding="utf-8"
    )


def invite_more(folder: Path) -> None:
    """Of 8 parents invited in 002, 18 in both areas, there are 12 and 22 now."""
    path = folder / "sample.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("002,parent,2,0,8,3,8", "002,parent,2,0,12,3,12"), "utf-8")


def copy_notebooks(root: Path, whole: bool = False) -> None:
    """The notebooks beside a study's data; of the site report a few displays unless it is `whole`.

    How a build goes does not hang on how much a report shows, and a short one takes a third of the
    time.
    """
    shutil.copytree(NOTEBOOKS, root / "notebooks")
    if not whole:
        path = root / "notebooks" / "site_report.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = {cell["id"]: cell for cell in notebook["cells"]}
        notebook["cells"] = [cells[name] for name in SHORT]
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False), encoding="utf-8")
