"""The context of a run."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatkit_notebook.agents import AgentContext
from chatkit_notebook.store import MemoryStore
from chatkit_notebook.types import CustomSummary, CustomTask, ThreadMetadata, Workflow


def context_of():
    return AgentContext(
        thread=ThreadMetadata(id="thr_1", created_at=datetime(2026, 1, 2, 3, 4, 5)),  # noqa: DTZ001 - as stored
        store=MemoryStore(),
        request_context={},
    )


def test_ids_come_from_the_store():
    context = context_of()
    assert context.generate_id("thread").startswith("thr_")
    assert context.generate_id("workflow").startswith("wf_")


def test_each_context_has_a_queue_of_its_own():
    assert context_of()._events is not context_of()._events


async def test_a_subclass_may_carry_more():
    class Mine(AgentContext[dict[str, str]]):
        user: str

    mine = Mine(**{**context_of().__dict__, "request_context": {"a": "b"}}, user="u")
    assert (mine.user, mine.request_context) == ("u", {"a": "b"})


async def test_updating_without_a_workflow_names_what_to_do():
    with pytest.raises(ValueError, match=r"call start_workflow\(\) or add_workflow_task\(\) first"):
        await context_of().update_workflow_task(CustomTask(title="x"), 0)


async def test_updating_a_task_that_is_not_there_tells_how_many_there_are():
    context = context_of()
    await context.add_workflow_task(CustomTask(title="x"))
    with pytest.raises(IndexError, match="task_index=3: the workflow has 1 tasks"):
        await context.update_workflow_task(CustomTask(title="y"), 3)


async def test_ending_without_a_workflow_does_nothing():
    context = context_of()
    await context.end_workflow()
    assert context._events.empty()


@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=7))], ids=["as stored", "UTC", "elsewhere"])
async def test_a_workflow_tells_its_seconds_in_whatever_zone_it_began(zone):
    context = context_of()
    await context.start_workflow(Workflow(type="custom", tasks=[]))
    began = datetime.now(zone) - timedelta(seconds=90.5)
    context.workflow_item.created_at = began
    await context.end_workflow()
    took = (datetime.now(zone) - began).total_seconds()
    assert 90 <= context._events.get_nowait().item.workflow.summary.duration <= took


async def test_a_summary_that_is_there_stays():
    context = context_of()
    summary = CustomSummary(title="so far")
    await context.start_workflow(Workflow(type="custom", tasks=[CustomTask(title="x")], summary=summary))
    await context.end_workflow(expanded=True)
    workflow = [context._events.get_nowait() for _ in range(2)][-1].item.workflow
    assert (workflow.summary, workflow.expanded) == (summary, True)
    assert context.workflow_item is None
