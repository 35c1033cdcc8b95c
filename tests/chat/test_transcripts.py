"""A chat writes its conversation down, as a string and as a file."""

import pytest
from agents import Agent
from PIL import Image

from chatkit_notebook import Chat, MemoryStore, ScriptedModel
from chatkit_notebook.client.thread import SNAPSHOT_ITEMS


@pytest.fixture
def chat_of():
    chats = []

    def make(*args, **options):
        chats.append(Chat(*args, **options))
        return chats[-1]

    yield make
    for chat in chats:
        chat.close()


async def test_a_transcript_is_a_page_or_markdown(chat_of):
    chat = chat_of(Agent(name="Teacher", model=ScriptedModel(["**Yes.** It is."])))
    await chat.ask("Is 7 prime?")
    html, markdown = chat.transcript(), chat.transcript("markdown")
    assert html == chat.transcript("html")
    assert html.startswith("<!doctype html>")
    for part in ("Is 7 prime?", "<strong>Yes.</strong> It is.", "Teacher · scripted"):
        assert part in html
    assert "**You**\n\nIs 7 prime?\n\n**Assistant**\n\n**Yes.** It is." in markdown


def test_a_transcript_needs_no_event_loop(chat_of):
    chat = chat_of(lambda text: text.upper())
    chat.ask_sync("hello")
    assert "HELLO" in chat.transcript("markdown")


async def test_a_new_chat_has_a_transcript(chat_of):
    assert "Nothing has been said yet." in chat_of(lambda text: text).transcript()


async def test_where_the_loop_is_the_cells_own_what_is_loaded_is_there(chat_of):
    chat = chat_of(lambda text: text.upper(), runner="kernel")
    await chat.ask("hello")
    assert "HELLO" in chat.transcript()


@pytest.mark.parametrize(
    ("name", "beginning"),
    [("a.html", "<!doctype"), ("A.HTM", "<!doctype"), ("a.md", "# "), ("a.markdown", "# ")],
)
async def test_a_file_has_the_form_of_its_name(chat_of, tmp_path, name, beginning):
    chat = chat_of(lambda text: text.upper())
    await chat.ask("grüße, 世界 🎉")
    path = chat.save_transcript(tmp_path / name)
    assert path == tmp_path / name
    text = path.read_text(encoding="utf-8")
    assert text.startswith(beginning)
    assert "GRÜSSE, 世界 🎉" in text


async def test_a_file_that_is_there_is_replaced(chat_of, tmp_path):
    path = tmp_path / "t.md"
    path.write_text("x" * 10_000)
    chat_of(lambda text: text).save_transcript(str(path))
    assert "xxx" not in path.read_text()


@pytest.mark.parametrize("form", ["pdf", "HTML", "md", "", None, 3])
def test_an_unknown_form_is_named(chat_of, form):
    with pytest.raises(ValueError, match=r"form=.* is unknown: use 'html' or 'markdown'\."):
        chat_of(lambda text: text).transcript(form)


@pytest.mark.parametrize("path", ["transcript", "a.pdf", "a.html.gz", "", "folder/"])
def test_a_name_must_tell_the_form(chat_of, path):
    with pytest.raises(ValueError, match=r"must end in \.html or \.md"):
        chat_of(lambda text: text).save_transcript(path)


@pytest.mark.parametrize("path", [3, None, b"a.html", ["a.html"]])
def test_a_path_must_be_one(chat_of, path):
    with pytest.raises(TypeError, match=r"must be a path, such as 'transcript.html'\."):
        chat_of(lambda text: text).save_transcript(path)


async def test_a_document_has_the_items_that_only_the_store_has(chat_of):
    store = MemoryStore()
    first = chat_of(lambda text: f"answer to {text}", store=store)
    for number in range(SNAPSHOT_ITEMS):
        await first.ask(f"question {number}.")
    second = chat_of(lambda text: text, store=store)
    await second.set_thread_id(first.thread_id)
    assert len(second.items) < 2 * SNAPSHOT_ITEMS
    markdown = second.transcript("markdown")
    places = [markdown.find(f"answer to question {number}.") for number in range(SNAPSHOT_ITEMS)]
    assert places[0] > 0
    assert places == sorted(places)
    assert "left out" not in markdown


async def test_attached_pictures_are_small_ones(chat_of, tmp_path):
    Image.linear_gradient("L").resize((900, 700)).save(tmp_path / "slope.png")
    (tmp_path / "notes.txt").write_text("x")
    chat = chat_of(Agent(name="A", model=ScriptedModel(["Seen."])))
    await chat.ask("Look.", attachments=[tmp_path / "slope.png", tmp_path / "notes.txt"])
    html = chat.transcript()
    assert 'src="data:image/' in html
    assert 'alt="slope.png"' in html
    assert "notes.txt" in html
    assert len(html) < 10_000


async def test_secrets_in_what_is_said_are_masked(chat_of, tmp_path):
    key = "sk-proj-" + "aB3" * 16
    chat = chat_of(lambda text: f"The key is `{key}`.")
    await chat.ask(f"Is {key} right?")
    chat.save_transcript(tmp_path / "t.html")
    assert key not in chat.transcript() + chat.transcript("markdown") + (tmp_path / "t.html").read_text()
