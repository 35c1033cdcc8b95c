import asyncio
import subprocess

import pytest
from hypothesis import HealthCheck, settings

# How long an input takes to make or to test says more of what else the machine does than of the code.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")

# What `make test-quick` leaves out, beside all that needs a database server.
SLOW = (
    "tests/bridge/test_kernel.py",
    "tests/bridge/test_outbox.py::test_any_merging",
    "tests/notebooks/",
    "tests/parity/",
    "tests/properties/",
    "tests/serve/agent/test_endpoint_profiles.py",
    "tests/server/test_malformed_requests.py",
    "tests/store/sql/test_attachments.py::test_a_killed",
    "tests/store/sql/test_attachments.py::test_two_programs",
    "tests/store/sql/test_processes.py",
    "tests/store/sql/test_search.py",
    "tests/test_bench.py::test_it_says",
    "tests/ui/test_protocol_files.py::test_the_generated",
    "tests/ui/test_saved.py",
)

# Whole folders and files that `-m "not slow"` and `-m "not browser"` leave out.
LEFT_OUT = {"slow": [path for path in SLOW if "::" not in path], "browser": ["tests/browser/"]}


def pytest_ignore_collect(collection_path, config):
    """Don't even import what is left out whole: that would take each process of the run some seconds."""
    place = collection_path.relative_to(config.rootpath).as_posix() + "/" * collection_path.is_dir()
    terms = config.option.markexpr.split(" and ")
    return any(f"not {mark}" in terms and place in paths for mark, paths in LEFT_OUT.items()) or None


def pytest_collection_modifyitems(items):
    for item in items:
        if item.nodeid.startswith(SLOW) or "postgres" in item.nodeid.lower() or "postgres" in item.fixturenames:
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of 2 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"A small disk can't be mounted here: {mounted.stderr.strip() or mounted.returncode}")
    yield folder
    # Lazily: a kernel that is being stopped may still have a file open there.
    subprocess.run(["/usr/bin/umount", "--lazy", folder], check=True)


class Clock:
    """The time of the running loop, which all but stands still until a test lets some pass."""

    def __init__(self):
        self._loop = asyncio.get_running_loop()
        self._now = self._loop.time()
        self._loop.time = self._tick

    def _tick(self):
        self._now += 1e-7
        return self._now

    def timers(self):
        """How many things the loop is still to do at some time."""
        return sum(not timer.cancelled() for timer in self._loop._scheduled)

    async def let_pass(self, seconds):
        self._now += seconds
        for _ in range(5):
            await asyncio.sleep(0)


@pytest.fixture
async def clock():
    clock = Clock()
    yield clock
    del clock._loop.time
