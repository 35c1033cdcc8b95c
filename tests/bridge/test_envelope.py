import pytest

from chatkit_notebook.bridge import envelope


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (None, "malformed message"),
        ("hello", "malformed message"),
        ({}, "malformed message"),
        ({"type": "helo"}, "helo"),
        ({"type": "hello"}, "view"),
        ({"type": "request", "id": "r", "body": "x"}, "'x'"),
        ({"type": "request", "id": "", "body": {}}, "id"),
        ({"type": "request", "id": 7, "body": {}}, "7"),
        ({"type": "resume", "view": "v", "after_seq": "1"}, "after_seq"),
        ({"type": "ui", "event": 7}, "event"),
        ({"type": "ask", "id": "a", "name": "", "args": {}}, "name"),
        ({"type": "ask", "id": "a", "name": "search"}, "args"),
        ({"type": "request", "id": "x" * 300, "body": {}}, "id"),
    ],
)
def test_a_malformed_message_is_refused_by_naming_the_place(content, names):
    with pytest.raises(envelope.BadMessageError, match=names):
        envelope.read(content)


def test_the_refusal_carries_the_request_id_where_there_is_one():
    with pytest.raises(envelope.BadMessageError) as caught:
        envelope.read({"type": "request", "id": "r1", "body": 3})
    assert caught.value.id == "r1"


def test_unknown_keys_are_ignored():
    message = envelope.read({"type": "cancel", "id": None, "later": 1})
    assert message == envelope.Cancel(type="cancel", id=None)


def nested(depth):
    value = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


def test_json_may_be_nested_to_a_bound():
    body = nested(envelope.DEEPEST)
    assert envelope.DEEPEST == 100
    assert envelope.read({"type": "request", "id": "r", "body": body}).body == body
    with pytest.raises(envelope.BadMessageError, match="more than 100 levels deep"):
        envelope.read({"type": "request", "id": "r", "body": nested(envelope.DEEPEST + 1)})


@pytest.mark.parametrize(
    ("identifier", "is_named"),
    [("x" * 200, True), ("x" * 201, False), ("", False), (7, False), ("\ud800", False)],
)
def test_a_refusal_names_an_id_that_an_answer_can_carry(identifier, is_named):
    with pytest.raises(envelope.BadMessageError) as caught:
        envelope.read({"type": "request", "id": identifier})
    assert caught.value.id == (identifier if is_named else None)


@pytest.mark.parametrize(
    "message",
    [{"type": "hello", "view": "v" * 200}, {"type": "ask", "id": "a" * 200, "name": "n" * 200, "args": 7}],
    ids=["view", "question"],
)
def test_texts_may_be_as_long_as_their_bound(message):
    assert envelope.read(message).model_dump(exclude_unset=True) == message
