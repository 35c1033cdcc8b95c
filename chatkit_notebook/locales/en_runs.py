"""What the kernel says in the chat about runs of agents and about the endpoints that they ask, in English."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from chatkit_notebook.locales.english import counted, duration

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NAMED = 3


class RunTexts(Protocol):
    """The part of a locale's texts that is about runs."""

    offline_model = "Offline model"
    the_endpoint = "the endpoint"
    the_official_api = "the OpenAI API"
    api_unreachable = (
        "Cannot reach the OpenAI API. Check the network, or give the agent model=OfflineModel() to go on without one."
    )

    def worked_with(self, tools: Sequence[str], seconds: int) -> str:
        named = tools if len(tools) <= _MOST_NAMED else [*tools[:_MOST_NAMED], f"{len(tools) - _MOST_NAMED} more"]
        listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))
        return f"Worked with {listed}{f' for {duration(seconds)}' if seconds else ''}"

    def model_unconfigured(self, model: str, agent: str | None) -> str:
        who = "The agent" if agent is None else f"The agent {agent!r}"
        return (
            f"{who} asks for the model {model!r}, but neither a key nor an endpoint is configured. Set OPENAI_API_KEY, "
            "pass base_url= of a compatible endpoint, or give the agent model=OfflineModel()."
        )

    def out_of_turns(self, agent: str, turns: int | None) -> str:
        return (
            f"The agent {agent!r} was stopped after {turns} {'turn' if turns == 1 else 'turns'} without an answer. If "
            "it needs more, pass a higher max_turns=; if it calls the same tool again and again, look at what the tool "
            "returns."
        )

    def too_many_client_tools(self, most: int) -> str:
        return (
            f"The agent asked for more than {counted(most, 'client tool')} in one response, which looks like a loop. "
            "It was stopped."
        )

    turn_stopped = "Stopped"

    def waits_for_approval(self, call: str) -> str:
        return f"{call} waits for approval"

    def tokens(self, given: int, made: int) -> str:
        return f"{counted(given, 'token')} in, {made:,} out"

    def first_text_after(self, seconds: float) -> str:
        return f"first text after {self.seconds(seconds)}"

    def seconds(self, seconds: float) -> str:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"  # noqa: PLR2004

    response_failed = "The response failed"

    def tool_failed(self, tool: str) -> str:
        return f"The tool {tool} failed"

    def agent_cannot_go_on(self, agent: str, reason: str) -> str:
        return f"The agent {agent!r} could not go on: {reason}"

    def script_failed(self, reason: str) -> str:
        return f"The scripted model failed: {reason}"

    def message_stopped(self, guardrail: str) -> str:
        return f"The guardrail {guardrail!r} stopped this message."

    def reply_withheld(self, guardrail: str) -> str:
        return f"The guardrail {guardrail!r} withheld the reply."

    def call_stopped(self, guardrail: str) -> str:
        return f"The guardrail {guardrail!r} stopped a tool call."

    def result_withheld(self, guardrail: str) -> str:
        return f"The guardrail {guardrail!r} withheld a tool's result."

    def endpoint_silent(self, where: str) -> str:
        return f"{where} did not answer in time. Try again, or pass a longer timeout= if the model is slow."

    def endpoint_unreachable(self, where: str) -> str:
        return f"Cannot reach {where}. Is the server running, and is base_url= right?"

    def connection_lost(self, where: str) -> str:
        return f"The connection to {where} broke off in the middle of a reply. Try again."

    def endpoint_reports(self, where: str, reason: str) -> str:
        return f"{where} reports an error: {reason}"

    reply_cut_short = (
        "The reply stops here because it reached the model's limit of tokens. Raise max_tokens, or ask on."
    )
    reply_filtered = "The reply stops here because the endpoint's content filter stopped it. Ask in other words."
    call_only_written = (
        "The model wrote a tool call as text, which was not carried out: its server doesn't read the calls of this "
        "model. Start the server with a parser for them (vLLM: --enable-auto-tool-choice with --tool-call-parser, "
        "llama.cpp: --jinja), or use another model."
    )
    nothing_before_limit = (
        "The model reached its limit of tokens before it said anything. Raise max_tokens in the agent's "
        "model_settings, or ask for less."
    )

    def answer_filtered(self, where: str) -> str:
        return f"The content filter of {where} withheld the reply. Ask in other words."

    def answer_foreign(self, where: str, came: str) -> str:
        return (
            f"{where} answered with something that is not a model's reply: {came!r}. Check that base_url= is the "
            "address of an OpenAI-compatible API."
        )

    def answer_empty(self, where: str) -> str:
        return f"{where} sent an empty reply. Try again, or look at what the server there logs."

    def version_missing(self, where: str, came: str, address: str) -> str:
        return f"{where} has no such API ({came}). base_url= lacks the version: try {address!r}."

    def key_refused(self, where: str) -> str:
        return f"{where} refused the API key. Set OPENAI_API_KEY to a valid one, or pass api_key=."

    def model_unknown(self, where: str, model: str | None, reason: str) -> str:
        asked = "the default model" if model is None else f"the model {model!r}"
        return f"{where} does not know {asked} ({reason}). Give the agent a model that is served there."

    def quota_used_up(self, where: str) -> str:
        return f"The account at {where} has no quota left: check its plan and billing."

    def rate_limited(self, where: str, reason: str, seconds: float | None) -> str:
        wait = "a moment" if seconds is None else counted(max(1, math.ceil(seconds)), "second")
        return f"{where} limits the rate of requests ({reason}). Wait {wait}, then try again."

    def endpoint_failed(self, where: str, status: int, reason: str) -> str:
        return f"{where} failed with status {status} ({reason}). Try again in a moment."

    def request_refused(self, where: str, status: int, reason: str) -> str:
        return f"{where} did not accept the request, status {status}: {reason}"
