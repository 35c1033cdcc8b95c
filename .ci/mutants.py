"""Mutation tests: makes small slips in the code of a room, one at a time, and prints which of them no test notices.

`.ci/mutants.py [room ...]`; without a room, all of them. A room is a folder of the package, or of `js/src`. Verdicts
are kept in `.mutants/<room>` until the function changes: an interrupted run goes on where it was, and what survived is
tried again. Delete the folder to begin anew. `MUTANTS_FILES=outbox` tries the files whose names contain that, known or
not; `MUTANTS_EVERY=8` tries a sample, of each function the second slip and every eighth after it; `MUTANTS_JOBS=1`
leaves the other cores alone.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".mutants"
EQUIVALENT = ROOT / "tests/mutants/equivalent.toml"
LEAST_SCORE = 85
PART = os.environ.get("MUTANTS_FILES", "")
EVERY = int(os.environ.get("MUTANTS_EVERY", "1"))
MOST_OF_A_FUNCTION = 1_000

# The tests that a slip in each room is held against, apart from slow ones.
ROOMS = {
    "fold": ["tests/test_fold.py"],
    "eventlog": ["tests/eventlog"],
    "server": ["tests/server", "tests/conformance", "tests/parity/test_server_answers.py"],
    "store": ["tests/store"],
    "client": ["tests/client", "tests/ui"],
    "bridge": ["tests/bridge"],
}
VIEW_ROOMS = ["transport", "state", "markdown", "prose", "thread", "composer", "history", "widgets"]

TIMED_OUT = {24, 36, 152, 255, -9, -24}
KILLED = {1, 3, 37}


@dataclass
class Survivor:
    """A slip that no test noticed: the function, and the lines before and after it."""

    name: str
    function: str
    before: str
    after: str


def workspace(room: str) -> Path:
    """The folder in which mutmut works on a room: its settings, and the sources by reference."""
    folder = KEPT / room
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("chatkit_notebook", "tests", "js", "notebooks", "README.md", "CHANGELOG.md"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(ROOT / name)
    settings = {
        "source_paths": ["chatkit_notebook"],
        "only_mutate": [f"chatkit_notebook/{room}/*"],
        "pytest_add_cli_args_test_selection": ROOMS[room],
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-m", "not browser and not slow"],
        # A worker starts from a process that ran no test: threads and databases of earlier tests would be dead in it.
        "process_isolation": "forkserver",
        # A test that is slow because the machine is busy has noticed nothing.
        "timeout_multiplier": 10.0,
        "timeout_constant": 6.0,
        "on_dependency_change": "ignore",
        "use_git_change_detection": False,
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text("\n".join([pyproject, "[tool.mutmut]", *lines, ""]), "utf-8")
    # mutmut copies what is new and keeps what is gone.
    shutil.rmtree(folder / "mutants/tests", ignore_errors=True)
    (folder / "mutants").mkdir(exist_ok=True)
    # mutmut calls every function through one of its own, and what recurses deep would run out of frames.
    (folder / "mutants/conftest.py").write_text("import sys\n\nsys.setrecursionlimit(5_000)\n", "utf-8")
    return folder


def verdicts(folder: Path, room: str) -> dict[Path, dict[str, int | None]]:
    """The exit code of the tests for each slip, by the file that records it."""
    found = sorted((folder / "mutants/chatkit_notebook" / room).rglob("*.py.meta"))
    return {file: json.loads(file.read_text("utf-8"))["exit_code_by_key"] for file in found if PART in file.name}


def forget_survivors(folder: Path, room: str) -> None:
    """Let slips that were not noticed be tried again: mutmut itself does so only when their function changes."""
    for file in verdicts(folder, room):
        record = json.loads(file.read_text("utf-8"))
        codes = record["exit_code_by_key"]
        record["exit_code_by_key"] = {key: code if code in KILLED | TIMED_OUT else None for key, code in codes.items()}
        file.write_text(json.dumps(record), "utf-8")


def survivor(folder: Path, name: str) -> Survivor:
    shown = subprocess.run(
        [Path(sys.executable).parent / "mutmut", "show", name], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    lines = [line for line in shown.splitlines() if not line.startswith(("---", "+++"))]
    sides = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    module, _, mangled = name.rpartition(".")
    function = re.sub(r"__mutmut_\d+$", "", mangled).removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return Survivor(name, f"{module}.{function}", *sides)


def is_wording(slip: Survivor) -> bool:
    """Tell whether only a text with spaces differs: people read it, and tests don't hold its words."""
    before, after = (re.findall(r"""(["'])(.*?)\1""", side) for side in (slip.before, slip.after))
    changed = [(old, new) for (_, old), (_, new) in zip(before, after, strict=False) if old != new]
    if len(before) != len(after) or len(changed) != 1:
        return False
    old, new = changed[0]
    return " " in old.strip() and slip.before.replace(old, new) == slip.after


def is_equivalent(slip: Survivor, known: dict) -> bool:
    """Tell whether no test needs to notice a slip: by a rule, or because it is listed."""
    if is_wording(slip) or any(re.search(rule["after"], slip.after) for rule in known.get("rule", [])):
        return True
    place = (slip.function, slip.before, slip.after)
    return any(place == (each["function"], each["before"], each["after"]) for each in known.get("slip", []))


def run(room: str) -> tuple[str, ...]:
    """Try every slip of a room; returns its row of the table."""
    folder = workspace(room)
    forget_survivors(folder, room)
    jobs = os.environ.get("MUTANTS_JOBS") or str(os.cpu_count())
    mutmut = Path(sys.executable).parent / "mutmut"
    names = [f"chatkit_notebook.{room}.*{PART}*__mutmut_*"] if PART else []
    if EVERY > 1:
        chosen = range(min(2, EVERY), MOST_OF_A_FUNCTION, EVERY)
        names = [f"chatkit_notebook.{room}.*{PART}*__mutmut_{number}" for number in chosen]
    done = subprocess.run([mutmut, "run", "--max-children", jobs, *names], cwd=folder, check=False)
    if done.returncode:
        tests = " ".join(ROOMS[room])
        sys.exit(f"No verdict about {room}: the tests must pass before a slip is made. Try: pytest {tests}")

    tried = [(key, code) for each in verdicts(folder, room).values() for key, code in each.items() if code is not None]
    codes = dict(tried)
    killed = sum(code in KILLED | TIMED_OUT for code in codes.values())
    slips = [survivor(folder, key) for key, code in codes.items() if code not in KILLED | TIMED_OUT]
    known = tomllib.loads(EQUIVALENT.read_text("utf-8"))
    open_slips = [slip for slip in slips if not is_equivalent(slip, known)]
    report = "\n".join(f"{slip.name}\n  - {slip.before}\n  + {slip.after}\n" for slip in open_slips)
    (folder / "survivors.txt").write_text(report, "utf-8")

    equivalent = len(slips) - len(open_slips)
    score = 100 * killed / max(1, len(codes) - equivalent)
    return (room, *map(str, (len(codes), killed, len(open_slips), equivalent)), f"{score:.1f}")


def main(rooms: list[str]) -> None:
    unknown = set(rooms) - set(ROOMS) - set(VIEW_ROOMS)
    if unknown:
        names = ", ".join([*ROOMS, *VIEW_ROOMS])
        sys.exit(f"There is no room {', '.join(sorted(unknown))}. The rooms are {names}.")
    rows = [run(room) for room in ROOMS if room in rooms or not rooms]
    if rows:
        table = [("room", "mutants", "killed", "survived", "equivalent", "score %"), *rows]
        sys.stdout.write("\n" + "".join("".join(f"{cell:>12}" for cell in row) + "\n" for row in table))
        sys.stdout.write("Survivors are in .mutants/<room>/survivors.txt.\n")
    view = [room for room in VIEW_ROOMS if room in rooms or not rooms]
    done = (
        subprocess.run(["npm", "run", "--silent", "mutants", "--", *view], cwd=ROOT / "js", check=False)
        if view
        else None
    )
    weak = [row[0] for row in rows if float(row[-1]) < LEAST_SCORE]
    if weak:
        sys.exit(f"Fewer than {LEAST_SCORE} % are killed in {', '.join(weak)}.")
    if done is not None:
        sys.exit(done.returncode)


main(sys.argv[1:])
