"""Traces leave the machine only when they are asked for."""

import pytest
from agents.tracing import setup
from agents.tracing.processor_interface import TracingProcessor
from agents.tracing.processors import default_processor
from agents.tracing.provider import DefaultTraceProvider

from chatkit_notebook.models.tracing import is_tracing_disabled


class Own(TracingProcessor):
    """A processor of the user's."""

    def on_trace_start(self, trace): ...
    def on_trace_end(self, trace): ...
    def on_span_start(self, span): ...
    def on_span_end(self, span): ...
    def shutdown(self): ...
    def force_flush(self): ...


@pytest.fixture
def provider(monkeypatch):
    provider = DefaultTraceProvider()
    monkeypatch.setattr(setup, "GLOBAL_TRACE_PROVIDER", provider)
    return provider


def test_the_vendor_s_exporter_gets_nothing(provider):
    provider.register_processor(default_processor())
    provider.register_processor(Own())
    assert is_tracing_disabled(asked=False)


def test_before_the_first_trace_nothing_is_exported_either(monkeypatch):
    monkeypatch.setattr(setup, "GLOBAL_TRACE_PROVIDER", None)
    assert is_tracing_disabled(asked=False)
    assert setup.GLOBAL_TRACE_PROVIDER is None


def test_the_user_s_own_processors_see_the_chat(provider):
    provider.set_processors([Own()])
    assert not is_tracing_disabled(asked=False)


def test_whoever_asks_is_traced(provider):
    provider.register_processor(default_processor())
    assert not is_tracing_disabled(asked=True)
