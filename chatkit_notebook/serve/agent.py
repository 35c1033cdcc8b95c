"""A server for an agent: nothing to write but the agent itself."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from agents import Agent, ModelSettings, RunConfig, Runner
from agents.models.default_models import get_default_model
from agents.run_config import DEFAULT_MAX_TURNS

from chatkit_notebook.agents import AgentContext, stream_agent_response
from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.models.endpoints import Api, ChatModels
from chatkit_notebook.models.loops import make_agent_loop_safe
from chatkit_notebook.models.offline import OfflineModel
from chatkit_notebook.models.tracing import is_tracing_disabled
from chatkit_notebook.serve.client_tools import ClientToolSpec, with_client_tools
from chatkit_notebook.serve.conversion import ReadyConverter
from chatkit_notebook.serve.problems import problem_of
from chatkit_notebook.serve.usage import usage_sink
from chatkit_notebook.server import ChatKitServer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence

    from agents import RunResultStreaming

    from chatkit_notebook.agents import ThreadItemConverter
    from chatkit_notebook.store import Store
    from chatkit_notebook.types import ThreadItem, ThreadMetadata, ThreadStreamEvent, UserMessageItem

OFFLINE = "Offline model"
_PAGE = 100


def _no_client_tools() -> Sequence[ClientToolSpec]:
    return ()


class AgentServer(ChatKitServer[Any]):
    """Answers with an agent.

    Args:
        agent: The agent, or a function that returns it at each run.
        store: Where threads are kept.
        base_url: An OpenAI-compatible endpoint; ``OPENAI_BASE_URL`` by default.
        api_key: Its key; ``OPENAI_API_KEY`` by default. Without key and endpoint, an agent that names no model
            gets the offline model.
        api: ``"responses"``, ``"chat_completions"``, or ``"auto"``: Responses, else Chat Completions.
        converter: What the model reads of a thread.
        max_turns: How many turns a run may take.
        client_tools: Says, at each run, what the client can do.
        tracing: Whether the vendor may have traces of the runs.

    Raises:
        ValueError: `api` is none of the three.
    """

    def __init__(
        self,
        agent: Agent[Any] | Callable[[], Agent[Any]],
        store: Store[Any],
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        api: Api | str = "auto",
        converter: ThreadItemConverter | None = None,
        max_turns: int | None = DEFAULT_MAX_TURNS,
        client_tools: Callable[[], Sequence[ClientToolSpec]] = _no_client_tools,
        tracing: bool = False,
    ) -> None:
        super().__init__(store)
        self._agent: Callable[[], object] = agent if callable(agent) else lambda: agent
        self._models = ChatModels(api_key=api_key, base_url=base_url, api=api)
        self._converter = converter or ReadyConverter()
        self._max_turns = max_turns
        self._client_tools = client_tools
        self._tracing = tracing

    @property
    def agent(self) -> Agent[Any]:
        """The agent that answers now.

        Raises:
            TypeError: The function that should return it returns something else.
        """
        agent = self._agent()
        if not isinstance(agent, Agent):
            raise TypeError(f"The function for the agent returned {agent!r}, which is no agents.Agent.")
        return cast("Agent[Any]", agent)

    @property
    def model_name(self) -> str:
        """The name of the model that answers now, for people."""
        model = self.agent.model
        if isinstance(model, OfflineModel) or (model is None and not self._models.is_configured):
            return OFFLINE
        if model is None or isinstance(model, str):
            return model or get_default_model()
        return str(getattr(model, "model", None) or getattr(model, "name", None) or type(model).__name__)

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: Any
    ) -> AsyncGenerator[ThreadStreamEvent]:
        """Run the agent on the whole thread and stream what it does.

        Raises:
            CustomStreamError: The run failed for a reason that the user can do something about.
        """
        agent = self.agent
        make_agent_loop_safe(agent)
        agent_context = AgentContext[Any](thread=thread, store=self.store, request_context=context)
        result = Runner.run_streamed(
            with_client_tools(agent, self._client_tools()),
            await self._converter.to_agent_input(await self._load_items(thread.id, context)),
            context=agent_context,
            run_config=self._run_config(agent, thread, input_user_message),
            max_turns=self._max_turns,
        )
        try:
            async with aclosing(stream_agent_response(agent_context, result)) as events:
                async for event in events:
                    yield event
            _refuse_interruptions(result)
        except Exception as error:
            problem = problem_of(error, result.current_agent, max_turns=self._max_turns)
            if problem is None:
                raise
            raise problem from error
        finally:
            await _stop(result)
            sink = usage_sink.get()
            if sink is not None:
                sink(result.context_wrapper.usage)

    async def _load_items(self, thread_id: str, context: Any) -> list[ThreadItem]:
        items: list[ThreadItem] = []
        after: str | None = None
        while True:
            page = await self.store.load_thread_items(thread_id, after, _PAGE, "asc", context)
            items += page.data
            if not page.has_more or not page.data:
                return items
            after = page.after or page.data[-1].id

    def _run_config(self, agent: Agent[Any], thread: ThreadMetadata, message: UserMessageItem | None) -> RunConfig:
        choice = message.inference_options if message is not None else None
        tool = choice.tool_choice.id if choice is not None and choice.tool_choice is not None else None
        takes_any_model = agent.model is None or isinstance(agent.model, str)
        return RunConfig(
            model=choice.model if choice is not None and takes_any_model else None,
            model_provider=self._models,
            model_settings=ModelSettings(
                # Endpoints other than the vendor's count tokens only when they are asked to.
                include_usage=True if agent.model_settings.include_usage is None else None,
                tool_choice=tool if any(one.name == tool for one in agent.tools) else None,
            ),
            tracing_disabled=is_tracing_disabled(asked=self._tracing),
            workflow_name="ChatKit",
            group_id=thread.id,
        )


def _refuse_interruptions(result: RunResultStreaming) -> None:
    if result.interruptions:
        names = ", ".join(sorted({repr(one.tool_name) for one in result.interruptions}))
        raise CustomStreamError(
            f"The agent waits for the approval of {names}, and nothing here can give it. "
            "Take needs_approval away from the tool, and ask in a client tool or a widget instead."
        )


async def _stop(result: RunResultStreaming) -> None:
    """Leave no task of the run behind."""
    task = result.run_loop_task
    if task is not None and not task.done():
        result.cancel()
        await asyncio.wait([task])
