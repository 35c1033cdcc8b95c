"""Which thread a session shows, and what goes on in the others."""

import asyncio
import json

import pytest

from tests.doubles import ByteServer, created, delta, done, item, message, say


async def test_responses_of_a_thread_wait_for_each_other(session_of):
    running = []
    most = []

    async def answer(body):
        running.append(body)
        most.append(len(running))
        if body["type"] == "threads.create":
            yield created()
        await asyncio.sleep(0)
        yield done(message(f"m{len(most)}", "x"))
        running.remove(body)

    def ask(thread):
        return say("x") if thread.id is None else say("x", "threads.add_user_message")

    async with session_of(ByteServer(answer)) as session:
        responses = [session.submit("ask", ask) for _ in range(3)]
        turns = [await session.finished(response) for response in responses]
        assert [turn.thread_id for turn in turns] == ["t1"] * 3
        assert most == [1, 1, 1]
        ops = [body["type"] for body, _ in session.server.requests]
        assert ops == ["threads.create", "threads.add_user_message", "threads.add_user_message"]


async def test_stop_ends_what_waits_for_its_turn_too(session_of):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    async with session_of(ByteServer(answer)) as session:
        first = session.submit("ask", lambda _: say("a"), id="r1")
        second = session.submit("ask", lambda _: say("b"), id="r2")
        async with asyncio.timeout(15):
            while "thread.created" not in session.recorder.types():  # noqa: ASYNC110 - frames, not one event
                await asyncio.sleep(0)
        session.stop()
        await session.finished(first)
        await session.finished(second)
        ends = [event["id"] for _, event in session.recorder.frames if event["type"] == "chatkit.response.end"]
        assert sorted(ends) == ["r1", "r2"]
        assert len(session.server.requests) == 1


async def test_a_response_goes_on_while_another_thread_is_shown(session_of):
    gate = asyncio.Event()

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            await gate.wait()
            yield done(message("m1", "late"))

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        async with asyncio.timeout(15):
            while session.current.id is None:  # noqa: ASYNC110 - state, not one event
                await asyncio.sleep(0)
        await session.open_thread(None)
        assert session.current.id is None
        assert session.recorder.opened_count == 1
        gate.set()
        turn = await session.finished(response)
        assert turn.text == "late"
        assert session.current.state["items"] == []
        assert "late" not in json.dumps([event for _, event in session.recorder.frames])


async def test_coming_back_to_a_thread_that_still_answers_shows_it_as_it_is(session_of):
    gate = asyncio.Event()

    async def answer(body):
        yield created()
        yield done(message("m1", "before"))
        await gate.wait()
        yield done(message("m2", "after"))

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        async with asyncio.timeout(15):
            while not session.current.state["items"]:  # noqa: ASYNC110 - state, not one event
                await asyncio.sleep(0)
        await session.open_thread(None)
        await session.open_thread("t1")
        assert session.current.snapshot()["response"] == {"id": response.id, "op": "threads.create"}
        gate.set()
        await session.finished(response)
        assert [wire["id"] for wire in session.current.state["items"]] == ["m1", "m2"]


async def test_opening_a_long_thread_shows_its_newest_items(session_of):
    items = [message(f"m{number}", str(number)) for number in range(50)]

    def answer(body):
        if body["type"] == "threads.get_by_id":
            return {**created()["thread"], "items": {"data": items[:20], "has_more": True, "after": "m19"}}
        return {"data": items[:-21:-1], "has_more": True, "after": "m30"}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        snapshot = session.current.snapshot()
        assert [wire["id"] for wire in snapshot["items"]] == [f"m{number}" for number in range(30, 50)]
        assert snapshot["has_older"] is True
        assert "items" not in snapshot["thread"]


async def test_a_thread_that_does_not_load_leaves_the_shown_one(session_of):
    def answer(body):
        raise LookupError("no such thread")

    async with session_of(ByteServer(answer)) as session:
        before = session.current
        with pytest.raises(LookupError):
            await session.open_thread("gone")
        assert session.current is before


async def test_the_thread_asked_for_last_is_shown_whichever_loads_first(session_of):
    gates = {"t1": asyncio.Event(), "t2": asyncio.Event()}

    class Slow(ByteServer):
        async def process(self, request, context):
            await gates[json.loads(request)["params"]["thread_id"]].wait()
            return await super().process(request, context)

    async with session_of(Slow(lambda body: created(body["params"]["thread_id"])["thread"])) as session:
        opening = [asyncio.create_task(session.open_thread(thread_id)) for thread_id in ("t1", "t2")]
        await asyncio.sleep(0)
        gates["t2"].set()
        await opening[1]
        gates["t1"].set()
        await opening[0]
        assert session.current.id == "t2"


async def test_a_retry_drops_the_later_items_before_it_runs(session_of):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            yield done(item("user_message", "u", content=[], attachments=[], inference_options={}))
            yield done(message("m1", "first"))
        else:
            yield done(message("m2", "second"))

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        retry = {"type": "threads.retry_after_item", "params": {"thread_id": "t1", "item_id": "u"}}
        turn = await session.finished(session.submit("retry", retry))
        assert turn.text == "second"
        assert [wire["id"] for wire in session.current.state["items"]] == ["u", "m2"]


async def test_a_renamed_thread_is_renamed_on_the_screen_and_a_deleted_one_gone(session_of):
    def answer(body):
        if body["type"] == "threads.update":
            return {**created()["thread"], "title": body["params"]["title"]}
        if body["type"] == "threads.get_by_id":
            return created()["thread"]
        return {}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        await session.call({"type": "threads.update", "params": {"thread_id": "t1", "title": "New"}})
        assert session.current.state["thread"]["title"] == "New"
        await session.call({"type": "threads.delete", "params": {"thread_id": "t1"}})
        assert session.current.id is None


async def test_deleting_a_thread_ends_what_runs_in_it_before_it_is_gone(session_of, wait_until):
    gone = []
    ends = []

    async def endless():
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        try:
            while True:
                yield delta("m1", "more ")
                await asyncio.sleep(0)
        finally:
            ends.append(list(gone))

    def answer(body):
        if body["type"] != "threads.delete":
            return endless()
        gone.append(body["params"]["thread_id"])
        return {}

    async with session_of(ByteServer(answer)) as session:
        running = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id is not None)
        await session.open_thread(None)  # it goes on behind what is shown

        await session.call({"type": "threads.delete", "params": {"thread_id": "t1"}})

        assert running.task.done()
        assert (gone, ends) == (["t1"], [[]])


def thread_page(thread_id, *items):
    thread = created(thread_id)["thread"]
    return {**thread, "items": {"data": list(items), "has_more": False}}


async def test_stop_ends_the_responses_of_the_shown_thread_and_no_other(session_of, wait_until):
    gate = asyncio.Event()

    async def stream(body):
        name = body["params"]["input"]["content"][0]["text"]
        yield created(name)
        await gate.wait()
        yield done(message(f"m-{name}", "whole"))

    async with session_of(ByteServer(stream)) as session:
        behind = session.submit("threads.create", say("t1"))
        await wait_until(lambda: session.current.id == "t1")
        await session.open_thread(None)
        shown = session.submit("threads.create", say("t2"))
        await wait_until(lambda: session.current.id == "t2")

        session.stop()
        await session.finished(shown)
        assert (shown.is_cancelled, behind.is_cancelled) == (True, False)

        gate.set()
        assert (await session.finished(behind)).text == "whole"


async def test_stop_of_one_request_leaves_the_next_to_run(session_of, wait_until):
    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
            await asyncio.Event().wait()
        yield done(message("m", "ran"))

    async with session_of(ByteServer(answer)) as session:
        first = session.submit("threads.create", say("a"), id="r1")
        await wait_until(lambda: session.current.id == "t1")
        second = session.submit("x", say("b", "threads.add_user_message"), id="r2")

        session.stop("r1")

        assert (await session.finished(second)).text == "ran"
        assert (first.is_cancelled, second.is_cancelled) == (True, False)


async def test_a_thread_that_finished_behind_the_shown_one_is_loaded_anew(session_of, wait_until):
    gate = asyncio.Event()

    async def stream():
        yield created()
        await gate.wait()

    def answer(body):
        if body["type"] == "threads.create":
            return stream()
        return thread_page("t1", message("m9", "from the store"))

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id == "t1")
        await session.open_thread(None)
        gate.set()
        await session.finished(response)

        await session.open_thread("t1")

        assert [each.id for each in session.current.items()] == ["m9"]
        assert session.server.requests[-1][0]["type"] == "threads.get_by_id"


async def test_a_response_that_deletes_its_own_thread_does_not_wait_for_itself(session_of):
    gone = []

    async def stream():
        yield created()
        await session.call({"type": "threads.delete", "params": {"thread_id": "t1"}})
        yield done(message("m", "bye"))

    def answer(body):
        if body["type"] == "threads.create":
            return stream()
        gone.append(body["params"]["thread_id"])
        return {}

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"))
        async with asyncio.timeout(15):
            turn = await session.finished(response)

        assert (gone, turn.error, response.is_cancelled) == (["t1"], None, False)
        assert session.current.id is None


async def test_deleting_a_thread_stops_nothing_of_another(session_of, wait_until):
    gate = asyncio.Event()

    async def stream():
        yield created()
        await gate.wait()
        yield done(message("m", "whole"))

    async with session_of(ByteServer(lambda body: stream() if body["type"] == "threads.create" else {})) as session:
        response = session.submit("threads.create", say("hi"))
        await wait_until(lambda: session.current.id == "t1")

        await session.call({"type": "threads.delete", "params": {"thread_id": "t2"}})
        gate.set()

        assert (await session.finished(response)).text == "whole"
        assert session.current.id == "t1"


async def test_what_is_changed_in_another_thread_changes_nothing_that_is_shown(session_of):
    def answer(body):
        if body["type"] == "threads.get_by_id":
            return thread_page("t1")
        if body["type"] == "threads.update":
            return {**created("t2")["thread"], "title": "Other"}
        return {"updated_item": item("widget", "w", widget={"type": "Card"})}

    async with session_of(ByteServer(answer)) as session:
        await session.open_thread("t1")
        before, told = json.dumps(session.current.state), session.recorder.types()
        action = {"thread_id": "t2", "action": {"type": "buy", "payload": None}}

        await session.call({"type": "threads.update", "params": {"thread_id": "t2", "title": "Other"}})
        await session.call({"type": "threads.sync_custom_action", "params": action})

        assert json.dumps(session.current.state) == before
        assert session.recorder.types() == told

        await session.call({"type": "threads.sync_custom_action", "params": {**action, "thread_id": "t1"}})
        assert [each["id"] for each in session.current.state["items"]] == ["w"]
