import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_the_built_front_end_and_nothing_that_belongs_to_the_checkout(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"chatkit_notebook/ui/static/{name}" for name in ("loader.js", "chat.js", "chat.css")} <= names
    assert "chatkit_notebook/py.typed" in names
    outside = {name.split("/")[0] for name in names} - {"chatkit_notebook"}
    assert all(name.endswith(".dist-info") for name in outside)
