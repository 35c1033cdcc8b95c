"""The session against the smallest possible server: anything with `process()` that answers in SSE bytes."""

import asyncio
import json
import time

import pytest

from chatkit_notebook.client import Callbacks
from chatkit_notebook.client.callbacks import Callback
from chatkit_notebook.errors import InvalidRequestError
from tests.doubles import ByteServer, created, delta, done, item, message, say


async def test_a_response_starts_once_streams_and_ends_once(session_of):
    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        yield delta("m1", "Hel")
        yield delta("m1", "lo")
        yield done(message("m1", "Hello"))

    async with session_of(ByteServer(answer), context={"user": 1}) as session:
        turn = await session.finished(session.submit("threads.create", say("hi"), id="r1"))
        assert (turn.text, turn.thread_id, turn.error) == ("Hello", "t1", None)
        assert session.recorder.types() == [
            "chatkit.response.start",
            "thread.created",
            "chatkit.thread.change",
            "thread.item.added",
            "thread.item.updated",
            "thread.item.updated",
            "thread.item.done",
            "chatkit.response.end",
        ]
        assert {request_id for request_id, _ in session.recorder.frames} == {"r1"}
        assert [record.run_id for record in turn.events] == ["r1"] * 8
        assert session.server.requests == [(say("hi"), {"user": 1})]


@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
async def test_events_survive_any_cut_of_the_stream(session_of, size):
    events = [created(), done(message("m1", 'a\nb\u2028 é 🎉 \\ " data: x'))]

    async def answer(body):
        stream = b": hello\r\n\r\n" + b"".join(
            b"event: x\ndata: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n" for event in events
        )
        for start in range(0, len(stream), size):
            yield stream[start : start + size]

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.text == 'a\nb\u2028 é 🎉 \\ " data: x'


@pytest.mark.parametrize(("depth", "is_told"), [(150, False), (250, True), (100_000, True)])
async def test_an_event_that_is_nested_too_deep_for_a_view_is_an_error(session_of, depth, is_told):
    async def answer(body):
        yield created()
        data = b"[" * depth + b"]" * depth
        yield b'data: {"type": "client_effect", "name": "e", "data": {"x": ' + data + b"}}\n\n"

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert ("nested more than 200 levels deep" in str(turn.error)) == is_told


async def test_half_a_surrogate_pair_reaches_no_view(session_of):
    async def answer(body):
        yield created()
        yield b'data: {"type": "thread.item.done", "item": {"id": "m1", "thread_id": "t1", "type": "assistant_message",'
        yield b' "created_at": "2026-01-02T03:04:05", "content": [{"annotations": [], "type": "output_text",'
        yield b' "text": "a \\uD83D\\uDE00 b \\ud83d c \xed\xa0\xbd d"}]}}\n\n'

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi"), id="r1"))
        assert turn.text == "a \U0001f600 b \ufffd c \ufffd d"


async def test_a_stream_that_breaks_is_one_error_event_and_a_normal_end(session_of):
    async def answer(body):
        yield created()
        raise ConnectionError("the line is dead")

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error == "ConnectionError: the line is dead"
        assert session.recorder.types()[-2:] == ["error", "chatkit.response.end"]
        assert session.recorder.frames[-1][1]["error"]["allow_retry"] is True


async def test_a_frame_that_is_no_json_is_an_error_that_shows_it(session_of):
    async def answer(body):
        yield b"data: {oops\n\n"

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert "{oops" in turn.error


@pytest.mark.parametrize("waits", [True, False])
async def test_stop_cancels_the_stream_inside_keeps_the_text_and_leaves_the_session_usable(session_of, waits):
    cancelled = []

    async def short():
        yield done(message("m2", "fine"))

    async def answer(body):
        yield created()
        yield {"type": "thread.item.added", "item": message("m1", "")}
        yield delta("m1", "kept")
        try:
            while True:
                if waits:
                    await asyncio.sleep(0.001)
                else:
                    # Never gives the loop a turn by itself for a while: the session has to.
                    for _ in range(50_000):
                        pass
                    await asyncio.sleep(0)
                yield delta("m1", ".")
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    async with session_of(ByteServer(answer)) as session:
        response = session.submit("threads.create", say("hi"), id="r1")
        async with asyncio.timeout(15):
            while len(session.recorder.frames) < 10:  # noqa: ASYNC110 - frames, not one event
                await asyncio.sleep(0)
        session.stop()
        turn = await session.finished(response)
        assert turn.text.startswith("kept.")
        assert turn.error is None
        assert cancelled == [True]
        assert session.recorder.frames[-1][1]["cancelled"] is True
        assert session.recorder.types().count("chatkit.response.end") == 1
        session.server.answer = lambda body: short()
        again = await session.finished(session.submit("x", say("more", "threads.add_user_message")))
        assert (again.text, again.error) == ("fine", None)


async def test_a_server_that_exits_is_an_error_like_any_other(session_of):
    async def answer(body):
        yield created()
        raise SystemExit(3)

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        assert turn.error == "SystemExit: 3"
        assert session.recorder.types()[-2:] == ["error", "chatkit.response.end"]


@pytest.mark.parametrize("body", [{"type": "threads.list", "params": {}}, {"type": "threads.create", "params": {}}])
async def test_what_is_no_streaming_request_is_refused(session_of, body):
    async with session_of(ByteServer(lambda _: {})) as session:
        with pytest.raises(InvalidRequestError):
            session.submit("x", body)
        assert session.server.requests == []


async def test_listeners_hear_start_and_end(session_of, wait_until):
    async def answer(body):
        yield created()

    heard = []
    callbacks = Callbacks()
    callbacks.add_listener("response.start", Callback(lambda event: heard.append(event["op"])))
    callbacks.add_listener("response.end", Callback(lambda: heard.append("end")))
    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: heard == ["threads.create", "end"])


async def test_secrets_never_reach_the_chat_or_the_log(session_of, monkeypatch):
    monkeypatch.setenv("SHOP_API_KEY", "topsecret-value")

    async def answer(body):
        yield created()
        raise RuntimeError("refused topsecret-value and sk-abcdef123456")

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        everything = turn.error + json.dumps([record.payload for record in session.log])
        assert "topsecret-value" not in everything
        assert "abcdef123456" not in everything
        assert "<SHOP_API_KEY>" in turn.error


async def test_closing_leaves_no_task(session_of):
    async def answer(body):
        yield created()
        await asyncio.Event().wait()

    before = asyncio.all_tasks()
    async with session_of(ByteServer(answer)) as session:
        session.submit("threads.create", say("hi"))
        await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_what_a_view_reports_can_not_pose_as_the_sessions_own_events(session_of, wait_until):
    heard = []
    callbacks = Callbacks()
    for name in ("log", "deeplink", "response.end"):
        callbacks.add_listener(name, Callback(lambda event, name=name: heard.append((name, event))))
    async with session_of(ByteServer(lambda _: {}), callbacks) as session:
        session.view_event("response.end", {"type": "error"})
        session.view_event("deeplink", {"type": "error", "name": "task", "data": {"id": "1"}})
        await wait_until(lambda: len(heard) == 2)
    assert sorted(heard) == [
        ("deeplink", {"name": "task", "data": {"id": "1"}}),
        ("log", {"name": "response.end", "data": {"type": "error"}}),
    ]


async def test_listeners_hear_effects_and_errors(session_of, wait_until):
    async def answer(body):
        yield {"type": "client_effect", "name": "beep", "data": {"n": None}}
        yield {"type": "error", "code": "custom", "message": "Quota used up", "allow_retry": True}

    heard = []
    callbacks = Callbacks()
    callbacks.add_listener("effect", Callback(lambda event: heard.append(event)))  # noqa: PLW0108
    callbacks.add_listener("error", Callback(lambda event: heard.append(event["error"]["message"])))
    async with session_of(ByteServer(answer), callbacks) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))
        await wait_until(lambda: len(heard) == 2)
    assert turn.error == "Quota used up"
    assert {"name": "beep", "data": {"n": None}} in heard


@pytest.mark.parametrize("after", [[], [done(message("m1", "x"))]])
async def test_of_two_errors_neither_is_lost(session_of, after):
    async def answer(body):
        yield created()
        for text in ("one", "two"):
            yield {"type": "error", "code": "custom", "message": text, "allow_retry": text == "two"}
        for event in after:
            yield event

    async with session_of(ByteServer(answer)) as session:
        turn = await session.finished(session.submit("threads.create", say("hi")))

        told = [event["message"] for _, event in session.recorder.frames if event["type"] == "error"]
        assert told == ["one", "two"]
        assert turn.error == "two"
        assert session.recorder.frames[-1][1]["error"] == {"code": "custom", "message": "two", "allow_retry": True}
        assert len(turn.items) == len(after)


async def test_an_error_that_breaks_the_stream_behind_it_is_told_before_the_break(session_of):
    async def answer(body):
        yield created()
        yield {"type": "error", "code": "custom", "message": "Quota used up", "allow_retry": True}
        raise ConnectionError("the line is dead")

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi")))

        errors = [event for _, event in session.recorder.frames if event["type"] == "error"]
        assert [event["code"] for event in errors] == ["custom", "stream.error"]
        assert errors[0]["message"] == "Quota used up"
        assert errors[1]["detail"]["message"] == "the line is dead"
        assert session.recorder.types()[-1] == "chatkit.response.end"


@pytest.mark.parametrize(
    ("error", "may_retry"), [(ValueError, False), (LookupError, False), (KeyError, False), (OSError, True)]
)
async def test_what_would_fail_again_is_not_offered_again(session_of, error, may_retry):
    async def answer(body):
        yield created()
        raise error("no")

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi")))

    assert session.recorder.frames[-1][1]["error"]["allow_retry"] is may_retry


async def test_a_client_action_comes_from_its_own_item(session_of):
    senders = []
    callbacks = Callbacks(actions={"buy": Callback(lambda sender: senders.append(sender and sender.id))})
    widgets = [item("widget", name, widget={"type": "Card", "children": []}) for name in ("w1", "w2", "w3")]

    async def answer(body):
        yield created()
        for widget in widgets:
            yield done(widget)

    async with session_of(ByteServer(answer), callbacks) as session:
        await session.finished(session.submit("threads.create", say("hi")))
        for item_id in ("w2", "w3", "nope", None):
            await session.client_action({"type": "buy", "payload": {}, "handler": "client"}, item_id)

        with pytest.raises(LookupError, match=r"@chat\.on_action\(\"sell\"\)"):
            await session.client_action({"type": "sell"}, "w1")

    assert senders == ["w2", "w3", None, None]


async def test_a_turn_tells_its_seconds_and_its_own_rows(session_of):
    before = time.time()

    async def answer(body):
        if body["type"] == "threads.create":
            yield created()
        yield done(message(f"m{len(session.server.requests)}", "x" * 100))

    async with session_of(ByteServer(answer)) as session:
        await session.finished(session.submit("threads.create", say("hi"), id="r1"))
        turn = await session.finished(session.submit("x", say("hi", "threads.add_user_message"), id="r2"))

        assert 0 < turn.duration <= time.time() - before
        assert {record.run_id for record in turn.events} == {"r2"}
        assert [each.id for each in turn.items] == ["m2"]
        assert repr(turn).startswith(f"Turn({'x' * 77 + '...'!r}, 1 items, {len(turn.events)} events, ")
