"""The many ways to get a request wrong."""

import json
from dataclasses import dataclass
from typing import Any

from tests.server.request_schema import OPERATIONS, WORDS, request, schema_of, spots

PLACEHOLDER = "PLACEHOLDER"
AWKWARD = [
    "\x00",
    "a\x00b",
    "\u2028\u2029\ufeff",
    "👩\u200d🔬",
    "\u202eright to left",
    "e\u0301" * 50,
    "\U0010ffff",
    "\\ud800",
    "'; DROP TABLE threads; --",
    "<script>",
    "{{ 7 * 7 }}",
    "../../etc/passwd",
    "x" * 100_000,
    "\n" * 10_000,
]
OF_EACH_TYPE = {
    "null": [None],
    "boolean": [True, False],
    "integer": [0, 7, -1],
    "number": [1.5, -0.5],
    "string": ["x", "thr"],
    "array": [[], [[]]],
    "object": [{}, {"x": {}}],
}
# What is taken for a type besides itself: pydantic reads numbers and truth from some others.
ALSO_TAKEN = {"integer": {"boolean"}, "boolean": {"integer"}}
SHALLOW, TOO_DEEP = 100, 250
REFUSED, ACCEPTED = "refused", "accepted"


@dataclass
class Mutant:
    """A body, what must come of it if that is known, and the place where it was made wrong."""

    body: str | bytes
    outcome: str | None = None
    path: tuple[Any, ...] = ()


def deep(levels, random):
    """Make nested lists or objects."""
    made = 1
    for _ in range(levels):
        made = [made] if random.random() < 0.5 else {"x": made}
    return made


def changed(tree, path, change):
    """Return a copy of a tree in which what is at a place is changed."""
    if not path:
        return change(tree)
    tree = tree.copy()
    tree[path[0]] = changed(tree[path[0]], path[1:], change)
    return tree


def put(tree, spot, value):
    return changed(tree, spot.path, lambda _old: value)


def dump(tree):
    return json.dumps(tree, ensure_ascii=False)


# --- one mistake, of which is known what must come of it


def drop(tree, spot, _random):
    if not spot.path:
        return None
    *parent, key = spot.path

    def without(holder):
        rest = holder.copy()
        del rest[key]
        return rest

    return changed(tree, parent, without), REFUSED if spot.is_required else ACCEPTED


def retype(tree, spot, random):
    taken = {spot.kind, *ALSO_TAKEN.get(spot.kind, ())} | ({"null"} if spot.is_nullable else set())
    kind = random.choice([each for each in OF_EACH_TYPE if spot.kind is None or each not in taken])
    return put(tree, spot, random.choice(OF_EACH_TYPE[kind])), ACCEPTED if spot.kind is None else REFUSED


def nest(tree, spot, random):
    # A list in a list might be one of lists, and an object in an object one with an unknown key.
    wraps = {"array": [in_object], "object": [in_list]}.get(spot.kind, [in_list, in_object])
    return changed(tree, spot.path, random.choice(wraps)), ACCEPTED if spot.kind is None else REFUSED


def in_list(value):
    return [value]


def in_object(value):
    return {"value": value}


def spoil_literal(tree, spot, random):
    if not spot.is_literal:
        return None
    spoil = random.choice([str.upper, str.title, lambda text: text + "\x00", lambda text: f" {text}", lambda _: ""])
    return changed(tree, spot.path, spoil), REFUSED


def make_awkward(tree, spot, random):
    if spot.kind != "string" or spot.is_literal:
        return None
    return put(tree, spot, random.choice(AWKWARD)), ACCEPTED


def halve_a_character(tree, spot, _random):
    if spot.kind != "string":
        return None
    return dump(put(tree, spot, "HALF")).replace("HALF", "\\ud83d"), REFUSED


def overflow(tree, spot, random):
    if spot.kind != "integer":
        return None
    number = random.choice(["9" * 5000, "1e400", "NaN", "-Infinity", "0.5", "1e-5"])
    return dump(put(tree, spot, "NUMBER")).replace('"NUMBER"', number), REFUSED


def add_key(tree, spot, random):
    if not spot.takes_any_key:
        return None
    key = random.choice(["__proto__", "", "constructor", *AWKWARD])
    return changed(tree, spot.path, lambda value: {**value, f"{key} ": deep(random.randint(0, 9), random)}), ACCEPTED


def bury(tree, spot, random):
    """Put something deep into a place where anything may be, or an unknown key."""
    levels, outcome = random.choice([(SHALLOW, ACCEPTED), (TOO_DEEP, REFUSED), (5000, REFUSED)])
    if spot.kind is None:
        tree = put(tree, spot, PLACEHOLDER)
    elif spot.takes_any_key:
        tree = changed(tree, spot.path, lambda value: {**value, "unknown": PLACEHOLDER})
    else:
        return None
    left, right = random.choice([("[", "]"), ('{"x":', "}")])
    return dump(tree).replace(f'"{PLACEHOLDER}"', left * levels + "1" + right * levels), outcome


def swell(tree, spot, random):
    """Make a list or a free object long."""
    count = random.choice([300, 5000])
    if isinstance(spot.value, list):
        return put(tree, spot, spot.value * count), ACCEPTED
    if spot.takes_any_key:
        return put(tree, spot, {**spot.value, **{f"key {number}": number for number in range(count)}}), ACCEPTED
    return None


MISTAKES = [
    drop,
    retype,
    nest,
    spoil_literal,
    make_awkward,
    halve_a_character,
    overflow,
    add_key,
    bury,
    swell,
]


def with_one_mistake(number, random):
    """Make a request with one mistake, of each kind and for each operation in turn."""
    mistake = MISTAKES[number % len(MISTAKES)]
    while True:
        tree = request(OPERATIONS[number // len(MISTAKES) % len(OPERATIONS)], random)
        found = list(spots(tree, schema_of(tree)))
        for spot in random.sample(found, len(found)):
            made = mistake(tree, spot, random)
            if made is not None:
                body, outcome = made
                return Mutant(body if isinstance(body, str) else dump(body), outcome, spot.path)
        number += len(MISTAKES)  # this operation has no place for the mistake


# --- what is not even JSON


def with_broken_bytes(random):
    """Make a body that is most likely no JSON, out of one that is."""
    body = dump(request(random.choice(OPERATIONS), random)).encode()
    place = random.randrange(1, len(body))
    byte = bytes([random.randrange(256)])
    return random.choice(
        [
            body[:place],
            body[place:],
            body[:place] + b"\xff" + body[place:],
            body[:place] + byte + body[place + 1 :],
            body + byte,
            body + body,
            b"\xef\xbb\xbf" + body,
            body.decode().encode("utf-16"),
            "\ud800" + body.decode(),
            body.replace(b'"', b"'"),
            b"data: " + body,
            b"[" * random.randrange(100_000),
            random.randbytes(random.randrange(200)),
            b'"' + body.replace(b'"', b'\\"') + b'"',
            b"",
            b" \n",
            b"null",
            b"NaN",
        ]
    )


# --- several mistakes, of which anything may come


def everywhere(tree, path=()):
    yield path
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from everywhere(value, (*path, key))


def with_several_mistakes(random):
    """Make a request with mistakes in places that need not have been in it before."""
    tree = request(random.choice(OPERATIONS), random)
    for _ in range(random.randint(2, 5)):
        path = random.choice(list(everywhere(tree)))
        anything = random.choice([each for values in OF_EACH_TYPE.values() for each in values] + AWKWARD[:8])
        change = random.choice(
            [
                lambda _old, new=anything: new,
                lambda old, new=anything: {**old, random.choice(WORDS): new} if isinstance(old, dict) else [old],
                lambda old, new=anything: [*old, new] if isinstance(old, list) else new,
                lambda old: dict(list(old.items())[1:]) if isinstance(old, dict) else old,
                lambda old: old[1:] if isinstance(old, list | str) else old,
                lambda _old: request(random.choice(OPERATIONS), random),
                lambda _old: deep(random.choice([5, 150]), random),
            ]
        )
        tree = changed(tree, path, change)
    return dump(tree)
