"""Several programs and one database; and programs that are killed."""

import subprocess
import sys
from pathlib import Path

from chatkit_notebook.store import SQLStore
from tests.load import part_of
from tests.store.sql.samples import everything

ROOT = Path(__file__).parents[3]
COUNT = part_of(10_000)
KILLS = part_of(50)
WAIT_SECONDS = 120
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}


def program(name, *arguments):
    command = [sys.executable, "-m", f"tests.store.sql.{name}", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, **PIPES)


def outputs(programs):
    """Let programs that are ready go at once, and return what each has printed when all have ended well."""
    for each in programs:
        assert each.stdout.readline() == "ready\n"
    for each in programs:
        each.stdin.write("go\n")
        each.stdin.flush()
    printed = []
    for each in programs:
        said, errors = each.communicate(timeout=WAIT_SECONDS)
        assert (each.returncode, errors) == (0, "")
        printed.append(said)
    return printed


async def test_two_programs_lose_repeat_and_reorder_nothing(url):
    programs = [program("writer", url, name, COUNT) for name in "ab"]
    outputs(programs)

    store = SQLStore(url)
    ids = [each.id for each in await everything(store)]
    assert len(ids) == 2 * COUNT
    for name in "ab":
        assert [each for each in ids if each[0] == name] == [f"{name}-{number}" for number in range(COUNT)]
    assert [each.id for each in await everything(store, "desc")] == ids[::-1]
    store.close()


def test_what_was_acknowledged_survives_kill_9(tmp_path):
    crash = program("crash", tmp_path, KILLS)

    said, errors = crash.communicate(timeout=WAIT_SECONDS)

    assert (crash.returncode, errors) == (0, "")
    assert said.startswith(f"{KILLS} killed, ")


async def test_what_was_acknowledged_survives_a_quota(sqlite_path):
    writer = program("writer", sqlite_path, "a", 10**6, "--largest-file", 3_000_000)

    said, errors = writer.communicate("go\n", timeout=WAIT_SECONDS)

    assert "StoreError: The database" in errors
    assert "Check the disk, its free space and its quota" in errors
    acknowledged = said.split()[1:]
    store = SQLStore(sqlite_path)
    ids = [each.id for each in await everything(store)]
    assert len(acknowledged) > 100
    assert ids[: len(acknowledged)] == acknowledged
    assert len(ids) <= len(acknowledged) + 1
    store.close()
