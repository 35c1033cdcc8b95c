"""What a user may say about the endpoint of a chat's models, checked before anything that talks to it is loaded."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias, get_args

from chatkit_notebook.secrets import masked, remember, remember_password

Api: TypeAlias = Literal["auto", "responses", "chat_completions"]

DEFAULT_TIMEOUT = 600.0
"""Seconds: a model on the own machine may take minutes to load, and to think."""


def check_endpoint(*, api_key: Any, base_url: Any, api: Any, timeout: Any) -> None:
    """Check the settings, and remember the secrets among them so that they are masked wherever they appear.

    Raises:
        TypeError: `api_key` or `base_url` is not a str.
        ValueError: `api` is unknown, `base_url` is not an HTTP address, or `timeout` is not above 0.
    """
    for name, value in {"api_key": api_key, "base_url": base_url}.items():
        if not isinstance(value, str | None):
            raise TypeError(f"{name} must be a str, not of type {type(value).__name__}")
    if api not in get_args(Api):
        raise ValueError(f"api={api!r} is unknown: use 'auto', 'responses' or 'chat_completions'")
    if base_url is not None and not re.match(r"https?://[^/]", base_url):
        raise ValueError(
            f"base_url={masked(base_url)!r} is not an HTTP address: write it as 'http://127.0.0.1:11434/v1'"
        )
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not timeout > 0:
        raise ValueError(f"timeout={timeout!r} must be a number of seconds above 0")
    remember("api_key", api_key)
    remember_password("base_url", base_url)
