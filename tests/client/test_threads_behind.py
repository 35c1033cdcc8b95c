"""What runs in threads that are not shown, and that no view has loaded."""

import asyncio

import pytest

from tests.doubles import ByteServer, created, delta, done, message, say


@pytest.mark.parametrize("opened", ["while it answers", "before it answers", "as it ends"])
async def test_a_thread_that_is_opened_while_a_response_runs_in_it_shows_both(session_of, wait_until, opened):
    gate, loading = asyncio.Event(), asyncio.Event()
    stored = [message("m0", "long ago")]

    async def answer():
        yield done(message("m1", "first"))
        yield {"type": "thread.item.added", "item": message("m2", "")}
        yield delta("m2", "more")
        await gate.wait()
        stored.append(message("m2", "more"))
        yield done(message("m2", "more"))

    class Server(ByteServer):
        async def process(self, request, context):
            reply = await super().process(request, context)
            if b"threads.get_by_id" in request:
                await loading.wait()
            return reply

    def reply(body):
        page = {"data": list(stored), "has_more": False}
        return {**created()["thread"], "items": page} if body["type"] == "threads.get_by_id" else answer()

    async with session_of(Server(reply)) as session:
        if opened == "before it answers":
            opening = asyncio.create_task(session.open_thread("t1"))
            await wait_until(lambda: session.server.requests)
        response = session.submit("say", say("hi", "threads.add_user_message"))
        await wait_until(lambda: response.thread.state["open"])
        if opened != "before it answers":
            opening = asyncio.create_task(session.open_thread("t1"))
            await wait_until(lambda: len(session.server.requests) == 2)
        if opened == "as it ends":
            gate.set()
            await session.finished(response)
        loading.set()
        await opening
        assert session.current is response.thread
        gate.set()
        await session.finished(response)
        assert session.current.state["thread"]["created_at"]
        assert [wire["id"] for wire in session.current.state["items"]] == ["m0", "m1", "m2"]


async def test_two_requests_of_a_thread_that_is_not_shown_run_one_after_the_other(session_of):
    running, most = [], []

    async def answer(body):
        running.append(body)
        most.append(len(running))
        await asyncio.sleep(0)
        yield done(message(f"m{len(most)}", "x"))
        running.remove(body)

    async with session_of(ByteServer(answer)) as session:
        responses = [session.submit("say", say("x", "threads.add_user_message")) for _ in range(3)]
        for response in responses:
            await session.finished(response)
        assert most == [1, 1, 1]
        assert session._threads._background == {}
