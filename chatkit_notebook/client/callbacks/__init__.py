"""The user's functions in a conversation: how they are registered, and what calls them."""

from chatkit_notebook.client.callbacks.registry import Callback, Callbacks, ClientTool

__all__ = ["Callback", "Callbacks", "ClientTool"]
