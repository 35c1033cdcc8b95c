"""The way from one thread to another: what is loaded, what is told of it, and what stays as it is."""

import asyncio

import pytest

from tests.doubles import ByteServer, created, delta, done, item, message, say


def page(thread_id, *items, has_more=False):
    return {**created(thread_id)["thread"], "items": {"data": list(items), "has_more": has_more}}


def stored(body):
    """A store in which each thread has one message."""
    thread_id = body["params"]["thread_id"]
    return page(thread_id, message(f"m-{thread_id}", "stored"))


def told(session, *kinds):
    frames = [event for _, event in session.recorder.frames]
    return [(event["type"], event.get("thread_id")) for event in frames if event["type"] in kinds]


LOADING = ("chatkit.thread.load.start", "chatkit.thread.load.end", "chatkit.thread.change")


async def test_loading_a_thread_is_told_from_its_start_to_the_change(session_of):
    async with session_of(ByteServer(stored)) as session:
        await session.open_thread("t2")
        assert told(session, *LOADING) == [(kind, "t2") for kind in LOADING]
        await session.open_thread(None)
        assert told(session, *LOADING)[3:] == [("chatkit.thread.change", None)]


async def test_the_end_of_loading_is_told_where_it_fails_too(session_of):
    def answer(body):
        raise LookupError("gone")

    async with session_of(ByteServer(answer)) as session:
        with pytest.raises(LookupError):
            await session.open_thread("t2")
        assert told(session, *LOADING) == [(kind, "t2") for kind in LOADING[:2]]


async def test_a_change_is_told_after_the_new_thread_is_shown(session_of):
    async with session_of(ByteServer(stored)) as session:
        order = []
        session.recorder.opened = lambda: order.append(session.current.id)
        session.recorder.frame = lambda _, event: order.append(event["type"])
        await session.open_thread("t2")
        assert order[-2:] == ["t2", "chatkit.thread.change"]


async def test_opening_the_shown_thread_changes_nothing(session_of):
    async with session_of(ByteServer(stored)) as session:
        await session.open_thread("t2")
        shown, frames = session.current, len(session.recorder.frames)
        await session.open_thread("t2")
        assert session.current is shown
        assert (len(session.recorder.frames), len(session.server.requests)) == (frames, 1)


async def test_going_back_to_the_shown_thread_gives_up_one_that_still_loads(session_of):
    gate = asyncio.Event()

    class Slow(ByteServer):
        async def process(self, request, context):
            if b"t3" in request:
                await gate.wait()
            return await super().process(request, context)

    async with session_of(Slow(stored)) as session:
        await session.open_thread("t2")
        opening = asyncio.create_task(session.open_thread("t3"))
        await asyncio.sleep(0)
        await session.open_thread("t2")
        gate.set()
        await opening
        assert session.current.id == "t2"


async def test_a_short_thread_is_loaded_at_once(session_of):
    async with session_of(ByteServer(stored)) as session:
        await session.open_thread("t2")
        snapshot = session.current.snapshot()
        assert ([each["id"] for each in snapshot["items"]], snapshot["has_older"]) == (["m-t2"], False)
        assert [body["type"] for body, _ in session.server.requests] == ["threads.get_by_id"]


@pytest.mark.parametrize("has_older", [True, False])
async def test_of_a_long_thread_the_newest_page_is_asked_for(session_of, has_older):
    def answer(body):
        if body["type"] == "threads.get_by_id":
            return page("t1", message("old", "x"), has_more=True)
        return {"data": [message("b", "2"), message("a", "1")], "has_more": has_older}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        asked = session.server.requests[1][0]
        assert asked == {"type": "items.list", "params": {"thread_id": "t1", "limit": 20, "order": "desc"}}
        snapshot = session.current.snapshot()
        assert ([each["id"] for each in snapshot["items"]], snapshot["has_older"]) == (["a", "b"], has_older)


@pytest.mark.parametrize(("count", "has_older"), [(60, False), (61, True)])
async def test_a_snapshot_has_the_newest_sixty_items(session_of, count, has_older):
    items = [message(f"m{number}", "x") for number in range(count)]
    async with session_of(ByteServer(lambda _: page("t1", *items))) as session:
        await session.open_thread("t1")
        snapshot = session.current.snapshot()
        assert [each["id"] for each in snapshot["items"]] == [f"m{number}" for number in range(count - 60, count)]
        assert (snapshot["has_older"], snapshot["response"]) == (has_older, None)


async def test_an_item_of_an_unknown_kind_hides_no_other(session_of):
    items = [message("a", "x"), {"id": "odd", "type": "of the future"}, message("b", "x")]
    async with session_of(ByteServer(lambda _: page("t1", *items))) as session:
        await session.open_thread("t1")
        assert [each.id for each in session.current.items()] == ["a", "b"]


async def test_refreshing_loads_the_shown_thread_anew(session_of):
    texts = iter(["before", "after"])
    async with session_of(ByteServer(lambda _: page("t1", message("m", next(texts))))) as session:
        await session.refresh()
        assert session.server.requests == []
        await session.open_thread("t1")
        await session.refresh()
        assert session.current.items()[0].content[0].text == "after"
        assert session.recorder.opened_count == 2


async def test_what_streams_is_not_refreshed(session_of, wait_until):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    async with session_of(ByteServer(answer)) as session:
        session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id)
        shown = session.current
        await session.refresh()
        assert (session.current is shown, len(session.server.requests)) == (True, 1)


async def test_a_message_to_a_thread_behind_joins_what_streams_there(session_of, wait_until):
    gate = asyncio.Event()

    async def stream(body):
        if body["type"] == "threads.create":
            yield created()
            await gate.wait()
        yield done(message(f"m{len(session.server.requests)}", "x"))

    async with session_of(ByteServer(stream)) as session:
        first = session.submit("threads.create", say("a"))
        await wait_until(lambda: session.current.id)
        await session.open_thread(None)
        second = session.submit("x", say("b", "threads.add_user_message"))
        assert second.thread is first.thread
        await asyncio.sleep(0)
        assert len(session.server.requests) == 1

        gate.set()
        await session.finished(second)
        assert [each["id"] for each in first.thread.state["items"]] == ["m1", "m2"]
        assert session.current.id is None


async def test_a_message_to_a_thread_that_is_not_shown_changes_nothing_that_is(session_of):
    async def stream():
        yield done(message("m", "answer"))

    def answer(body):
        return stored(body) if body["type"] == "threads.get_by_id" else stream()

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t2")
        turn = await session.finished(session.submit("x", say("b", "threads.add_user_message")))
        assert (turn.text, turn.thread_id) == ("answer", "t1")
        assert (session.current.id, [each.id for each in session.current.items()]) == ("t2", ["m-t2"])


async def test_a_message_that_begins_a_thread_shows_a_new_one_where_another_is_shown_or_begins(session_of, wait_until):
    async def stream(body):
        yield created(body["params"]["input"]["content"][0]["text"])
        await asyncio.Event().wait()

    async with session_of(ByteServer(stream)) as session:
        empty = session.current
        first = session.submit("threads.create", say("t1"))
        assert first.thread is empty
        await wait_until(empty.response_lock.locked)
        second = session.submit("threads.create", say("t2"))
        await wait_until(lambda: second.thread.id)
        third = session.submit("threads.create", say("t3"))
        await wait_until(lambda: third.thread.id)
        assert [each.thread.id for each in (first, second, third)] == ["t1", "t2", "t3"]
        assert session.current is third.thread


async def test_a_message_that_begins_a_thread_does_not_wait_for_another_that_begins(session_of, wait_until):
    gate = asyncio.Event()

    async def stream(body):
        name = body["params"]["input"]["content"][0]["text"]
        if name == "t1":
            await gate.wait()
        yield created(name)

    async with session_of(ByteServer(stream)) as session:
        first = session.submit("threads.create", say("t1"))
        await wait_until(lambda: session.server.requests)
        async with asyncio.timeout(15):
            second = await session.finished(session.submit("threads.create", say("t2")))
        gate.set()
        turns = [await session.finished(first), second]
        assert [each.thread_id for each in turns] == ["t1", "t2"]
        assert session.current.id == "t2"


async def test_a_message_that_begins_a_thread_leaves_the_finished_one_as_it_is(session_of):
    async def stream(body):
        yield created(body["params"]["input"]["content"][0]["text"])
        yield done(message("m", "x"))

    async with session_of(ByteServer(stream)) as session:
        first = session.submit("threads.create", say("t1"))
        await session.finished(first)
        await session.finished(session.submit("threads.create", say("t2")))
        assert (first.thread.id, session.current.id) == ("t1", "t2")


async def test_a_thread_is_kept_behind_until_the_last_of_its_responses_has_ended(session_of, wait_until):
    gates = [asyncio.Event(), asyncio.Event()]

    async def stream(number):
        if number == 0:
            yield created()
        await gates[number].wait()
        yield done(message(f"m{number}", "x"))

    def answer(body):
        streams = [each for each, _ in session.server.requests if each["type"] != "threads.get_by_id"]
        return stored(body) if body["type"] == "threads.get_by_id" else stream(len(streams) - 1)

    async with session_of(ByteServer(answer)) as session:
        first = session.submit("threads.create", say("a"))
        await wait_until(lambda: session.current.id)
        second = session.submit("x", say("b", "threads.add_user_message"))
        await session.open_thread(None)
        gates[0].set()
        await session.finished(first)
        await wait_until(lambda: len(session.server.requests) == 2)

        await session.open_thread("t1")
        assert session.current is first.thread
        await session.open_thread(None)
        gates[1].set()
        await session.finished(second)
        await session.open_thread("t1")
        assert [each.id for each in session.current.items()] == ["m-t1"]


async def test_a_thread_that_is_left_without_a_response_is_loaded_when_it_is_opened_again(session_of):
    async with session_of(ByteServer(stored)) as session:
        for name in ("t1", "t2", "t1"):
            await session.open_thread(name)
        asked = [body["params"]["thread_id"] for body, _ in session.server.requests]
        assert asked == ["t1", "t2", "t1"]


async def test_deleting_a_thread_waits_for_all_that_ran_in_it(session_of, wait_until):
    left = []

    async def stream():
        yield created()
        try:
            await asyncio.Event().wait()
        finally:
            left.append("stream")

    def answer(body):
        if body["type"] == "threads.delete":
            left.append("deleted")
            return {}
        return stream()

    async with session_of(ByteServer(answer)) as session:
        responses = [session.submit("ask", lambda _: say("a"), id=name) for name in ("r1", "r2")]
        await wait_until(lambda: session.current.id)
        await session.call({"type": "threads.delete", "params": {"thread_id": "t1"}})
        assert left == ["stream", "deleted"]
        assert all(each.task.done() and each.is_cancelled for each in responses)
        cancelled = [row.run_id for row in session.log.where(type="chatkit.cancel")]
        assert cancelled == ["r1", "r2"]


async def test_a_retry_forgets_nothing_of_what_the_model_is_to_see_again(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            for name in ("a", "b"):
                yield done(item("user_message", name, content=[], attachments=[], inference_options={}))
                yield {"type": "thread.item.added", "item": message(f"m-{name}", "")}
                yield delta(f"m-{name}", "x")
                yield done(message(f"m-{name}", "x"))

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        retry = {"type": "threads.retry_after_item", "params": {"thread_id": "t1", "item_id": "b"}}
        await session.finished(session.submit("retry", retry))
        assert [each["id"] for each in session.current.state["items"]] == ["a", "m-a", "b"]
        truncated = {"type": "chatkit.thread.truncate", "after_item_id": "b"}
        assert truncated in [event for _, event in session.recorder.frames]
