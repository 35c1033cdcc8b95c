"""What the tests of the store in a database put into it."""

from datetime import datetime

from chatkit_notebook.types import AssistantMessageContent, AssistantMessageItem

NOW = datetime(2026, 1, 2)  # noqa: DTZ001 - naive is the default


def message(item_id, text="Hi"):
    """A message; all are of the same time, so that the order is that of the database."""
    content = [AssistantMessageContent(text=text)]
    return AssistantMessageItem(id=item_id, thread_id="thr", created_at=NOW, content=content)


async def everything(store, order="asc", context=None):
    """Every item of the thread, page by page."""
    items, after = [], None
    while True:
        page = await store.load_thread_items("thr", after, 500, order, context)
        items += page.data
        if not page.has_more:
            return items
        after = page.after
