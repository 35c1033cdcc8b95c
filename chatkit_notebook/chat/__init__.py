"""The conversation as a person uses it from Python, with or without a browser."""

from chatkit_notebook.chat.chat import Chat

__all__ = ["Chat"]
