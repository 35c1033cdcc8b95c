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
        ({"type": "search", "id": "s", "query": ""}, "query"),
        ({"type": "search", "id": "s", "query": "x" * 1_001}, "query"),
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


def test_the_buffer_of_an_upload_is_its_data():
    message = envelope.read({"type": "upload", "view": "v", "id": "a", "offset": 3}, [b"xyz"])
    assert message == envelope.Upload(type="upload", id="a", offset=3, data=b"xyz")


@pytest.mark.parametrize("buffers", [[], [b"", b""], [bytes(envelope.MOST_BYTES + 1)]])
def test_an_upload_has_one_buffer_of_a_bounded_size(buffers):
    with pytest.raises(envelope.BadMessageError, match="The view sent") as caught:
        envelope.read({"type": "upload", "id": "a", "offset": 0}, buffers)
    assert (caught.value.id, caught.value.is_upload) == ("a", True)


def test_buffers_of_other_messages_are_ignored():
    assert envelope.read({"type": "cancel"}, [b"x"]) == envelope.Cancel(type="cancel")


def test_a_piece_may_be_as_large_as_a_message():
    data = bytes(envelope.MOST_BYTES)
    assert envelope.MOST_BYTES == 2**20
    assert envelope.read({"type": "upload", "id": "a", "offset": 0}, [data]).data == data


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
    ("kind", "identifier", "is_named"),
    [
        ("request", "x" * 200, True),
        ("request", "x" * 201, False),
        ("upload", "x" * 2_000, True),
        ("upload", "x" * 2_001, False),
        ("request", "", False),
        ("request", 7, False),
        ("request", "\ud800", False),
    ],
)
def test_a_refusal_names_an_id_that_an_answer_can_carry(kind, identifier, is_named):
    with pytest.raises(envelope.BadMessageError) as caught:
        envelope.read({"type": kind, "id": identifier})
    assert caught.value.id == (identifier if is_named else None)
    assert caught.value.is_upload == (kind == "upload")


@pytest.mark.parametrize(
    "message",
    [
        {"type": "fetch", "id": "f", "attachment_id": "a" * 2_000},
        {"type": "search", "id": "s", "query": "q" * 1_000},
        {"type": "hello", "view": "v" * 200},
    ],
    ids=["attachment", "query", "view"],
)
def test_texts_may_be_as_long_as_their_bound(message):
    assert envelope.read(message).model_dump(exclude_unset=True) == message
