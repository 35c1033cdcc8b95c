"""The client of one conversation: it lives in the kernel, and whoever looks on is a view."""

from chatkit_notebook.client.callbacks import Callbacks
from chatkit_notebook.client.conversation import Onlooker
from chatkit_notebook.client.session import Session
from chatkit_notebook.client.turn import Turn

__all__ = ["Callbacks", "Onlooker", "Session", "Turn"]
