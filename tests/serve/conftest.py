import pytest
from agents import function_tool

from tests.stub_endpoint.fixtures import endpoint, no_keys

__all__ = ["endpoint", "no_keys"]


@pytest.fixture
def removed():
    return []


@pytest.fixture
def remove(removed):
    @function_tool(needs_approval=True)
    async def remove_file(path: str) -> str:
        """Remove a file."""
        removed.append(path)
        return f"{path} is gone"

    return remove_file
