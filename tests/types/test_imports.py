import subprocess
import sys

import pytest

from chatkit_notebook import types

OF_PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}
PROGRAM = """
import sys
before = set(sys.modules)
import chatkit_notebook.types
roots = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(roots - set(sys.stdlib_module_names)))
"""


@pytest.mark.slow
def test_importing_types_loads_nothing_but_pydantic_and_the_standard_library():
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)

    # sysconfig loads a data module whose name differs between platforms.
    loaded = {name for name in result.stdout.split() if not name.startswith("_sysconfigdata")}
    assert loaded <= OF_PYDANTIC | {"chatkit_notebook"}


def test_all_names_everything_once_in_order():
    assert types.__all__ == sorted(set(types.__all__))


@pytest.mark.parametrize("name", ["Action", "ErrorCode", "IconName", "WidgetComponent", "WidgetRoot"])
def test_names_of_lower_floors_are_importable_from_types(name):
    assert hasattr(types, name)


def test_older_name_of_the_update_event_is_the_same_class():
    assert types.ThreadItemUpdated is types.ThreadItemUpdatedEvent
