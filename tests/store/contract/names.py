"""What every store promises about names that are strange and things that are large."""

from itertools import pairwise

import pytest

from chatkit_notebook.types import FileAttachment, ThreadMetadata
from tests.store.contract.samples import CONTEXT, NAMES, NOW, message


class NamesContract:
    """Any text is an id, and any length of text is kept."""

    async def test_every_text_names_one_thing(self, store):
        for name in NAMES:
            await store.save_thread(ThreadMetadata(id=name, created_at=NOW, title=f"of {name}"), CONTEXT)
            await store.add_thread_item("thr", message(name, text=f"of {name}"), CONTEXT)
            await store.add_thread_item(name, message("only"), CONTEXT)
            await store.save_attachment(FileAttachment(id=name, name=name, mime_type=name), CONTEXT)

        assert [each.id for each in (await store.load_threads(100, None, "asc", CONTEXT)).data] == NAMES
        assert [each.id for each in (await store.load_thread_items("thr", None, 100, "asc", CONTEXT)).data] == NAMES
        for name in NAMES:
            assert (await store.load_thread(name, CONTEXT)).title == f"of {name}"
            assert (await store.load_item("thr", name, CONTEXT)).content[0].text == f"of {name}"
            assert [each.id for each in (await store.load_thread_items(name, None, 9, "asc", CONTEXT)).data] == ["only"]
            assert (await store.load_attachment(name, CONTEXT)).name == name

    async def test_a_page_goes_on_after_every_text(self, store):
        for name in NAMES:
            await store.save_thread(ThreadMetadata(id=name, created_at=NOW), CONTEXT)
            await store.add_thread_item("thr", message(name), CONTEXT)

        for name, following in pairwise(NAMES):
            assert (await store.load_threads(1, name, "asc", CONTEXT)).data[0].id == following
            assert (await store.load_thread_items("thr", following, 1, "desc", CONTEXT)).data[0].id == name

    @pytest.mark.parametrize("name", NAMES)
    async def test_deleting_one_name_leaves_the_others(self, store, name):
        for each in NAMES:
            await store.add_thread_item("thr", message(each), CONTEXT)

        await store.delete_thread_item("thr", name, CONTEXT)

        left = [each.id for each in (await store.load_thread_items("thr", None, 100, "asc", CONTEXT)).data]
        assert left == [each for each in NAMES if each != name]

    async def test_text_of_many_megabytes_comes_back_as_it_was(self, store):
        text = "0123456789\0é🙂\u2028" * 400_000

        await store.add_thread_item("thr", message("large", text=text), CONTEXT)

        assert (await store.load_item("thr", "large", CONTEXT)).content[0].text == text
