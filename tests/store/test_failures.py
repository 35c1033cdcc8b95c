"""What a person reads when a disk refuses, and how much of a value."""

import errno
import os

import pytest

from chatkit_notebook.store import StoreError
from chatkit_notebook.store.failures import explained_files, quoted, shortened


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "Free some space"),
        (errno.EDQUOT, "Free some space"),
        (errno.EIO, "Check the disk"),
        (errno.EFBIG, "Check the disk"),
        (errno.EROFS, "is read-only"),
        (errno.EACCES, "Give yourself permission"),
        (errno.EPERM, "Give yourself permission"),
        (errno.ELOOP, "Remove the link"),
        (errno.ENOTDIR, "Choose another place"),
        (errno.EEXIST, "Choose another place"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EMFILE, "could not be read or written"),
    ],
)
def test_an_error_of_a_file_names_the_folder_the_reason_and_the_cure(number, advice):
    error = OSError(number, os.strerror(number))
    with pytest.raises(StoreError, match=advice) as told, explained_files("blobs"):
        raise error
    assert "The folder 'blobs' " in str(told.value)
    assert str(told.value).endswith(f" ({os.strerror(number)}).")
    assert told.value.__cause__ is error


def test_what_is_no_error_of_a_file_passes():
    with pytest.raises(LookupError), explained_files("blobs"):
        raise LookupError


@pytest.mark.parametrize(("size", "length"), [(98, 100), (99, 100), (10**7, 100)])
def test_a_long_value_is_quoted_in_part(size, length):
    text = quoted("a" * size)
    assert len(text) == length
    assert text.startswith("'aaa")
    assert text.endswith("'" if size == 98 else "…")


def test_a_text_is_shortened_only_where_it_is_too_long():
    assert shortened("a" * 300) == "a" * 300
    assert shortened("a" * 301) == "a" * 299 + "…"
    assert shortened("abc", 2) == "a…"
