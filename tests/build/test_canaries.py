"""Canaries: strings found nowhere else, planted wherever an export holds words that are not data.

Whatever a build writes outside private/ is searched for each, byte by byte and in every encoding.
The data say that they are real, and lie outside every repository.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import io
import json
import shutil
import tempfile
import urllib.parse
import zipfile
import zlib
from pathlib import Path

import nbformat
import pytest
from canaries import CANARIES, CORES, digests, edit, found, write_study
from conftest import ROOT
from shown import code, notebook

from compendium.build.run import build_reports
from compendium.cli import main

# Builds are made once, by one process.
pytestmark = pytest.mark.xdist_group("canaries")

PUBLIC = "welsh_evaluation"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
TEXT = CANARIES["memo"]


def state(root: Path) -> dict[str, bytes]:
    """Every file of a house outside private/, and of ``own`` beside it, by its path."""
    files = [p for folder in (root, root.parent / "own") for p in folder.rglob("*") if p.is_file()]
    named = {p.relative_to(root.parent).as_posix(): p.read_bytes() for p in files}
    private = f"{root.name}/private/"
    return {name: content for name, content in named.items() if not name.startswith(private)}


class Built:
    """A house before and after a build; what the build returned, printed and wrote."""

    def __init__(self, root: Path, capture: pytest.CaptureFixture | None, **options):
        self.root, before, screen = root, state(root), io.StringIO()
        kept = contextlib.nullcontext() if capture else contextlib.redirect_stdout(screen)
        with kept, contextlib.nullcontext() if capture else contextlib.redirect_stderr(screen):
            self.status = build_reports(**options)
        self.said = "".join(capture.readouterr()) if capture else screen.getvalue()
        after = state(root)
        self.inputs_kept = before == {n: c for n, c in after.items() if n in before}
        self.written = {n: c for n, c in after.items() if n not in before}

    def leaks(self) -> dict[str, set[str]]:
        """The canaries in each file that was written, and in its name."""
        found_in = {n: found(c) | found(n.encode()) for n, c in self.written.items()}
        return {name: places for name, places in found_in.items() if places}


def house(root: Path, patch: pytest.MonkeyPatch) -> Path:
    folder = write_study(root)
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    patch.setenv("COMPENDIUM_DATA", str(root / "data"))
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The whole study, for the public and then for the team, in one house."""
    root = tmp_path_factory.mktemp("canaries") / "house"
    with pytest.MonkeyPatch.context() as patch:
        house(root, patch)
        # What Python, Jupyter and matplotlib keep by the way is searched as well.
        for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            (root.parent / "own" / name).mkdir(parents=True)
            patch.setenv(name, str(root.parent / "own" / name))
        patch.setattr(tempfile, "tempdir", None)
        public = Built(root, None)
        team = Built(root, None, profile="exact", site="001")
    return public, team


ENCODED = {
    "UTF-8": TEXT.encode(),
    "UTF-16 little end first": TEXT.encode("utf-16-le"),
    "UTF-16 big end first": b"\0\xff" + TEXT.encode("utf-16-be"),
    "Latin-1": TEXT.encode("latin-1", "replace"),
    "capitals": TEXT.upper().encode(),
    "percent": "".join(f"%{b:02x}" for b in TEXT.encode()).encode(),
    "percent where needed": urllib.parse.quote(TEXT).encode(),
    "HTML": html.escape(TEXT).encode(),
    "HTML by number": "".join(f"&#{ord(c)};" for c in TEXT).encode(),
    "HTML by number in sixteens": "".join(f"&#x{ord(c):x};" for c in TEXT).encode(),
    "across tags": f"<p>{TEXT[:3]}<b>{TEXT[3:]}</b></p>".encode(),
    "JSON": json.dumps({"said": TEXT}).encode(),
    "JSON by number": "".join(f"\\u{ord(c):04x}" for c in TEXT).join('""').encode(),
    "hexadecimal": TEXT.encode().hex().encode(),
    "base64": base64.b64encode(TEXT.encode()),
    "base64 inside more": base64.b64encode(f"more {TEXT} more".encode()),
    "base64 of UTF-16": base64.b64encode(b"x" + TEXT.encode("utf-16-le")),
    "a data address": b"<img src='data:text/plain;base64,%s'>" % base64.b64encode(TEXT.encode()),
    "gzip": gzip.compress(TEXT.encode()),
    "zlib": zlib.compress(TEXT.encode(), 9),
    "deflate": zlib.compress(TEXT.encode(), wbits=-15),
    "gzip in base64": base64.b64encode(gzip.compress(f"{TEXT} and more of it".encode())),
    "zlib in base64": base64.b64encode(zlib.compress(f"{TEXT} and more of it".encode())),
}


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_canary_is_found_in_every_encoding(encoding):
    """Without this the tests below would test nothing."""
    assert "memo" in found(ENCODED[encoding])


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_canary_is_found_in_every_encoding_inside_archives_and_notebooks(encoding):
    inner = zipped(a=ENCODED[encoding])
    assert "memo" in found(zipped(b=inner))
    attached = {"a.bin": {"application/octet-stream": base64.b64encode(inner).decode()}}
    cell = nbformat.v4.new_markdown_cell("Look.", attachments=attached)
    assert "memo" in found(nbformat.writes(notebook(cell)).encode())


def test_what_holds_no_canary_has_none():
    assert found(b"zqk and more" + zlib.compress(b"nothing of the kind")) == set()


@pytest.mark.parametrize("file", ["survey file", "talk file", "log file"])
def test_the_exports_hold_what_is_looked_for(built, file):
    """In the exports themselves; the rest stands in tables kept by hand, and in names."""
    public, _ = built
    (path,) = (public.root / "data" / "tiny" / "raw").rglob(f"{CANARIES[file]}.*")
    assert len(found(path.read_bytes())) >= 8


def test_every_canary_is_planted(built):
    public, _ = built
    planted = set()
    for path in (public.root / "data").rglob("*"):
        planted |= found(path.relative_to(public.root).as_posix().encode())
        planted |= found(path.read_bytes()) if path.is_file() else set()
    assert set(CORES) <= planted


def test_no_canary_leaves_a_public_build(built):
    public, _ = built
    assert public.status == 0
    assert found(public.said.encode()) == set()
    assert {n.rpartition("/")[2] for n in public.written} >= {"001.html", "cross-site.ipynb"}
    assert public.leaks() == {}
    assert public.inputs_kept


def test_no_canary_leaves_a_team_build(built):
    """It writes into private/ alone, where coders and files have no names on pages either."""
    _, team = built
    assert team.status == 0
    assert found(team.said.encode()) == set()
    assert not [name for name in team.written if not name.startswith("own/")]
    assert team.leaks() == {}
    assert team.inputs_kept
    pages = list((team.root / "private" / "reports").rglob("*.html"))
    assert "001.html" in {p.name for p in pages}
    coders = {"coder of record", "second coder", "coder nobody named"}
    assert not [p.name for p in pages if found(p.read_bytes()) & coders]


def test_no_plain_digest_of_an_export_or_its_name_leaves(built):
    public, _ = built
    raw = digests(public.root / "data" / "tiny" / "raw")
    assert len(raw) == 18
    assert not [n for n, content in public.written.items() if found(content, raw)]


def test_the_exports_record_names_real_exports_by_ids_and_keyed_digests(built):
    public, _ = built
    record = (public.root / "private" / "tiny" / "tables" / "exports.csv").read_text("utf-8")
    assert found(record.encode()) == set()
    assert found(record.encode(), digests(public.root / "data" / "tiny" / "raw")) == set()
    assert record.count(",export-") == record.count(",hmac-sha256:") == 3


def test_where_the_work_is_done_the_canaries_are(built):
    """In private/, so that the search outside it tests something."""
    public, _ = built
    quality = (public.root / "private" / "tiny" / "tables" / "quality.csv").read_bytes()
    assert found(quality) >= {"unknown area", "column", "survey file", "coder nobody named"}


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """A house of one's own, to be spoilt."""
    return house(tmp_path, monkeypatch)


FAULTS = {
    "an invalid cell": lambda folder: edit(
        folder / "consent.csv", (",worker,", f",{CANARIES['cell']},")
    ),
    "a judgement on nothing": lambda folder: edit(
        folder / "theory" / "evidence.csv", ("c8 interview", f"{CANARIES['source']} two")
    ),
    "a token that stands twice": lambda folder: edit(
        folder / "consent.csv", (",t2,", f",{CANARIES['token']},")
    ),
    "a column that is gone": lambda folder: edit(
        folder / "study.yml", ("person: token", f"person: {CORES['column']}")
    ),
    "a damaged export": lambda folder: _cut(folder, "survey file"),
    "a missing export": lambda folder: _path(folder, "talk file").unlink(),
}


def _path(folder: Path, place: str) -> Path:
    (path,) = (folder / "raw").rglob(f"{CANARIES[place]}.*")
    return path


def _cut(folder: Path, place: str) -> None:
    path = _path(folder, place)
    path.write_bytes(path.read_bytes()[:300])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_public_build_that_fails_in_the_data_says_nothing_of_them(planted, capfd, fault):
    FAULTS[fault](planted)
    failed = Built(planted.parents[1], capfd)
    assert failed.status == 1
    assert "its data could not be taken in" in failed.said
    assert "make check-data STUDY=tiny" in failed.said
    assert found(failed.said.encode()) == set()
    assert (failed.written, failed.inputs_kept) == ({}, True)
    log = (planted.parents[1] / "private" / "tiny" / "logs" / "intake.txt").read_bytes()
    assert found(log)


@pytest.mark.parametrize("place", ["a hand-kept table", "an export"])
def test_a_refusal_of_real_data_in_a_work_tree_names_the_study_and_nothing_else(
    planted, capfd, place
):
    if place == "an export":
        edit(planted / "consent.csv", (",real", ",synthetic"))
        edit(planted / "theory" / "evidence.csv", (",real", ",synthetic"))
        edit(planted / "findings" / "quotes.csv", (",real", ",synthetic"))
    (planted / ".git").mkdir()
    refused = Built(planted.parents[1], capfd, profile=PUBLIC)
    assert (refused.status, refused.written) == (1, {})
    assert f"tiny holds real data (data_origin: real), and {planted} lies inside" in refused.said
    assert found(refused.said.encode()) == set()
    assert not (planted.parents[1] / "private" / "tiny" / "tables").exists()
    assert not (planted.parents[1] / "private" / "tiny" / "logs").exists()


def test_a_fault_of_our_own_in_the_intake_is_no_traceback_on_the_screen(
    planted, capfd, monkeypatch
):
    def stumble(study):
        raise KeyError(CANARIES["case"])

    monkeypatch.setattr("compendium.build.run.ensure", stumble)
    failed = Built(planted.parents[1], capfd)
    assert (failed.status, failed.written) == (1, {})
    assert "not yours to mend" in failed.said
    assert found(failed.said.encode()) == set()
    log = (planted.parents[1] / "private" / "tiny" / "logs" / "intake.txt").read_bytes()
    assert found(log) == {"case"}


@pytest.mark.sampled(1)
@pytest.mark.parametrize("step", ["joint_attack", "traces_left", "write_index"])
def test_a_fault_of_our_own_after_the_jobs_is_no_traceback_either(
    planted, capfd, monkeypatch, step
):
    def stumble(*_):
        raise ValueError(CANARIES["case"])

    monkeypatch.setattr("compendium.build.pieces._run", stumble)
    monkeypatch.setattr(f"compendium.build.pieces.{step}", stumble)
    failed = Built(planted.parents[1], capfd)
    assert failed.status == 1
    assert "so publish none of them" in failed.said
    assert found(failed.said.encode()) == set()


def test_a_notebook_that_raises_with_a_value_says_nothing_of_it(planted, capfd):
    raising = (
        "from compendium.notebook import open_site\n"
        "data, release = open_site(study, site, profile)\n"
        "raise ValueError(', '.join([*data.segments['segment_id'], *data.open_answers['text']]))"
    )
    parameters = f'study = "tiny"\nsite = "001"\nprofile = "{PUBLIC}"'
    cells = [code(source=parameters, tags=["parameters"]), code(source=raising)]
    made = notebook("# Odd", *cells)
    made.metadata["kernelspec"] = KERNEL
    nbformat.write(made, planted.parents[1] / "notebooks" / "site_report.ipynb")
    edit(
        planted / "study.yml",
        (
            "[cross_site, site_report, programme_theory, survey_methods, "
            "qualitative_methods, quotes, evidence_trail]",
            "[site_report]",
        ),
    )
    failed = Built(planted.parents[1], capfd)
    assert failed.status == 1
    assert "What it says may quote data" in failed.said
    assert found(failed.said.encode()) == set()
    assert failed.leaks() == {}
    log = (planted.parents[1] / "private" / "tiny" / "logs" / "001.txt").read_bytes()
    assert found(log) == {"source", "open answer"}


def test_who_builds_for_the_team_or_checks_data_is_shown_the_value(planted, capfd):
    FAULTS["an invalid cell"](planted)
    assert Built(planted.parents[1], capfd, profile="exact").status == 1
    assert main(["check-data", "tiny"]) == 1
    assert found(capfd.readouterr().err.encode()) == {"cell"}
    team = Built(planted.parents[1], capfd, profile="exact")
    assert found(team.said.encode()) == {"cell"}


def test_made_up_exports_keep_their_names_and_have_the_same_digests_everywhere(
    tmp_path, monkeypatch
):
    records = []
    write_study(tmp_path / "one", "synthetic")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    for name in ("one", "two"):
        monkeypatch.setenv("COMPENDIUM_DATA", str(tmp_path / name / "data"))
        assert main(["check-data", "tiny"]) == 0
        private = tmp_path / name / "private"
        records.append((private / "tiny" / "tables" / "exports.csv").read_text("utf-8"))
        assert not (private / "key").exists()
    assert records[0] == records[1]
    assert CANARIES["survey file"] in records[0]
    assert records[0].count(",sha256:") == 3


def test_what_a_page_was_made_from_does_not_hang_on_names_of_files_or_coders(planted):
    from compendium.build.jobs import plan
    from compendium.build.provenance import provenance

    (each,) = plan("tiny", "001", None, None)
    before = provenance(each.study, each.jobs[0])
    for place in ("survey file", "coder of record"):
        edit(planted / "study.yml", (CANARIES[place], "another"))
    (each,) = plan("tiny", "001", None, None)
    assert provenance(each.study, each.jobs[0]) == before
    edit(planted / "study.yml", ("seed: 7", "seed: 8"))
    (each,) = plan("tiny", "001", None, None)
    assert provenance(each.study, each.jobs[0]) != before
