"""The chat within ipywidgets' containers, and in JupyterLab's own boxes around outputs."""

import pytest

HEAD = """
import ipywidgets as w
from chatkit_notebook import ChatKit

def chat(**options):
    return ChatKit(lambda text: f"You said {text}", **options)
"""
CONTAINERS = {
    "beside others": ("w.HBox([chat(), w.IntSlider(), w.Button()])", 300, 560),
    "beside another": ("w.HBox([chat(), chat(height=300)])", 300, 560),
    "below others": ("w.VBox([w.IntSlider(), chat(height=300)])", 600, 300),
    "in a low box": ("w.VBox([chat()], layout=w.Layout(height='320px'))", 600, 320),
    "in a narrow box": ("w.VBox([chat()], layout=w.Layout(width='330px'))", 315, 560),
    "in a tab": ("w.Tab([chat(), w.IntSlider()])", 600, 560),
    "in an accordion": ("w.Accordion([chat(), w.IntSlider()], selected_index=0)", 600, 560),
    "in a grid": ("w.GridBox([chat(), w.Button()], layout=w.Layout(grid_template_columns='2fr 1fr'))", 400, 560),
    "as it is asked for": (
        "one = chat()\none.layout.width, one.layout.flex = '400px', 'none'\nw.HBox([one])",
        400,
        560,
    ),
}


def size(view):
    box = view.host.bounding_box()
    return round(box["width"]), round(box["height"])


def test_the_chat_has_room_in_every_container(open_notebook):
    notebook = open_notebook([HEAD, *(code for code, *_ in CONTAINERS.values())], height=6_000)
    notebook.run_all()
    number = 0
    for name, (code, width, height) in CONTAINERS.items():
        view = notebook.chat(number)
        view.composer.wait_for()
        seen = size(view)
        assert seen[0] >= width, name
        assert seen[1] == height, name
        number += code.count("chat(")
    sent = notebook.chat(0)
    sent.send("hello")
    sent.wait_text("You said hello")


@pytest.mark.parametrize("lines", [0, 3])
def test_an_output_that_scrolls_does_not_trap_the_chat(open_notebook, lines):
    notebook = open_notebook([HEAD, "print('line\\n' * LINES, end='')\nchat()".replace("LINES", str(lines))])
    notebook.run_all()
    view = notebook.chat()
    view.composer.wait_for()
    assert size(view)[1] == 560

    def scrolls(command, low, high):
        notebook.page.evaluate("(command) => window.jupyterapp.commands.execute(command)", command)
        notebook.page.wait_for_function(
            """([low, high]) => {
                const host = document.querySelector("[data-lm-suppress-shortcuts=true]");
                return host.offsetHeight >= low && host.offsetHeight <= high;
            }""",
            arg=[low, high],
        )

    scrolls("notebook:enable-output-scrolling", 200, 312)
    view.host.scroll_into_view_if_needed()
    view.send("hello")
    view.wait_text("You said hello")
    area = notebook.page.locator(".jp-Cell-outputArea").nth(1)
    if lines == 0:
        assert area.evaluate("area => area.scrollHeight <= area.clientHeight")
    scrolls("notebook:disable-output-scrolling", 560, 560)


def test_a_view_of_the_output_in_a_panel_shows_the_whole_chat(open_notebook):
    notebook = open_notebook([HEAD, "chat()"])
    notebook.run_all()
    notebook.chat().composer.wait_for()
    notebook.page.evaluate("() => window.jupyterapp.commands.execute('notebook:create-output-view')")
    panel = notebook.page.locator(".jp-LinkedOutputView")
    host = panel.locator("[data-lm-suppress-shortcuts=true]")
    host.get_by_role("textbox", name="Message the AI").wait_for()
    notebook.page.wait_for_function(
        """() => {
            const panel = document.querySelector(".jp-LinkedOutputView");
            return panel.querySelector("[data-lm-suppress-shortcuts=true]").offsetHeight <= panel.clientHeight;
        }"""
    )
