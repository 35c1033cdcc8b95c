"""A database file that goes away, or becomes another one, while it is open."""

import shutil
from datetime import datetime

import pytest

from chatkit_notebook import Chat, SQLStore
from chatkit_notebook.errors import StoreError
from chatkit_notebook.types import ThreadMetadata


def thread(number):
    return ThreadMetadata(id=f"thr_{number}", created_at=datetime.now())  # noqa: DTZ005 - as the kit keeps it


def deleted(path):
    path.unlink()


def moved(path):
    path.rename(path.with_name("elsewhere.db"))


def folder_deleted(path):
    shutil.rmtree(path.parent)


def replaced(path):
    other = path.with_name("other.db")
    SQLStore(other).close()
    other.replace(path)


def copied_over(path):
    shutil.copy(path, path.with_name("copy.db"))
    path.unlink()
    path.with_name("copy.db").rename(path)


def made_anew(path):
    # A new file may get the number of the one that was just deleted, so the old one stays under another name.
    path.rename(path.with_name("old.db"))
    path.touch()


WAYS = [deleted, moved, folder_deleted, replaced, copied_over, made_anew]
USES = {
    "save_thread": lambda store: store.save_thread(thread(2), {}),
    "load_thread": lambda store: store.load_thread("thr_1", {}),
    "load_threads": lambda store: store.load_threads(20, None, "desc", {}),
    "load_thread_items": lambda store: store.load_thread_items("thr_1", None, 20, "asc", {}),
    "delete_thread": lambda store: store.delete_thread("thr_1", {}),
    "search": lambda store: store.search("word", {}),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("way", WAYS)
async def test_whoever_uses_it_next_is_told(way, use, tmp_path):
    path = tmp_path / "here" / "threads.db"
    path.parent.mkdir()
    store = SQLStore(path)
    await store.save_thread(thread(1), {})
    way(path)
    what = "was replaced by another file" if way in (replaced, copied_over, made_anew) else "was deleted or moved"
    told = "can't be opened. Check that its folder exists" if way is folder_deleted else f"{what} while it was open"
    with pytest.raises(StoreError, match=f"threads.db' {told}"):
        await USES[use](store)
    store.close()


async def test_a_file_that_is_put_back_goes_on(tmp_path):
    path = tmp_path / "threads.db"
    store = SQLStore(path)
    await store.save_thread(thread(1), {})
    moved(path)
    with pytest.raises(StoreError):
        await store.load_thread("thr_1", {})
    path.with_name("elsewhere.db").rename(path)
    assert (await store.load_thread("thr_1", {})).id == "thr_1"
    store.close()


def test_the_chat_says_so_at_the_next_message(tmp_path):
    path = tmp_path / "threads.db"
    chat = Chat(lambda text: "So.", store=path)
    assert chat.ask_sync("go").error is None
    deleted(path)
    turn = chat.ask_sync("and on")
    assert "was deleted or moved while it was open" in turn.error
    assert "StoreError" not in turn.error
    chat.store.close()
