import pytest

from chatkit_notebook.store import MemoryStore
from tests.store.contract import AttachmentsContract, SearchContract, StoreContract, StrictContract


class TestMemoryStore(StoreContract, StrictContract, SearchContract, AttachmentsContract):
    @pytest.fixture
    def store(self):
        return MemoryStore()
