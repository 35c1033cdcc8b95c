"""The responses of a session that run or wait for their turn: those of a thread come one after another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from chatkit_notebook.client.catching_up import catch_up
from chatkit_notebook.client.events import as_event
from chatkit_notebook.client.thread import calling, running
from chatkit_notebook.client.turn import Turn, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from chatkit_notebook.client.conversation import Conversation
    from chatkit_notebook.client.response import Response
    from chatkit_notebook.client.thread import OpenThread


class Responses:
    """Runs responses and stops them.

    Args:
        conversation: What they belong to.
        prepare: Makes of a request what is sent.
        rest: Called when nothing of a thread is under way any more.
    """

    def __init__(
        self,
        conversation: Conversation,
        prepare: Callable[[dict[str, Any]], dict[str, Any]],
        rest: Callable[[OpenThread], None],
    ) -> None:
        self._conversation = conversation
        self._prepare = prepare
        self._rest = rest
        self._by_id: dict[str, Response] = {}

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._by_id)

    def __contains__(self, request_id: object) -> bool:
        """Tell whether the response to a request is under way."""
        return request_id in self._by_id

    def begin(self, response: Response, make: Callable[[OpenThread], dict[str, Any]]) -> None:
        """Run a response when those before it in its thread have ended, with the request that is made then."""
        self._by_id[response.id] = response
        if response.thread.response_lock.locked():
            # Whoever asked learns at once that the request has arrived, though its turn comes later.
            queued = as_event({"type": "chatkit.response.queued", "id": response.id, "op": response.op})
            self._conversation.take(queued, response.thread, response)
        response.task = self._conversation.spawn(self._run(response, make))
        response.task.add_done_callback(lambda _: self._settle(response))

    async def finished(self, response: Response) -> Turn:
        """Wait for a response to end and tell what it came to. Cancelling the wait stops the response."""
        assert response.task is not None  # noqa: S101 - begin() made it
        try:
            await asyncio.shield(response.task)
        except asyncio.CancelledError:
            if not response.task.done():
                response.cancel()
                await asyncio.wait([response.task])
                raise
        return turn_of(response, self._conversation.log)

    async def settled(self, response: Response) -> Turn:
        """Wait for a response to end and for the functions of effects and events that it called.

        Functions that wait for this response are not waited for: their next call can only begin when this one ends.
        """
        await self.finished(response)
        own = calling.get()
        while under_way := [
            call for call, function in response.calls.items() if not call.done() and function not in own
        ]:
            await asyncio.wait(under_way)
        return turn_of(response, self._conversation.log)

    def stop(self, which: Callable[[Response], bool]) -> list[Response]:
        """Stop some of those under way; return them."""
        stopped = [response for response in self._by_id.values() if which(response)]
        for response in stopped:
            if not response.is_cancelled:
                cancel = {"type": "chatkit.cancel", "id": response.id}
                self._conversation.log.append(cancel, run_id=response.id, op=response.op)
                response.cancel()
        return stopped

    async def quiet(self, thread_id: str) -> None:
        """Stop what runs in a thread and wait for it: what it still wrote would outlive the thread."""
        stopped = self.stop(lambda each: each.thread.id == thread_id and each is not running.get())
        if tasks := [response.task for response in stopped if response.task is not None]:
            await asyncio.wait(tasks)

    def cancel(self) -> None:
        """Stop all, without a word: the conversation is over."""
        for response in list(self._by_id.values()):
            response.cancel()

    async def _run(self, response: Response, make: Callable[[OpenThread], dict[str, Any]]) -> None:
        thread, take = response.thread, self._conversation.take
        try:
            async with thread.response_lock:
                body = self._prepare(make(thread))
                response.op = body["type"]
                thread.response = response
                known = {item["id"] for item in thread.state["items"]}
                try:
                    for event in response.start_events(body):
                        take(event, thread, response)
                    await response.run(body)
                    await catch_up(self._conversation, thread, response, known)
                finally:
                    thread.response = None
                    self._by_id.pop(response.id, None)
                    take(response.end_event(), thread, response)
        except asyncio.CancelledError:
            if not response.is_cancelled:
                raise

    def _settle(self, response: Response) -> None:
        thread = response.thread
        if self._by_id.pop(response.id, None) is not None and response.is_cancelled:
            # Stopped before its turn came: whoever asked still learns that it is over.
            self._conversation.take(response.end_event(), thread, response)
        if all(other.thread is not thread for other in self._by_id.values()):
            self._rest(thread)
