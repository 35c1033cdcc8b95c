"""What is meant to differ from the official SDK does, and is as it is meant to be."""

import pytest

from tests.parity.differences import kit, lenient, reading, runs, server, widgets
from tests.parity.differences.table import DIFFERENCES
from tests.parity.server_runs import play

SECTIONS = (kit, lenient, reading, runs, server, widgets)


@pytest.mark.parametrize("row", DIFFERENCES)
async def test_the_difference_is_the_one_that_is_meant(row):
    official = (await play("chatkit", row.scenario))["found"]
    ours = (await play("chatkit_notebook", row.scenario))["found"]

    assert {"official": official, "ours": ours} == {"official": row.official, "ours": row.ours}
    assert official != ours


def test_every_section_is_in_the_table_and_every_row_has_a_reason():
    rows = [param.values[0] for param in DIFFERENCES]

    assert {row.scenario.__module__ for row in rows} == {section.__name__ for section in SECTIONS}
    assert all(row.why.endswith(".") for row in rows)
    assert len({row.what for row in rows}) == len(rows)
