"""A real JupyterLab and a real Chromium, one of each for all browser tests of a process; each test has its own page."""

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.lab import CHROMIUM_ARGUMENTS, KERNELS, WAIT, Lab, NotebookPage

FAILED = pytest.StashKey[bool]()
ROOT = Path(__file__).parents[2]
KEPT = "cookies,local_storage,indexeddb,websql,service_workers,cache_storage"
"""What a page can keep in a browser."""
expect.set_options(timeout=WAIT)


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
        yield partial(playwright.chromium.launch_persistent_context, executable_path=path, args=CHROMIUM_ARGUMENTS)


@pytest.fixture(scope="package")
def profile(chromium, tmp_path_factory):
    """A browser with a profile on the disk: it keeps JupyterLab's scripts compiled, half of what an opening costs."""
    with chromium(tmp_path_factory.mktemp("profile")) as context:
        yield context


@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    with Lab(tmp_path_factory.mktemp("lab"), python=sys.executable) as lab:
        for name, folder in KERNELS.items():
            lab.add_kernel(name, ROOT / folder)
        yield lab


@pytest.fixture
def open_notebook(lab, profile, request, tmp_path):
    """Open a notebook with the given cells: ``open_notebook([source, ...], kernel="python3")``.

    ``before`` gets the empty page, to listen to what it does from the first moment on.
    """
    pages = []

    def open_one(cells, *, kernel="python3", height=900, before=lambda _page: None):
        page = profile.new_page()
        page.set_viewport_size({"width": 1280, "height": height})
        before(page)
        pages.append(NotebookPage(page, lab, lab.write_notebook(request.node.name, cells, kernel)))
        return pages[-1].open()

    yield open_one
    if FAILED in request.node.stash:
        for number, opened in enumerate(pages):
            picture = tmp_path / f"page-{number}.png"
            opened.page.screenshot(path=picture)
            print(f"What the page showed: {picture}", f"Errors of the page: {opened.errors}", sep="\n")  # noqa: T201
    for opened in pages:
        opened.page.close()
    forget(profile, lab)
    lab.stop_kernels()


def forget(profile, lab):
    """Leave nothing of a test in the browser but what it loaded."""
    profile.clear_permissions()
    session = profile.new_cdp_session(profile.pages[0])
    session.send("Storage.clearDataForOrigin", {"origin": lab.base, "storageTypes": KEPT})
    session.detach()
