"""A PostgreSQL server of the tests' own, on a free port, in a folder that goes away with it."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

WAIT_SECONDS = 120


def programs():
    """The folder of the newest server's programs, or None."""
    found = [each.parent for each in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda each: float(each.parent.name), default=None)


@contextmanager
def cluster():
    """Start a server; yields the URL of a database, and stops it at the end."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("PostgreSQL's server is not installed: run `make test`, or apt-get install postgresql.")
    # The server refuses to be root.
    person = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="chatkit-postgres-"))
    try:
        password = secrets.token_hex(8)
        (folder / "password").write_text(password)
        if person:
            for each in (folder, folder / "password"):
                shutil.chown(each, "nobody")
        data = folder / "data"
        options = ["--username=chat", f"--pwfile={folder / 'password'}", "--auth=scram-sha-256", "--no-sync"]
        subprocess.run(
            [bin_folder / "initdb", "-D", data, *options, "--encoding=UTF8", "--locale=C"],
            **person, cwd=folder, check=True, capture_output=True, timeout=WAIT_SECONDS,
        )  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=40"]
        server = [bin_folder / "pg_ctl", "-D", data, "-w", "-t", str(WAIT_SECONDS)]
        started = ["-l", folder / "log", "-o", " ".join([f"-p {port}", *(f"-c {each}" for each in settings)]), "start"]
        try:
            subprocess.run([*server, *started], **person, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            yield f"postgresql://chat:{password}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*server, "-m", "fast", "stop"], **person, cwd=folder, stdout=subprocess.DEVNULL, check=False
            )
    finally:
        shutil.rmtree(folder)
