"""Every argument of every public method refuses a wrong type, and says which value it was and what would fit."""

import inspect
from datetime import UTC, datetime

import pytest

from chatkit_notebook import Chat, ChatKit
from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem, ThreadItemDoneEvent

WRONG = (3, 1.5, b"bytes", object(), [3])
# What an argument may be besides the types that are wrong for most.
FREE = {
    ("ask", "options"), ("ask_sync", "options"), ("send_user_message", "options"), ("set_options", "options"),
    ("act", "payload"),
}  # fmt: skip
# Several kinds of a value fit; these do not.
OTHERS = {
    ("export_threads", "file"): (3, None, [3], {"a": 1}, 1.5),
    ("import_threads", "file"): (3, None, [3], {"a": 1}, 1.5),
    ("export_threads", "thread_ids"): (3, 1.5, [3], [None], object()),
    ("import_threads", "existing"): (3, None, "maybe", [], True),
    ("import_threads", "is_own"): (3, None, "yes", [], 0),
    ("import_threads", "limits"): (3, "many", [], {"items": 3}, True),
    ("import_threads", "progress"): (3, "print", [], {}, True),
    ("search", "limit"): ("20", 1.5, None, [], True),
    ("feedback", "item_ids"): (3, 1.5, [3], [None], object()),
    ("feedback", "kind"): (3, None, "good", [], True),
    ("ask", "attachments"): (3, 1.5, [3], b"bytes", object()),
    ("ask_sync", "attachments"): (3, 1.5, [3], b"bytes", object()),
    ("send_user_message", "attachments"): (3, 1.5, [3], b"bytes", object()),
    ("client_tool", "name"): (3, 1.5, b"bytes", [3], {}),
    ("on_effect", "name"): (3, 1.5, b"bytes", [3], {}),
    ("on_action", "name"): (3, 1.5, b"bytes", [3], {}),
}
GIVEN = {
    "words": "word", "file": "/dev/null", "thread_id": "thr_1", "item_id": None, "item_ids": None, "kind": "positive",
    "action": "buy", "text": "hello", "event": "ready", "attachment": "att_1",
    "name": "Gauge", "esm": "export default { render() {} }",
}  # fmt: skip


def methods():
    for name in dir(ChatKit(str.upper)):
        method = getattr(ChatKit, name, None)
        if inspect.isfunction(method):
            yield name, [parameter for parameter in inspect.signature(method).parameters if parameter != "self"]


CASES = [
    (method, argument, value)
    for method, arguments in methods()
    for argument in arguments
    if (method, argument) not in FREE
    for value in OTHERS.get((method, argument), WRONG)
]


@pytest.mark.parametrize(("method", "argument", "value"), CASES)
async def test_a_wrong_type_is_refused_in_words(chat_of, method, argument, value):
    async def respond(thread, input_user_message, context):
        content = [AssistantMessageContent(text="fine")]
        item = AssistantMessageItem(id="msg_1", thread_id=thread.id, created_at=datetime.now(UTC), content=content)
        yield ThreadItemDoneEvent(item=item)

    chat = chat_of(respond)
    await chat.ask("hello")
    called = getattr(chat, method)
    parameters = inspect.signature(called).parameters
    given = {
        name: GIVEN[name]
        for name, one in parameters.items()
        if one.default is one.empty and name in GIVEN and one.kind is not one.VAR_KEYWORD
    } | {argument: value}
    positional = [
        given.pop(name) for name, one in parameters.items() if one.kind is one.POSITIONAL_ONLY and name in given
    ]

    async def call():
        made = called(*positional, **given)
        return await made if inspect.isawaitable(made) else made

    with pytest.raises((TypeError, ValueError)) as caught:
        await call()
    told = str(caught.value)
    wrong = value[0] if isinstance(value, list) and value else value
    assert any(repr(one) in told or type(one).__name__ in told for one in (value, wrong)), told
    assert len(told) > 20


SETTINGS = {
    "target": (3, "agent", [], 1.5, object()),
    "store": (3, [], 1.5, object(), {}),
    "attachment_store": (3, "files", [], 1.5, object()),
    "base_url": (3, b"http://x", [], 1.5, object()),
    "api_key": (3, b"key", [], 1.5, object()),
    "api": (3, None, [], "soap", object()),
    "timeout": ("9", [], True, 0, object()),
    "runner": (3, "process", [], True, object()),
    "initial_thread": (3, b"x", [], 1.5, object()),
    "titles": (3, "short", [], 1.5, object()),
    "show_tools": (3, "yes", [], None, object()),
    "keeps_agent": (3, "yes", [], None, object()),
    "upload_strategy": (3, "direct", [], {"type": "x"}, object()),
    "resume": (3, "yes", [], None, object()),
}


@pytest.mark.parametrize(("setting", "value"), [(name, value) for name, values in SETTINGS.items() for value in values])
def test_a_setting_of_a_wrong_type_is_refused_in_words(setting, value):
    kinds = [ChatKit] if setting == "resume" else [ChatKit, Chat]
    assert setting in inspect.signature(ChatKit).parameters
    for kind in kinds:
        with pytest.raises((TypeError, ValueError)) as caught:
            kind(**{setting: value})
        told = str(caught.value)
        assert setting in told or setting == "target", told
        assert repr(value) in told or type(value).__name__ in told, told


def test_all_settings_are_tried():
    names = set(inspect.signature(ChatKit).parameters) - {"context", "options"}
    assert names == set(SETTINGS)
