"""Notebooks that try to show what was not released: each is refused, or nothing of it escapes.

What they try to show is a passage of an interview, which no public page of tiny may hold. Most
patches run as cells of one notebook and are published one by one; those that end a run, or
write files, have a build of their own.
"""

from __future__ import annotations

import copy
import os

import nbformat
import pytest
from shown import KEY, code, notebook
from tiny import write_tiny

from compendium.build.execute import JobFailed, execute
from compendium.build.jobs import Job
from compendium.build.publish import notebook_text, published
from compendium.build.run import build_reports
from compendium.intake.take_in import ensure
from compendium.problems import DisclosureError
from compendium.study_folder import open_study

# One process runs the notebook of all patches.
pytestmark = pytest.mark.xdist_group("sabotage")

PUBLIC = "welsh_evaluation"
JOB = Job("odd", "tiny", "001", PUBLIC, page="001")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
PARAMETERS = 'study = "tiny"\nsite = "001"\nprofile = "welsh_evaluation"'
PLANTED = "Nobody listened"
SETUP = """
import copy, dataclasses, logging, os, subprocess, sys, threading, traceback, warnings
import ipywidgets, matplotlib.pyplot as plt, pandas as pd, seaborn
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, clear_output, display
from IPython.utils.capture import capture_output
from compendium.analysis.qualitative import themes
from compendium.analysis.survey import sample, surveys
from compendium.displays import verbs as show
from compendium.notebook import open_site
MIME = "application/vnd.compendium.display+json"
shell = get_ipython()
data, release = open_site(study, site, profile)
words = data.segments["text"].loc[data.segments["text"].str.startswith("Nob")].iloc[0]
who = release(sample.who_took_part(data))
with capture_output() as caught:
    show.sample_table("who", who)
record, stamp = caught.outputs[0].data, caught.outputs[0].metadata
"""

# What shows something that did not pass the door.
SHOWING = {
    "a bare frame": "data.segments",
    "a bare value": "words",
    "a print": "print(words)",
    "a frame displayed": "display(data.segments)",
    "HTML": "HTML(words)",
    "Markdown": "display(Markdown(words))",
    "Latex": "Latex(words)",
    "SVG": "SVG(f'<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{words}</text></svg>')",
    "a script": "Javascript(f'alert({words!r})')",
    "a plot of one's own": "plt.title(words);",
    "a plot of raw answers": "seaborn.countplot(y=data.segments['text']);",
    "a widget with its state": "ipywidgets.HTML(words)",
    "a log": "logging.warning(words)",
    "a warning": "warnings.warn(words)",
    "standard error": "sys.stderr.write(words);",
    "a thread": "t = threading.Thread(target=sys.stdout.write, args=(words,)); t.start(); t.join()",
    "a traceback of one's own": "try: int(words)\nexcept ValueError: traceback.print_exc()",
    "a traceback IPython shows": "try: int(words)\nexcept ValueError: shell.showtraceback()",
    "a hook": "sys.displayhook(words)",
    "code in a string": "exec('print(words)')",
    "a cell in a cell": "shell.run_cell('words')",
    "a formatter": "f = shell.display_formatter.formatters['text/html']\n"
    "f.for_type(dict, lambda d: words)\ndisplay({})",
    "an output that is cleared": "print(words); clear_output(wait=True); print('.')",
    "an output that is changed": "h = display('.', display_id='it'); h.update(words)",
    "metadata of an output": "display({'text/plain': '.'}, raw=True, metadata={'alt': words})",
    "a released table": "display(who, words)",
    "a message past the display": "shell.kernel.session.send(shell.kernel.iopub_socket, "
    "'display_data', {'data': {'text/plain': words}, 'metadata': {}}, "
    "parent=shell.kernel.get_parent())",
    "an error": "raise ValueError(words)",
    "a missing key": "{}[words]",
    "an exit": "raise SystemExit(words)",
    "a program": "subprocess.run(['echo', words])",
    "a shell": "os.system(f'echo {words!r}')",
    "a magic": "%who_ls",
    "a shell command": "!cat ../data/tiny/raw/log.csv",
    "help": "data.segments?",
}
# Displays of what did not pass, or is not what passed. Rules are imported as no notebook may.
FORGED = {
    "a record by hand": "mine = copy.deepcopy(record)\n"
    "mine[MIME]['data']['withheld'] = True\ndisplay(mine, raw=True)",
    "a record beside another's signature": "mine = copy.deepcopy(record)\n"
    "mine[MIME]['data']['withheld'] = True\ndisplay(mine, raw=True, metadata=stamp)",
    "a record with more in it": "mine = copy.deepcopy(record)\n"
    "mine[MIME]['said'] = words\ndisplay(mine, raw=True, metadata=stamp)",
    "a record read back": "from compendium.displays.record import from_record\n"
    "from compendium.displays.making import show as put\nput(from_record(record[MIME]))",
    "an exact table": "_, mine = open_site(study, site, 'exact')\n"
    "show.quotes('quotes', mine(themes.quotes(data)))",
    "another area's table": "d, mine = open_site(study, '002', profile)\n"
    "show.sample_table('who', mine(sample.who_took_part(d)))",
    "a table changed after release": "mine = release(sample.who_took_part(data))\n"
    "mine.frame.loc[0, 'interviewed'] = 12.345\nshow.sample_table('who', mine)",
    "a mark changed after release": "mine = release(sample.who_took_part(data))\n"
    "mine.marks.loc[:, :] = ''\nshow.sample_table('who', mine)",
    "a label changed after release": "mine = release(sample.who_took_part(data))\n"
    "first = next(iter(mine.labels['group']))\n"
    "mine.labels['group'][first] = dataclasses.replace(mine.population, en=words)\n"
    "show.sample_table('who', mine)",
    "a copy of a table": "frame = who.frame.assign(interviewed=1.0)\n"
    "show.sample_table('who', dataclasses.replace(who, frame=frame))",
    "a table restored": "from compendium.disclosure.released import restore\n"
    "parts = {f.name: getattr(who, f.name) for f in dataclasses.fields(who) if f.init}\n"
    "show.sample_table('who', restore(**parts))",
    "a table sealed": "from compendium.disclosure.released import seal\n"
    "parts = {f.name: getattr(who, f.name) for f in dataclasses.fields(who) if f.init}\n"
    "show.sample_table('who', seal(**parts))",
    "other thresholds": "from compendium.disclosure import profile as known\n"
    "weak = dataclasses.replace(known.profile_named('exact'), profile=profile, audience='public')\n"
    "known.profiles()[profile] = weak\n_, mine = open_site(study, site, profile)\n"
    "show.sample_table('who', mine(sample.who_took_part(data)))",
    "a release under other thresholds": "mine = dataclasses.replace(release, profile="
    "dataclasses.replace(release.profile, survey_base_hidden_below=1))\n"
    "show.sample_table('who', mine(sample.who_took_part(data)))",
    "a sentence of one's own": "from compendium.displays.record import Display, Sentence\n"
    "from compendium.displays.making import show as put\n"
    "own = dataclasses.replace(who.population, en=words)\n"
    "put(Display('who', 'sample', who, Sentence('n_equals', {'n': own}), None, ()))",
    "a name of data": "show.sample_table(words, who)",
    "a name made of data": "show.sample_table(f'who-{len(data.segments)}', who)",
}
# What leaves the notebook's outputs as they are.
SILENT = {
    "a next cell": "shell.set_next_input(words)",
    "a page": "shell.payload_manager.write_payload({'source': 'page', 'data': {'text': words}})",
    "a comm": "from comm import create_comm\nc = create_comm(data={'said': words})",
    "a file in reports": "os.makedirs('../reports/tiny', exist_ok=True)",
    "a page in reports": "open('../reports/tiny.html', 'w').write(words)",
    "a table beside the notebooks": "data.segments.to_csv('said.csv')",
    "a picture in data": "plt.figure(); plt.title(words); plt.savefig('../data/said.svg')",
    "its own notebook": "open('odd.ipynb', 'a').write(words)",
    "a file moved": "import shutil; open('../private/x', 'w').write(words)\n"
    "shutil.move('../private/x', '../x')",
    "a library's file": "import sqlite3; sqlite3.connect('../said.db')",
}
PATCHES = {**SHOWING, **FORGED, **SILENT}


# Why each of them is refused, whatever else is wrong with the cell.
UNSIGNED = "is not signed by this run"
WEAK = "was released under other thresholds than those of welsh_evaluation"
CHANGED = "an error"
REASONS = {
    "a record by hand": UNSIGNED,
    "a record beside another's signature": UNSIGNED,
    "a record with more in it": "holds more than a display record does",
    "a record read back": UNSIGNED,
    "an exact table": "was released under the profile exact",
    "another area's table": "was released for another study or site",
    "a table changed after release": CHANGED,
    "a mark changed after release": CHANGED,
    "a label changed after release": CHANGED,
    "a copy of a table": CHANGED,
    "a table restored": UNSIGNED,
    "a table sealed": UNSIGNED,
    "other thresholds": WEAK,
    "a release under other thresholds": WEAK,
    "a sentence of one's own": CHANGED,
    "a name of data": "has an id that is more than letters",
    "a name made of data": "has an id that does not stand in its cell as a plain string",
}
# What ends a run, or speaks after its end; whether there is a page all the same.
ENDINGS = {
    "an error that quotes": ("raise ValueError(words)", False),
    "an error of ours that quotes": (
        "from compendium.problems import DataError\nraise DataError(words)",
        False,
    ),
    "an error called what it quotes": ("raise type(words, (Exception,), {})", False),
    "an error with a note": ("e = KeyError(1)\ne.add_note(words)\nraise e", False),
    "an exit that quotes": ("raise SystemExit(words)", False),
    "a death after a word": ("os.write(2, words.encode()); os._exit(3)", False),
    "a crash": ("import ctypes; sys.__stderr__.write(words); ctypes.string_at(0)", False),
    "no end": ("def f(x): return f(x + words)\nf(words)", False),
    "a word after the end": (
        "import atexit; atexit.register(os.write, 2, words.encode())\n"
        "atexit.register(print, words, file=sys.__stderr__)\nshow.sample_table('who', who)",
        True,
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house with the tiny study, whose one report is the notebook `odd`."""
    root = tmp_path_factory.mktemp("sabotage")
    study = write_tiny(root) / "study.yml"
    text = study.read_text(encoding="utf-8").replace("reports: [site_report]", "reports: [odd]")
    study.write_text(text, encoding="utf-8")
    (root / "notebooks").mkdir()
    return root


@pytest.fixture
def _in_the_house(house, monkeypatch):
    monkeypatch.setenv("COMPENDIUM_DATA", str(house / "data"))


def write_odd(root, *cells) -> None:
    """The notebook: its parameters, what the patches need, the patches."""
    parameters = code(source=PARAMETERS, tags=["parameters"])
    made = notebook("# Odd", parameters, code(source=SETUP), *cells)
    made.metadata["kernelspec"] = KERNEL
    nbformat.write(made, root / "notebooks" / "odd.ipynb")


@pytest.fixture(scope="module", params=["compendium", "kernel"])
def executed(house, request):
    """Of each patch the cell as one run of one engine executed it."""
    if request.param == "compendium" and not hasattr(os, "fork"):
        pytest.skip("there is no fork on this system")
    cells = [code(source=s, tags=["raises-exception"]) for s in PATCHES.values()]
    write_odd(house, *cells)
    to = house / "private" / "odd.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(house / "data"))
        patch.setattr("compendium.build.execute.new_key", lambda: KEY)
        patch.setenv("ENGINE", request.param)
        ensure(open_study("tiny"))
        # Cells that may raise let the others run; the run counts as failed all the same.
        with pytest.raises(JobFailed):
            execute(JOB, to)
    ran = nbformat.read(to, as_version=4).cells
    by_id = {c.id: c for c in ran}
    return dict(zip(PATCHES, (by_id[c.id] for c in cells), strict=True))


def public_files(root) -> dict[str, bytes]:
    """Every file of a house that is not in private/, save the study's own, with its bytes."""
    files = [p for p in root.rglob("*") if p.is_file()]
    named = {p.relative_to(root).as_posix(): p.read_bytes() for p in files}
    return {n: b for n, b in named.items() if not n.startswith(("private/", "data/tiny/"))}


@pytest.mark.parametrize("patch", [*SHOWING, *FORGED])
def test_what_did_not_pass_the_door_is_refused_and_not_quoted(executed, patch):
    with pytest.raises(DisclosureError) as error:
        published(notebook(executed[patch]), JOB, KEY)
    assert "cell [1]" in str(error.value)
    assert PLANTED not in str(error.value)


@pytest.mark.parametrize("patch", FORGED)
def test_a_forged_display_is_refused_for_what_it_is(executed, patch):
    """The code is exchanged for one that nothing is wrong with; only the output speaks."""
    cell = copy.deepcopy(executed[patch])
    if "import" in cell.source:
        cell.source = "show.sample_table('who', who)"
    with pytest.raises(DisclosureError) as error:
        published(notebook(cell), JOB, KEY)
    assert REASONS[patch] in str(error.value)
    assert "an import" not in str(error.value)


@pytest.mark.parametrize("patch", SILENT)
def test_what_leaves_no_output_leaves_nothing_else(executed, house, patch):
    try:
        text = notebook_text(published(notebook(executed[patch]), JOB, KEY))
    except DisclosureError as error:
        text = str(error)
    assert PLANTED not in text
    assert list(public_files(house)) == ["notebooks/odd.ipynb"]
    assert PLANTED.encode() not in (house / "notebooks" / "odd.ipynb").read_bytes()


def test_what_each_patch_shows_is_there_to_be_refused(executed):
    """In private/, where the team may see it: otherwise the tests above would test nothing."""
    said = {p: str(c.outputs) for p, c in executed.items()}
    silent = {p for p in SHOWING if PLANTED not in said[p]}
    blind = {"a plot of one's own", "a plot of raw answers", "an output that is cleared"}
    walled = {"a program", "a shell", "a magic", "a shell command", "help"}
    if "'NoneType' object" in said["a message past the display"]:  # there is no kernel
        walled.add("a message past the display")
    assert silent <= blind | walled | {"a widget with its state"}


@pytest.mark.sampled(5)
@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_escapes_whatever_ends_a_run(house, ending, capfd):
    source, page = ENDINGS[ending]
    write_odd(house, code(source=source))
    assert build_reports("tiny", "001", PUBLIC) == int(not page)
    printed = "".join(capfd.readouterr())
    files = public_files(house)
    pages = [n for n in files if n.startswith("reports/")]
    assert ("reports/tiny/001.html" in pages) == page
    assert PLANTED not in printed
    assert not [n for n, content in files.items() if PLANTED.encode() in content]
