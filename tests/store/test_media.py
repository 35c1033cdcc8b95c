import pytest

from chatkit_notebook.locales.english import readable_size
from chatkit_notebook.store.media import OCTETS, display_name, media_type, picture_type


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("notes.txt", "notes.txt"),
        ("/etc/passwd", "passwd"),
        ("../../a.png", "a.png"),
        (r"C:\Users\Ada\film.mov", "film.mov"),
        ("folder/", "folder"),
        ("..", "file"),
        (".", "file"),
        ("a/..", "file"),
        ("/", "file"),
        ("", "file"),
        (" \t\n", "file"),
        (".bashrc", ".bashrc"),
        ("  a b.txt ", "a b.txt"),
        ("a\0b\x1b[31m\r\n.txt", "ab[31m.txt"),
        ("line\u2028line", "lineline"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u200f\u2067\u061c", "file"),
        ("half\ud800.txt", "half.txt"),
        ("Ünïcode 👩‍🔬.png", "Ünïcode 👩‍🔬.png"),
        ("'; DROP TABLE x; --", "'; DROP TABLE x; --"),
        ("x" * 10_000 + ".pdf", "x" * 251 + ".pdf"),
        ("x" * 10_000, "x" * 255),
        ("x." + "y" * 10_000, "x." + "y" * 253),
        ("x" * 300 + "." + "y" * 19, "x" * 235 + "." + "y" * 19),
        ("a/" * 10_000, "a"),
    ],
)
def test_a_name_is_shown_in_one_line_without_its_folders(name, shown):
    assert display_name(name) == shown


@pytest.mark.parametrize(
    ("name", "declared", "expected"),
    [
        ("a.txt", "image/png", "image/png"),
        ("a.txt", " Text/CSV; charset=utf-8", "text/csv"),
        ("a.txt", "", "text/plain"),
        ("A.PNG", "application/octet-stream", "image/png"),
        ("a.webp", "", "image/webp"),
        ("a.md", "", "text/markdown"),
        ("a.tar.gz", "", OCTETS),
        ("a.tgz", "", OCTETS),
        ("a", "", OCTETS),
        ("data:text/html,x", "", OCTETS),
        ("https://example.org/a.png?x=1", "", OCTETS),
        ("a.png", "nonsense", "image/png"),
        ("a.png", "image/*", "image/png"),
        ("a.png", "a/b\nSet-Cookie: c", "image/png"),
        ("a.png", "a/" + "b" * 1_000, "image/png"),
    ],
)
def test_a_type_is_the_declared_one_or_guessed_from_the_name(name, declared, expected):
    assert media_type(name, declared) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\0\0\0\0WEBP", "image/webp"),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"<svg xmlns", None),
        (b"\x89PNG", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(head, expected):
    assert picture_type(head) == expected


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 bytes"), (1, "1 byte"), (1023, "1023 bytes"), (1024, "1 KB"), (1300, "1.3 KB"), (2**20, "1 MB"),
     (5 * 2**20, "5 MB"), (2**42, "4 TB"), (2**52, "4096 TB")],
)  # fmt: skip
def test_sizes_are_told_as_people_say_them(size, told):
    assert readable_size(size) == told
