"""Random runs: whatever a model and its tools do, in whatever order, becomes what it becomes officially.

Left out are equal tasks, fake ids, images that fail and citations of new kinds, which are meant to differ.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from openai.types import responses

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

OFFICIAL, OURS = Kit("chatkit"), Kit("chatkit_notebook")
PROGRAMS, BATCH = 400, 100
REFUSAL = responses.ResponseOutputRefusal(type="refusal", refusal="No")


def base(item_id: str) -> dict[str, Any]:
    return {"id": item_id, "thread_id": "thr_1", "created_at": STARTED}


def workflow(kit: Kit, item_id: str, kind: str = "custom") -> Any:
    summary = kit.types.CustomSummary(title="so far")
    return kit.types.WorkflowItem(**base(item_id), workflow=kit.types.Workflow(type=kind, tasks=[], summary=summary))


def pending(kit: Kit) -> Any:
    return kit.types.ClientToolCallItem(**base("tc_old"), call_id="c", name="pick", arguments={})


def part_added(item_id: str, index: int, part: Any) -> Any:
    return raw("response.content_part.added", item_id=item_id, content_index=index, part=part)


def preview(item_id: str, index: int) -> Any:
    place = {"item_id": item_id, "partial_image_index": index}
    return raw("response.image_generation_call.partial_image", **place, partial_image_b64="AA")


def tool(act: Any) -> Any:
    async def step(context: Any, kit: Kit) -> None:
        await act(context, kit)

    return step


def update_or_end(context: Any, kit: Kit, title: str) -> Any:
    if context.workflow_item is not None and context.workflow_item.workflow.tasks:
        return context.update_workflow_task(kit.types.CustomTask(title=title), 0)
    return context.end_workflow()


def client_call(number: int) -> Any:
    async def step(context: Any, kit: Kit) -> None:
        context.client_tool_call = kit.agents.ClientToolCall(name="f", arguments={"number": number})

    return step


def stream_states(context: Any, kit: Kit) -> Any:
    async def states() -> Any:
        for value in ("a", "ab", "c"):
            yield kit.widgets.Card(children=[kit.widgets.Text(id="t", value=value)])

    return context.stream_widget(states())


# What may happen; n is another number each time.
PIECES = {
    "a message": lambda n: said(f"msg_{n}", f"{n} ", "\u2028é"),
    "a message that stays open": lambda n: said(f"msg_{n}", "x", "y")[: 1 + n % 4],
    "a loose delta": lambda n: [raw("response.output_text.delta", item_id=f"no_{n}", content_index=n % 3, delta="q")],
    "two parts": lambda n: [
        begun(message(f"msg_{n}")),
        part_added(f"msg_{n}", 0, text_part("p")),
        part_added(f"msg_{n}", 1, text_part("p")),
        ended(message(f"msg_{n}", text_part("1"), text_part("2"))),
    ],
    "a refusal": lambda n: [
        begun(message(f"msg_{n}")),
        part_added(f"msg_{n}", 0, REFUSAL),
        ended(message(f"msg_{n}", REFUSAL)),
    ],
    "reasoning": lambda n: [begun(reasoning(f"rs_{n}")), *thought(f"rs_{n}", f"a{n}", f"b{n}", index=n % 2)],
    "reasoning without a word": lambda n: [begun(reasoning(f"rs_{n}"))],
    "a loose thought": lambda n: thought(f"rs_{n % 3}", f"a{n}", f"b{n}", index=n % 2)[: 1 + n % 3],
    "an image": lambda n: [begun(picture(f"ig_{n}")), preview(f"ig_{n}", n % 3), ended(picture(f"ig_{n}", "AC"))],
    "an image that stays open": lambda n: [begun(picture(f"ig_{n}")), preview(f"ig_{n}", 0)],
    "a loose end of an image": lambda n: [preview(f"ig_{n}", 0), ended(picture(f"ig_{n}", "AC"))],
    "a call": lambda n: [called("f", call_id=f"call_{n}", item_id=f"fc_{n}", as_dict=n % 2 == 0)],
    "a call for the client": lambda n: [client_call(n)],
    "a workflow": lambda n: [
        tool(lambda c, k: c.start_workflow(k.types.Workflow(type=["custom", "reasoning"][n % 2], tasks=[])))
    ],
    "a workflow with a task": lambda n: [
        tool(
            lambda c, k: c.start_workflow(
                k.types.Workflow(type="custom", tasks=[k.types.CustomTask(title=f"first {n}")])
            )
        )
    ],
    "a task": lambda n: [tool(lambda c, k: c.add_workflow_task(k.types.CustomTask(title=f"task {n}")))],
    "a changed task": lambda n: [tool(lambda c, k: update_or_end(c, k, f"changed {n}"))],
    "the end of a workflow": lambda n: [
        tool(lambda c, k: c.end_workflow(k.types.CustomSummary(title="Done") if n % 2 else None, expanded=n % 3 == 0))
    ],
    "an author's workflow": lambda n: [
        tool(lambda c, k: c.stream(k.types.ThreadItemAddedEvent(item=workflow(k, f"wf_{n}"))))
    ],
    "progress": lambda _n: [tool(lambda c, k: c.stream(k.types.ProgressUpdateEvent(text="busy")))],
    "a widget": lambda _n: [tool(lambda c, k: c.stream_widget(k.widgets.Card(children=[]), "text"))],
    "a streamed widget": lambda _n: [tool(stream_states)],
    "a task of its own": lambda n: [
        tool(
            lambda c, k: c.stream(
                k.types.ThreadItemDoneEvent(item=k.types.TaskItem(**base(f"t_{n}"), task=k.types.CustomTask(title="x")))
            )
        )
    ],
    "hidden context": lambda n: [
        tool(
            lambda c, k: c.stream(
                k.types.ThreadItemDoneEvent(item=k.types.HiddenContextItem(**base(f"h_{n}"), content="x"))
            )
        )
    ],
    "something removed": lambda n: [tool(lambda c, k: c.stream(k.types.ThreadItemRemovedEvent(item_id=f"msg_{n}")))],
}
NEWEST = [
    lambda _kit: [],
    lambda kit: [workflow(kit, "wf_old")],
    lambda kit: [pending(kit), workflow(kit, "wf_old", "reasoning")],
    lambda kit: [kit.types.EndOfTurnItem(**base("end")), workflow(kit, "wf_old")],
    lambda kit: [pending(kit), kit.types.EndOfTurnItem(**base("end"))],
]


def program(seed: int) -> Scenario:
    random = Random(seed)  # noqa: S311 - the same program for both
    pieces = random.sample(list(PIECES), random.randint(2, 8))
    steps = [step for n in range(random.randint(1, 9)) for step in PIECES[random.choice(pieces)](n)]
    if random.random() < 0.1:
        steps.append(ValueError("no"))
    return Scenario(steps, newest=random.choice(NEWEST), partial_images=random.choice([None, 2]))


@pytest.mark.parametrize("start", range(0, PROGRAMS, BATCH))
async def test_a_random_run_becomes_what_it_becomes_officially(start):
    for seed in range(start, start + BATCH):
        official, ours = await play(OFFICIAL, program(seed)), await play(OURS, program(seed))

        assert ours == official, f"program {seed}"
