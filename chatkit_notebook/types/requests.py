"""Requests of the client, and the answers that are not streams."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field
from typing_extensions import TypeIs

from chatkit_notebook.actions import Action
from chatkit_notebook.types.content import UserMessageInput
from chatkit_notebook.types.items import ThreadItem
from chatkit_notebook.types.structured_input import StructuredInputSubmission

FeedbackKind = Literal["positive", "negative"]


class BaseReq(BaseModel):
    """What every request has; `metadata` is the host's to use."""

    metadata: dict[str, Any] = Field(default_factory=dict)


class ThreadGetByIdParams(BaseModel):
    """Which thread."""

    thread_id: str


class ThreadsGetByIdReq(BaseReq):
    """Asks for a thread and its first items."""

    type: Literal["threads.get_by_id"] = "threads.get_by_id"
    params: ThreadGetByIdParams


class ThreadCreateParams(BaseModel):
    """The first message."""

    input: UserMessageInput


class ThreadsCreateReq(BaseReq):
    """Starts a thread with a message."""

    type: Literal["threads.create"] = "threads.create"
    params: ThreadCreateParams


class ThreadListParams(BaseModel):
    """Which page of threads."""

    limit: int | None = None
    order: Literal["asc", "desc"] = "desc"
    after: str | None = None


class ThreadsListReq(BaseReq):
    """Asks for a page of threads."""

    type: Literal["threads.list"] = "threads.list"
    params: ThreadListParams


class ThreadAddUserMessageParams(BaseModel):
    """A message for a thread."""

    input: UserMessageInput
    thread_id: str


class ThreadsAddUserMessageReq(BaseReq):
    """Says something in a thread."""

    type: Literal["threads.add_user_message"] = "threads.add_user_message"
    params: ThreadAddUserMessageParams


class ThreadAddClientToolOutputParams(BaseModel):
    """What the pending client tool returned."""

    thread_id: str
    result: Any


class ThreadsAddClientToolOutputReq(BaseReq):
    """Answers the pending client tool call."""

    type: Literal["threads.add_client_tool_output"] = "threads.add_client_tool_output"
    params: ThreadAddClientToolOutputParams


class ThreadAddStructuredInputParams(BaseModel):
    """Answers to the questions of an item."""

    thread_id: str
    item_id: str
    input: StructuredInputSubmission


class ThreadsAddStructuredInputReq(BaseReq):
    """Answers a structured input."""

    type: Literal["threads.add_structured_input"] = "threads.add_structured_input"
    params: ThreadAddStructuredInputParams


class ThreadCustomActionParams(BaseModel):
    """An action, and the widget item that it comes from if it comes from one."""

    thread_id: str
    item_id: str | None = None
    action: Action[str, Any]


class ThreadsCustomActionReq(BaseReq):
    """Raises a widget action that may stream a response."""

    type: Literal["threads.custom_action"] = "threads.custom_action"
    params: ThreadCustomActionParams


class ThreadsSyncCustomActionReq(BaseReq):
    """Raises a widget action that at most updates its widget."""

    type: Literal["threads.sync_custom_action"] = "threads.sync_custom_action"
    params: ThreadCustomActionParams


class ThreadRetryAfterItemParams(BaseModel):
    """The user message to answer again."""

    thread_id: str
    item_id: str


class ThreadsRetryAfterItemReq(BaseReq):
    """Drops what came after a user message and answers it again."""

    type: Literal["threads.retry_after_item"] = "threads.retry_after_item"
    params: ThreadRetryAfterItemParams


class ItemFeedbackParams(BaseModel):
    """Items and what the user thinks of them."""

    thread_id: str
    item_ids: list[str]
    kind: FeedbackKind


class ItemsFeedbackReq(BaseReq):
    """Gives feedback on a turn."""

    type: Literal["items.feedback"] = "items.feedback"
    params: ItemFeedbackParams


class AttachmentDeleteParams(BaseModel):
    """Which attachment."""

    attachment_id: str


class AttachmentsDeleteReq(BaseReq):
    """Deletes an attachment."""

    type: Literal["attachments.delete"] = "attachments.delete"
    params: AttachmentDeleteParams


class AttachmentCreateParams(BaseModel):
    """A file to be uploaded; `size` in bytes."""

    name: str
    size: int
    mime_type: str


class AttachmentsCreateReq(BaseReq):
    """Announces an attachment and asks where its bytes go."""

    type: Literal["attachments.create"] = "attachments.create"
    params: AttachmentCreateParams


class InputTranscribeParams(BaseModel):
    """Recorded speech."""

    audio_base64: str
    mime_type: str


class InputTranscribeReq(BaseReq):
    """Asks for the words of recorded speech."""

    type: Literal["input.transcribe"] = "input.transcribe"
    params: InputTranscribeParams


class AudioInput(BaseModel):
    """Recorded speech as `ChatKitServer.transcribe` gets it."""

    data: bytes
    mime_type: str

    @property
    def media_type(self) -> str:
        """The MIME type without parameters such as the codec."""
        return self.mime_type.split(";", 1)[0]


class TranscriptionResult(BaseModel):
    """The words of recorded speech."""

    text: str


class ItemsListParams(BaseModel):
    """Which page of a thread's items."""

    thread_id: str
    limit: int | None = None
    order: Literal["asc", "desc"] = "desc"
    after: str | None = None


class ItemsListReq(BaseReq):
    """Asks for a page of a thread's items."""

    type: Literal["items.list"] = "items.list"
    params: ItemsListParams


class ThreadUpdateParams(BaseModel):
    """A new title for a thread."""

    thread_id: str
    title: str


class ThreadsUpdateReq(BaseReq):
    """Renames a thread."""

    type: Literal["threads.update"] = "threads.update"
    params: ThreadUpdateParams


class ThreadDeleteParams(BaseModel):
    """Which thread."""

    thread_id: str


class ThreadsDeleteReq(BaseReq):
    """Deletes a thread."""

    type: Literal["threads.delete"] = "threads.delete"
    params: ThreadDeleteParams


class SyncCustomActionResponse(BaseModel):
    """What a synchronous action changed, if it changed anything."""

    updated_item: ThreadItem | None = None


StreamingReq = (
    ThreadsCreateReq
    | ThreadsAddUserMessageReq
    | ThreadsAddClientToolOutputReq
    | ThreadsAddStructuredInputReq
    | ThreadsRetryAfterItemReq
    | ThreadsCustomActionReq
)
NonStreamingReq = (
    ThreadsGetByIdReq
    | ThreadsListReq
    | ItemsListReq
    | ItemsFeedbackReq
    | AttachmentsCreateReq
    | AttachmentsDeleteReq
    | ThreadsUpdateReq
    | ThreadsDeleteReq
    | InputTranscribeReq
    | ThreadsSyncCustomActionReq
)
ChatKitReq = Annotated[StreamingReq | NonStreamingReq, Field(discriminator="type")]


def is_streaming_req(request: ChatKitReq) -> TypeIs[StreamingReq]:
    """Return whether the answer to `request` is a stream of events."""
    return isinstance(request, StreamingReq)
