"""What a person meets in a cell: names after Tab, help, reprs, options as attributes, examples that run."""

import doctest
import importlib
import pkgutil
import pydoc
from datetime import UTC, datetime
from pathlib import Path

import pytest
import traitlets

import chatkit_notebook
from chatkit_notebook import Chat, ChatKit
from chatkit_notebook.types import (
    AssistantMessageContent,
    AssistantMessageItem,
    ClientToolCallItem,
    EndOfTurnItem,
    InferenceOptions,
    Page,
    Thread,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
    Workflow,
    WorkflowItem,
)
from chatkit_notebook.ui.option_docs import described, options_page
from chatkit_notebook.ui.options import ChatOptions
from chatkit_notebook.widgets import Card
from tests.bridge.test_kernel import running_kernel

ROOT = Path(__file__).parents[2]
OWN = {"ask", "ask_sync", "close", "events", "height", "items", "on_effect", "stop", "theme", "thread_id", "threads"}
MACHINERY = {
    "add_traits", "class_traits", "comm", "get_manager_state", "hold_sync", "keys", "layout", "log", "model_id",
    "notify_change", "on_msg", "on_trait_change", "open", "send", "send_state", "set_state", "tooltip", "traits",
}  # fmt: skip


def test_dir_offers_the_names_of_the_chat_and_those_of_the_machinery_work_all_the_same(chat_of):
    chat = chat_of(str.upper)
    names = set(dir(chat))
    assert names >= OWN
    assert not names & MACHINERY
    assert not [name for name in names if name.startswith("_")]
    assert len(names) < 60
    assert all(hasattr(chat, name) for name in MACHINERY - {"tooltip", "open"})
    assert all(hasattr(chat, name) for name in names)
    assert set(dir(Chat(str.upper))) == names - {*ChatOptions.model_fields} - {
        "focus_composer", "set_composer_value", "set_options",
    }  # fmt: skip


def test_names_of_ones_own_are_offered_too(chat_of):
    class Mine(ChatKit):
        def greet(self):
            return "hello"

    chat = Mine(str.upper)
    chat.note = "mine"
    assert {"greet", "note", "ask"} <= set(dir(chat))
    chat.close()


@pytest.mark.slow
def test_tab_offers_the_same():
    with running_kernel() as kernel:
        kernel.run("from chatkit_notebook import ChatKit\nchat = ChatKit(str.upper)")
        kernel.client.complete("chat.", 5)
        while (reply := kernel.client.get_shell_msg(timeout=60))["msg_type"] != "complete_reply":
            pass
        offered = reply["content"]["matches"]
        names = {name.rpartition(".")[2] for name in offered}
        assert names >= OWN
        assert not names & MACHINERY


def test_help_lists_every_option_with_its_type_default_and_line():
    text = pydoc.plain(pydoc.render_doc(ChatKit)).replace("\n |  ", "\n")
    options = [*described()]
    assert len(options) > 40
    for option in options:
        default = f" = {option.default}" if option.default else ""
        assert f"{option.path}: {option.type}{default}\n" in text
        assert option.line.endswith("."), option
        assert option.line in text
    assert {option.path for option in options if "." not in option.path} == {*ChatOptions.model_fields}
    for setting in ("target", "store", "initial_thread", "resume", "titles"):
        assert f"{setting}: " in text


def test_the_page_of_options_is_in_step():
    assert (ROOT / "OPTIONS.md").read_text() == options_page(), (
        "Run `python -m chatkit_notebook.ui.option_docs > OPTIONS.md`."
    )


GOOD = {
    "height": (300, "60vh", 1_000, "12.5em", "100%"),
    "theme": ("dark", "light", {"radius": "sharp"}, {"color_scheme": "dark"}, {"density": "compact"}),
    "header": ({"enabled": False}, {"title": {"text": "Desk"}}, {"title": {"enabled": False}}, {}, {"enabled": True}),
    "disclaimer": ("Check it.", {"text": "Check it."}, {"text": "x", "high_contrast": True}, None, "y"),
    "start_screen": ({"prompts": ["a"]}, {"greeting": "Hi"}, {}, {"prompts": []}, {"prompts": [{"prompt": "x"}]}),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_an_option_that_is_set_reaches_the_views_at_once(chat_of, monkeypatch, name, value):
    chat = chat_of(str.upper)
    sent = []
    monkeypatch.setattr(chat.comm, "publish_msg", lambda kind, data=None, **_: sent.append(data))
    setattr(chat, name, {"theme": {"density": "spacious"}, "height": 222}.get(name, getattr(chat, name)))
    sent.clear()
    setattr(chat, name, value)
    wire = ChatOptions(**{name: value}).model_dump(mode="json", by_alias=True, exclude_none=True)
    key = {"start_screen": "startScreen"}.get(name, name)
    assert chat._options.get(key) == wire.get(key)
    assert all(set(data["state"]) == {"_options"} for data in sent)
    assert getattr(chat, name) == getattr(ChatOptions(**{name: value}), name)


BAD = [
    ("height", 10), ("height", "tall"), ("height", None), ("height", True), ("height", [300]),
    ("theme", "purple"), ("theme", 3), ("theme", {"colour": "x"}), ("theme", {"radius": 3}), ("theme", None),
    ("header", True), ("header", {"enabled": "yes"}), ("header", {"enabled": 1}), ("header", {"titel": {}}),
    ("history", {"search": "yes"}), ("history", 1), ("frame_title", 3), ("allowed_image_domains", "example.com"),
    ("thread", {"auto_scroll": 1}), ("thread_item_actions", {"retry": "no"}), ("disclaimer", 3),
    ("composer", {"attachments": {"max_count": 0}}), ("start_screen", {"prompts": "Hi"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_an_option_of_a_wrong_value_is_refused_and_stays_what_it_was(chat_of, name, value):
    chat = chat_of(str.upper)
    before, view = getattr(chat, name), dict(chat._options)
    with pytest.raises((TypeError, ValueError), match=name):
        setattr(chat, name, value)
    assert getattr(chat, name) == before
    assert chat._options == view
    with pytest.raises((TypeError, ValueError), match=name):
        ChatKit(str.upper, **{name: value})


def test_what_the_server_can_not_do_is_refused_where_it_is_set(chat_of):
    chat = chat_of(str.upper)
    with pytest.raises(ValueError, match="can't read files"):
        chat.composer = {"attachments": True}
    assert chat._options["composer"]["attachments"]["enabled"] is False


@pytest.mark.parametrize(("name", "meant"), [("hieght", "height"), ("Theme", "theme"), ("startScreen", "start_screen")])
def test_an_option_that_is_misspelt_is_refused(chat_of, name, meant):
    with pytest.raises(AttributeError, match=f"ChatKit has no option '{name}'. Did you mean '{meant}'?"):
        setattr(chat_of(str.upper), name, 3)


def test_options_are_replaced_and_never_changed(chat_of):
    chat = chat_of(str.upper)
    with pytest.raises(ValueError, match="frozen"):
        chat.theme.color_scheme = "dark"


def test_options_are_traits_that_can_be_observed_and_linked(chat_of):
    one, two, seen = chat_of(str.upper), chat_of(str.upper), []
    one.observe(lambda change: seen.append(change["new"]), "height")
    traitlets.link((one, "height"), (two, "height"))
    two.height = 333
    assert (one.height, one._options["height"], seen) == (333, 333, [333])
    one.set_options(theme="dark")
    assert (one.height, two.height, one.theme.color_scheme) == (560, 560, "dark")


BASE = {"id": "i1", "thread_id": "t1", "created_at": datetime.now(UTC)}
LONG = "word " * 5_000
REPRS = [
    (UserMessageItem(**BASE, content=[UserMessageTextContent(text="hi\n there")], inference_options=InferenceOptions()),
     "UserMessageItem('hi there', id='i1')"),
    (AssistantMessageItem(**BASE, content=[]), "AssistantMessageItem(id='i1')"),
    (ClientToolCallItem(**BASE, call_id="c", name="pick", arguments={"x": LONG}),
     "ClientToolCallItem('pick, pending', id='i1')"),
    (WidgetItem(**BASE, widget=Card(children=[])), "WidgetItem('Card', id='i1')"),
    (WorkflowItem(**BASE, workflow=Workflow(type="custom", tasks=[])), "WorkflowItem('0 tasks', id='i1')"),
    (EndOfTurnItem(**BASE), "EndOfTurnItem(id='i1')"),
    (Page(data=[1, 2], has_more=True, after="x"), "Page(2 entries, has_more=True, after='x')"),
    (Thread(id="t1", created_at=datetime.now(UTC), title="Dune", items=Page()),
     "Thread('Dune', id='t1', status='active')"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "shown"), REPRS)
def test_a_repr_is_one_short_line(value, shown):
    assert repr(value).replace("[Union]", "") == str(value) == shown or shown.startswith("Page")
    assert len(repr(value)) < 120


def test_a_long_text_is_cut_in_its_repr():
    item = AssistantMessageItem(**BASE, content=[AssistantMessageContent(text=LONG)])
    assert len(repr(item)) < 120
    assert "…" in repr(item)


def documented():
    for module in pkgutil.walk_packages(chatkit_notebook.__path__, "chatkit_notebook."):
        yield module.name


def test_the_examples_in_docstrings_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    finder, runner = doctest.DocTestFinder(), doctest.DocTestRunner()
    count = 0
    for name in documented():
        for test in finder.find(importlib.import_module(name), name):
            count += len(test.examples)
            runner.run(test)
    assert runner.summarize().failed == 0
    assert count > 40
