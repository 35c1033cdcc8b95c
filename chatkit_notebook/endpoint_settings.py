"""What a user may say about the endpoint of a chat's models, checked before anything that talks to it is loaded."""

from __future__ import annotations

import re
from typing import Any, Literal, TypeAlias, get_args

from chatkit_notebook.secrets import masked, remember, remember_password

Api: TypeAlias = Literal["auto", "responses", "chat_completions"]

DEFAULT_TIMEOUT = 600.0
"""Seconds: a model on the own machine may take minutes to load, and to think."""
_OPERATION = re.compile(r"/(responses|(chat/)?completions)/*$")


def check_endpoint(*, api_key: Any, base_url: Any, api: Any, timeout: Any) -> None:
    """Check the settings, and remember the secrets among them so that they are masked wherever they appear.

    Raises:
        TypeError: `api_key` or `base_url` is not a str.
        ValueError: `api` is unknown, `base_url` is not an endpoint's HTTP address, `api_key` holds white space, or
            `timeout` is not above 0.
    """
    for name, value in {"api_key": api_key, "base_url": base_url}.items():
        if not isinstance(value, str | None):
            raise TypeError(f"{name} must be a str, not of type {type(value).__name__}")
    if api not in get_args(Api):
        raise ValueError(f"api={api!r} is unknown: use 'auto', 'responses' or 'chat_completions'")
    if base_url is not None:
        _check_address(base_url)
    if api_key is not None:
        check_key("api_key=", api_key)
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not timeout > 0:
        raise ValueError(f"timeout={timeout!r} must be a number of seconds above 0")
    remember("api_key", api_key)
    remember_password("base_url", base_url)


def _check_address(base_url: str) -> None:
    shown = masked(base_url)
    if not re.match(r"https?://[^/]", base_url):
        hint = "" if shown == base_url or "://" in base_url else "; a key goes into api_key="
        raise ValueError(f"base_url={shown!r} is not an HTTP address: write it as 'http://127.0.0.1:11434/v1'{hint}")
    if _OPERATION.search(base_url):
        raise ValueError(f"base_url={shown!r} is the address of one operation: write {_OPERATION.sub('', shown)!r}")


def check_key(name: str, key: str) -> None:
    """Refuse a key that was pasted badly.

    Raises:
        ValueError: `key`, which came from `name`, holds white space.
    """
    if space := re.search(r"\s", key):
        raise ValueError(
            f"{name} holds white space, at character {space.start() + 1} of {len(key)}: paste it again, in one piece"
        )
