import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatkit_notebook.bridge import outbox as module
from chatkit_notebook.bridge.outbox import Outbox
from chatkit_notebook.bridge.weight import weight
from chatkit_notebook.fold import fold, new_state


def delta(text, item="m", part=0):
    update = {"type": "assistant_message.content_part.text_delta", "content_index": part, "delta": text}
    return {"type": "thread.item.updated", "item_id": item, "update": update}


def value(text, component, *, done=False):
    update = {"type": "widget.streaming_text.value_delta", "component_id": component, "delta": text, "done": done}
    return {"type": "thread.item.updated", "item_id": "m", "update": update}


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


@pytest.mark.parametrize(
    ("request_id", "event"),
    [
        ("s", delta("b")),
        (None, delta("b")),
        ("r", delta("b", part=1)),
        ("r", delta("b", item="n")),
        ("r", value("b", "t")),
        ("r", {"type": "progress_update", "text": "b"}),
    ],
    ids=["request", "no request", "part", "item", "kind", "no delta"],
)
async def test_what_belongs_to_another_text_stays_apart(request_id, event):
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    pushed = [("r", delta("a")), (request_id, event), ("r", delta("c"))]
    for each in pushed:
        box.push(*each)
    box.flush()
    assert [(frame["id"], frame["event"]) for frame in frames(sent)[1:]] == pushed
    box.close()


async def test_deltas_of_two_components_of_a_widget_stay_apart():
    sent = []
    box = Outbox(sent.append)
    for component in "aabb":
        box.push("r", value(component, component))
    box.flush()
    updates = [frame["event"]["update"] for frame in frames(sent)]
    assert [(update["component_id"], update["delta"]) for update in updates] == [("a", "a"), ("a", "a"), ("b", "bb")]
    box.close()


@pytest.mark.parametrize("odd", [None, 7, ["x"]])
async def test_a_delta_that_is_no_text_is_passed_on_as_it_is(odd):
    sent = []
    box = Outbox(sent.append)
    pushed = [delta("a"), delta(odd), delta(odd), delta("b")]
    for event in pushed:
        box.push("r", event)
    box.flush()
    assert [frame["event"] for frame in frames(sent)] == pushed
    box.close()


async def test_a_widget_delta_that_is_done_ends_the_merge():
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    box.push("r", value("a", "t", done=False))
    box.push("r", value("b", "t", done=True))
    box.push("r", value("c", "t", done=True))
    box.flush()
    updates = [frame["event"]["update"] for frame in frames(sent)[1:]]
    assert [(update["delta"], update["done"]) for update in updates] == [("ab", True), ("c", True)]
    box.close()


async def test_what_comes_soon_after_a_message_leaves_with_the_next_one_an_interval_later(clock):
    sent = []
    box = Outbox(sent.append)
    for number in range(3):
        box.push("r", added(f"{number}a"))
        box.push("r", added(f"{number}b"))
        assert len(sent) == number + 1
        await clock.let_pass(module.INTERVAL * 0.9)
        assert len(sent) == number + 1
        await clock.let_pass(module.INTERVAL * 0.2)
        assert len(sent) == number + 2
    assert [frame["event"]["item"]["id"] for frame in frames(sent)] == ["0a", "0b", "1a", "1b", "2a", "2b"]
    await clock.let_pass(module.INTERVAL * 1.1)
    box.push("r", added("after a pause"))
    assert len(sent) == 5
    box.close()


async def test_frames_are_numbered_one_by_one_and_a_message_names_the_number_of_its_last():
    sent = []
    box = Outbox(sent.append)
    for count in (1, 3, 2):
        for number in range(count):
            box.push("r", added(f"m{number}"))
        box.flush()
    assert [[frame["seq"] for frame in message["frames"]] for message in sent] == [[1], [2, 3, 4], [5, 6]]
    assert [message["seq"] for message in sent] == [1, 4, 6]
    box.close()


async def test_what_is_sent_before_its_time_begins_a_new_interval(clock):
    sent = []
    box = Outbox(sent.append)
    box.push("r", added("a"))
    box.push("r", added("b"))
    await clock.let_pass(module.INTERVAL * 0.5)
    box.flush()
    box.push("r", added("c"))
    await clock.let_pass(module.INTERVAL * 0.9)
    assert [len(message["frames"]) for message in sent] == [1, 1]
    await clock.let_pass(module.INTERVAL * 0.2)
    assert [len(message["frames"]) for message in sent] == [1, 1, 1]
    box.close()


async def test_a_second_after_the_last_of_several_messages_the_newest_number_is_repeated_once(clock):
    sent = []
    box = Outbox(sent.append)
    for number in range(3):
        box.push("r", added(f"m{number}"))
        box.flush()
        await clock.let_pass(module.BEACON * 0.6)
    assert len(sent) == 3
    await clock.let_pass(module.BEACON * 0.5)
    assert sent[3:] == [{"type": "frames", "seq": 3, "frames": []}]
    await clock.let_pass(module.BEACON * 5)
    assert len(sent) == 4
    box.push("r", added("later"))
    await clock.let_pass(module.BEACON * 1.1)
    assert [message["seq"] for message in sent[4:]] == [4, 4]
    box.close()


async def test_a_number_that_was_asked_for_is_told_at_once_and_repeated_after_the_quiet_as_well(clock):
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    box.remind()
    assert sent[1:] == [{"type": "frames", "seq": 1, "frames": []}]
    await clock.let_pass(module.BEACON * 1.1)
    assert sent[2:] == sent[1:2]
    box.close()


@pytest.mark.parametrize("is_reminded", [False, True])
async def test_nothing_leaves_after_the_end(clock, is_reminded):
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    box.push("r", added("n"))
    if is_reminded:
        box.remind()
    count = len(sent)
    box.close()
    await clock.let_pass(module.BEACON * 5)
    assert len(sent) == count


async def test_a_new_state_takes_a_number_and_repeats_it_so_that_a_view_which_lost_it_notices(clock):
    sent = []
    box = Outbox(sent.append)
    box.push("r", added())
    box.push("r", delta("waits"))
    assert box.restart() == 3
    assert [frame["seq"] for frame in frames(sent)] == [1, 2]
    assert [box.after(seq) for seq in range(5)] == [None, None, None, [], None]
    await clock.let_pass(module.BEACON * 1.1)
    assert sent[2:] == [{"type": "frames", "seq": 3, "frames": []}]
    assert box.restart() == 4
    await clock.let_pass(module.BEACON * 1.1)
    assert sent[3:] == [{"type": "frames", "seq": 4, "frames": []}]
    box.push("r", added("n"))
    assert [frame["seq"] for frame in box.after(4)] == [5]
    assert box.after(3) is None
    box.close()


async def test_frames_before_a_new_state_take_no_room_from_those_after_it(monkeypatch):
    monkeypatch.setattr(module, "KEPT_CHARACTERS", 3 * weight(delta("x" * 300, item="m0")))
    box = Outbox(lambda _: None)

    def push(count):
        for number in range(count):
            box.push("r", delta("x" * 300, item=f"m{number}"))

    push(3)
    seq = box.restart()
    push(3)
    assert len(box.after(seq)) == 3
    box.close()


async def test_what_waits_is_part_of_what_came_after_a_number():
    box = Outbox(lambda _: None)
    box.push("r", added())
    box.push("r", delta("waits"))
    assert [frame["seq"] for frame in box.after(0)] == [1, 2]
    box.close()


async def test_kept_frames_come_again_and_too_old_ones_are_none(monkeypatch):
    monkeypatch.setattr(module, "KEPT_FRAMES", 3)
    box = Outbox(lambda _: None)
    for number in range(5):
        box.push("r", added(f"m{number}"))
        box.flush()
    assert [frame["seq"] for frame in box.after(2)] == [3, 4, 5]
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


async def test_nothing_is_kept_after_the_end():
    sent = []
    box = Outbox(sent.append)
    for number in range(5):
        box.push("r", added(f"m{number}"))
    box.flush()
    assert len(box.after(0)) == 5
    box.push("r", added("late"))
    box.close()
    assert box.after(0) is None
    assert len(frames(sent)) == 5
