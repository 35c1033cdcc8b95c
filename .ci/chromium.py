"""Makes sure that the browser tests have Debian's Chromium."""

import os
import shutil
import subprocess
import sys

if shutil.which("chromium") is None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.exit(
            "The browser tests need Chromium, which is not installed. Install it "
            "(on Debian: sudo apt-get install chromium) and run this again."
        )
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.check_call([apt, "update", "-qq"], env=environment)
    subprocess.check_call([apt, "install", "-y", "-qq", "chromium"], env=environment)
