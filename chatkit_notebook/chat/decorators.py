"""How a notebook's functions join the conversation: ``@chat.client_tool``, ``@chat.on_effect`` and their kin."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, overload

from chatkit_notebook.client.callbacks import Callback, Callbacks, ClientTool

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

_LONGEST_NAME = 64
_NAME = re.compile(rf"[a-zA-Z0-9_-]{{1,{_LONGEST_NAME}}}")

ELEMENT_EVENTS = (
    "deeplink",
    "effect",
    "error",
    "history.close",
    "history.open",
    "log",
    "ready",
    "response.end",
    "response.start",
    "thread.change",
    "thread.load.end",
    "thread.load.start",
)


class CallbackDecorators:
    """The decorators. Each returns the function unchanged; registering a name again replaces the function."""

    _callbacks: Callbacks
    _takes_actions: bool

    @overload
    def client_tool(self, name: F, /) -> F: ...
    @overload
    def client_tool(self, name: str | None = None, /) -> Callable[[F], F]: ...
    def client_tool(self, name: Any = None, /) -> Any:
        """Let the agent call this function. Its keyword arguments are validated; it returns JSON values.

        A figure, an image or a widget that it returns is shown in the chat; the agent is told that it was.

        Use it bare, or with the tool's name. The function may be sync or async.

        >>> from agents import Agent
        >>> from chatkit_notebook import Chat, ScriptedModel
        >>> model = ScriptedModel([[ScriptedModel.call("count", name="seats")], "There are 3."])
        >>> chat = Chat(Agent(name="Ann", model=model))
        >>> @chat.client_tool
        ... def count(name: str) -> int:
        ...     return 3
        >>> turn = chat.ask_sync("How many seats are there?")
        >>> turn.text, turn.tools[0].name, turn.tools[0].result
        ('There are 3.', 'count', 3)
        >>> chat.close()

        Raises:
            TypeError: The function's parameters can't be described as JSON, or whoever answers can't call it.
            ValueError: Models can't call it by this name.
        """

        def register(function: F, given: str | None = None) -> F:
            tool = ClientTool.of(function, given)
            self._check_client_tool(tool.name)
            self._callbacks.client_tools[tool.name] = tool
            return function

        return _bare_or_named("client_tool", name, register)

    def _check_client_tool(self, name: str) -> None:
        if (reason := self._why_no_client_tools()) is not None:
            raise TypeError(f"The client tool {name!r} can't be called in this chat: {reason}")
        if self._names_tools() and _NAME.fullmatch(name) is None:
            raise ValueError(
                f"No model can call a tool by the name {name!r}: use up to {_LONGEST_NAME} of the characters a-z, A-Z, "
                f"0-9, _ and -, as in @chat.client_tool({_possible(name)!r})."
            )

    def _why_no_client_tools(self) -> str | None:
        return None

    def _names_tools(self) -> bool:
        """Whether the kit describes client tools to a model; servers of one's own name them as they like."""
        return False

    @overload
    def on_effect(self, name: F, /) -> F: ...
    @overload
    def on_effect(self, name: str | None = None, /) -> Callable[[F], F]: ...
    def on_effect(self, name: Any = None, /) -> Any:
        """Call this function at a client effect, with the effect's data as keyword arguments.

        The name ``"*"`` stands for all effects; its function gets ``(name, data)``.

        >>> from chatkit_notebook import Chat
        >>> from chatkit_notebook.types import ClientEffectEvent
        >>> async def respond(thread, input_user_message, context):
        ...     yield ClientEffectEvent(name="highlight", data={"row": 3})
        >>> chat, rows = Chat(respond), []
        >>> @chat.on_effect
        ... def highlight(row):
        ...     rows.append(row)
        >>> turn = chat.ask_sync("Which one?")
        >>> rows
        [3]
        >>> chat.close()
        """

        def register(function: F, given: str | None = None) -> F:
            callback = Callback(function)
            self._callbacks.effects[given or callback.name] = callback
            return function

        return _bare_or_named("on_effect", name, register)

    @overload
    def on_action(self, name: F, /) -> F: ...
    @overload
    def on_action(self, name: str | None = None, /) -> Callable[[F], F]: ...
    def on_action(self, name: Any = None, /) -> Any:
        """Call this function at a widget action, before the server's own ``action()``.

        It asks by name for what it needs: ``action``, ``payload``, ``sender`` (the widget's item), ``thread``,
        ``context``, or any key of the payload. It may return a widget root that takes the sender's place, return or
        yield stream events, or return None: then the server's own ``action()`` follows, if it has one.

        What a form sends is converted by the annotations: ``seats: int``, ``day: date``, ``days: list[str]`` for boxes
        of one name, a dataclass or pydantic model for fields of one beginning or, under any other name, for the whole
        form. What does not fit is said at its field, and the function is not called; it may raise
        ``FormRefusedError({"day": "We are closed on Sundays."})`` for rules of its own.

        Raises:
            TypeError: The server is not a ``ChatKitServer``, and has no actions.
        """
        if not self._takes_actions:
            raise TypeError(
                "This chat's server is not a ChatKitServer, so it has no action() for a function to run before."
            )

        def register(function: F, given: str | None = None) -> F:
            callback = Callback(function)
            self._callbacks.actions[given or callback.name] = callback
            return function

        return _bare_or_named("on_action", name, register)

    def on(self, event: str, /) -> Callable[[F], F]:
        """Call this function at an event of the chat, such as ``"response.end"``, with its data as a dict.

        >>> from chatkit_notebook import Chat
        >>> chat, seen = Chat(str.upper), []
        >>> @chat.on("response.end")
        ... def note(data):
        ...     seen.append(data["cancelled"])
        >>> turn = chat.ask_sync("hello")
        >>> seen
        [False]
        >>> chat.close()

        Raises:
            ValueError: There is no such event.
            TypeError: The event is not a str, such as in ``@chat.on`` without brackets.
        """
        if not isinstance(event, str):  # pyright: ignore[reportUnnecessaryIsInstance] - notebooks are untyped
            raise TypeError(f'@chat.on expects the name of an event, got {event!r}: write @chat.on("response.end").')
        name = event.removeprefix("chatkit.")
        if name not in ELEMENT_EVENTS:
            nearest = difflib.get_close_matches(name, ELEMENT_EVENTS, n=1)
            hint = f"Did you mean {nearest[0]!r}?" if nearest else f"Use one of {', '.join(ELEMENT_EVENTS)}."
            raise ValueError(f"The chat has no event {event!r}. {hint}")

        def register(function: F) -> F:
            self._callbacks.add_listener(name, Callback(function))
            return function

        return register


def _possible(name: str) -> str:
    """The nearest name by which models can call a tool."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-zA-Z0-9_-]+", "_", plain).strip("_")[:_LONGEST_NAME] or "tool"


def _swapped(register: Callable[..., Any], name: str | None, function: Any) -> Any:
    return register(function, name)


def _bare_or_named(decorator: str, name: Any, register: Callable[..., Any]) -> Any:
    if name is None or isinstance(name, str):
        return partial(_swapped, register, name)
    if not callable(name):
        raise TypeError(
            f'{name!r} is neither a name nor a function: write @chat.{decorator} or @chat.{decorator}("name").'
        )
    return register(name)
