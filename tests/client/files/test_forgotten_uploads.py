"""Uploads that were announced and never came are forgotten; one that is alive never is."""

import asyncio
from time import monotonic

import pytest

from chatkit_notebook.client.files import attachments
from chatkit_notebook.errors import AttachmentRefusedError, NotFoundError, UploadFailedError
from chatkit_notebook.store.limits import AttachmentLimits
from tests.client.files.test_attachments import Gated, create, server
from tests.doubles import ByteServer


async def announced(session, size=10):
    return (await session.call(create(size=size)))["id"]


async def test_an_upload_that_is_alive_outlives_any_number_of_announcements(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 5)
    async with session_of(server()) as session:
        alive = await announced(session)
        await session.receive(alive, 0, b"01234")
        for _ in range(50):
            await announced(session)
        assert await session.receive(alive, 5, b"56789") == (10, True)


async def test_what_is_announced_when_all_others_are_alive_is_refused(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 3)
    async with session_of(server()) as session:
        alive = [await announced(session) for _ in range(3)]
        for each in alive:
            await session.receive(each, 0, b"01234")
        with pytest.raises(AttachmentRefusedError, match="3 files are already being uploaded"):
            await announced(session)
        await session.receive(alive[0], 5, b"56789")
        await announced(session)
        assert [each in session._attachments._uploads for each in alive] == [False, True, True]


@pytest.mark.parametrize("most", [1, 1_000])  # two messages may always be under way
async def test_the_bytes_announced_are_bounded_too(session_of, monkeypatch, most):
    monkeypatch.setattr(attachments, "MOST_ANNOUNCED", most)
    async with session_of(server(), limits=AttachmentLimits(max_size=500, max_count=1)) as session:
        first, second = await announced(session, 500), await announced(session, 500)
        await session.receive(first, 0, b"0")
        third = await announced(session, 500)
        assert [each in session._attachments._uploads for each in (first, second, third)] == [True, False, True]
        await session.receive(third, 0, b"0")
        with pytest.raises(AttachmentRefusedError, match="2 files of 1000 bytes are already being uploaded"):
            await announced(session, 500)


async def test_an_upload_of_which_nothing_comes_any_more_goes_from_the_server_too(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "IDLE", 0.01)
    async with session_of(server()) as session:
        gone = await announced(session)
        await session.receive(gone, 0, b"01234")
        async with asyncio.timeout(15):
            while gone in session._attachments._uploads:  # noqa: ASYNC110 - a timer forgets it
                await asyncio.sleep(0.01)
        with pytest.raises(NotFoundError):
            await session.receive(gone, 5, b"56789")
        with pytest.raises(NotFoundError):
            await session.server.store.load_attachment(gone, {})
        assert len(session.log.where(type="chatkit.failure")) == 0


async def test_an_upload_of_which_a_piece_is_being_kept_is_not_idle_however_long_that_takes(
    session_of, monkeypatch, wait_until
):
    store = Gated()
    async with session_of(server(attachment_store=store)) as session:
        await session.call(create("a"))
        piece = session.spawn(session.receive("a", 0, b"01234"))
        await wait_until(lambda: store.began)
        with monkeypatch.context() as patch:
            patch.setattr(attachments, "IDLE", -1)
            await session.call(create("b"))
        store.gates["a"].set()
        assert await piece == (5, False)
        assert "a" in session._attachments._uploads


async def test_a_finished_upload_is_forgotten_and_kept(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 1)
    async with session_of(server()) as session:
        kept = await announced(session, 3)
        await session.receive(kept, 0, b"abc")
        await announced(session)
        await asyncio.sleep(0)
        assert kept not in session._attachments._uploads
        assert (await session.read_attachment(kept))[1] == b"abc"


async def test_a_server_that_does_not_delete_what_is_forgotten_is_told_in_the_log(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 1)
    made = iter("ab")

    def answer(body):
        if body["type"] == "attachments.delete":
            raise OSError("disk gone")
        return {"id": next(made), "name": "a.txt", "mime_type": "text/plain", "type": "file"}

    async with session_of(ByteServer(answer)) as session:
        await announced(session)
        await announced(session)
        async with asyncio.timeout(15):
            while not (rows := session.log.where(type="chatkit.failure")):  # noqa: ASYNC110 - nobody waits for it
                await asyncio.sleep(0)
        assert rows[0].payload["error"]["message"] == "disk gone"


class Slow(ByteServer):
    async def process(self, request, context):
        await asyncio.sleep(0)
        return await super().process(request, context)


async def test_announcements_at_the_same_time_do_not_pass_the_bound_together(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 5)
    ids = iter(range(100))

    def answer(_):
        return {"id": str(next(ids)), "name": "a.txt", "mime_type": "text/plain", "type": "file"}

    async with session_of(Slow(answer)) as session:
        results = await asyncio.gather(*(session.call(create()) for _ in range(50)), return_exceptions=True)
        assert sum(isinstance(each, AttachmentRefusedError) for each in results) == 45
        assert sum(str(each) in session._attachments._uploads for each in range(50)) == 5


class Clock:
    """Seconds that pass when the test says so; counts how often it is asked."""

    def __init__(self):
        self.now, self.asked = monotonic(), 0

    def __call__(self):
        self.asked += 1
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(attachments, "monotonic", clock)
    return clock


async def test_it_is_looked_again_and_again_for_what_is_idle(session_of, monkeypatch, clock, wait_until):
    monkeypatch.setattr(attachments, "IDLE", 0.01)
    async with session_of(server()) as session:
        first = await announced(session)
        asked = clock.asked
        await wait_until(lambda: clock.asked > asked + 2)
        assert first in session._attachments._uploads

        clock.now += 1_000
        await wait_until(lambda: first not in session._attachments._uploads)
        second = await announced(session)
        await wait_until(lambda: second not in session._attachments._uploads)


async def test_an_upload_is_idle_from_its_last_piece_on(session_of, clock):
    async with session_of(server()) as session:
        alive, idle = await announced(session), await announced(session)
        for each in (alive, idle):
            await session.receive(each, 0, b"01")
        clock.now += 400
        await session.receive(alive, 2, b"23")
        clock.now += 201
        await announced(session)
        assert [each in session._attachments._uploads for each in (alive, idle)] == [True, False]


async def test_a_session_that_is_closed_forgets_nothing_more(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "IDLE", 0.01)
    double = ByteServer(lambda _: {"id": "a", "name": "a.txt", "mime_type": "text/plain", "type": "file"})
    async with session_of(double) as session:
        await announced(session)
    await asyncio.sleep(0.05)  # a timer that was left would be due before this one
    assert len(double.requests) == 1


async def test_an_announcement_that_fails_takes_no_room(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 2)
    failing = [True, True, False, False]

    def answer(_):
        if failing.pop(0):
            raise OSError("not now")
        return {"id": str(len(failing)), "name": "a.txt", "mime_type": "text/plain", "type": "file"}

    async with session_of(ByteServer(answer)) as session:
        for _ in range(2):
            with pytest.raises(OSError, match="not now"):
                await announced(session)
        made = [await announced(session) for _ in range(2)]
        assert [each in session._attachments._uploads for each in made] == [True, True]


async def test_what_is_done_is_forgotten_before_what_may_still_come(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "REMEMBERED", 2)
    async with session_of(server()) as session:
        waiting, done = await announced(session), await announced(session, 2)
        await session.receive(done, 0, b"01")
        await announced(session)
        assert [each in session._attachments._uploads for each in (waiting, done)] == [True, False]


async def test_a_large_file_takes_the_place_of_several_small_ones(session_of, monkeypatch):
    monkeypatch.setattr(attachments, "MOST_ANNOUNCED", 100)
    async with session_of(server(), limits=AttachmentLimits(max_size=50, max_count=1)) as session:
        small = [await announced(session, 25) for _ in range(4)]
        await announced(session, 50)
        assert [each in session._attachments._uploads for each in small] == [False, False, True, True]


@pytest.mark.parametrize(
    "error", [AttachmentRefusedError("no"), NotFoundError("no"), UploadFailedError("no")], ids=type
)
async def test_after_an_error_that_stays_no_piece_reaches_the_store(session_of, error):
    store = Gated()
    store.gates["a"] = asyncio.Event()
    store.gates["a"].set()
    store.problem = error
    async with session_of(server(attachment_store=store)) as session:
        await session.call(create("a"))
        for _ in range(2):
            with pytest.raises(type(error), match="no"):
                await session.receive("a", 0, b"01")
        assert store.began == ["a"]
        (row,) = session.log.where(type="chatkit.upload")
        assert (row.op, row.payload["error"]["message"]) == ("attachments.create", "no")


async def test_bytes_are_received_and_read_with_the_context_of_the_session(session_of):
    contexts = []

    class Asked(Gated):
        async def receive(self, attachment_id, offset, data, context):
            contexts.append(context)
            return len(data), True

        async def read(self, attachment_id, context):
            contexts.append(context)
            return b"01"

    async with session_of(server(attachment_store=Asked()), context={"user": 1}) as session:
        await session.call(create("a", 2))
        await session.receive("a", 0, b"01")
        assert (await session.read_attachment("a"))[1] == b"01"
    assert contexts == [{"user": 1}] * 2
