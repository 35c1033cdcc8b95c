"""What answers in ``ChatKit()``: an agent with a few tools that need no network, and cards to show for them.

Annotations here are read by the Agents SDK when the module loads.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from agents import Agent, RunContextWrapper, function_tool
from pydantic import BaseModel, Field

from chatkit_notebook.actions import Action, ActionConfig
from chatkit_notebook.agents import AgentContext
from chatkit_notebook.icons import IconName
from chatkit_notebook.locales import words
from chatkit_notebook.serve.agent import AgentServer
from chatkit_notebook.types import (
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WidgetItem,
    WidgetRoot,
)
from chatkit_notebook.widgets import Button, Caption, Card, Col, Icon, Row, Spacer, Text, Title

ROLL_AGAIN = "demo.roll_again"
_A_MOMENT = 0.4
"""Seconds in which to read what the tool is busy with."""
_MOST_DICE, _MOST_SIDES = 20, 100

_CITIES: dict[str, tuple[str, IconName, int, str]] = {
    "amsterdam": ("Europe/Amsterdam", "lucide:wind", 11, "breezy, with bicycles"),
    "berlin": ("Europe/Berlin", "lucide:cloud", 9, "grey, but interesting"),
    "cairo": ("Africa/Cairo", "lucide:sun", 27, "sunny and dry"),
    "london": ("Europe/London", "lucide:cloud-rain", 12, "drizzle, on and off"),
    "mumbai": ("Asia/Kolkata", "lucide:cloud-sun", 31, "warm and humid"),
    "nairobi": ("Africa/Nairobi", "lucide:cloud-sun", 22, "mild, a few clouds"),
    "new york": ("America/New_York", "lucide:cloud-sun", 15, "bright between the towers"),
    "oslo": ("Europe/Oslo", "lucide:snowflake", -2, "light snow"),
    "paris": ("Europe/Paris", "lucide:cloud-sun-rain", 14, "showers, then croissants"),
    "san francisco": ("America/Los_Angeles", "lucide:cloud-fog", 13, "fog over the bridge"),
    "sydney": ("Australia/Sydney", "lucide:sun", 24, "clear skies"),
    "tokyo": ("Asia/Tokyo", "lucide:sun", 18, "calm and clear"),
}
_KNOWN = ", ".join(name.title() for name in _CITIES)
_INSTRUCTIONS = """\
You show what this chat can do. Use your tools where they fit: the weather and the time come from a small
built-in table of cities, and dice are rolled in the kernel. A card appears beside your answer, so keep
the answer to a sentence or two.
"""

Chat = RunContextWrapper[AgentContext[Any]]


class _Dice(BaseModel):
    """The payload of the button, which comes back from the browser."""

    count: int = Field(ge=1, le=_MOST_DICE)
    sides: int = Field(ge=2, le=_MOST_SIDES)


@function_tool
async def get_weather(context: Chat, city: Annotated[str, Field(description=f"One of: {_KNOWN}")] = "Paris") -> str:
    """Look up the weather of a city."""
    known = _CITIES.get(city.strip().lower())
    if known is None:
        return f"There is no weather for {city!r} in the built-in table. It knows {_KNOWN}."
    _, icon, degrees, sky = known
    await _progress(context, words().looking_out(city.title()), "globe")
    await _show(
        context,
        Card(
            size="sm",
            children=[
                Row(
                    align="center",
                    children=[
                        Col(children=[Caption(value=city.title()), Title(value=f"{degrees} °C", size="lg")]),
                        Spacer(),
                        Icon(name=icon, size="3xl", color="secondary"),
                    ],
                ),
                Text(value=sky[0].upper() + sky[1:], color="secondary"),
            ],
        ),
        f"{city.title()}: {degrees} °C, {sky}",
    )
    return f"{degrees} °C, {sky}"


@function_tool
async def roll_dice(
    context: Chat,
    count: Annotated[int, Field(ge=1, le=_MOST_DICE, description="How many dice")] = 1,
    sides: Annotated[int, Field(ge=2, le=_MOST_SIDES, description="Sides of each")] = 6,
) -> str:
    """Roll some dice."""
    await _progress(context, words().shaking_the_cup, "cube")
    numbers = _rolled(count, sides)
    await _show(context, _dice_card(numbers, sides), _told(numbers))
    return _told(numbers)


@function_tool
async def tell_time(context: Chat, city: Annotated[str, Field(description=f"One of: {_KNOWN}")] = "Paris") -> str:
    """Tell the time of day, what the clock shows in a city."""
    known = _CITIES.get(city.strip().lower())
    if known is None:
        return f"There is no clock for {city!r} in the built-in table. It knows {_KNOWN}."
    await _progress(context, words().finding_a_clock(city.title()), "clock")
    return datetime.now(ZoneInfo(known[0])).strftime("%H:%M on %A")


def demo_agent() -> Agent[Any]:
    """The agent behind ``ChatKit()``."""
    return Agent(name="Demo", instructions=_INSTRUCTIONS, tools=[get_weather, roll_dice, tell_time])


class DemoServer(AgentServer):
    """The server behind ``ChatKit()``: that of the demo agent, whose dice can be rolled again."""

    def action(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Roll the dice of a card again."""
        if action.type == ROLL_AGAIN and sender is not None:
            return self._roll_again(sender, action.payload)
        return super().action(thread, action, sender, context)

    @staticmethod
    async def _roll_again(sender: WidgetItem, payload: object) -> AsyncGenerator[ThreadStreamEvent]:
        dice = _Dice.model_validate(payload)
        numbers = _rolled(dice.count, dice.sides)
        update = {"widget": _dice_card(numbers, dice.sides), "copy_text": _told(numbers)}
        yield ThreadItemReplacedEvent(item=sender.model_copy(update=update))


def _rolled(count: int, sides: int) -> list[int]:
    return [random.randint(1, sides) for _ in range(count)]  # noqa: S311 - dice, not secrets


def _told(numbers: list[int]) -> str:
    rolled = " + ".join(map(str, numbers))
    return rolled if len(numbers) == 1 else f"{rolled} = {sum(numbers)}"


def _dice_card(numbers: list[int], sides: int) -> Card:
    again = ActionConfig(type=ROLL_AGAIN, payload=_Dice(count=len(numbers), sides=sides).model_dump())
    return Card(
        size="sm",
        children=[
            Caption(value=words().dice(len(numbers), sides)),
            Title(value=_told(numbers), size="lg"),
            Button(label=words().roll_again, iconStart="reload", onClickAction=again, variant="outline", size="sm"),
        ],
    )


async def _progress(context: Chat, text: str, icon: IconName) -> None:
    if isinstance(context.context, AgentContext):  # pyright: ignore[reportUnnecessaryIsInstance] - not in a plain run
        await context.context.progress(text, icon)
        await asyncio.sleep(_A_MOMENT)


async def _show(context: Chat, widget: WidgetRoot, copy_text: str) -> None:
    if isinstance(context.context, AgentContext):  # pyright: ignore[reportUnnecessaryIsInstance] - not in a plain run
        await context.context.stream_widget(widget, copy_text)
