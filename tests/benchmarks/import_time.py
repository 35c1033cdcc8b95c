"""Prints how long the imports take, as the fastest of several fresh interpreters less a bare one."""

import os
import subprocess
import sys
import time

RUNS = 2 if os.environ.get("QUICK") else 7
MODULES = ("chatkit_notebook", "chatkit_notebook.types", "pydantic", "chatkit.types", "agents")


def seconds(code):
    best = float("inf")
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True)
        best = min(best, time.perf_counter() - began)
    return best


def main():
    bare = seconds("pass")
    print(f"{'bare interpreter':28} {bare:6.3f} s")  # noqa: T201
    for module in MODULES:
        print(f"import {module:21} {seconds(f'import {module}') - bare:6.3f} s more")  # noqa: T201


if __name__ == "__main__":
    main()
