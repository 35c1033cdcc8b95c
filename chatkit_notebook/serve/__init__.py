"""Ready servers: for an agent, for a function, and the choice between them.

Nothing here loads the Agents SDK until an agent is there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from chatkit_notebook.serve.factory import server_for
from chatkit_notebook.server.host import ClientToolSpec

if TYPE_CHECKING:
    from chatkit_notebook.serve.agent import AgentServer
    from chatkit_notebook.serve.demo import demo_agent
    from chatkit_notebook.serve.function import ReplyServer, RespondServer

__all__ = [
    "AgentServer",
    "ClientToolSpec",
    "ReplyServer",
    "RespondServer",
    "demo_agent",
    "server_for",
]

_HOMES = {"AgentServer": "agent", "ReplyServer": "function", "RespondServer": "function", "demo_agent": "demo"}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
