"""``python -m chatkit_notebook``: what it says, and how it copies the lessons."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chatkit_notebook.__main__ import main
from chatkit_notebook.lessons import lessons

NAMES = sorted(path.name for path in (Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_alone_it_says_what_there_is(capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    for part in ("ChatKit()", "%load_ext chatkit_notebook", "python -m chatkit_notebook lessons", *NAMES):
        assert part in printed
    assert "Threads that last" in printed


def test_lessons_are_copied_in_order_and_the_folder_is_made(tmp_path, capsys):
    folder = tmp_path / "a course" / "week 1"
    assert main(["lessons", str(folder)]) == 0
    assert sorted(files(folder)) == NAMES == list(lessons())
    printed = capsys.readouterr().out
    assert f"Copied into {folder}:" in printed
    assert f"jupyter lab '{folder}'" in printed


def test_without_a_folder_they_come_into_one_of_their_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["lessons"]) == 0
    assert sorted(files(tmp_path / "chatkit-lessons")) == NAMES


def test_what_someone_changed_is_left_alone_and_named(tmp_path, capsys):
    main(["lessons", str(tmp_path)])
    changed, deleted = tmp_path / NAMES[0], tmp_path / NAMES[1]
    changed.write_text("My own notes", encoding="utf-8")
    deleted.unlink()
    capsys.readouterr()
    assert main(["lessons", str(tmp_path)]) == 0
    assert changed.read_text(encoding="utf-8") == "My own notes"
    copied, *already, left = capsys.readouterr().out.split("\n\n")[:-1]
    assert NAMES[1] in copied
    assert NAMES[0] in left
    assert left.startswith(f"Left alone in {tmp_path}")
    assert all(f"Already in {tmp_path}" in each for each in already)


@pytest.mark.parametrize("kind", ["folder", "link to nowhere", "link to a file", "empty file", "other bytes"])
def test_nothing_that_has_a_lessons_name_is_written_to(tmp_path, kind, capsys):
    folder, aside = tmp_path / "lessons", tmp_path / "aside"
    folder.mkdir()
    place = folder / NAMES[0]
    if kind == "folder":
        place.mkdir()
    elif kind.startswith("link"):
        if kind == "link to a file":
            aside.write_text("mine", encoding="utf-8")
        place.symlink_to(aside)
    else:
        place.write_bytes(b"" if kind == "empty file" else b"\xff\x00")
    assert main(["lessons", str(folder)]) == 0
    assert place.is_dir() or place.is_symlink() or place.read_bytes() in (b"", b"\xff\x00")
    assert not aside.exists() or aside.read_text(encoding="utf-8") == "mine"
    assert "Left alone in" in capsys.readouterr().out


def test_a_folder_that_is_a_file_is_refused(tmp_path, capsys):
    (tmp_path / "notes.txt").touch()
    for name in ("notes.txt", "notes.txt/within"):
        assert main(["lessons", str(tmp_path / name)]) == 1
        refused = capsys.readouterr().err
        assert repr(str(tmp_path / name)) in refused
        assert "Not a directory. Name another folder." in refused


@pytest.mark.parametrize("name", ["", "  ", "/proc/lessons", "x" * 300, "~no_such_person/lessons"])
def test_a_folder_that_can_not_be_made_is_named_with_the_reason(name, capsys):
    assert main(["lessons", name]) == 1
    said = capsys.readouterr()
    assert repr(name) in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_half_of_a_lesson_is_not_left_behind_on_a_full_disk(small_disk, capsys):
    (small_disk / "filler").write_bytes(b"x" * (2**21 - 4096))
    assert main(["lessons", str(small_disk)]) == 1
    assert "No space left on device" in capsys.readouterr().err
    (small_disk / "filler").unlink()
    assert main(["lessons", str(small_disk)]) == 0
    assert "Left alone" not in capsys.readouterr().out
    assert set(NAMES) <= set(files(small_disk))


@pytest.mark.parametrize("arguments", [["lesson"], ["lessons", "a", "b"], ["lessons", "--force"], ["demo"]])
def test_what_it_does_not_know_is_an_error_with_usage(arguments, capsys):
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    assert "usage: python -m chatkit_notebook" in capsys.readouterr().err


def test_it_is_a_command_and_loads_nothing_heavy(tmp_path):
    command = [sys.executable, "-X", "importtime", "-m", "chatkit_notebook", "lessons", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."})
    assert all(heavy not in ran.stderr for heavy in ("| agents", "pydantic", "IPython", "anywidget"))
    assert sorted(files(tmp_path)) == NAMES
