"""Ten thousand requests that are refused with a clear error each, and those on the way that turn out to be right."""

import binascii
import hashlib
import itertools
import json
from random import Random

import pytest
from pydantic import ValidationError

from chatkit_notebook.server import NonStreamingResult
from chatkit_notebook.store import MemoryStore, NotFoundError, Store
from chatkit_notebook.types import (
    FileAttachment,
    StructuredInputFreeform,
    StructuredInputItem,
    ThreadMetadata,
    WidgetItem,
)
from chatkit_notebook.widgets import Card
from tests.server.client import NOW, Client, base, message, tool_call, user_message
from tests.server.mutations import (
    ACCEPTED,
    REFUSED,
    Mutant,
    with_broken_bytes,
    with_one_mistake,
    with_several_mistakes,
)
from tests.server.request_schema import OPERATIONS, request

# What a request that is right may still fail with: an unknown id, a page of -1, speech that is no base64,
# or something that this server does not offer.
FAILURES = {NotFoundError, ValueError, binascii.Error, RuntimeError, NotImplementedError}
BATCHES, BATCH = 20, 500


class Watched(MemoryStore):
    """Notes what it is asked, and tells what it holds."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def digest(self):
        rows = [self._threads, *self._items.values()]
        held = [row.model_dump_json() for timeline in rows for _, row in timeline._rows.values()]
        return hashlib.sha256("".join([*held, *map(repr, self._attachments.values())]).encode()).hexdigest()


def _noted(name):
    async def call(self, *args, **kwargs):
        self.calls.append(name)
        return await getattr(MemoryStore, name)(self, *args, **kwargs)

    return call


for _name in Store.__abstractmethods__:
    setattr(Watched, _name, _noted(_name))


async def make_client(thread_id):
    """Make a client of a server with a thread, some items and an attachment."""
    client = Client(store=Watched())
    await client.store.save_thread(ThreadMetadata(id=thread_id, created_at=NOW), None)
    asked = StructuredInputItem(**base("asked"), inputs=[StructuredInputFreeform(id="user", question="?")])
    widget = WidgetItem(**base("widget"), widget=Card(children=[]))
    for item in (user_message(), message("msg", "text"), widget, asked, tool_call()):
        await client.store.add_thread_item(thread_id, item, None)
    await client.store.save_attachment(FileAttachment(id=thread_id, name="a", mime_type="text/plain"), None)
    return client


def mutants(batch):
    """Make requests without end, always the same: ten batches with one mistake, four no JSON, six with more."""
    random = Random(batch)  # noqa: S311 - to be repeatable
    for number in itertools.count(2 * batch * BATCH):
        if batch < 10:
            yield with_one_mistake(number, random)
        elif batch < 14:
            body = with_broken_bytes(random)
            yield Mutant(body, None if is_object(body) else REFUSED)
        else:
            yield Mutant(with_several_mistakes(random))


def is_object(body):
    try:
        return isinstance(json.loads(body if isinstance(body, str) else body.decode()), dict)
    except (ValueError, RecursionError):
        return False


async def send(client, body, *, to_the_end):
    """Send a request, and return the error if it is refused. Any other failure must be one that is foreseen."""
    client.store.calls.clear()
    try:
        result = await client.server.process(body, client.context)
        if isinstance(result, NonStreamingResult):
            json.loads(result.json)
            return None
        assert client.store.calls == []
        if to_the_end:
            async for frame in result:
                json.loads(frame.removeprefix(b"data: "))
    except ValidationError as error:
        assert client.store.calls == [], "the store was used before the request was refused"
        return error
    except Exception as error:
        if type(error) not in FAILURES:
            raise AssertionError(f"{body[:300]!r} was not foreseen") from error
    return None


def check_is_clear(error, path):
    """Check that an error says what is wrong and where, in few words."""
    assert len(str(error)) < 20_000
    (first, *_) = errors = error.errors()
    if first["type"] == "json_invalid":
        assert "at line" in first["msg"]
        return
    # Errors tell the place among names of types. A missing or wrong type is told of what should have it.
    *parent, _ = path or [None]
    assert any(is_within(parent, each["loc"]) for each in errors)


def is_within(path, place):
    rest = iter(place)
    return all(key in rest for key in path)


@pytest.mark.parametrize("batch", range(BATCHES))
async def test_a_malformed_request_is_refused_or_right_after_all(batch):
    # Requests know the ids of one server. Of the other they know none, and so could change nothing.
    known, sealed = await make_client("thr"), await make_client("sealed")
    before = sealed.store.digest()

    refused = 0
    for mutant in mutants(batch):
        error = await send(sealed, mutant.body, to_the_end=False)
        outcome = ACCEPTED if error is None else REFUSED
        assert mutant.outcome in (None, outcome), f"{mutant.body[:300]!r} was {outcome}: {error}"
        if error is None:
            assert await send(known, mutant.body, to_the_end=True) is None
            continue
        check_is_clear(error, mutant.path if mutant.outcome == REFUSED else ())
        refused += 1
        if refused == BATCH:
            break

    assert sealed.store.digest() == before
    await check_is_readable(known)


async def check_is_readable(client):
    """Check that nothing that was accepted has made what is stored unreadable."""
    for thread in (await client.ask("threads.list", limit=9999))["data"]:
        await client.ask("threads.get_by_id", thread_id=thread["id"])
        await client.ask("items.list", thread_id=thread["id"], limit=9999)


@pytest.mark.parametrize("op", OPERATIONS)
async def test_what_is_mutated_is_right_to_begin_with(op):
    client = await make_client("thr")
    for seed in range(50):
        body = json.dumps(request(op, Random(seed)))  # noqa: S311 - to be repeatable

        assert await send(client, body, to_the_end=True) is None
