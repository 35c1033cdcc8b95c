"""Where a chat's models come from: the offline model, the real API, or an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from agents import Model, ModelProvider, MultiProvider
from agents.exceptions import UserError
from agents.models import _openai_shared as sdk_defaults
from openai import APIStatusError, AsyncOpenAI

from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.locales import words
from chatkit_notebook.models.loops import loop_safe_http_client, make_loop_safe
from chatkit_notebook.models.offline import OfflineModel
from chatkit_notebook.secrets import masked, remember, remember_password

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from agents import ModelResponse
    from agents.items import TResponseStreamEvent
    from agents.retry import ModelRetryAdvice, ModelRetryAdviceRequest

Api: TypeAlias = Literal["auto", "responses", "chat_completions"]

OFFICIAL_HOST = "api.openai.com"
_OTHER_PROVIDERS = ("litellm/", "any-llm/")
_NOT_SERVED = (404, 405, 501)


class UnconfiguredModelError(ChatKitError, UserError):
    """An agent names a model, and neither a key nor an endpoint is configured.

    Attributes:
        model: The name asked for.
    """

    def __init__(self, model: str, agent: str | None = None) -> None:
        self.model = model
        super().__init__(words().model_unconfigured(model, agent))


class ChatModels(ModelProvider):
    """Resolves model names for the agents of a chat.

    The environment is read at each run, so a key set in a later cell counts.

    Args:
        api_key: The key; without it that of the Agents SDK, then ``OPENAI_API_KEY``.
        base_url: The endpoint; without it ``OPENAI_BASE_URL``, then the real API.
        api: Which API to speak. ``auto``: Responses, and Chat Completions on endpoints that lack it.

    Raises:
        ValueError: `api` is not one of the three, or `base_url` is not an HTTP address.
    """

    def __init__(self, *, api_key: str | None = None, base_url: str | None = None, api: Api | str = "auto") -> None:
        if api not in get_args(Api):
            raise ValueError(f"api={api!r} is unknown: use 'auto', 'responses' or 'chat_completions'")
        if base_url is not None and not re.match(r"https?://[^/]", base_url):
            raise ValueError(
                f"base_url={masked(base_url)!r} is not an HTTP address: write it as 'http://127.0.0.1:11434/v1'"
            )
        remember("api_key", api_key)
        remember_password("base_url", base_url)
        self._api_key = api_key
        self._base_url = base_url
        self._api = api
        self._http = loop_safe_http_client()
        self._lacks_responses: set[str] = set()

    @property
    def base_url(self) -> str | None:
        """The custom endpoint, None for the real API or offline."""
        return self._base_url or os.environ.get("OPENAI_BASE_URL") or None

    @property
    def is_configured(self) -> bool:
        """Whether there is a key, an endpoint or a default client; without any, the offline model answers."""
        return self._client() is not None

    def get_model(self, model_name: str | None) -> Model:
        """The model of this name, or the default one.

        Raises:
            UnconfiguredModelError: A model is named, and nothing is configured.
        """
        if model_name is not None and model_name.startswith(_OTHER_PROVIDERS):
            return MultiProvider().get_model(model_name)
        client = self._client()
        if client is not None:
            return self._model(client, model_name)
        if model_name is None:
            return OfflineModel()
        raise UnconfiguredModelError(model_name)

    def _client(self) -> AsyncOpenAI | None:
        default = sdk_defaults.get_default_openai_client()
        if default is not None and not (self._api_key or self._base_url):
            make_loop_safe(default)
            remember("api_key", default.api_key)
            remember_password("base_url", str(default.base_url))
            return default
        key = self._api_key or sdk_defaults.get_default_openai_key() or os.environ.get("OPENAI_API_KEY")
        if not key and self.base_url is None:
            return None
        remember("api_key", key)
        # Endpoints on the own machine want no key, but the client insists on one.
        return AsyncOpenAI(api_key=key or "none", base_url=self.base_url, http_client=self._http)

    def _model(self, client: AsyncOpenAI, name: str | None) -> Model:
        address = str(client.base_url)
        is_official = urlsplit(address).hostname == OFFICIAL_HOST
        # A custom endpoint owns its names: "openai/gpt-oss" or "meta/llama" are not prefixes there.
        mode: Literal["alias", "model_id"] = "alias" if is_official else "model_id"

        def model(*, responses: bool) -> Model:
            return MultiProvider(
                openai_client=client,
                openai_use_responses=responses,
                openai_prefix_mode=mode,
                unknown_prefix_mode="error" if is_official else "model_id",
            ).get_model(name)

        if self._api != "auto":
            return model(responses=self._api == "responses")
        if not sdk_defaults.get_use_responses_by_default() or address in self._lacks_responses:
            return model(responses=False)
        if is_official:
            return model(responses=True)
        return _EitherApi(model(responses=True), model(responses=False), address, self._lacks_responses)


class _EitherApi(Model):
    """Asks with Responses, and where that is not served with Chat Completions; remembers what worked."""

    def __init__(self, responses: Model, completions: Model, address: str, lacks_responses: set[str]) -> None:
        self._responses = responses
        self._completions = completions
        self._address = address
        self._lacks_responses = lacks_responses

    @property
    def _current(self) -> Model:
        return self._completions if self._address in self._lacks_responses else self._responses

    async def get_response(self, *args: Any, **kwargs: Any) -> ModelResponse:
        first = self._current
        try:
            return await first.get_response(*args, **kwargs)
        except APIStatusError as error:
            if first is self._completions or error.status_code not in _NOT_SERVED:
                raise
        response = await self._completions.get_response(*args, **kwargs)
        self._lacks_responses.add(self._address)
        return response

    async def stream_response(self, *args: Any, **kwargs: Any) -> AsyncIterator[TResponseStreamEvent]:
        first = self._current
        try:
            async for event in first.stream_response(*args, **kwargs):
                yield event
        except APIStatusError as error:
            if first is self._completions or error.status_code not in _NOT_SERVED:
                raise
        else:
            return
        async for event in self._completions.stream_response(*args, **kwargs):
            self._lacks_responses.add(self._address)
            yield event

    def get_retry_advice(self, request: ModelRetryAdviceRequest) -> ModelRetryAdvice | None:
        return self._current.get_retry_advice(request)
