"""A message is the same however its text was cut into deltas."""

from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.fold import fold, new_state
from chatkit_notebook.server.pending import PendingItems
from chatkit_notebook.types import (
    Annotation,
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartAnnotationAdded,
    AssistantMessageContentPartDone,
    AssistantMessageItem,
    ThreadItemAddedEvent,
    ThreadItemUpdatedEvent,
    URLSource,
)
from tests.server.client import base, delta, message

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
parts = st.integers(0, 2)


@st.composite
def cut(draw, text):
    """Cut a text anywhere, also into empty pieces."""
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=5)))
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def updated(update):
    return ThreadItemUpdatedEvent(item_id="msg", update=update)


def annotation(index):
    source = URLSource(url="https://example.org", title=f"{index}")
    return AssistantMessageContentPartAnnotationAdded(
        content_index=index, annotation_index=0, annotation=Annotation(source=source)
    )


@st.composite
def updates(draw):
    """Make updates of a message, with its texts whole: deltas as pairs of a part and what it grows by."""
    other = parts.map(annotation) | st.builds(
        lambda kind, index, text: kind(content_index=index, content=AssistantMessageContent(text=text)),
        st.sampled_from([AssistantMessageContentPartAdded, AssistantMessageContentPartDone]),
        parts,
        texts,
    )
    return draw(st.lists(st.tuples(parts, texts) | other, max_size=8))


@st.composite
def whole_and_cut(draw):
    steps = draw(updates())
    whole, pieces = [], []
    for step in steps:
        if isinstance(step, tuple):
            index, text = step
            whole.append(delta(text, index))
            pieces += [delta(piece, index) for piece in draw(cut(text))]
        else:
            whole.append(updated(step))
            pieces.append(updated(step))
    return whole, pieces


def folded(events):
    state = new_state()
    for event in [ThreadItemAddedEvent(item=STARTED), *events]:
        fold(state, event.model_dump(mode="json", exclude_none=True))
    return state


def followed(events):
    pending = PendingItems()
    pending.add(STARTED)
    for event in events:
        pending.update(event)
    return pending.current()


def shown(item):
    """Return a message without empty parts at its end: an empty delta makes one on screen, and nobody sees it."""
    content = list(item["content"])
    while content and not content[-1]["text"] and not content[-1]["annotations"]:
        content.pop()
    return {**item, "content": content}


STARTED = AssistantMessageItem(**base("msg"), content=message("msg", "start").content)


@given(whole_and_cut())
def test_cuts_leave_no_trace_on_screen(streams):
    whole, pieces = streams

    assert folded(pieces) == folded(whole)


@given(whole_and_cut())
def test_what_a_cancellation_keeps_is_what_was_on_screen(streams):
    for stream in streams:
        (kept,) = followed(stream)

        assert shown(kept.model_dump(mode="json", exclude_none=True)) == shown(folded(stream)["items"][0])


@given(st.lists(st.tuples(parts, texts), max_size=20))
def test_each_part_is_all_of_its_deltas_in_order(pieces):
    (item,) = folded([delta(text, index) for index, text in pieces])["items"]

    expected = ["start", "", ""]
    for index, text in pieces:
        expected[index] += text
    assert [part["text"] for part in item["content"]] == expected[: len(item["content"])]
    assert "".join(expected[len(item["content"]) :]) == ""
