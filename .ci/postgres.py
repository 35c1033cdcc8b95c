"""Makes sure that the tests of the stores have Debian's PostgreSQL server. They start one of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        # The other tests need none, and those that do say so when they are skipped.
        sys.stderr.write("No PostgreSQL: its tests are skipped (on Debian: sudo apt-get install postgresql).\n")
        sys.exit()
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.check_call([apt, "update", "-qq"], env=environment)
    subprocess.check_call([apt, "install", "-y", "-qq", "--no-install-recommends", "postgresql"], env=environment)
