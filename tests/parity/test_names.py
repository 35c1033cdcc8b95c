"""The public names of the official SDK, each in the module of the same name."""

import importlib
import pkgutil
import warnings
from typing import TypeVar

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the official widget classes are deprecated, importing them says so
    import chatkit

NAMES = {
    "actions": """
        Action ActionConfig DEFAULT_HANDLER DEFAULT_LOADING_BEHAVIOR Handler LoadingBehavior
    """,
    "agents": """
        AgentContext ClientToolCall ResponseStreamConverter StreamingThoughtTracker ThreadItemConverter
        accumulate_text simple_to_agent_input stream_agent_response stream_widget
    """,
    "errors": """
        BaseStreamError CustomStreamError DEFAULT_ALLOW_RETRY DEFAULT_STATUS ErrorCode StreamError
    """,
    "icons": """
        IconName LucideIconName VendorIconName
    """,
    "logger": "logger",
    "server": """
        ChatKitServer DEFAULT_ERROR_MESSAGE DEFAULT_PAGE_SIZE NonStreamingResult StreamingResult
        agents_sdk_user_agent_override diff_widget stream_widget
    """,
    "store": "AttachmentStore NotFoundError Store StoreItemType default_generate_id",
    "types": """
        Action ActiveStatus Annotation AssistantMessageContent AssistantMessageContentPartAdded
        AssistantMessageContentPartAnnotationAdded AssistantMessageContentPartDone
        AssistantMessageContentPartTextDelta AssistantMessageItem Attachment AttachmentBase
        AttachmentCreateParams AttachmentDeleteParams AttachmentUploadDescriptor AttachmentsCreateReq
        AttachmentsDeleteReq AudioInput BaseReq BaseTask ChatKitReq ClientEffectEvent ClientToolCallItem
        ClosedStatus CustomSummary CustomTask DurationSummary EndOfTurnItem EntitySource ErrorCode
        ErrorEvent FeedbackKind FileAttachment FileSource FileTask GeneratedImage GeneratedImageItem
        GeneratedImageUpdated HiddenContextItem IconName ImageAttachment ImageTask InferenceOptions
        InputTranscribeParams InputTranscribeReq ItemFeedbackParams ItemsFeedbackReq ItemsListParams
        ItemsListReq LockedStatus NonStreamingReq NoticeEvent Page ProgressUpdateEvent SDKHiddenContextItem
        SearchTask Source SourceBase StreamOptions StreamOptionsEvent StreamingReq StructuredInput
        StructuredInputAnswer StructuredInputAnswerSubmission StructuredInputBase StructuredInputFreeform
        StructuredInputItem StructuredInputMultipleChoice StructuredInputMultipleChoiceOption
        StructuredInputSubmission SyncCustomActionResponse Task TaskItem ThoughtTask Thread
        ThreadAddClientToolOutputParams ThreadAddStructuredInputParams ThreadAddUserMessageParams
        ThreadCreateParams ThreadCreatedEvent ThreadCustomActionParams ThreadDeleteParams
        ThreadGetByIdParams ThreadItem ThreadItemAddedEvent ThreadItemBase ThreadItemDoneEvent
        ThreadItemRemovedEvent ThreadItemReplacedEvent ThreadItemUpdate ThreadItemUpdated
        ThreadItemUpdatedEvent ThreadListParams ThreadMetadata ThreadRetryAfterItemParams ThreadStatus
        ThreadStreamEvent ThreadUpdateParams ThreadUpdatedEvent ThreadsAddClientToolOutputReq
        ThreadsAddStructuredInputReq ThreadsAddUserMessageReq ThreadsCreateReq ThreadsCustomActionReq
        ThreadsDeleteReq ThreadsGetByIdReq ThreadsListReq ThreadsRetryAfterItemReq
        ThreadsSyncCustomActionReq ThreadsUpdateReq ToolChoice TranscriptionResult URLSource
        UserMessageContent UserMessageInput UserMessageItem UserMessageTagContent UserMessageTextContent
        WidgetComponent WidgetComponentUpdated WidgetItem WidgetRoot WidgetRootUpdated
        WidgetStreamingTextValueDelta Workflow WorkflowItem WorkflowSummary WorkflowTaskAdded
        WorkflowTaskUpdated is_streaming_req
    """,
    "version": "__version__",
    "widgets": """
        Alignment AreaSeries Badge BarSeries BasicRoot Border Borders Box BoxBase Button Caption CaptionSize
        Card CardAction Chart Checkbox Col ControlSize ControlVariant CurveType DatePicker Divider
        DynamicWidgetComponent DynamicWidgetRoot EditableProps Form Icon IconSize Image Input Justification
        Label LineSeries ListView ListViewItem Markdown MinMax RadioGroup RadioOption RadiusValue Row Select
        SelectOption Series Spacer Spacing StrictWidgetComponent StrictWidgetRoot Text TextAlign TextSize
        Textarea ThemeColor Title TitleSize Transition WidgetComponent WidgetComponentBase WidgetIcon
        WidgetRoot WidgetStatus WidgetStatusWithFavicon WidgetStatusWithIcon WidgetTemplate XAxisConfig
    """,
}
# The server's methods that subclasses override or call, public or not.
METHODS = """
    process respond add_feedback transcribe action sync_action get_stream_options handle_stream_cancelled
    _process_events _to_thread_response _load_full_thread _paginate_thread_items_reverse _serialize
    _build_user_message_item _process_streaming _process_streaming_impl _process_non_streaming _get_attachment_store
"""


def module_of(package, name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(f"{package}.{name}")


def test_every_official_module_is_listed():
    assert {module.name for module in pkgutil.iter_modules(chatkit.__path__)} == NAMES.keys()


@pytest.mark.parametrize(("module", "name"), [(module, name) for module in NAMES for name in NAMES[module].split()])
def test_a_name_is_in_the_module_where_it_is_officially(module, name):
    assert hasattr(module_of("chatkit", module), name)
    assert hasattr(module_of("chatkit_notebook", module), name)


@pytest.mark.parametrize("module", NAMES)
def test_whatever_an_official_module_defines_is_listed(module):
    official = module_of("chatkit", module)
    defined = {
        name
        for name, value in vars(official).items()
        if not name.startswith("_")
        and not isinstance(value, TypeVar)
        and getattr(value, "__module__", None) == official.__name__
    }

    assert defined - set(NAMES[module].split()) == set()


OFFERED = [
    (module, name) for module in NAMES for name in vars(module_of("chatkit", module)) if not name.startswith("_")
]


def test_reexports_are_among_what_is_compared():
    assert {
        ("server", "ThreadItemDoneEvent"),
        ("store", "ThreadItem"),
        ("agents", "TResponseInputItem"),
        ("agents", "json"),
        ("server", "responses_headers_override"),
    } <= set(OFFERED)


@pytest.mark.parametrize(("module", "name"), OFFERED)
def test_a_name_that_an_official_module_has_from_elsewhere_is_the_same_thing_here(module, name):
    official = getattr(module_of("chatkit", module), name)
    ours = getattr(module_of("chatkit_notebook", module), name)
    home = getattr(official, "__module__", None) or ""
    if isinstance(official, TypeVar) or (module, name) == ("logger", "log_level"):
        assert type(ours) is type(official)
    elif not home.startswith("chatkit."):
        # A type alias or a value has no home: it is the kit's own where a module of the kit defines it.
        homes = [each for each in NAMES if name in NAMES[each].split()]
        assert ours is getattr(module_of("chatkit_notebook", homes[0]), name) if homes else ours is official
    else:
        assert ours is getattr(module_of("chatkit_notebook", home.partition(".")[2]), name)


@pytest.mark.parametrize("module", ["actions", "agents", "server", "store", "types", "version", "widgets"])
def test_a_name_that_no_module_has_is_an_attribute_error(module):
    with pytest.raises(AttributeError, match=f"'chatkit_notebook.{module}' has no attribute 'Nonesuch'"):
        _ = module_of("chatkit_notebook", module).Nonesuch


@pytest.mark.parametrize("name", METHODS.split())
def test_a_method_of_the_server_is_there_to_be_overridden(name):
    for package in ("chatkit", "chatkit_notebook"):
        assert callable(getattr(module_of(package, "server").ChatKitServer, name))


@pytest.mark.parametrize("name", ["NonStreamingResult", "StreamingResult"])
def test_results_are_made_as_officially(name):
    for package in ("chatkit", "chatkit_notebook"):
        made = getattr(module_of(package, "server"), name)
        keyword = {"NonStreamingResult": "result", "StreamingResult": "stream"}[name]
        attribute = {"NonStreamingResult": "json", "StreamingResult": "json_events"}[name]

        assert getattr(made(**{keyword: b"{}"}), attribute) == b"{}"
