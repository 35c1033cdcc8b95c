"""What a person sees of a tool that fails, and of one that returns a picture and a file, in a real notebook."""

from playwright.sync_api import expect

CELL = """
from base64 import b64encode
import struct, zlib
from agents import Agent, function_tool
from chatkit_notebook import ChatKit, ScriptedModel
from chatkit_notebook.models import call

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

def png(width, height):
    rows = b"".join(b"\\0" + bytes([200, y % 256, 90] * width) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

@function_tool
def load_prices(region: str):
    "Load prices."
    return {"Nord": 7}[region]

@function_tool
def draw_prices():
    "Draw prices."
    picture = "data:image/png;base64," + b64encode(png(640, 400)).decode()
    table = b64encode(b"region,price\\nNord,7\\n").decode()
    return [{"type": "image", "image_url": picture}, {"type": "file", "file_data": table, "filename": "prices.csv"}]

model = ScriptedModel([
    [call("load_prices", region="Nordwest")], "There is no such region.",
    [call("draw_prices")], "Here they are.",
])
chat = ChatKit(Agent(name="Clerk", model=model, tools=[load_prices, draw_prices]), height=800)
chat
"""


def test_a_failed_tool_shows_why_and_the_cell_hears_of_it_once(open_notebook):
    notebook = open_notebook([CELL, "chat.events.where(type='chatkit.tool')[-1].payload['error']"])
    notebook.run_cell(0)
    chat = notebook.chat()
    chat.send("prices of Nordwest")
    chat.wait_text("There is no such region.")
    chat.wait_idle()
    line = chat.log.get_by_role("button", name="1 step failed")
    line.click()
    expect(chat.log.get_by_text("KeyError: 'Nordwest'", exact=True)).to_be_visible()
    traceback = chat.log.get_by_text("Traceback (most recent call last)")
    expect(traceback).to_be_hidden()
    chat.log.get_by_text("Details").click()
    expect(traceback).to_be_visible()
    cell = notebook.page.locator(".jp-Cell").first.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    expect(cell).to_contain_text("The tool load_prices failed")
    notebook.run_cell(1)
    assert "Nordwest" in notebook.output(1)[0]
    assert cell.inner_text().count("KeyError: 'Nordwest'") == 1

    chat.send("draw them")
    chat.wait_text("Here they are.")
    chat.wait_idle()
    chat.log.locator(".disclosure-line").last.click()
    tile = chat.log.get_by_role("button", name="Enlarge image.png")
    expect(tile.locator("img")).to_be_visible()
    expect(chat.log.get_by_role("button", name="Download prices.csv")).to_be_visible()
    tile.click()
    dialog = chat.host.get_by_role("dialog", name="image.png")
    expect(dialog.get_by_role("img")).to_be_visible()
    assert dialog.get_by_role("img").evaluate("image => image.naturalWidth") == 640
    assert notebook.errors == []
