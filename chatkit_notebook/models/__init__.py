"""Models for a chat: offline, scripted, or behind an endpoint that many event loops share."""

from chatkit_notebook.errors import ScriptError
from chatkit_notebook.models.offline import OfflineModel
from chatkit_notebook.models.request import ModelRequest, ToolOutput
from chatkit_notebook.models.scripted import ScriptedModel
from chatkit_notebook.models.steps import call, cite, error, image, think, wait

__all__ = [
    "ModelRequest",
    "OfflineModel",
    "ScriptError",
    "ScriptedModel",
    "ToolOutput",
    "call",
    "cite",
    "error",
    "image",
    "think",
    "wait",
]
