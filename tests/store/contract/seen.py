"""Items by what a person sees of them."""

from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    CustomSummary,
    CustomTask,
    EndOfTurnItem,
    FileAttachment,
    FileSource,
    FileTask,
    GeneratedImageItem,
    HiddenContextItem,
    InferenceOptions,
    SDKHiddenContextItem,
    SearchTask,
    StructuredInputAnswer,
    StructuredInputFreeform,
    StructuredInputItem,
    TaskItem,
    ThoughtTask,
    URLSource,
    UserMessageItem,
    UserMessageTagContent,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit_notebook.widgets import Button, Card, DynamicWidgetRoot, ListView, ListViewItem, Select, Text, Title
from tests.store.contract.samples import BASE

# Each shows alpha, beta, gamma and delta, and hides what is named so.
SEEN = [
    UserMessageItem(
        id="user",
        **BASE,
        content=[
            UserMessageTextContent(text="alpha"),
            UserMessageTagContent(id="hidden", text="beta", data={"value": "hidden"}),
        ],
        attachments=[FileAttachment(id="hidden", name="gamma.txt", mime_type="text/hidden", metadata={"a": "hidden"})],
        quoted_text="delta",
        inference_options=InferenceOptions(model="hidden"),
    ),
    AssistantMessageItem(
        id="assistant",
        **BASE,
        content=[AssistantMessageContent(text=text) for text in ("alpha beta", "gamma", "delta")],
    ),
    WidgetItem(
        id="widget",
        **BASE,
        widget=Card(
            key="hidden",
            children=[
                Title(value="alpha"),
                ListView(children=[ListViewItem(children=[Text(value="beta", id="hidden")])]),
                Button(label="gamma", onClickAction={"type": "hidden", "payload": {"label": "hidden"}}),
                Select(
                    name="hidden",
                    options=[{"value": "1", "label": "epsilon"}],
                    onChangeAction={"type": "hidden", "payload": {"text": "hidden"}},
                ),
            ],
            confirm={"label": "zeta", "action": {"type": "hidden", "payload": {"title": "hidden"}}},
        ),
        copy_text="delta",
    ),
    WidgetItem(
        id="dynamic",
        **BASE,
        widget=DynamicWidgetRoot(
            type="Card",
            mood="hidden",
            tags=["hidden"],
            children=[
                {"type": "Text", "value": "alpha"},
                {"type": "Image", "alt": "beta", "src": "hidden"},
                {"type": "Input", "placeholder": "gamma", "name": "hidden"},
                {"type": "Chart", "description": "delta"},
            ],
        ),
    ),
    StructuredInputItem(
        id="questions",
        **BASE,
        inputs=[
            StructuredInputFreeform(
                id="hidden", question="alpha beta?", answer=StructuredInputAnswer(values=["gamma", "delta"])
            ),
            StructuredInputFreeform(id="b", question="?"),
        ],
    ),
    WorkflowItem(
        id="workflow",
        **BASE,
        workflow=Workflow(
            type="custom",
            summary=CustomSummary(title="alpha", icon="bolt"),
            tasks=[
                CustomTask(title="beta", content="gamma"),
                SearchTask(title_query="delta", queries=["epsilon"]),
                FileTask(sources=[FileSource(title="zeta", filename="hidden")]),
            ],
        ),
    ),
    TaskItem(
        id="search",
        **BASE,
        task=SearchTask(title="alpha", queries=["beta", "gamma"], sources=[URLSource(title="delta", url="http://h/")]),
    ),
    TaskItem(
        id="files",
        **BASE,
        task=FileTask(title="alpha beta", sources=[FileSource(title="gamma delta", filename="hidden")]),
    ),
    TaskItem(id="thought", **BASE, task=ThoughtTask(title="alpha beta", content="gamma delta")),
]
UNSEEN = [
    HiddenContextItem(id="hidden", **BASE, content="alpha"),
    HiddenContextItem(id="hidden data", **BASE, content={"text": "alpha"}),
    SDKHiddenContextItem(id="sdk", **BASE, content="alpha"),
    ClientToolCallItem(id="call", **BASE, call_id="alpha", name="alpha", arguments={"a": "alpha"}, output="alpha"),
    GeneratedImageItem(id="image", **BASE),
    EndOfTurnItem(id="end", **BASE),
]
