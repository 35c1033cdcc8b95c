"""What stores promise, as tests that every store runs: ours, and one that you write."""

from tests.store.contract.attachments import AttachmentsContract
from tests.store.contract.copies import CopiesContract
from tests.store.contract.items import ItemsContract
from tests.store.contract.loops import LoopsContract
from tests.store.contract.names import NamesContract
from tests.store.contract.owners import OwnersContract
from tests.store.contract.pages import PagesContract
from tests.store.contract.search import SearchContract
from tests.store.contract.strict import StrictContract
from tests.store.contract.threads import ThreadsContract

__all__ = ["AttachmentsContract", "OwnersContract", "SearchContract", "StoreContract", "StrictContract"]


class StoreContract(ThreadsContract, ItemsContract, PagesContract, CopiesContract, NamesContract, LoopsContract):
    """What a server relies on in any ``Store``.

    - What was saved loads as it was: threads, attachments and every kind of item.
    - What does not exist, or is another thread's, is a NotFoundError that names it; deleting it does nothing.
    - Saving what is known replaces all of it and keeps its place; saving an unknown item adds it.
    - Adding an item whose id is known replaces it in its place; once deleted, it is new.
    - Saving a ``Thread`` saves no items; deleting a thread deletes them.
    - Items may come before their thread; a thread that is unknown or empty has an empty page.
    - Items and threads come by their creation, whatever the time zone, oldest or newest first.
    - Those of equal times come in the order of their arrival, and in the reverse of it.
    - Pages of any size cover everything once; ``after`` is the last id where more follows, and None where not.
    - A page after an unknown id is a NotFoundError.
    - Hidden items are part of a page.
    - Objects are copies: a change to one that was saved or loaded does not reach the store.
    - Any Unicode text is an id, NUL and 100,000 characters included, and names one thing.
    - Items of many megabytes come back as they were.
    - Several threads, each with an event loop of its own, use one store.

    A store of your own runs it where a fixture makes one that is empty. The context is ``{"user": "ada"}``::

        class TestMyStore(StoreContract):
            @pytest.fixture
            def store(self, tmp_path):
                return MyStore(tmp_path)

    Where users are told apart, let ``context["user"]`` be the owner and add ``OwnersContract``; where there is
    more, add ``SearchContract``, ``AttachmentsContract`` and ``StrictContract``.
    """
