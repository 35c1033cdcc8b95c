"""What a reader sees of the tools that a run calls."""

import asyncio
from datetime import datetime

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    OutputGuardrail,
    OutputGuardrailTripwireTriggered,
    RunConfig,
    RunContextWrapper,
    Runner,
    function_tool,
)
from openai.types import responses
from openai.types.responses import response_function_web_search as web

from chatkit_notebook.agents import (
    AgentContext,
    ClientToolCall,
    ToolResults,
    ToolTasks,
    simple_to_agent_input,
    stream_agent_response,
)
from chatkit_notebook.agents.tool_steps import is_tool_step, step_of
from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.models import ScriptedModel, call, image, think
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import CustomTask, ThreadMetadata, Workflow
from chatkit_notebook.widgets import Card, Text


class Scene:
    """One run after another in a thread, and what a view makes of it."""

    def __init__(self):
        self.thread = ThreadMetadata(id="thr_1", created_at=datetime.now())  # noqa: DTZ005 - as the kit keeps it
        self.store = MemoryStore()
        self.state = new_state()
        self.context = AgentContext(thread=self.thread, store=self.store, request_context={})
        self.tools = ToolTasks(self.context)
        self.seen = []
        self.raised = None

    async def run(self, model, *tools, text="hi", **fields):
        agent = Agent(name="a", model=model, tools=list(tools), **fields)
        result = Runner.run_streamed(
            agent, text, context=self.context, run_config=RunConfig(tracing_disabled=True), hooks=ToolResults()
        )
        async for event in stream_agent_response(self.context, result, tools=self.tools):
            wire = event.model_dump(mode="json", exclude_none=True, by_alias=True)
            fold(self.state, wire)
            self.seen.append(wire)
            await self._store(event)
            self.on(wire)
        return self

    async def _store(self, event):
        if event.type in ("thread.item.done", "thread.item.replaced"):
            await self.store.save_item("thr_1", event.item, {})
        elif event.type == "thread.item.removed":
            await self.store.delete_thread_item("thr_1", event.item_id, {})

    def on(self, event):
        pass

    @property
    def shown(self):
        """The items on screen: their types, and the steps of workflows with their marks."""
        return [
            (item["type"], *[f"{task.get('title')} {task['status_indicator']}" for task in tasks_of(item)])
            for item in self.state["items"]
        ]

    async def stored(self):
        page = await self.store.load_thread_items("thr_1", None, 100, "asc", {})
        return page.data


def tasks_of(item):
    return item.get("workflow", {}).get("tasks", [])


@function_tool
async def add(a: int, b: int) -> int:
    """Add."""
    return a + b


@function_tool
async def fetch(wrapper: RunContextWrapper[AgentContext]) -> dict:
    """Show a card, then tell."""
    await wrapper.context.stream_widget(Card(children=[Text(value="card")]))
    return {"found": True}


async def test_a_call_is_a_step_before_the_answer_with_arguments_and_result():
    scene = await Scene().run(ScriptedModel([[call("add", a=2, b=3)], "Five."]), add)
    assert scene.shown == [("workflow", "Add complete"), ("assistant_message",)]
    workflow = scene.state["items"][0]["workflow"]
    assert workflow["summary"] == {"title": "Worked with add"}
    assert workflow["tasks"][0]["content"] == (
        '**Arguments**\n\n```json\n{\n  "a": 2,\n  "b": 3\n}\n```\n\n**Result**\n\n```json\n5\n```'
    )
    assert scene.state["open"] == []
    assert [event["type"].removeprefix("thread.item.") for event in scene.seen][:4] == [
        "added",
        "updated",
        "updated",
        "done",
    ]
    assert [item.type for item in await scene.stored()] == ["workflow", "assistant_message"]


@pytest.mark.parametrize(
    ("calls", "title"),
    [
        ([call("add", a=1, b=2), call("fetch"), call("add", a=3, b=4)], "Worked with add and fetch"),
        ([call("fetch"), call("add", a=1, b=2)], "Worked with fetch and add"),
        ([call("get_the_weatherNow")], "Worked with get_the_weatherNow"),
    ],
)
async def test_the_line_over_the_steps_names_the_tools(calls, title):
    @function_tool
    def get_the_weatherNow() -> str:  # noqa: N802 - a name as it comes
        """Tell."""
        return "sun"

    scene = await Scene().run(ScriptedModel([calls, "Done."]), add, fetch, get_the_weatherNow)
    (workflow,) = [item["workflow"] for item in scene.state["items"] if item["type"] == "workflow"]
    assert workflow["summary"]["title"].startswith(title)


async def test_a_handoff_alone_names_no_tool():
    other = Agent(name="Bo", model=ScriptedModel(["I go on."]))
    scene = await Scene().run(ScriptedModel([[call("transfer_to_bo")]]), handoffs=[other])
    assert list(scene.state["items"][0]["workflow"]["summary"]) == ["duration"]


async def test_each_of_several_calls_completes_as_soon_as_it_returns():
    release = asyncio.Event()

    @function_tool
    async def slow() -> str:
        """Wait for the other one to be seen."""
        await asyncio.wait_for(release.wait(), 15)
        return "late"

    class Watching(Scene):
        def on(self, event):
            if self.shown[:1] == [("workflow", "Slow loading", "Add complete")]:
                release.set()

    scene = await Watching().run(ScriptedModel([[call("slow"), call("add", a=1, b=1)], "Done."]), slow, add)
    assert release.is_set()
    assert scene.shown[0] == ("workflow", "Slow complete", "Add complete")


async def test_calls_of_later_turns_join_the_same_workflow_until_something_is_said():
    turns = [[call("add", a=1, b=1)], [call("add", a=2, b=2)], ["So far", call("add", a=3, b=3)], "Done."]
    scene = await Scene().run(ScriptedModel(turns), add)
    assert scene.shown == [
        ("workflow", "Add complete", "Add complete"),
        ("assistant_message",),
        ("workflow", "Add complete"),
        ("assistant_message",),
    ]


async def test_thoughts_and_calls_share_one_workflow():
    scene = await Scene().run(ScriptedModel([[think("Hm"), call("add", a=1, b=1)], [think("So"), "Two."]]), add)
    assert scene.shown == [("workflow", "None none", "Add complete", "None none"), ("assistant_message",)]
    assert scene.state["items"][0]["workflow"]["type"] == "reasoning"
    other = await Scene().run(ScriptedModel([[call("add", a=1, b=1)], [think("So"), "Two."]]), add)
    assert other.shown == [("workflow", "Add complete", "None none"), ("assistant_message",)]


async def test_a_widget_comes_after_the_steps_and_the_result_still_arrives():
    scene = await Scene().run(ScriptedModel([[call("fetch")], "Here."]), fetch)
    assert scene.shown == [("workflow", "Fetch complete"), ("widget",), ("assistant_message",)]
    stored = await scene.stored()
    assert [item.type for item in stored] == ["workflow", "widget", "assistant_message"]
    assert '"found": true' in stored[0].workflow.tasks[0].content


async def test_an_image_comes_after_the_steps():
    scene = await Scene().run(ScriptedModel([[call("add", a=1, b=1)], [image(), "Look."]]), add)
    assert scene.shown == [("workflow", "Add complete"), ("generated_image",), ("assistant_message",)]


async def test_a_tool_with_a_workflow_of_its_author_s_shows_that_alone():
    @function_tool
    async def own(wrapper: RunContextWrapper[AgentContext]) -> str:
        """Keep a workflow."""
        await wrapper.context.add_workflow_task(CustomTask(title="mine", status_indicator="loading"))
        await wrapper.context.update_workflow_task(CustomTask(title="mine", status_indicator="complete"), task_index=0)
        return "ok"

    turns = [[call("add", a=1, b=1)], "First.", [call("own")], [call("add", a=1, b=1)], "Done."]
    scene = Scene()
    await scene.run(ScriptedModel(turns[:2]), add)
    await scene.run(ScriptedModel(turns[2:]), own, add)
    assert scene.shown == [
        ("workflow", "Add complete"),
        ("assistant_message",),
        ("workflow", "mine complete"),
        ("assistant_message",),
    ]
    assert [item.type for item in await scene.stored()] == [kind for kind, *_ in scene.shown]


async def test_steps_that_have_a_result_stay_when_an_author_s_workflow_begins():
    @function_tool
    async def own(wrapper: RunContextWrapper[AgentContext]) -> str:
        """Keep a workflow."""
        await wrapper.context.start_workflow(Workflow(type="custom", tasks=[CustomTask(title="mine")]))
        return "ok"

    scene = await Scene().run(ScriptedModel([[call("add", a=1, b=1)], [call("own")], "Done."]), own, add)
    assert scene.shown == [
        ("workflow", "Add complete", "Own complete"),
        ("workflow", "mine none"),
        ("assistant_message",),
    ]


async def test_a_handoff_names_the_agent_that_goes_on():
    bo = Agent(name="Bo", model=ScriptedModel([[call("add", a=1, b=1)], "Two."]), tools=[add])
    scene = await Scene().run(ScriptedModel([[call("transfer_to_bo")]]), handoffs=[bo])
    assert scene.shown == [("workflow", "Handed over to Bo complete", "Add complete"), ("assistant_message",)]


async def test_a_run_that_ends_with_its_tool_ends_the_workflow():
    scene = await Scene().run(ScriptedModel([[call("add", a=1, b=1)]]), add, tool_use_behavior="stop_on_first_tool")
    assert scene.shown == [("workflow", "Add complete")]
    assert scene.state["open"] == []
    assert len(await scene.stored()) == 1


async def test_a_guardrail_takes_the_steps_back_too():
    def no(context, agent, output):
        return GuardrailFunctionOutput(output_info=None, tripwire_triggered=True)

    scene = Scene()
    with pytest.raises(OutputGuardrailTripwireTriggered):
        await scene.run(
            ScriptedModel([[call("add", a=1, b=1)], "Two."]), add, output_guardrails=[OutputGuardrail(no, name="no")]
        )
    assert scene.shown == []
    assert await scene.stored() == []


async def test_a_call_for_the_client_stays_open_until_the_client_has_answered():
    @function_tool
    async def pick(wrapper: RunContextWrapper[AgentContext], n: int) -> str:
        """Pick by the official pattern."""
        wrapper.context.client_tool_call = ClientToolCall(name="pick", arguments={"n": n})
        return "the client does it"

    scene = Scene()
    stop = {"stop_at_tool_names": ["pick"]}
    await scene.run(ScriptedModel([[call("add", a=1, b=1), call("pick", n=1)]]), add, pick, tool_use_behavior=stop)
    assert scene.shown == [("workflow", "Add complete", "Pick loading"), ("client_tool_call",)]
    assert len(scene.state["open"]) == 1
    assert [item.type for item in await scene.stored()] == ["workflow", "client_tool_call"]

    scene.context = AgentContext(thread=scene.thread, store=scene.store, request_context={})
    scene.tools.move(scene.context)
    for event in scene.tools.returned(scene.state["items"][1]["call_id"], {"picked": 7}):
        fold(scene.state, event.model_dump(mode="json", exclude_none=True))
    await scene.run(ScriptedModel([[call("add", a=1, b=1)], "Seven."]), add)
    assert scene.shown == [
        ("workflow", "Add complete", "Pick complete", "Add complete"),
        ("client_tool_call",),
        ("assistant_message",),
    ]
    assert scene.state["open"] == []
    first = (await scene.stored())[0]
    assert len(first.workflow.tasks) == 3
    assert '"picked": 7' in first.workflow.tasks[1].content
    assert "the client does it" not in first.workflow.tasks[1].content


async def test_a_step_of_a_tool_is_told_from_one_of_an_author():
    @function_tool
    async def note(wrapper: RunContextWrapper[AgentContext]) -> str:
        """Add to whatever is open."""
        await wrapper.context.add_workflow_task(CustomTask(title="mine", content="read me"))
        return "ok"

    scene = await Scene().run(ScriptedModel([[think("Hm"), call("note")], "Done."]), note)
    workflow = (await scene.stored())[0]
    assert [is_tool_step(workflow, task) for task in workflow.workflow.tasks] == [False, True, False]
    read = await simple_to_agent_input([workflow])
    assert len(read) == 2  # which is why a ready server leaves such steps out


# --- calls that the model's host carries out


class Searching(ScriptedModel):
    """Searches the web before it speaks."""

    async def stream_response(self, *args, **kwargs):
        async for event in super().stream_response(*args, **kwargs):
            yield event
            if event.type == "response.in_progress":
                begun = responses.ResponseFunctionWebSearch.model_construct(
                    id="ws_1", type="web_search_call", status="in_progress"
                )
                added, done = responses.ResponseOutputItemAddedEvent, responses.ResponseOutputItemDoneEvent
                place = {"output_index": 0, "sequence_number": 0}
                yield added.model_construct(type="response.output_item.added", item=begun, **place)
                yield done(type="response.output_item.done", item=search(query="q"), **place)


async def test_a_search_is_a_step_while_it_goes_on():
    class Watching(Scene):
        def on(self, event):
            states.append(self.shown)

    states = []
    await Watching().run(Searching(["Found."]))
    assert states[0] == [("workflow", "None loading")]
    assert states[1] == [("workflow", "None complete")]
    assert states[-1] == [("workflow", "None complete"), ("assistant_message",)]


def search(**action):
    return responses.ResponseFunctionWebSearch(
        id="ws_1", type="web_search_call", status="completed", action={"type": "search", **action}
    )


def test_a_web_search_shows_queries_and_sources():
    sources = [web.ActionSearchSource(type="url", url="https://www.example.com/a?b"), {"type": "url", "url": "x"}]
    step = step_of(search(query="q", queries=["q", "r"], sources=sources), status="complete")
    assert step.model_dump(exclude_none=True) == {
        "type": "web_search",
        "status_indicator": "complete",
        "queries": ["q", "r"],
        "sources": [
            {"type": "url", "title": "example.com", "url": "https://www.example.com/a?b"},
            {"type": "url", "title": "x", "url": "x"},
        ],
    }
    assert step_of(search(query="q"), status="loading").queries == ["q"]
    assert step_of({"type": "web_search_call", "id": "ws_1"}, status="loading").queries == []


def test_a_page_that_was_opened_or_searched_is_a_source():
    opened = {"type": "web_search_call", "action": {"type": "open_page", "url": "https://a.b/c"}}
    found = {"type": "web_search_call", "action": {"type": "find_in_page", "url": "http://[x", "pattern": "p"}}
    assert step_of(opened, status="complete").sources[0].title == "a.b"
    assert step_of(found, status="complete").sources[0].title == "http://[x"
    assert step_of(found, status="complete").queries == ["p"]


def test_a_file_search_shows_the_files():
    results = [{"filename": "a.md"}, {"filename": "a.md"}, {"filename": None}, {"filename": "b.md"}]
    searched = responses.ResponseFileSearchToolCall(
        id="fs_1", type="file_search_call", status="completed", queries=["x", "y"], results=results
    )
    step = step_of(searched, status="complete")
    assert step.title == "Searched files: x, y"
    assert [source.filename for source in step.sources] == ["a.md", "b.md"]


def test_code_and_foreign_tools_show_what_they_did():
    code = {"type": "code_interpreter_call", "code": "1 + 1", "outputs": [{"type": "logs", "logs": "2"}]}
    assert step_of(code, status="complete").content == "```python\n1 + 1\n```\n\n**Result**\n\n```text\n2\n```"
    foreign = {"type": "mcp_call", "name": "look_up", "arguments": '{"a": 1}', "output": "found", "error": None}
    assert step_of(foreign, status="complete").title == "Look up"
    assert "found" in step_of(foreign, status="complete").content
    shell = {"type": "local_shell_call", "call_id": "c", "action": {"command": ["ls"]}}
    assert step_of(shell, status="loading").title == "Local shell"


@pytest.mark.parametrize("kind", ["message", "reasoning", "mcp_list_tools", "of the future", None])
def test_other_output_is_no_step(kind):
    assert step_of({"type": kind}, status="loading") is None
