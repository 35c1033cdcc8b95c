"""Where a database keeps the bytes of attachments, and that none of them is forgotten."""

import random
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from chatkit_notebook.store import NotFoundError, SQLStore, StoreError
from chatkit_notebook.types import FileAttachment
from tests.load import part_of
from tests.store.sql.test_processes import outputs, program
from tests.store.sql.uploader import SIZE, data_of
from tests.store.uploads import announce, blobs_left, noise, send, upload

ALL = timedelta(days=-1)
TEXT = noise(1_000)
WAIT_SECONDS = 60
KILLS = part_of(3)
COUNT = part_of(10, least=2)
ROWS = "DELETE FROM chat_attachments"
OWNERS = ["", "ada", "Ada", "a\\b", "a\0b", "..", "x" * 300, "x" * 300 + "y"]


@pytest.fixture
def folder(sqlite_path):
    """Where the bytes of an SQLite file are."""
    return Path(f"{sqlite_path}.files")


def names(store):
    with store._database.engine.connect() as connection:
        return set(connection.exec_driver_sql("SELECT id FROM chat_attachments").scalars())


# --- where they are


async def test_the_bytes_are_in_a_folder_beside_the_file(sqlite_path, folder):
    store = SQLStore(sqlite_path)
    assert not folder.exists()

    await upload(store, store.attachment_store(), TEXT)

    (file,) = folder.iterdir()
    assert file.read_bytes() == TEXT
    store.close()


async def test_however_the_file_is_called_its_bytes_are_in_one_folder(tmp_path):
    path, link = tmp_path / "threads.db", tmp_path / "link.db"
    store = SQLStore(path)
    attachment_id = await upload(store, store.attachment_store(), TEXT)
    store.close()
    link.symlink_to(path)
    escaped = str(path).replace("e", "%65")
    urls = [f"sqlite:///{each}{escaped}?uri=true" for each in ("file:", "file://", "file://localhost")]

    for each in (path, link, f"sqlite:///{path}", f"sqlite:///{link}", *urls):
        store = SQLStore(each)
        assert await store.attachment_store().read(attachment_id, None) == TEXT
        store.close()


async def test_a_database_may_hold_the_bytes_itself(sqlite_path, folder, postgres_url):
    for url in (sqlite_path, postgres_url, ":memory:"):
        store = SQLStore(url, files="database")
        attachment_id = await upload(store, store.attachment_store(), TEXT)
        assert await store.attachment_store().read(attachment_id, None) == TEXT
        store.close()
    assert not folder.exists()


async def test_a_folder_may_be_named(tmp_path, url, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = SQLStore(url, files="of all")
    monkeypatch.undo()

    await upload(store, store.attachment_store(), TEXT)

    (file,) = (tmp_path / "of all").iterdir()
    assert file.read_bytes() == TEXT
    store.close()


@pytest.mark.parametrize("files", ["", "a\0b", "s3://bucket", __file__])
def test_what_can_be_no_folder_is_refused(sqlite_path, files):
    with pytest.raises(StoreError, match="is not a folder"):
        SQLStore(sqlite_path, files=files)


def test_files_do_not_outlive_a_database_in_memory():
    with pytest.raises(StoreError, match="forgets its attachments, and their files would stay: leave out files='a'"):
        SQLStore(":memory:", files="a")


async def test_a_closed_store_says_so_of_its_files(sqlite_path):
    store = SQLStore(sqlite_path)
    files = store.attachment_store()
    attachment_id = await upload(store, files, TEXT)
    store.close()

    with pytest.raises(StoreError, match=r"threads\.db\.files' was closed"):
        await files.read(attachment_id, None)


# --- owners


@pytest.mark.parametrize("files", [None, "database"])
async def test_each_owner_has_attachments_of_their_own(url, files, tmp_path):
    store = SQLStore(url, owner=lambda context: context, files=files or tmp_path / "files")
    uploads = store.attachment_store()
    uploads.generate_attachment_id = lambda mime_type, context: "atc"

    for owner in OWNERS:
        await upload(store, uploads, owner.encode(), context=owner, thread_id="thr")
    half = await announce(store, uploads, TEXT, context="bob")
    with pytest.raises(NotFoundError):
        await uploads.receive(half.id, 0, TEXT, "eve")
    await uploads.receive(half.id, 0, TEXT[:500], "bob")

    for owner in OWNERS:
        assert await uploads.read("atc", owner) == owner.encode()
    for stranger in ("bob", "eve"):
        with pytest.raises(NotFoundError):
            await uploads.read("atc", stranger)
    await store.delete_attachment("atc", "eve")
    await uploads.delete_attachment("atc", "eve")
    await store.delete_thread("thr", "eve")
    assert await store.clean_up() == 0
    await store.delete_thread("thr", OWNERS[0])
    await store.delete_attachment("atc", OWNERS[1])
    with pytest.raises(NotFoundError):
        await uploads.read("atc", OWNERS[0])
    for owner in OWNERS[2:]:
        assert await uploads.read("atc", owner) == owner.encode()
    for owner in OWNERS:
        await store.save_attachment(FileAttachment(id="atc", name="a", mime_type=""), owner)
    assert await store.clean_up(ALL) == len(OWNERS) + 1
    assert blobs_left(store) == 0
    store.close()


# --- what was interrupted


@pytest.mark.parametrize(
    ("files", "interrupted"),
    [("database", "DELETE FROM chat_blobs"), ("database", ROWS), (None, ROWS)],
    ids=["bytes", "rows", "rows of files"],
)
async def test_a_deletion_that_is_interrupted_is_finished_later(url, files, interrupted, tmp_path):
    place = files or tmp_path / "files"
    store = SQLStore(url, files=place)
    uploads = store.attachment_store()
    for _ in range(3):
        await upload(store, uploads, TEXT, thread_id="thr")
    kept = await upload(store, uploads, TEXT, thread_id="other")
    young = await upload(store, uploads, TEXT)
    count = []

    def interrupt(connection, cursor, statement, *rest):
        if statement.startswith(interrupted):
            count.append(statement)
            if len(count) == 2:
                raise InterruptedError

    event.listen(store._database.engine, "before_cursor_execute", interrupt)
    with pytest.raises(InterruptedError):
        await store.delete_thread("thr", None)
    assert len(names(store)) == 4
    store.close()

    again = SQLStore(url, files=place)
    with pytest.raises(NotFoundError):
        await again.load_thread("thr", None)
    assert await again.clean_up() == 2
    assert names(again) == {kept, young}
    assert blobs_left(again) == 2
    again.close()


async def test_bytes_that_can_not_be_deleted_are_named_and_tried_again(sqlite_path, folder):
    store = SQLStore(sqlite_path)
    files = store.attachment_store()
    names_in_order = iter("abc")
    files.generate_attachment_id = lambda mime_type, context: next(names_in_order)
    ids = [await upload(store, files, noise(10, each), thread_id="thr") for each in range(3)]
    stuck = next(each for each in folder.iterdir() if each.read_bytes() == noise(10, 1))
    stuck.unlink()
    stuck.mkdir()

    for _ in range(2):
        with pytest.raises(StoreError, match=r"threads\.db\.files' could not be read or written"):
            await store.delete_thread("thr", None)
        assert names(store) == {ids[1]}
    stuck.rmdir()
    await store.delete_thread("thr", None)

    assert names(store) == set()
    store.close()


async def test_bytes_of_another_owner_that_can_not_be_deleted_hinder_nobody(sqlite_path, folder):
    store = SQLStore(sqlite_path, owner=lambda context: context)
    files = store.attachment_store()
    for owner in ("ada", "bob"):
        await upload(store, files, owner.encode(), context=owner, thread_id="thr")
    stuck = next(each for each in folder.iterdir() if each.read_bytes() == b"ada")
    stuck.unlink()
    stuck.mkdir()
    with pytest.raises(StoreError):
        await store.delete_thread("thr", "ada")

    await store.delete_thread("thr", "bob")

    assert list(folder.iterdir()) == [stuck]
    store.close()


async def check(store, acknowledged):
    """Nothing acknowledged is lost, nothing is half, and no bytes are left of what is gone."""
    files = store.attachment_store()
    for attachment_id, number in acknowledged:
        assert await files.read(attachment_id, None) == data_of(int(number))
    for attachment_id in names(store):
        try:
            assert len(await files.read(attachment_id, None)) == SIZE
        except NotFoundError:
            assert (await store.load_attachment(attachment_id, None)).thread_id is None
    await store.clean_up(ALL)
    left = names(store)
    assert left.issuperset(each for each, _ in acknowledged)
    assert len(left) == blobs_left(store)
    for attachment_id in left:
        assert len(await files.read(attachment_id, None)) == SIZE


@pytest.mark.parametrize("files", [None, "database"])
async def test_a_killed_upload_leaves_nothing_half(url, files, tmp_path):
    place = files or str(tmp_path / "files")
    acknowledged, numbers = [], random.Random(1)  # noqa: S311 - nothing here is a secret
    for _ in range(KILLS):
        uploader = program("uploader", url, 10**6, place)
        assert uploader.stdout.readline() == "ready\n"
        uploader.stdin.write("go\n")
        uploader.stdin.flush()
        acknowledged += [uploader.stdout.readline().split() for _ in range(numbers.randint(1, 4))]
        uploader.kill()
        said, errors = uploader.communicate(timeout=WAIT_SECONDS)
        assert errors == ""
        acknowledged += [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]

    store = SQLStore(url, files=place)
    assert len(acknowledged) >= KILLS
    await check(store, acknowledged)
    store.close()


@pytest.mark.parametrize("files", [None, "database"])
async def test_two_programs_share_the_place_for_files(url, files, tmp_path):
    place = files or str(tmp_path / "files")
    programs = [program("uploader", url, COUNT, place) for _ in range(2)]
    acknowledged = []
    for said in outputs(programs):
        acknowledged += [line.split() for line in said.splitlines()]

    store = SQLStore(url, files=place)
    assert len(acknowledged) == len({each for each, _ in acknowledged}) == 2 * COUNT
    await check(store, acknowledged)
    assert len(names(store)) == 2 * COUNT
    store.close()


# --- size


@pytest.mark.slow
@pytest.mark.parametrize("files", [None, "database"])
async def test_a_large_file_is_not_held_in_memory(sqlite_path, files):
    store = SQLStore(sqlite_path, files=files)
    uploads = store.attachment_store()
    piece, count = bytes(2**19), 60
    await upload(store, uploads, piece)
    attachment = await announce(store, uploads, range(len(piece) * count))

    tracemalloc.start()
    for number in range(count):
        answer = await uploads.receive(attachment.id, number * len(piece), piece, None)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer == (len(piece) * count, True)
    assert peak < 4 * len(piece)
    store.close()


async def test_each_piece_takes_as_many_statements_as_the_first(sqlite_path):
    store = SQLStore(sqlite_path, files="database")
    files = store.attachment_store()
    attachment = await announce(store, files, TEXT)
    counts = []

    def count(connection, cursor, statement, *_):
        if "chat_blobs" in statement:  # what clears away old attachments runs beside this
            counts.append(1)

    event.listen(store._database.engine, "before_cursor_execute", count)
    seen = []
    for at in range(0, len(TEXT), 10):
        counts.clear()
        await files.receive(attachment.id, at, TEXT[at : at + 10], None)
        seen.append(len(counts))

    assert len(set(seen[1:-1])) == 1
    assert await send(files, attachment.id, b"") == (1_000, True)
    store.close()
