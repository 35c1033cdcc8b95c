import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_built_front_end_the_lessons_and_nothing_that_belongs_to_the_checkout(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"chatkit_notebook/ui/static/{name}" for name in ("loader.js", "chat.js", "chat.css")} <= names
    assert "chatkit_notebook/py.typed" in names
    shipped = {name for name in names if name.startswith("chatkit_notebook/notebooks/")}
    assert shipped == {f"chatkit_notebook/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    outside = {name.split("/")[0] for name in names} - {"chatkit_notebook"}
    assert all(name.endswith(".dist-info") for name in outside)


def test_the_lessons_come_out_of_an_installed_wheel(wheel, tmp_path):
    venv.create(tmp_path / "empty", with_pip=False)
    python = tmp_path / "empty" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--python", str(python)]
    # Without the dependencies, as what copies lessons needs none: no registry is asked.
    subprocess.run([*pip, "install", "--no-deps", "--no-index", str(wheel)], check=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [python, "-m", "chatkit_notebook", "lessons", "copies"]
    printed = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
    copies = {path.name: path.read_bytes() for path in (tmp_path / "copies").iterdir()}
    assert copies == {path.name: path.read_bytes() for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert "JupyterLab is not installed here: pip install jupyterlab" in printed
