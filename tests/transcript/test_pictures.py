"""Pictures are small, or links, or named."""
# ruff: noqa: E501 - tables

import base64
import io
import random

import pytest
from PIL import Image

from chatkit_notebook.transcript.pictures import LARGEST, small_picture
from chatkit_notebook.transcript.writing import to_html, to_markdown
from tests.transcript.pages import Elements
from tests.transcript.things import asked, said, talk


def picture(kind="PNG", size=(800, 600), mode="RGB"):
    noise = random.Random(7).randbytes(size[0] * size[1] * len(mode))  # noqa: S311 - it is noise
    Image.frombytes(mode, size, noise).save(written := io.BytesIO(), kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(written.getvalue()).decode()}"


TINY = picture(size=(2, 2))


def test_a_small_picture_stays_as_it_is():
    assert small_picture(TINY) == TINY


@pytest.mark.parametrize(
    "src",
    [
        picture(),
        picture("JPEG"),
        picture("GIF", mode="L"),
        picture("WEBP"),
        picture(mode="RGBA"),
        picture(size=(30, 3_000)),
    ],
    ids=["png", "jpeg", "gif", "webp", "transparent", "tall"],
)
def test_a_large_picture_is_made_smaller(src):
    small = small_picture(src)
    data = base64.b64decode(small.partition(",")[2])
    assert len(data) <= LARGEST
    assert max(Image.open(io.BytesIO(data)).size) <= 320


@pytest.mark.parametrize(
    "src",
    [
        "data:image/svg+xml,<svg/>", "data:image/png;base64,AAAA", "data:image/png;base64,!!!", "data:image/png,%89PNG", "data:text/html,x",
        "https://x.org/a.png", "", "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"x" * 9_000).decode(),
        "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff" + b"x" * 9_000).decode(), "data:image/bmp;base64,Qk0=",
    ],
)  # fmt: skip
def test_what_is_no_picture_with_its_bytes_is_none(src):
    assert small_picture(src) is None


def test_a_picture_elsewhere_is_a_link():
    page = Elements(to_html(talk(said("![A map](https://x.org/map.png)"))))
    assert "img" not in page.tags
    assert page.values("href") == ["https://x.org/map.png"]
    markdown = to_markdown(talk(said("![A map](https://x.org/map.png)\n\n```\n![code]\n```")))
    assert "\n[A map](https://x.org/map.png)" in markdown
    assert "![code]" in markdown


def test_a_picture_in_a_link_leaves_it_whole():
    page = Elements(to_html(talk(said("[![A map](https://x.org/map.png)](https://y.org) after"))))
    assert page.values("href") == ["https://y.org"]
    assert "A map after" in page.text


def test_the_bytes_of_a_picture_are_not_in_the_markdown():
    markdown = to_markdown(
        talk(said(f"Look: ![A map]({TINY})"), asked("x", attachments=[{"name": "a.png", "preview_url": TINY}]))
    )
    assert "base64" not in markdown
    assert "A map" in markdown


def test_many_pictures_stay_in_the_bounds():
    html = to_html(talk(*(said(f"![{number}]({picture('JPEG', (200 + number, 150))})") for number in range(20))))
    page = Elements(html)
    assert len(html.encode()) - len(page.text.encode()) <= 20_000
    assert 0 < len(page.values("src")) < 20


def test_a_picture_within_a_text_is_shown_however_long_it_is():
    page = Elements(to_html(talk(said(f"Before ![A map]({picture()}) after."))))
    assert [src[:23] for src in page.values("src")] == ["data:image/jpeg;base64,"]
    assert "after." in page.text
