"""What the contracts put into a store, and how they look at what is in it."""

from datetime import datetime, timedelta

from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    FileAttachment,
    GeneratedImage,
    GeneratedImageItem,
    HiddenContextItem,
    InferenceOptions,
    SDKHiddenContextItem,
    StructuredInputAnswer,
    StructuredInputFreeform,
    StructuredInputItem,
    StructuredInputMultipleChoice,
    StructuredInputMultipleChoiceOption,
    TaskItem,
    ThoughtTask,
    ThreadMetadata,
    URLSource,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit_notebook.widgets import Card, DynamicWidgetRoot, Text

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901)  # noqa: DTZ001 - naive is the default
CONTEXT = {"user": "ada"}


def thread(thread_id="thr", minutes=0, **fields):
    return ThreadMetadata(id=thread_id, created_at=NOW + timedelta(minutes=minutes), **fields)


def message(item_id="msg", minutes=0, text="Hi", **fields):
    content = [AssistantMessageContent(text=text)]
    created_at = NOW + timedelta(minutes=minutes)
    return AssistantMessageItem(
        **{"id": item_id, "thread_id": "thr", "created_at": created_at, "content": content} | fields
    )


async def add(store, *items, thread_id="thr"):
    for item in items:
        await store.add_thread_item(thread_id, item, CONTEXT)


async def item_ids(store, after=None, limit=20, order="asc", thread_id="thr"):
    page = await store.load_thread_items(thread_id, after, limit, order, CONTEXT)
    return [item.id for item in page.data]


# Each names one thing, whatever it is to a database, a path or a format.
NAMES = [
    "",
    " ",
    "a",
    "A",
    "../../etc/passwd",
    "'; DROP TABLE chat_items; --",
    '"quoted"',
    "%",
    "_",
    ":id",
    "{row}",
    "a\0b",
    "a\\0b",
    "a\\u0000b",
    "\\",
    "e\u0301",
    "é",
    "👩‍🔬",
    "\u202e",
    "line\nline",
    "x" * 200,
    "x" * 201,
    "x" * 100_000,
    "x" * 100_000 + "y",
    "🙂" * 5_000,
    "\\" * 5_000,
    str(2**64),
]

BASE = {"thread_id": "thr", "created_at": NOW}
SOURCE = URLSource(url="https://example.org", title="T")
# One of every kind; the last two are hidden.
ITEMS = [
    UserMessageItem(
        id="user",
        **BASE,
        content=[
            UserMessageTextContent(text="a\n\u2028 👩‍🔬 \u0000"),
            UserMessageTagContent(id="t", text="@ada", data={"a": [None, {"b": 1.5}]}),
        ],
        attachments=[FileAttachment(id="a", name="a.txt", mime_type="text/plain", metadata={"key": [1]})],
        quoted_text="q",
        inference_options=InferenceOptions(model="m"),
    ),
    AssistantMessageItem(
        id="assistant",
        **BASE,
        content=[AssistantMessageContent(text="x", annotations=[Annotation(source=SOURCE, index=1)])],
    ),
    ClientToolCallItem(id="call", **BASE, call_id="c", name="pick", arguments={"k": None}, output={"a": [None]}),
    WidgetItem(id="widget", **BASE, widget=Card(children=[Text(value="v")]), copy_text="c"),
    WidgetItem(id="dynamic", **BASE, widget=DynamicWidgetRoot(type="Card", children=[], mood={"is": "fine"})),
    GeneratedImageItem(id="no image", **BASE),
    GeneratedImageItem(id="image", **BASE, image=GeneratedImage(id="i", url="data:,")),
    StructuredInputItem(
        id="questions",
        **BASE,
        inputs=[
            StructuredInputMultipleChoice(
                id="a", question="?", options=[StructuredInputMultipleChoiceOption(value="v")], multiple=True
            ),
            StructuredInputFreeform(id="b", question="?", answer=StructuredInputAnswer(values=["x"])),
        ],
    ),
    WorkflowItem(id="workflow", **BASE, workflow=Workflow(type="reasoning", tasks=[ThoughtTask(content="x")])),
    TaskItem(id="task", **BASE, task=ThoughtTask(content="x", status_indicator="loading")),
    EndOfTurnItem(id="end", **BASE),
    HiddenContextItem(id="hidden", **BASE, content={"any": ["thing", None]}),
    SDKHiddenContextItem(id="sdk", **BASE, content="text"),
]
