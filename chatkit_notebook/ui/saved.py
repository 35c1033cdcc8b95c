"""What a saved notebook shows of a chat where no kernel runs: an output of its own, above that of the widget.

What hosts do, as tried with JupyterLab 4.6, Notebook 7.6 and nbconvert 7.17:

- JupyterLab and Notebook take ``application/vnd.jupyter.widget-view+json`` of a trusted notebook's output and look at
  no other part of it, even if they then find no such widget. A transcript beside it in the same output would not be
  seen, and to update that output would draw a second view. So the transcript is an output of its own, with a display
  id; the view hides it as long as it is there, and the style below hides what they say about a widget that is not.
- Where they don't trust a notebook they skip widgets, and leave of ``text/html`` no script, no style sheet, no MathML
  and of inline styles only plain ones.
- nbconvert takes the widget only if the notebook holds its state, else ``text/html`` as it is; so does nbviewer, which
  runs nbconvert. GitHub's sanitiser, which could not be tried, takes all styles away.
- An update by display id reaches an output after its cell has ended, and while another cell runs, in pages that have
  seen the output appear: one that was loaded anew keeps what it was loaded with, until the cell runs again.
"""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from IPython.core.interactiveshell import InteractiveShell

from chatkit_notebook.chat.small_pictures import SmallPictures
from chatkit_notebook.chat.transcripts import conversation_of
from chatkit_notebook.locales import words
from chatkit_notebook.transcript import looks
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    import asyncio

    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session
    from chatkit_notebook.transcript.conversation import Conversation
    from chatkit_notebook.transcript.selection import Drawings

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

_ENDING = ("chatkit.response.end", "chatkit.thread.truncate")

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
        self._plain = ""
        self._drawings: Drawings | None = None
        self._pictures = SmallPictures(session)
        self._changes = self._written = 0
        self._is_displayed = self._is_closed = False
        self._begun = -PAUSE
        self._timer: asyncio.TimerHandle | None = None
        self._lock = Lock()
        self._shown = self._framed(_nothing())
        session.look_on(self)

    def show(self, plain: str) -> None:
        """Put the transcript into the output of the cell that runs, if a notebook's cell does.

        Nothing is read or drawn before the widget is there.

        Args:
            plain: What hosts show that know no HTML.
        """
        if (shell := _shell()) is None:
            return
        self._plain, self._is_displayed = plain, True
        if self not in _displayed:
            _displayed.add(self)
            if _update_all not in shell.events.callbacks["post_run_cell"]:
                shell.events.register("post_run_cell", _update_all)
        with self._lock:
            self._put(shell, is_new=True)
        self._loop.post(self.opened)

    def frame(self, request_id: str | None, event: dict[str, Any]) -> None:  # noqa: ARG002 - what any onlooker hears
        """Take note of an event."""
        kind = event.get("type")
        if kind in _TELLING:
            # The first words of an answer come before what is written down of the question.
            self._changed(0 if kind in _ENDING else PAUSE)

    def opened(self) -> None:
        """Take note that another thread is shown."""
        self._changed(0)

    def close(self) -> None:
        """Write the conversation down for the last time."""
        _update(self)
        if not self._is_closed:
            self._is_closed = True
            _displayed.discard(self)
            self._loop.post(self._look_away)

    def update(self) -> None:
        """Write the conversation down at once, if anything has changed."""
        if self._is_displayed and self._written < self._changes:
            self._write(*self._conversation())

    def _look_away(self) -> None:
        self._session.look_away(self)
        if self._timer is not None:
            self._timer.cancel()
        # A closed chat may be kept as what a cell has shown. A timer has the context that it was made in, such as the
        # response that ran.
        self._timer = None
        self._drawings, self._pictures = None, SmallPictures(self._session)

    def _changed(self, wait: float) -> None:
        self._changes += 1
        if not self._is_displayed:
            return
        due = max(self._loop.loop.time() + wait, self._begun + PAUSE)
        if self._timer is None or due < self._timer.when():
            if self._timer is not None:
                self._timer.cancel()
            self._timer = self._loop.loop.call_at(due, self._begin)

    def _begin(self) -> None:
        self._timer = None
        if self._written < self._changes:
            self._begun = self._loop.loop.time()
            self._session.spawn(self._write_soon())

    async def _write_soon(self) -> None:
        await in_thread(self._write, *await self._with_pictures())

    def _now(self) -> tuple[Conversation, int]:
        return conversation_of(self._session, self._session.current, _NEWEST), self._changes

    async def _with_pictures(self) -> tuple[Conversation, int]:
        conversation, changes = self._now()
        await self._pictures.put_into(conversation)
        return conversation, changes

    def _conversation(self) -> tuple[Conversation, int]:
        if not self._loop.has_thread or self._loop.is_here:
            return self._now()
        return self._loop.start(self._with_pictures()).result(_LONGEST_WAIT)

    def _write(self, conversation: Conversation, changes: int) -> None:
        # The loop's worker and the main thread may both be here.
        with self._lock:
            if changes <= self._written:
                return
            try:
                html = self._framed(self._said(conversation))
                if html != self._shown and (shell := _shell()) is not None:
                    self._shown = html
                    self._put(shell)
            except Exception:
                # The conversation must not break because it can't be written down.
                log.exception("The transcript of a chat could not be put into the notebook.")
            self._written = changes

    def _put(self, shell: Any, *, is_new: bool = False) -> None:
        data = {"text/html": self._shown, "text/plain": self._plain}
        shell.display_pub.publish(data, transient={"display_id": self._name}, update=not is_new)

    def _said(self, conversation: Conversation) -> str:
        if conversation.is_empty:
            return _nothing()
        from chatkit_notebook.transcript.selection import Drawings  # noqa: PLC0415 - it takes time to load
        from chatkit_notebook.transcript.writing import to_html  # noqa: PLC0415 - as above

        self._drawings = self._drawings or Drawings()
        return to_html(conversation, self._drawings)

    def _framed(self, said: str) -> str:
        below = f'<p style="{looks.GO_ON}">{words().run_to_go_on}</p>'
        return framed(self._name, said + below)


def framed(name: str, said: str) -> str:
    """What is seen where no kernel runs; the view finds it by its name."""
    return f'{_STYLE}<div class="{_CLASSES} {name}" style="{looks.BODY}">{said}</div>'


def _nothing() -> str:
    return f'<p style="{looks.NOTICE}">{words().nothing_said}</p>'


def _shell() -> Any:
    """What publishes outputs, where that is a notebook."""
    shell = InteractiveShell.instance() if InteractiveShell.initialized() else None
    return shell if hasattr(shell, "kernel") else None


def _update_all(*_: object) -> None:
    """Write down what cells have said before they count as done: who runs notebooks may look no further."""
    for each in [*_displayed]:
        _update(each)


def _update(saved: SavedTranscript) -> None:
    try:
        saved.update()
    except Exception:
        log.exception("The transcript of a chat could not be put into the notebook.")
