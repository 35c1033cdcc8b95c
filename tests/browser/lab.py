"""Drives JupyterLab as a person does: starts the server, opens notebooks, runs cells, finds the chat."""

import json
import os
import re
import secrets
import subprocess
import time
import urllib.request
from pathlib import Path

import nbformat
from playwright import sync_api
from playwright.sync_api import expect

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
KERNELS = {"ipykernel-7.1": ".kernels/7.1.0", "ipykernel-6.31": ".kernels/6.31.0"}
WAIT = 60_000
"""Milliseconds that a page may take for one thing. A quick machine never comes near; one that does much else may."""
READY = 120
"""Seconds the server may take to start."""


class Lab:
    """A JupyterLab server in a folder of its own, with default limits."""

    def __init__(self, folder, *, python):
        self.folder = Path(folder)
        self.root = self.folder / "notebooks"
        self.root.mkdir(parents=True)
        quiet = self.folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        quiet.parent.mkdir(parents=True)
        quiet.write_text('{"fetchNews": "false", "checkForUpdates": false}')
        # Each page that opens would ask, and the server start Node.js to tell, whether JupyterLab must be built again.
        page = self.folder / "config" / "labconfig" / "page_config.json"
        page.parent.mkdir(parents=True)
        page.write_text('{"buildCheck": false}')
        self._python = python
        self._token = secrets.token_hex(16)
        self.base = None

    def __enter__(self):
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "JUPYTER"))},
            "JUPYTER_CONFIG_DIR": str(self.folder / "config"),
            "JUPYTER_DATA_DIR": str(self.folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.folder / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.folder / "workspaces"),
            "IPYTHONDIR": str(self.folder / "ipython"),
        }
        self._log = (self.folder / "server.log").open("wb")
        self._process = subprocess.Popen(
            [
                self._python, "-m", "jupyterlab", "--no-browser", "--allow-root",
                "--ServerApp.port=0", "--ServerApp.ip=127.0.0.1",
                f"--IdentityProvider.token={self._token}", f"--ServerApp.root_dir={self.root}",
                "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ],
            env=environment, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def _wait_until_ready(self):
        started = self.folder / "runtime" / f"jpserver-{self._process.pid}.json"
        deadline = time.monotonic() + READY
        while True:
            try:
                self.base = f"http://127.0.0.1:{json.loads(started.read_text())['port']}"
                self.request("GET", "/api/status")
            except (OSError, ValueError):
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"JupyterLab did not start:\n{self.log()}") from None
                time.sleep(0.1)
            else:
                return

    def __exit__(self, *_):
        try:
            self.stop_kernels()
        finally:
            self._stop()

    def _stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def add_kernel(self, name, environment):
        spec = self.folder / "data" / "kernels" / name
        spec.mkdir(parents=True)
        argv = [str(environment / "bin" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": name, "language": "python"}))

    def request(self, method, path):
        request = urllib.request.Request(
            self.base + path, method=method, headers={"Authorization": f"token {self._token}"}
        )
        with urllib.request.urlopen(request, timeout=WAIT / 1000) as response:
            body = response.read()
        return json.loads(body) if body else None

    def stop_kernels(self):
        for session in self.request("GET", "/api/sessions"):
            self.request("DELETE", f"/api/sessions/{session['id']}")

    def write_notebook(self, name, cells, kernel):
        """Write the cells, or copy the notebook whose path is given, and return its name."""
        if isinstance(cells, Path):
            notebook = nbformat.read(cells, as_version=4)
        else:
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
        notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
        path = self.root / f"{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-')[:60]}-{secrets.token_hex(3)}.ipynb"
        nbformat.write(notebook, path)
        return path.name

    def url(self, notebook):
        return f"{self.base}/lab/tree/{notebook}?reset&token={self._token}"

    def log(self):
        return (self.folder / "server.log").read_text(errors="replace")


class NotebookPage:
    """One notebook in one browser tab."""

    def __init__(self, page, lab, notebook):
        self.page = page
        self.lab = lab
        self.notebook = notebook
        self.errors = []
        self.requests = []
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self):
        """Open the notebook; once more if its kernel, in which nothing has run, says nothing.

        A status that it sends while JupyterLab's server connects to it can be lost, and is not sent again.
        """
        self.page.goto(self.lab.url(self.notebook))
        try:
            self.wait_ready(timeout=WAIT / 3)
        except sync_api.TimeoutError:
            self.page.goto(self.lab.url(self.notebook))
            self.wait_ready()
        return self

    def reload(self):
        self.page.reload()
        self.wait_ready()

    def wait_ready(self, timeout=WAIT):
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.wait_for_function(
            """() => {
                const kernel = window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel;
                return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
            }""",
            polling=100,
            timeout=timeout,
        )

    def run_all(self, *, wait=True):
        """Run all cells from the menu command; ``wait`` for the last one to end."""
        self._run("notebook:run-all-cells", None, wait=wait)

    def run_cell(self, index, *, wait=True):
        """Select a cell and run it with the notebook's own command."""
        self._run("notebook:run-cell", index, wait=wait)

    def _run(self, command, index, *, wait):
        start = """([command, index]) => {
            const panel = window.jupyterapp.shell.currentWidget;
            if (index !== null) {
                panel.content.activeCellIndex = index;
                panel.content.deselectAll();
            }
            window.ranCells = false;
            window.jupyterapp.commands.execute(command).then(() => { window.ranCells = true; });
        }"""
        self.page.evaluate(start, [command, index])
        if not wait:
            return
        # Bounded: the command's own promise waits for ever when the reply of a cell is lost on its way.
        self.page.wait_for_function("() => window.ranCells", polling=50)

    def settle(self):
        """Wait until a request goes to the kernel and wholly back: of a flood, ZeroMQ drops what finds no room."""
        self.page.evaluate(
            """async () => {
                const { kernel } = window.jupyterapp.shell.currentWidget.context.sessionContext.session;
                for (let tries = 0; tries < 50; tries += 1) {
                    const back = kernel.requestExecute({ code: "", silent: true }).done.then(() => true);
                    if (await Promise.race([back, new Promise((end) => setTimeout(end, 5000))])) return;
                }
                throw new Error("The kernel does not come to rest.");
            }"""
        )

    def restart_kernel(self):
        self.page.evaluate(
            "() => window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"
        )

    def shut_down_kernel(self):
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")

    def save(self):
        """Save the notebook with JupyterLab's own command; tell whether nothing is left to save."""
        return self.page.evaluate(
            """async () => {
                const { context } = window.jupyterapp.shell.currentWidget;
                await window.jupyterapp.commands.execute("docmanager:save");
                return !context.model.dirty;
            }"""
        )

    def output(self, index):
        """The text a cell printed so far."""
        return self.page.locator(".jp-Cell").nth(index).locator(".jp-OutputArea-output").all_inner_texts()

    def chat(self, number=0):
        return ChatView(self, self.page.locator("[data-lm-suppress-shortcuts=true]").nth(number))


class ChatView:
    """One view of a chat, found by its accessible names."""

    def __init__(self, notebook, host):
        self.notebook = notebook
        self.host = host

    @property
    def composer(self):
        return self.host.get_by_role("textbox", name="Message the AI")

    def button(self, name):
        return self.host.get_by_role("button", name=name, exact=True)

    @property
    def log(self):
        return self.host.get_by_role("log")

    def send(self, text):
        """Type a message with real keys, press Enter, and see it leave the composer."""
        self.composer.click()
        self.composer.press_sequentially(text)
        self.composer.press("Enter")
        expect(self.composer).to_have_value("")

    def wait_text(self, text):
        self.log.get_by_text(text).first.wait_for()

    def wait_idle(self):
        self.button("Send").wait_for()
