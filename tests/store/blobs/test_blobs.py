"""What every place for blobs promises."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chatkit_notebook.store import FolderBlobs, MemoryBlobs, NotFoundError
from chatkit_notebook.store.sql.blobs import SQLBlobs
from chatkit_notebook.store.sql.database import Database
from tests.store.contract.samples import NAMES
from tests.store.uploads import noise

SURROGATES = ["\ud800", "a\udfff"]


@pytest.fixture(params=["memory", "folder", "sqlite", "sqlite in memory", "postgres"])
def blobs(request, tmp_path):
    places = {"sqlite": "sqlite_path", "postgres": "postgres_url"}
    if request.param == "memory":
        yield MemoryBlobs()
    elif request.param == "folder":
        blobs = FolderBlobs(tmp_path / "blobs")
        yield blobs
        blobs.close()
    else:
        place = request.getfixturevalue(places[request.param]) if request.param in places else ":memory:"
        database = Database(place)
        yield SQLBlobs(database)
        database.close()


async def keep(blobs, owner, name, *pieces):
    at = 0
    for piece in pieces:
        await blobs.append(owner, name, at, piece)
        at += len(piece)
    await blobs.finish(owner, name)


@pytest.mark.parametrize("pieces", [[b""], [b"a"], [b"a", b"", b"bc"], [noise(100_000), b"\0", noise(1_000)]], ids=len)
async def test_pieces_become_a_blob(blobs, pieces):
    await keep(blobs, "ada", "a", *pieces)

    for _ in range(2):
        assert await blobs.read("ada", "a") == b"".join(pieces)
        await blobs.finish("ada", "a")


async def test_nothing_is_read_before_it_is_whole(blobs):
    await blobs.append("ada", "a", 0, b"abc")

    for name in ("a", "never there"):
        with pytest.raises(NotFoundError, match=name):
            await blobs.read("ada", name)
    with pytest.raises(NotFoundError, match="never there"):
        await blobs.finish("ada", "never there")


async def test_every_owner_and_name_is_another_blob(blobs):
    names = [(owner, name) for owner in ("", "ada", *SURROGATES, *NAMES[::3]) for name in (*NAMES[::4], *SURROGATES)]
    names = list(
        dict.fromkeys([*names, ("a\0b", "c"), ("a", "b\0c"), ("a", "bc"), ("ab", "c"), ("1", "\0a"), ("", "")])
    )
    for number, (owner, name) in enumerate(names):
        await keep(blobs, owner, name, str(number).encode())

    for number, (owner, name) in enumerate(names):
        assert await blobs.read(owner, name) == str(number).encode()
    for owner, name in names[::2]:
        await blobs.delete(owner, name)
    for number, (owner, name) in enumerate(names):
        if number % 2:
            assert await blobs.read(owner, name) == str(number).encode()
        else:
            with pytest.raises(NotFoundError):
                await blobs.read(owner, name)


async def test_what_was_deleted_is_gone_and_may_come_again(blobs):
    await keep(blobs, "ada", "whole", b"abc")
    await blobs.append("ada", "part", 0, b"abc")

    for name in ("whole", "part", "never there"):
        for _ in range(2):
            await blobs.delete("ada", name)
        with pytest.raises(NotFoundError):
            await blobs.append("ada", name, 3, b"def")
        await keep(blobs, "ada", name, b"again")
        assert await blobs.read("ada", name) == b"again"


async def test_a_blob_may_begin_anew(blobs):
    for _ in range(2):
        await keep(blobs, "ada", "a", b"long", b"er")
        await blobs.append("ada", "a", 0, b"b")
        with pytest.raises(NotFoundError):
            await blobs.read("ada", "a")
        await blobs.append("ada", "a", 1, b"c")
        await blobs.append("ada", "a", 0, b"d")
        with pytest.raises(NotFoundError):
            await blobs.append("ada", "a", 2, b"e")
        await blobs.finish("ada", "a")
        assert await blobs.read("ada", "a") == b"d"


async def test_a_piece_may_come_again_and_be_of_another_size(blobs):
    await blobs.append("ada", "a", 0, b"abc")
    for piece in (b"defgh", b"d", b"de"):
        await blobs.append("ada", "a", 3, piece)
    await blobs.append("ada", "a", 5, b"f")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"abcdef"


async def test_a_piece_does_not_leave_a_gap_and_a_whole_blob_takes_none(blobs):
    await blobs.append("ada", "a", 0, b"abc")

    with pytest.raises(NotFoundError, match="The bytes of 'a' before 4 are not here"):
        await blobs.append("ada", "a", 4, b"e")
    with pytest.raises(NotFoundError, match="'b'"):
        await blobs.append("ada", "b", 1, b"e")
    with pytest.raises(NotFoundError, match="no bytes of 'b'"):
        await blobs.finish("ada", "b")
    await blobs.append("ada", "a", 3, b"d")
    await blobs.finish("ada", "a")
    with pytest.raises(NotFoundError, match="before 4"):
        await blobs.append("ada", "a", 4, b"e")

    assert await blobs.read("ada", "a") == b"abcd"


async def test_a_piece_that_begins_in_another_is_never_mixed_with_it(blobs):
    await blobs.append("ada", "a", 0, b"abcde")
    with suppress(NotFoundError):
        await blobs.append("ada", "a", 3, b"x")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") in (b"abcde", b"abcx")


def test_any_number_of_loops_may_keep_blobs(blobs):
    def work(number):
        pieces = [noise(1_000, number * 10 + each) for each in range(5)]

        async def work():
            for each in range(5):
                await keep(blobs, "ada", f"{number}-{each}", *pieces)
                assert await blobs.read("ada", f"{number}-{each}") == b"".join(pieces)

        asyncio.run(work())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
