"""Tools that wait for approval: the questions that are open, and the runs that go on once they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from agents.exceptions import UserError

from chatkit_notebook import clock
from chatkit_notebook.errors import CustomStreamError
from chatkit_notebook.ids import APPROVAL_MARK
from chatkit_notebook.json import object_in
from chatkit_notebook.locales import words
from chatkit_notebook.serve.agent.approval_card import approval_card
from chatkit_notebook.serve.agent.recent import Recent
from chatkit_notebook.types import (
    ErrorEvent,
    NoticeEvent,
    ThreadItemDoneEvent,
    ThreadItemReplacedEvent,
    WidgetItem,
)
from chatkit_notebook.types.approvals import APPROVE, settled, state_of

if TYPE_CHECKING:
    from agents import RunState, ToolApprovalItem

    from chatkit_notebook.actions import Action
    from chatkit_notebook.serve.agent.run import AgentRun
    from chatkit_notebook.types import ThreadItem, ThreadStreamEvent


@dataclass
class Question:
    """One call that waits.

    Attributes:
        call: The call, as the SDK knows it.
        shown: The widget that asks, as JSON.
        is_approved: The answer; None until there is one.
        message: What the user said to it.
    """

    call: ToolApprovalItem
    shown: str = ""
    is_approved: bool | None = None
    message: str | None = None

    @property
    def tool(self) -> str:
        """The name of the tool."""
        return self.call.qualified_name or self.call.name or "tool"


@dataclass
class Pause:
    """A run that waits for answers.

    Attributes:
        run: The run as far as it came.
        state: What the SDK goes on from.
        questions: The questions by the ids of their cards.
    """

    run: AgentRun
    state: RunState[Any] | None
    questions: dict[str, Question]

    def resume(self) -> RunState[Any] | None:
        """The state with all answers, once and when none is missing.

        Raises:
            CustomStreamError: The SDK cannot tell two of the calls apart.
        """
        if any(question.is_approved is None for question in self.questions.values()):
            return None
        state, self.state = self.state, None
        if state is not None:
            try:
                for question in self.questions.values():
                    if question.is_approved:
                        state.approve(question.call)
                    else:
                        state.reject(question.call, rejection_message=question.message)
            except UserError as error:
                raise CustomStreamError(words().run_cannot_go_on(error), allow_retry=True) from error
        return state

    @property
    def approved_ids(self) -> list[str]:
        """The ids of the calls that may be made."""
        approved = [question.call.call_id for question in self.questions.values() if question.is_approved]
        return [call_id for call_id in approved if call_id]


class Approvals:
    """The paused run of each thread. They live as long as the kernel does; the oldest of many are forgotten."""

    def __init__(self) -> None:
        self._pauses: Recent[str, Pause] = Recent()

    def ask(self, run: AgentRun) -> list[ThreadStreamEvent]:
        """Put a card into the thread for each call of a run that waits."""
        state = run.paused()
        if state is None:
            return []
        thread = run.context.thread
        questions = [Question(call) for call in state.get_interruptions()]
        cards = [(self._card(run, question), question) for question in questions]
        self._pauses[thread.id] = Pause(run, state, {card.id: question for card, question in cards})
        return [ThreadItemDoneEvent(item=card) for card, _ in cards]

    def answer(
        self, thread_id: str, action: Action[str, Any], sender: WidgetItem | None
    ) -> tuple[list[ThreadStreamEvent], Pause | None]:
        """Take the press of a button: what shows it, and the run that may go on with it.

        Args:
            thread_id: The thread.
            action: What the card sent.
            sender: The card.
        """
        state = None if sender is None else state_of(sender)
        if sender is None or state is None:
            told = words().approval_without_card(action.type) if sender is None else words().approval_forged
            return [_error(told)], None
        pause = self._pauses.get(thread_id)
        question = pause.questions.get(sender.id) if pause is not None else None
        if question is None and state == "open":
            closed = ThreadItemReplacedEvent(item=settled(sender, "unanswered"))
            return [closed, _error(words().approval_gone)], None
        if question is None or question.is_approved is not None or state != "open":
            return [NoticeEvent(level="info", message=words().already_decided)], None
        if _json_of(sender) != question.shown:
            return [_error(words().approval_changed)], None
        payload = object_in(action.payload)
        tool = payload.get("tool", question.tool)
        if tool != question.tool:
            return [_error(words().approval_of_another(question.tool, tool))], None
        question.is_approved = action.type == APPROVE
        message = payload.get("message")
        if isinstance(message, str) and not question.is_approved:
            question.message = message.strip() or None
        card = settled(sender, "approved" if question.is_approved else "rejected", question.message)
        return [ThreadItemReplacedEvent(item=card)], pause

    def dismiss(self, thread_id: str, items: list[ThreadItem]) -> list[ThreadStreamEvent]:
        """Drop what is open in a thread, since the conversation goes on without it; `items` are brought up to date."""
        self._pauses.pop(thread_id, None)
        events: list[ThreadStreamEvent] = []
        for index, item in enumerate(items):
            if isinstance(item, WidgetItem) and state_of(item) == "open":
                items[index] = card = settled(item, "unanswered")
                events.append(ThreadItemReplacedEvent(item=card))
        return events

    @staticmethod
    def _card(run: AgentRun, question: Question) -> WidgetItem:
        context, call = run.context, question.call
        card = WidgetItem(
            id=context.generate_id("message") + APPROVAL_MARK,
            thread_id=context.thread.id,
            created_at=clock.now(),
            widget=approval_card(question.tool, call.arguments, call.agent.name),
            copy_text=f"{question.tool}({call.arguments or ''})",
        )
        question.shown = _json_of(card)
        return card


def _json_of(card: WidgetItem) -> str:
    return card.widget.model_dump_json(exclude_none=True)


def _error(message: str) -> ErrorEvent:
    return ErrorEvent(code="custom", message=message)
