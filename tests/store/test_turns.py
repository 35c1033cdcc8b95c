import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatkit_notebook.store.turns import Turns

WAIT_SECONDS = 15


async def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order = Turns(), []

    async def take(number):
        async with turns.mine():
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(take(number) for number in range(20)))

    assert order == [each for number in range(20) for each in (number, number)]


def test_loops_of_different_threads_take_turns():
    turns, counted = Turns(), [0]

    async def count():
        for _ in range(200):
            async with turns.mine():
                seen = counted[0]
                await asyncio.sleep(0)
                counted[0] = seen + 1

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: asyncio.run(count()), range(4)))

    assert counted == [800]


@pytest.mark.parametrize("waits", range(4))
async def test_who_gives_up_waiting_holds_up_nobody(waits):
    turns, order = Turns(), []

    async def take(number):
        async with turns.mine():
            order.append(number)

    async with turns.mine():
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
    turns, order, errors = Turns(), [], []
    asyncio.get_running_loop().set_exception_handler(lambda _, error: errors.append(error))

    async def take(number):
        async with turns.mine():
            order.append(number)

    async with turns.mine():
        first, second = asyncio.create_task(take(1)), asyncio.create_task(take(2))
        await asyncio.sleep(0)
    first.cancel()
    async with asyncio.timeout(WAIT_SECONDS):
        await asyncio.gather(first, second, return_exceptions=True)

    assert (order, errors) == ([2], [])


async def test_an_error_ends_a_turn():
    turns = Turns()

    with pytest.raises(ValueError, match="mine"):
        async with turns.mine():
            raise ValueError("mine")

    async with asyncio.timeout(WAIT_SECONDS), turns.mine():
        pass
