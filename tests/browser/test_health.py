"""The checks that every test of hostile input relies on notice what they are for."""

import pytest
from playwright.sync_api import expect

from tests.browser.health import Health

CELLS = [
    "from chatkit_notebook import ChatKit\nChatKit(lambda text: 'pong')",
    "print('the kernel lives')",
]


def test_a_page_that_lives_passes_and_a_changed_prototype_or_a_request_does_not(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.run_cell(0)
    chat = notebook.chat()
    expect(chat.composer).to_be_visible()
    health = Health(notebook)
    health.check(chat, cell=1)
    notebook.page.evaluate("() => { Object.prototype.tainted = 1; }")
    with pytest.raises(AssertionError):
        health.check_page()
    notebook.page.evaluate("() => { delete Object.prototype.tainted; }")
    health.check_page()
    notebook.page.evaluate("() => fetch('http://localhost:9/picture.png').catch(() => {})")
    with pytest.raises(AssertionError):
        health.check_page()
