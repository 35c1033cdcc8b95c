"""What a saved notebook shows of a chat where no kernel runs: an output of its own, above that of the widget.

What hosts do, as tried with JupyterLab 4.6, Notebook 7.6 and nbconvert 7.17:

- JupyterLab and Notebook take ``application/vnd.jupyter.widget-view+json`` of a trusted notebook's output and look at
  no other part of it, even if they then find no such widget. A transcript beside it in the same output would not be
  seen, and to update that output would draw a second view. So the transcript is an output of its own, with a display
  id; the view hides it as long as it is there, and the style below hides what they say about a widget that is not.
- Where they don't trust a notebook they skip widgets, and leave of ``text/html`` no script, no style sheet, no MathML
  and of inline styles only plain ones.
- nbconvert takes the widget only if the notebook holds its state, else ``text/html`` as it is; so does nbviewer, which
  runs nbconvert. GitHub lets no styles through at all.
- An update by display id reaches an output after its cell has ended, and while another cell runs, in pages that have
  seen the output appear: one that was loaded anew keeps what it was loaded with, until the cell runs again.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from IPython.core.interactiveshell import InteractiveShell

from chatkit_notebook.chat.transcripts import conversation_of
from chatkit_notebook.locales import words
from chatkit_notebook.transcript import Drawings, looks, to_html
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    import asyncio

    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session
    from chatkit_notebook.transcript import Conversation

log = logging.getLogger(__name__)

PAUSE = 3.0
"""Seconds between two updates, at the least."""
_NEWEST = 150
"""Items that are looked at: more don't fit in."""
_LONGEST_WAIT = 2.0
"""Seconds that the end of a cell may wait for the conversation's loop."""

# Updates of items are not among them: nearly all events are, and the item is told once more when it is done.
_TELLING = frozenset(
    {
        "thread.created",
        "thread.updated",
        "thread.item.done",
        "thread.item.removed",
        "thread.item.replaced",
        "error",
        "notice",
        "chatkit.response.end",
        "chatkit.thread.truncate",
    }
)

# What stands in the place of a widget that is not there has no elements.
_STYLE = (
    "<style>.jp-OutputArea-child:has(.chatkit-transcript)+.jp-OutputArea-child>.lm-Panel.jp-OutputArea-output"
    ":not(:has(*)){display:none}</style>"
)
# MathJax would make formulas of prices.
_CLASSES = "chatkit-transcript mathjax_ignore tex2jax_ignore"

_displayed: WeakSet[SavedTranscript] = WeakSet()


class SavedTranscript:
    """Keeps the transcript in the notebook as new as the conversation. It looks on as a view does.

    Args:
        session: The conversation.
        loop: What it runs on.
        name: A class for the transcript, by which the view finds it.
    """

    def __init__(self, session: Session, loop: ChatLoop, name: str) -> None:
        self._session = session
        self._loop = loop
        self._name = name
        self._drawings = Drawings()
        self._is_current = True
        self._is_displayed = False
        self._written = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._lock = Lock()
        session.look_on(self)

    def show(self, plain: str) -> None:
        """Put the transcript into the output of the cell that runs, if a notebook's cell does.

        Args:
            plain: What hosts show that know no HTML.
        """
        self._plain = plain
        if (shell := _shell()) is None:
            return
        if self not in _displayed:
            _displayed.add(self)
            if _update_all not in shell.events.callbacks["post_run_cell"]:
                shell.events.register("post_run_cell", _update_all)
        self._is_displayed = True
        self._publish(self._conversation(), is_new=True)

    def frame(self, request_id: str | None, event: dict[str, Any]) -> None:  # noqa: ARG002 - what any onlooker hears
        """Take note of an event."""
        if event.get("type") in _TELLING:
            self.opened()

    def opened(self) -> None:
        """Take note that the transcript is no longer current."""
        self._is_current = False
        if self._is_displayed and self._timer is None:
            now = self._loop.loop.time()
            self._timer = self._loop.loop.call_at(max(now, self._written + PAUSE), self._begin)

    def close(self) -> None:
        """Write the conversation down for the last time. It runs on the loop."""
        self._session.look_away(self)
        if self._timer is not None:
            self._timer.cancel()
        if self._is_displayed and not self._is_current:
            self._publish(self._now())

    def update(self) -> None:
        """Write it down at once, if anything has changed."""
        if self._is_displayed and not self._is_current:
            self._publish(self._conversation())

    def _begin(self) -> None:
        self._timer, self._written = None, self._loop.loop.time()
        self._session.spawn(in_thread(self._publish, self._now()))

    def _now(self) -> Conversation:
        self._is_current = True
        return conversation_of(self._session, self._session.current, _NEWEST)

    def _conversation(self) -> Conversation:
        if not self._loop.has_thread or self._loop.is_here:
            return self._now()

        async def now() -> Conversation:
            return self._now()

        return self._loop.start(now()).result(_LONGEST_WAIT)

    def _publish(self, conversation: Conversation, *, is_new: bool = False) -> None:
        # The loop's worker and the main thread may both be here.
        with self._lock:
            if (shell := _shell()) is None:
                return
            try:
                html = self._html(conversation)
                data = {"text/html": html, "text/plain": self._plain}
                shell.display_pub.publish(data, transient={"display_id": self._name}, update=not is_new)
            except Exception:
                # The conversation must not break because it can't be written down.
                log.exception("The transcript of a chat could not be put into the notebook.")

    def _html(self, conversation: Conversation) -> str:
        said = to_html(conversation, self._drawings)
        below = f'<p style="{looks.GO_ON}">{words().run_to_go_on}</p>'
        return f'{_STYLE}<div class="{_CLASSES} {self._name}" style="{looks.BODY}">{said}{below}</div>'


def _shell() -> Any:
    """What publishes outputs, where that is a notebook."""
    shell = InteractiveShell.instance() if InteractiveShell.initialized() else None
    return shell if hasattr(shell, "kernel") else None


def _update_all(*_: object) -> None:
    """Write down what cells have said before they count as done: who runs notebooks may look no further."""
    for each in [*_displayed]:
        try:
            each.update()
        except Exception:
            log.exception("The transcript of a chat could not be put into the notebook.")
