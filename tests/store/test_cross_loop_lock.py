import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatkit_notebook.store.cross_loop_lock import CrossLoopLock

WAIT_SECONDS = 15


async def test_turns_come_in_the_order_in_which_they_were_asked_for():
    lock, order = CrossLoopLock(), []

    async def take(number):
        async with lock.held():
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(take(number) for number in range(20)))

    assert order == [each for number in range(20) for each in (number, number)]


def test_loops_of_different_threads_take_turns():
    lock, counted = CrossLoopLock(), [0]

    async def count():
        for _ in range(200):
            async with lock.held():
                seen = counted[0]
                await asyncio.sleep(0)
                counted[0] = seen + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: asyncio.run(count()), range(4)))

    assert counted == [800]


@pytest.mark.parametrize("waits", range(4))
async def test_who_gives_up_waiting_holds_up_nobody(waits):
    lock, order = CrossLoopLock(), []

    async def take(number):
        async with lock.held():
            order.append(number)

    async with lock.held():
        takers = [asyncio.create_task(take(number)) for number in range(2_000)]
        await asyncio.sleep(0)
        for taker in takers[:-1]:
            taker.cancel()
        for _ in range(waits % 2):
            await asyncio.sleep(0)
    for _ in range(waits // 2):
        await asyncio.sleep(0)
    async with asyncio.timeout(WAIT_SECONDS):
        await asyncio.gather(*takers, return_exceptions=True)
        await take("after")

    assert order == [1_999, "after"]


async def test_a_turn_that_comes_to_one_who_gives_up_is_passed_on():
    lock, order, errors = CrossLoopLock(), [], []
    asyncio.get_running_loop().set_exception_handler(lambda _, error: errors.append(error))

    async def take(number):
        async with lock.held():
            order.append(number)

    async with lock.held():
        first, second = asyncio.create_task(take(1)), asyncio.create_task(take(2))
        await asyncio.sleep(0)
    first.cancel()
    async with asyncio.timeout(WAIT_SECONDS):
        await asyncio.gather(first, second, return_exceptions=True)

    assert (order, errors) == ([2], [])


async def test_an_error_ends_a_turn():
    lock = CrossLoopLock()

    with pytest.raises(ValueError, match="mine"):
        async with lock.held():
            raise ValueError("mine")

    async with asyncio.timeout(WAIT_SECONDS), lock.held():
        pass
