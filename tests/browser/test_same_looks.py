"""A message looks the same as it streams in, in a second view of the chat, and after a reload of the page."""
# ruff: noqa: RUF001 - other scripts have colons of their own

import pytest
from playwright.sync_api import expect

# Light and dark pictures of the same kinds of texts are made by tests/screenshots/texts.py.
TEXTS = {
    "math": r"$S=\{1,2\}$ costs $5 or 50$; \(a\,\)" + "\n\n\\begin{align}\na &= b \\\\\n&= c\n\\end{align}\n\nso",
    "CJK": "**「重要」**な https://example.com。次\n**注意：**正文\n\n- 第一項 😀",
    "right to left": "# כותרת\n\n1. אחת `rm`\n2. שתיים\n   - inner\n\n| שם | b |\n|---|---|\n| 1 | 2 |",
    "tables": "| `a|b` | $|x|$ |\n|---|---|\n| 1[^1] | 2 |\n\n[^1]: a note with [d] ![p][p]\n\n"
    "[d]: https://example.com\n[p]: https://example.com/p.png",
    "fences": "```markdown\n# A\n```js\nlet x = 1;\n```\nmore\n```\n\nafter",
}

CHAT = f"""
from chatkit_notebook import ChatKit

TEXTS = {TEXTS!r}

def reply(text):
    for at in range(0, len(TEXTS[text]), 3):
        yield TEXTS[text][at : at + 3]

chat = ChatKit(reply)
chat
"""
# Order of attributes and of classes is not how it looks; ids of what is drawn are counted for each view.
MARKUP = """host => {
  const copies = [...host.shadowRoot.querySelectorAll(".markdown")].map((each) => each.cloneNode(true));
  for (const element of copies.flatMap((each) => [each, ...each.querySelectorAll("*")])) {
    const attributes = [...element.attributes].filter(({ name }) => name !== "id");
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
    for (const { name, value } of attributes.sort((a, b) => (a.name < b.name ? -1 : 1)))
      element.setAttribute(name, value);
  }
  return copies.map((each) => each.outerHTML);
}"""


def markup(chat):
    return chat.host.evaluate(MARKUP)


@pytest.fixture
def notebook(open_notebook):
    notebook = open_notebook([CHAT, "chat"])
    notebook.run_all()
    return notebook


def test_a_message_looks_the_same_live_in_a_second_view_and_after_a_reload(notebook):
    asked, beside = notebook.chat(0), notebook.chat(1)
    for name in TEXTS:
        asked.send(name)
        asked.wait_idle()
    expect(asked.log.locator(".markdown")).to_have_count(len(TEXTS))
    expect(asked.log.locator(".formula-source")).to_have_count(0)
    expect(beside.log.locator(".markdown")).to_have_count(len(TEXTS))
    expect(beside.log.locator(".formula-source")).to_have_count(0)
    live = markup(asked)
    assert markup(beside) == live

    notebook.save()
    notebook.reload()
    again = notebook.chat(0)
    expect(again.log.locator(".markdown")).to_have_count(len(TEXTS))
    expect(again.log.locator(".formula-source")).to_have_count(0)
    assert markup(again) == live
