"""Forms of widgets in a real browser: what is filled in reaches Python, and outlasts whatever happens meanwhile."""

import json

import pytest
from playwright.sync_api import expect

BOOKING = """
from datetime import date, datetime
from typing import Literal
from pydantic import BaseModel, Field
from chatkit_notebook import ChatKit, FormRefusedError
from chatkit_notebook.types import ThreadItemDoneEvent, WidgetItem
from chatkit_notebook.widgets import WidgetRoot
from pydantic import TypeAdapter

FIELDS = [
    {"type": "Label", "value": "Title", "fieldName": "event.title"},
    {"type": "Input", "name": "event.title", "required": True},
    {"type": "Label", "value": "Seats", "fieldName": "event.seats"},
    {"type": "Input", "name": "event.seats", "inputType": "number"},
    {"type": "Label", "value": "Code", "fieldName": "code"},
    {"type": "Input", "name": "code", "pattern": "[A-Z]{3}"},
    {"type": "Input", "name": "mail", "inputType": "email", "placeholder": "Mail"},
    {"type": "Input", "name": "secret", "inputType": "password", "placeholder": "Password"},
    {"type": "Textarea", "name": "notes", "placeholder": "Notes", "autoResize": True},
    {"type": "Select", "name": "team", "placeholder": "Team", "options": [
        {"value": "s", "label": "Sales"}, {"value": "w", "label": "Warehouse"}]},
    {"type": "DatePicker", "name": "day", "placeholder": "Day", "min": "2026-11-10", "max": "2026-11-20"},
    {"type": "Checkbox", "name": "days.mon", "label": "Monday"},
    {"type": "Checkbox", "name": "days.tue", "label": "Tuesday"},
    {"type": "RadioGroup", "name": "access", "ariaLabel": "Access", "required": True, "options": [
        {"value": "1", "label": "Everybody"}, {"value": "2", "label": "Team"}]},
    {"type": "Text", "value": "A footnote", "editable": {"name": "foot", "placeholder": "Footnote"}},
    {"type": "Button", "label": "Book", "submit": True},
]
FORM = {"type": "Card", "children": [{
    "type": "Form", "gap": 2, "children": FIELDS,
    "onSubmitAction": {"type": "book", "payload": {"id": 7}},
}]}

async def respond(thread, input_user_message, context):
    made = {"id": "form", "thread_id": thread.id, "created_at": datetime.now()}
    yield ThreadItemDoneEvent(item=WidgetItem(**made, widget=TypeAdapter(WidgetRoot).validate_python(FORM)))

chat = ChatKit(respond, height=840)
got = []

class Event(BaseModel):
    title: str
    seats: int = Field(gt=1)

@chat.on_action
def book(id: int, event: Event, day: date, days: list[str], access: Literal[1, 2], team: str | None, payload):
    if payload["code"] == "XXX":
        raise FormRefusedError({"code": "XXX was used up."})
    got.append([id, event, day, days, access, team])
    got.append(payload)
    return {"type": "Card", "children": [{"type": "Text", "value": f"Booked for {day:%d.%m.%Y}"}]}

chat
"""
GOT = "import json; print(got[0]); print(json.dumps(got[1]))"
AGAIN = "chat"


def fill(view):
    card = view.host.locator(".w-card")
    for name, text in [("Seats", "12"), ("Code", "abc"), ("Mail", "ada@example.com"), ("Password", "s3cret")]:
        card.get_by_label(name).fill(text)
    card.get_by_placeholder("Notes").press_sequentially("one\ntwo")
    card.get_by_role("checkbox", name="Tuesday").check()
    card.get_by_role("textbox", name="Footnote").fill("Changed")
    team = card.get_by_role("combobox", name="Team")
    team.press("ArrowDown")
    team.press("ArrowDown")
    team.press("Enter")
    expect(team).to_have_text("Warehouse")
    card.get_by_role("button", name="Day").click()
    for key in ("PageUp", "ArrowRight", "ArrowRight", "Enter"):
        view.host.page.keyboard.press(key)
    expect(card.get_by_role("button", name="Day")).to_contain_text("Nov 12, 2026")
    return card


@pytest.mark.conformance(143, 144)
def test_a_form_with_every_kind_of_field_arrives_in_python(open_notebook):
    notebook = open_notebook([BOOKING, GOT, AGAIN])
    notebook.run_cell(0)
    view = notebook.chat()
    view.send("a form")
    card = fill(view)

    card.get_by_role("button", name="Book").click()
    title = card.get_by_label("Title")
    expect(title).to_be_focused()
    expect(title).to_have_accessible_description("Fill in this field.")
    expect(card.get_by_text("This isn't in the expected format.")).to_be_visible()
    expect(card.get_by_text("Choose one of these.")).to_be_visible()
    card.get_by_label("Code").fill("XXX")
    expect(card.get_by_text("This isn't in the expected format.")).to_have_count(0)
    card.get_by_role("radio", name="Team").check()
    title.press_sequentially("Circle")

    # The page is loaded anew, and the form is as it was; what is secret is not.
    notebook.run_cell(2)
    other = notebook.chat(1).host.locator(".w-card")
    expect(other.get_by_label("Title")).to_have_value("Circle")
    notebook.settle()
    assert notebook.save()
    notebook.reload()
    notebook.run_cell(2)
    view = notebook.chat(1)
    card = view.host.locator(".w-card")
    expect(card.get_by_label("Title")).to_have_value("Circle")
    expect(card.get_by_placeholder("Notes")).to_have_value("one\ntwo")
    expect(card.get_by_role("radio", name="Team")).to_be_checked()
    expect(card.get_by_placeholder("Password")).to_have_value("")
    card.get_by_placeholder("Password").fill("s3cret")

    # Python refuses in the form: by the annotations, then by a rule of the function.
    card.get_by_label("Seats").fill("1")
    card.get_by_label("Title").press("Enter")
    expect(card.get_by_text("Must be greater than 1.")).to_be_visible()
    expect(card.get_by_label("Seats")).to_have_accessible_description("Must be greater than 1.")
    card.get_by_label("Seats").fill("12")
    expect(card.get_by_text("Must be greater than 1.")).to_have_count(0)
    card.get_by_role("button", name="Book").click()
    expect(card.get_by_text("XXX was used up.")).to_be_visible()
    card.get_by_label("Code").fill("ABC")
    card.get_by_role("button", name="Book").click()
    expect(view.host.get_by_text("Booked for 12.11.2026")).to_be_visible()
    expect(view.host.locator(".w-problem, [role=alert]")).to_have_count(0)

    notebook.run_cell(1)
    converted, sent = "".join(notebook.output(1)).strip().split("\n")
    assert converted == ("[7, Event(title='Circle', seats=12), datetime.date(2026, 11, 12), ['tue'], 2, 'w']")
    assert json.loads(sent) == {
        "id": 7,
        "event": {"title": "Circle", "seats": "12"},
        "code": "ABC",
        "mail": "ada@example.com",
        "secret": "s3cret",
        "notes": "one\ntwo",
        "team": "w",
        "day": "2026-11-12",
        "days": {"mon": False, "tue": True},
        "access": "2",
        "foot": "Changed",
    }
    assert notebook.errors == []


LISTS = """
import asyncio
from datetime import datetime
from chatkit_notebook import ChatKit
from chatkit_notebook.types import ProgressUpdateEvent, ThreadItemDoneEvent, WidgetItem
from chatkit_notebook.widgets import BasicRoot

done, going = set(), asyncio.Event()

def boxes():
    box = lambda name, **action: {"type": "Checkbox", "name": name, "label": name, "defaultChecked": name in done,
                                  "onChangeAction": {"type": "toggle", "payload": {"box": name}, **action}}
    words = {"type": "Text", "value": f"Done: {', '.join(sorted(done)) or 'nothing'}"}
    asking = {"type": "Button", "label": "Ask", "onClickAction": {"type": "ask"}}
    return BasicRoot(children=[words, box("quick", streaming=False), box("slow"), asking])

async def respond(thread, input_user_message, context):
    made = {"thread_id": thread.id, "created_at": datetime.now()}
    yield ThreadItemDoneEvent(item=WidgetItem(id="list", **made, widget=boxes()))
    yield ProgressUpdateEvent(text="It goes on")
    await going.wait()

chat = ChatKit(respond)

@chat.on_action
def toggle(box, quick: bool = False, slow: bool = False):
    done.symmetric_difference_update({box})
    return boxes()

@chat.on_action
def ask():
    return boxes()

chat
"""
END = "chat._loop.loop.call_soon_threadsafe(going.set)"


@pytest.mark.conformance(147)
def test_a_sync_action_updates_its_widget_while_a_reply_streams(open_notebook):
    notebook = open_notebook([LISTS, END])
    notebook.run_cell(0)
    view = notebook.chat()
    view.send("a list")
    view.wait_text("It goes on")
    quick = view.host.get_by_role("checkbox", name="quick")
    slow = view.host.get_by_role("checkbox", name="slow")
    expect(slow).to_have_attribute("aria-disabled", "true")
    expect(view.button("Ask")).to_be_disabled()
    slow.click(force=True)
    quick.click()
    expect(view.host.get_by_text("Done: quick")).to_be_visible()
    expect(quick).to_be_checked()
    expect(quick).to_be_focused()
    expect(slow).not_to_be_checked()
    view.button("Stop").wait_for()
    notebook.run_cell(1)
    view.wait_idle()
    slow.click()
    expect(view.host.get_by_text("Done: quick, slow")).to_be_visible()
    assert notebook.errors == []
