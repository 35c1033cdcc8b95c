"""Makes the virtual environment; a bare Debian lacks the part of Python that can, and gets it from its packages."""

import os
import shutil
import subprocess
import sys

MINIMUM = (3, 11)


def make(folder: str) -> int:
    if sys.version_info < MINIMUM:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"chatkit-notebook needs Python 3.11 or newer; {sys.executable} is {found}. Set PYTHON=... for make.")
    return subprocess.call([sys.executable, "-m", "venv", folder])


if make(sys.argv[1]) != 0:
    shutil.rmtree(sys.argv[1], ignore_errors=True)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Python can't make virtual environments here. Install them (on Debian: apt-get install {name}).")
    subprocess.check_call(["apt-get", "update", "-qq"])
    subprocess.check_call(["apt-get", "install", "-y", "-qq", name])
    sys.exit(make(sys.argv[1]))
