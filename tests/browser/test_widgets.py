"""Widgets in a real browser, by the numbers of the conformance list."""

import re

import pytest
from playwright.sync_api import expect

SHOW = """
from chatkit_notebook import Chat, ChatKit
from chatkit_notebook.server import ChatKitServer
from chatkit_notebook.store import MemoryStore

class Quiet(ChatKitServer):
    async def respond(self, thread, input_user_message, context):
        return
        yield

chat = ChatKit(Quiet(MemoryStore()), height=840)
chat
"""
BARE = """
OPTIONS = [{"value": "a", "label": "A"}]
BARE = [
    {"type": "Badge", "label": "Badge"}, {"type": "Box"}, {"type": "Row"}, {"type": "Col"}, {"type": "Form"},
    {"type": "Button"}, {"type": "Caption", "value": "Caption"}, {"type": "Checkbox", "name": "c"},
    {"type": "DatePicker", "name": "d"}, {"type": "Divider"}, {"type": "Icon", "name": "star"},
    {"type": "Image", "src": "data:image/gif;base64,R0lGODlhAQABAAAAACw="}, {"type": "Input", "name": "i"},
    {"type": "Label", "value": "Label", "fieldName": "i"}, {"type": "Markdown", "value": "Markdown"},
    {"type": "RadioGroup", "name": "r"}, {"type": "Select", "name": "s", "options": OPTIONS}, {"type": "Spacer"},
    {"type": "Text", "value": "Text"}, {"type": "Textarea", "name": "t"}, {"type": "Title", "value": "Title"},
    {"type": "Transition", "children": None},
    {"type": "ListView", "children": [{"type": "ListViewItem", "children": []}]},
]
TOKENS = [
    {"type": "Text", "id": "t", "value": "Coloured", "color": "danger", "size": "xl", "weight": "bold"},
    {"type": "Text", "value": "By scheme", "color": {"light": "rgb(1, 2, 3)", "dark": "rgb(4, 5, 6)"}},
    {"type": "Box", "width": 120, "height": "40px", "padding": 3, "margin": {"x": 2, "top": 1}, "radius": "lg",
     "background": "blue-500", "border": {"size": 2, "color": "rgb(7, 8, 9)", "style": "dashed"},
     "children": [{"type": "Text", "value": "Boxed"}]},
]
card = chat.show({"type": "Basic", "children": [{"type": "Card", "children": BARE},
                                                {"type": "Card", "children": TOKENS, "size": "full"}]})
"""


@pytest.mark.conformance(141, 142)
def test_each_component_is_drawn_bare_and_as_its_tokens_say(open_notebook):
    notebook = open_notebook([SHOW, BARE])
    notebook.run_cell(0)
    view = notebook.chat()
    view.composer.wait_for()
    notebook.run_cell(1)
    view.wait_text("Coloured")
    for text in ("Badge", "Caption", "Label", "Markdown", "Text", "Title", "Choose a date", "Choose…"):
        expect(view.log.get_by_text(text, exact=True)).to_be_visible()
    expect(view.log.get_by_text("can't be shown")).to_have_count(0)
    coloured = view.log.get_by_text("Coloured")
    expect(coloured).to_have_css("font-weight", "700")
    expect(coloured).to_have_css("font-size", re.compile("^(19.9|20)"))
    assert coloured.evaluate("text => getComputedStyle(text).color") == coloured.evaluate(
        """text => {
            const probe = text.parentElement.appendChild(document.createElement("i"));
            probe.style.color = "var(--ck-danger)";
            const { color } = getComputedStyle(probe);
            probe.remove();
            return color;
        }"""
    )
    expect(view.log.get_by_text("By scheme")).to_have_css("color", "rgb(1, 2, 3)")
    box = view.log.get_by_text("Boxed").locator("..")
    for prop, value in {
        "width": "120px",
        "height": "40px",
        "padding-left": "12px",
        "margin-left": "8px",
        "margin-top": "4px",
        "border-top-left-radius": "10px",
        "border-left-width": "2px",
        "border-left-style": "dashed",
        "border-left-color": "rgb(7, 8, 9)",
    }.items():
        expect(box).to_have_css(prop, value)
    expect(box).to_have_css("background-color", re.compile("^oklch.0.64 0.185 255"))
    assert notebook.errors == []


CONFIRMING = """
import asyncio
from threading import Event

got, free = [], Event()

def form(**props):
    return {"type": "Card", "asForm": True, "status": {"text": "A task", "icon": "calendar"}, "children": [
        {"type": "Input", "name": "title", "placeholder": "Title", "required": True},
        {"type": "Button", "label": "Fail", "onClickAction": {"type": "fail", "streaming": False}},
        {"type": "Button", "label": "Quietly", "onClickAction": {"type": "quiet", "loadingBehavior": "none"}},
    ],
    "confirm": {"label": "Save", "action": {"type": "save"}},
    "cancel": {"label": "Drop", "action": {"type": "drop"}},
    **props}

card = chat.show(form())

@chat.on_action
def save(title):
    free.wait(); free.clear()
    got.append(title)
    return form(collapsed=True, status={"text": f"Saved {title}"})

@chat.on_action
def drop(title):
    got.append(f"dropped {title!r}")
    return []

@chat.on_action
def quiet():
    free.wait(); free.clear()
    return form()

@chat.on_action
def fail():
    free.wait(); free.clear()
    raise RuntimeError("It broke.")
"""
FREE = "free.set()"
GOT = "print(got)"


@pytest.mark.conformance(145, 146)
def test_a_card_is_confirmed_and_cancelled_and_shows_what_loads_until_it_ends(open_notebook):
    notebook = open_notebook([SHOW, CONFIRMING, FREE, GOT])
    notebook.run_cell(0)
    view = notebook.chat()
    view.composer.wait_for()
    notebook.run_cell(1)
    widget = view.log.locator(".widget")
    title = view.log.get_by_placeholder("Title")

    view.button("Save").click()
    expect(title).to_be_focused()
    view.button("Drop").click()
    expect(widget).to_have_attribute("aria-busy", "false")

    # A button that loads by itself, and whose action fails.
    view.button("Fail").click()
    expect(view.button("Fail")).to_have_attribute("aria-busy", "true")
    expect(widget).not_to_have_attribute("inert", "")
    notebook.run_cell(2)
    expect(view.host.get_by_text("It broke.")).to_be_visible()
    expect(view.button("Fail")).to_have_attribute("aria-busy", "false")

    # One that shows nothing.
    view.button("Quietly").click()
    expect(view.button("Quietly")).to_be_disabled()
    expect(view.button("Quietly")).to_have_attribute("aria-busy", "false")
    expect(widget).to_have_attribute("aria-busy", "false")
    notebook.run_cell(2)
    expect(view.button("Quietly")).to_be_enabled()

    # The whole card, until it is done and folds.
    title.fill("Write")
    title.press("Enter")
    expect(widget).to_have_attribute("aria-busy", "true")
    expect(widget).to_have_attribute("inert", "")
    notebook.run_cell(2)
    expect(view.log.get_by_text("Saved Write")).to_be_visible()
    expect(title).to_have_count(0)
    expect(widget).to_have_attribute("aria-busy", "false")
    notebook.run_cell(3)
    assert notebook.output(3) == ["[\"dropped ''\", 'Write']\n"]


GROWING = """
import asyncio
from chatkit_notebook import ChatKit
from chatkit_notebook.server import stream_widget
from chatkit_notebook.widgets import DynamicWidgetRoot

going = asyncio.Event()

def state(words, *more):
    text = {"type": "Text", "id": "t", "value": words, "streaming": True}
    row = lambda key: {"type": "ListViewItem", "key": key, "children": [{"type": "Text", "value": key}]}
    return DynamicWidgetRoot(type="Basic", children=[
        {"type": "Transition", "children": {"type": "Row", "children": [text]}},
        *more,
        {"type": "Input", "name": "note", "placeholder": "Note"},
        {"type": "Select", "name": "team", "options": [{"value": "a", "label": "Alpha"}]},
        {"type": "ListView", "key": "rows", "limit": 1, "children": [row("first"), row("second")]},
    ])

async def respond(thread, input_user_message, context):
    async def states():
        yield state("One")
        await going.wait()
        yield state("One two")
        yield state("One two three", {"type": "Caption", "value": "A new part"})
    async for event in stream_widget(thread, states()):
        yield event

chat = ChatKit(respond, height=840)
chat
"""
GO = "chat._loop.loop.call_soon_threadsafe(going.set)"


@pytest.mark.conformance(148, 149)
def test_text_grows_in_a_transition_and_updates_keep_what_a_person_does(open_notebook):
    notebook = open_notebook([GROWING, GO])
    notebook.run_cell(0)
    view = notebook.chat()
    view.send("go")
    view.wait_text("One")
    view.log.get_by_role("button", name="Show more").click()
    note = view.log.get_by_placeholder("Note")
    note.press_sequentially("abcdef")
    note.evaluate("field => field.setSelectionRange(1, 3)")
    notebook.run_cell(1)
    expect(view.log.get_by_text("One two three")).to_be_visible()
    expect(view.log.get_by_text("A new part")).to_be_visible()
    expect(view.log.get_by_text("second")).to_be_visible()
    expect(note).to_have_value("abcdef")
    assert note.evaluate("field => [field.selectionStart, field.selectionEnd]") == [1, 3]
    assert notebook.errors == []
