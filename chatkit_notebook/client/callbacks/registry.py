"""The user's Python functions: client tools, effects, actions and event listeners.

A function runs in the context of the cell that registered it, so that its prints land there: an async one on
the session's loop, a sync one in a worker thread. Registering a name again replaces the function.
"""

from __future__ import annotations

import asyncio
import inspect
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter, ValidationError, validate_call

from chatkit_notebook.client.callbacks.arguments import action_arguments
from chatkit_notebook.client.thread import calling
from chatkit_notebook.interrupts import interruptible, interruptibly
from chatkit_notebook.misfits import brief, misfit
from chatkit_notebook.workers import in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Iterator
    from contextvars import Context

ANY_EFFECT = "*"
_END = object()
_EXITS = (StopIteration, SystemExit, KeyboardInterrupt)
"""What must not leave a function: no future takes the first, and the others end the loop that all chats share."""


class _Contained:
    """Makes an ordinary failure of what would end more than the function."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind is not None and issubclass(kind, _EXITS):
            raise RuntimeError(f"{self._name}() raised {error!r}.") from error


class Callback:
    """One function and the context it was registered in."""

    def __init__(self, function: Callable[..., Any]) -> None:
        if not callable(function):
            raise TypeError(
                f"Expected a function, got {function!r}: write the decorator, such as @chat.on_action, above one."
            )
        self.function = function
        self.name: str = getattr(function, "__name__", type(function).__name__)
        self._context = copy_context()
        self._lock = asyncio.Lock()

    async def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Run the function to its end and return its result, whatever it raises."""
        return await self._finish(await self._begin(context := self._run_context(), args, kwargs), context)

    async def in_order(self, /, *args: Any, **kwargs: Any) -> None:
        """Run the function when the calls before this one have ended."""
        async with self._lock:
            await self(*args, **kwargs)

    async def stream(self, /, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        """Run the function and yield what it yields; a function that only returns yields its result."""
        context = self._run_context()
        result: Any = await self._begin(context, args, kwargs)
        if inspect.isasyncgen(result):
            loop = asyncio.get_running_loop()
            try:
                while (value := await loop.create_task(self._next(result), context=context)) is not _END:
                    yield value
            finally:
                await result.aclose()
        elif inspect.isgenerator(result):
            step = partial(self._call, context, next, result, _END)
            while (value := await in_thread(step)) is not _END:
                yield value
        else:
            yield await self._finish(result, context)

    def _run_context(self) -> Context:
        # The running task's own variables (which response this is) stay; the cell's output routing comes on top.
        context = copy_context()
        context.run(_adopt, self._context)
        context.run(calling.set, calling.get() | {self})
        return context

    async def _begin(self, context: Context, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if inspect.iscoroutinefunction(self.function) or inspect.isasyncgenfunction(self.function):
            return context.run(self.function, *args, **kwargs)
        return await in_thread(partial(self._call, context, self.function, *args, **kwargs))

    async def _finish(self, result: Any, context: Context) -> Any:
        if inspect.isawaitable(result):
            return await asyncio.get_running_loop().create_task(self._await(result), context=context)
        return result

    def _call(self, context: Context, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        with _Contained(self.name):
            return interruptibly(context.run, function, *args, **kwargs)

    async def _await(self, result: Awaitable[Any]) -> Any:
        with _Contained(self.name):
            return await interruptible(result)

    async def _next(self, generator: AsyncGenerator[Any, Any]) -> Any:
        with _Contained(self.name):
            return await interruptible(anext(generator, _END))


def _adopt(source: Context) -> None:
    for variable, value in source.items():
        variable.set(value)


@dataclass(frozen=True)
class ClientTool:
    """A Python function that the agent may call through the protocol's client tool call.

    Attributes:
        name: The tool's name.
        description: The function's docstring.
        parameters: JSON schema of the keyword arguments.
        callback: The function, its arguments validated.
    """

    name: str
    description: str
    parameters: dict[str, Any]
    callback: Callback

    @classmethod
    def of(cls, function: Callable[..., Any], name: str | None = None) -> ClientTool:
        """Describe a function as a client tool.

        Raises:
            TypeError: The function can't be called with keyword arguments of JSON values alone.
            ValueError: It has no name to be called by.
        """
        label = name or getattr(function, "__name__", None)
        if not inspect.isroutine(function) or not isinstance(label, str):
            raise TypeError(f"@chat.client_tool expects a function, got {function!r}.")
        if not label.strip() or label == "<lambda>":
            raise ValueError(f"{function!r} has no name to be called by: write @chat.client_tool('its_name').")
        for parameter in inspect.signature(function).parameters.values():
            if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.VAR_POSITIONAL):
                raise TypeError(
                    f"The client tool {label!r} gets its arguments by name, so {parameter.name!r} can't be "
                    "positional only. Write it as an ordinary parameter."
                )
        try:
            schema = TypeAdapter[Any](cast("Any", function)).json_schema()
            validated = validate_call(function)
        except Exception as error:
            raise TypeError(
                f"The parameters of the client tool {label!r} can't be described as JSON: {error}. "
                "Annotate them with JSON types (str, int, float, bool, list, dict, Literal, pydantic models)."
            ) from error
        return cls(
            name=label,
            description=inspect.getdoc(function) or label.replace("_", " "),
            parameters=schema,
            callback=Callback(validated),
        )

    async def run(self, arguments: dict[str, Any]) -> Any:
        """Validate the arguments and call the function.

        Raises:
            TypeError: The arguments don't fit the function's parameters; the message says which and why.
        """
        try:
            return await self.callback(**arguments)
        except ValidationError as error:
            if error.title != getattr(self.callback.function, "__qualname__", self.name):
                raise  # it came from inside the function
            told = misfit(error, within=arguments)
            raise TypeError(f"{self.name}() does not accept the arguments {brief(arguments)}: {told}.") from None


@dataclass
class Callbacks:
    """The functions registered for one conversation."""

    client_tools: dict[str, ClientTool] = field(default_factory=dict[str, ClientTool])
    effects: dict[str, Callback] = field(default_factory=dict[str, Callback])
    actions: dict[str, Callback] = field(default_factory=dict[str, Callback])
    listeners: dict[str, list[Callback]] = field(default_factory=dict[str, list[Callback]])

    def add_listener(self, event: str, callback: Callback) -> None:
        """Add a listener of an element event; one of the same function name is replaced."""
        kept = [other for other in self.listeners.get(event, []) if other.name != callback.name]
        self.listeners[event] = [*kept, callback]


def effect_calls(
    callbacks: Callbacks, name: str, data: dict[str, Any]
) -> Iterator[tuple[Callback, Coroutine[Any, Any, None]]]:
    """Yield the calls an effect makes: the function of its name with the data as keywords, and the ``*`` one."""
    if name != ANY_EFFECT and (callback := callbacks.effects.get(name)) is not None:
        yield callback, _call_effect(callback, name, data)
    if (callback := callbacks.effects.get(ANY_EFFECT)) is not None:
        yield callback, callback.in_order(name, data)


async def _call_effect(callback: Callback, name: str, data: dict[str, Any]) -> None:
    try:
        inspect.signature(callback.function).bind(**data)
    except TypeError as error:
        raise TypeError(
            f"The function {callback.name}() does not fit the effect {name!r}, whose data is {data!r}: {error}. "
            "Give it a parameter for each key, or **data for all."
        ) from None
    except ValueError:  # some builtins have no signature
        pass
    await callback.in_order(**data)


def stream_action(callback: Callback, arguments: dict[str, Any]) -> AsyncIterator[Any]:
    """Call an action's function with the arguments it asks for by name, and yield what it gives.

    ``action``, ``payload``, ``sender``, ``thread`` and ``context`` stand for what the server's own ``action()`` gets;
    any other name is taken from the payload, and converted as its annotation says.

    Raises:
        TypeError: The payload has no value for a parameter without a default.
        FormRefusedError: A value does not fit its annotation.
    """
    positional, keywords = action_arguments(callback.name, callback.function, arguments)
    return callback.stream(*positional, **keywords)


async def call_listener(callback: Callback, data: dict[str, Any]) -> None:
    """Call a listener with the event's data, or with nothing if it takes nothing."""
    takes_one = any(
        parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)
        for parameter in inspect.signature(callback.function).parameters.values()
    )
    await (callback.in_order(data) if takes_one else callback.in_order())
