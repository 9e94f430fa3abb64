"""How fast reports are built, beside Papermill and beside the plain functions: ``make bench``.

The site report of a made-up study of 3, 22 and 150 authorities (``SITES="3 22"`` for fewer), whose
data were taken in before. Every way runs the same notebook for the same sites, in as many processes
as there are cores; ours also publishes each notebook and makes its page, and then makes the index
and the disclosure page, attacks all pages together and sweeps them (``FORMATS=pages``). How long
all takes with documents and downloads in both languages stands beside it. Writes
``docs/benchmarks.md`` and its plot.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import itertools
import json
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROFILE, NOTEBOOK = "welsh_evaluation", "site_report"
DOCUMENT, PLOT = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "images" / "builds.png"
BEGIN, END = "<!-- builds: begin -->", "<!-- builds: end -->"
STEADY = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
WAYS = {
    "ours": "our build, from nothing",
    "made": "of that, until the last report is made",
    "command_line": "Papermill's command line",
    "api": "Papermill's API",
    "functions": "the plain functions (the limit)",
    "nothing": "our build, nothing to do",
    "changed": "our build, one answer changed",
    "fresh": "that site's functions in a fresh Python",
}
# Measured once after the rounds, of studies of so many sites at most: it takes long.
EVERYTHING, EVERYTHING_UP_TO = "our build with documents and downloads, from nothing", 22

LABELS = {"ours": "our build", "made": "our build, until reports are made"}

MEMORY = ("a worker's own memory, making reports", "looking all pages over")


class House:
    """A study of so many authorities, in a folder of its own, taken in."""

    def __init__(self, folder: Path, sites: int):
        self.root, self.sites, self.made = folder / str(sites), sites, 0.0
        self.formats = "pages"
        _run("synthetic", "--sites", str(sites), "--to", str(self.root / "data"))
        (self.study,) = (p.parent for p in (self.root / "data").glob("*/study.yml"))
        shutil.copytree(ROOT / "notebooks", self.root / "notebooks")
        path = self.study / "study.yml"
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.names = [site["site_id"] for site in told["sites"]]
        # Findings are no matter here: those that no report asks for would fail the build.
        told["reports"] = [NOTEBOOK]
        path.write_text(yaml.safe_dump(told, sort_keys=False, allow_unicode=True), encoding="utf-8")
        self.run("check-data", self.study.name)

    @property
    def notebook(self) -> Path:
        return self.root / "notebooks" / f"{NOTEBOOK}.ipynb"

    @property
    def environment(self) -> dict[str, str]:
        data = {"COMPENDIUM_DATA": str(self.root / "data"), "PYTHONPATH": str(ROOT / "src")}
        # Every way finds its modules compiled, as an installed package is.
        usual = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return {**usual, **STEADY, **data, "PYTHONHASHSEED": "0", "FORMATS": self.formats}

    def run(self, *verb: str) -> str:
        return _run(*verb, environment=self.environment)

    def build(self) -> str:
        return self.run("build", "--profile", PROFILE)

    def forget(self) -> None:
        """Everything that earlier builds left, but for what was taken in."""
        shutil.rmtree(self.root / "reports", ignore_errors=True)
        shutil.rmtree(self.root / "private" / "built", ignore_errors=True)
        for name in ("stamps", "executed"):
            shutil.rmtree(self.root / "private" / self.study.name / name, ignore_errors=True)

    def parameters(self, site: str) -> dict[str, str]:
        return {"study": self.study.name, "site": site, "profile": PROFILE}


def _run(*verb: str, environment: dict[str, str] | None = None) -> str:
    own = {"COMPENDIUM_DATA": str(ROOT / "data"), "PYTHONPATH": str(ROOT / "src")}
    environment = environment or {**os.environ, **own}
    command = [sys.executable, "-m", "compendium", *verb]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    if ended.returncode:
        raise SystemExit(f"{' '.join(verb)}: {ended.stderr or ended.stdout}")
    return ended.stdout


def ours(house: House) -> float:
    house.forget()
    begun = time.perf_counter()
    command = [sys.executable, "-m", "compendium", "build", "--profile", PROFILE, "--json"]
    with subprocess.Popen(
        command, env=house.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as build:
        for line in build.stdout:
            if json.loads(line)["event"] == "report":
                house.made = time.perf_counter() - begun
    if build.returncode:
        raise SystemExit(f"a build of {house.sites} sites failed")
    return time.perf_counter() - begun


def made(house: House) -> float:
    """When the last report of the build before was made: attack and sweep came after."""
    return house.made


def memory(house: House) -> tuple[float, float]:
    """MB that no other process has, of the processes of one worker, at most while it builds.

    While reports are made, and while all pages are looked over.
    """
    import psutil

    house.forget()
    command = [sys.executable, "-m", "compendium", "build", "--profile", PROFILE, "--json"]
    most, left = [0.0, 0.0], [house.sites]
    with subprocess.Popen(
        command, env=house.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as build:
        reading = threading.Thread(target=_count_reports, args=(build.stdout, left))
        reading.start()
        while build.poll() is None:
            for worker in _children(psutil.Process(build.pid)):
                with contextlib.suppress(psutil.Error):
                    own = [worker, *worker.children(recursive=True)]
                    taken = sum(p.memory_full_info().uss for p in own) / 1e6
                    most[not left[0]] = max(most[not left[0]], taken)
            time.sleep(0.05)
        reading.join()
    return most[0], most[1]


def _count_reports(events: Iterable[str], left: list[int]) -> None:
    for event in events:
        left[0] -= json.loads(event)["event"] == "report"


def _children(process) -> list:
    import psutil

    with contextlib.suppress(psutil.Error):
        return process.children()
    return []


def nothing(house: House) -> float:
    return _seconds(house.build)


def command_line(house: House) -> float:
    def one(site: str) -> None:
        given = [a for pair in house.parameters(site).items() for a in ("-r", *pair)]
        to = house.root / "out" / f"{site}.ipynb"
        command = [sys.executable, "-m", "papermill", str(house.notebook), str(to), *given]
        command += ["--no-progress-bar", "--cwd", str(house.root / "notebooks")]
        subprocess.run(command, env=house.environment, check=True, capture_output=True)

    (house.root / "out").mkdir(exist_ok=True)
    with ThreadPoolExecutor(CORES) as pool:
        return _seconds(lambda: list(pool.map(one, house.names)))


def api(house: House) -> float:
    return _seconds(lambda: _in_processes(house, _by_papermill))


def functions(house: House) -> float:
    return _seconds(lambda: _in_processes(house, _as_functions))


def fresh(house: House) -> float:
    return _seconds(lambda: _in_processes(house, _as_functions, house.names[:1]))


def changed(house: House) -> float:
    """One parent's answer, in the file that holds those of all sites, is another."""
    change_an_answer(house.study)
    said: list[str] = []
    taken = _seconds(lambda: said.append(house.build()))
    lines = [line for line in said[0].splitlines() if re.match(r"\[\d+/\d+\]", line)]
    if len(lines) != 1:
        raise SystemExit(f"one answer changed, and not one report was made but:\n{said[0]}")
    return taken


def change_an_answer(study: Path) -> None:
    """Change one answer of somebody who takes part, which no other site's report shows."""
    import pyreadstat

    from compendium.intake.tables import open_tables
    from compendium.study_folder import open_study

    os.environ["COMPENDIUM_DATA"] = str(study.parent)
    opened = open_study(study.name)
    source = next(s for s in opened.source("survey") if s.file.endswith(".sav"))
    form = opened.instrument(source.instrument)
    against = {
        i.item_id
        for row in opened.header.joint_display
        if row.instrument == form.instrument and row.reference.kind == "other_sites"
        for i in form.items
        if row.item == i.item_id or (row.construct and i.construct == row.construct)
    }
    item = next(i for i in form.rated if i.item_id not in against and i.stages == ("single",))
    given = open_tables(opened).answers_everywhere
    given = given[(given["source"] == source.source) & (given["item_id"] == item.item_id)]
    answer = given[given["value"].notna()].iloc[0]
    path, levels = study / source.file, form.scale_of(item).values
    frame, known = pyreadstat.read_sav(str(path), user_missing=True)
    column, row = source.columns.get(item.item_id, item.item_id), int(answer["source_row"]) - 1
    if frame.loc[row, column] != answer["value"]:
        raise SystemExit(f"row {row + 1} of {path.name} does not hold the answer it should")
    frame.loc[row, column] = next(v for v in levels if v != answer["value"])
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=known.column_names_to_labels,
        variable_value_labels=known.variable_value_labels,
        missing_ranges={n: known.missing_ranges[n] for n in known.missing_ranges},
        variable_measure=known.variable_measure,
        file_label=known.file_label or "",
    )


def everything(house: House) -> float:
    """From nothing, with every document and every file that can be saved of a page."""
    house.forget()
    house.formats = "all"
    try:
        return _seconds(house.build)
    finally:
        house.formats = "pages"


def _in_processes(house: House, work: Callable, sites: Iterable[str] = ()) -> None:
    asked = [(str(house.notebook), house.parameters(s)) for s in (sites or house.names)]
    before = dict(os.environ)
    os.environ.update(house.environment)
    try:
        with multiprocessing.get_context("spawn").Pool(min(CORES, len(asked))) as pool:
            pool.starmap(work, asked, chunksize=1)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _by_papermill(notebook: str, parameters: dict[str, str]) -> None:
    import papermill

    to = Path(notebook).parents[1] / "out" / f"{parameters['site']}.ipynb"
    to.parent.mkdir(exist_ok=True)
    papermill.execute_notebook(
        notebook, str(to), parameters, progress_bar=False, cwd=str(Path(notebook).parent)
    )


def _as_functions(notebook: str, parameters: dict[str, str]) -> None:
    """The notebook's code, one cell after the other, without Jupyter."""
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))["cells"]
    known: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), known)
            if "parameters" in cell["metadata"].get("tags", []):
                known.update(parameters)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measured(house: House, times: int) -> dict[str, float]:
    """Seconds of each way, the median of so many rounds; the ways take turns."""
    taken: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(times):
        for name in WAYS:
            taken[name].append(globals()[name](house))
            print(f"  {house.sites} sites, {WAYS[name]}: {taken[name][-1]:.2f} s", flush=True)
    found = {name: statistics.median(all_taken) for name, all_taken in taken.items()}
    found |= dict(zip(MEMORY, memory(house), strict=True))
    return found | ({EVERYTHING: everything(house)} if house.sites <= EVERYTHING_UP_TO else {})


def table(found: dict[int, dict[str, float]]) -> str:
    """The figures in Markdown: seconds, and what they are beside each other."""
    sizes = list(found)
    lines = [
        "| | " + " | ".join(f"{n} sites" for n in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]
    for name, label in WAYS.items():
        lines.append(f"| {label}, s | " + " | ".join(f"{found[n][name]:.2f}" for n in sizes) + " |")
    whole = (f"{found[n][EVERYTHING]:.2f}" if EVERYTHING in found[n] else "–" for n in sizes)
    lines.append(f"| {EVERYTHING} (once), s | " + " | ".join(whole) + " |")
    ratios = {
        "Papermill's command line / our build": ("command_line", "ours"),
        "Papermill's command line / our reports": ("command_line", "made"),
        "Papermill's API / our reports": ("api", "made"),
        "our build / the limit": ("ours", "functions"),
        "our reports / the limit": ("made", "functions"),
        "one answer changed / that site's functions": ("changed", "fresh"),
    }
    for label, (one, other) in ratios.items():
        shown = (f"**{found[n][one] / found[n][other]:.1f}**" for n in sizes)
        lines.append(f"| {label} | " + " | ".join(shown) + " |")
    for label in MEMORY:
        lines.append(
            f"| {label}, MB | " + " | ".join(f"{found[n][label]:.0f}" for n in sizes) + " |"
        )
    return "\n".join(lines)


def plot(found: dict[int, dict[str, float]], to: Path) -> None:
    """Seconds a site by number of sites, a line for each way."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
    marks = {"command_line": "s", "api": "^", "ours": "o", "made": "v", "functions": "D"}
    for name, mark in marks.items():
        taken = [found[n][name] / n for n in found]
        axes.plot(list(found), taken, marker=mark)
        axes.annotate(
            f"{LABELS.get(name, WAYS[name])}: {taken[-1]:.1f} s",
            (list(found)[-1], taken[-1]),
            (8, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_xscale("log")
    axes.set_xticks(list(found), [str(n) for n in found])
    axes.minorticks_off()
    axes.set_ylim(0)
    axes.set(xlabel="sites", ylabel="seconds a site report")
    axes.spines[["top", "right"]].set_visible(False)
    to.parent.mkdir(exist_ok=True)
    figure.savefig(to, dpi=150, metadata={"Software": None})


def written(found: dict[int, dict[str, float]], times: dict[int, int]) -> None:
    """Put the figures of this run into the document."""
    day = time.strftime("%-d %B %Y")
    rounds = ", ".join(f"{each} of {sites} sites" for sites, each in times.items())
    section = "\n".join(
        [
            BEGIN,
            f"Medians of rounds in which the ways took turns ({rounds}), {day}; {CORES} cores.",
            "",
            table(found),
            "",
            "![Seconds a site report by number of sites, for each way](images/builds.png)",
            END,
        ]
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    text = re.sub(f"{BEGIN}.*?{END}", lambda _: section, text, flags=re.S)
    DOCUMENT.write_text(text, encoding="utf-8")
    plot(found, PLOT)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sites", type=int, nargs="*", default=[3, 22, 150])
    options.add_argument(
        "--times",
        type=int,
        nargs="*",
        default=[3],
        help="rounds of each size; the last also of all that follow",
    )
    asked = options.parse_args()
    rounds = itertools.chain(asked.times, itertools.repeat(asked.times[-1]))
    times = dict(zip(asked.sites, rounds, strict=False))
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory() as folder:
        found: dict[int, dict[str, float]] = {}
        for sites in asked.sites:
            found[sites] = measured(House(Path(folder), sites), times[sites])
            # After each size: the next may take an hour.
            written(found, {n: times[n] for n in found})
            print(table(found), flush=True)


if __name__ == "__main__":
    main()
