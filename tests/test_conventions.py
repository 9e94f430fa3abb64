"""The house's own rules, held."""

from __future__ import annotations

import ast
import csv
import fnmatch
import functools
import itertools
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from structure import LAYERS, arrows_of, circles, imported, module_name, upwards

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "compendium"
MODULES = sorted(SRC.rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_there_is_one_conftest():
    # Tests import from it by its name, under which Python would find whichever was read last.
    assert list((ROOT / "tests").rglob("conftest.py")) == [ROOT / "tests" / "conftest.py"]


def test_no_folder_of_tests_or_code_is_passed_over_by_pytest(pytestconfig):
    left_out = pytestconfig.getini("norecursedirs")
    folders = [p for top in ("src", "tests") for p in (ROOT / top).rglob("*") if p.is_dir()]
    with_code = {p for p in folders if any(p.glob("*.py"))}
    assert ROOT / "tests" / "build" in with_code
    assert not [p for p in with_code if any(fnmatch.fnmatch(p.name, n) for n in left_out)]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_run_only_downwards(path):
    assert not upwards(module_name(path), imported(path))


def test_no_import_goes_round_in_a_circle():
    assert circles(arrows_of()) == []


def test_every_part_stands_in_one_layer_and_in_the_table_of_packages():
    parts = {p.stem for p in SRC.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    named = [name for names in LAYERS for name in names]
    assert sorted(named) == sorted(parts - {"__init__"})
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("| package |")[2].partition("\n\n")[0]
    told = {name.strip("/") for name in re.findall(r"`(\w+/?)`", table)}
    assert not set(named) - told - {"__main__"}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_every_module_says_what_it_is_for(path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert said.partition("\n\n")[0].endswith((".", "?", ":"))


# What gives a table gives rows.
TABLES = ("DataFrame", "Result")


def gives_a_table(returns: str) -> bool:
    return "Callable" not in returns and any(table in returns for table in TABLES)


def tables_without_rows(code: str) -> list[str]:
    """Public functions that give a table while neither they nor their module speak of its rows."""
    tree = ast.parse(code)
    if re.search(r"\brows?\b", ast.get_docstring(tree) or ""):
        return []
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and gives_a_table(ast.unparse(node.returns or ast.Constant("")))
        and not re.search(r"\brows?\b", ast.get_docstring(node) or "", re.IGNORECASE)
    ]


def test_what_gives_a_table_says_what_one_row_is():
    found = {module_name(p): tables_without_rows(p.read_text(encoding="utf-8")) for p in MODULES}
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('def f() -> pd.DataFrame:\n    """A table."""', ["f"]),
        ('def f() -> pd.DataFrame:\n    """One row per person."""', []),
        ('"""One row per person."""\ndef f() -> Result:\n    """It."""', []),
        ('def f() -> dict[str, pd.DataFrame]:\n    """Arrows."""', ["f"]),
        ('def _f() -> Result:\n    """It."""', []),
        ('def f() -> str:\n    """It."""', []),
    ],
)
def test_a_table_without_rows_is_told(code, found):
    assert tables_without_rows(code) == found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_study_is_named_in_the_code(path):
    text = path.read_text(encoding="utf-8").lower()
    studies = [p.parent.name for p in (ROOT / "data").glob("[!_]*/study.yml")]
    named = [s for s in studies if s in text] + re.findall(r'== "(?:wales|england)"', text)
    assert not named


def shipped() -> list[dict]:
    """What study.yml says in every study that is shipped."""
    files = sorted((ROOT / "data").glob("[!_]*/study.yml"))
    return [yaml.load(p.read_text(encoding="utf-8"), yaml.CBaseLoader) for p in files]


# Ids of groups that are words of the field too: who may refer, and what a code may stand below.
REFERRERS_ARE_WRITTEN_IN = (
    "compendium.casework_values",
    "compendium.analysis.service.casework_words",
)
ABOVE = "parent"


@functools.cache
def own_names() -> set[str]:
    """What a study alone may say: its name, what it calls its sites, and ids of its groups."""
    sites = {s["label"][lang] for study in shipped() for s in study["sites"] for lang in s["label"]}
    groups = {g["group"] for study in shipped() for g in study["groups"]}
    return {study["study"] for study in shipped()} | sites | groups


def said_by(tree: ast.AST) -> set[tuple[str, bool]]:
    """Every text of a module but its docstrings, and whether something is compared with it."""
    compared = [c for c in ast.walk(tree) if isinstance(c, (ast.Compare, ast.MatchValue))]
    inside = {id(n) for c in compared for n in ast.walk(c)}
    loose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in loose]
    return {(n.value, id(n) in inside) for n in texts if isinstance(n.value, str)}


def names_said(code: str, module: str, names: set[str]) -> set[str]:
    """The names of studies, sites and groups by which a module tells anything apart."""
    from compendium.casework_values import REFERRERS

    fine = {*REFERRERS} if module in REFERRERS_ARE_WRITTEN_IN else {ABOVE}
    said = said_by(ast.parse(code))
    return {text for text, compared in said if text in names and (compared or text not in fine)}


NOT_A_RECIPE = [p for p in MODULES if "synthetic" not in p.parts]


@pytest.mark.parametrize("path", NOT_A_RECIPE, ids=module_name)
def test_no_study_site_or_group_is_known_to_the_code(path):
    assert not names_said(path.read_text(encoding="utf-8"), module_name(path), own_names())


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('x = rows["group"] == "parent"', {"parent"}),
        ('x = g in ("carer", "x")', {"carer"}),
        ('x = {"carer": 1}', {"carer"}),
        ('def f():\n    """carer"""', set()),
        ('x = labels["parent"]', set()),
    ],
)
def test_code_that_knows_a_group_is_told_from_code_that_does_not(code, found):
    assert names_said(code, "compendium.made_up", {"parent", "carer"}) == found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_study_site_or_group_is_known_to_a_notebook(path):
    cell = [c for c in cells(path) if "parameters" not in c["metadata"].get("tags", [])]
    text = "\n".join("".join(c["source"]) for c in cell)
    groups = {g["label"]["en"] for study in shipped() for g in study["groups"]}
    # Every study of advocacy has advocates.
    named = own_names() | (groups - {"advocates"})
    found = {n for n in named if re.search(rf"(?i)\b{re.escape(n)}\b", text)}
    # The checklist on involving them has this name.
    assert not found - ({"young people"} if path.stem == "framework" else set()) - {"advocates"}


def test_modules_stay_short():
    long = {module_name(p): n for p in MODULES if (n := len(p.read_text().splitlines())) > 400}
    assert not long


def test_groupby_says_what_becomes_of_unused_levels():
    for path in MODULES:
        for call in re.findall(r"(?<!itertools)\.groupby\(.*", path.read_text(encoding="utf-8")):
            unkeyed = "observed=" in call or 'groupby("site_id", sort=True)' in call
            assert unkeyed or '["coder"]' in call, f"{module_name(path)}: {call}"


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_thin(path):
    for cell in cells(path):
        # What Papermill changes is one line a parameter, and nothing else (see below).
        if cell["cell_type"] != "code" or "parameters" in cell["metadata"].get("tags", []):
            continue
        tree = ast.parse("".join(cell["source"]))
        heavy = (ast.FunctionDef, ast.For, ast.While, ast.ClassDef, ast.If, ast.Lambda)
        assert not [n for n in ast.walk(tree) if isinstance(n, heavy)]
        # What a cell imports is no step of the argument; it stands in the cell that opens the data.
        steps = [n for n in tree.body if not isinstance(n, ast.ImportFrom)]
        imports = len(steps) < len(tree.body)
        assert len(steps) <= (2 if imports else 6)
        assert not imports or "open_site" in ast.unparse(steps)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_has_prose_before_each_code_cell(path):
    found = cells(path)
    for before, cell in itertools.pairwise(found):
        if cell["cell_type"] == "code":
            assert before["cell_type"] == "markdown"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_begins_with_its_question_and_ends_with_its_limits(path):
    first, last = cells(path)[0], cells(path)[-1]
    assert "".join(first["source"]).startswith("# ")
    assert "**Question.**" in "".join(first["source"])
    assert "".join(last["source"]).startswith("## What this cannot tell us")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebooks_prose_types_no_number(path):
    prose = ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "markdown"]
    assert not [text for text in prose if re.search(r"\d", text)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_committed_without_outputs(path):
    for cell in cells(path):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_parameters_cell_has_one_assignment_a_line_and_no_path(path):
    tagged = [c for c in cells(path) if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    lines = "".join(tagged[0]["source"]).splitlines()
    assert all(re.fullmatch(r'\w+ = "[\w-]*"', line) for line in lines)


def test_every_make_target_is_explained_and_documented():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    explained = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    assert sorted(phony) == sorted(explained)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [t for t in phony if t != "help" and f"make {t}" not in readme]


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make")
def test_what_runs_fast_is_there():
    asked = ["make", "--dry-run", "test", "FAST=1", "READY=", "READY_TEST=", "READY_CLUSTER="]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = re.findall(r"(?:tests|src)/[\w/.]+", said)
    assert len(paths) > 10
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_every_verb_is_documented():
    from compendium.cli import parser

    verbs = next(a for a in parser()._actions if a.choices).choices
    docs = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))
    assert not [v for v in verbs if f"`{v}`" not in docs and f"compendium {v}" not in docs]


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))


def declared(key: str) -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] if key == "base" else project["optional-dependencies"][key]
    return [re.match(r"[\w-]+", w)[0].lower() for w in wanted]


def test_environment_yml_is_in_step_with_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    base, pip = environment["dependencies"][:-1], environment["dependencies"][-1]["pip"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert base == ["python=3.11", "pip"]
    assert project["requires-python"] == ">=3.11"
    assert pip == ["--require-hashes", "-r requirements.lock"]


@pytest.mark.parametrize(
    "package", ["jupyterlab", "pandas", "seaborn", "pingouin", "papermill", "nbval"]
)
def test_the_fixed_packages_are_locked(package):
    assert package in locked("requirements.lock")


def test_every_declared_package_is_locked():
    assert not [p for p in declared("base") if p not in locked("requirements.lock")]


@pytest.mark.parametrize("extra", ["test", "cluster"])
def test_every_package_of_an_extra_is_locked_and_the_locks_agree(extra):
    base, more = locked("requirements.lock"), locked(f"requirements-{extra}.lock")
    assert not [p for p in declared(extra) if p not in more]
    assert {p: v for p, v in base.items() if more.get(p) != v} == {}


def test_locked_packages_all_have_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-test.lock", "requirements-cluster.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        blocks = re.split(r"^(?=[a-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in b for b in blocks)


def test_setup_installs_the_locked_uv():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    pinned = re.search(r"^UV_VERSION := (\S+)", makefile, re.MULTILINE)[1]
    assert pinned == locked("requirements.lock")["uv"]


def test_every_label_has_both_languages_and_the_same_placeholders():
    with (SRC / "words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({r["key"] for r in rows}) == len(rows)
    for row in rows:
        assert row["en"], row["key"]
        assert row["cy"], row["key"]
        assert row["cy_status"] in ("draft", "checked")
        assert set(re.findall(r"{(\w+)}", row["en"])) == set(re.findall(r"{(\w+)}", row["cy"]))


def test_every_label_that_code_or_page_names_exists_and_none_is_unused():
    from compendium.study_checks.reporting import CHECKLISTS

    keys = {r["key"] for r in csv.DictReader((SRC / "words.csv").open(encoding="utf-8"))}
    pages = (SRC / "render" / "templates").glob("*.j2")
    text = "".join(p.read_text(encoding="utf-8") for p in [*MODULES, *pages])
    said = set(re.findall(r'\bsay\("([a-z_0-9]+)"', text)) | set(
        re.findall(r'Sentence\(\s*"([a-z_0-9]+)"', text)
    )
    assert said - {"cy"} <= keys  # Text.say("cy") names a language, not a key
    prefixes = ("level_", "mark_", "band_", "key_", "absent_", "withheld_", "method_", "caption_")
    prefixes += tuple(f"{name}_" for name in CHECKLISTS)  # tests/analysis/test_reporting.py
    own = [k for k in keys if not k.startswith(prefixes)]
    quoted = set(re.findall(r"[\"'](\w+)(?=[\"'])", text))
    assert not [k for k in own if k not in quoted]


def test_every_column_a_researcher_must_write_is_documented():
    from compendium.schemas import APPROVED_QUOTES, CONSENT, EVIDENCE

    guide = (ROOT / "docs" / "bring-your-data.md").read_text(encoding="utf-8")
    assert not [c for c in {**CONSENT, **APPROVED_QUOTES, **EVIDENCE} if f"`{c}`" not in guide]


def test_the_templates_consent_table_has_the_columns_that_are_needed():
    from compendium.schemas import CONSENT

    header = (ROOT / "data" / "_template" / "consent.csv").read_text(encoding="utf-8")
    assert header.strip().split(",") == list(CONSENT)


FINDINGS = sorted((ROOT / "data").glob("*/findings/*.yml"))


@pytest.mark.parametrize("path", FINDINGS, ids=lambda p: f"{p.parents[1].name} {p.stem}")
def test_no_number_is_typed_into_what_somebody_concluded(path):
    from compendium.study_checks.findings import placeholders, typed_numbers

    for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
        if path.stem == "findings":
            for text in entry["text"].values():
                assert not typed_numbers(placeholders(text)[1]), entry["finding_id"]
            assert entry["evidence"], entry["finding_id"]
        else:
            texts = [entry["meta_inference"], entry.get("follow_up", {})]
            said = " ".join(t for text in texts for t in text.values())
            assert not re.search(r"\d", said), entry["row"]


def test_everything_a_team_plans_or_concludes_is_documented_field_by_field():
    import dataclasses

    from compendium import conclusions, theory
    from compendium.analysis.catalogue import RESULTS

    guide = (ROOT / "docs" / "plan-and-conclude.md").read_text(encoding="utf-8")
    kinds = (
        conclusions.PlannedComparison,
        conclusions.JointRow,
        conclusions.Reference,
        conclusions.RatedStatement,
        conclusions.ConsensusRule,
        conclusions.MetaInference,
        conclusions.Finding,
        conclusions.ValueReference,
        theory.ConfidenceJudgement,
        theory.PatternJudgement,
    )
    fields = {f.name for kind in kinds for f in dataclasses.fields(kind)}
    words = (*theory.CONFIDENCE, *theory.PATTERNS, *conclusions.META_INFERENCES, *RESULTS)
    missing = [f for f in fields if not re.search(rf"\b{f}\b", guide)]
    assert not missing + [w for w in words if f"`{w}`" not in guide]


def test_the_guide_names_the_sections_that_the_notebooks_ask_for():
    guide = (ROOT / "docs" / "plan-and-conclude.md").read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        code = "".join("".join(c["source"]) for c in cells(path) if c["cell_type"] == "code")
        named = re.search(rf"^\| `{path.stem}` \| (.*) \|$", guide, re.MULTILINE)
        asked = re.findall(r'\.findings\("([^"]+)"\)', code)
        assert re.findall(r"`([^`]+)`", named[1] if named else "") == asked


# What puts something on the disk, or into a file that may lie there.
WRITING = {
    *("write_bytes", "write_text", "write_csv", "write_table", "write_texts", "write_xlsx"),
    "write_sav",
    *(
        "write_commented",
        "write_word_tables",
        "write_parts",
        "write_qdpx",
        "write_spreadsheet_csv",
        "write_pickle",
        "writestr",
    ),
    *("execute_notebook", "savefig", "dump", "touch"),
    *("to_csv", "to_excel", "to_parquet", "to_pickle", "to_json", "to_html", "fdopen"),
    *("mkdir", "makedirs", "copyfile", "copytree", "copy2", "move", "symlink_to", "hardlink_to"),
    *("TemporaryDirectory", "TemporaryFile", "NamedTemporaryFile", "mkdtemp", "mkstemp"),
}


def writes(call: ast.Call) -> bool:
    """Whether a call writes: by its name, or by the mode it opens a file in."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = [*call.args, *(k.value for k in call.keywords if k.arg == "mode")]
    modes = [a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    opened = any(set(m) <= set("rwaxbt+") and set(m) & set("wax+") for m in modes)
    return name in WRITING or (name in ("open", "ZipFile", "TarFile", "GzipFile") and opened)


def writers_in(path: Path) -> set[str]:
    """Each function or class of a module that writes, as the table names it."""
    module = path.relative_to(SRC).as_posix()
    tops = ast.parse(path.read_text(encoding="utf-8")).body
    return {
        f"{module} {getattr(top, 'name', '')}".strip()
        for top in tops
        for node in ast.walk(top)
        if isinstance(node, ast.Call) and writes(node)
    }


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("path.open('wb')", True),
        ("open(path, mode='a')", True),
        ("zipfile.ZipFile(buffer, 'w', ZIP_STORED)", True),
        ("frame.to_csv(path)", True),
        ("path.open(encoding='utf-8', newline='')", False),
        ("path.open('rb')", False),
        ("text.replace('a', 'w')", False),
    ],
)
def test_what_writes_is_told_from_what_does_not(code, expected):
    (call,) = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)]
    assert writes(call) == expected


def test_every_place_that_writes_stands_in_the_table_of_writes():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## What is written where")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    told = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(told) == len(set(told))
    assert set(told) == set().union(*map(writers_in, MODULES))


# What would run what a file says, or build whatever object it names.
UNPICKLES = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
RUNS = {
    "eval",
    "exec",
    "compile",
    "execfile",
    "__import__",
    "read_pickle",
    "to_pickle",
    "unsafe_load",
}
ENGINE_RUNS = SRC / "engine"
# Of PyYAML, by attribute; and by name those of compendium.definitions, which are made of the first.
SAFE_LOADERS = {"BaseLoader", "CBaseLoader", "SafeLoader", "CSafeLoader"}
OWN_LOADERS = {"Loader", "_UniqueKeys"}
# Where what strangers wrote is parsed as XML (and what refuses entities there), and what was
# written here.
XML_OF_STRANGERS = {
    "readers/archive.py": r"resolve_entities=False.*no_network=True.*load_dtd=False",
    # Reports that somebody else made.
    "verify/contents.py": r"resolve_entities=False.*no_network=True.*load_dtd=False",
    "readers/refi_qda/document.py": r"StartDoctypeDeclHandler = gathering.refuse_document_type",
}
OWN_XML = ("render/", "build/sweep/", "displays/", "writers/")


def unsafe_in(tree: ast.AST) -> set[str]:
    """What a module imports or calls by which a file could run or become whatever it says."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.split(".")[0] in UNPICKLES}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module} if (node.module or "").split(".")[0] in UNPICKLES else set()
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            bare = isinstance(node.func, ast.Name) or name in ("read_pickle", "to_pickle")
            found |= {name} if name in RUNS and (bare or name == "unsafe_load") else set()
            if name == "load" and getattr(getattr(node.func, "value", 0), "id", "") == "yaml":
                given = [*node.args[1:], *(k.value for k in node.keywords if k.arg == "Loader")]
                safe = [
                    g.attr in SAFE_LOADERS
                    if isinstance(g, ast.Attribute)
                    else getattr(g, "id", "") in OWN_LOADERS
                    for g in given
                ]
                found |= set() if safe and all(safe) else {"yaml.load"}
    return found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import pickle", {"pickle"}),
        ("from joblib import load", {"joblib"}),
        ("eval(x)", {"eval"}),
        ("re.compile(x)", set()),
        ("frame.to_pickle(p)", {"to_pickle"}),
        ("yaml.load(x)", {"yaml.load"}),
        ("yaml.load(x, Loader=yaml.Loader)", {"yaml.load"}),
        ("yaml.load(x, yaml.BaseLoader)", set()),
    ],
)
def test_what_runs_a_file_is_told_from_what_reads_it(code, found):
    assert unsafe_in(ast.parse(code)) == found


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_file_is_run_or_unpickled(path):
    if not path.is_relative_to(ENGINE_RUNS):
        assert not unsafe_in(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_xml_of_strangers_is_parsed_in_few_places_without_entities_or_network(path):
    place, text = path.relative_to(SRC).as_posix(), path.read_text(encoding="utf-8")
    if place in XML_OF_STRANGERS:
        assert re.search(XML_OF_STRANGERS[place], text, re.DOTALL)
        return
    assert not re.search(r"(import|from) xml\.(?!sax\.saxutils)", text)
    if not place.startswith(OWN_XML):
        assert not re.search(r"etree\.(fromstring|parse|XML|iterparse)\(|XMLParser\(", text)


@pytest.mark.xdist_group("together")
def test_tests_that_belong_together_stay_in_one_process(request):
    # pytest-xdist 3.8 with pytest 9.2 forgets it, and everything shared is built once a process.
    if hasattr(request.config, "workerinput") and request.config.getvalue("loadgroup"):
        assert request.node.nodeid.endswith("@together")


def test_nbformat_is_had_without_its_grammar():
    # A second of every start (src/compendium/notebook_format.py).
    direct = re.compile(r"^\s*(import|from) nbformat\b", re.MULTILINE)
    found = [p for p in MODULES if direct.search(p.read_text(encoding="utf-8"))]
    assert found == [SRC / "notebook_format.py"]


def test_no_variable_of_make_is_named_twice():
    # What a user gives (FROM=...) would else stand where make's own was meant.
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    text = re.sub(r"^ifeq.*?^endif$", "", text, flags=re.MULTILINE | re.DOTALL)
    names = re.findall(r"^([A-Z_]+) *(?:\?|:)?=", text, re.MULTILINE)
    assert "WHEELHOUSE" in names
    assert sorted(names) == sorted(set(names))
