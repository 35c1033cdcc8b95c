"""The offline model: plain talk, tools chosen by words, arguments read from the message."""

from chatkit_notebook.models.offline.model import OfflineModel

__all__ = ["OfflineModel"]
