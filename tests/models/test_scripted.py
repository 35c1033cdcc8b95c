"""The scripted model through the real Runner."""

import asyncio
import json
from collections import Counter

import pytest
from agents import Agent, RunConfig, Runner, function_tool

from chatkit_notebook.models import (
    ScriptedModel,
    ScriptError,
    call,
    cite,
    error,
    image,
    think,
    wait,
)

UNTRACED = RunConfig(tracing_disabled=True)


@function_tool
def weather(city: str) -> str:
    return f"sunny in {city}"


def agent_of(*turns, **fields):
    return Agent(name="a", model=ScriptedModel(turns), tools=[weather], **fields)


async def raw_events(agent, text="hi"):
    result = Runner.run_streamed(agent, text, run_config=UNTRACED)
    events = [event.data async for event in result.stream_events() if event.type == "raw_response_event"]
    return events, result


def of_type(events, kind):
    return [event for event in events if event.type == kind]


async def test_a_string_streams_word_by_word():
    events, result = await raw_events(agent_of("Hello there,\nyou  two."))
    deltas = [event.delta for event in of_type(events, "response.output_text.delta")]
    assert deltas == ["Hello", " there,", "\nyou", "  two."]
    assert result.final_output == "Hello there,\nyou  two."


async def test_chunks_of_a_list_are_deltas_of_one_message():
    events, result = await raw_events(agent_of(["a b", "c", "", " d"]))
    assert [event.delta for event in of_type(events, "response.output_text.delta")] == ["a b", "c", " d"]
    assert len(of_type(events, "response.output_item.done")) == 1
    assert result.final_output == "a bc d"


async def test_every_kind_of_step_has_the_events_of_the_real_api():
    turn = [
        think("Let me see"),
        "It is",
        cite("Page", url="https://x.y"),
        cite("F", filename="f.txt"),
        image(partials=2),
    ]
    events, _ = await raw_events(agent_of(turn, "done"))
    first = events[: 1 + next(i for i, event in enumerate(events) if event.type == "response.completed")]
    assert Counter(event.type.removeprefix("response.") for event in first) == {
        "created": 1,
        "in_progress": 1,
        "output_item.added": 3,
        "reasoning_summary_part.added": 1,
        "reasoning_summary_text.delta": 3,
        "reasoning_summary_text.done": 1,
        "reasoning_summary_part.done": 1,
        "content_part.added": 1,
        "output_text.delta": 1,
        "output_text.annotation.added": 2,
        "output_text.done": 1,
        "content_part.done": 1,
        "image_generation_call.in_progress": 1,
        "image_generation_call.generating": 1,
        "image_generation_call.partial_image": 2,
        "image_generation_call.completed": 1,
        "output_item.done": 3,
        "completed": 1,
    }
    assert [event.sequence_number for event in first] == list(range(len(first)))
    message = of_type(first, "response.output_text.done")[0]
    assert message.text == "It is"
    (marked,) = [item for item in first[-1].response.output if item.type == "message"]
    assert [(one.type, one.model_dump().get("end_index", 5)) for one in marked.content[0].annotations] == [
        ("url_citation", 5),
        ("file_citation", 5),
    ]


async def test_ids_are_unique_over_turns_and_models():
    agent = agent_of(["one", call("weather", city="Oslo"), call("weather", city="Bonn")], "two")
    events, _ = await raw_events(agent)
    more, _ = await raw_events(agent_of("three"))
    ids = [event.item.id for event in of_type(events + more, "response.output_item.added")]
    assert len(ids) == len(set(ids)) == 5


async def test_a_call_runs_the_tool_and_the_next_turn_may_use_its_output():
    agent = agent_of(
        [call("weather", city="Oslo")],
        lambda request: f"{request.text}: {request.outputs[0].name} says {request.outputs[0].text}",
    )
    result = await Runner.run(agent, "Well?", run_config=UNTRACED)
    assert result.final_output == "Well?: weather says sunny in Oslo"


async def test_arguments_may_have_any_name():
    agent = agent_of([call("weather", name="n", self="s")], "done")
    result = await Runner.run(agent, "hi", run_config=UNTRACED)
    assert json.loads(result.raw_responses[0].output[0].arguments) == {"name": "n", "self": "s"}


async def test_a_turn_may_be_an_async_function():
    async def turn(request):
        return [think("…"), f"{len(request.tools)} tool"]

    result = await Runner.run(agent_of(turn), "hi", run_config=UNTRACED)
    assert result.final_output == "1 tool"


async def test_usage_is_counted_streamed_or_not():
    _, streamed = await raw_events(agent_of("four words of text"))
    whole = await Runner.run(agent_of("four words of text"), "hi", run_config=UNTRACED)
    usage = whole.context_wrapper.usage
    assert (usage.requests, usage.input_tokens, usage.output_tokens, usage.total_tokens) == (1, 1, 5, 6)
    assert streamed.context_wrapper.usage == usage


async def test_thoughts_are_counted_as_reasoning_and_as_output():
    result = await Runner.run(agent_of([think("one two three"), think("four"), "five"]), "hi", run_config=UNTRACED)
    thoughtless = await Runner.run(agent_of("five"), "hi", run_config=UNTRACED)
    thought = result.context_wrapper.usage.output_tokens_details.reasoning_tokens
    said = thoughtless.context_wrapper.usage
    assert said.output_tokens_details.reasoning_tokens == 0
    assert thought == 5
    assert result.context_wrapper.usage.output_tokens == thought + said.output_tokens
    assert result.context_wrapper.usage.total_tokens == thought + said.total_tokens


async def test_an_exhausted_script_tells_how_many_turns_it_had():
    with pytest.raises(ScriptError, match=r"the script has 1 turn, and .* add a turn for 'and now\?'"):
        await Runner.run(agent_of([call("weather", city="Oslo")]), "and now?", run_config=UNTRACED)


async def test_an_error_ends_the_run_with_what_it_says():
    result = Runner.run_streamed(agent_of(["Half", error("no more")]), "hi", run_config=UNTRACED)
    with pytest.raises(ScriptError, match="no more"):
        [event async for event in result.stream_events()]


async def test_an_error_may_be_any_exception():
    with pytest.raises(ZeroDivisionError):
        await Runner.run(agent_of([error(ZeroDivisionError())]), "hi", run_config=UNTRACED)


async def test_a_waiting_model_can_be_cancelled():
    started = asyncio.Event()

    async def read():
        result = Runner.run_streamed(agent_of(["Hi", wait(1_000)]), "hi", run_config=UNTRACED)
        async for event in result.stream_events():
            if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
                started.set()

    task = asyncio.create_task(read())
    await asyncio.wait_for(started.wait(), 15)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 15)


def test_what_is_no_turn_is_refused_at_once():
    with pytest.raises(ScriptError, match=r"turn 2 holds 7, which is not a step"):
        ScriptedModel(["a", [7]])
    with pytest.raises(ScriptError, match=r"not a string: .*ScriptedModel\(\['hi'\]\)"):
        ScriptedModel("hi")


async def test_what_a_function_returns_is_checked_too():
    with pytest.raises(ScriptError, match=r"turn 1 holds None"):
        await Runner.run(agent_of(lambda _: None), "hi", run_config=UNTRACED)


def test_a_citation_is_of_a_page_or_a_file():
    with pytest.raises(ScriptError, match=r"cite\('T'\) needs exactly one"):
        cite("T")


def test_steps_are_at_hand_on_the_class():
    assert ScriptedModel.call("f", a=1) == call("f", a=1)
    assert ScriptedModel.think("t") == think("t")
    assert ScriptedModel.wait(1) == wait(1)


async def test_requests_are_kept_and_turns_counted():
    model = ScriptedModel(["one", "two"])
    await Runner.run(Agent(name="a", model=model, instructions="Be brief."), "hi", run_config=UNTRACED)
    assert model.remaining == 1
    assert [(request.instructions, request.text) for request in model.requests] == [("Be brief.", "hi")]
