"""Makes browser messages arrive while a cell is busy, on every kernel that can do it."""

from __future__ import annotations

from typing import Any


def keep_answering_while_busy(comm: Any) -> None:
    """Keep ipykernel from tying a comm's messages to the shell that last sent on it.

    JupyterLab delivers comm messages on a subshell, whose thread is free while a cell computes. ipykernel 7.4 sends
    them instead to the shell that last *sent* on the comm (``ipykernel/comm/comm.py``); as the chat sends from its own
    thread, that is always the main one. The attribute is private and exists in no other version, hence the guard.
    """
    if hasattr(comm, "_reply_subshell_for"):
        comm._reply_subshell_for = None  # noqa: SLF001 - there is no public way
    if hasattr(comm, "_reply_subshell_ids"):
        comm._reply_subshell_ids = _Forgetful()  # noqa: SLF001 - as above


class _Forgetful(dict[str, Any]):
    """Keeps nothing: ipykernel would note every id that a reply carries, and nobody looks them up any more."""

    def __setitem__(self, _: str, __: Any) -> None:
        pass
