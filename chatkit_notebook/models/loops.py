"""HTTP clients that several event loops share: a cell and the chat use one agent, each from its own loop.

A connection pool belongs to the loop that opened it, so each loop gets its own behind one transport.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

import httpx2
from agents.models import openai_provider
from openai import DefaultAsyncHttpx2Client

from chatkit_notebook.models.agent_graph import reachable_agents
from chatkit_notebook.models.answers import mend
from chatkit_notebook.sdk_internals import client_of, default_http_client, replace_transport, transport_for

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from agents import Agent
    from openai import AsyncOpenAI


class LoopTransport(httpx2.AsyncBaseTransport):
    """Sends each request through the pool of the running loop.

    Args:
        replaced: A transport that was used before; kept, so that what it still streams can end.
    """

    def __init__(self, replaced: httpx2.AsyncBaseTransport | None = None) -> None:
        self._replaced = replaced
        self._pools: dict[asyncio.AbstractEventLoop, _Pool] = {}
        self._lock = threading.Lock()
        weakref.finalize(self, _close_soon, self._pools).atexit = False

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; what comes of an agent's is what the SDK expects.

        Raises:
            EndpointAnswerError: What came is not a model's answer.
        """
        client = await self._client()
        # A whole client holds the connections, because it is what routes through the environment's proxies.
        transport = transport_for(client, request.url)
        return await mend(request, transport.handle_async_request)

    async def aclose(self) -> None:
        """Close the pools of all loops, each in its own."""
        with self._lock:
            pools = dict(self._pools)
            self._pools.clear()
        if self._replaced is not None:
            with suppress(RuntimeError):  # its connections may belong to another loop, or to one that is gone
                await self._replaced.aclose()
        here = pools.pop(asyncio.get_running_loop(), None)
        _close_soon(pools)
        if here is not None:
            await here.close()

    async def _client(self) -> httpx2.AsyncClient:
        loop = asyncio.get_running_loop()
        pool = self._pools.get(loop)
        if pool is None:
            pool = _Pool(loop)
            with self._lock:
                for other in [other for other in self._pools if other.is_closed()]:
                    del self._pools[other]
                self._pools[loop] = pool
            await pool.open()
        return pool.client


class _Pool:
    """The connections of one loop. They close when the loop ends or the transport is gone, whichever is first."""

    _all: ClassVar[set[_Pool]] = set()

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.client = DefaultAsyncHttpx2Client()
        self._keeper = self._keep()

    async def open(self) -> None:
        # Those of loops that were closed abruptly cannot be closed any more.
        self._all.difference_update([pool for pool in self._all if pool.loop.is_closed()])
        self._all.add(self)
        await anext(self._keeper)

    async def close(self) -> None:
        await self._keeper.aclose()

    def start_closing(self) -> None:
        self._closing = self.loop.create_task(self.close())

    async def _keep(self) -> AsyncGenerator[None]:
        # A loop closes its suspended generators before it ends, and with this one its pool.
        try:
            yield
        finally:
            await self.client.aclose()
            self._all.discard(self)


def _close_soon(pools: dict[asyncio.AbstractEventLoop, _Pool]) -> None:
    for loop, pool in pools.items():
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(pool.start_closing)


def loop_safe_http_client() -> httpx2.AsyncClient:
    """A client with the vendor's default limits and timeouts for any number of loops."""
    return DefaultAsyncHttpx2Client(transport=LoopTransport())


def make_loop_safe(client: AsyncOpenAI) -> None:
    """Let a client of the default kind serve several loops; a custom HTTP client is left alone."""
    if (http := default_http_client(client)) is not None:
        replace_transport(http, _shared)


def make_agent_loop_safe(agent: Agent[Any]) -> None:
    """Do so for the clients of an agent's own model objects, and of the agents it hands over to or calls.

    The transport is replaced rather than the client or the model: the user's objects stay the same ones, and
    tools that use them are safe too. The Agents SDK's process-wide client is among them.
    """
    replace_transport(openai_provider.shared_http_client(), _shared)
    for one in reachable_agents(agent):
        if (client := client_of(one.model)) is not None:
            make_loop_safe(client)


def _shared(transport: httpx2.AsyncBaseTransport) -> LoopTransport:
    return transport if isinstance(transport, LoopTransport) else LoopTransport(transport)
