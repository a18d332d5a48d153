"""Dispatch: receipts go from the outboxes into their receivers' queues, ``<dxpId>_HZ``.

Who wants his receipts so declares that queue himself: that it is there is all that is asked. So the wish outlives
every restart of ours, whoever only subscribed to receipts has it too, and who polls by HTTP and has no such queue
never hears of it. A receipt is published so that the broker gives it back when the queue is missing; then it stays
in the outbox. It leaves the outbox after the broker's confirmation: at least once, in due order. Who has a queue and
polls all the same finds what the queue has not got yet.

Whose receipts: those of the world that a dxpId's own messages belong to. Receipts of a world that was named in a
path (``/w/NAME``) are for those who name it.
"""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from aiormq import Channel
from aiormq.exceptions import DeliveryError
from pamqp.commands import Basic

from simulator.delivery import MOST_RECEIPTS
from simulator.exchange.address import RECEIPTS
from simulator.exchange.arrivals import XML
from simulator.exchange.outbox import pushed, receivers, to_push
from simulator.exchange.patience import Patience
from simulator.exchange.round import Round
from simulator.house import House
from simulator.store.database import Told
from simulator.world import World
from simulator.worlds import WorldRefused
from simulator.writer import Gone, Unwritable

PUSHERS: Final = 4
"""Receivers who are served at once, each on a channel of its own: ids of receipts are unique in one world only."""
_LOOK: Final = 1.0
"""Seconds between looks for queues that are there by now."""
_MOST_LOOKED_FOR: Final = 20
_PERSISTENT: Final = 2
_LONGEST: Final = 255
_LOG: Final = logging.getLogger(__name__)


class Dispatch:
    """Pushes receipts while a connection lasts."""

    def __init__(self, house: House, channels: Sequence[Channel]) -> None:
        self._house = house
        self._channels = channels
        self._round = Round()
        self._takes: dict[str, bool] = {}  # has a dxpId a queue that takes receipts?
        self._patience = Patience()

    async def run(self) -> None:
        """Push until the connection breaks, or for ever."""
        self._house.waiters.listeners.add(self._heard)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._look_around())
                for channel in self._channels:
                    group.create_task(self._serve(channel))
        finally:
            self._house.waiters.listeners.discard(self._heard)

    def came(self, dxp_id: str) -> None:
        """Look again whether somebody has a queue: a message of his came through ours."""
        if not self._takes.get(dxp_id):
            self._takes.pop(dxp_id, None)
            self._round.call(dxp_id)

    def _heard(self, told: Iterable[Told]) -> None:
        for _, dxp_id in told:
            if dxp_id is not None and self._takes.get(dxp_id) is not False:
                self._round.call(dxp_id)

    async def _look_around(self) -> None:
        """Try those whose outboxes hold something, some at a time: their queues may be there by now."""
        last = ""
        while True:
            try:
                found = await self._house.read(receivers, last, _MOST_LOOKED_FOR)
            except self._house.database.errors:
                found = []  # the next look will see
            for dxp_id in found:
                self._round.call(dxp_id)
            last = found[-1] if len(found) == _MOST_LOOKED_FOR else ""
            await asyncio.sleep(_LOOK)

    async def _serve(self, channel: Channel) -> None:
        failures: tuple[type[Exception], ...] = (Unwritable, *self._house.database.errors)
        while True:
            dxp_id = await self._round.next()
            try:
                await self._push_alone(channel, dxp_id)
            except Gone:
                pass  # its receipts went with it
            except failures as wrong:
                _LOG.warning("receipts of %s wait for the database: %s", dxp_id, wrong)
                await self._patience.rest()
            finally:
                self._round.done(dxp_id)

    async def _push_alone(self, channel: Channel, dxp_id: str) -> None:
        """Push if no other process does: single receipts that two of them pushed would come out of order.

        What is due just when another process stops pushing, the next look finds.
        """
        loop, database, claim = asyncio.get_running_loop(), self._house.database, f"push {dxp_id}"
        if database.alone:
            await self._push(channel, dxp_id)
        elif await loop.run_in_executor(None, database.claim, claim):
            try:
                await self._push(channel, dxp_id)
            finally:
                await loop.run_in_executor(None, database.release, claim)

    async def _push(self, channel: Channel, dxp_id: str) -> None:
        world = self._world_of(dxp_id)
        while world is not None:
            most = MOST_RECEIPTS if self._takes.get(dxp_id) else 1  # one is enough to see whether anybody takes it
            found = await self._house.read(to_push, world.number, dxp_id, most)
            if not found:
                return
            taken = found[: await _publish(channel, dxp_id, found)]
            self._takes[dxp_id] = len(taken) == len(found)
            if taken:
                await self._note(world, dxp_id, [one["id"] for one in taken])
            if not self._takes[dxp_id]:
                return

    async def _note(self, world: World, dxp_id: str, ids: list[str]) -> None:
        """Let receipts rest, however long it takes: else they would be pushed again and again."""
        while True:
            try:
                await self._house.change(world, partial(pushed, dxp_id=dxp_id, ids=ids))
            except Unwritable:
                await self._patience.rest()
            else:
                self._patience.recover()
                return

    def _world_of(self, dxp_id: str) -> World | None:
        try:
            return self._house.worlds.of_sender(dxp_id)
        except WorldRefused:
            return None


async def _publish(channel: Channel, dxp_id: str, found: list[dict[str, Any]]) -> int:
    """Publish receipts in their order; return how many of them, from the first on, the broker has for sure.

    Of those behind the first that it would not have, some may be in the queue already; they come again.
    """
    publish = partial(channel.basic_publish, routing_key=dxp_id + RECEIPTS, mandatory=True)
    said = await asyncio.gather(
        *(publish(one["body"].encode(), properties=_around(dxp_id, one)) for one in found), return_exceptions=True
    )
    for count, one in enumerate(said):
        if isinstance(one, DeliveryError):
            return count
        if isinstance(one, BaseException):
            raise one
    return len(said)


def _around(dxp_id: str, receipt: dict[str, Any]) -> Basic.Properties:
    """Return the properties of a receipt; a copMsgId can be too long for its place, the header has all of it."""
    cop_msg_id: str = receipt["copMsgId"]
    return Basic.Properties(
        content_type=XML,
        content_encoding="utf-8",
        headers={"dxpId": dxp_id, "copMsgId": cop_msg_id, "returnTime": receipt["returnTime"]},
        delivery_mode=_PERSISTENT,
        correlation_id=cop_msg_id if len(cop_msg_id.encode()) <= _LONGEST else None,
        message_id=receipt["id"],
        message_type=receipt["messageType"],
    )
