"""Makes a picture of each widget of the gallery, light and dark, on the demo page: ``make gallery``."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.lab import CHROMIUM_ARGUMENTS  # noqa: E402 - the repository is no package

FOLDER = ROOT / "build" / "gallery"
WIDTH = 820


def shoot(page, address, theme, width):
    """Keep a picture of each widget, by its number and the words that it begins with."""
    shown = f"bare&theme={theme}&width={width}&tall=30000"
    page.goto(f"{address}?{shown}")
    scenes = [
        name for name in page.locator("#scene option").all_text_contents() if name.startswith(("gallery", "samples"))
    ]
    number = 0
    for scene in scenes:
        page.goto(f"{address}?scene={quote(scene)}&{shown}")
        page.locator("[data-item]").last.wait_for()
        for item in page.locator("[data-item]").all():
            name = re.sub(r"\W+", "-", item.inner_text()[:30]).strip("-").lower()
            item.screenshot(path=FOLDER / f"{number:02}-{name}-{theme}.png", animations="disabled")
            number += 1


def main():
    chromium = shutil.which("chromium") or sys.exit("Chromium is not installed.")
    node = shutil.which("node") or sys.exit("Node.js is not installed.")
    width = int(sys.argv[1]) if len(sys.argv) > 1 else WIDTH
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        subprocess.Popen([node, "demo/serve.mjs", "0"], cwd=ROOT / "js", stdout=subprocess.PIPE, text=True) as server,
        sync_playwright() as play,
    ):
        address = server.stdout.readline().strip()
        browser = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        for theme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 900}, device_scale_factor=1)
            shoot(page, address, theme, width)
            page.close()
        browser.close()
        server.terminate()
    print(f"The pictures are in {FOLDER}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
