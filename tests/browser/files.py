"""Files to attach, and the ways in which a person hands them to a page."""

import base64
import struct
import zlib


def png(width=64, height=48, colour=(200, 40, 40)):
    """The bytes of a picture of one colour, or of what a function of x and y from 0 to 1 paints."""
    paint = colour if callable(colour) else lambda _x, _y: colour

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"".join(bytes(paint(x / width, y / height)) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pdf(text="Hello"):
    """The bytes of a document of one empty page, with a text in its title."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        b"4 0 obj<</Title(" + text.encode("ascii") + b")>>endobj\n"
        b"trailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF\n"
    )


def choose(chat, *paths):
    """Pick files in the dialog that the chat's button opens."""
    with chat.notebook.page.expect_file_chooser() as chooser:
        chat.button("Add photos & files").click()
    chooser.value.set_files(list(paths))


def paste_picture(chat, data):
    """Copy a picture as another program would, and press the keys that paste it."""
    page = chat.notebook.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """async (encoded) => {
            const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
            const blob = new Blob([bytes], { type: "image/png" });
            await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
        }""",
        base64.b64encode(data).decode(),
    )
    chat.composer.click()
    chat.composer.press("Control+v")


def paste_file(chat, name, mime_type, data):
    """Paste a file that was copied in a file manager: its event is made here, as no page may copy such a thing."""
    chat.composer.evaluate(
        """(field, [name, type, encoded]) => {
            const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
            const clipboardData = new DataTransfer();
            clipboardData.items.add(new File([bytes], name, { type }));
            field.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }),
            );
        }""",
        [name, mime_type, base64.b64encode(data).decode()],
    )


def drop(chat, *paths):
    """Drag files over the chat and let go, with the browser's own drag events."""
    page = chat.notebook.page
    box = chat.log.bounding_box() if chat.log.count() else chat.host.bounding_box()
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send(
            "Input.dispatchDragEvent",
            {
                "type": kind,
                "x": box["x"] + box["width"] / 2,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1},
            },
        )
    session.detach()
