"""Files of threads with too much in them: refused soon, by the name of the limit that may be raised."""

import gzip
import io
import tracemalloc

import pytest

from chatkit_notebook import ChatKit
from chatkit_notebook.store import ImportLimits, MemoryStore, ThreadFileError, import_threads
from tests.store.portable.thread_lines import HEADER, attachment, imported, item, thread, whole
from tests.store.portable.threads import CONTEXT


class Endless(io.TextIOBase):
    """A file that says some text, and then another one without end."""

    def __init__(self, beginning, rest):
        self.waiting, self.rest, self.given = beginning, rest, 0

    def seekable(self):
        return True

    def tell(self):
        return 0

    def readline(self, size=-1):
        if not self.waiting:
            self.waiting = self.rest * max(1, 10_000 // len(self.rest))
        end = self.waiting.find("\n") + 1 or len(self.waiting)
        given, self.waiting = self.waiting[: min(end, size)], self.waiting[min(end, size) :]
        self.given += len(given)
        return given


SMALL = ImportLimits(characters=10**6, line=10**5, values=1_000, file=10**5, threads=100, items=100, blank_lines=100)
ENDLESS = {
    "blank lines": (HEADER, "\n", "blank_lines"),
    "lines of spaces": (HEADER, " " * 99 + "\n", "blank_lines"),
    "lines of other spaces": (HEADER, "\u2003\r\n", "blank_lines"),
    "blank lines before the header": ("", "\n", "blank_lines"),
    "spaces": (HEADER, " ", "line"),
    "a first line": ("", "x", "line"),
    "zeros": ("", "\0", "line"),
    "a text in a line": (HEADER + '{"type":"item","item":{"id":"', "x", "line"),
    "a text in the line of a thread": (HEADER + '{"type":"thread","thread":{"id":"', "x", "line"),
    "the bytes of an attachment": (HEADER + thread() + '{"type":"attachment","data":"', "YQ==", "file"),
    "spaces in the line of an attachment": (HEADER + thread() + ' { "type" : "attachment",', " ", "file"),
    "brackets": (HEADER, "[", "line"),
    "lists": (HEADER + "[", "[],", "line"),
}


@pytest.mark.parametrize("name", ENDLESS)
async def test_a_file_without_end_is_refused_soon(name):
    beginning, rest, limit = ENDLESS[name]
    file = Endless(beginning, rest)

    with pytest.raises(ThreadFileError, match=rf"line \d+: more than [\d,]+ .*limits=ImportLimits\({limit}=\.\.\.\)"):
        await import_threads(MemoryStore(), file, CONTEXT, limits=SMALL)

    assert file.given < 3 * 10**5


def numbered(make, count, *before, **counts):
    return whole(*before, *(make(str(number)) for number in range(count)), **counts)


LARGE = {
    "threads": (numbered(thread, 101, threads=101), "threads"),
    "items": (numbered(item, 101, thread(), items=101), "items"),
    "attachments": (numbered(attachment, 101, thread()), "items"),
    "characters": (numbered(lambda name: thread(name, title="x" * 90_000), 12, threads=12), "characters"),
    "a line": (whole(thread(title="x" * 100_001)), "line"),
    "values in a list": (whole(thread(metadata={"a": [[]] * 1_000})), "values"),
    "values in a dict": (whole(thread(metadata={str(n): 1 for n in range(1_001)})), "values"),
    "values in values": (whole(thread(metadata={"a": [{}] * 700})), "values"),
    "the bytes of an attachment": (whole(thread(), attachment(data="YWFh" * 34_000)), "file"),
    "the text of an attachment": (whole(thread(), attachment(data="YWFh" * 80_000)), "file"),
}


@pytest.mark.parametrize("name", LARGE)
async def test_a_file_with_too_much_in_it_is_refused_and_taken_when_the_limit_is_raised(name, tmp_path):
    text, limit = LARGE[name]
    named = {**{each: getattr(SMALL, each) for each in SMALL.__dataclass_fields__}, limit: 10**7}

    with pytest.raises(ThreadFileError, match=rf"more than .*pass limits=ImportLimits\({limit}=") as caught:
        await imported(text, tmp_path, limits=SMALL)
    store = await imported(text, tmp_path, limits=ImportLimits(**named))

    assert len(str(caught.value)) < 200
    assert (await store.load_threads(1, None, "asc", CONTEXT)).data


EXACT = whole(thread("t"), "\n\n", attachment("a", data="YWFh"), item("i", "t"), thread("u"), threads=2, items=1)
LIMITS = {
    "characters": len(EXACT),
    "values": max(sum(map(line.count, ",[{")) for line in EXACT.splitlines()),
    "file": 3,
    "threads": 2,
    "items": 2,
    "blank_lines": 2,
}


@pytest.mark.parametrize("limit", LIMITS)
async def test_a_file_may_hold_as_much_as_its_limits_say_and_no_more(limit, tmp_path):
    await imported(EXACT, tmp_path, limits=ImportLimits(**LIMITS))

    with pytest.raises(ThreadFileError, match=f"{limit}="):
        await imported(EXACT, tmp_path, limits=ImportLimits(**{**LIMITS, limit: LIMITS[limit] - 1}))


async def test_long_names_are_told_apart_to_their_end(tmp_path):
    names = ["x" * 5_000 + end for end in "ab"]
    lines = [each for name in names for each in (thread(name), *(item(other, name) for other in names))]

    store = await imported(whole(*lines, threads=2, items=4), tmp_path)

    assert [each.id for each in (await store.load_threads(9, None, "asc", CONTEXT)).data] == names
    with pytest.raises(ThreadFileError, match=r"line 3: the thread 'xxx.* appears twice"):
        await imported(whole(thread(names[0]), thread(names[0])), tmp_path)


@pytest.mark.parametrize("limit", ImportLimits.__dataclass_fields__)
def test_a_limit_is_a_number_from_one(limit):
    with pytest.raises(TypeError, match=f"{limit}='9' must be an int"):
        ImportLimits(**{limit: "9"})
    with pytest.raises(TypeError, match=f"{limit}=True must be an int"):
        ImportLimits(**{limit: True})
    with pytest.raises(ValueError, match=f"{limit}=0 must be at least 1"):
        ImportLimits(**{limit: 0})


async def test_a_packed_file_that_grows_takes_little_memory(tmp_path):
    with gzip.open(tmp_path / "file", "wt", encoding="utf-8") as file:
        file.write(HEADER)
        for number in range(30):
            file.write(thread(str(number), title="x" * 10**6))
    limits = ImportLimits(characters=2 * 10**7)
    assert (tmp_path / "file").stat().st_size < 10**5

    tracemalloc.start()
    with pytest.raises(ThreadFileError, match=r"line 2\d: more than 20,000,000 characters"):
        await import_threads(MemoryStore(), tmp_path / "file", CONTEXT, limits=limits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 12 * 10**6


async def test_a_chat_takes_limits(tmp_path):
    (tmp_path / "file").write_text(whole(thread(), item(), items=1))
    chat = ChatKit(lambda text: text)

    with pytest.raises(ThreadFileError, match="line="):
        await chat.import_threads(tmp_path / "file", limits=ImportLimits(line=50))

    assert len(await chat.import_threads(tmp_path / "file", limits=ImportLimits(line=200))) == 1
