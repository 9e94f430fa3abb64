"""The layers of the code, bottom to top, and every import that points back up: ``make structure``.

`LAYERS` is the one place where they stand; tests/test_conventions.py holds them, and
docs/architecture.md says what each part is for.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

PACKAGE = "compendium"
SRC = Path(__file__).resolve().parents[1] / "src" / PACKAGE

# Bottom to top: a module may import from its own layer and from those before it.
LAYERS: list[tuple[str, ...]] = [
    (
        "legible",
        "problems",
        "heard",
        "words",
        "glossary",
        "publication",
        "casework_values",
        "review_values",
        "schemas",
        "places",
        "processes",
        "steady",
        "file_digests",
        "notebook_format",
        "wheelhouse",
        "first_setup",
    ),
    ("definitions",),
    ("instruments", "theory", "conclusions", "audiences", "impact", "sources", "translations"),
    ("study",),
    ("study_checks",),
    ("study_folder",),
    ("writers",),
    ("readers",),
    ("consent",),
    ("intake",),
    ("analysis",),
    ("disclosure",),
    ("displays",),
    ("notebook",),
    ("attack",),
    ("render",),
    ("engine",),
    ("build",),
    (
        "synthetic",
        "lab",
        "watching",
        "quote_drafts",
        "framework_matrix",
        "matching",
        "data_package",
        "guard",
    ),
    ("joint_signing", "start"),
    ("coding_sheets", "explore", "word_transcripts", "evidence_sheet", "theory_word"),
    ("verify",),
    ("cli_given",),
    (
        "cli_analysts",
        "cli_build",
        "cli_coding",
        "cli_data",
        "cli_guard",
        "cli_lab",
        "cli_start",
        "cli_synthetic",
        "cli_theory",
        "cli_translate",
        "cli_verify",
    ),
    ("cli",),
    ("__main__",),
]

# The layers within a part that has several, bottom to top.
WITHIN: dict[str, list[tuple[str, ...]]] = {
    "analysis": [
        ("result",),
        ("remembered", "statistics"),
        ("survey",),
        ("theory", "service", "reporting"),
        ("qualitative", "review", "power", "qca"),
        ("intercoder", "joint_displays", "trail"),
        ("practice",),
        ("catalogue", "audiences"),
    ],
}

# Module → the modules it imports.
Arrows = Mapping[str, frozenset[str]]


def part_of(module: str) -> str:
    """The part of the compendium a module belongs to, as `LAYERS` names it.

    >>> part_of("compendium.render.documents.pdf")
    'render'
    """
    return module.removeprefix(f"{PACKAGE}.").split(".")[0]


def layer(module: str) -> tuple[int, int]:
    """The number of a module's layer, and of its layer within its part, counted from the bottom.

    Raises
    ------
    KeyError
        If it stands in none.
    """
    part = part_of(module)
    _, _, below = module.removeprefix(f"{PACKAGE}.").partition(".")
    inner = WITHIN.get(part) if below else None
    return _number(LAYERS, part, module), _number(
        inner, below.split(".")[0], module
    ) if inner else 0


def _number(layers: list[tuple[str, ...]], name: str, module: str) -> int:
    for number, names in enumerate(layers):
        if name in names:
            return number
    raise KeyError(module)


def module_name(path: Path, src: Path = SRC) -> str:
    """What a file is imported as."""
    return ".".join(path.relative_to(src.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, src: Path = SRC) -> set[str]:
    """What a module imports of the compendium, anywhere in it."""
    return set(_imports(ast.walk(_tree(path)), src))


def imported_at_once(path: Path, src: Path = SRC) -> set[str]:
    """What is imported of the compendium when a module is: outside functions and type checks."""
    return set(_imports(_at_once(_tree(path).body), src))


def _imports(nodes: Iterable[ast.AST], src: Path) -> Iterator[str]:
    """The modules that these statements import: of ``from package import module`` the module."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith(f"{PACKAGE}."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
            within = src.parent.joinpath(*node.module.split("."))
            for alias in node.names:
                is_module = (within / f"{alias.name}.py").exists() or (within / alias.name).is_dir()
                yield f"{node.module}.{alias.name}" if is_module else node.module


def _at_once(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from _at_once(node.orelse)
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for name in ("body", "orelse", "finalbody"):
                yield from _at_once(getattr(node, name, []))


def _tree(path: Path) -> ast.Module:
    return _parsed(path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=1024)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def upwards(name: str, imports: Iterable[str]) -> list[str]:
    """What a module imports that stands above it. The package itself stands nowhere."""
    if name == PACKAGE:
        return []
    own = layer(name)
    return sorted(m for m in imports if m != PACKAGE and layer(m) > own)


def circles(arrows: Arrows) -> list[list[str]]:
    """Modules that import each other in a circle, each circle once, in the order of names.

    >>> circles({"a": frozenset("b"), "b": frozenset("ac"), "c": frozenset(), "d": frozenset("a")})
    [['a', 'b']]
    """
    reached = {name: _reached(name, arrows) for name in arrows}
    found = {
        tuple(sorted(n for n in reached[name] if name in reached[n]))
        for name in arrows
        if name in reached[name]
    }
    return sorted(map(list, found))


def _reached(name: str, arrows: Arrows) -> set[str]:
    found: set[str] = set()
    waiting = set(arrows[name])
    while waiting:
        found |= waiting
        waiting = {m for n in waiting for m in arrows[n]} - found
    return found


def arrows_of(src: Path = SRC) -> Arrows:
    """Which module imports which others when it is imported itself."""
    files = {module_name(path, src): path for path in sorted(src.rglob("*.py"))}
    return {
        name: frozenset(m for m in imported_at_once(path, src) if m in files and m != name)
        for name, path in files.items()
    }


def about(src: Path = SRC) -> dict[str, str]:
    """The first line of what each part says of itself, as its module or package opens with."""
    found = {}
    for name in (n for names in LAYERS for n in names):
        found[name] = _opens_with(src, name)
        for below in (n for names in WITHIN.get(name, ()) for n in names):
            found[f"{name}/{below}"] = _opens_with(src / name, below)
    return found


def _opens_with(folder: Path, name: str) -> str:
    path = folder / f"{name}.py"
    said = ast.get_docstring(_tree(path if path.exists() else folder / name / "__init__.py"))
    return (said or "").partition("\n")[0]


def drawn(src: Path = SRC) -> list[str]:
    """The layers from top to bottom, those within a part below it, and what each part is for."""
    said = about(src)
    width = max(map(len, said))
    lines = []
    for number, names in _from_the_top(LAYERS):
        for n, name in enumerate(names):
            lines.append(f"{number if n == 0 else '':>3}  {name:<{width}}  {said[name]}")
            for _, within in _from_the_top(WITHIN.get(name, [])):
                below = (f"{name}/{one}" for one in within)
                lines += [f"     {one:<{width}}  {said[one]}" for one in below]
    return lines


def _from_the_top(layers: list[tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    return list(reversed(list(enumerate(layers, 1))))


def wrong(src: Path = SRC) -> list[str]:
    """Every import that points up, every circle, and every part that stands in no layer."""
    found = []
    for path in sorted(src.rglob("*.py")):
        name = module_name(path, src)
        try:
            found += [
                f"{name} imports {m}, which stands above it"
                for m in upwards(name, imported(path, src))
            ]
        except KeyError as error:
            found.append(f"{name}: {error.args[0]} stands in no layer of tests/structure.py")
    return found + [f"a circle of imports: {', '.join(names)}" for names in circles(arrows_of(src))]


def main() -> int:
    """Print the layers; 1 if an import points back up."""
    print("From the top: a part imports from its own layer and from those below it.\n")
    print("\n".join(drawn()))
    if found := wrong():
        print("\n" + "\n".join(found), file=sys.stderr)
        return 1
    print("\nNo import points up, and none goes round in a circle.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
