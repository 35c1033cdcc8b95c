"""A chat in a notebook cell for any agent.

>>> from chatkit_notebook import ChatKit
>>> ChatKit(agent)  # doctest: +SKIP

The submodules carry the names of OpenAI's ChatKit server SDK: ``server``, ``types``, ``store``, ``agents``,
``widgets``, ``actions``, ``errors`` and ``icons``.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any

from chatkit_notebook.version import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from chatkit_notebook.bridge.envelope import BadMessageError
    from chatkit_notebook.chat import Chat
    from chatkit_notebook.client import Turn
    from chatkit_notebook.display.figure import Figure
    from chatkit_notebook.errors import (
        AttachmentRefusedError,
        BaseStreamError,
        BrokenStreamError,
        ChatKitError,
        ClientToolError,
        CustomStreamError,
        ErrorCode,
        FormRefusedError,
        FrameGoneError,
        InvalidRequestError,
        NotDisplayableError,
        NotFoundError,
        PictureError,
        ScriptError,
        StoreError,
        StreamError,
        TemplateLimitError,
        ThreadFileError,
        TooMuchError,
        TurnError,
        UnreadableFrameError,
        UploadFailedError,
        WidgetError,
    )
    from chatkit_notebook.eventlog import EventLog
    from chatkit_notebook.models import OfflineModel, ScriptedModel
    from chatkit_notebook.models.answers import EndpointAnswerError
    from chatkit_notebook.models.endpoints import UnconfiguredModelError
    from chatkit_notebook.serve import AgentServer
    from chatkit_notebook.server import ChatKitServer
    from chatkit_notebook.store import MemoryStore, PartialImportError, SQLStore, Store
    from chatkit_notebook.ui.widget import ChatKit

__all__ = [
    "AgentServer",
    "AttachmentRefusedError",
    "BadMessageError",
    "BaseStreamError",
    "BrokenStreamError",
    "Chat",
    "ChatKit",
    "ChatKitError",
    "ChatKitServer",
    "ClientToolError",
    "CustomStreamError",
    "EndpointAnswerError",
    "ErrorCode",
    "EventLog",
    "Figure",
    "FormRefusedError",
    "FrameGoneError",
    "InvalidRequestError",
    "MemoryStore",
    "NotDisplayableError",
    "NotFoundError",
    "OfflineModel",
    "PartialImportError",
    "PictureError",
    "SQLStore",
    "ScriptError",
    "ScriptedModel",
    "Store",
    "StoreError",
    "StreamError",
    "TemplateLimitError",
    "ThreadFileError",
    "TooMuchError",
    "Turn",
    "TurnError",
    "UnconfiguredModelError",
    "UnreadableFrameError",
    "UploadFailedError",
    "WidgetError",
    "__version__",
]

_HOMES = {
    "AgentServer": "serve",
    "AttachmentRefusedError": "errors",
    "BadMessageError": "errors",
    "BaseStreamError": "errors",
    "BrokenStreamError": "errors",
    "Chat": "chat",
    "ChatKit": "ui.widget",
    "ChatKitError": "errors",
    "ChatKitServer": "server",
    "ClientToolError": "errors",
    "CustomStreamError": "errors",
    "EndpointAnswerError": "errors",
    "ErrorCode": "errors",
    "EventLog": "eventlog",
    "Figure": "display.figure",
    "FormRefusedError": "errors",
    "FrameGoneError": "errors",
    "InvalidRequestError": "errors",
    "MemoryStore": "store",
    "NotDisplayableError": "errors",
    "NotFoundError": "errors",
    "PictureError": "errors",
    "OfflineModel": "models",
    "PartialImportError": "errors",
    "SQLStore": "store",
    "ScriptError": "errors",
    "ScriptedModel": "models",
    "Store": "store",
    "StoreError": "errors",
    "StreamError": "errors",
    "TemplateLimitError": "errors",
    "ThreadFileError": "errors",
    "TooMuchError": "errors",
    "Turn": "client",
    "TurnError": "errors",
    "UnconfiguredModelError": "errors",
    "UnreadableFrameError": "errors",
    "UploadFailedError": "errors",
    "WidgetError": "errors",
}


def __getattr__(name: str) -> Any:
    # A name is loaded when it is first used: the Agents SDK alone takes a second to import.
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    was_collecting = gc.isenabled()
    gc.disable()  # loading makes much and drops little: to look for garbage meanwhile only takes time
    try:
        value = getattr(import_module(f"{__name__}.{home}"), name)
    finally:
        if was_collecting:
            gc.enable()
    globals()[name] = value
    return value


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Give a notebook ``%%chat`` and ``%chat``: what ``%load_ext chatkit_notebook`` calls."""
    from chatkit_notebook.ui.magics import ChatMagics  # noqa: PLC0415 - IPython is for those who use it

    shell.register_magics(ChatMagics)


def __dir__() -> list[str]:
    return sorted(__all__)
