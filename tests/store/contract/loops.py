"""What every store promises about event loops and threads of the process."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.store.contract.samples import CONTEXT, add, message


class LoopsContract:
    """Several threads, each with a loop of its own, use one store."""

    def test_threads_with_loops_of_their_own_write_side_by_side(self, store):
        def write(name):
            asyncio.run(add(store, *(message(f"{name}-{number}") for number in range(50))))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, "abcd"))

        page = asyncio.run(store.load_thread_items("thr", None, 1_000, "asc", CONTEXT))
        ids = [each.id for each in page.data]
        assert len(set(ids)) == len(ids) == 200
        for name in "abcd":
            assert [each for each in ids if each.startswith(name)] == [f"{name}-{number}" for number in range(50)]
