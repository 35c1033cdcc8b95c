"""A thread's items as what a model is given to read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from chatkit_notebook.agents.turn_record import record_in
from chatkit_notebook.json import whole
from chatkit_notebook.types import (
    CustomTask,
    HiddenContextItem,
    SDKHiddenContextItem,
    ThreadItemBase,
    UserMessageTagContent,
    UserMessageTextContent,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import TypeAlias

    from agents import TResponseInputItem
    from openai.types.responses import ResponseInputContentParam

    from chatkit_notebook.types import (
        AssistantMessageItem,
        Attachment,
        ClientToolCallItem,
        EndOfTurnItem,
        GeneratedImageItem,
        StructuredInputItem,
        Task,
        TaskItem,
        ThreadItem,
        UserMessageItem,
        WidgetItem,
        WorkflowItem,
    )

    Converted: TypeAlias = TResponseInputItem | list[TResponseInputItem] | None

_BYTES = re.compile(r"(data:[\w.+/-]{1,60};base64,)[A-Za-z0-9+/=]{100,}")
_MENTIONS = """\
# User-provided context for @-mentions
- When referencing resolved entities, use their canonical names **without** '@'.
- The '@' form appears only in user text and should not be echoed."""


class ThreadItemConverter:
    """Says what a model reads of each kind of item; override a method to change it.

    A method returns one input item, a list of them, or None to leave the item out.
    """

    async def attachment_to_message_content(self, attachment: Attachment) -> ResponseInputContentParam:
        """The content for an attachment of a user's message.

        Raises:
            NotImplementedError: Always; only the author knows where the bytes are.
        """
        raise NotImplementedError(
            f"The message has the attachment {attachment.name!r}: override attachment_to_message_content() of "
            f"{type(self).__name__} to say how the model gets it."
        )

    async def tag_to_message_content(self, tag: UserMessageTagContent) -> ResponseInputContentParam:
        """The content for what a user mentions.

        Raises:
            NotImplementedError: Always; only the author knows what the tag stands for.
        """
        raise NotImplementedError(
            f"The message mentions {tag.text!r}: override tag_to_message_content() of {type(self).__name__} to "
            "say what that is."
        )

    async def user_message_to_input(self, item: UserMessageItem, is_last_message: bool = True) -> Converted:  # noqa: FBT001, FBT002 - the official signature
        """A user's message with its attachments, what it quotes, and what it mentions."""
        tags = {part.text: part for part in item.content if isinstance(part, UserMessageTagContent)}
        text = "".join(
            part.text if isinstance(part, UserMessageTextContent) else f"@{part.text}" for part in item.content
        )
        attached = [await self.attachment_to_message_content(one) for one in item.attachments]
        converted = [_user_message(text, *attached)]
        if item.quoted_text and is_last_message:
            converted.append(_user_message(f"The user is referring to this in particular: \n{item.quoted_text}"))
        if tags:
            explained = [await self.tag_to_message_content(tag) for tag in tags.values()]
            converted.append(_user_message(_MENTIONS, *explained))
        return converted

    async def assistant_message_to_input(self, item: AssistantMessageItem) -> Converted:
        """The model's own words, without their sources; None when there are none."""
        if not any(part.text for part in item.content):
            return None
        message: dict[str, Any] = {"type": "message", "role": "assistant"}
        parts: list[dict[str, Any]] = [
            {"type": "output_text", "text": whole(part.text), "annotations": []} for part in item.content
        ]
        # The Agents SDK has Chat Completions read the message only with an id, and the Responses API takes none of
        # another form. Under such an id the message is what the official SDK makes of every one.
        if item.id.startswith("msg_"):
            message |= {"id": item.id, "status": "completed", "content": parts}
        else:
            message["content"] = [{**part, "logprobs": None} for part in parts]
        return cast("TResponseInputItem", message)

    async def client_tool_call_to_input(self, item: ClientToolCallItem) -> Converted:
        """A call that the client has carried out, and what came of it."""
        if item.status == "pending":
            return None
        call = {
            "type": "function_call",
            "call_id": item.call_id,
            "name": item.name,
            "arguments": _json(item.arguments),
        }
        output = {"type": "function_call_output", "call_id": item.call_id, "output": _json(item.output)}
        return [cast("TResponseInputItem", call), cast("TResponseInputItem", output)]

    async def widget_to_input(self, item: WidgetItem) -> Converted:
        """A widget as its JSON, without the bytes of its pictures, which as text say nothing."""
        widget = _BYTES.sub(r"\1…", item.widget.model_dump_json(exclude_unset=True, exclude_none=True))
        return _user_message(
            f"The following graphical UI widget (id: {item.id}) was displayed to the user:\n<Widget>{widget}</Widget>"
        )

    async def workflow_to_input(self, item: WorkflowItem) -> Converted:
        """The tasks of a workflow that have something to say."""
        converted = [_task(task) for task in item.workflow.tasks]
        return [one for one in converted if one is not None]

    async def task_to_input(self, item: TaskItem) -> Converted:
        """A task that has something to say."""
        return _task(item.task)

    async def structured_input_to_input(self, item: StructuredInputItem) -> Converted:
        """Questions to the user, with the answers there are."""
        lead = f"A structured input request was displayed to the user with the following status: {item.status}"
        lines = [f"- {question.question}: {_answer(question.answer)}" for question in item.inputs]
        return _user_message("\n".join([lead, "<StructuredInput>", *lines, "</StructuredInput>"]))

    async def hidden_context_to_input(self, item: HiddenContextItem) -> Converted:
        """What the server's author lets the model know.

        Raises:
            NotImplementedError: The content is not a string, and only the author knows how to put it into words.
        """
        if not isinstance(item.content, str):
            raise NotImplementedError(
                f"Hidden context of type {type(item.content).__name__}: override hidden_context_to_input() of "
                f"{type(self).__name__} to put it in words."
            )
        return _hidden(item.content)

    async def sdk_hidden_context_to_input(self, item: SDKHiddenContextItem) -> Converted:
        """What the kit lets the model know: the calls of an earlier turn as such, anything else in words."""
        record = record_in(item.content)
        return _hidden(item.content) if record is None else cast("list[TResponseInputItem]", record.calls)

    async def generated_image_to_input(self, item: GeneratedImageItem) -> Converted:
        """A picture that was made for the user."""
        if item.image is None:
            return None
        image = {"type": "input_image", "detail": "auto", "image_url": item.image.url}
        return _user_message(
            "The following image was generated by the agent.", cast("ResponseInputContentParam", image)
        )

    async def end_of_turn_to_input(self, item: EndOfTurnItem) -> Converted:  # noqa: ARG002 - for overrides
        """The end of a turn says nothing to a model."""
        return None

    async def to_agent_input(self, thread_items: Sequence[ThreadItem] | ThreadItem) -> list[TResponseInputItem]:
        """What a model reads of these items, in their order."""
        items = [thread_items] if isinstance(thread_items, ThreadItemBase) else list(thread_items)
        converted: list[TResponseInputItem] = []
        for item in items:
            one = await self._convert(item, is_last=item is items[-1])
            if isinstance(one, list):
                converted += one
            elif one:
                converted.append(one)
        return converted

    def _convert(self, item: ThreadItem, *, is_last: bool) -> Awaitable[Converted]:
        if item.type == "user_message":
            return self.user_message_to_input(item, is_last)
        converters: dict[str, Callable[[Any], Awaitable[Converted]]] = {
            "assistant_message": self.assistant_message_to_input,
            "client_tool_call": self.client_tool_call_to_input,
            "widget": self.widget_to_input,
            "workflow": self.workflow_to_input,
            "task": self.task_to_input,
            "structured_input": self.structured_input_to_input,
            "hidden_context_item": self.hidden_context_to_input,
            "sdk_hidden_context": self.sdk_hidden_context_to_input,
            "generated_image": self.generated_image_to_input,
            "end_of_turn": self.end_of_turn_to_input,
        }
        return converters[item.type](item)


_DEFAULT_CONVERTER = ThreadItemConverter()


def simple_to_agent_input(
    thread_items: Sequence[ThreadItem] | ThreadItem,
) -> Awaitable[list[TResponseInputItem]]:
    """What a model reads of these items by default."""
    return _DEFAULT_CONVERTER.to_agent_input(thread_items)


def _json(value: Any) -> str:
    return whole(json.dumps(value, ensure_ascii=False, default=str))


def _user_message(text: str, *parts: ResponseInputContentParam) -> TResponseInputItem:
    content: list[Any] = [{"type": "input_text", "text": text}, *parts]
    return cast("TResponseInputItem", {"type": "message", "role": "user", "content": content})


def _hidden(content: str) -> TResponseInputItem:
    return _user_message(
        f"Hidden context for the agent (not shown to the user):\n<HiddenContext>\n{content}\n</HiddenContext>"
    )


def _task(task: Task) -> TResponseInputItem | None:
    if not isinstance(task, CustomTask) or not (task.title or task.content):
        return None
    told = f"{task.title}: {task.content}" if task.title and task.content else task.title or task.content
    return _user_message(
        f"A message was displayed to the user that the following task was performed:\n<Task>\n{told}\n</Task>"
    )


def _answer(answer: Any) -> str:
    if answer is None:
        return "unanswered"
    return "skipped" if answer.skipped else ", ".join(answer.values)
