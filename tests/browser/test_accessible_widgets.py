"""Every component, in every look and state: no rule of axe is broken, and what is there can be seen, also at 320 px.

The pages are those of ``js/demo``, which need no JupyterLab. The components stand there with what they must have, and
with every value of their props.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

JS = Path(__file__).parents[2] / "js"
AXE = JS / "node_modules" / "axe-core" / "axe.min.js"
SCENES = ["components", "gallery 1", "gallery 2", "typed", "chosen", "form", "tasks", "tables", "charts", "cramped"]
LOOKS = {
    "light": {},
    "dark": {"theme": "dark"},
    "right to left": {"direction": "rtl"},
    "forced colors": {"forced": "active"},
}


# What is far down a long card is laid out when somebody comes to it, which none of the rules wait for.
LAY_OUT = """async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important }");
    document.querySelector("#chat").shadowRoot.adoptedStyleSheets.push(sheet);
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture(scope="module")
def demo():
    command = [shutil.which("node"), "demo/serve.mjs", "0"]
    with subprocess.Popen(command, cwd=JS, stdout=subprocess.PIPE, text=True) as server:
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture
def open_scene(demo, profile):
    """Open a scene of the demo page: ``open_scene("form")``."""
    pages = []

    def open_one(scene, width=860):
        page = profile.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width + 40, "height": 900})
        page.emulate_media(reduced_motion="reduce")
        # What is out of sight is not looked at.
        page.goto(f"{demo}?scene={scene}&bare&tall=20000&width={width}")
        expect(page.locator(".widget").first).to_be_visible()
        page.evaluate(LAY_OUT)
        page.add_script_tag(path=AXE)
        return page

    yield open_one
    for page in pages:
        page.close()


def looks(page):
    """Give the page each look in turn, and tell its name."""
    for look, given in LOOKS.items():
        theme = given.get("theme", "light")
        page.emulate_media(forced_colors=given.get("forced", "none"))
        page.evaluate(
            """([isLight, direction]) => {
                document.body.dataset.jpThemeLight = isLight;
                document.documentElement.dir = direction;
            }""",
            [theme == "light", given.get("direction", "ltr")],
        )
        expect(page.locator("#chat")).to_have_attribute("data-scheme", theme)
        yield look


def broken_rules(page, look, *, has_own_colors=True):
    """The rules that the chat breaks, each with the elements that break it."""
    # Forced colors are the person's own, and none of ours are asked for.
    rules = {"color-contrast": {"enabled": has_own_colors and look != "forced colors"}}
    return page.evaluate(RUN, json.dumps({"rules": rules, "resultTypes": ["violations"]}))


RUN = """async (options) => {
    const { violations } = await axe.run(document.querySelector("#chat"), JSON.parse(options));
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
}"""


@pytest.mark.parametrize("scene", SCENES)
def test_no_component_breaks_a_rule(open_scene, scene):
    page = open_scene(scene)
    for look in looks(page):
        # The gallery shows whichever colors an author may give.
        assert broken_rules(page, look, has_own_colors="gallery" not in scene) == [], look


def test_nothing_that_opens_breaks_a_rule(open_scene):
    page = open_scene("chosen")
    for look in looks(page):
        page.get_by_role("combobox", name="Team").last.click()
        expect(page.get_by_role("listbox")).to_be_visible()
        found = broken_rules(page, look)
        page.keyboard.press("Escape")
        page.get_by_role("combobox", name="Time zone").click()
        expect(page.get_by_role("dialog", name="Time zone")).to_be_visible()
        found += broken_rules(page, look)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="bottom").click()
        expect(page.get_by_role("grid")).to_be_visible()
        found += broken_rules(page, look)
        page.keyboard.press("Escape")
        assert found == [], look


# The contrast of every edge with what is behind it, as they are painted.
EDGES = """() => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const painted = (...colors) => {
        for (const color of colors) {
            context.fillStyle = color;
            context.fillRect(0, 0, 1, 1);
        }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (channels) => {
        const [red, green, blue] = channels.map((channel) => {
            const part = channel / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const grounds = (element) => {
        const above = element.parentElement ?? element.getRootNode().host;
        const own = getComputedStyle(element).backgroundColor;
        return above ? [...grounds(above), own] : ["white", own];
    };
    const root = document.querySelector("#chat").shadowRoot;
    const fields = root.querySelectorAll(".field, .w-editable, .w-frame-search");
    return [...fields].flatMap((field) => {
        const { borderBlockEndColor: edge, borderBlockEndWidth: width } = getComputedStyle(field);
        // A solid one stands out by its ground, a ghost by its words; what is disabled may be faint.
        if (["solid", "ghost"].includes(field.dataset.variant) || field.disabled) return [];
        const behind = grounds(field.parentElement);
        const [one, other] = [light(painted(...behind, edge)), light(painted(...behind))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        return [[field.className, parseFloat(width) > 0 ? contrast : 0]];
    });
}"""


@pytest.mark.parametrize("scene", ["typed", "chosen", "tables"])
def test_what_is_filled_in_has_an_edge_to_be_seen(open_scene, scene):
    page = open_scene(scene)
    for look in looks(page):
        edges = page.evaluate(EDGES)
        assert edges
        assert [edge for edge in edges if edge[1] < 3] == [], look


# Names of what lies over something else, or beyond the card.
COVERED = """() => {
    const root = document.querySelector("#chat").shadowRoot;
    const card = root.querySelector(".w-card").getBoundingClientRect();
    const parts = [...root.querySelectorAll(":is(.w-chosen, .w-clear, .w-trigger > button > .icon, .w-button)")];
    const boxes = parts.map((part) => [part, part.getBoundingClientRect()]);
    const within = (at, start, end) => at > start + 1 && at < end - 1;
    const overlap = (start, end, from, to) => within(start, from, to) || within(from, start, end);
    const meet = (one, other) =>
        overlap(one.left, one.right, other.left, other.right) && overlap(one.top, one.bottom, other.top, other.bottom);
    return boxes.flatMap(([part, box], index) => {
        // The room that is kept for a cross is within the words' box.
        const kept = parseFloat(getComputedStyle(part).paddingInlineEnd);
        const shown = new DOMRect(box.x, box.y, box.width - kept, box.height);
        const isOver = boxes.some(([other, each], at) => at > index && !part.contains(other) && meet(shown, each));
        return isOver || box.right > card.right || box.width < 8 ? [`${part.className} ${part.textContent}`] : [];
    });
}"""


@pytest.mark.parametrize("width", [320, 860])
def test_fields_in_a_row_without_room_lie_over_nothing(open_scene, width):
    page = open_scene("cramped", width)
    assert page.evaluate(COVERED) == []


def test_the_name_of_a_part_that_cant_be_shown_is_read_whole_where_there_is_little_room(open_scene):
    line = open_scene("cramped", 320).get_by_text("This part can't be shown: Gauge-with-a-long-name-of-its-own")
    assert line.evaluate("line => line.scrollWidth <= line.clientWidth && line.clientHeight > 30")


def test_a_table_fades_out_where_it_goes_on_sideways(open_scene):
    page = open_scene("tables", 320)
    frame = page.locator(".w-table-frame").first
    for direction, sign in [("ltr", 1), ("rtl", -1)]:
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        for pixels, hidden, mask in [(0, "end", "36px"), (10, "both", "36px"), (9_999, "start", "0px")]:
            frame.evaluate("(frame, left) => frame.scrollTo({ left })", sign * pixels)
            expect(frame).to_have_attribute("data-hides", hidden)
            assert frame.evaluate("frame => getComputedStyle(frame).getPropertyValue('--end')") == mask
