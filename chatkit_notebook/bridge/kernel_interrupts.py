"""Lets the notebook's interrupt reach the chats, whose work is in no cell and on no thread that it would end."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from chatkit_notebook.chat.open_chats import interrupt_chats

if TYPE_CHECKING:
    from collections.abc import Callable


def current_shell() -> Any:
    """The shell of the Jupyter kernel that this runs in; None elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if getattr(shell, "kernel", None) is not None else None


def heed_interrupts() -> None:
    """Let an interrupt of the kernel, whether or not a cell runs, stop the chats besides what it does otherwise.

    A kernel sets another handler of the signal while it works on a message, and in a cell that awaits one more; when
    it is idle it ignores the signal. So the handler is put before whichever is there when a cell begins, and before
    the one that the kernel has laid aside for later.
    """
    shell = current_shell()
    if shell is None or threading.current_thread() is not threading.main_thread():
        return
    _put_before_current()
    _wake_loop()
    kernel = shell.kernel
    idle = getattr(kernel, "saved_sigint_handler", None)
    if idle is not None and not isinstance(idle, _Handler):
        kernel.saved_sigint_handler = _Handler(idle)
    if not any(callback is _put_before_current for callback in shell.events.callbacks["pre_run_cell"]):
        shell.events.register("pre_run_cell", _put_before_current)


class _Handler:
    """Stops the chats, then does what was done before."""

    def __init__(self, previous: Callable[..., Any] | int) -> None:
        self._previous = previous

    def __call__(self, number: int, frame: Any) -> None:
        interrupt_chats()
        if callable(self._previous):
            self._previous(number, frame)


def _put_before_current(_: Any = None) -> None:
    # A cell may run on another thread, which gets no signals.
    if threading.current_thread() is threading.main_thread():
        current = signal.getsignal(signal.SIGINT)
        if current is not None and not isinstance(current, _Handler):
            signal.signal(signal.SIGINT, _Handler(current))


def _wake_loop() -> None:
    """Let a signal wake the loop of this thread, unless something wakes it already.

    Python calls handlers between two steps of its own. A signal that comes when the loop is about to wait for its files
    would be handled when one of them wakes it: in a cell that awaits, at the end of that. And what a handler asks the
    loop for wakes nothing.
    """
    with suppress(RuntimeError, NotImplementedError):  # no loop runs, or it is Windows' own, which does so by itself
        loop = asyncio.get_running_loop()
        heard, told = socket.socketpair()
        heard.settimeout(0)
        told.settimeout(0)
        loop.add_reader(heard, partial(heard.recv, 4096))
        other = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        if other == -1:
            told.detach()  # it is open for as long as the process
            return
        signal.set_wakeup_fd(other, warn_on_full_buffer=False)
        loop.remove_reader(heard)
        heard.close()
        told.close()
