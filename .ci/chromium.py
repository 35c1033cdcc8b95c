"""Makes sure that the browser tests have Debian's Chromium, and fonts for the scripts that they write in."""

import os
import shutil
import subprocess
import sys

# Small ones: Chinese, Japanese and Korean; Hebrew and Arabic; emoji.
FONTS = ("fonts-wqy-zenhei", "fonts-dejavu-core", "fonts-noto-color-emoji")


def has_package(name: str) -> bool:
    """Tell whether Debian's package ``name`` is installed."""
    query = subprocess.run(["dpkg-query", "-W", "-f=${Status}", name], capture_output=True, text=True, check=False)
    return query.stdout.endswith(" installed")


apt = shutil.which("apt-get")
can_install = apt is not None and os.geteuid() == 0
missing = [] if shutil.which("chromium") else ["chromium"]
if missing and not can_install:
    sys.exit(
        "The browser tests need Chromium, which is not installed. Install it "
        "(on Debian: sudo apt-get install chromium) and run this again."
    )
if can_install:
    missing += [name for name in FONTS if not has_package(name)]
if missing:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.check_call([apt, "update", "-qq"], env=environment)
    subprocess.check_call([apt, "install", "-y", "-qq", "--no-install-recommends", *missing], env=environment)
