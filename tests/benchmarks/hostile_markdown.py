"""What a text that is dear to read or draw costs the page, for growing sizes, and what an ordinary answer costs.

The view runs in a real Chromium on a kernel within the page. For each shape and size: the longest task of the main
thread and the sum of all, layout and paint included, from Chromium's own trace. They are CPU times, so that other
work on the machine does not show. The factor is how the sum grows from the one size to the next, over how the text
does: 1 is linear. ``--quick`` takes the smaller sizes only, ``QUICK=1`` in the environment these of a few shapes; names
of shapes as arguments take these only.
"""

# ruff: noqa: T201 - a command prints
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import sync_playwright

from tests.hostile_texts import SHAPES

ROOT = Path(__file__).parents[2]
SIZES = (1_000, 32_000, 1_000_000)
SMALLER = SIZES[:2]
IS_QUICK = bool(os.environ.get("QUICK"))
LIMIT = 200
"""Milliseconds that no task may take."""
IN_FULL = ("prose", "no space", "fence of brackets", "list long")
"""Shapes that are also shown in full after their beginning, at the largest size."""
WAIT = 180_000
ANSWER = 10_000
"""Characters of an ordinary answer; it streams as fast as a model writes that is quick."""


def bundle(folder, script="measure"):
    """Build the page into a folder and return its HTML: the view, with a script of the demo that measures it."""
    esbuild = ROOT / "js" / "node_modules" / ".bin" / "esbuild"
    jsx = ["--jsx=automatic", "--jsx-import-source=preact"]
    for source, target in ((f"demo/{script}.ts", "page.js"), ("src/styles/index.css", "page.css")):
        arguments = [source, "--bundle", "--minify", "--format=esm", "--target=es2022", *jsx]
        subprocess.run(
            [esbuild, *arguments, "--charset=utf8", "--log-level=error", f"--outfile={folder / target}"],
            cwd=ROOT / "js", check=True,
        )  # fmt: skip
    style = (folder / "page.css").read_text()
    script = (folder / "page.js").read_text().replace("</script", "<\\/script")
    body = f'<body data-jp-theme-light="true"><div class="cell"></div><script type="module">{script}</script>'
    return f"<!doctype html><meta charset=utf-8><style data-view>{style}</style>{body}"


class Page:
    """The view in a page of its own."""

    def __init__(self, browser, html):
        self._browser = browser
        self._page = browser.new_page(viewport={"width": 1000, "height": 800})
        self._page.set_default_timeout(WAIT)
        self._page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        self._page.goto("http://127.0.0.1/")
        self._page.wait_for_function("() => 'measure' in window")

    def measure(self, **request):
        """Draw a text: what the page tells of it, with the CPU times of the longest task and of all tasks."""
        self._browser.start_tracing(page=self._page, categories=["toplevel"])
        told = self._page.evaluate("request => measure(request)", request)
        tasks = tasks_in(json.loads(self._browser.stop_tracing())["traceEvents"])
        return {**(told or {}), "task": max(tasks), "sum": sum(tasks)}

    def close(self):
        self._page.close()


def tasks_in(events):
    """CPU times of the main thread's tasks, in milliseconds."""
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"].get("name") == "CrRendererMain"
    }
    return [
        event.get("tdur", 0) / 1000
        for event in events
        if event["name"].endswith("RunTask") and event.get("ph") == "X" and (event["pid"], event["tid"]) in main
    ]


def hostile(open_page, names, sizes):
    print(f"{'shape':26}{'characters':>11}{'longest':>10}{'sum':>10}{'elements':>10}{'factor':>8}")
    slow = 0
    for name in names:
        before = None
        page = open_page()
        page.measure(text="A page that is **warm**: `x`, $y$.")
        for size in sizes:
            cost = page.measure(text=SHAPES[name](size), unfold=size == SIZES[-1] and name in IN_FULL)
            factor = f"{cost['sum'] / before[1] / (size / before[0]):.2f}" if before else ""
            mark = "  over" if cost["task"] > LIMIT else ""
            slow += cost["task"] > LIMIT
            print(
                f"{name if before is None else '':26}{size:11,}{cost['task']:7.0f} ms{cost['sum']:7.0f} ms"
                f"{cost['elements']:10,}{factor:>8}{mark}",
                flush=True,
            )
            before = (size, cost["sum"])
        page.close()
    print(f"{slow} of {len(names) * len(sizes)} took longer than {LIMIT} ms at a time.")


def ordinary(open_page):
    """An answer that nobody means harm with: to be compared with the same figures of another revision."""
    text = SHAPES["prose"](ANSWER)
    page = open_page()
    page.measure(text=text)
    opened = page.measure(text=text)
    print(
        f"{ANSWER:,} characters at once: {opened['first']:.0f} ms to the first of them, {opened['sum']:.0f} ms in all"
    )
    streamed = page.measure(text=text, stream={"size": 66, "pace": 33})
    per_token = streamed["sum"] / (ANSWER / 4) * 1000
    print(f"{ANSWER:,} characters streamed: {streamed['sum']:.0f} ms in all, {per_token:.0f} us a token")
    page.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shapes", nargs="*", metavar="shape", help="one of: " + ", ".join(SHAPES))
    parser.add_argument("--quick", action="store_true", help="leave out the larger sizes")
    chosen = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Chromium is not installed; `make test` installs it.")
    unknown = set(chosen.shapes) - set(SHAPES)
    if unknown:
        parser.error(f"unknown shapes: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html = bundle(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        ordinary(lambda: Page(browser, html))
        shapes = chosen.shapes or (list(IN_FULL) if IS_QUICK else list(SHAPES))
        hostile(lambda: Page(browser, html), shapes, SMALLER if chosen.quick or IS_QUICK else SIZES)
        browser.close()


if __name__ == "__main__":
    main()
