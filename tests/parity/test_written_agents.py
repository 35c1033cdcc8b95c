"""Servers of agents as people write them, each a whole conversation through both SDKs."""

import asyncio

import pytest
from agents import Agent, Runner, function_tool, handoff
from agents.run_context import RunContextWrapper

from chatkit_notebook.models import ScriptedModel, call, cite, image, think
from tests.parity.server_runs import play
from tests.parity.test_written_servers import SERVERS, say

AGENTS = {}


def written(server):
    """Add a server to the table."""
    AGENTS[server.__name__] = server
    return server


def agent_server(world, *turns, tools=(), agent=None):
    """Serve an agent as the samples do: the newest message goes to the Runner, its stream to the chat."""
    kit = world.kit
    agent = agent or Agent(name="Ann", model=ScriptedModel(list(turns)), tools=list(tools))

    async def respond(self, thread, message, context):
        agent_context = kit.agents.AgentContext(thread=thread, store=self.store, request_context=context)
        page = await self.store.load_thread_items(thread.id, None, 20, "desc", context)
        given = await kit.agents.ThreadItemConverter().to_agent_input(list(reversed(page.data)))
        result = Runner.run_streamed(agent, given, context=agent_context)
        async for event in kit.agents.stream_agent_response(agent_context, result):
            yield event

    world.saved_thread()
    world.serve(respond=respond)


@function_tool
def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@written
async def an_agent(world):
    agent_server(world, "Hello ", think("Hm."))
    await say(world)


@written
async def an_agent_with_a_tool(world):
    agent_server(world, [call("add", a=1, b=2)], "Three", tools=[add])
    await say(world)


@written
async def an_agent_that_cites(world):
    agent_server(world, ["See", cite("Page", url="https://x.example"), " and", cite("F", filename="f.pdf")])
    await say(world)


@written
async def an_agent_that_draws(world):
    agent_server(world, [image(b"png", partials=2), "There."])
    await say(world)


@written
async def an_agent_that_thinks(world):
    agent_server(world, [think("First. "), "Answer"], [think("Second."), "More"])
    await say(world)
    await say(world, "And?")


@written
async def a_widget_streamed_from_a_tool(world):
    @function_tool
    async def show(wrapper: RunContextWrapper) -> str:
        """Show a card."""
        widgets = world.kit.widgets
        await wrapper.context.stream_widget(widgets.Card(children=[widgets.Text(value="From a tool")]))
        return "shown"

    agent_server(world, [call("show")], "Look.", tools=[show])
    await say(world)


@written
async def a_workflow_from_a_tool(world):
    @function_tool
    async def work(wrapper: RunContextWrapper) -> str:
        """Work in steps."""
        types, context = world.types, wrapper.context
        await context.start_workflow(types.Workflow(type="custom", tasks=[]))
        await context.add_workflow_task(types.CustomTask(title="Step"))
        for _ in range(50):  # it works until the step is seen
            await asyncio.sleep(0)
        await context.end_workflow(types.CustomSummary(title="Worked"))
        return "worked"

    agent_server(world, [call("work")], "Done.", tools=[work])
    await say(world)


@written
async def a_client_tool_from_a_tool(world):
    @function_tool
    async def pick(wrapper: RunContextWrapper) -> str:
        """Let the client pick."""
        wrapper.context.client_tool_call = world.kit.agents.ClientToolCall(name="pick", arguments={"n": 1})
        return ""

    agent = Agent(
        name="Ann",
        model=ScriptedModel([[call("pick")], "Picked."]),
        tools=[pick],
        tool_use_behavior={"stop_at_tool_names": ["pick"]},
    )
    agent_server(world, agent=agent)
    await say(world)
    await world.send("threads.add_client_tool_output", thread_id="thr", result={"picked": 3})


@written
async def a_handoff(world):
    other = Agent(name="Bo", model=ScriptedModel(["Bo here."]))
    first = Agent(name="Ann", model=ScriptedModel([[call("transfer_to_bo")]]), handoffs=[handoff(other)])
    agent_server(world, agent=first)
    await say(world)


@written
async def effects_and_progress_from_a_tool(world):
    @function_tool
    async def turn(wrapper: RunContextWrapper) -> str:
        """Turn the light on."""
        await wrapper.context.stream(world.types.ProgressUpdateEvent(text="Turning"))
        await wrapper.context.stream(world.types.ClientEffectEvent(name="light", data={"on": True}))
        await asyncio.sleep(0)
        return "on"

    agent_server(world, [call("turn")], "It is on.", tools=[turn])
    await say(world)


def test_there_are_thirty():
    assert len(SERVERS | AGENTS) >= 30


@pytest.mark.parametrize("name", AGENTS)
async def test_a_server_does_the_same_through_both(name):
    official, ours = [await play(package, AGENTS[name]) for package in ("chatkit", "chatkit_notebook")]

    assert ours["answers"] == official["answers"]
    assert ours == official
