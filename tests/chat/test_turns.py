"""What one author posts in one room at the same time is judged in the order in which it came."""

from __future__ import annotations

import asyncio

from gateway.chat.turns import Turn, Turns


async def _went_on(turn: Turn) -> bool:
    try:
        await asyncio.wait_for(turn.earlier(), 0.02)
    except TimeoutError:
        return False
    return True


def test_a_post_waits_for_the_one_before_it_in_the_same_room_and_for_no_other() -> None:
    async def scene() -> None:
        turns = Turns()
        with turns.taken("a") as first, turns.taken("a") as second, turns.taken("b") as other:
            second.read("room 1")
            other.read("room 1")
            assert await _went_on(first), "nothing came before it"
            assert await _went_on(other), "another author"
            assert not await _went_on(second), "nobody knows yet where the first goes"
            first.read("room 2")
            assert await _went_on(second), "elsewhere"
        with turns.taken("a") as first:
            with turns.taken("a") as second:
                first.read("room 1")
                second.read("room 1")
                assert not await _went_on(second)
                first.done()
                assert await _went_on(second)

    asyncio.run(scene())


def test_a_post_that_failed_holds_up_nobody_and_nothing_is_kept_of_it() -> None:
    async def scene() -> None:
        turns = Turns()
        try:
            with turns.taken("a"):
                raise RuntimeError
        except RuntimeError:
            pass
        with turns.taken("a") as later:
            later.read("room 1")
            assert await _went_on(later)
        assert turns.under_way == 0

    asyncio.run(scene())
