"""An OpenAI-compatible HTTP server on 127.0.0.1, in a thread of its own, for tests."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, Self

from tests.stub_endpoint import dialects
from tests.stub_endpoint.script import Fault, Raw, Received, Reply

if TYPE_CHECKING:
    from tests.stub_endpoint.profile import Profile

Api = Literal["responses", "chat_completions"]
_APIS: dict[str, Api] = {"/v1/responses": "responses", "/v1/chat/completions": "chat_completions"}


class StubEndpoint:
    """Answers both APIs. Without a script it echoes the last user message.

    ``with StubEndpoint() as endpoint: client = AsyncOpenAI(base_url=endpoint.base_url, ...)``
    """

    def __init__(self) -> None:
        self.profile: Profile | None = None
        self.received: list[Received] = []
        self.connections = 0
        self.disconnected = threading.Event()
        self.held = threading.Event()
        self._script: deque[Reply | Fault | Raw] = deque()
        self._missing: dict[Api, Fault | Raw] = {}
        self._released = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="stub-endpoint", daemon=True)
        self.base_url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._connection, "127.0.0.1", 0), self._loop
        ).result(5)
        port = self._server.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}/v1"
        return self

    def __exit__(self, *_exc: object) -> None:
        self._released.set()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def script(self, *replies: str | Reply | Fault | Raw) -> None:
        """Queue answers, one a request; a plain string is a text reply."""
        self._script.extend(Reply(reply) if isinstance(reply, str) else reply for reply in replies)

    def without(self, api: Api, answer: int | Fault | Raw = 404) -> None:
        """Answer every request of that API so, as endpoints do that lack it; a number is a status."""
        path = next(path for path, one in _APIS.items() if one == api).removeprefix("/v1")
        self._missing[api] = Fault(answer, f"{path} is not served here") if isinstance(answer, int) else answer

    def release(self) -> None:
        """Let a reply with `hold_after` go on."""
        self._released.set()

    @property
    def paths(self) -> list[str]:
        """Paths asked so far, in order."""
        return [request.path for request in self.received]

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            self.disconnected.set()
        except asyncio.CancelledError:
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = head[0].split(" ")[1]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:] if line)}
        raw = await reader.readexactly(int(headers.get("content-length", "0")))
        body: dict[str, Any] = json.loads(raw) if raw else {}
        key = headers.get("authorization", "").removeprefix("Bearer ") or None
        self.received.append(Received(path.removeprefix("/v1"), body, key is not None, key))
        answer = self._answer(path, body)
        if isinstance(answer, Fault):
            await self._send_json(writer, answer.status, answer.body(), answer.headers)
            return True
        if isinstance(answer, Raw):
            return await self._send_raw(writer, answer)
        api = _APIS[path]
        if self.profile is not None and self.profile.api == api:
            return await self._send_raw(writer, self.profile.answer(body, answer))
        if not body.get("stream"):
            whole = dialects.whole_response if api == "responses" else dialects.whole_completion
            await self._send_json(writer, 200, whole(body, answer), {})
            return True
        return await self._stream(writer, api, body, answer)

    def _answer(self, path: str, body: dict[str, Any]) -> Reply | Fault | Raw:
        api = _APIS.get(path)
        if api is None:
            return Fault(404, f"no such path: {path}")
        if api in self._missing:
            return self._missing[api]
        if self._script:
            return self._script.popleft()
        return Reply(f"You said: {dialects.last_user_text(body)}")

    async def _send_json(
        self, writer: asyncio.StreamWriter, status: int, body: dict[str, Any], headers: dict[str, str]
    ) -> None:
        payload = json.dumps(body).encode()
        extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(payload)}\r\n{extra}\r\n"
        )
        writer.write(head.encode() + payload)
        await writer.drain()

    async def _send_raw(self, writer: asyncio.StreamWriter, raw: Raw) -> bool:
        fields = raw.headers | ({} if raw.content_type is None else {"content-type": raw.content_type})
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        status = f"HTTP/1.1 {raw.status} {HTTPStatus(raw.status).phrase}"
        writer.write(f"{status}\r\n{lines}transfer-encoding: chunked\r\n\r\n".encode())
        await writer.drain()
        for piece in filter(None, raw.pieces):
            writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await writer.drain()
            await asyncio.sleep(0)
        if raw.is_endless:
            self.held.set()
            await self._wait_for_release(writer)
        if raw.is_silent:
            await asyncio.get_running_loop().create_future()
        if raw.is_cut:
            return False
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _stream(self, writer: asyncio.StreamWriter, api: Api, body: dict[str, Any], reply: Reply) -> bool:
        frames = dialects.streamed_response if api == "responses" else dialects.streamed_completion
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
        chunks = 0
        for payload, is_text in frames(body, reply):
            if is_text:
                if chunks == reply.cut_after:
                    return False
                if chunks == reply.hold_after:
                    self.held.set()
                    await self._wait_for_release(writer)
                if reply.pause:
                    await asyncio.sleep(reply.pause)
                chunks += 1
            event = f"event: {payload['type']}\n" if "type" in payload else ""
            await self._send_chunk(writer, f"{event}data: {json.dumps(payload)}\n\n")
        if api == "chat_completions":
            await self._send_chunk(writer, "data: [DONE]\n\n")
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _wait_for_release(self, writer: asyncio.StreamWriter) -> None:
        while not self._released.is_set():
            if writer.is_closing():
                raise ConnectionResetError
            await self._send_chunk(writer, ": waiting\n\n")
            await asyncio.sleep(0.01)

    async def _send_chunk(self, writer: asyncio.StreamWriter, text: str) -> None:
        data = text.encode()
        writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        await writer.drain()
