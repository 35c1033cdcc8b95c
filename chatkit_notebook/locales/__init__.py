"""What the kernel says in the chat, in the language that it speaks.

Every text that the view shows as the kernel wrote it stands in this package and nowhere else: titles and messages of
notices and errors, steps of tools, cards of approvals. None is compared with another: code decides by types, ids and
codes. Not here are exceptions for whoever programs, lines of the log, and what models read; where the chat shows such
an exception, its type stands in front of it.

German would be a file ``de.py`` with the names of `Texts`, and an entry in `LOCALES`.
"""

from __future__ import annotations

from chatkit_notebook.locales.en import English, Texts

__all__ = ["LOCALES", "Texts", "speak", "words"]

LOCALES: dict[str, Texts] = {"en": English()}
"""The languages by their tags."""

_spoken = LOCALES["en"]


def words() -> Texts:
    """The texts, to be asked for when something is said: a constant would keep the language it began with."""
    return _spoken


def speak(texts: Texts) -> None:
    """Speak another language in the whole process, from what is said next."""
    global _spoken  # noqa: PLW0603 - one a process by design
    _spoken = texts
