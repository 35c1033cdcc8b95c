import itertools

import pytest
from sqlalchemy import create_engine

from chatkit_notebook.store import MemoryStore, SQLStore
from tests.store.cluster import cluster

NUMBERS = itertools.count(1)


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
    """A schema of the test's own in the server's database."""
    name = f"test_{next(NUMBERS)}"
    engine = create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{postgres}?options=-csearch_path%3D{name}"


@pytest.fixture(params=["memory", "sqlite", "sqlite in memory", "postgres"])
def store(request):
    """An empty store of each kind: all of them keep the same promises."""
    if request.param == "memory":
        yield MemoryStore()
        return
    places = {"sqlite": "sqlite_path", "postgres": "postgres_url"}
    place = request.getfixturevalue(places[request.param]) if request.param in places else ":memory:"
    store = SQLStore(place)
    yield store
    store.close()
