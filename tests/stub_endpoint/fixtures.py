"""The stub endpoint as a fixture, and an environment without keys."""

from __future__ import annotations

import pytest

from tests.stub_endpoint.server import StubEndpoint


@pytest.fixture
def endpoint():
    """A running stub endpoint."""
    with StubEndpoint() as running:
        yield running


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    """No key and no endpoint from the machine's environment."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_DEFAULT_MODEL"):
        monkeypatch.delenv(name, raising=False)
