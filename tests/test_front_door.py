import subprocess
import sys

import pytest

import chatkit_notebook


def test_every_public_name_loads_and_the_list_is_in_order():
    assert chatkit_notebook.__all__ == sorted(chatkit_notebook.__all__)
    for name in chatkit_notebook.__all__:
        assert getattr(chatkit_notebook, name) is not None
    assert set(dir(chatkit_notebook)) == set(chatkit_notebook.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'ChatKitt'"):
        _ = chatkit_notebook.ChatKitt


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, chatkit_notebook; "
        "heavy = {'agents', 'openai', 'anywidget', 'ipywidgets', 'sqlalchemy', 'pandas', 'pydantic', 'jinja2'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"
