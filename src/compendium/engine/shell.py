"""What runs cells in the forked process: a kernel's shell whose socket is a list.

Shell, display hook and publisher are ipykernel's own, so that what they make of a cell is what a
kernel makes of it; only where messages go is different.
"""

from __future__ import annotations

import builtins
import io
import logging
import os
import sys
import warnings

from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

# A message as a kernel sends it: its type and its content.
Message = tuple[str, dict]
INLINE = "module://matplotlib_inline.backend_inline"


class Cells:
    """Runs the cells of one notebook, one after another, in this process."""

    def __init__(self, extensions: tuple[str, ...] = ()):
        InteractiveShell.clear_instance()
        config = Config()
        config.HistoryManager.enabled = False
        self.sent: list[Message] = []
        self.shell = _Shell.instance(config=config)
        self.shell.wire(_Wire(self.sent))
        sys.stdout, sys.stderr = (_Stream(n, self.sent) for n in ("stdout", "stderr"))
        builtins.input = _no_input
        logging.getLogger().handlers.clear()
        warnings.showwarning = _show_warning
        _draw_inline(self.shell)
        for name in extensions:
            self.shell.extension_manager.load_extension(name)

    def run(self, source: str) -> tuple[list[Message], str]:
        """Run one cell; what a kernel would have sent, and the name of the error if one rose."""
        count = {"execution_count": self.shell.execution_count}
        self.sent.append(("execute_input", {"code": source, **count}))
        result = self.shell.run_cell(source, store_history=True)
        sys.stdout.flush()
        sys.stderr.flush()
        error = result.error_before_exec or result.error_in_exec
        messages = list(self.sent)
        self.sent.clear()
        return messages, type(error).__name__ if error else ""


class _Wire(Session):
    """A session that keeps what it is given to send."""

    def __init__(self, sent: list[Message]):
        super().__init__()
        self.sent = sent

    def send(self, stream, msg_or_type, content=None, *args, **kwargs):
        kind = msg_or_type
        if not isinstance(msg_or_type, str):
            kind, content = msg_or_type["msg_type"], msg_or_type["content"]
        # As it comes out at the other end of a socket: pictures as text, tuples as lists.
        self.sent.append((kind, self.unpack(self.pack(content))))


class _Shell(ZMQInteractiveShell):
    """A kernel's shell that sends over a wire of ours."""

    def wire(self, session: Session) -> None:
        self.displayhook.session = self.display_pub.session = session
        self.displayhook.topic = b"execute_result"

    def enable_gui(self, gui=None):
        """There is no event loop to join."""


class _Stream(io.TextIOBase):
    """Standard output or error of a cell: what was written since something else was shown."""

    def __init__(self, name: str, sent: list[Message]):
        self.name, self.sent = name, sent
        self.parts: list[str] = []

    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.parts.append(text)
        return len(text)

    def flush(self) -> None:
        if text := "".join(self.parts):
            self.sent.append(("stream", {"name": self.name, "text": text}))
        self.parts.clear()

    def fileno(self) -> int:
        """Where programs that a cell starts write: the log of the run."""
        return {"stdout": 1, "stderr": 2}[self.name]


def _show_warning(message, category, filename, lineno, file=None, line=None) -> None:
    """Onto the cell, whatever the process that was forked does with warnings."""
    text = warnings.formatwarning(message, category, filename, lineno, line)
    (file or sys.stderr).write(text)


def _no_input(prompt: str = "") -> str:
    raise StdinNotImplementedError(
        "A notebook that is run by a build cannot ask for input. Give it a parameter."
    )


def _draw_inline(shell: InteractiveShell) -> None:
    """Have figures shown under the cell that makes them, as in a kernel."""
    os.environ["MPLBACKEND"] = INLINE
    if "matplotlib" in sys.modules:
        shell.run_line_magic("matplotlib", "inline")
