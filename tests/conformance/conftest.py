import pytest

from chatkit_notebook.store import MemoryStore, Store


def _recorded(name):
    async def call(self, *args, **kwargs):
        self.calls.append((name, *args))
        return await getattr(MemoryStore, name)(self, *args, **kwargs)

    return call


@pytest.fixture
def recorder():
    """A store that keeps a list of the calls it gets: the method's name, then its positional arguments."""
    methods = {name: _recorded(name) for name in Store.__abstractmethods__}
    store = type("Recorder", (MemoryStore,), methods)()
    store.calls = []
    return store
