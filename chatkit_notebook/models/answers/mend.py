"""The way of an answer from the HTTP transport to the SDK."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Protocol

import httpx2

from chatkit_notebook.json import object_in, repaired
from chatkit_notebook.models.answers.completions import Completion
from chatkit_notebook.models.answers.frames import DONE, objects_of
from chatkit_notebook.models.answers.problems import EndpointAnswerError
from chatkit_notebook.models.answers.responses import ResponseEvents
from chatkit_notebook.models.answers.whole_texts import WholeTexts

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

OFFICIAL_HOST = "api.openai.com"
_SDK = "Agents/"
_OK, _TIMEOUT = 200, 408
_ENCODED = ("content-encoding", "content-length", "content-type", "transfer-encoding")


class Reader(Protocol):
    """Takes the objects of an answer and gives those that the API specifies."""

    def take(self, came: dict[str, Any]) -> Iterable[dict[str, Any]]:
        """What the SDK gets for an object that came.

        Raises:
            EndpointAnswerError: It reports an error, or is not of this API.
        """
        ...

    def end(self, *, is_done: bool) -> Iterable[dict[str, Any]]:
        """What the SDK gets at the end.

        Args:
            is_done: Whether the endpoint said that it is the end.

        Raises:
            EndpointAnswerError: The answer is empty, or ended in the middle.
        """
        ...

    def whole(self) -> dict[str, Any]:
        """The answer in one object, for who did not ask for a stream."""
        ...


_READERS: dict[str, type[Completion | ResponseEvents]] = {
    "/chat/completions": Completion,
    "/responses": ResponseEvents,
}


async def mend(
    request: httpx2.Request, send: Callable[[httpx2.Request], Awaitable[httpx2.Response]]
) -> httpx2.Response:
    """Send a request for a model's answer, and return it as the SDK expects it.

    Only what agents ask for is read: a user's own requests with the same client are answered as they are.

    Raises:
        EndpointAnswerError: What came is not an answer. A stream raises it where it is read.
    """
    path = next((each for each in _READERS if request.url.path.endswith(each)), None)
    if path is None or not request.headers.get("user-agent", "").startswith(_SDK):
        return await send(request)
    try:
        response = await send(request)
    except httpx2.ReadTimeout:
        # The client would ask again, and wait as long again, twice.
        return httpx2.Response(_TIMEOUT, headers={"x-should-retry": "false"}, request=request)
    if response.status_code != _OK:
        return response
    asked = _asked(request)
    reader: Reader = _READERS[path](asked)
    response.request = request
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in _ENCODED]
    stream = _stream(response, reader)
    if asked.get("stream"):
        headers.append(("content-type", "text/event-stream"))
        return httpx2.Response(_OK, headers=headers, stream=_Body(stream, response), extensions=response.extensions)
    async with aclosing(stream) as events:
        async for _ in events:
            pass
    return httpx2.Response(_OK, headers=headers, json=repaired(reader.whole()), extensions=response.extensions)


async def _stream(response: httpx2.Response, reader: Reader) -> AsyncGenerator[bytes]:
    is_done = False
    texts = WholeTexts()
    seconds = object_in(response.request.extensions.get("timeout")).get("read")
    try:
        async with aclosing(response.aiter_bytes()) as pieces:
            objects = objects_of(pieces)
            while True:
                # What keeps a connection alive is not an answer.
                async with asyncio.timeout(seconds):
                    came = await anext(objects, None)
                if came is None:
                    break
                if isinstance(came, str):
                    is_done = True
                    break
                for event in reader.take(came):
                    yield _frame(event, texts)
            for event in reader.end(is_done=is_done):
                yield _frame(event, texts)
            yield f"data: {DONE}\n\n".encode()
    except TimeoutError:
        raise httpx2.ReadTimeout("The endpoint sends nothing.", request=response.request) from None
    except EndpointAnswerError as error:
        error.request = response.request
        raise


def _frame(event: dict[str, Any], texts: WholeTexts) -> bytes:
    data = json.dumps(event)
    # Only where there are surrogates, halves of pairs or not, is there anything to repair.
    if texts or "\\ud" in data:
        data = json.dumps(texts.repaired(event))
    return f"data: {data}\n\n".encode()


def _asked(request: httpx2.Request) -> dict[str, Any]:
    try:
        return object_in(json.loads(request.content))
    except (ValueError, httpx2.RequestNotRead):
        return {}


class _Body(httpx2.AsyncByteStream):
    def __init__(self, events: AsyncGenerator[bytes], response: httpx2.Response) -> None:
        self._events = events
        self._response = response

    def __aiter__(self) -> AsyncGenerator[bytes]:
        return self._events

    async def aclose(self) -> None:
        await self._events.aclose()
        await self._response.aclose()
