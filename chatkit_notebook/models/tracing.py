"""When traces of a chat's runs may leave the machine: only when the user asked for it."""

from __future__ import annotations

from agents.tracing import setup

from chatkit_notebook.sdk_internals import sends_traces


def is_tracing_disabled(*, asked: bool) -> bool:
    """Whether a run of the chat must not be traced.

    The vendor's exporter sends every trace, prompts included, as soon as a key is set. It is on unless
    the user replaced it with `set_trace_processors`; then what is left are the user's own processors, and
    they may see the chat too. The answer goes into the `RunConfig` of one run: processors, keys and the
    global switch are the user's, and runs in cells keep whatever they are set to.

    Args:
        asked: Whether the user wants the vendor's traces.
    """
    if asked:
        return False
    provider = setup.GLOBAL_TRACE_PROVIDER
    # Where there is none yet, the first trace would install the vendor's exporter.
    return provider is None or sends_traces(provider)
