"""The offline model through the real Runner."""

import json
from pathlib import Path
from typing import Literal

import pytest
from agents import Agent, ModelSettings, RunConfig, Runner, function_tool
from pydantic import BaseModel

import chatkit_notebook
from chatkit_notebook.models import OfflineModel
from chatkit_notebook.models.attached import before_bytes, lead, unreadable, with_text
from chatkit_notebook.models.offline.talk import INTRODUCTION

UNTRACED = RunConfig(tracing_disabled=True)
MODEL = OfflineModel(delay=0)


class Order(BaseModel):
    item: str
    count: int


@function_tool
def get_weather(city: str, unit: Literal["celsius", "fahrenheit"] = "celsius") -> dict[str, str]:
    """Current weather for a city."""
    return {"city": city, "sky": "clear", "unit": unit}


@function_tool
def roll_dice(count: int = 1, sides: int = 6) -> str:
    """Roll dice."""
    return f"{count}d{sides}: 3"


@function_tool
def list_orders() -> list[dict[str, int]]:
    """Orders of the shop."""
    return [{"id": 1, "count": 2}, {"id": 2, "count": 5}]


@function_tool
def explode(fuse: str) -> str:
    """Explode."""
    raise ValueError(fuse)


BILLING = Agent(name="Billing", model=MODEL, handoff_description="Handles invoices and refunds")
AGENT = Agent(name="a", model=MODEL, tools=[get_weather, roll_dice, list_orders, explode], handoffs=[BILLING])


async def answer(text, agent=AGENT):
    result = await Runner.run(agent, text, run_config=UNTRACED)
    calls = [
        (item.raw_item.name, json.loads(item.raw_item.arguments))
        for item in result.new_items
        if item.type == "tool_call_item"
    ]
    return calls, result


async def reply(text, agent=AGENT):
    _, result = await answer(text, agent)
    return result.final_output


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("What's the weather in New York, please?", [("get_weather", {"city": "New York", "unit": "celsius"})]),
        ("weather for oslo in fahrenheit", [("get_weather", {"city": "oslo", "unit": "fahrenheit"})]),
        ("get_weather city=Rome", [("get_weather", {"city": "Rome", "unit": "celsius"})]),
        ("hello, roll 2d20!", [("roll_dice", {"count": 2, "sides": 20})]),
        ("Roll three dice", [("roll_dice", {"count": 3, "sides": 6})]),
        ("show my orders", [("list_orders", {})]),
        (
            "Roll a die and tell the weather in Paris",
            [("get_weather", {"city": "Paris", "unit": "celsius"}), ("roll_dice", {"count": 1, "sides": 6})],
        ),
        ("hello", []),
        ("what can you do?", []),
        ("tell me a long story", []),
    ],
)
async def test_tools_are_called_when_the_words_ask_for_them(text, calls):
    called, _ = await answer(text)
    assert sorted(called) == sorted(calls)


async def test_the_reply_uses_what_the_tool_returned():
    assert "sky**: clear" in await reply("weather in Oslo")
    assert "2d20: 3" in await reply("roll 2d20")
    assert "| 2 | 5 |" in await reply("show my orders")


async def test_a_tool_that_failed_is_told_as_such():
    assert "it failed" in await reply("explode now")


async def test_only_the_first_reply_introduces_the_model():
    assert INTRODUCTION.strip() in await reply("hello")
    history = [
        {"role": "user", "content": "hello"},
        {"role": "assistant", "content": "Hello!"},
        {"role": "user", "content": "roll the dice"},
    ]
    assert "offline" not in await reply(history)
    assert "OPENAI_API_KEY" in INTRODUCTION


async def test_it_lists_the_tools_and_agents():
    listed = await reply("What can you do?")
    assert "- `get_weather`: Current weather for a city." in listed
    assert "`transfer_to_billing`" in listed


async def test_it_hands_over_once():
    _, result = await answer("I want a refund for this invoice")
    assert result.last_agent is BILLING
    assert "refund" in result.final_output


async def test_the_long_story_is_long():
    assert len((await reply("tell me a long story")).split()) > 400


async def test_markdown_has_all_that_a_view_must_show():
    sample = await reply("show me some markdown")
    assert all(sign in sample for sign in ("```python", "| Planet", "](https://", "- [x]", "$$", "> "))


@pytest.mark.parametrize(
    ("text", "said"),
    [("say good evening", "good evening"), ("count to 4", "1 2 3 4"), ("", "empty message"), ("xyzzy", "> xyzzy")],
)
async def test_it_talks(text, said):
    assert said in await reply(text)


STRANGERS = {
    "hi": "Hello! I can call `get_weather`, `roll_dice` and `list_orders`",
    "Hey, good morning!": "Hello!",
    "Bonjour, comment ça va ?": "Hello!",
    "How are you?": "Running smoothly",
    "what can you do?": "- `get_weather`: Current weather for a city.",
    "help": "- `get_weather`: Current weather for a city.",
    "What is the capital of France?": "> What is the capital of France?\n\nThat takes a real model. I can call",
    "I need help with my pandas dataframe": "That takes a real model.",
    "list the files in this folder": "That takes a real model.",
    "translate 'good morning' into German": "That takes a real model.",
    "test": "> test\n\nThat takes",
    "?": "> ?\n\nThat takes",
    "你好": "I only know English, and little of it; a real model speaks your language.",
    "Привет, как дела?": "I only know English",
    "Write a Python function that reverses a string": "```python\ndef fibonacci",
    "show me code for quicksort": "```python\ndef fibonacci",
    "make a table of planets": "| Planet | Moons |",
    "How do I connect a real model?": 'base_url="http://localhost:11434/v1")',
    "how do I use GPT-4 here?": "With a key in the environment (`OPENAI_API_KEY`)",
    "2+2": "**4**",
    "what is 7 / 2?": "**3.5**",
    "1/0": "Nobody can divide by zero",
    "tell me a joke": "therapy",
    "thanks!": "With pleasure",
    "Who are you?": "pattern matcher",
    "Summarise this story. " + "Lorem ipsum *dolor* sit | amet. " * 200: "Once upon a time",
    "Please summarise this text. It has a story and code. "
    * 20: "All 1,060 characters arrived, but reading them takes",
    "# Notes\n- one\n- two\n```\ncode": "> \\# Notes - one - two \\`\\`\\` code\n\nThat takes",
}


@pytest.mark.parametrize("text", STRANGERS)
async def test_a_stranger_s_first_message_gets_an_answer_that_reads_well(text):
    said = await reply(text)
    assert said.startswith(INTRODUCTION)
    assert STRANGERS[text] in said
    assert "story" in text or len(said) < 700


def test_the_introduction_says_in_one_line_how_to_connect_a_real_model():
    assert INTRODUCTION.count("\n") == 2
    assert len(INTRODUCTION) < 120
    assert "`base_url=`" in INTRODUCTION


LARGE = {
    "a page of text": ("One line of a log\n" * 10_000, 1_200),
    "one long line": ("word " * 50_000, 1_200),
    "an open block of code": ("```python\n" + "x = 1\n" * 10_000, 1_200),
    "many rows": ([{"id": number, "text": "x" * 500} for number in range(2_000)], 2_000),
    "wide rows": ([{f"column_{at}": at for at in range(500)}] * 3, 2_000),
    "many entries": (list(range(100_000)), 600),
    "many fields": ({f"field_{at}": "y" * 1_000 for at in range(900)}, 2_500),
    "a nested field": ({"rows": [list(range(1_000))] * 100}, 900),
    "a huge number": (10**3_000, 600),
}


@pytest.mark.parametrize("kind", LARGE)
async def test_a_large_result_is_told_in_short(kind):
    result, longest = LARGE[kind]

    @function_tool
    def read_report() -> object:
        """Read the report."""
        return result

    said = await reply("read the report", Agent(name="a", model=MODEL, tools=[read_report]))
    assert "I called `read_report`" in said
    assert len(said) < longest


async def test_a_long_argument_is_told_in_short():
    @function_tool
    def summarise_text(text: str) -> str:
        """Summarise text."""
        return "Short."

    said = await reply("summarise text: " + "word " * 5_000, Agent(name="a", model=MODEL, tools=[summarise_text]))
    assert len(said) < 500


def test_it_speaks_in_letters_that_every_machine_has():
    folder = Path(chatkit_notebook.__file__).parent
    for path in [*(folder / "models/offline").glob("*.py"), folder / "serve/demo.py"]:
        odd = {sign for sign in path.read_text("utf-8") if ord(sign) > 0xFF} - set("…“”")
        assert not odd, path.name


async def test_the_same_message_gets_the_same_answer():
    assert await reply("what do you make of this?") == await reply("what do you make of this?")


async def test_structured_output_fits_its_schema():
    agent = Agent(name="a", model=MODEL, output_type=Order)
    assert await reply("three of 'apple'", agent) == Order(item="apple", count=3)


async def test_tool_choice_is_obeyed():
    never = AGENT.clone(model_settings=ModelSettings(tool_choice="none"))
    assert (await answer("weather in Oslo", never))[0] == []
    always = AGENT.clone(model_settings=ModelSettings(tool_choice="list_orders"))
    assert (await answer("hello", always))[0] == [("list_orders", {})]
    some = AGENT.clone(model_settings=ModelSettings(tool_choice="required"))
    assert [name for name, _ in (await answer("hello", some))[0]] == ["get_weather"]


async def test_context_that_the_kit_adds_is_not_taken_for_the_question():
    history = [
        {"role": "user", "content": "roll 2 dice"},
        {
            "role": "user",
            "content": [{"type": "input_text", "text": "x:\n<HiddenContext>\nweather in Oslo\n</HiddenContext>"}],
        },
    ]
    calls, _ = await answer(history)
    assert [name for name, _ in calls] == ["roll_dice"]


def message(*parts):
    content = [part if isinstance(part, dict) else {"type": "input_text", "text": part} for part in parts]
    return [{"role": "user", "content": content}]


NOTES = with_text(
    lead("notes.txt", "text/plain", 42), "Roll the dice and\n`look` at the weather in Oslo, please, it says here."
)
PHOTO = (
    before_bytes(lead("photo.png", "image/png")),
    {"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64,eHh4"},
)


async def test_it_tells_which_files_have_arrived():
    said = await reply(message("hello", NOTES, *PHOTO, unreadable(lead("a.zip", "application/zip", 9), "no archives")))
    assert "Your 3 files have arrived" in said
    assert "- `notes.txt`, a text file of 42 bytes, which begins with `Roll the dice and 'look' at the weather" in said
    assert "- `photo.png`, an image of 3 bytes" in said
    assert "- `a.zip`, a file (application/zip) of 9 bytes, which I can't read: no archives" in said
    assert "Hello!" in said


async def test_files_alone_are_an_answer_and_their_words_call_no_tool():
    calls, result = await answer(message(NOTES))
    assert calls == []
    assert result.final_output.strip().endswith("it …`.")


async def test_it_calls_the_tool_that_the_words_beside_a_file_ask_for():
    calls, result = await answer(message("roll 2 dice", *PHOTO))
    assert calls == [("roll_dice", {"count": 2, "sides": 6})]
    assert "Your file has arrived: `photo.png`" in result.final_output
    assert "2d6: 3" in result.final_output


async def test_thoughts_pictures_and_sources_can_be_asked_for():
    kinds = []
    for text in ("think out loud", "draw a picture", "cite a source"):
        result = Runner.run_streamed(AGENT, text, run_config=UNTRACED)
        kinds.append({event.data.type async for event in result.stream_events() if event.type == "raw_response_event"})
    assert "response.reasoning_summary_text.delta" in kinds[0]
    assert "response.image_generation_call.partial_image" in kinds[1]
    assert "response.output_text.annotation.added" in kinds[2]
