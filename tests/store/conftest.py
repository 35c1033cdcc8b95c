import itertools

import pytest
from sqlalchemy import create_engine

from chatkit_notebook.store import MemoryStore, SQLStore
from tests.store.cluster import cluster

pytest.register_assert_rewrite("tests.store.contract")

NUMBERS = itertools.count(1)

# Where each kind is, by the name of a fixture, and how it is opened.
KINDS = {
    "sqlite": ("sqlite_path", {}),
    "sqlite in memory": (None, {}),
    "postgres": ("postgres_url", {}),
    "sqlite with files in it": ("sqlite_path", {"files": "database"}),
    "postgres with a folder": ("postgres_url", {"files": "files"}),
}


@pytest.fixture(scope="session")
def postgres():
    """The URL of a PostgreSQL server, with the rights to do all."""
    with cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    """The path or URL of an empty database that several processes can share, of each kind."""
    return request.getfixturevalue("sqlite_path" if request.param == "sqlite" else "postgres_url")


@pytest.fixture
def sqlite_path(tmp_path):
    return str(tmp_path / "threads.db")


@pytest.fixture
def postgres_url(postgres):
    return schema(postgres)


def schema(postgres):
    """A schema of the test's own in the server's database."""
    name = f"test_{next(NUMBERS)}"
    engine = create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{postgres}?options=-csearch_path%3D{name}"


@pytest.fixture
def opened(request, tmp_path):
    """Opens an empty store of a kind; all of them are closed at the end."""
    stores = []

    def opened(kind, **options):
        place, more = KINDS[kind]
        if "files" in more:
            more = {"files": more["files"] if more["files"] == "database" else tmp_path / more["files"]}
        store = SQLStore(request.getfixturevalue(place) if place else ":memory:", **more, **options)
        stores.append(store)
        return store

    yield opened
    for each in stores:
        each.close()


@pytest.fixture(params=["memory", "sqlite", "sqlite in memory", "postgres"])
def store(request, opened):
    """An empty store of each kind: all of them keep the same promises."""
    return MemoryStore() if request.param == "memory" else opened(request.param)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def other_store(request, tmp_path):
    """A second empty store, of each kind as well."""
    if request.param == "memory":
        yield MemoryStore()
        return
    store = SQLStore(
        tmp_path / "other.db" if request.param == "sqlite" else schema(request.getfixturevalue("postgres"))
    )
    yield store
    store.close()
