"""Files that Python attaches by their path: what a person means is taken, and the rest of the machine is not."""

import os
import socket
from pathlib import Path

import pytest

from chatkit_notebook.client.files.local_files import look_up
from chatkit_notebook.errors import AttachmentRefusedError

SYSTEM = [
    "/proc/self/environ", "/proc/self/cmdline", "/proc/self/maps", "/proc/self/mem", "/proc/cpuinfo", "/proc/kmsg",
    "/proc/self/fd/0", "/proc/self/root/etc/passwd", "/proc/self/cwd/../proc/version", "/proc/../proc/uptime",
    "/proc", "/proc/self", "/proc/net/tcp", "/proc/1/environ", "/sys/kernel/notes", "/sys/class/net", "/sys",
    "/dev", "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx", "/dev/mem",
    "/dev/stdin", "/dev/stdout", "/dev/fd/1", "/usr/../dev/zero", "//dev/null", "/./proc/./version",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "notes.txt").write_text("notes")
    return tmp_path


def attached(path):
    file = look_up(path)
    with file.open() as opened:
        return file.name, file.size, file.mime_type, opened.read()


@pytest.mark.parametrize("path", [each for each in SYSTEM if os.path.lexists(each)])
def test_the_running_system_is_not_attached(path):
    with pytest.raises(AttachmentRefusedError, match=r"not a file") as caught:
        look_up(Path(path))
    assert str(Path(path)) in str(caught.value)


@pytest.mark.parametrize("target", ["/proc/self/environ", "/dev/zero", "/sys/kernel/notes", "/proc/self/fd"])
@pytest.mark.parametrize("links", [1, 2, 3])
def test_a_link_that_leads_there_is_no_way_in(folder, target, links):
    for number in range(links):
        (folder / f"link{number}").symlink_to(target if number == 0 else f"link{number - 1}")
    with pytest.raises(AttachmentRefusedError, match="not a file"):
        look_up(folder / f"link{links - 1}")
    (folder / "room").symlink_to(Path(target).parent)
    with pytest.raises(AttachmentRefusedError, match="not a file"):
        look_up(folder / "room" / Path(target).name)


def test_a_link_to_an_open_file_by_way_of_the_system_is_refused(folder):
    with (folder / "notes.txt").open() as opened:
        (folder / "link").symlink_to(f"/proc/self/fd/{opened.fileno()}")
        with pytest.raises(AttachmentRefusedError, match="part of the running system"):
            look_up(folder / "link")


def test_pipes_sockets_and_folders_are_named_for_what_they_are(folder):
    os.mkfifo("pipe")
    with pytest.raises(AttachmentRefusedError, match="'pipe' is not a file but a pipe"):
        look_up(Path("pipe"))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(AttachmentRefusedError, match="'socket' is not a file but a socket"):
            look_up(Path("socket"))
    for path in (folder, Path(), Path("~")):
        with pytest.raises(IsADirectoryError, match="is a folder: attach the files in it one by one"):
            look_up(path)


def test_links_in_a_circle_and_nowhere_are_errors(folder):
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "nowhere").symlink_to("missing")
    for name in ("a", "nowhere", "missing", "~nobody-of-this-name/x", "x" * 5_000):
        with pytest.raises(OSError, match=r"."):
            look_up(Path(name))


@pytest.mark.parametrize(
    "name",
    ["notes", "a b.txt", "übung.txt", "日本語.md", "emoji 👩‍🚀.csv", ".hidden", "-rf", "proc", "dev", "a'b\"c.txt",
     "%2e%2e", "new\nline.txt", "~", "x.tar.gz", "CON"],
)  # fmt: skip
def test_names_that_people_give_are_taken(folder, name):
    (folder / name).write_bytes(b"bytes")
    expected = (name, 5, b"bytes")
    for path in (folder / name, Path("./") / name, folder / "sub" / ".." / name):
        (folder / "sub").mkdir(exist_ok=True)
        if str(path) != "~":
            found, size, _, data = attached(path)
            assert (found, size, data) == expected


def test_home_links_and_empty_files_are_taken(folder):
    assert attached(Path("~/notes.txt")) == ("notes.txt", 5, "text/plain", b"notes")
    (folder / "link.md").symlink_to("notes.txt")
    assert attached(folder / "link.md")[::3] == ("link.md", b"notes")
    (folder / "empty").touch()
    assert attached(folder / "empty")[1::2] == (0, b"")


def test_a_name_that_is_no_unicode_becomes_one_that_can_be_sent(folder):
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(b"x")
    attached(folder / name)[0].encode()


def become_pipe(path):
    path.unlink()
    os.mkfifo(path)


def become_other(path):
    (path.parent / "other").write_text("secret")
    (path.parent / "other").replace(path)


def become_link(target):
    def become(path):
        path.unlink()
        path.symlink_to(target)

    return become


def become_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "become", [become_pipe, become_other, become_folder, become_link("/proc/self/environ"), become_link("/dev/zero")]
)
def test_what_takes_the_place_of_a_file_after_it_was_looked_at_is_not_read(folder, become):
    file = look_up(folder / "notes.txt")
    become(folder / "notes.txt")
    with pytest.raises((AttachmentRefusedError, IsADirectoryError)):
        file.open()


def test_a_file_that_is_open_already_is_read_whatever_takes_its_place(folder):
    with look_up(folder / "notes.txt").open() as opened:
        become_other(folder / "notes.txt")
        assert opened.read() == b"notes"
