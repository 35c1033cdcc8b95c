"""``make bench``: says how long it takes, and does less with ``QUICK=1``."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def bench(*names, quick=""):
    return subprocess.run(
        [sys.executable, ".ci/bench.py", *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QUICK": quick},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_how_long_each_took_and_all_of_them():
    ran = bench("masking", "endpoint_answers", quick="1")
    assert ran.returncode == 0
    assert re.findall(r"^ *\d+ s  (.*)$", ran.stdout, re.MULTILINE) == ["masking", "endpoint_answers", "in all"]
    assert "1,000 deltas, best of 2" in ran.stdout


def test_one_that_is_not_there_is_named_with_those_that_are():
    ran = bench("maskign")
    assert ran.returncode == 1
    assert "There is no benchmark 'maskign'. There are" in ran.stderr
    assert "masking" in ran.stderr


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_each_benchmark_has_a_quick_mode(path):
    assert '"QUICK"' in path.read_text(encoding="utf-8")
