"""Every statement has a test. The sources are read, so that it holds whichever tests are run."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conformance.requirements import REQUIREMENTS, WIDGETS

TESTS = Path(__file__).parents[1]
MARK = "pytest.mark.conformance"
EXCUSES = ("pytest.mark.skip", "pytest.mark.xfail", "pytest.mark.browser")
COUNT = 92
WIDGET_NUMBERS = range(141, 150)
STATEMENTS = REQUIREMENTS | WIDGETS


def proofs(source):
    """Return the tests of a module by the numbers they carry, and its marks that prove nothing."""
    tree = ast.parse(source)
    tests, used = defaultdict(list), set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not node.name.startswith("test_"):
            continue
        is_excused = any(ast.unparse(each).startswith(EXCUSES) for each in node.decorator_list)
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == MARK and mark.args and not is_excused:
                used.add(mark.func)
                for number in mark.args:
                    tests[ast.literal_eval(number)].append(node.name)
    stray = [f"line {node.lineno}" for node in ast.walk(tree) if _is_mark(node) and node not in used]
    return tests, stray


def _is_mark(node):
    return isinstance(node, ast.Attribute) and node.attr == "conformance" and ast.unparse(node) == MARK


# A contract's tests run in the classes that subclass it.
MODULES = [*TESTS.rglob("test_*.py"), *TESTS.rglob("contract/*.py")]
SOURCES = {path: path.read_text("utf-8") for path in sorted(MODULES)}
# To parse those that never say the word would take most of the time.
FOUND = {path: proofs(source) for path, source in SOURCES.items() if "conformance" in source}
NUMBERS = {number for tests, _ in FOUND.values() for number in tests}


def test_the_statements_are_numbered_without_a_gap():
    assert list(REQUIREMENTS) == list(range(1, COUNT + 1))
    assert list(WIDGETS) == list(WIDGET_NUMBERS)


def test_every_statement_has_a_test():
    missing = {number: said for number, said in STATEMENTS.items() if number not in NUMBERS}

    assert not missing


def test_every_statement_of_widgets_has_a_test_in_a_browser():
    found = {number for path, (tests, _) in FOUND.items() if TESTS / "browser" in path.parents for number in tests}

    assert not WIDGETS.keys() - found


def test_every_number_is_that_of_a_statement():
    assert not NUMBERS - STATEMENTS.keys()


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(TESTS))) for path in FOUND])
def test_every_mark_is_on_a_test_that_runs(path):
    assert FOUND[path][1] == []


SAMPLE = """
@pytest.mark.conformance(1, 2)
def test_a(): ...

@pytest.mark.conformance(2)
@pytest.mark.parametrize("x", [1])
async def test_b(x): ...

class TestC:
    @pytest.mark.conformance(3)
    def test_d(self): ...

# @pytest.mark.conformance(4)
def test_e(): ...
"""
STRAYS = """
@pytest.mark.conformance(1)
def helper(): ...

@pytest.mark.conformance()
def test_a(): ...

@pytest.mark.conformance
def test_b(): ...

@pytest.mark.skip
@pytest.mark.conformance(1)
def test_c(): ...

pytestmark = pytest.mark.conformance(1)
pytest.param(1, marks=pytest.mark.conformance(1))
"""


def test_marks_are_found_wherever_tests_are():
    tests, stray = proofs(SAMPLE)

    assert tests == {1: ["test_a"], 2: ["test_a", "test_b"], 3: ["test_d"]}
    assert stray == []


def test_marks_that_prove_nothing_are_found():
    tests, stray = proofs(STRAYS)

    assert tests == {}
    assert len(stray) == 6
