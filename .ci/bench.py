"""Runs the benchmarks, and says how long each took: `bench.py [NAME ...]`, of all or of those that are named.

With `QUICK=1` in the environment each does a part of its work: enough to see that it runs, and what is far off.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path("tests/benchmarks")
FULL, QUICK = (
    "about twenty minutes on a quiet machine; `make bench QUICK=1` takes less than two",
    "less than two minutes",
)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


known = [path.stem for path in sorted(FOLDER.glob("*.py"))]
names = sys.argv[1:] or known
if unknown := set(names) - set(known):
    sys.exit(f"There is no benchmark {min(unknown)!r}. There are {', '.join(known)}.")
if names == known:
    say(f"{len(names)} benchmarks, {QUICK if os.environ.get('QUICK') else FULL}")
ended, code = [], 0
started = time.monotonic()
for name in names:
    say(f"== {name}")
    began = time.monotonic()
    code = subprocess.call([sys.executable, str(FOLDER / f"{name}.py")])
    ended.append(f"{time.monotonic() - began:5.0f} s  {name}")
    if code:
        break
for line in ended:
    say(line)
say(f"{time.monotonic() - started:5.0f} s  in all")
sys.exit(code)
