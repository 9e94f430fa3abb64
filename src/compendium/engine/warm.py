"""What every notebook needs, imported and used once before the first fork."""

from __future__ import annotations

import functools
import gc
import importlib
import io
import pkgutil

from compendium.notebook_format import without_grammar

PACKAGES = ("compendium.analysis", "compendium.disclosure", "compendium.displays")
MODULES = (
    *("numpy", "pandas", "scipy.stats", "matplotlib.pyplot", "matplotlib_inline.backend_inline"),
    *("papermill", "ipykernel.zmqshell", "ipykernel.ipkernel", "IPython.core.completer"),
    *("compendium.notebook", "compendium.engine.shell"),
)
# What pandas shows of a table when it is first imported inside a kernel.
COLUMNS_SHOWN = 20


@functools.cache
def warm() -> None:
    """Import what notebooks import and draw once, so that a fork need not.

    Raises
    ------
    ImportError
        If something a notebook needs is not installed: found here, not in every notebook.
    """
    without_grammar()
    import matplotlib

    matplotlib.use("agg")
    for name in (*MODULES, *_modules_of(*PACKAGES)):
        importlib.import_module(name)
    _draw()
    import pandas

    if pandas.get_option("display.max_columns") == 0:
        pandas.set_option("display.max_columns", COLUMNS_SHOWN)
    gc.collect()
    gc.freeze()


def _modules_of(*packages: str) -> list[str]:
    return [
        module.name
        for package in packages
        for module in pkgutil.walk_packages(
            importlib.import_module(package).__path__, prefix=f"{package}."
        )
    ]


def _draw() -> None:
    """One figure: the first finds fonts and builds what later ones share."""
    import matplotlib.figure

    figure = matplotlib.figure.Figure(figsize=(1, 1))
    figure.subplots().set_title("a")
    figure.savefig(io.BytesIO(), format="png")
