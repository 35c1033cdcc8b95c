"""The ChatKit server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from chatkit_notebook.logger import logger
from chatkit_notebook.server.answers import Answers
from chatkit_notebook.server.results import NonStreamingResult, StreamingResult
from chatkit_notebook.store.base import TContext
from chatkit_notebook.types import ChatKitReq, is_streaming_req

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from chatkit_notebook.types import StreamingReq

DEFAULT_ERROR_MESSAGE = "An error occurred when generating a response."

_REQUESTS: TypeAdapter[ChatKitReq] = TypeAdapter(ChatKitReq)


class ChatKitServer(Answers[TContext]):
    """A server of the ChatKit protocol: bytes in, bytes out. Subclass it and write ``respond``.

    Args:
        store: Where threads and items are kept.
        attachment_store: Where the bytes of attachments are kept; without one, attachments are refused.
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
            pydantic.ValidationError: The request is no ChatKit request.
            Exception: Whatever failed, if the answer is no stream.
        """
        parsed = _REQUESTS.validate_json(request)
        logger.info("Received request: %s", parsed.type)
        if is_streaming_req(parsed):
            return StreamingResult(self._process_streaming(parsed, context))
        return NonStreamingResult(await self._process_non_streaming(parsed, context))

    async def _process_streaming(self, request: StreamingReq, context: TContext) -> AsyncGenerator[bytes, None]:
        serialize = self._serialize
        try:
            async for event in self._process_streaming_impl(request, context):
                yield b"data: %b\n\n" % serialize(event)
        except Exception:
            logger.exception("The stream of %s broke.", request.type)
            raise
