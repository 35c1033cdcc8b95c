import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chatkit_notebook.secrets import masked
from chatkit_notebook.store import SQLStore, StoreError
from chatkit_notebook.store.sql.address import address
from chatkit_notebook.types import ThreadMetadata
from tests.store.sql.samples import NOW
from tests.store.uploads import open_files


@pytest.mark.parametrize("name", ["it's.db", 'a "b".db', "a?b#c%20d&e=f.db", "file:x.db", ":memory:x", "Ünïcode 🙂"])
async def test_a_file_is_called_what_the_path_says(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)

    SQLStore(name).close()

    assert name in {each.name for each in tmp_path.iterdir()}


async def test_a_relative_path_means_the_folder_of_that_moment(tmp_path, monkeypatch):
    (tmp_path / "later").mkdir()
    monkeypatch.chdir(tmp_path)
    store = SQLStore("threads.db")
    store._database.engine.dispose()

    monkeypatch.chdir("later")
    await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
    store.close()

    assert list((tmp_path / "later").iterdir()) == []
    assert repr(store) == f"SQLStore({str(tmp_path / 'threads.db')!r})"


async def test_a_tilde_is_the_home_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    store = SQLStore("~/threads.db", files="~/files")

    await store.attachment_store().keep("a", b"abc", None)
    store.close()

    assert {each.name for each in tmp_path.iterdir()} == {"threads.db", "files"}


def test_a_server_is_waited_for_as_long_as_the_url_says():
    for query, seconds in {"": "10", "?connect_timeout=3": "3"}.items():
        assert address(f"postgresql://u:secret@h/d{query}").query["connect_timeout"] == seconds


async def test_a_store_that_could_not_be_made_has_let_go_of_its_file(tmp_path):
    path = tmp_path / "threads.db"
    SQLStore(path).close()

    with pytest.raises(StoreError) as of_files:
        SQLStore(path, files="")
    assert path not in open_files()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(StoreError) as of_schema:
        SQLStore(path)
    assert path not in open_files()
    assert of_files.value is not of_schema.value  # the errors, and all that they hold on to, are still there


def test_the_smallest_database_is_one(sqlite_path):
    with closing(sqlite3.connect(sqlite_path)) as connection:
        connection.execute("PRAGMA page_size = 512")
        connection.execute("PRAGMA user_version = 1")
    assert Path(sqlite_path).stat().st_size == 512

    SQLStore(sqlite_path).close()


async def test_a_symbolic_link_leads_to_the_file(tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "threads.db")
    for name in ("link.db", "threads.db"):
        store = SQLStore(tmp_path / name)
        await store.save_thread(ThreadMetadata(id=name, created_at=NOW), None)
        assert (await store.load_thread("link.db", None)).id == "link.db"
        store.close()


def test_a_path_that_can_be_no_file_is_refused(tmp_path):
    said = {
        "": "''",
        "a\0b": "x00b",
        str(tmp_path): "is a folder",
        str(tmp_path / "missing" / "threads.db"): "missing' of 'threads.db' does not exist",
        str(tmp_path / ("x" * 300)): "xxx",
        str(tmp_path / ("x" * 300) / "threads.db"): "File name too long",
    }
    for path, words in said.items():
        with pytest.raises(StoreError, match=words):
            SQLStore(path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "sqlite+aiosqlite:///a", "postgresql+asyncpg://u:secret@h/d"])
def test_the_url_of_another_kind_of_database_is_refused(url):
    with pytest.raises(StoreError, match="speaks to SQLite and PostgreSQL") as caught:
        SQLStore(url)
    assert "secret" not in str(caught.value)


def test_a_url_that_makes_no_sense_is_refused_without_its_password():
    with pytest.raises(StoreError, match="'postgresql' URL can't be read") as caught:
        SQLStore("postgresql://u:secret@host:port/d")
    assert "secret" not in str(caught.value)


def test_the_password_of_a_url_is_masked_from_then_on():
    with pytest.raises(StoreError):
        SQLStore("postgresql://ann:c0rrecthorse@127.0.0.1:1/d")
    assert masked("psql: c0rrecthorse") == "psql: <store>"


@pytest.mark.parametrize(
    "url", [":memory:", "sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true"]
)
async def test_a_database_in_memory_ends_with_its_store(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        store = SQLStore(url)
        assert (await store.load_threads(1, None, "asc", None)).data == []
        await store.save_thread(ThreadMetadata(id="thr", created_at=NOW), None)
        await store.attachment_store().keep("a", b"abc", None)
        assert (await store.load_thread("thr", None)).id == "thr"
        store.close()
    assert list(tmp_path.iterdir()) == []


async def test_a_server_that_is_not_there_is_named_without_its_password():
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/d.*refused") as caught:
        SQLStore("postgresql://u:secret@127.0.0.1:1/d")
    assert "secret" not in str(caught.value)
