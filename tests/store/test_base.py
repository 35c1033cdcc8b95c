import inspect

import pytest

from chatkit_notebook.store import AttachmentStore, MemoryStore, SQLStore, Store
from chatkit_notebook.types import AttachmentCreateParams

SIGNATURES = {
    Store: {
        "generate_thread_id": ["context"],
        "generate_item_id": ["item_type", "thread", "context"],
        "load_thread": ["thread_id", "context"],
        "save_thread": ["thread", "context"],
        "load_thread_items": ["thread_id", "after", "limit", "order", "context"],
        "save_attachment": ["attachment", "context"],
        "load_attachment": ["attachment_id", "context"],
        "delete_attachment": ["attachment_id", "context"],
        "load_threads": ["limit", "after", "order", "context"],
        "add_thread_item": ["thread_id", "item", "context"],
        "save_item": ["thread_id", "item", "context"],
        "load_item": ["thread_id", "item_id", "context"],
        "delete_thread": ["thread_id", "context"],
        "delete_thread_item": ["thread_id", "item_id", "context"],
    },
    AttachmentStore: {
        "delete_attachment": ["attachment_id", "context"],
        "create_attachment": ["input", "context"],
        "generate_attachment_id": ["mime_type", "context"],
    },
}


@pytest.mark.parametrize(("owner", "name"), [(owner, name) for owner, names in SIGNATURES.items() for name in names])
def test_arguments_have_the_official_names_and_order(owner, name):
    owners = (owner, MemoryStore, SQLStore) if owner is Store else (owner,)
    for each in owners:
        parameters = list(inspect.signature(getattr(each, name)).parameters)
        assert parameters == ["self", *SIGNATURES[owner][name]]


@pytest.mark.parametrize("owner", [Store, AttachmentStore])
def test_a_store_must_be_written_by_somebody(owner):
    with pytest.raises(TypeError, match="abstract"):
        owner()


class Bytes(AttachmentStore):
    async def delete_attachment(self, attachment_id, context):
        pass


async def test_an_attachment_store_need_not_take_uploads():
    with pytest.raises(NotImplementedError, match=r"Bytes takes no uploads such as 'a\.txt'"):
        await Bytes().create_attachment(AttachmentCreateParams(name="a.txt", size=1, mime_type="text/plain"), None)


def test_attachment_ids_tell_what_they_are_for():
    assert Bytes().generate_attachment_id("text/plain", None).startswith("atc_")
