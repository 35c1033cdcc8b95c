"""Names that an official module has from elsewhere, and that code imports from it all the same.

``from chatkit.server import ThreadItemDoneEvent`` works officially, since the module imports that class for itself; so
it works here. Each is loaded when it is first asked for: importing a module of the kit loads no more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# By module and by home: the names; ``name=other`` where the home calls it otherwise. What a home of "" has are modules.
_NAMES: dict[str, dict[str, str]] = {
    "actions": {"__future__": "annotations"},
    "agents": {
        "": "asyncio json",
        ".agents.context": "TContext",
        ".agents.widget_text": "TWidget",
        ".ids": "StoreItemType",
        ".store": "Store",
        ".types": """
            Annotation AssistantMessageContent AssistantMessageContentPartAdded
            AssistantMessageContentPartAnnotationAdded AssistantMessageContentPartDone
            AssistantMessageContentPartTextDelta AssistantMessageItem Attachment ClientToolCallItem DurationSummary
            EndOfTurnItem FileSource GeneratedImage GeneratedImageItem GeneratedImageUpdated HiddenContextItem
            SDKHiddenContextItem StructuredInputItem Task TaskItem ThoughtTask ThreadItem ThreadItemAddedEvent
            ThreadItemDoneEvent ThreadItemRemovedEvent ThreadItemUpdatedEvent ThreadMetadata ThreadStreamEvent URLSource
            UserMessageItem UserMessageTagContent UserMessageTextContent WidgetItem WidgetRoot Workflow WorkflowItem
            WorkflowSummary WorkflowTaskAdded WorkflowTaskUpdated
        """,
        ".types.base": "T1=T T2=T",
        ".widgets": "Markdown Text",
        "agents": """
            InputGuardrailTripwireTriggered OutputGuardrailTripwireTriggered RunResultStreaming StreamEvent
            TResponseInputItem
        """,
        "collections": "defaultdict",
        "collections.abc": "AsyncIterator",
        "datetime": "datetime",
        "inspect": "cleandoc",
        "openai.types.responses": """
            EasyInputMessageParam ResponseFunctionToolCall ResponseFunctionToolCallParam ResponseInputContentParam
            ResponseInputImageParam ResponseInputMessageContentListParam ResponseInputTextParam ResponseOutputText
        """,
        "openai.types.responses.response_input_item_param": "FunctionCallOutput Message",
        "openai.types.responses.response_output_message": "Content",
        "openai.types.responses.response_output_text": """
            AnnotationContainerFileCitation AnnotationFileCitation AnnotationURLCitation ResponsesAnnotation=Annotation
        """,
        "pydantic": "BaseModel ConfigDict SkipValidation TypeAdapter",
        "typing": "Annotated Any AsyncGenerator Generic Sequence TypeVar cast",
        "typing_extensions": "assert_never",
    },
    "server": {
        "": "agents asyncio base64",
        ".actions": "Action",
        ".errors": "CustomStreamError ErrorCode StreamError",
        ".ids": "StoreItemType default_generate_id",
        ".logger": "logger",
        ".sdk_internals": "chat_completions_headers_override responses_headers_override",
        ".store": "AttachmentStore Store",
        ".store.base": "TContext",
        ".types": """
            AssistantMessageContent AssistantMessageContentPartAdded AssistantMessageContentPartAnnotationAdded
            AssistantMessageContentPartDone AssistantMessageContentPartTextDelta AssistantMessageItem
            AttachmentsCreateReq AttachmentsDeleteReq AudioInput ChatKitReq ClientToolCallItem ErrorEvent FeedbackKind
            HiddenContextItem InputTranscribeReq ItemsFeedbackReq ItemsListReq NonStreamingReq Page
            SDKHiddenContextItem StreamOptions StreamOptionsEvent StreamingReq StructuredInputAnswer
            StructuredInputItem StructuredInputMultipleChoice StructuredInputSubmission SyncCustomActionResponse
            Thread ThreadCreatedEvent ThreadItem ThreadItemAddedEvent ThreadItemDoneEvent ThreadItemRemovedEvent
            ThreadItemReplacedEvent ThreadItemUpdatedEvent ThreadMetadata ThreadStreamEvent ThreadUpdatedEvent
            ThreadsAddClientToolOutputReq ThreadsAddStructuredInputReq ThreadsAddUserMessageReq ThreadsCreateReq
            ThreadsCustomActionReq ThreadsDeleteReq ThreadsGetByIdReq ThreadsListReq ThreadsRetryAfterItemReq
            ThreadsSyncCustomActionReq ThreadsUpdateReq TranscriptionResult UserMessageInput UserMessageItem
            WidgetComponentUpdated WidgetItem WidgetRootUpdated WidgetStreamingTextValueDelta WorkflowItem
            WorkflowTaskAdded WorkflowTaskUpdated is_streaming_req
        """,
        ".widgets": "WidgetComponent WidgetComponentBase WidgetRoot",
        "abc": "ABC abstractmethod",
        "collections.abc": "AsyncIterator",
        "contextlib": "contextmanager",
        "datetime": "datetime",
        "pydantic": "BaseModel TypeAdapter",
        "typing": "Any AsyncGenerator AsyncIterable Callable Generic",
        "typing_extensions": "TypeVar assert_never",
    },
    "store": {
        "": "uuid",
        ".store.base": "TContext",
        ".types": "Attachment AttachmentCreateParams Page ThreadItem ThreadMetadata",
        "abc": "ABC abstractmethod",
        "typing": "Any Generic Literal",
        "typing_extensions": "TypeVar",
    },
    "types": {
        ".types.base": "T",
        "__future__": "annotations",
        "datetime": "datetime",
        "pydantic": "AnyUrl BaseModel Field SerializationInfo model_serializer",
        "typing": "Annotated Any Generic Literal",
        "typing_extensions": "TypeIs TypeVar",
    },
    "version": {"": "importlib"},
    "widgets": {
        "": "inspect json",
        "__future__": "annotations",
        "datetime": "datetime",
        "jinja2": "Environment StrictUndefined Template",
        "pathlib": "Path",
        "pydantic": "BaseModel ConfigDict Field model_serializer",
        "typing": "Annotated Any Literal",
        "typing_extensions": "NotRequired TypedDict deprecated",
    },
}


def names_from_elsewhere(module: str) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a module, which finds those of its official names that it has from elsewhere."""
    package = __name__.rpartition(".")[0]
    places = {
        name.partition("=")[0]: (f"{package}{home}" if home.startswith(".") else home, name.rpartition("=")[2])
        for home, names in _NAMES[module].items()
        for name in names.split()
    }

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module '{package}.{module}' has no attribute {name!r}")
        home, attribute = places[name]
        return getattr(import_module(home), attribute) if home else import_module(attribute)

    return find
