"""The author of a server that does whatever the protocol allows."""

from datetime import timedelta

from hypothesis import strategies as st

from chatkit_notebook import clock
from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ClientEffectEvent,
    ClosedStatus,
    CustomTask,
    EndOfTurnItem,
    ErrorEvent,
    GeneratedImage,
    GeneratedImageItem,
    GeneratedImageUpdated,
    HiddenContextItem,
    NoticeEvent,
    ProgressUpdateEvent,
    SDKHiddenContextItem,
    TaskItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadItemUpdatedEvent,
    URLSource,
    WidgetItem,
    WidgetRootUpdated,
    WidgetStreamingTextValueDelta,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)
from chatkit_notebook.widgets import Card, Text

ACTS = ("add", "update", "finish", "show", "show again", "replace", "remove", "hide", "tell", "change the thread")
SOURCE = URLSource(url="https://example.org", title="T")


def part(text):
    return AssistantMessageContent(text=text)


def card(text):
    return Card(children=[Text(id="t", value=text, streaming=True)])


KINDS = {
    AssistantMessageItem: lambda text: {"content": [part(text)]},
    WorkflowItem: lambda text: {"workflow": Workflow(type="custom", tasks=[CustomTask(title=text)])},
    WidgetItem: lambda text: {"widget": card(text)},
    GeneratedImageItem: lambda text: {"image": GeneratedImage(id="i", url=f"data:,{text}")},
    TaskItem: lambda text: {"task": CustomTask(title=text)},
    EndOfTurnItem: lambda _text: {},
}
OFTEN = [AssistantMessageItem, *KINDS, AssistantMessageItem]
UPDATES = {
    AssistantMessageItem: [
        lambda n, text: AssistantMessageContentPartTextDelta(content_index=n % 3, delta=text),
        lambda n, text: AssistantMessageContentPartAdded(content_index=n % 3, content=part(text)),
        lambda n, text: AssistantMessageContentPartDone(content_index=n % 3, content=part(text)),
        lambda n, _text: AssistantMessageContentPartAnnotationAdded(
            content_index=n % 3, annotation_index=n % 2, annotation=Annotation(source=SOURCE, index=n)
        ),
    ],
    WorkflowItem: [
        lambda n, text: WorkflowTaskAdded(task_index=n, task=CustomTask(title=text)),
        lambda n, text: WorkflowTaskUpdated(task_index=n % 3, task=CustomTask(title=text)),
    ],
    WidgetItem: [
        lambda _n, text: WidgetStreamingTextValueDelta(component_id="t", delta=text, done=False),
        lambda _n, text: WidgetRootUpdated(widget=card(text)),
    ],
    GeneratedImageItem: [
        lambda n, text: GeneratedImageUpdated(image=GeneratedImage(id="i", url=f"data:,{text}"), progress=n / 10)
    ],
}
TELL = [
    lambda text: ProgressUpdateEvent(text=text),
    lambda text: NoticeEvent(level="info", message=text),
    lambda text: ClientEffectEvent(name=text, data={"none": None}),
    lambda text: ErrorEvent(message=text, allow_retry=True),
]
CHANGES = [
    lambda thread, text: setattr(thread, "title", text),
    lambda thread, text: setattr(thread, "status", ClosedStatus(reason=text)),
    lambda thread, text: thread.metadata.update(secret=text),
    lambda thread, text: setattr(thread, "allowed_image_domains", [text]),
]

acts = st.tuples(
    st.sampled_from(ACTS), st.integers(0, 10), st.text(st.sampled_from("ab \né👩"), min_size=1, max_size=3)
)
ends = st.sampled_from(["well", "failed", "cancelled"])
turns = st.lists(st.tuples(st.lists(acts, max_size=15), ends), min_size=1, max_size=3)


class Author:
    """Turns acts into legal events: only open items are updated, and an id is that of one item.

    Attributes:
        items: What was made and neither removed nor left open, by id.
        open: Ids of the items that are announced and not done.
        hidden: What only the model may see, by id.
    """

    def __init__(self):
        self.items = {}
        self.open = []
        self.hidden = {}
        self._made = 0
        self._last = clock.now()

    def event(self, thread, act, number, text):
        """Do one act, and return what to stream; None if there is nothing that it could be done to."""
        return getattr(self, f"_{act.replace(' ', '_')}")(thread, number, text)

    def give_up(self):
        """Leave the items that are open unfinished."""
        for item_id in self.open:
            del self.items[item_id]
        self.open = []

    def _make(self, kind, thread, fields):
        # No two items of one time: the order of those would be that in which they are done.
        self._made += 1
        self._last = max(clock.now(), self._last + timedelta(microseconds=1))
        return kind(id=f"item {self._made}", thread_id=thread.id, created_at=self._last, **fields)

    def _new(self, thread, number, text):
        kind = OFTEN[number % len(OFTEN)]
        item = self._make(kind, thread, KINDS[kind](text))
        self.items[item.id] = item
        return item

    def _known(self, number):
        """Choose an item; an open one as often as any."""
        ids = self.open if self.open and number % 2 else list(self.items)
        return self.items[ids[number // 2 % len(ids)]] if ids else None

    def _finished(self, number):
        ids = [item_id for item_id in self.items if item_id not in self.open]
        return self.items[ids[number % len(ids)]] if ids else None

    def _next(self, item, text):
        """Return an item as it may be in the end."""
        item = item.model_copy(update=KINDS[type(item)](text))
        self.items[item.id] = item
        return item

    def _close(self, item_id):
        self.open = [each for each in self.open if each != item_id]

    def _add(self, thread, number, text):
        item = self._new(thread, number, text)
        self.open.append(item.id)
        return ThreadItemAddedEvent(item=item)

    def _update(self, _thread, number, text):
        open_items = [self.items[item_id] for item_id in self.open if type(self.items[item_id]) in UPDATES]
        if not open_items:
            return None
        item = open_items[number % len(open_items)]
        updates = UPDATES[type(item)]
        return ThreadItemUpdatedEvent(item_id=item.id, update=updates[number % len(updates)](number, text))

    def _finish(self, _thread, number, text):
        if not self.open:
            return None
        item_id = self.open[number % len(self.open)]
        self._close(item_id)
        return ThreadItemDoneEvent(item=self._next(self.items[item_id], text))

    def _show(self, thread, number, text):
        return ThreadItemDoneEvent(item=self._new(thread, number, text))

    def _show_again(self, _thread, number, text):
        item = self._finished(number)
        return item and ThreadItemDoneEvent(item=self._next(item, text))

    def _replace(self, thread, number, text):
        item = self._known(number)
        if item is None:
            return ThreadItemReplacedEvent(item=self._new(thread, number, text))
        self._close(item.id)
        return ThreadItemReplacedEvent(item=self._next(item, text))

    def _remove(self, _thread, number, _text):
        item = self._known(number)
        if item is None:
            return ThreadItemRemovedEvent(item_id="never there")
        self._close(item.id)
        del self.items[item.id]
        return ThreadItemRemovedEvent(item_id=item.id)

    def _hide(self, thread, number, text):
        item = self._make([HiddenContextItem, SDKHiddenContextItem][number % 2], thread, {"content": text})
        if number % 3 == 0:
            return ThreadItemAddedEvent(item=item)
        self.hidden[item.id] = item
        return [ThreadItemDoneEvent, ThreadItemReplacedEvent][number % 3 - 1](item=item)

    def _tell(self, _thread, number, text):
        return TELL[number % len(TELL)](text)

    def _change_the_thread(self, thread, number, text):
        CHANGES[number % len(CHANGES)](thread, text)
