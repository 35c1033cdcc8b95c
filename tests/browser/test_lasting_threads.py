"""A notebook with ``store="threads.db"``: its conversations and their files outlive the kernel."""

import hashlib
import re
import subprocess
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from tests.browser.files import choose, drop, paste_file, paste_picture, pdf, png

READER = """
import base64, hashlib
from agents import Agent
from chatkit_notebook import ChatKit, ScriptedModel

def digest(url):
    return hashlib.sha256(base64.b64decode(url.partition(",")[2])).hexdigest()[:12]

def told(request):
    messages = [message["content"] for message in request.input if message.get("role") == "user"]
    parts = [part for content in messages if not isinstance(content, str) for part in content]
    texts = [part["text"] for part in parts if part["type"] == "input_text"]
    images = [digest(part["image_url"]) for part in parts if part["type"] == "input_image"]
    files = [part["filename"] + " " + digest(part["file_data"]) for part in parts if part["type"] == "input_file"]
    given = f"Images: {' '.join(images)}. Files: {' '.join(files)}. Said: {' / '.join(texts)}"
    return f"Asked {len(messages)} times. {given}"

agent = Agent(name="Reader", model=ScriptedModel([told] * 20))
chat = ChatKit(agent, store="STORE", OPTIONS)
chat
"""


def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]


@pytest.fixture
def open_reader(open_notebook, request):
    """Open a notebook whose model says what it was given."""

    def open_one(options=""):
        name = re.sub(r"\W+", "-", request.node.name) + ".db"
        notebook = open_notebook([READER.replace("STORE", name).replace("OPTIONS", options)])
        notebook.run_cell(0)
        notebook.chat().composer.wait_for()
        return notebook

    return open_one


def again(notebook):
    """Restart the kernel and run the notebook again."""
    notebook.restart_kernel()
    notebook.chat().host.get_by_text("The kernel was restarted.").first.wait_for()
    notebook.wait_ready()
    notebook.run_cell(0)
    chat = notebook.chat()
    expect(chat.composer).to_be_enabled()
    return chat


def open_from_history(chat, title):
    chat.button("Conversation history").click()
    chat.host.get_by_role("button", name=re.compile(title)).first.click()
    chat.log.wait_for()


def test_threads_outlive_the_kernel_and_go_on(open_reader):
    notebook = open_reader()
    chat = notebook.chat()
    for number, text in enumerate(("Plan a trip to Oslo", "and to Bergen"), 1):
        chat.send(text)
        chat.wait_text(f"Asked {number} times")
        chat.wait_idle()
    chat.button("New chat").click()
    chat.send("Something else")
    chat.wait_text("Asked 1 times")
    chat.wait_idle()

    chat = again(notebook)
    chat.wait_text("Something else")  # the cell shows the thread again that it showed before
    open_from_history(chat, "Plan a trip to Oslo")
    chat.wait_text("Asked 2 times")
    for text in ("Plan a trip to Oslo", "and to Bergen"):
        assert chat.log.get_by_text(text, exact=True).count() == 1
    chat.send("and home")
    chat.wait_text("Asked 3 times")
    chat.wait_text("Said: Plan a trip to Oslo / and to Bergen / and home")
    assert notebook.errors == []


def test_files_by_dialog_paste_and_drop_reach_the_model_and_outlive_the_kernel(open_reader, tmp_path):
    photo, document = tmp_path / "photo.png", tmp_path / "paper.pdf"
    photo.write_bytes(png())
    document.write_bytes(pdf("By dialog"))
    dropped = tmp_path / "dropped.png", tmp_path / "dropped.pdf"
    dropped[0].write_bytes(png(colour=(10, 150, 40)))
    dropped[1].write_bytes(pdf("By drop"))
    pasted = pdf("By paste")
    notebook = open_reader()
    chat = notebook.chat()

    choose(chat, photo, document)
    for name in ("photo.png", "paper.pdf"):
        chat.button(f"Remove {name}").wait_for()
    chat.send("From the dialog")
    chat.wait_text(f"Images: {digest(photo.read_bytes())}. Files: paper.pdf {digest(document.read_bytes())}.")
    chat.wait_idle()
    assert chat.button("Remove photo.png").count() == 0

    paste_picture(chat, png(colour=(20, 40, 200)))
    paste_file(chat, "pasted.pdf", "application/pdf", pasted)
    chat.button("Remove pasted.pdf").wait_for()
    expect(chat.host.get_by_role("button", name=re.compile(r"^Remove "))).to_have_count(2)
    chat.send("From the clipboard")
    chat.wait_text(f"pasted.pdf {digest(pasted)}")
    chat.wait_idle()

    drop(chat, *dropped)
    chat.button("Remove dropped.pdf").wait_for()
    expect(chat.button("Send")).to_be_enabled()
    chat.button("Send").click()  # files alone
    chat.wait_text(f"dropped.pdf {digest(dropped[1].read_bytes())}")
    chat.wait_text(digest(dropped[0].read_bytes()))
    chat.wait_idle()
    shown_before = pictures(chat)
    assert shown_before == [(64, 48)] * 3

    chat = again(notebook)
    open_from_history(chat, "From the dialog")
    chat.wait_text("Asked 3 times")
    expect(chat.log.get_by_role("img")).to_have_count(3)
    assert pictures(chat) == shown_before
    for name in ("paper.pdf", "pasted.pdf", "dropped.pdf"):
        assert chat.log.get_by_text(name, exact=True).count() == 1
    chat.send("And once more")
    chat.wait_text("Asked 4 times")
    chat.wait_idle()
    last = chat.log.get_by_text("Asked 4 times").inner_text()
    for data in (photo, document, *dropped):
        assert digest(data.read_bytes()) in last
    assert digest(pasted) in last
    assert notebook.errors == []


def pictures(chat):
    """The natural sizes of the pictures in the thread, once all of them are there."""
    notebook = chat.notebook
    notebook.page.wait_for_function(
        """() => {
            const host = document.querySelector("[data-lm-suppress-shortcuts=true]");
            const found = [...host.shadowRoot.querySelectorAll("[role=log] img")];
            return found.length > 0 && found.every((each) => each.complete && each.naturalWidth > 0);
        }"""
    )
    return [
        tuple(each.evaluate("(image) => [image.naturalWidth, image.naturalHeight]"))
        for each in chat.log.get_by_role("img").all()
    ]


def test_pictures_of_any_shape_stand_in_the_thread_and_open_large(open_reader, tmp_path):
    notebook = open_reader()
    chat, page = notebook.chat(), notebook.page
    shapes = [(2400, 300), (200, 1600), (8, 8)]
    for number, (width, height) in enumerate(shapes, 1):
        photo = tmp_path / f"{width}x{height}.png"
        photo.write_bytes(png(width, height))
        choose(chat, photo)
        chat.send("Look")
        chat.wait_text(f"Asked {number} times")
        chat.wait_idle()
        assert pictures(chat) == shapes[:number]

        tile, thread = chat.button(f"Enlarge {photo.name}").bounding_box(), chat.log.bounding_box()
        assert 96 <= tile["width"] <= 240
        assert thread["x"] <= tile["x"]
        assert tile["x"] + tile["width"] <= thread["x"] + thread["width"]

    tile, dialog = chat.button("Enlarge 200x1600.png"), chat.host.get_by_role("dialog")
    tile.press("Enter")
    expect(dialog).to_be_focused()
    for name in ("Download", "Close"):
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("button", name=name)).to_be_focused()
    large, window = dialog.get_by_role("img").bounding_box(), page.viewport_size
    assert chat.log.bounding_box()["height"] < large["height"] <= window["height"]
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(tile).to_be_focused()


def test_files_that_may_not_be_attached_are_named(open_reader, tmp_path):
    large, refused, fine = tmp_path / "large.png", tmp_path / "archive.zip", tmp_path / "fine.png"
    large.write_bytes(png() + b"\0" * 60_000)
    refused.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    fine.write_bytes(png())
    notebook = open_reader(
        'composer={"attachments": {"enabled": True, "max_size": 50_000, "accept": {"image/*": [".png"]}}}'
    )
    chat = notebook.chat()

    choose(chat, large, fine)
    chat.host.get_by_role("alert").get_by_text("large.png").wait_for()
    chat.button("Remove fine.png").wait_for()
    assert chat.button("Remove large.png").count() == 0

    drop(chat, refused)
    chat.host.get_by_role("alert").get_by_text("archive.zip").wait_for()
    chat.send("Only one came")
    chat.wait_text(f"Images: {digest(fine.read_bytes())}. Files: . Said: Only one came")
    assert notebook.errors == []


def test_a_picture_that_is_none_is_refused_by_the_kernel(open_reader, tmp_path):
    fake = tmp_path / "fake.png"
    fake.write_bytes(b"<script>alert(1)</script>" * 100)
    notebook = open_reader()
    chat = notebook.chat()

    choose(chat, fake)
    chat.host.get_by_text("'fake.png' is not a picture").first.wait_for()
    chat.button("Remove fake.png").first.click()
    chat.send("without it")
    chat.wait_text("Said: without it")
    assert notebook.errors == []


def test_a_removed_file_is_not_sent(open_reader, tmp_path):
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    first.write_bytes(png(colour=(1, 2, 3)))
    second.write_bytes(png(colour=(4, 5, 6)))
    notebook = open_reader()
    chat = notebook.chat()

    choose(chat, first, second)
    chat.button("Remove first.png").click()
    expect(chat.button("Remove first.png")).to_have_count(0)
    chat.send("just one")
    chat.wait_text(f"Images: {digest(second.read_bytes())}. Files: . Said: just one")


ECHO = """
from pathlib import Path
from chatkit_notebook import ChatKit
chat = ChatKit(lambda text: f"You said: {text}", store="DISK/threads.db")
chat
"""


def test_a_full_and_a_read_only_disk_are_named_and_lose_nothing(open_notebook, small_disk):
    notebook = open_notebook([ECHO.replace("DISK", str(small_disk))])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("first")
    chat.wait_text("You said: first")
    chat.wait_idle()

    fill(small_disk)
    long = "x" * 20_000
    chat.composer.fill(long)
    chat.button("Send").click()
    chat.host.get_by_text(re.compile("the disk is full")).first.wait_for()
    chat.wait_idle()
    (small_disk / "ballast").unlink()
    if chat.composer.input_value() == "":
        chat.composer.fill("second")
    else:  # what could not be kept was given back
        assert chat.composer.input_value() == long
        chat.composer.fill("second")
    chat.button("Send").click()
    chat.wait_text("You said: second")
    chat.wait_idle()

    notebook.restart_kernel()
    chat.host.get_by_text("The kernel was restarted.").first.wait_for()
    notebook.wait_ready()
    subprocess.run(["/usr/bin/mount", "-o", "remount,ro", small_disk], check=True)
    notebook.run_cell(0)
    chat = notebook.chat()
    open_from_history(chat, "first")
    chat.wait_text("You said: second")
    assert chat.log.get_by_text("You said: first").count() == 1
    chat.composer.fill("third")
    chat.button("Send").click()
    chat.host.get_by_text(re.compile("is read-only")).first.wait_for()
    chat.wait_idle()
    assert chat.composer.input_value() == "third"  # it was given back, maybe at once
    assert notebook.errors == []


def fill(folder):
    """Leave no byte free on a disk."""
    with (folder / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"x" * 4096)
