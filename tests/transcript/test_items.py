"""What a transcript shows of each kind of item, in both forms."""
# ruff: noqa: E501, RUF001 - tables

import pytest

from chatkit_notebook.transcript.writing import to_document, to_html, to_markdown
from tests.transcript.pages import Elements
from tests.transcript.things import asked, said, shown, talk, worked


def texts(*items):
    """The text of the HTML and the Markdown, without the foot."""
    page = Elements(to_html(talk(*items)))
    return page.text, to_markdown(talk(*items))


def test_a_conversation_reads_from_top_to_bottom():
    markdown = to_markdown(talk(asked("Is 7 prime?"), said("**Yes.** It is."), title="Primes", by=["Teacher", "small"]))
    assert markdown == (
        "# Primes\n\n**You**\n\nIs 7 prime?\n\n**Assistant**\n\n**Yes.** It is.\n\n---\n\n"
        "*5 March 2026, 14:07 · Teacher · small*\n"
    )


def test_names_stand_where_the_speaker_changes():
    page = Elements(to_html(talk(asked("a"), said("b"), said("c"), asked("d"))))
    assert page.text == "YouaAssistantbcYoud5 March 2026, 14:07"


def test_what_the_user_wrote_is_no_markdown():
    html, markdown = texts(asked("2 *3* <b>4</b>\nline"))
    assert "2 *3* <b>4</b>\nline" in html
    assert r"2 \*3\* \<b\>4\</b\>" in markdown


def test_plain_words_of_the_user_stay_as_they_are():
    text = "What's in file_name.txt, e.g. 3.5% of it (or 4 - 1)?\nAnd why?"
    assert text in to_markdown(talk(asked(text)))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (asked("x", quoted_text="so he said"), ["so he said"]),
        (asked("x", attachments=[{"name": "a.csv", "mime_type": "text/csv"}]), ["📎 a.csv (text/csv)"]),
        (asked("x", attachments=[{"name": "b.png", "preview_url": "https://x.org/b"}]), ["📎 b.png"]),
        ({**asked("Hi "), "content": [{"text": "Hi "}, {"type": "input_tag", "text": "@bo"}]}, ["Hi @bo"]),
        ({"type": "generated_image", "image": {"url": "https://x.org/i.png"}}, ["Picture"]),
        ({"type": "task", "task": {"type": "custom", "title": "Looked", "content": "at **it**"}}, ["Looked", "at"]),
        (worked({"title": "get_weather", "content": "sunny"}, summary={"duration": 65}), ["Worked for 1 min 5 s"]),
        (worked({"title": "get_weather", "content": "sunny"}), ["Worked", "weather", "sunny"]),
        (worked({"type": "web_search", "queries": ["cats"], "sources": [{"title": "Cats", "url": "https://c.org"}]}), ["Searched the web", "cats", "Cats"]),
        (worked({"type": "thought", "content": "Hm"}, type="reasoning", summary={"duration": 3}), ["Thought for 3 s", "Hm"]),
        (worked({"type": "custom", "icon": "lucide:circle-x", "title": "get_weather", "content": "```error\nValueError: no\n```\n\n```pytb\nTraceback\n```"}), ["✗ get", "ValueError: no"]),
        (worked(summary={"title": "All done"}), ["All done"]),
        (worked({"type": "file", "sources": [{"filename": "f.txt", "title": "F"}]}), ["F"]),
        ({"type": "structured_input", "status": "answered", "inputs": [{"question": "Size?", "answer": {"values": ["L", "M"]}}]}, ["Size?", "L, M"]),
        ({"type": "structured_input", "status": "pending", "inputs": [{"question": "Size?"}]}, ["Waits for an answer"]),
        ({"type": "structured_input", "status": "skipped", "inputs": [{"question": "Size?"}]}, ["Skipped"]),
        (said("x", annotations=[{"source": {"type": "url", "title": "T", "url": "https://t.org", "attribution": "Org"}}, {"source": {"type": "url", "title": "T", "url": "https://t.org"}}]), ["1 source", "T"]),
    ],
)  # fmt: skip
def test_an_item_says_what_it_says_in_the_view(item, words):
    html, markdown = texts(item)
    for each in words:
        assert each in html
        assert each in markdown.replace("\\", "")


@pytest.mark.parametrize(
    ("widget", "words"),
    [
        ({"type": "Card", "children": [{"type": "Title", "value": "Plan"}, {"type": "Text", "value": "Go"}]}, ["Plan", "Go"]),
        ({"type": "Card", "status": {"text": "Approved"}, "children": [{"type": "Text", "value": "rm -rf"}]}, ["Approved", "rm -rf"]),
        ({"type": "Card", "children": [{"type": "Markdown", "value": "**bold**"}]}, ["bold"]),
        ({"type": "Card", "children": [{"type": "Row", "children": [{"type": "Badge", "label": "new"}, {"type": "Caption", "value": "today"}]}]}, ["new today"]),
        ({"type": "ListView", "children": [{"type": "ListViewItem", "children": [{"type": "Text", "value": v}]} for v in "ab"]}, ["a", "b"]),
        ({"type": "Card", "children": [{"type": "Table", "children": [{"type": "Table.Row", "header": True, "children": [{"type": "Table.Cell", "children": [{"type": "Text", "value": "City"}]}]}, {"type": "Table.Row", "children": [{"type": "Table.Cell", "children": [{"type": "Text", "value": "Oslo"}]}]}]}]}, ["City", "Oslo"]),
        ({"type": "Card", "children": [{"type": "Chart", "data": [{"d": "Mon", "n": 1200}], "series": [{"type": "bar", "dataKey": "n", "label": "Sales"}], "xAxis": "d"}]}, ["Sales", "Mon", "1,200"]),
        ({"type": "Card", "children": [{"type": "Chart", "data": [{"d": "m", "n": 2}], "series": [{"dataKey": "n"}], "xAxis": {"dataKey": "d", "labels": {"m": "Monday"}}}]}, ["Monday", "2"]),
        ({"type": "Card", "children": [{"type": "Select", "options": [{"value": "l", "label": "Large"}], "defaultValue": "l"}]}, ["▾ Large"]),
        ({"type": "Card", "children": [{"type": "RadioGroup", "options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}], "defaultValue": "b"}]}, ["○ A", "◉ B"]),
        ({"type": "Card", "children": [{"type": "Checkbox", "label": "Sure", "defaultChecked": True}]}, ["☑ Sure"]),
        ({"type": "Card", "children": [{"type": "Form", "children": [{"type": "Label", "value": "Name"}, {"type": "Input", "placeholder": "Bo"}]}]}, ["Name", "Bo"]),
        ({"type": "Card", "children": [{"type": "Image", "src": "https://x.org/a.png", "alt": "A map"}]}, ["A map"]),
        ({"type": "Card", "children": [{"type": "DataFrame", "title": "Cities", "columns": [{"name": "city"}, {"name": "n"}], "rows": [["Oslo", 1200.5], [None, True]], "count": 4000}]}, ["Cities", "city", "Oslo", "1,200.5", "–", "true", "2 of 4,000 rows"]),
        ({"type": "Basic", "children": {"type": "Text", "value": "alone"}}, ["alone"]),
    ],
)  # fmt: skip
def test_a_widget_stands_still(widget, words):
    html, markdown = texts(shown(widget))
    for each in words:
        assert each in html
        assert each in markdown.replace("\\", "")
    assert not {"button", "input", "select", "form"} & Elements(to_html(talk(shown(widget)))).tags


def test_a_password_is_not_written_down():
    widget = {"type": "Card", "children": [{"type": "Input", "inputType": "password", "defaultValue": "geheim"}]}
    assert "geheim" not in "".join(texts(shown(widget)))


def test_a_widget_without_words_has_those_for_copying():
    html, markdown = texts(
        shown({"type": "Card", "children": [{"type": "Icon", "name": "x"}]}, copy_text="A map of *Oslo*")
    )
    assert "A map of *Oslo*" in html
    assert r"A map of \*Oslo\*" in markdown


def test_steps_are_folded_and_closed():
    page = Elements(to_html(talk(worked({"title": "Step", "content": "inside"}))))
    assert next(attributes for tag, attributes in page.elements if tag == "details").get("open") is None
    assert "summary" in page.tags


@pytest.mark.parametrize(
    "item",
    [
        {"type": "hidden_context_item", "content": "secret plan"},
        {"type": "sdk_hidden_context", "content": "secret plan"},
        {"type": "client_tool_call", "name": "secret plan", "output": "secret plan"},
        {"type": "end_of_turn"},
        {"type": "unknown", "text": "secret plan"},
    ],
)
def test_what_the_view_does_not_draw_is_not_there(item):
    assert "secret plan" not in "".join(texts(said("x"), item))


@pytest.mark.parametrize(
    "item",
    [
        {}, {"type": None}, {"type": []}, {"type": "assistant_message"}, {"type": "assistant_message", "content": "x"},
        {"type": "assistant_message", "content": [None, 3, {"text": 5}, {"text": "x", "annotations": [None, {"source": 4}, {"source": {}}]}]},
        {"type": "user_message", "content": {"text": {}}, "attachments": {"name": []}}, {"type": "workflow", "workflow": []},
        {"type": "workflow", "workflow": {"tasks": [1, {"queries": 4, "sources": "x", "content": []}], "summary": {"duration": "x"}}},
        {"type": "workflow", "workflow": {"tasks": [], "summary": {"duration": float("inf")}}}, {"type": "widget", "widget": 1},
        {"type": "widget", "widget": {"children": [{"type": "Chart", "data": 1, "series": {}, "xAxis": []}]}},
        {"type": "widget", "widget": {"children": [{"type": ["Text"]}, {"type": "Table", "children": [{"children": 1}]}]}},
        {"type": "structured_input", "inputs": [{"question": [], "answer": {"values": [1]}}]}, {"type": "generated_image", "image": {"url": 4}},
    ],
)  # fmt: skip
def test_an_item_of_any_shape_breaks_nothing(item):
    html, markdown = texts(said("before"), item, said("after"))
    assert "before" in html
    assert "after" in html
    assert "after" in markdown


def test_what_became_of_the_answer_stands_below_it():
    outcomes = [
        {"level": "info", "title": "Note", "message": "Stopped"},
        {"code": "x", "message": "No network", "allow_retry": True},
    ]
    conversation = talk(said("x"), outcomes=outcomes)
    page = Elements(to_html(conversation)).text
    assert "Note: Stopped" in page
    assert page.index("Note: Stopped") < page.index("No network")
    assert "*No network*" in to_markdown(conversation)


def test_an_empty_conversation_says_so():
    assert "Nothing has been said yet." in to_html(talk())
    assert "Nothing has been said yet." in to_markdown(talk())


def test_a_document_is_a_whole_page_that_follows_the_scheme_of_the_reader():
    html = to_document(talk(said("x"), title="A & <B>"))
    assert html.startswith("<!doctype html>")
    assert "<title>A &amp; &lt;B&gt;</title>" in html
    assert "color-scheme:light dark" in html
    assert "default-src 'none'" in html


@pytest.mark.parametrize(
    ("text", "tag", "direction"),
    [
        ("שלום", "p", "rtl"),
        ("# כותרת", "h4", "rtl"),
        ("- שלום\n- hello", "ul", "rtl"),
        ("> ציטוט", "blockquote", "rtl"),
        ("| שם | b |\n|---|---|\n| 1 | ב |", "table", "rtl"),
        ("השתמש ב-`rm`", "code", "ltr"),
        ("hello שלום", "p", "ltr"),
        ("hello", "p", None),
    ],
)
def test_each_part_runs_its_own_way(text, tag, direction):
    page = Elements(to_html(talk(said(text))))
    found = [attributes.get("dir") for name, attributes in page.elements if name == tag]
    # The first paragraph is the name above.
    assert found[-2 if tag == "p" else 0] == direction
