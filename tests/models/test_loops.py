"""One model in several event loops."""

import asyncio
import threading

import httpx2
import pytest
from agents import Agent, OpenAIChatCompletionsModel, OpenAIResponsesModel, RunConfig, Runner, function_tool
from openai import AsyncOpenAI

from chatkit_notebook.models.loops import (
    LoopTransport,
    loop_safe_http_client,
    make_agent_loop_safe,
    make_loop_safe,
)

UNTRACED = RunConfig(tracing_disabled=True)


class OtherLoop:
    """An event loop in a thread, as the chat has one."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._loop.shutdown_asyncgens(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop)


@pytest.fixture
def other_loop():
    with OtherLoop() as loop:
        yield loop


def agent_at(endpoint, kind=OpenAIChatCompletionsModel, **fields):
    client = AsyncOpenAI(base_url=endpoint.base_url, api_key="k")
    return Agent(name="a", model=kind("m", openai_client=client), **fields)


async def ask(agent, text):
    return (await Runner.run(agent, text, run_config=UNTRACED)).final_output


@pytest.mark.parametrize("kind", [OpenAIChatCompletionsModel, OpenAIResponsesModel])
async def test_an_agent_works_in_the_cell_then_in_the_chat_then_in_the_cell(endpoint, other_loop, kind):
    agent = agent_at(endpoint, kind)
    assert await ask(agent, "one") == "You said: one"
    make_agent_loop_safe(agent)
    for n in range(3):
        assert await asyncio.wrap_future(other_loop.run(ask(agent, f"chat {n}"))) == f"You said: chat {n}"
        assert await ask(agent, f"cell {n}") == f"You said: cell {n}"
    assert endpoint.connections <= 3  # one a loop, and the one from before
    await agent.model._client.close()


async def test_both_loops_at_once(endpoint, other_loop):
    agent = agent_at(endpoint)
    make_agent_loop_safe(agent)
    here = [ask(agent, f"a{n}") for n in range(8)]
    there = [asyncio.wrap_future(other_loop.run(ask(agent, f"b{n}"))) for n in range(8)]
    replies = await asyncio.wait_for(asyncio.gather(*here, *there), 30)
    assert replies == [f"You said: {letter}{n}" for letter in "ab" for n in range(8)]


def test_loops_that_come_and_go_leave_nothing_behind(endpoint):
    agent = agent_at(endpoint)
    make_agent_loop_safe(agent)
    for n in range(5):
        assert asyncio.run(ask(agent, str(n))) == f"You said: {n}"
    transport = agent.model._client._client._transport
    assert len(transport._pools) <= 1


async def test_agents_behind_handoffs_and_tools_are_made_safe_too(endpoint):
    inner, outer = agent_at(endpoint), agent_at(endpoint)
    start = Agent(name="start", handoffs=[outer], tools=[inner.as_tool("inner", "Asks inner."), _nothing])
    outer.handoffs.append(start)
    make_agent_loop_safe(start)
    for one in (inner, outer):
        assert isinstance(one.model._client._client._transport, LoopTransport)


@function_tool
def _nothing() -> None:
    """Do nothing."""


async def test_the_user_s_model_and_client_stay_the_same_objects(endpoint):
    agent = agent_at(endpoint)
    before = (agent.model, agent.model._client, agent.model._client._client)
    make_agent_loop_safe(agent)
    make_agent_loop_safe(agent)
    assert (agent.model, agent.model._client, agent.model._client._client) == before


async def test_a_custom_http_client_is_left_alone(endpoint):
    async with httpx2.AsyncClient(limits=httpx2.Limits(max_connections=1)) as custom:
        client = AsyncOpenAI(base_url=endpoint.base_url, api_key="k", http_client=custom)
        transport = custom._transport
        make_loop_safe(client)
        assert custom._transport is transport


async def test_closing_closes_the_pools_of_all_loops(endpoint, other_loop):
    http = loop_safe_http_client()

    async def get():
        return (await http.get(f"{endpoint.base_url}/nothing")).status_code

    assert await get() == await asyncio.wrap_future(other_loop.run(get())) == 404
    await http.aclose()
    assert len(http._transport._pools) == 0
