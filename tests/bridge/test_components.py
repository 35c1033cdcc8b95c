"""A view asks for the module of a component by its name, and gets what is registered now."""

import pytest

from chatkit_notebook.widgets.custom import read_component
from tests.bridge.test_views import Browser, ask, hello_world


async def asked(browser, **args):
    count = len(browser.of("reply"))
    browser.views.receive(ask("component", args, f"a{count}"))
    await browser.until(lambda: len(browser.of("reply")) > count)
    return browser.of("reply")[-1]


async def test_a_view_gets_the_module_and_the_style_sheet_that_are_registered_now():
    async with Browser(hello_world) as browser:
        for esm in ("export const a = 'ü';", "export const b = 2;"):
            component = read_component("Gauge", esm, "b { color: red }")
            browser.session.components["Gauge"] = component
            reply = await asked(browser, name="Gauge")
            assert reply["body"] == {"hash": component.hash}
            assert browser.buffers[-1] == [esm.encode(), b"b { color: red }"]


@pytest.mark.parametrize("name", ["Gaug", "__class__", "Card"])
async def test_a_view_gets_nothing_that_nobody_registered(name):
    async with Browser(hello_world) as browser:
        browser.session.components["Gauge"] = read_component("Gauge", "export const a = 1;", None)
        reply = await asked(browser, name=name)
        assert reply["error"]["code"] == "not_found"
        assert f"{name!r}" in reply["error"]["message"]
