import asyncio
import os
import pwd
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from chatkit_notebook.store import FolderBlobs, NotFoundError, StoreError
from tests.store.uploads import noise, open_files

ROOT = Path(__file__).parents[3]
MIB = 2**20


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "blobs"


@pytest.fixture
def blobs(folder):
    blobs = FolderBlobs(folder)
    yield blobs
    blobs.close()


@pytest.fixture
def synced(monkeypatch, folder):
    """The numbers of the files and folders that were synced, each with the names that there were."""
    synced, sync = [], os.fsync

    def fsync(handle):
        names = [each.name for each in folder.iterdir()]
        synced.append((os.fstat(handle).st_ino, names or [folder.name]))
        sync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    return synced


def mode(path):
    return stat.S_IMODE(path.lstat().st_mode)


async def place(blobs, folder, data=b"abc"):
    """Where the part and the whole of the blob are, after its first piece."""
    await blobs.append("ada", "a", 0, data)
    (part,) = folder.iterdir()
    return part, part.with_suffix("")


async def test_the_folder_is_made_for_its_owner_when_the_first_piece_comes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blobs = FolderBlobs("a/b")
    monkeypatch.undo()

    await blobs.delete("ada", "a")
    for work in (blobs.read("ada", "a"), blobs.finish("ada", "a"), blobs.append("ada", "a", 1, b"x")):
        with pytest.raises(NotFoundError):
            await work
    assert list(tmp_path.iterdir()) == []
    await blobs.append("ada", "a", 0, b"x")
    await blobs.finish("ada", "a")

    (file,) = (tmp_path / "a" / "b").iterdir()
    assert (mode(file.parent), mode(file)) == (0o700, 0o600)
    assert repr(blobs) == f"FolderBlobs({str(tmp_path / 'a' / 'b')!r})"
    blobs.close()


async def test_a_tilde_is_the_home_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    blobs = FolderBlobs("~/blobs")

    await blobs.append("ada", "a", 0, b"abc")
    blobs.close()

    assert [each.name for each in tmp_path.iterdir()] == ["blobs"]


async def test_no_name_is_that_of_a_file(blobs, folder):
    for name in ("../../etc/passwd", "/etc/passwd", "a/b", "a\0b", "x" * 10_000, "..", "", "CON"):
        await blobs.append("../..", name, 0, name.encode())
        await blobs.finish("../..", name)
        assert await blobs.read("../..", name) == name.encode()

    names = [each.name for each in folder.iterdir()]
    assert len(names) == 8
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)
    assert [each.name for each in folder.parent.iterdir()] == ["blobs"]


# --- links, and what else may be where a blob should be


async def test_a_link_in_the_place_of_a_part_is_replaced_or_refused(blobs, folder, tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    part, _ = await place(blobs, folder)

    part.unlink()
    part.symlink_to(target)
    with pytest.raises(StoreError, match="has a symbolic link where a file should be"):
        await blobs.append("ada", "a", 3, b"def")
    with pytest.raises(StoreError, match="symbolic link"):
        await blobs.finish("ada", "a")
    await blobs.append("ada", "a", 0, b"abc")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"abc"
    assert target.read_bytes() == b"precious"


async def test_a_link_in_the_place_of_a_blob_is_replaced_or_refused(blobs, folder, tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"secret")
    _, whole = await place(blobs, folder)

    whole.symlink_to(target)
    with pytest.raises(StoreError, match="symbolic link"):
        await blobs.read("ada", "a")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"abc"
    assert not whole.is_symlink()
    assert target.read_bytes() == b"secret"
    whole.unlink()
    whole.symlink_to(target)
    with pytest.raises(NotFoundError):
        await blobs.finish("ada", "a")


async def test_a_dangling_link_makes_no_file(blobs, folder, tmp_path):
    part, whole = await place(blobs, folder)
    for each in (part, whole):
        each.unlink(missing_ok=True)
        each.symlink_to(tmp_path / "made")

    await blobs.append("ada", "a", 0, b"abc")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"abc"
    assert not (tmp_path / "made").exists()


async def test_deleting_takes_the_link_and_not_what_it_leads_to(blobs, folder, tmp_path):
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    part, whole = await place(blobs, folder)
    part.unlink()
    for each in (part, whole):
        each.symlink_to(target)

    await blobs.delete("ada", "a")

    assert list(folder.iterdir()) == []
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=lambda make: make.__name__)
async def test_a_pipe_or_a_folder_is_not_waited_for(blobs, folder, make):
    part, whole = await place(blobs, folder)
    part.unlink()
    for each in (part, whole):
        make(each)

    with pytest.raises(StoreError):
        await blobs.append("ada", "a", 3, b"def")
    with pytest.raises(StoreError):
        await blobs.finish("ada", "a")
    with pytest.raises(StoreError):
        await blobs.read("ada", "a")
    assert whole not in open_files()


async def test_a_file_of_holes_is_not_read_into_memory(blobs, folder):
    _, whole = await place(blobs, folder)
    with whole.open("wb") as file:
        file.truncate(2**40)

    with pytest.raises(StoreError, match="larger than 2,147,483,648 bytes"):
        await blobs.read("ada", "a")


async def test_a_file_in_the_place_of_the_folder_is_named(blobs, folder):
    folder.write_bytes(b"precious")

    with pytest.raises(StoreError, match=r"blobs' is not a folder"):
        await blobs.append("ada", "a", 0, b"abc")

    assert folder.read_bytes() == b"precious"


async def test_a_folder_that_went_away_is_made_again(blobs, folder):
    part, _ = await place(blobs, folder)
    part.unlink()
    folder.rmdir()

    with pytest.raises(NotFoundError):
        await blobs.append("ada", "a", 3, b"def")
    await blobs.append("ada", "a", 0, b"abc")
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"abc"


# --- disks


async def test_a_blob_and_its_name_are_on_the_disk_before_it_is_acknowledged(blobs, folder, synced):
    part, whole = await place(blobs, folder)
    await blobs.finish("ada", "a")

    assert synced == [
        (folder.parent.stat().st_ino, ["blobs"]),
        (whole.stat().st_ino, [part.name]),
        (folder.stat().st_ino, [whole.name]),
    ]


async def test_a_full_disk_is_named_and_the_piece_may_come_again(small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * MIB)
    blobs = FolderBlobs(small_disk / "blobs")
    pieces = [noise(300_000, each) for each in range(5)]
    await blobs.append("ada", "kept", 0, b"kept")
    await blobs.finish("ada", "kept")

    for number in range(3):
        await blobs.append("ada", "a", number * 300_000, pieces[number])
    for _ in range(2):
        with pytest.raises(StoreError, match=r"blobs' could not be written: the disk is full. Free some space"):
            await blobs.append("ada", "a", 900_000, pieces[3])
    assert await blobs.read("ada", "kept") == b"kept"
    ballast.unlink()
    for number in (3, 4):
        await blobs.append("ada", "a", number * 300_000, pieces[number])
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"".join(pieces)
    blobs.close()


READ_ONLY = """
import asyncio, os, sys
from chatkit_notebook.store import FolderBlobs, StoreError
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[3]))
async def main():
    blobs = FolderBlobs(sys.argv[1])
    print(await blobs.read("ada", "a"))
    for work in (blobs.append("ada", "b", 0, b"x"), blobs.delete("ada", "a")):
        try:
            await work
        except StoreError as error:
            print(error)
    print(await blobs.read("ada", "a"))
    blobs.close()
asyncio.run(main())
"""


def test_a_read_only_folder_can_be_read_and_says_so_when_written():
    with tempfile.TemporaryDirectory() as parent:  # pytest's own may be entered by nobody else
        folder = Path(parent) / "blobs"
        blobs = FolderBlobs(folder)

        async def keep():
            await blobs.append("ada", "a", 0, b"abc")
            await blobs.finish("ada", "a")

        asyncio.run(keep())
        blobs.close()
        Path(parent).chmod(0o755)
        folder.chmod(0o555)
        next(folder.iterdir()).chmod(0o444)
        nobody = pwd.getpwnam("nobody")
        ids = [str(each) for each in (nobody.pw_gid, nobody.pw_uid)]

        said = subprocess.run(
            [sys.executable, "-c", READ_ONLY, folder, *ids], cwd=ROOT, capture_output=True, text=True, check=False
        )
        folder.chmod(0o755)

    assert said.stderr == ""
    first, *errors, last = said.stdout.splitlines()
    assert first == last == "b'abc'"
    words = f"The folder {str(folder)!r} may not be read or written by you. Give yourself permission"
    assert [each.startswith(words) for each in errors] == [True, True]


async def test_a_closed_folder_says_so(blobs):
    blobs.close()

    with pytest.raises(StoreError, match=r"blobs' was closed: make a new one"):
        await blobs.read("ada", "a")


# --- cancelling


async def test_cancelled_pieces_leave_what_was_there(blobs):
    pieces = [noise(50_000, each) for each in range(40)]
    at = 0
    for number, piece in enumerate(pieces):
        for turns in range(number % 4):
            given_up = asyncio.create_task(blobs.append("ada", "a", at, noise(90_000)))
            for _ in range(turns):
                await asyncio.sleep(0)
            given_up.cancel()
            await asyncio.gather(given_up, return_exceptions=True)
        await blobs.append("ada", "a", at, piece)
        at += len(piece)
    await blobs.finish("ada", "a")

    assert await blobs.read("ada", "a") == b"".join(pieces)
