"""The server that answers for what a user hands over."""

from __future__ import annotations

import inspect
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chatkit_notebook.endpoint_settings import DEFAULT_TIMEOUT, check_endpoint
from chatkit_notebook.locales import words
from chatkit_notebook.misfits import brief
from chatkit_notebook.secrets import masked
from chatkit_notebook.serve.titles import title_maker
from chatkit_notebook.server.late import LateServer
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.store.base import attachment_store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chatkit_notebook.serve.titles import TitleMaker
    from chatkit_notebook.server.host import ClientToolSpec

_KINDS = (
    "an agents.Agent, a ChatKitServer, an async generator function respond(thread, input_user_message, context), "
    "or a function of text that returns what is to be seen"
)
_RESPOND = 3


def server_for(
    target: Any,
    store: Any = None,
    *,
    attachment_store: Any = None,
    base_url: str | None = None,
    api_key: str | None = None,
    api: str = "auto",
    timeout: float | None = None,
    client_tools: Callable[[], Sequence[ClientToolSpec]] | None = None,
    titles: bool | TitleMaker | None = True,
    show_tools: bool = True,
    keeps_agent: bool = True,
) -> Any:
    """The server that answers with `target`.

    Args:
        target: An agent, or a function without arguments that returns it; an object with ``process()``, which is
            returned as it is; a function of the three arguments of ``respond``; a function of text that returns what
            is to be seen; None for the demo agent.
        store: Where threads are kept: a store, or the path or URL of a database; in memory by default.
        attachment_store: Where the bytes of attachments are kept; that of the store by default, if it has one.
        base_url: An endpoint for an agent's models.
        api_key: The key for it.
        api: Which API to speak.
        timeout: How many seconds the endpoint may be silent.
        client_tools: What the client can do, for an agent.
        titles: Whether threads get a title from their first message; or a function of its text and the thread.
        show_tools: Whether an agent's calls of tools are shown.
        keeps_agent: Whether the agent that was handed over to answers the next message, too.

    Raises:
        TypeError: `target` is not one of these, or the other arguments do not go with it.
    """
    if not isinstance(show_tools, bool):  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from notebooks
        raise TypeError(f"show_tools={show_tools!r}: pass True or False.")
    options = {
        "base_url": base_url,
        "api_key": api_key,
        "api": None if api == "auto" else api,
        "timeout": timeout,
        "show_tools": None if show_tools else show_tools,
        "keeps_agent": None if keeps_agent else keeps_agent,
    }
    given = [name for name, value in options.items() if value is not None]
    if hasattr(target, "process") and not isinstance(target, type):
        _refuse(target, "has a store of its own", store=store)
        _refuse(target, "keeps attachments by itself", attachment_store=attachment_store)
        _refuse(target, "gives titles by itself", titles=None if titles is True else titles)
        return _without(given, target, target)
    store = _checked_store(store)
    attachment_store = _checked_attachment_store(attachment_store)
    if not _is_agent(target) and target is not None:
        arity = _arity(target)
        if arity == _RESPOND:
            from chatkit_notebook.serve.function import RespondServer  # noqa: PLC0415 - as below

            server = RespondServer(target, store, attachment_store=attachment_store, title=titles)
            return _without(given, target, server)
        if arity == 1:
            from chatkit_notebook.serve.function import ReplyServer  # noqa: PLC0415 - as below

            _refuse(target, "gets nothing but text", attachment_store=attachment_store)
            return _without(given, target, ReplyServer(target, store, title=titles))
    settings: dict[str, Any] = {
        "attachment_store": attachment_store,
        "base_url": base_url,
        "api_key": api_key,
        "api": api,
        "title": titles,
        "show_tools": show_tools,
        "keeps_agent": keeps_agent,
    }
    if timeout is not None:
        settings["timeout"] = timeout
    if client_tools is not None:
        settings["client_tools"] = client_tools
    if target is None:
        return _demo(store, settings)
    from chatkit_notebook.serve.agent import AgentServer  # noqa: PLC0415 - the Agents SDK takes a second

    return AgentServer(target, store, **settings)


def _demo(store: Any, settings: dict[str, Any]) -> Any:
    """The server of the demo agent, which loads late: whoever has no agent has not waited for the Agents SDK yet."""

    def make() -> Any:
        from chatkit_notebook.serve.demo import DemoServer, demo_agent  # noqa: PLC0415 - as above

        return DemoServer(demo_agent(), store, **settings)

    if "agents" in sys.modules:
        return make()
    title_maker(settings["title"])
    endpoint = {name: settings[name] for name in ("api_key", "base_url", "api")}
    check_endpoint(**endpoint, timeout=settings.get("timeout", DEFAULT_TIMEOUT))
    settings["attachment_store"] = settings["attachment_store"] or attachment_store_of(store)
    variables = ("OPENAI_API_KEY", "OPENAI_BASE_URL")
    is_configured = endpoint["api_key"] or endpoint["base_url"] or any(os.environ.get(name) for name in variables)
    model_name = None if is_configured else words().offline_model
    return LateServer(make, store, settings["attachment_store"], name="DemoServer", model_name=model_name)


def _is_agent(target: Any) -> bool:
    agents = sys.modules.get("agents")  # whoever has an agent has imported them
    return agents is not None and isinstance(target, getattr(agents, "Agent", ()))


def _checked_store(store: Any) -> Any:
    if store is None:
        return MemoryStore[Any]()
    if isinstance(store, str | Path):
        from chatkit_notebook.store import SQLStore  # noqa: PLC0415 - SQLAlchemy is for those who use it

        return SQLStore[Any](store)
    if isinstance(store, type) or not hasattr(store, "load_thread_items"):
        raise TypeError(f"store={store!r} is not a store: pass an instance, such as MemoryStore(), or a path.")
    return store


def _checked_attachment_store(store: Any) -> Any:
    if store is not None and (isinstance(store, type) or not hasattr(store, "delete_attachment")):
        raise TypeError(
            f"attachment_store={store!r} is not an attachment store: pass an instance, such as that of "
            "MemoryStore().attachment_store()."
        )
    return store


def _refuse(target: Any, reason: str, **given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise TypeError(f"{target!r} {reason}: leave out {name}={masked(repr(value))}.")


def _without(options: list[str], target: Any, server: Any) -> Any:
    if options:
        raise TypeError(f"{', '.join(f'{name}=' for name in options)} is for an agent, and {target!r} is not one.")
    return server


def _arity(target: Any) -> int:
    """How many arguments a function is made for: those of respond, of a reply, or none."""
    problem = _mistake(target)
    if problem is None and callable(target):
        try:
            parameters = list(inspect.signature(target).parameters.values())
        except ValueError:  # some builtins have no signature
            parameters = []
            problem = "it does not tell what arguments it takes"
        else:
            positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
            required = sum(p.default is p.empty for p in positional)
            needs_keywords = any(p.kind is p.KEYWORD_ONLY and p.default is p.empty for p in parameters)
            if not needs_keywords:
                if len(positional) == _RESPOND or required == _RESPOND:
                    return _RESPOND
                if required <= 1 <= len(positional):
                    return 1
                if not parameters:
                    return 0
            problem = f"it takes {inspect.signature(target)}"
    because = f": {problem}" if problem else ""
    hint = "" if problem and "pass" in problem else f" Pass {_KINDS}."
    raise TypeError(f"ChatKit cannot answer with {brief(target)}{because}.{hint}")


def _mistake(target: Any) -> str | None:
    """What is wrong with what people pass in the place of an agent, and what to pass instead."""
    hint: str | None = None
    if isinstance(target, type):
        hint = f"it is a class; pass an instance, such as {target.__name__}(...)"
    elif inspect.iscoroutine(target) or inspect.isasyncgen(target) or inspect.isgenerator(target):
        hint = f"it is what calling {target.__name__}() returned; pass the function itself, without the brackets"
    elif isinstance(target, str):
        hint = "it is a str; pass the agent itself, without quotes, or one such as Agent(name='Assistant')"
    elif isinstance(target, list | tuple | set | dict):
        hint = "it holds several things; pass one agent, which may hand over to others: Agent(..., handoffs=[...])"
    elif hasattr(target, "ask_sync"):
        hint = "it is a chat already; to show it, write its name alone on a line, or pass its agent to a new one"
    elif hasattr(target, "get_response") and hasattr(target, "stream_response"):
        hint = "it is a model; pass an agent that has it, such as Agent(name='Assistant', model=...)"
    elif hasattr(target, "chat") and hasattr(target, "responses"):
        hint = "it is a client; pass an agent, and give the client to all with agents.set_default_openai_client(...)"
    return hint
