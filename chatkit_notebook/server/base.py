"""The ChatKit server."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from chatkit_notebook import types
from chatkit_notebook.errors import NotFoundError
from chatkit_notebook.logger import logger
from chatkit_notebook.server.answers import Answers
from chatkit_notebook.server.pipeline import error_event
from chatkit_notebook.server.results import NonStreamingResult, StreamingResult
from chatkit_notebook.store.base import TContext

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chatkit_notebook.types import ChatKitReq, StreamingReq

DEFAULT_ERROR_MESSAGE = "An error occurred when generating a response."


@cache
def _requests() -> TypeAdapter[ChatKitReq]:
    return TypeAdapter(types.ChatKitReq)


class ChatKitServer(Answers[TContext]):
    """A server of the ChatKit protocol: bytes in, bytes out. Subclass it and write ``respond``.

    Args:
        store: Where threads and items are kept.
        attachment_store: Where the bytes of attachments are kept; without one, attachments are refused.

    Attributes:
        lenient: Set it to True in a subclass to mend what breaks streams of the official server, and of this one by
            default. The output of a client tool reaches its call though other items have followed, and where no call
            waits for it the server just goes on. Whatever fails before the response begins is one error event, and
            the stream ends in order; so does the retry of a message that is not there.
        model_name: The name of the model that answers, for people; None if that is unknown.
        reads_attachments: Whether the model gets to read attachments: chats offer to attach files where it is True,
            and refuse where it is False.
    """

    async def process(
        self, request: str | bytes | bytearray, context: TContext
    ) -> StreamingResult | NonStreamingResult:
        """Answer one request.

        Args:
            request: The request, as JSON.
            context: Passed on, as it is, to every method of this server and its stores.

        Returns:
            A stream that has not begun yet, or a finished answer, depending on the request's type.

        Raises:
            pydantic.ValidationError: The request is not a ChatKit request.
            Exception: Whatever failed, if the answer is not a stream.
        """
        parsed = _requests().validate_json(request)
        logger.info("Received request: %s", parsed.type)
        if types.is_streaming_req(parsed):
            return StreamingResult(self._process_streaming(parsed, context))
        return NonStreamingResult(await self._process_non_streaming(parsed, context))

    async def _process_streaming(self, request: StreamingReq, context: TContext) -> AsyncGenerator[bytes, None]:
        serialize = self._serialize
        try:
            async for event in self._process_streaming_impl(request, context):
                yield b"data: %b\n\n" % serialize(event)
        except Exception as error:
            if not self.lenient:
                logger.exception("The stream of %s broke.", request.type)
                raise
            # A request for what does not exist would fail again.
            failure = error_event(error, allow_retry=not isinstance(error, ValueError | NotFoundError))
            yield b"data: %b\n\n" % serialize(failure)
