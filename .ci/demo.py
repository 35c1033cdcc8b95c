"""Opens JupyterLab on the quickstart. Without a desktop it prints the address and waits."""

import json
import os
import sys
from pathlib import Path

notebooks = Path(__file__).resolve().parent.parent / "notebooks"
# Neither asks for news nor looks for updates: the demo needs no network.
overrides = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
overrides.parent.mkdir(parents=True, exist_ok=True)
quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
overrides.write_text(json.dumps(quiet))

arguments = [
    sys.executable, "-m", "jupyterlab",
    "--LabApp.default_url=/lab/tree/00_quickstart.ipynb",
    f"--ServerApp.root_dir={notebooks}",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]  # fmt: skip
if hasattr(os, "geteuid") and os.geteuid() == 0:
    arguments.append("--allow-root")
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    arguments.append("--no-browser")
os.execv(sys.executable, arguments)
