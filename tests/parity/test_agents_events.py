"""What a run becomes in the chat: events, store calls and state as with the official SDK."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from agents import (
    GuardrailFunctionOutput,
    InputGuardrail,
    InputGuardrailResult,
    InputGuardrailTripwireTriggered,
)
from openai.types import responses
from openai.types.responses import response_output_text

from tests.parity.agent_runs import (
    STARTED,
    Kit,
    Scenario,
    begun,
    called,
    ended,
    message,
    picture,
    play,
    raw,
    reasoning,
    said,
    text_part,
    thought,
)

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICIAL, OURS = Kit("chatkit"), Kit("chatkit_notebook")


def _tool(act: Callable[[Any, Kit], Any]) -> Any:
    async def step(context: Any, kit: Kit) -> None:
        await act(context, kit)

    return step


def _client_call(name: str = "pick", **arguments: Any) -> Any:
    async def step(context: Any, kit: Kit) -> None:
        context.client_tool_call = kit.agents.ClientToolCall(name=name, arguments=arguments)

    return step


def _annotation(annotation: Any, index: int = 0) -> Any:
    return raw(
        "response.output_text.annotation.added",
        item_id="msg_1",
        content_index=0,
        annotation_index=index,
        annotation=annotation,
    )


def _workflow(kit: Kit, kind: str = "custom", **fields: Any) -> Any:
    return kit.types.WorkflowItem(
        id="wf_old",
        thread_id="thr_1",
        created_at=STARTED,
        workflow=kit.types.Workflow(type=kind, tasks=[], summary=kit.types.CustomSummary(title="so far"), **fields),
    )


def _pending(kit: Kit) -> Any:
    return kit.types.ClientToolCallItem(
        id="tc_old", thread_id="thr_1", created_at=STARTED, call_id="c", name="pick", arguments={}
    )


_URL = response_output_text.AnnotationURLCitation(
    type="url_citation", url="https://x.y", title="X", start_index=0, end_index=4
)
_FILE = response_output_text.AnnotationFileCitation(type="file_citation", file_id="f", filename="a.txt", index=2)
_NAMELESS = _FILE.model_copy(update={"filename": ""})
_CONTAINER = response_output_text.AnnotationContainerFileCitation(
    type="container_file_citation",
    container_id="c",
    file_id="f",
    filename="b.csv",
    start_index=1,
    end_index=3,
)
_PATH = response_output_text.AnnotationFilePath(type="file_path", file_id="f", index=2)
_TRIPWIRE = InputGuardrailTripwireTriggered(
    InputGuardrailResult(
        guardrail=InputGuardrail(guardrail_function=lambda *_: None),  # pyright: ignore[reportArgumentType]
        output=GuardrailFunctionOutput(output_info=None, tripwire_triggered=True),
    )
)

SCENARIOS = {
    "a message": Scenario(said("msg_1", "Hel", "lo ", "\u2028\n✓")),
    "two messages": Scenario([*said("msg_1", "one"), *said("msg_2", "two")]),
    "citations, of which some are dropped": Scenario(
        [
            begun(message("msg_1")),
            raw("response.content_part.added", item_id="msg_1", content_index=0, part=text_part("")),
            _annotation(_URL),
            _annotation(_PATH),
            _annotation(_NAMELESS),
            _annotation(_FILE),
            _annotation(_CONTAINER),
            ended(message("msg_1", text_part("cite", [_URL, _PATH, _FILE, _CONTAINER]))),
        ]
    ),
    "a refusal": Scenario(
        [
            begun(message("msg_1")),
            raw(
                "response.content_part.added",
                item_id="msg_1",
                content_index=0,
                part=responses.ResponseOutputRefusal(type="refusal", refusal="No"),
            ),
            raw("response.refusal.delta", item_id="msg_1", content_index=0, delta="No"),
            ended(message("msg_1", responses.ResponseOutputRefusal(type="refusal", refusal="No, thanks"))),
        ]
    ),
    "reasoning text is no content": Scenario(
        [
            begun(message("msg_1")),
            raw(
                "response.content_part.added",
                item_id="msg_1",
                content_index=0,
                part=SimpleNamespace(type="reasoning_text", text="hm"),
            ),
        ]
    ),
    "a thought, then the answer": Scenario(
        [begun(reasoning("rs_1")), *thought("rs_1", "Let ", "me ", "see"), *said("msg_1", "Yes")]
    ),
    "only the first thought streams": Scenario(
        [
            begun(reasoning("rs_1")),
            *thought("rs_1", "First"),
            *thought("rs_1", "Sec", "ond", index=1),
            begun(reasoning("rs_2")),
            *thought("rs_2", "Third"),
            *said("msg_1", "Yes"),
        ]
    ),
    "a thought comes while another streams": Scenario(
        [
            begun(reasoning("rs_1")),
            *thought("rs_1", "First")[:1],
            *thought("rs_1", "Second", index=1),
            *thought("rs_1", "First"),
        ]
    ),
    "thoughts beside a tool's workflow": Scenario(
        [
            _tool(lambda c, k: c.start_workflow(k.types.Workflow(type="custom", tasks=[]))),
            begun(reasoning("rs_1")),
            *thought("rs_1", "Hm"),
        ]
    ),
    "thoughts without a workflow": Scenario(thought("rs_1", "Hm")),
    "a tool's workflow": Scenario(
        [
            _tool(lambda c, k: c.start_workflow(k.types.Workflow(type="custom", tasks=[]))),
            _tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))),
            _tool(lambda c, k: c.add_workflow_task(k.types.SearchTask(title="two", queries=["q"]))),
            _tool(lambda c, k: c.update_workflow_task(k.types.CustomTask(title="uno"), 0)),
            _tool(lambda c, k: c.end_workflow(k.types.CustomSummary(title="Done"), expanded=True)),
            *said("msg_1", "Yes"),
        ]
    ),
    "a task opens a workflow, and the answer ends it": Scenario(
        [_tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))), *said("msg_1", "Yes")]
    ),
    "a reasoning workflow of a tool": Scenario(
        [
            _tool(lambda c, k: c.start_workflow(k.types.Workflow(type="reasoning", tasks=[]))),
            _tool(lambda c, k: c.add_workflow_task(k.types.ThoughtTask(content="one"))),
            _tool(lambda c, k: c.end_workflow()),
        ]
    ),
    "a workflow that is open at the end": Scenario(
        [_tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one")))]
    ),
    "a workflow that goes on": Scenario(
        [
            _tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))),
            *said("msg_1", "Yes"),
        ],
        newest=lambda kit: [_workflow(kit)],
    ),
    "a workflow that goes on after a client tool": Scenario(
        said("msg_1", "Yes"), newest=lambda kit: [_pending(kit), _workflow(kit, "reasoning")]
    ),
    "a workflow that is too old to go on": Scenario(
        said("msg_1", "Yes"),
        newest=lambda kit: [
            kit.types.EndOfTurnItem(id="e", thread_id="thr_1", created_at=STARTED),
            _workflow(kit),
        ],
    ),
    "progress, notices and effects pass through": Scenario(
        [
            _tool(lambda c, k: c.stream(k.types.ProgressUpdateEvent(text="Looking", icon="search"))),
            _tool(lambda c, k: c.stream(k.types.NoticeEvent(level="info", message="fyi"))),
            _tool(lambda c, k: c.stream(k.types.ClientEffectEvent(name="beep", data={"v": None}))),
            *said("msg_1", "Yes"),
        ]
    ),
    "a widget ends a workflow": Scenario(
        [
            _tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))),
            _tool(lambda c, k: c.stream_widget(k.widgets.Card(children=[k.widgets.Text(value="hi")]), "hi")),
            *said("msg_1", "Yes"),
        ]
    ),
    "hidden context does not end a workflow": Scenario(
        [
            _tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))),
            _tool(
                lambda c, k: c.stream(
                    k.types.ThreadItemDoneEvent(
                        item=k.types.HiddenContextItem(id="h", thread_id="thr_1", created_at=STARTED, content="x")
                    )
                )
            ),
        ]
    ),
    "a workflow that a tool streams by itself": Scenario(
        [
            _tool(lambda c, k: c.stream(k.types.ThreadItemAddedEvent(item=_workflow(k)))),
            *said("msg_1", "Yes"),
        ]
    ),
    "an image with previews": Scenario(
        [
            begun(picture("ig_1")),
            raw(
                "response.image_generation_call.partial_image",
                item_id="ig_1",
                partial_image_b64="AA",
                partial_image_index=0,
            ),
            raw(
                "response.image_generation_call.partial_image",
                item_id="ig_1",
                partial_image_b64="AB",
                partial_image_index=1,
            ),
            ended(picture("ig_1", "AC")),
        ],
        partial_images=2,
    ),
    "an image without progress": Scenario(
        [
            begun(picture("ig_1")),
            raw(
                "response.image_generation_call.partial_image",
                item_id="ig_1",
                partial_image_b64="AA",
                partial_image_index=3,
            ),
            ended(picture("ig_1", "AC")),
        ]
    ),
    "a preview of no image": Scenario(
        [
            raw(
                "response.image_generation_call.partial_image",
                item_id="ig_1",
                partial_image_b64="AA",
                partial_image_index=3,
            )
        ]
    ),
    "a client tool call": Scenario([called("pick", call_id="call_1", item_id="fc_1"), _client_call(k=None)]),
    "a client tool call from a dict": Scenario(
        [called("pick", call_id="call_1", item_id="fc_1", as_dict=True), _client_call(k=1)]
    ),
    "a client tool call that no model made": Scenario([_client_call(k=1)]),
    "a client tool call with an open workflow": Scenario(
        [
            _tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title="one"))),
            called("pick", call_id="call_1", item_id="fc_1"),
            _client_call(),
        ]
    ),
    "the last client tool call counts": Scenario(
        [called("pick", call_id="call_1", item_id="fc_1"), _client_call("pick"), _client_call("other")]
    ),
    "other items are nothing to the chat": Scenario(
        [
            begun(
                responses.ResponseFunctionToolCall(id="fc_1", call_id="c", type="function_call", name="f", arguments="")
            ),
            raw("response.function_call_arguments.delta", item_id="fc_1", delta="{}"),
            called("f", call_id="c", item_id="fc_1"),
        ]
    ),
    "a guardrail takes everything back": Scenario([*said("msg_1", "Yes"), _TRIPWIRE]),
    "another failure leaves what was said": Scenario([*said("msg_1", "Yes")[:3], ValueError("no")]),
    "an empty run": Scenario([]),
}


@pytest.mark.parametrize("name", SCENARIOS)
async def test_a_run_becomes_what_it_becomes_with_the_official_sdk(name):
    scenario = SCENARIOS[name]
    assert await play(OURS, scenario) == await play(OFFICIAL, scenario)
