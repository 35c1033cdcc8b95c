"""Where a chat's models come from: the offline model, the real API, or an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2
from agents import Model, ModelProvider, MultiProvider
from agents.exceptions import UserError
from agents.models import _openai_shared as sdk_defaults
from openai import AsyncOpenAI

from chatkit_notebook.endpoint_settings import DEFAULT_TIMEOUT, Api, check_endpoint, check_key
from chatkit_notebook.errors import ChatKitError
from chatkit_notebook.locales import words
from chatkit_notebook.models.answers import OFFICIAL_HOST
from chatkit_notebook.models.either_api import EitherApi, ServedApi
from chatkit_notebook.models.loops import loop_safe_http_client, make_loop_safe
from chatkit_notebook.models.offline import OfflineModel
from chatkit_notebook.models.seeing import seeing
from chatkit_notebook.secrets import remember, remember_password

CONNECT_TIMEOUT = 5.0
"""Seconds."""
_OTHER_PROVIDERS = ("litellm/", "any-llm/")


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
        timeout: How many seconds an endpoint may be silent before and during an answer.

    Raises:
        ValueError: `api` is not one of the three, `base_url` is not an endpoint's HTTP address, `api_key` holds white
            space, or `timeout` is not above 0.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api: Api | str = "auto",
        timeout: float = DEFAULT_TIMEOUT,
    ) -> None:
        check_endpoint(api_key=api_key, base_url=base_url, api=api, timeout=timeout)
        self._api_key = api_key
        self._base_url = base_url
        self._api = api
        self._http = loop_safe_http_client()
        self._timeout = timeout
        self._served: dict[str, ServedApi] = {}
        self._blind: set[str] = set()

    @property
    def base_url(self) -> str | None:
        """The custom endpoint, None for the real API or offline."""
        return self._base_url or os.environ.get("OPENAI_BASE_URL") or None

    @property
    def is_configured(self) -> bool:
        """Whether there is a key, an endpoint or a default client; without any, the offline model answers."""
        return self._client() is not None

    @property
    def api(self) -> ServedApi | None:
        """The API that is spoken; None as long as ``auto`` has not found out, and offline."""
        client = self._client()
        return None if client is None else self._known_api(str(client.base_url))

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

    def seeing(self, model: Any) -> Any:
        """A copy of an agent's own model that gets the files of tools as it can take them; anything else as it is."""
        if not isinstance(model, Model):
            return model
        return seeing(model, self._blind, f"{id(model)} {getattr(model, 'model', '')}")

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
        if key:
            check_key("OPENAI_API_KEY", key)
        remember("api_key", key)
        # Endpoints on the own machine want no key, but the client insists on one.
        patience = httpx2.Timeout(self._timeout, connect=min(self._timeout, CONNECT_TIMEOUT))
        return AsyncOpenAI(api_key=key or "none", base_url=self.base_url, http_client=self._http, timeout=patience)

    def _model(self, client: AsyncOpenAI, name: str | None) -> Model:
        address = str(client.base_url)
        is_official = urlsplit(address).hostname == OFFICIAL_HOST
        # A custom endpoint owns its names: "openai/gpt-oss" or "meta/llama" are not prefixes there.
        mode: Literal["alias", "model_id"] = "alias" if is_official else "model_id"

        def model(*, responses: bool) -> Model:
            made = MultiProvider(
                openai_client=client,
                openai_use_responses=responses,
                openai_prefix_mode=mode,
                unknown_prefix_mode="error" if is_official else "model_id",
            ).get_model(name)
            return seeing(made, self._blind, f"{address} {name} {responses}")

        known = self._known_api(address)
        if known is not None:
            return model(responses=known == "responses")
        return EitherApi(model(responses=True), model(responses=False), address, self._served)

    def _known_api(self, address: str) -> ServedApi | None:
        if self._api == "responses" or self._api == "chat_completions":  # noqa: PLR1714 - pyright narrows
            return self._api
        if not sdk_defaults.get_use_responses_by_default():
            return "chat_completions"
        return "responses" if urlsplit(address).hostname == OFFICIAL_HOST else self._served.get(address)
