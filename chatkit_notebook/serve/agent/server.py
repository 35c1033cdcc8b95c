"""A server for an agent: nothing to write but the agent itself."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from agents import Agent, ModelSettings, RunConfig, WebSearchTool
from agents.models.default_models import get_default_model
from agents.run_config import DEFAULT_MAX_TURNS

from chatkit_notebook.agents import AgentContext, ThreadItemConverter, ToolTasks
from chatkit_notebook.agents.tool_files import ToolFiles
from chatkit_notebook.agents.tool_watch import report_default
from chatkit_notebook.agents.turn_record import agent_after
from chatkit_notebook.agents.workflows import break_off
from chatkit_notebook.endpoint_settings import DEFAULT_TIMEOUT, Api
from chatkit_notebook.ids import RUN_MARK
from chatkit_notebook.locales import words
from chatkit_notebook.logger import logger
from chatkit_notebook.models.agent_graph import check_tools, reachable_agents
from chatkit_notebook.models.endpoints import ChatModels
from chatkit_notebook.models.loops import make_agent_loop_safe
from chatkit_notebook.models.offline import OfflineModel
from chatkit_notebook.models.tracing import is_tracing_disabled
from chatkit_notebook.serve.agent.approvals import Approvals
from chatkit_notebook.serve.agent.client_tools import equipped
from chatkit_notebook.serve.agent.conversion import ReadyConverter, reader_of
from chatkit_notebook.serve.agent.history import readable, whole_input
from chatkit_notebook.serve.agent.recent import Recent
from chatkit_notebook.serve.agent.run import AgentRun, worth_keeping
from chatkit_notebook.serve.titles import entitle, title_maker
from chatkit_notebook.serve.unfinished import KeepingServer
from chatkit_notebook.server.host import current_host
from chatkit_notebook.store.base import attachment_store_of
from chatkit_notebook.store.pages import PAGE, paged
from chatkit_notebook.types import (
    ClientToolCallItem,
    HiddenContextItem,
    SDKHiddenContextItem,
    ThreadItemReplacedEvent,
    WorkflowItem,
)
from chatkit_notebook.types.approvals import APPROVE, REJECT, concerns_approval

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Sequence

    from agents import RunState, TResponseInputItem

    from chatkit_notebook.actions import Action
    from chatkit_notebook.serve.titles import TitleMaker
    from chatkit_notebook.server.host import ClientToolSpec
    from chatkit_notebook.store import AttachmentStore, Store
    from chatkit_notebook.types import Page, ThreadItem, ThreadMetadata, ThreadStreamEvent, UserMessageItem, WidgetItem

_HIDDEN = (HiddenContextItem, SDKHiddenContextItem)
_SEARCH_SOURCES = "web_search_call.action.sources"


def _no_client_tools() -> Sequence[ClientToolSpec]:
    return ()


class AgentServer(KeepingServer):
    """Answers with an agent.

    Args:
        agent: The agent, or a function that returns it at each run.
        store: Where threads are kept.
        base_url: An OpenAI-compatible endpoint; ``OPENAI_BASE_URL`` by default.
        api_key: Its key; ``OPENAI_API_KEY`` by default. Without a key or an endpoint, an agent that names no model
            gets the offline model.
        api: ``"responses"``, ``"chat_completions"``, or ``"auto"``: Responses, else Chat Completions.
        timeout: How many seconds an endpoint may be silent.
        attachment_store: Where the bytes of attachments are kept; that of the store by default, if it has one.
        converter: What the model reads of a thread.
        max_turns: How many turns a run may take.
        client_tools: Says, at each run, what the client can do.
        tracing: Whether the vendor may have traces of the runs.
        title: Whether threads get a title from their first message; or a function of its text and the thread.
        show_tools: Whether the calls of tools are shown as steps of a workflow.
        keeps_agent: Whether the agent that was handed over to answers the next message, too; else `agent` does.

    Raises:
        TypeError: `title` is neither.
        ValueError: `api` is not one of the three, `timeout` is not above 0, or two tools of an agent have one name.
    """

    names_client_tools = True

    def __init__(
        self,
        agent: Agent[Any] | Callable[[], Agent[Any]],
        store: Store[Any],
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        api: Api | str = "auto",
        timeout: float = DEFAULT_TIMEOUT,
        attachment_store: AttachmentStore[Any] | None = None,
        converter: ThreadItemConverter | None = None,
        max_turns: int | None = DEFAULT_MAX_TURNS,
        client_tools: Callable[[], Sequence[ClientToolSpec]] = _no_client_tools,
        tracing: bool = False,
        title: bool | TitleMaker | None = True,
        show_tools: bool = True,
        keeps_agent: bool = True,
    ) -> None:
        super().__init__(store, attachment_store or attachment_store_of(store))
        given: Any = agent
        if isinstance(given, Agent):
            check_tools(cast("Agent[Any]", given))
        self._agent: Callable[[], object] = agent if callable(agent) else lambda: agent
        self._models = ChatModels(api_key=api_key, base_url=base_url, api=api, timeout=timeout)
        self._converter = converter
        self._max_turns = max_turns
        self._client_tools = client_tools
        self._tracing = tracing
        self._title = title_maker(title)
        self._show_tools = show_tools
        self._keeps_agent = keeps_agent
        self._approvals = Approvals()
        self._client_calls: Recent[str, AgentRun] = Recent()

    @property
    def reads_attachments(self) -> bool | None:  # pyright: ignore[reportIncompatibleVariableOverride] - it depends
        """Whether the model gets to read attachments; None if a converter has no words for them."""
        if self._converter is None:
            return True
        default = ThreadItemConverter.attachment_to_message_content
        return None if type(self._converter).attachment_to_message_content is default else True

    @property
    def agent(self) -> Agent[Any]:
        """The agent that answers now.

        Raises:
            TypeError: The function that should return it returns something else.
        """
        agent = self._agent()
        if not isinstance(agent, Agent):
            raise TypeError(f"The function for the agent returned {agent!r}: return an agents.Agent.")
        return cast("Agent[Any]", agent)

    @property
    def model_name(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride] - the agent may be another
        """The name of the model that answers now, for people."""
        return self._name_of_model(self.agent)

    def _name_of_model(self, agent: Agent[Any]) -> str:
        model = agent.model
        if isinstance(model, OfflineModel) or (model is None and not self._models.is_configured):
            return words().offline_model
        if model is None or isinstance(model, str):
            return model or get_default_model()
        return str(getattr(model, "model", None) or getattr(model, "name", None) or type(model).__name__)

    @property
    def api(self) -> str | None:
        """The API that the endpoint is asked by; None as long as ``auto`` has not found out, and offline."""
        return self._models.api

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Run the agent on the whole thread and stream what it does.

        Approvals that are open are taken for denied: the conversation has gone on.

        Raises:
            CustomStreamError: The run failed for a reason that the user can do something about.
        """
        await asyncio.sleep(
            0
        )  # a client that stopped while a tool of its own ran does so here, before anything is asked
        items = await self._load_items(thread.id, context)
        for event in self._approvals.dismiss(thread.id, items):
            yield event
        agent_context = AgentContext[Any](thread=thread, store=self.store, request_context=context)
        files = ToolFiles(self.store, self.attachment_store, thread, context)
        previous = self._client_calls.pop(thread.id, None)
        for event in _given_up(items, previous):
            yield event
        call = next((item for item in reversed(items) if not isinstance(item, _HIDDEN)), None)
        if previous is None or not isinstance(call, ClientToolCallItem):
            if previous is not None and previous.tools is not None:
                for event in previous.tools.drop():  # the user went on without the client's result
                    yield event
            agent = _named(agent_after(items) if self._keeps_agent else None, self.agent)
            tools = ToolTasks(agent_context, files) if self._show_tools else None
        else:
            agent, tools = _named(previous.last_agent.name, self.agent), previous.tools
            async for event in self._with_result(call, tools, agent_context):
                yield event
        check_tools(agent)
        make_agent_loop_safe(agent)
        run = AgentRun(
            equipped(agent, self._client_tools(), self._models.seeing),
            self._run_config(agent, thread, input_user_message),
            agent_context,
            max_turns=self._max_turns,
            tools=tools,
            files=files,
        )
        converter = self._converter or ReadyConverter(reader_of(self.attachment_store, context))
        given = await files.restored(await converter.to_agent_input(readable(items)))
        async with aclosing(self._stream(run, given)) as events:
            async for event in events:
                yield event
        if not run.waits_for_client:
            async for event in entitle(thread, self._title, self.store, context):
                yield event

    def action(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None, context: Any
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer the buttons of approvals. An override passes on what it does not know.

        Raises:
            NotImplementedError: It is an action of another kind.
        """
        if action.type in (APPROVE, REJECT):
            return self._decide(thread, action, sender, context)
        return super().action(thread, action, sender, context)

    async def handle_stream_cancelled(
        self, thread: ThreadMetadata, pending_items: list[ThreadItem], context: Any
    ) -> None:
        """Keep the steps, widgets and words that were shown before the user stopped it."""
        # Steps that went on after a call of the client's are in the store already.
        for item in await self._load_items(thread.id, context):
            if isinstance(item, WorkflowItem) and break_off(item):
                await self.store.save_item(thread.id, item, context)
        await super().handle_stream_cancelled(thread, pending_items, context)

    def _worth_keeping(self, items: list[ThreadItem]) -> list[ThreadItem]:
        return worth_keeping(items)

    async def _stream(
        self, run: AgentRun, given: list[TResponseInputItem] | RunState[Any], approved: Collection[str] = ()
    ) -> AsyncGenerator[ThreadStreamEvent]:
        try:
            async with aclosing(run.stream(given, approved)) as events:
                async for event in events:
                    if concerns_approval(event):
                        logger.warning("A tool of the run sent %s for the card of an approval: left out.", event.type)
                    else:
                        yield event
        finally:
            current_host().answered(run.last_agent.name, run.model_name or self._name_of_model(run.last_agent))
        for event in self._approvals.ask(run):
            yield event
        if run.waits_for_client:
            self._client_calls[run.context.thread.id] = run

    async def _decide(
        self, thread: ThreadMetadata, action: Action[str, Any], sender: WidgetItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        answer, pause = self._approvals.answer(thread.id, action, sender)
        for event in answer:
            yield event
        given = None if pause is None else pause.resume()
        if pause is None or given is None:
            return
        run = pause.run.again(AgentContext[Any](thread=thread, store=self.store, request_context=context))
        async with aclosing(self._stream(run, given, pause.approved_ids)) as events:
            async for event in events:
                yield event

    async def _with_result(
        self, call: ClientToolCallItem, tools: ToolTasks | None, context: AgentContext[Any]
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Show what the client returned."""
        if tools is None:
            return
        tools.move(context)
        failure = current_host().failure_of(call.call_id)
        shown = None if failure is None else tools.failed(call.call_id, failure)
        for event in await tools.arrived(call.call_id, call.output) if shown is None else shown:
            yield event
        if tools.item is not None:
            await self.store.save_item(context.thread.id, tools.item, context.request_context)

    async def _load_items(self, thread_id: str, context: Any) -> list[ThreadItem]:
        def load(after: str | None) -> Awaitable[Page[ThreadItem]]:
            return self.store.load_thread_items(thread_id, after, PAGE, "asc", context)

        return [item async for item in paged(load)]

    def _run_config(self, agent: Agent[Any], thread: ThreadMetadata, message: UserMessageItem | None) -> RunConfig:
        options = message.inference_options if message is not None else None
        tool = options.tool_choice.id if options is not None and options.tool_choice is not None else None
        takes_any_model = agent.model is None or isinstance(agent.model, str)
        included = agent.model_settings.response_include or []
        searches = self._models.base_url is None and any(isinstance(one, WebSearchTool) for one in agent.tools)
        return RunConfig(
            model=options.model if options is not None and takes_any_model else None,
            model_provider=self._models,
            model_settings=ModelSettings(
                # Endpoints other than the vendor's count tokens only when they are asked to.
                include_usage=True if agent.model_settings.include_usage is None else None,
                tool_choice=tool if any(one.name == tool for one in agent.tools) else None,
                response_include=[*included, _SEARCH_SOURCES] if searches and self._show_tools else None,
            ),
            call_model_input_filter=whole_input,
            tool_error_formatter=report_default,
            tracing_disabled=is_tracing_disabled(asked=self._tracing),
            workflow_name="ChatKit",
            group_id=thread.id,
        )


def _given_up(items: list[ThreadItem], waiting: AgentRun | None) -> list[ThreadStreamEvent]:
    """Close the steps that a run has left open whose kernel is gone: `items` are brought up to date."""
    own = waiting.tools.item if waiting is not None and waiting.tools is not None else None
    stale = [
        item
        for item in items
        if isinstance(item, WorkflowItem) and item.id.endswith(RUN_MARK) and (own is None or item.id != own.id)
    ]
    return [ThreadItemReplacedEvent(item=item.model_copy(deep=True)) for item in stale if break_off(item)]


def _named(name: str | None, agent: Agent[Any]) -> Agent[Any]:
    """The agent of this name among those that a run may come to, else the first one."""
    return next((one for one in reachable_agents(agent) if one.name == name), agent)
