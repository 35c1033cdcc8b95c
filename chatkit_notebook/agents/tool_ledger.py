"""Tells whoever runs the server of the tools that a run called, of each once and when it is over."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chatkit_notebook.agents.citations import field_of
from chatkit_notebook.agents.tool_steps import reason_in
from chatkit_notebook.agents.tool_words import plain
from chatkit_notebook.failures import in_one_line
from chatkit_notebook.server.host import ToolUse, current_host

if TYPE_CHECKING:
    from chatkit_notebook.agents.tool_watch import CallOfTool, ToolFailure, ToolResult, ToolStarted

_GIVEN = ("arguments", "input", "action", "operation", "actions", "queries", "code")
_CAME = ("output", "results", "outputs")


class ToolLedger:
    """The tools of one run."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._failures: dict[str, ToolFailure] = {}
        self._calls: dict[str, Any] = {}
        self._told: set[str] = set()

    def began(self, report: ToolStarted) -> None:
        """Note when a tool began."""
        self._began[report.call.call_id] = report.at

    def writes(self, call: object) -> None:
        """Note when the model began to write a call, which the model's host may carry out."""
        if isinstance(call_id := field_of(call, "id"), str):
            self._began.setdefault(call_id, time.monotonic())

    def called(self, raw: object) -> None:
        """Note a call of the model's."""
        if isinstance(call_id := field_of(raw, "call_id"), str):
            self._calls[call_id] = raw

    def failed(self, report: ToolFailure) -> None:
        """Note why a tool failed; what the model is told of it comes later, or the run ends."""
        self._failures.setdefault(report.call.call_id, report)

    def returned(self, report: ToolResult) -> None:
        """Tell what a tool returned."""
        self._tell(report.call, report.value, report.at)

    def has_output(self, call_id: object, value: object, agent: str) -> None:
        """Tell what a tool returned whose end nobody reported."""
        call = self._calls.get(call_id) if isinstance(call_id, str) else None
        if call is not None and isinstance(call_id, str):
            failure = self._failures.get(call_id)
            self._tell_raw(call_id, call, value, agent, None if failure is None else failure.error)

    def hosted(self, call: object) -> None:
        """Tell of a call that the model's host carried out: it brings its result along."""
        call_id = field_of(call, "id")
        if not isinstance(call_id, str):
            return
        came = next((value for name in _CAME if (value := field_of(call, name)) is not None), None)
        error = field_of(call, "error") or ("failed" if field_of(call, "status") == "failed" else None)
        self._tell_raw(call_id, call, came, None, None if error is None else reason_in(error))

    def leave(self, call_id: object) -> None:
        """Say nothing of a call: the client carries it out."""
        if isinstance(call_id, str):
            self._told.add(call_id)

    def close(self) -> None:
        """Tell of the failures that ended the run."""
        for report in [*self._failures.values()]:
            self._tell(report.call, None, report.at)

    def _tell(self, call: CallOfTool, value: object, at: float) -> None:
        failure = self._failures.get(call.call_id)
        began = self._began.get(call.call_id)
        use = ToolUse(
            call.name,
            plain(call.arguments),
            value,
            duration=None if began is None else max(0.0, at - began),
            call_id=call.call_id,
            agent=call.agent,
        )
        self._use(use, None if failure is None else failure.error)

    def _tell_raw(
        self, call_id: str, call: object, value: object, agent: str | None, error: BaseException | str | None
    ) -> None:
        kind = str(field_of(call, "type") or "tool")
        given = next((value for name in _GIVEN if (value := field_of(call, name)) is not None), None)
        began = self._began.get(call_id)
        use = ToolUse(
            str(field_of(call, "name") or kind.removesuffix("_call")),
            plain(given),
            value,
            duration=None if began is None else time.monotonic() - began,
            call_id=call_id,
            agent=agent,
        )
        self._use(use, error)

    def _use(self, use: ToolUse, error: BaseException | str | None) -> None:
        if use.call_id is None or use.call_id in self._told:
            return
        self._told.add(use.call_id)
        if isinstance(error, BaseException):
            use = replace(use, error=in_one_line(error), exception=error)
        current_host().called(use if error is None or use.error else replace(use, error=str(error)))
