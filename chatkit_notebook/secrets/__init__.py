"""One masker for all ways out: no key, password or token leaves in what people read.

Text is checked for the values of secrets that the process knows, and for the shapes in which secrets are written down:
private keys, passwords in addresses, fields such as ``api_key=...``, and tokens of known vendors. The libraries for
this scan repositories for findings; none of them masks text in place and in linear time.
"""

from __future__ import annotations

from typing import Any, TypeVar, cast

from chatkit_notebook.secrets.addresses import mask_addresses
from chatkit_notebook.secrets.fields import is_secret, mask_fields
from chatkit_notebook.secrets.known import Known, known_secrets, mask_known, remember, remember_password
from chatkit_notebook.secrets.tokens import MASK, mask_private_keys, mask_tokens

__all__ = ["MASK", "masked", "masked_json", "remember", "remember_password"]

T = TypeVar("T")

_DEEPEST = 200


def masked(text: str, *also: str) -> str:
    """Return text without its secrets. Text that has none comes back as it is.

    Args:
        text: What is about to leave.
        also: Values that are secret in this text only.
    """
    return _masked(text, known_secrets(also))


def masked_json(value: T) -> T:
    """Return JSON without the secrets in its strings. The value itself stays unchanged."""
    return cast("T", _masked_json(value, known_secrets(), _DEEPEST))


def _masked(text: str, known: Known) -> str:
    text = mask_known(text, known)
    for mask in (mask_private_keys, mask_addresses, mask_fields, mask_tokens):
        text = mask(text)
    return text


def _masked_json(value: Any, known: Known, depth: int) -> Any:
    if isinstance(value, str):
        return _masked(value, known)
    if isinstance(value, dict | list) and not depth:
        return MASK  # nobody reads that deep, and it can't be checked
    if isinstance(value, dict):
        return {
            name: MASK if isinstance(part, str) and is_secret(str(name), part) else _masked_json(part, known, depth - 1)
            for name, part in cast("dict[Any, Any]", value).items()
        }
    if isinstance(value, list):
        return [_masked_json(part, known, depth - 1) for part in cast("list[Any]", value)]
    return value
