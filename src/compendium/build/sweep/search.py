"""After all jobs of a public build: nobody who withdrew, and no id, in any file that is public.

The sweep alters nothing. It names the file and the kind of trace, and whose it is by the row of
the consent table: not the words, not the id, for what is printed may end in a log.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Set
from pathlib import Path

from compendium.build.jobs import Plan
from compendium.build.kept import Kept
from compendium.build.made_from import made_with
from compendium.build.provenance import definition_files
from compendium.build.screen import shown
from compendium.build.sweep.contents import Piece, contents
from compendium.build.sweep.markup import texts_in
from compendium.build.sweep.spoken import FREE, GONE, UNKNOWN, UNQUOTED, spoken
from compendium.build.sweep.traces import Traces, runs_of
from compendium.disclosure.profile import profile_named
from compendium.file_digests import version_of
from compendium.places import CODE, notebooks_folder, root
from compendium.problems import CompendiumError
from compendium.study import Study

# What files were found clean is kept under this name.
SWEPT = "swept"


def traces_left(each: Plan) -> list[str]:
    """What the sweep says of the public files of a plan: one text, or none.

    Looked through is the study's whole folder, and what lies beside it in ``reports/``.
    """
    if not (files := public_files(each)):
        return []
    kept = Kept(each, SWEPT)
    try:
        swept = sweep(each.study, files, each.reports.parent, _clean(kept))
    except CompendiumError as error:
        said = shown(each, "sweep", error)
        return [f"{each.study.id}: its public files could not be searched.\n{said}"]
    kept.write(sorted(swept.clean))
    if not swept.found:
        return []
    lines = "\n".join(f"    {sentence}" for sentence in swept.found)
    return [
        f"{each.study.id}: the public files hold what may be a trace of people, so publish none of "
        f"them:\n{lines}\n  What to do stands in docs/withdrawal.md, under The sweep."
    ]


def sweep_ahead(each: Plan, part: int, of: int) -> None:
    """Look into one part of so many of a plan's public files; which are clean is kept.

    Raises
    ------
    DataError
        If the study's exports cannot be read.
    """
    kept = Kept(each, SWEPT)
    files = public_files(each)[part::of]
    kept.write_ahead(
        part, sorted(sweep(each.study, files, each.reports.parent, _clean(kept)).clean)
    )


def public_files(each: Plan) -> list[Path]:
    """The public files of a plan, those that lie beside its study's folder too."""
    tree = each.reports.parent
    files = [p for p in each.reports.rglob("*") if p.is_file()]
    if not files or not profile_named(each.profile).public:
        return []
    if tree.resolve() == (root() / "reports").resolve():
        files += [p for p in tree.iterdir() if p.is_file()]
    return sorted(files)


def _clean(kept: Kept) -> set[str]:
    """Digests of files that were found clean before."""
    return {digest for found in kept.read() if isinstance(found, list) for digest in found}


@dataclasses.dataclass(frozen=True)
class Swept:
    """What a sweep found: a sentence for each trace, and digests of the files that hold none."""

    found: list[str]
    clean: set[str]


def sweep(study: Study, files: Iterable[Path], above: Path, clean: Set[str] = frozenset()) -> Swept:
    """A sentence for each trace in `files` and each thing that cannot be read, named below `above`.

    A file whose digest is in `clean` is not looked into again: the digest is of its name and its
    bytes, and of all that is looked for and how.

    Raises
    ------
    DataError
        If the study's exports cannot be read.
    """
    traces, swept = traces_of(study), Swept([], set())
    looking = " ".join([traces.digest, *made_with().values()])
    for path in sorted(files):
        name, content = path.relative_to(above).as_posix(), path.read_bytes()
        digest = hashlib.sha256(f"{looking} {name} ".encode() + content).hexdigest()
        sentences = [] if digest in clean else list(in_file(content, name, traces))
        swept.found.extend(sentences)
        if not sentences:
            swept.clean.add(digest)
    return swept


def hold_traces(study: Study) -> None:
    """Work out what must stand in no public file, for processes that are forked from this one."""
    _held[study.folder] = _versions(study), _traces_of(study)


# Folder of a study → the files it was worked out from, and what must stand in no public file.
_held: dict[Path, tuple[tuple, Traces]] = {}


def _versions(study: Study) -> tuple:
    """All files that what is looked for is worked out from, each as it is now."""
    folders = (study.folder.rglob("*"), notebooks_folder().glob("*.ipynb"), _packaged())
    paths = (p for found in folders for p in found if p.is_file())
    return tuple((str(p), version_of(p)) for p in sorted(paths))


def traces_of(study: Study) -> Traces:
    """What must stand in no public file of a study.

    Raises
    ------
    DataError
        If an export or the consent table cannot be read.
    """
    versions, traces = _held.get(study.folder, ((), None))
    return traces if traces and versions == _versions(study) else _traces_of(study)


def _traces_of(study: Study) -> Traces:
    """What must stand in no public file, worked out.

    What was asked, labels and notebooks' prose are nobody's words. Statements of theory,
    descriptions of codes and what analysts concluded may quote somebody, so these count for
    nothing here.
    """
    found = spoken(study)
    free, unquoted = ([text for text, _ in found.words[kind]] for kind in (FREE, UNQUOTED))
    notebooks = sorted(notebooks_folder().glob("*.ipynb"))
    asked = [_text(p) for p in (*_asked(study), *_packaged(), *notebooks)]
    runs = runs_of(found.words[UNQUOTED], [*asked, *free])
    runs |= runs_of([*found.words[GONE], *found.words[UNKNOWN]], [*asked, *free, *unquoted])
    return Traces(found.names, runs, [*asked, *map(_text, definition_files(study))])


def in_file(content: bytes, name: str, traces: Traces) -> Iterator[str]:
    """A sentence for each kind of trace in one public file, with the first place it stands in."""
    read = contents(content, known=traces.layers)
    told: dict[str, str] = {}
    for piece in (Piece("its name", name), *read.pieces):
        for trace in traces.found_in(piece.text, piece.noisy):
            told.setdefault(str(trace), piece.where)
    if not told and not read.unread:
        traces.layers |= read.layers
    shown = _named(name, traces, "a file whose name is a trace")
    for trace, where in told.items():
        yield f"{shown}{_place(where, traces)}: {trace}."
    for where, why in dict.fromkeys(read.unread):
        yield f"{shown}{_place(where, traces)} cannot be looked into: {why}."


def _place(where: str, traces: Traces) -> str:
    return f" ({_named(where, traces, 'inside it')})" if where else ""


def _named(name: str, traces: Traces, instead: str) -> str:
    """A name as it may be told: one that is a trace itself is not."""
    return instead if any(traces.found_in(name)) else name


def _asked(study: Study) -> list[Path]:
    return [study.folder / "study.yml", *sorted((study.folder / "instruments").glob("*.yml"))]


def _packaged() -> list[Path]:
    return [CODE / "words.csv", *sorted((CODE / "render" / "templates").iterdir())]


def _text(path: Path) -> str:
    """A file of ours as text; of a notebook, what its cells say."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\n".join(part for _, part in texts_in(text) if isinstance(part, str))
