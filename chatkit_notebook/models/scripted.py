"""A model that follows a script: for lessons, tests and recordings that must not depend on any network."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias, cast

from chatkit_notebook.errors import ScriptError
from chatkit_notebook.models.request import ModelRequest
from chatkit_notebook.models.stepped import SteppedModel
from chatkit_notebook.models.steps import (
    Call,
    Cite,
    Fail,
    Image,
    Step,
    Think,
    Wait,
    call,
    cite,
    error,
    image,
    think,
    wait,
)
from chatkit_notebook.models.words import split_words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_STEPS = (str, Think, Call, Cite, Image, Wait, Fail)

PlainTurn: TypeAlias = str | Step | list[Step]
Turn: TypeAlias = PlainTurn | Callable[[ModelRequest], PlainTurn | Awaitable[PlainTurn]]


class ScriptedModel(SteppedModel):
    """Answers its calls with the turns of a script, in order.

    A turn is a string (streamed word by word), a step, a list of steps, or a function of the
    `ModelRequest`, sync or async, that returns one of these. Each call of the model takes one turn, so
    a tool call and the words after its output are two turns.

    >>> from agents import Agent
    >>> from chatkit_notebook import Chat
    >>> think, call = ScriptedModel.think, ScriptedModel.call
    >>> model = ScriptedModel([[think("A greeting."), "Hello!"], lambda request: request.text.upper()])
    >>> chat = Chat(Agent(name="Ann", model=model))
    >>> chat.ask_sync("Hi").text, chat.ask_sync("and goodbye").text
    ('Hello!', 'AND GOODBYE')
    >>> chat.close()

    Args:
        turns: The script.
        delay: Seconds after each streamed delta.
        name: Model name in responses.

    Attributes:
        requests: What the model was asked so far.
    """

    think = staticmethod(think)
    call = staticmethod(call)
    cite = staticmethod(cite)
    image = staticmethod(image)
    wait = staticmethod(wait)
    error = staticmethod(error)

    def __init__(self, turns: Iterable[Turn], *, delay: float = 0.0, name: str = "scripted") -> None:
        if isinstance(turns, str):
            raise ScriptError(f"ScriptedModel takes a list of turns, not a string: ScriptedModel([{turns!r}])")
        self._turns = list(turns)
        for number, turn in enumerate(self._turns, 1):
            if not callable(turn):
                _checked(turn, number)
        self.delay = delay
        self.name = name
        self.requests: list[ModelRequest] = []

    @property
    def remaining(self) -> int:
        """How many turns are left."""
        return max(0, len(self._turns) - len(self.requests))

    async def steps(self, request: ModelRequest) -> AsyncIterator[Step]:
        """Yield the steps of the next turn.

        Raises:
            ScriptError: The script is over, or a turn's function returned something that is not a turn.
        """
        number = len(self.requests) + 1
        if number > len(self._turns):
            raise ScriptError(
                f"the script has {len(self._turns)} turn{'s' * (len(self._turns) != 1)}, and the model "
                f"was called once more: add a turn for {request.text[:80]!r}"
            )
        self.requests.append(request)
        turn = self._turns[number - 1]
        if callable(turn):
            made = turn(request)
            turn = await made if inspect.isawaitable(made) else made
        for step in _checked(turn, number):
            yield step


def _checked(turn: object, number: int) -> list[Step]:
    if isinstance(turn, str):
        return list(split_words(turn))
    steps = cast("list[object]", turn) if isinstance(turn, list | tuple) else [turn]
    for step in steps:
        if not isinstance(step, _STEPS):
            raise ScriptError(
                f"turn {number} holds {step!r}, which is not a step: "
                "use text, think(), call(), cite(), image(), wait() or error()"
            )
    return cast("list[Step]", list(steps))
