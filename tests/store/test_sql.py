"""Stores in a database, of each kind; ``conftest.py`` opens them."""

import pytest

from tests.store.contract import AttachmentsContract, OwnersContract, SearchContract, StoreContract, StrictContract


def user(context):
    return context["user"]


class SQLContract(StoreContract, StrictContract, SearchContract, AttachmentsContract):
    """All that a database promises."""


class TestSQLite(SQLContract):
    @pytest.fixture
    def store(self, opened):
        return opened("sqlite")


class TestSQLiteInMemory(SQLContract):
    @pytest.fixture
    def store(self, opened):
        return opened("sqlite in memory")


class TestPostgres(SQLContract):
    @pytest.fixture
    def store(self, opened):
        return opened("postgres")


class TestSQLiteWithFilesInIt(AttachmentsContract):
    @pytest.fixture
    def store(self, opened):
        return opened("sqlite with files in it")


class TestPostgresWithAFolder(AttachmentsContract):
    @pytest.fixture
    def store(self, opened):
        return opened("postgres with a folder")


class TestSQLiteWithOwners(OwnersContract):
    @pytest.fixture
    def store(self, opened):
        return opened("sqlite", owner=user)


class TestPostgresWithOwners(OwnersContract):
    @pytest.fixture
    def store(self, opened):
        return opened("postgres", owner=user)
