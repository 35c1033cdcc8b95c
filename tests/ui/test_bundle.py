"""The built front end: what a widget carries, and what its views ask for."""

import pytest

from chatkit_notebook.ui import bundle as module
from chatkit_notebook.ui.bundle import BuiltBundle


@pytest.fixture
def built(tmp_path, monkeypatch):
    """Write a front end and read it."""
    monkeypatch.setattr(module, "STATIC", tmp_path)

    def make(**files):
        for name, text in {"loader": "load()", "chat": "chat()", "style": "p {}", **files}.items():
            (tmp_path / {"loader": "loader.js", "chat": "chat.js", "style": "chat.css"}[name]).write_text(text)
        return BuiltBundle()

    return make


def test_the_widget_carries_the_loader_and_its_views_ask_for_the_rest(built):
    bundle = built()
    assert bundle.loader == "load()"
    assert bundle.read() == (b"chat()", b"p {}")


def test_the_hash_tells_whether_a_page_has_this_code(built):
    first = built().hash
    assert built().hash == first
    others = {built(chat="other()").hash, built(style="p { color: red }").hash, built(chat="chat()p", style=" {}").hash}
    assert len(others | {first}) == 4


def test_what_is_shown_stays_one_whole_though_the_files_are_built_anew(built):
    bundle = built()
    first = bundle.hash
    built(chat="newer()")
    assert (bundle.hash, bundle.read()[0]) == (first, b"chat()")


def test_a_front_end_that_is_not_built_names_the_way_to_build_it(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "STATIC", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"chat\.js is missing.*make build"):
        BuiltBundle().read()
