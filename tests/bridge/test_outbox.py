import asyncio
import itertools

from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.bridge import outbox as module
from chatkit_notebook.bridge.outbox import Outbox
from chatkit_notebook.fold import fold, new_state


def delta(text, item="m", part=0):
    update = {"type": "assistant_message.content_part.text_delta", "content_index": part, "delta": text}
    return {"type": "thread.item.updated", "item_id": item, "update": update}


def added(item="m"):
    return {
        "type": "thread.item.added",
        "item": {"id": item, "type": "assistant_message", "thread_id": "t", "created_at": "x", "content": []},
    }


def frames(sent):
    return [frame for message in sent if message["type"] == "frames" for frame in message["frames"]]


async def test_the_first_event_after_a_pause_leaves_at_once():
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    assert len(sent) == 1
    assert sent[0]["seq"] == 1
    box.close()


async def test_a_burst_of_deltas_leaves_as_one_frame_with_the_whole_text():
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    for number in range(1000):
        box.push("r", delta(f"{number} "))
    box.flush()
    assert len(sent) == 2
    assert [frame["seq"] for frame in frames(sent)] == [1, 2]
    assert frames(sent)[1]["event"]["update"]["delta"] == "".join(f"{number} " for number in range(1000))
    box.close()


async def test_merging_leaves_the_events_as_they_were():
    box = Outbox(lambda _: None)
    box.push("r", added())
    first = delta("a")
    box.push("r", first)
    box.push("r", delta("b"))
    box.flush()
    assert first == delta("a")
    box.close()


async def test_deltas_of_other_parts_items_and_requests_stay_apart():
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    for request, event in [
        ("r", delta("a")),
        ("r", delta("b", part=1)),
        ("r", delta("c", item="n")),
        ("s", delta("d")),
    ]:
        box.push(request, event)
    box.flush()
    assert [frame["event"].get("update", {}).get("delta") for frame in frames(sent)] == [
        None,
        "a",
        "b",
        "c",
        "d",
    ]
    box.close()


async def test_a_widget_delta_that_is_done_ends_the_merge():
    def value(text, *, done):
        update = {
            "type": "widget.streaming_text.value_delta",
            "component_id": "t",
            "delta": text,
            "done": done,
        }
        return {"type": "thread.item.updated", "item_id": "w", "update": update}

    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    box.push("r", value("a", done=False))
    box.push("r", value("b", done=True))
    box.push("r", value("c", done=True))
    box.flush()
    updates = [frame["event"]["update"] for frame in frames(sent)[1:]]
    assert [(update["delta"], update["done"]) for update in updates] == [("ab", True), ("c", True)]
    box.close()


async def test_never_more_messages_than_one_each_interval(monkeypatch):
    monkeypatch.setattr(module, "BEACON", 60)
    times = []
    box = Outbox(lambda _: times.append(asyncio.get_running_loop().time()))
    for _ in range(200):
        box.push("r", delta("x"))
        await asyncio.sleep(0.001)
    box.close()
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert gaps
    assert min(gaps) >= module.INTERVAL * 0.9


async def test_a_quiet_outbox_repeats_its_newest_number_once(monkeypatch):
    monkeypatch.setattr(module, "BEACON", 0.01)
    arrived = asyncio.Event()
    sent = []

    def send(message):
        sent.append(message)
        if len(sent) > 1:
            arrived.set()

    box = Outbox(send)
    box.push("r", added())
    await asyncio.wait_for(arrived.wait(), 15)
    assert sent[1] == {"type": "frames", "seq": 1, "frames": []}
    box.close()


async def test_kept_frames_come_again_and_too_old_ones_are_none(monkeypatch):
    monkeypatch.setattr(module, "KEPT_FRAMES", 3)
    box = Outbox(lambda _: None)
    for number in range(5):
        box.push("r", added(f"m{number}"))
        box.flush()
    assert [frame["seq"] for frame in box.after(3)] == [4, 5]
    assert box.after(5) == []
    assert box.after(1) is None
    assert box.after(9) is None
    box.close()


async def test_kept_frames_are_bounded_by_their_text_too(monkeypatch):
    monkeypatch.setattr(module, "KEPT_CHARACTERS", 1200)
    box = Outbox(lambda _: None)
    for number in range(5):
        box.push("r", delta("x" * 300, item=f"m{number}"))
        box.flush()
    assert box.after(0) is None
    assert len(box.after(3)) == 2
    box.close()


@given(
    st.lists(
        st.tuples(st.sampled_from(["m", "n"]), st.integers(0, 1), st.text(max_size=4), st.booleans()),
        max_size=40,
    )
)
def test_any_merging_folds_to_the_same_state(steps):
    async def run():
        sent = []
        box = Outbox(sent.append)
        plain, merged = new_state(), new_state()
        events = [added("m"), added("n"), *(delta(text, item, part) for item, part, text, _ in steps)]
        flushes = [False, False, *(flush for *_, flush in steps)]
        for event, flush in zip(events, flushes, strict=True):
            box.push("r", event)
            if flush:
                box.flush()
        box.flush()
        box.close()
        for event in events:
            fold(plain, event)
        for frame in frames(sent):
            fold(merged, frame["event"])
        assert merged == plain
        assert [frame["seq"] for frame in frames(sent)] == list(range(1, box.seq + 1))

    asyncio.run(run())
