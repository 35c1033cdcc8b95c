from tests.stub_endpoint.fixtures import endpoint, no_keys
from tests.ui.conftest import chat_of

__all__ = ["chat_of", "endpoint", "no_keys"]
