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
        ({"type": "ui", "view": "v", "command": {"name": "rm"}}, "rm"),
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
