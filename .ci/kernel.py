"""Makes an environment with another ipykernel, for tests of how it routes messages: ``kernel.py FOLDER VERSION``.

Everything else comes from the main environment, through a path file.
"""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

folder, version = Path(sys.argv[1]), sys.argv[2]
shutil.rmtree(folder, ignore_errors=True)
subprocess.check_call([sys.executable, "-m", "venv", str(folder)])
python = folder / "bin" / "python"
subprocess.check_call(
    [
        str(python),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
        "--no-deps",
        f"ipykernel=={version}",
    ]
)
own = subprocess.check_output([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True)
shared = sysconfig.get_path("purelib")
# addsitedir also reads the editable install's own path file.
(Path(own.strip()) / "main_environment.pth").write_text(f"import site; site.addsitedir({shared!r})\n")
