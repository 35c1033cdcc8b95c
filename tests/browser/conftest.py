"""A real JupyterLab and a real Chromium, one of each for all browser tests; a fresh notebook and page for each test."""

import shutil
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.lab import CHROMIUM_ARGUMENTS, KERNELS, Lab, NotebookPage

FAILED = pytest.StashKey[bool]()
ROOT = Path(__file__).parents[2]
# As long as Playwright's other waits: on a busy machine its own 5 seconds are short.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.path).is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="package")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("Chromium is not installed; `make test` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    with Lab(tmp_path_factory.mktemp("lab"), python=sys.executable) as lab:
        for name, folder in KERNELS.items():
            lab.add_kernel(name, ROOT / folder)
        yield lab


@pytest.fixture
def open_notebook(lab, chromium, request, tmp_path):
    """Open a notebook with the given cells: ``open_notebook([source, ...], kernel="python3")``."""
    contexts, pages = [], []

    def open_one(cells, *, kernel="python3", scheme="light", width=1280, height=900):
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        notebook = lab.write_notebook(request.node.name, cells, kernel)
        pages.append(NotebookPage(context.new_page(), lab, notebook).open())
        return pages[-1]

    yield open_one
    if FAILED in request.node.stash:
        for number, opened in enumerate(pages):
            picture = tmp_path / f"page-{number}.png"
            opened.page.screenshot(path=picture)
            print(f"What the page showed: {picture}", f"Errors of the page: {opened.errors}", sep="\n")  # noqa: T201
    for context in contexts:
        context.close()
    lab.stop_kernels()
