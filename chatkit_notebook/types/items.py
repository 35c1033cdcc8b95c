"""Thread items: everything that a conversation is a list of."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from chatkit_notebook.types.attachments import Attachment
from chatkit_notebook.types.base import brief
from chatkit_notebook.types.content import AssistantMessageContent, InferenceOptions, UserMessageContent
from chatkit_notebook.types.structured_input import StructuredInput
from chatkit_notebook.types.workflow import Task, Workflow
from chatkit_notebook.widgets.unions import WidgetRoot


class ThreadItemBase(BaseModel):
    """What every item has."""

    id: str
    thread_id: str
    created_at: datetime

    def __repr__(self) -> str:
        about = self._about()
        return f"{type(self).__name__}({f'{brief(about)!r}, ' if about else ''}id={self.id!r})"

    __str__ = __repr__

    def _about(self) -> str:
        """What it says or is about, for people."""
        return ""


class UserMessageItem(ThreadItemBase):
    """What the user said."""

    type: Literal["user_message"] = "user_message"
    content: list[UserMessageContent]
    attachments: list[Attachment] = Field(default_factory=list[Attachment])
    quoted_text: str | None = None
    inference_options: InferenceOptions

    def _about(self) -> str:
        return " ".join(part.text for part in self.content)


class AssistantMessageItem(ThreadItemBase):
    """What the assistant said."""

    type: Literal["assistant_message"] = "assistant_message"
    content: list[AssistantMessageContent]

    def _about(self) -> str:
        return " ".join(part.text for part in self.content)


class ClientToolCallItem(ThreadItemBase):
    """A call that the client answers; while it is pending the conversation waits."""

    type: Literal["client_tool_call"] = "client_tool_call"
    status: Literal["pending", "completed"] = "pending"
    call_id: str
    name: str
    arguments: dict[str, Any]
    output: Any | None = None

    def _about(self) -> str:
        return f"{self.name}, {self.status}"


class WidgetItem(ThreadItemBase):
    """A widget; `copy_text` is what copying the turn takes from it."""

    type: Literal["widget"] = "widget"
    widget: WidgetRoot
    copy_text: str | None = None

    def _about(self) -> str:
        return self.copy_text or str(self.widget.type)


class GeneratedImage(BaseModel):
    """An image that a model made."""

    id: str
    url: str


class GeneratedImageItem(ThreadItemBase):
    """A generated image, None until its first preview."""

    type: Literal["generated_image"] = "generated_image"
    image: GeneratedImage | None = None


class StructuredInputItem(ThreadItemBase):
    """Questions to the user, open while pending."""

    type: Literal["structured_input"] = "structured_input"
    status: Literal["pending", "answered", "skipped"] = "pending"
    inputs: list[StructuredInput]

    def _about(self) -> str:
        return f"{len(self.inputs)} questions, {self.status}"


class TaskItem(ThreadItemBase):
    """A single step, outside any workflow."""

    type: Literal["task"] = "task"
    task: Task

    def _about(self) -> str:
        return getattr(self.task, "title", None) or self.task.type


class WorkflowItem(ThreadItemBase):
    """The steps that lead to an answer."""

    type: Literal["workflow"] = "workflow"
    workflow: Workflow

    def _about(self) -> str:
        return f"{len(self.workflow.tasks)} tasks"


class EndOfTurnItem(ThreadItemBase):
    """Marks the end of a turn, where its actions go."""

    type: Literal["end_of_turn"] = "end_of_turn"


class HiddenContextItem(ThreadItemBase):
    """Something that the model sees and the user never does, from the server's author."""

    type: Literal["hidden_context_item"] = "hidden_context_item"
    content: Any


class SDKHiddenContextItem(ThreadItemBase):
    """Something that the model sees and the user never does, from the kit itself."""

    type: Literal["sdk_hidden_context"] = "sdk_hidden_context"
    content: str


ThreadItem = Annotated[
    UserMessageItem
    | AssistantMessageItem
    | ClientToolCallItem
    | WidgetItem
    | GeneratedImageItem
    | StructuredInputItem
    | WorkflowItem
    | TaskItem
    | HiddenContextItem
    | SDKHiddenContextItem
    | EndOfTurnItem,
    Field(discriminator="type"),
]
