import re
from typing import get_args

import pytest

from chatkit_notebook.ids import ID_PREFIXES, StoreItemType, default_generate_id


@pytest.mark.conformance(73)
@pytest.mark.parametrize(
    ("item_type", "prefix"),
    [
        ("thread", "thr"),
        ("message", "msg"),
        ("tool_call", "tc"),
        ("task", "tsk"),
        ("workflow", "wf"),
        ("attachment", "atc"),
        ("sdk_hidden_context", "shcx"),
    ],
)
def test_id_is_a_prefix_and_sixteen_hex_digits(item_type, prefix):
    assert re.fullmatch(rf"{prefix}_[0-9a-f]{{16}}", default_generate_id(item_type))


def test_every_type_has_a_prefix_of_its_own():
    assert set(ID_PREFIXES) == set(get_args(StoreItemType))
    assert len(set(ID_PREFIXES.values())) == len(ID_PREFIXES)


def test_ids_do_not_repeat():
    assert len({default_generate_id("message") for _ in range(10_000)}) == 10_000


def test_unknown_type_is_an_error_that_names_the_right_ones():
    with pytest.raises(ValueError, match=r"'widget'. Use one of thread, message"):
        default_generate_id("widget")
