"""Whether a page lives on after hostile input: JupyterLab works, no built-in object changed, no network was asked."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

BUILT_IN = """() => {
    const seen = {};
    const owners = [Object, Array, String, Number, Boolean, Function, Symbol, RegExp, Date, Map, Set, WeakMap,
        Promise, Error, Element, Node, HTMLElement, EventTarget, Document, Window];
    for (const owner of owners) {
        for (const [name, object] of [[owner.name, owner], [`${owner.name}.prototype`, owner.prototype]]) {
            seen[name] = Reflect.ownKeys(object).map(String).sort();
        }
    }
    return seen;
}"""


class Health:
    """A page as it was before, to be compared with what it has become.

    Make it when the chat is on screen and before anything hostile comes.
    """

    def __init__(self, notebook):
        self._notebook = notebook
        self._built_in = notebook.page.evaluate(BUILT_IN)
        self._errors = len(notebook.errors)

    def check(self, chat, *, cell, ask="ping", answer="pong"):
        """Check everything that a person would go on with.

        ``cell`` is the index of a cell that prints "the kernel lives"; the chat answers ``ask`` with ``answer``.
        """
        self.check_page()
        notebook = self._notebook
        notebook.run_cell(cell)
        expect(notebook.page.locator(".jp-Cell").nth(cell)).to_contain_text("the kernel lives")
        assert notebook.save(), "JupyterLab could not save the notebook."
        before = chat.log.get_by_text(answer, exact=True).count()
        chat.send(ask)
        expect(chat.log.get_by_text(answer, exact=True)).to_have_count(before + 1)
        chat.wait_idle()

    def check_page(self):
        """Check what the page itself tells: errors, built-in objects, requests."""
        notebook = self._notebook
        assert notebook.errors[self._errors :] == []
        assert notebook.page.evaluate(BUILT_IN) == self._built_in
        assert [
            url for url in notebook.requests if urlsplit(url).scheme not in {"blob", "data"} and not is_own(url)
        ] == []


def is_own(url):
    """Whether an address is one of JupyterLab's own server."""
    return urlsplit(url).hostname == "127.0.0.1" and not urlsplit(url).path.startswith("/hostile")
