from typing import Any, Literal

import pytest
from pydantic import BaseModel, ValidationError

from chatkit_notebook.actions import Action, ActionConfig


class Order(BaseModel):
    sku: str
    gift: bool | None = None


Buy = Action[Literal["buy"], Order]


def test_configuration_defaults_to_a_streaming_server_action():
    assert ActionConfig(type="buy").model_dump() == {
        "type": "buy",
        "payload": None,
        "handler": "server",
        "loadingBehavior": "auto",
        "streaming": True,
    }


@pytest.mark.conformance(78)
def test_create_binds_a_typed_action():
    config = Buy.create(Order(sku="a"), handler="client", loading_behavior="self", streaming=False)

    assert config.model_dump() == {
        "type": "buy",
        "payload": {"sku": "a", "gift": None},
        "handler": "client",
        "loadingBehavior": "self",
        "streaming": False,
    }


def test_create_works_on_a_subclass():
    class Sell(Action[Literal["sell"], Order]): ...

    assert Sell.create(Order(sku="a")).type == "sell"


@pytest.mark.conformance(78)
@pytest.mark.parametrize("action", [Action, Action[str, Any], Action[Literal["a", "b"], Any]])
def test_create_needs_a_single_type(action):
    with pytest.raises(TypeError, match="has no single type to send"):
        action.create({})


def test_received_action_is_validated_by_its_type_and_payload():
    action = Buy.model_validate({"type": "buy", "payload": {"sku": "a"}})

    assert action.payload == Order(sku="a")
    with pytest.raises(ValidationError):
        Buy.model_validate({"type": "sell", "payload": {"sku": "a"}})
    with pytest.raises(ValidationError):
        Buy.model_validate({"type": "buy", "payload": {}})


def test_action_without_payload_has_none():
    assert Action[str, Any](type="refresh").payload is None


def test_action_without_type_is_refused():
    with pytest.raises(ValidationError, match="type\n  Field required"):
        Action[str, Any].model_validate({"payload": {}})


def test_type_of_an_action_cannot_change():
    action = Action[str, Any](type="buy")

    with pytest.raises(ValidationError, match="frozen"):
        action.type = "sell"
