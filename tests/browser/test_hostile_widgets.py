"""Widgets with hostile values in every prop, in a real page: nothing runs, no request leaves, no neighbour is lost."""

from playwright.sync_api import expect

from tests.browser.hostile import done, feed, hostile
from tests.browser.hostile_server import TIME


def shown(item_id, *widgets):
    """The event that brings widgets, one below another."""
    root = {"type": "Basic", "children": [widget["root"] for widget in widgets]}
    return done({"id": item_id, "thread_id": "thr_1", "created_at": TIME, "type": "widget", "widget": root})


def watched(notebook):
    """What opens in the page from now on: dialogs, windows, frames, downloads."""
    opened = []
    page = notebook.page
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    for event in ("popup", "frameattached", "download"):
        page.on(event, lambda _, event=event: opened.append(event))
    return opened


# What of the widgets is not where it should be. A neighbour must be seen, and be what is hit where it stands.
LOST = """(log, neighbours) => {
    const texts = new Map([...log.querySelectorAll(".w-text")].map((text) => [text.textContent, text]));
    const faults = [];
    for (const words of neighbours) {
        const text = texts.get(words);
        text?.scrollIntoView({ block: "center", behavior: "instant" });
        const box = text?.getBoundingClientRect();
        const hit = box && log.getRootNode().elementFromPoint(box.left + 4, box.top + box.height / 2);
        if (hit !== text) faults.push([words, hit?.outerHTML.slice(0, 120)]);
    }
    const { left, right } = log.getBoundingClientRect();
    for (const card of log.querySelectorAll(".widget")) {
        const box = card.getBoundingClientRect();
        if (box.left < left || box.right > right + 1) faults.push(["reaches out", card.outerHTML.slice(0, 120)]);
    }
    const scroller = log.closest(".scroller") ?? log;
    if (scroller.scrollWidth > scroller.clientWidth) faults.push(["scrolls sideways"]);
    return faults;
}"""
# Addresses of styles and elements that lead out of the page.
LEADING_OUT = """(log) => [...log.querySelectorAll("*")].flatMap((element) => {
    const style = getComputedStyle(element);
    const asked = ["backgroundImage", "borderImageSource", "listStyleImage", "cursor", "maskImage", "filter", "content"]
        .filter((name) => /url\\(["']?(?!data:)/.test(style[name]));
    const handlers = element.getAttributeNames().filter((name) => name.startsWith("on"));
    const isOut = element.src && !/^(data:image|blob:)/.test(element.src);
    return [...asked, ...handlers, ...(isOut ? [element.src] : [])];
})"""


def neighbours(widgets):
    return [words for widget in widgets for words in widget["neighbours"]]


def test_hostile_values_in_every_prop_only_show(open_notebook, tmp_path):
    kinds = hostile("widgets")["hostile"]
    assert len(kinds) >= 30
    notebook, chat, health = feed(open_notebook, tmp_path, [shown(kind, *widgets) for kind, widgets in kinds])
    opened = watched(notebook)
    lost = [chat.log.evaluate(LOST, neighbours(widgets)) for _, widgets in kinds]
    assert lost == [[] for _ in kinds]
    assert chat.log.evaluate(LEADING_OUT) == []
    assert notebook.page.evaluate("() => 'hacked' in window") is False
    assert opened == []
    health.check(chat, cell=1)


def test_widgets_of_more_than_a_page_can_draw_leave_room_for_the_rest(open_notebook, tmp_path):
    widgets = hostile("widgets")["large"]
    notebook, chat, health = feed(
        open_notebook, tmp_path, [shown(f"large_{widget['place']}", widget) for widget in widgets]
    )
    assert chat.log.evaluate(LOST, neighbours(widgets)) == []
    assert chat.log.evaluate("log => log.querySelectorAll('*').length") < 60_000
    expect(chat.log.get_by_role("button", name="Show more").first).to_be_attached()
    chat.log.get_by_role("combobox").first.click()
    expect(chat.host.get_by_role("option").first).to_be_attached()
    notebook.page.keyboard.press("Escape")
    health.check(chat, cell=1)
