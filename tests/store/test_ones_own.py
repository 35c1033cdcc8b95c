"""A store as a reader of ``Store`` would write one."""

from collections import defaultdict

import pytest

from chatkit_notebook.store import NotFoundError, Store
from chatkit_notebook.types import Page, ThreadMetadata
from tests.store.contract import StoreContract


def row(rows, name):
    if name not in rows:
        raise NotFoundError(f"There is no {name!r}")
    return rows[name].model_copy(deep=True)


def page(rows, after, limit, order):
    ids = sorted(rows, key=lambda each: rows[each].created_at.timestamp())
    if order == "desc":
        ids.reverse()
    if after is not None:
        row(rows, after)
        ids = ids[ids.index(after) + 1 :]
    more = len(ids) > limit
    return Page(data=[row(rows, each) for each in ids[:limit]], has_more=more, after=ids[limit - 1] if more else None)


class DictStore(Store[dict]):
    def __init__(self):
        self.threads, self.items, self.attachments = {}, defaultdict(dict), {}

    async def load_thread(self, thread_id, context):
        return row(self.threads, thread_id)

    async def save_thread(self, thread, context):
        self.threads[thread.id] = ThreadMetadata(**thread.model_dump(exclude={"items"}))

    async def load_threads(self, limit, after, order, context):
        return page(self.threads, after, limit, order)

    async def delete_thread(self, thread_id, context):
        self.threads.pop(thread_id, None)
        self.items.pop(thread_id, None)

    async def load_thread_items(self, thread_id, after, limit, order, context):
        return page(self.items[thread_id], after, limit, order)

    async def add_thread_item(self, thread_id, item, context):
        self.items[thread_id][item.id] = item.model_copy(deep=True)

    save_item = add_thread_item

    async def load_item(self, thread_id, item_id, context):
        return row(self.items[thread_id], item_id)

    async def delete_thread_item(self, thread_id, item_id, context):
        self.items[thread_id].pop(item_id, None)

    async def save_attachment(self, attachment, context):
        self.attachments[attachment.id] = attachment.model_copy(deep=True)

    async def load_attachment(self, attachment_id, context):
        return row(self.attachments, attachment_id)

    async def delete_attachment(self, attachment_id, context):
        self.attachments.pop(attachment_id, None)


class TestAStoreOfOnesOwn(StoreContract):
    @pytest.fixture
    def store(self):
        return DictStore()
