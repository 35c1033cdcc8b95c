from tests.stub_endpoint.fixtures import endpoint, no_keys

__all__ = ["endpoint", "no_keys"]
