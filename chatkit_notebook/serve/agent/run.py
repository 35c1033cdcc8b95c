"""One run of an agent in a thread, from its input to its end, its pause or its failure."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from agents import Runner
from agents.exceptions import ModelRefusalError, UserError
from agents.usage import Usage

from chatkit_notebook import clock
from chatkit_notebook.agents import AgentContext, ToolResults, ToolTasks, stream_agent_response
from chatkit_notebook.agents.turn_record import TurnRecord, calls_in
from chatkit_notebook.agents.workflows import break_off, finish
from chatkit_notebook.locales import words
from chatkit_notebook.models.answers import heard
from chatkit_notebook.serve.agent.client_tools import HANDED_OVER
from chatkit_notebook.serve.agent.problems import problem_of
from chatkit_notebook.serve.unfinished import is_worth_keeping
from chatkit_notebook.server.host import current_host
from chatkit_notebook.types import (
    ClientToolCallItem,
    NoticeEvent,
    SDKHiddenContextItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    WorkflowItem,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection
    from datetime import datetime

    from agents import Agent, RunConfig, RunResultStreaming, RunState, TResponseInputItem

    from chatkit_notebook.agents.tool_files import ToolFiles
    from chatkit_notebook.models.answers import Stop
    from chatkit_notebook.types import ThreadItem, ThreadStreamEvent


class AgentRun:
    """A run of an agent.

    Args:
        agent: The agent that begins.
        config: The settings of the SDK.
        context: Where tools put what they show.
        max_turns: How many turns the run may take.
        tools: What shows the calls of tools; None if they are not shown.
        files: What keeps the files that they return.

    Attributes:
        context: Where tools put what they show.
        tools: What shows their calls.
        waits_for_client: Whether the client has a call to carry out before the agent can go on.
    """

    def __init__(
        self,
        agent: Agent[Any],
        config: RunConfig,
        context: AgentContext[Any],
        *,
        max_turns: int | None,
        tools: ToolTasks | None,
        files: ToolFiles,
    ) -> None:
        self.context = context
        self.tools = tools
        self.waits_for_client = False
        self._files = files
        self._agent = agent
        self._config = config
        self._max_turns = max_turns
        self._held: ClientToolCallItem | None = None
        self._result: RunResultStreaming | None = None
        self._told: set[str] = set()
        self._told_agent = agent.name

    def again(self, context: AgentContext[Any]) -> AgentRun:
        """The run that goes on where this one paused."""
        run = AgentRun(
            self._agent, self._config, context, max_turns=self._max_turns, tools=self.tools, files=self._files
        )
        run._held = self._held
        run._told, run._told_agent = self._told, self._told_agent
        if run.tools is not None:
            run.tools.move(context)
        return run

    @property
    def model_name(self) -> str | None:
        """The name of the model that this message asks for; None if it asks for none."""
        return self._config.model if isinstance(self._config.model, str) else None

    @property
    def last_agent(self) -> Agent[Any]:
        """The agent that ran last."""
        return self._agent if self._result is None else self._result.current_agent

    def paused(self) -> RunState[Any] | None:
        """Where to go on from when all questions are answered; None for a run that waits for no approval."""
        return self._result.to_state() if self._result is not None and self._result.interruptions else None

    async def stream(
        self, given: list[TResponseInputItem] | RunState[Any], approved: Collection[str] = ()
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Run and stream what happens. A failure leaves what was shown in the thread.

        Args:
            given: What the agent reads, or where a paused run goes on.
            approved: Ids of the calls that a paused run goes on with.

        Raises:
            CustomStreamError: The run failed for a reason that the user can do something about.
        """
        # The SDK asks the model in a task that begins here.
        with heard() as stops:
            result = self._result = Runner.run_streamed(
                self._agent,
                given,
                context=self.context,
                run_config=self._config,
                max_turns=self._max_turns,
                hooks=ToolResults(),
            )
        result.context_wrapper.usage = Usage()  # what a paused run used was counted then
        try:
            async with aclosing(self._shown(result, approved)) as events:
                async for event in events:
                    yield event
            for event in [*await self._record(), *_notices(stops)]:
                yield event
            # What waits for approval beside a call for the client comes first.
            if self._held is not None and not result.interruptions:
                self.waits_for_client = True
                # Its output is taken for that of the newest item.
                yield ThreadItemDoneEvent(item=self._held.model_copy(update={"created_at": clock.now()}))
        except ModelRefusalError:
            # The refusal stands in the thread, as what the model said.
            return
        except Exception as error:
            for event in [*await self._record(), *self._broken_off()]:
                yield event
            problem = problem_of(error, result.current_agent, max_turns=self._max_turns)
            if problem is None:
                raise
            if isinstance(error, UserError) and error.__cause__ is not None:
                # A hook or a tool of the author's, of which the SDK only tells the message.
                current_host().failed(error.__cause__)
            raise problem from error
        finally:
            await _stop(result)
            current_host().used(result.context_wrapper.usage)

    async def _shown(self, result: RunResultStreaming, approved: Collection[str]) -> AsyncGenerator[ThreadStreamEvent]:
        """What happens in the run, but for the call that the client is to carry out."""
        for event in [] if self.tools is None else self.tools.resume(approved):
            yield event
        async with aclosing(stream_agent_response(self.context, result, tools=self.tools)) as events:
            async for event in events:
                if isinstance(event, ThreadItemDoneEvent) and isinstance(event.item, ClientToolCallItem):
                    self._held = event.item
                    continue
                for each in await self._recorded(event):
                    yield each

    async def _recorded(self, event: ThreadStreamEvent) -> list[ThreadStreamEvent]:
        """An event, after the record of what led to the message that begins with it."""
        if not isinstance(event, ThreadItemAddedEvent) or event.item.type != "assistant_message":
            return [event]
        return [*await self._record(before=event.item.created_at), event]

    async def _record(self, before: datetime | None = None) -> list[ThreadStreamEvent]:
        """What tools have returned since the last record, for the model of later turns."""
        assert self._result is not None  # noqa: S101 - there is one from the beginning of the run
        calls = calls_in(self._result.new_items, self._told, beside=HANDED_OVER)
        agent = self.last_agent.name
        if not calls and agent == self._told_agent:
            return []
        self._told_agent = agent
        for call in calls:
            if "output" in call:
                call["output"] = await self._files.recorded(call["output"])
        thread_id = self.context.thread.id
        item = SDKHiddenContextItem(
            id=self.context.store.generate_item_id(
                "sdk_hidden_context", self.context.thread, self.context.request_context
            ),
            thread_id=thread_id,
            created_at=clock.now() if before is None else before - timedelta(microseconds=1),
            content=TurnRecord(calls, agent).text(),
        )
        return [ThreadItemDoneEvent(item=item)]

    def _broken_off(self) -> list[ThreadStreamEvent]:
        return self.tools.drop() if self.tools is not None and self.tools.is_stored else []


def _notices(stops: list[Stop]) -> list[NoticeEvent]:
    """What the reader is told of replies that end before they are whole, or of which a part was not carried out."""
    told = {
        "length": words().reply_cut_short,
        "content_filter": words().reply_filtered,
        "written_call": words().call_only_written,
    }
    return [NoticeEvent(level="warning", message=told[stop]) for stop in stops]


def worth_keeping(items: list[ThreadItem]) -> list[ThreadItem]:
    """Of items that were never finished, those that the reader has got something from, made whole."""
    kept: list[ThreadItem] = []
    for item in items:
        if isinstance(item, WorkflowItem) and item.workflow.tasks:
            finish(item)
            break_off(item)
            kept.append(item)
        elif is_worth_keeping(item):
            kept.append(item)
    return kept


async def _stop(result: RunResultStreaming) -> None:
    """Leave no task of the run behind."""
    task = result.run_loop_task
    if task is not None and not task.done():
        result.cancel()
        await asyncio.wait([task])
