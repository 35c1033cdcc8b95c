"""What a person does with the answers of a chat: approve what is asked, have one made again, and judge it."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable
from typing import TYPE_CHECKING, Any, get_args

from chatkit_notebook import types
from chatkit_notebook.chat.approvals import asking_card
from chatkit_notebook.chat.arguments import check_optional_text, check_text
from chatkit_notebook.chat.awaited import awaited
from chatkit_notebook.types.approvals import APPROVE, REJECT

if TYPE_CHECKING:
    from chatkit_notebook.chat.loop import ChatLoop
    from chatkit_notebook.client import Session, Turn
    from chatkit_notebook.client.thread import OpenThread
    from chatkit_notebook.types import FeedbackKind, ThreadItem


class AnswerMethods:
    """The answers of the thread that is shown."""

    _loop: ChatLoop
    _session: Session

    @awaited
    async def approve(self, item_id: str | None = None) -> Turn:
        """Approve a tool call that is waiting for it, and wait for what comes of it.

        Of several calls of one run, the run goes on when all of them have an answer.

        Args:
            item_id: The card that asks; by default the newest one that is open.

        Raises:
            LookupError: No approval is open, or the item is not an approval.
        """
        check_optional_text("item_id", item_id, "chat.items[-1].id")
        return await self.act(APPROVE, item_id=asking_card(self._session.current.items(), item_id))

    @awaited
    async def reject(self, item_id: str | None = None, message: str | None = None) -> Turn:
        """Reject a tool call that is waiting for approval; the agent goes on without it.

        Args:
            item_id: The card that asks; by default the newest one that is open.
            message: Why, for the model to read.

        Raises:
            LookupError: No approval is open, or the item is not an approval.
        """
        check_optional_text("item_id", item_id, "chat.items[-1].id")
        check_optional_text("message", message, '"not today"')
        payload = {"message": message} if message else None
        return await self.act(REJECT, payload, item_id=asking_card(self._session.current.items(), item_id))

    @awaited
    async def retry(self, item_id: str | None = None) -> Turn:
        """Have a message answered again, and wait for the answer: what came after it is replaced.

        Args:
            item_id: The user's message, or an item of its answer; by default the newest message.

        Raises:
            LookupError: The thread has no such item, or there is no message before it.
        """
        check_optional_text("item_id", item_id, "chat.items[-1].id")
        message = _message_at(self._session.current.items(), item_id)

        def body(thread: OpenThread) -> dict[str, Any]:
            return {"type": "threads.retry_after_item", "params": {"thread_id": thread.id, "item_id": message.id}}

        return await self._loop.run(self._respond("threads.retry_after_item", body))

    @awaited
    async def feedback(self, item_ids: Iterable[str] | str | None, kind: FeedbackKind) -> None:
        """Tell the server what is thought of an answer, as the thumbs below it do.

        Args:
            item_ids: Its items, or one of them; with None the texts of the newest answer.
            kind: ``"positive"`` or ``"negative"``.

        Raises:
            ValueError: The kind is neither.
            LookupError: There is no such item in the thread, or no answer.
            Exception: Whatever the server raised.
        """
        if kind not in get_args(types.FeedbackKind):
            raise ValueError(f"kind={kind!r} must be 'positive' or 'negative'.")
        items = self._session.current.items()
        if item_ids is not None and not isinstance(item_ids, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f"item_ids={item_ids!r} must be an id such as chat.items[-1].id, or a list of ids.")
        ids = _newest_answer(items) if item_ids is None else [item_ids] if isinstance(item_ids, str) else [*item_ids]
        known = {item.id for item in items}
        if not ids:
            raise LookupError("The thread has no answer to give feedback on.")
        for each in ids:
            check_text("item_ids", each, "chat.items[-1].id")
        if (missing := next((each for each in ids if each not in known), None)) is not None:
            raise LookupError(f"The thread has no item {missing!r}: pass an id such as chat.items[-1].id.")
        params = {"thread_id": self._session.current.id, "item_ids": ids, "kind": kind}
        await self._loop.run(self._session.call({"type": "items.feedback", "params": params}))

    def act(self, action: str, payload: Any = None, *, item_id: str | None = None) -> Coroutine[Any, Any, Turn]:
        """Raise a widget action."""
        raise NotImplementedError

    async def _respond(self, op: str, body: Any) -> Turn:
        raise NotImplementedError


def _message_at(items: list[ThreadItem], item_id: str | None) -> ThreadItem:
    """The newest message of the user, at or before an item."""
    ids = [item.id for item in items]
    if item_id is not None and item_id not in ids:
        raise LookupError(f"The thread has no item {item_id!r}: pass an id such as chat.items[-1].id.")
    end = len(items) if item_id is None else ids.index(item_id) + 1
    message = next((item for item in reversed(items[:end]) if item.type == "user_message"), None)
    if message is None:
        raise LookupError("There is no message to answer again.")
    return message


def _newest_answer(items: list[ThreadItem]) -> list[str]:
    ids: list[str] = []
    for item in reversed(items):
        if item.type == "user_message":
            break
        if item.type == "assistant_message":
            ids.insert(0, item.id)
    return ids
