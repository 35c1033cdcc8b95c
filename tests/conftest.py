import subprocess

import pytest


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
