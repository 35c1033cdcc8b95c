"""Runs the tests in parts and says how long each took: `parts.py NAME COMMAND [NAME COMMAND ...]`.

The last part runs beside the others, which wait now and then, for a page or a program; what it prints follows theirs.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from typing import IO

*parts, last = zip(sys.argv[1::2], sys.argv[2::2], strict=True)


def say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def run(name: str, command: str, output: IO[bytes] | None = None) -> tuple[int, str]:
    """Run a part; returns its exit code, and the line that says how long it took."""
    started = time.monotonic()
    code = subprocess.call(shlex.split(command), stdout=output, stderr=output and subprocess.STDOUT)
    return code, f"{time.monotonic() - started:5.0f} s  {name}"


started = time.monotonic()
with tempfile.TemporaryFile() as printed, ThreadPoolExecutor() as pool:
    beside = pool.submit(run, *last, printed)
    ended = []
    for name, command in parts:
        say(command)
        ended.append(run(name, command))
        if ended[-1][0]:
            break
    ended.append(beside.result())
    say(last[1])
    printed.seek(0)
    shutil.copyfileobj(printed, sys.stdout.buffer)

say(*(line for _, line in ended), f"{time.monotonic() - started:5.0f} s  in all")
sys.exit(max(abs(code) for code, _ in ended))
