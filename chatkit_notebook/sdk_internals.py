"""The private parts of OpenAI's SDKs and their HTTP client that this package needs: all of them, and only here.

``pyproject.toml`` bounds their versions, and a test names what a newer one has changed. Nothing here loads them before
it is used.
"""

from __future__ import annotations

import sys
import weakref
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import ContextVar

    import httpx2
    from agents import Agent, FunctionTool
    from openai import AsyncOpenAI

_HEADERS = {
    "responses_headers_override": ("agents.models.openai_responses", "_HEADERS_OVERRIDE"),
    "chat_completions_headers_override": ("agents.models.chatcmpl_helpers", "HEADERS_OVERRIDE"),
}


def __getattr__(name: str) -> Any:
    # The variables for headers under the names by which the official server module offers them.
    if name not in _HEADERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HEADERS[name]
    return getattr(import_module(module), attribute)


def header_overrides() -> list[ContextVar[Any]]:
    """The Agents SDK's variables for headers of its requests; none while the SDK is not loaded."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in _HEADERS.values()]
    return [variable for variable in found if variable is not None]


def sends_traces(provider: Any) -> bool:
    """Whether a tracing provider has the vendor's exporter; True where that can't be told."""
    from agents.tracing.processors import BackendSpanExporter  # noqa: PLC0415 - takes a second to import

    processors = getattr(getattr(provider, "_multi_processor", None), "_processors", None)
    return processors is None or any(
        isinstance(getattr(one, "_exporter", None), BackendSpanExporter) for one in processors
    )


def agent_behind(target: Any) -> Any:
    """The agent that a handoff leads to or a tool calls; the target itself where it is neither."""
    reference = getattr(target, "_agent_ref", None)  # of a handoff
    return reference() if reference is not None else getattr(target, "_agent_instance", target)


def redirect_handoff(handoff: Any, to: Callable[[Agent[Any]], Agent[Any]]) -> None:
    """Let a handoff that knows its agent know another one in its place."""
    reference = getattr(handoff, "_agent_ref", None)
    if reference is not None and (known := reference()) is not None:
        handoff._agent_ref = weakref.ref(to(known))  # noqa: SLF001 - the SDK's own way to the agent


def hides_failures(tool: FunctionTool) -> bool:
    """Whether a tool is made of a function whose exceptions the SDK puts into words for the model."""
    return hasattr(tool.on_invoke_tool, "__agents_bind_function_tool__")


def replace_failure_words(tool: FunctionTool, make: Callable[[Any], Any]) -> None:
    """Put a function in the place of the one that words a tool's failures, which it is made of: None if there is none.

    A tool for which the SDK has its own words is left alone: the run's ``tool_error_formatter`` is asked about those.
    """
    if not tool._use_default_failure_error_function:  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        tool._failure_error_function = make(tool._failure_error_function)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def client_of(model: Any) -> AsyncOpenAI | None:
    """The API client of a model object; None if it has none that is known."""
    from openai import AsyncOpenAI  # noqa: PLC0415 - as above

    client = getattr(model, "_client", None)
    return client if isinstance(client, AsyncOpenAI) else None


def default_http_client(client: AsyncOpenAI) -> httpx2.AsyncClient | None:
    """The HTTP client of an API client, if the API client made it by itself."""
    from openai._base_client import AsyncHttpxClientWrapper  # noqa: PLC0415 - as above

    http = client._client  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return http if type(http) is AsyncHttpxClientWrapper else None


def transport_for(http: httpx2.AsyncClient, url: httpx2.URL) -> httpx2.AsyncBaseTransport:
    """The transport by which an HTTP client reaches an address, proxies of the environment included."""
    return http._transport_for_url(url)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def replace_transport(
    http: httpx2.AsyncClient, make: Callable[[httpx2.AsyncBaseTransport], httpx2.AsyncBaseTransport]
) -> None:
    """Put a transport in the place of all of an HTTP client's; it is made of the one that was there."""
    inside = cast("Any", http)
    if (made := make(inside._transport)) is not inside._transport:  # noqa: SLF001
        inside._mounts = {}  # noqa: SLF001
        inside._transport = made  # noqa: SLF001
