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


# What only messages, widgets and tools need. A chat that nobody has looked at yet has loaded nothing of it.
LATE = {
    *("agents", "openai", "sqlalchemy", "pandas", "polars", "numpy", "matplotlib", "PIL", "jinja2", "markdown_it"),
    *("latex2mathml", "httpx", "chatkit_notebook.actions"),
    *("chatkit_notebook.types.items", "chatkit_notebook.types.events", "chatkit_notebook.types.requests"),
    *("chatkit_notebook.widgets", "chatkit_notebook.widgets.unions", "chatkit_notebook.widgets.explain"),
}
CHATS = [
    "ChatKit()",
    "ChatKit(str.upper)",
    "ChatKit(lambda text: text)",
    "ChatKit(respond)",
    "ChatKit(tell, height=400)",
]
SHOWN = """
import sys
from chatkit_notebook import ChatKit

async def respond(thread, message, context):
    yield "Hello"

def tell(text):
    yield text

chat = {chat}
chat._repr_mimebundle_()
print(*sorted({late} & {{*sys.modules}}))
"""


@pytest.mark.parametrize("chat", CHATS)
def test_a_chat_is_shown_without_what_only_messages_need(chat):
    code = SHOWN.format(chat=chat, late=LATE)
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == ""
