import pytest

from chatkit_notebook.store import MemoryStore

STORES = {"memory": MemoryStore}


@pytest.fixture(params=STORES)
def store(request):
    """An empty store of each kind: all of them keep the same promises."""
    return STORES[request.param]()
