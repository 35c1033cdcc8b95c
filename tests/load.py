"""How much the tests of several programs do: a tenth, or all of it where ``CHATKIT_NOTEBOOK_TEST_LOAD`` is 1."""

import os

LOAD = float(os.environ.get("CHATKIT_NOTEBOOK_TEST_LOAD", "0.1"))


def part_of(count, *, least=1):
    return max(least, round(count * LOAD))
