"""A kernel as a notebook's: cells run in it one after the other, and what they show is read."""

import os
from dataclasses import dataclass, field

from jupyter_client.manager import KernelManager

WAIT = 60
"""Seconds that a cell may take."""

# No host but this machine: what a cell asks of another fails at once, and says so.
OFFLINE = """
import sys as _sys

def _stay_here(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in ("127.0.0.1", "::1"):
        raise RuntimeError(f"A cell reached for the network: {arguments[1]!r}")
    if event == "socket.getaddrinfo" and arguments[0] not in ("127.0.0.1", "::1", "localhost", "", None):
        raise RuntimeError(f"A cell reached for the network: {arguments[0]!r}")

_sys.addaudithook(_stay_here)
"""


@dataclass
class Shown:
    """What a cell showed.

    Attributes:
        stdout: What it printed.
        stderr: What stands below in red, warnings and IPython's own errors of usage included.
        error: The name of the exception that ended it, and its message; None if it ended well.
        data: What it displayed, the value of its last line included: MIME types with their content.
    """

    stdout: str = ""
    stderr: str = ""
    error: tuple[str, str] | None = None
    data: list[dict[str, object]] = field(default_factory=list)

    @property
    def texts(self):
        """The plain text of what was displayed."""
        return [each.get("text/plain", "") for each in self.data]

    @property
    def has_view(self):
        """Whether a widget was displayed."""
        return any("application/vnd.jupyter.widget-view+json" in each for each in self.data)


class Kernel:
    """A running kernel without a key and without the network.

    ``with Kernel(folder) as kernel: kernel.run("1 + 1")``
    """

    def __init__(self, folder):
        self._folder = folder

    def __enter__(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(cwd=str(self._folder), env=environment)
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=WAIT)
        assert self.run(OFFLINE).error is None
        return self

    def __exit__(self, *_exc):
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, source):
        """Run a cell to its end."""
        shown = Shown()

        def read(message):
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                setattr(shown, content["name"], getattr(shown, content["name"]) + content["text"])
            elif kind == "error":
                shown.error = content["ename"], content["evalue"]
            elif kind in ("display_data", "execute_result"):
                shown.data.append(content["data"])

        self._client.execute_interactive(source, output_hook=read, timeout=WAIT)
        return shown
