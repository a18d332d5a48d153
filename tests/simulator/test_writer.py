"""The writer outlives its callers' failures: whoever gives up, errs or resets harms nobody else."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway_client.wire.validate import Schemas
from simulator.clock import SteppedClock
from simulator.delivery import unacknowledged
from simulator.docket import Docket
from simulator.house import House
from simulator.overview import overview
from simulator.pace.profile import INSTANT, Pace
from simulator.port.gates import Refused, examine
from simulator.settings import Settings
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import row_id
from simulator.writer import Chore, Unwritable
from tests.databases import look, where
from tests.enterprise import Enterprise
from tests.purchases import DXP_ID, NOON, message, purchase
from tests.simulator.gateway import SLOW, Gateway
from tests.worlds.places import begun


def in_house(db: Path, act: Callable[[House], Awaitable[None]], pace: Pace = INSTANT) -> None:
    """Run ``act`` in an open house."""

    async def run() -> None:
        house = House(Settings(db=where(db), clock=SteppedClock(NOON), pace=pace))
        await house.open()
        try:
            await asyncio.wait_for(act(house), 20)
        finally:
            await house.close()

    asyncio.run(run())


def order(n: int) -> bytes:
    return message(purchase(f"W{n}")["order"])


async def count(house: House) -> int:
    return len(await house.read(unacknowledged, house.worlds.default.number, DXP_ID, 100))


def test_who_gives_up_waiting_harms_nobody(tmp_path: Path) -> None:
    async def act(house: House) -> None:
        await house.intake.submit(order(0), house.worlds.of_sender)
        tasks = [asyncio.ensure_future(house.intake.submit(order(n), house.worlds.of_sender)) for n in range(1, 30)]
        await asyncio.sleep(0)  # let them begin
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        change = asyncio.ensure_future(house.change(house.worlds.default, lambda _: None))
        await asyncio.sleep(0)
        change.cancel()
        assert not isinstance(await house.intake.submit(order(99), house.worlds.of_sender), Refused)
        assert await count(house) >= 2 * 16

    in_house(tmp_path / "kouan.db", act)


def test_a_change_that_fails_is_told_to_its_caller_alone(tmp_path: Path) -> None:
    def fail(_: Docket) -> None:
        raise ZeroDivisionError("of our own making")

    async def act(house: House) -> None:
        def write_nowhere(_: Docket) -> None:
            raise house.database.errors[0]("disk I/O error")

        world = house.worlds.default
        works: list[Any] = [house.intake.submit(order(n), house.worlds.of_sender) for n in range(10)]
        works[3:3] = [house.change(world, fail)]
        works[7:7] = [house.change(world, write_nowhere)]
        said = await asyncio.gather(*works, return_exceptions=True)
        assert isinstance(said[3], ZeroDivisionError)
        assert isinstance(said[7], Unwritable)
        assert str(said[7]) == "disk I/O error"
        assert await count(house) == 20

    in_house(tmp_path / "kouan.db", act)


def test_what_a_failed_transaction_did_is_undone_entirely(tmp_path: Path) -> None:
    async def act(house: House) -> None:
        world = house.worlds.default
        submission = examine(order(1), Schemas())
        assert not isinstance(submission, Refused)

        def receive_and_fail(docket: Docket) -> None:
            from simulator.port.service import receive

            receive(docket, submission)
            docket.live()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await house.change(world, receive_and_fail)
        assert await count(house) == 0
        await house.intake.submit(order(1), house.worlds.of_sender)
        assert [one["id"] for one in await house.read(unacknowledged, world.number, DXP_ID, 100)] == ["2", "3"]

    in_house(tmp_path / "kouan.db", act)


def test_what_was_remembered_may_be_forgotten_at_any_time(tmp_path: Path) -> None:
    clock = SteppedClock(NOON)

    async def run() -> None:
        house = House(Settings(db=where(tmp_path / "kouan.db"), clock=clock, pace=SLOW))
        await house.open()
        try:
            world = house.worlds.default
            for document in purchase("W1").values():
                await house.intake.submit(message(document), house.worlds.of_sender)
            for _ in range(30):
                clock.advance(timedelta(seconds=2))
                await house.change(world, lambda docket: docket.world.memory.current.clear())
            found = await house.read(overview, world.number, "W1")
            assert found["state"] == "entered"
            clock.advance(timedelta(minutes=1))
            await house.change(world, lambda _: None)
            assert (await house.read(overview, world.number, "W1"))["state"] == "released"
        finally:
            await house.close()

    asyncio.run(run())


def test_a_reset_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    async def act(house: House) -> None:
        world = house.worlds.default
        await house.intake.submit(order(1), house.worlds.of_sender)

        def reset_and_fail(connection: Connection) -> None:
            house.worlds.reset(world, connection)
            raise house.database.errors[0]("disk full")

        with pytest.raises(Unwritable, match="disk full"):
            await asyncio.wrap_future(house.writer.submit(Chore(reset_and_fail)))
        assert await count(house) == 2
        await house.intake.submit(order(2), house.worlds.of_sender)
        assert await count(house) == 4

    db = tmp_path / "kouan.db"
    in_house(db, act)
    in_house(db, lambda house: _has(house, 4))


async def _has(house: House, receipts: int) -> None:
    assert await count(house) == receipts


def rows(db: Path) -> dict[str, set[int]]:
    """Return per table which worlds it has rows of."""
    tables = ("message", "document", "step", "outbox", "verdict")
    with look(db) as connection:
        found = {name: {row[0] >> 40 for row in connection.execute(f"SELECT id FROM {name}")} for name in tables}
        for name in ("waiting", "quota"):
            found[name] = {row[0] for row in connection.execute(f"SELECT world FROM {name}")}
        found["world"] = {row[0] for row in connection.execute("SELECT number FROM world")}
    return found


@pytest.mark.parametrize("pace", [INSTANT, SLOW], ids=["instant", "slow"])
def test_a_reset_under_load_loses_nothing_that_came_after_it(tmp_path: Path, pace: Pace) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db, pace=pace) as gateway:
        before, meanwhile, after = (Enterprise(gateway, serial) for serial in (1, 2, 3))
        before.send(*[before.purchase(n)["order"] for n in range(1, 100)])
        waits = before.purchase(101)["inventory"]
        before.send(waits)

        async def storm() -> list[Any]:
            def post(n: int) -> Any:
                body = message(meanwhile.purchase(n)["order"], dxp_id=meanwhile.dxp_id)
                return gateway.client.post("/dxp/messages", content=body)

            works = [post(n) for n in range(1, 46)]
            works[20:20] = [gateway.client.post("/_kouan/reset")]
            works[35:35] = [gateway.client.post("/_kouan/reset")]
            return await asyncio.gather(*works)

        assert {response.status_code for response in gateway.run(storm())} == {200}
        after.send_all(after.purchase())
        gateway.advance(1000)
        assert before.receipts() == []
        assert before.history()["state"] == "unknown"
        assert [status for status, _ in after.statuses()] == ["2", "120", "800"]
        kept = {said.order_no for receipt in meanwhile.receipts() for said in receipt.returns}
        known = {meanwhile.number(n) for n in range(1, 46) if meanwhile.history(n)["state"] == "incomplete"}
        assert kept == known
        before.send(waits)  # the same message is a new one in a fresh world
        gateway.advance(1000)
        assert [status for status, _ in before.statuses()] == ["2"]
        while any(len(worlds) > 1 for worlds in rows(db).values()):
            Enterprise(gateway, 4).receipts(wait=0.05)
        assert rows(db)["world"] == {3}


def test_a_reset_starts_counting_anew(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        enterprise = Enterprise(gateway, 1)
        histories = []
        for _ in range(2):
            enterprise.send_all(enterprise.purchase(prices=("26000.00",), qty="1"))
            receipts, history = enterprise.receipts(), enterprise.history()
            for one in history["receipts"]:
                one["id"] = one["id"].partition(".")[0]  # which life it is of
            histories.append(([replace(one, id=one.id.partition(".")[0]) for one in receipts], history))
            assert gateway.post("/_kouan/reset").status_code == 200
        assert histories[0] == histories[1]
        assert histories[0][1]["state"] == "released"


def test_a_world_with_a_step_that_cannot_be_taken_harms_no_other(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        bad, good = begun(gateway, "bad"), begun(gateway, "good", 'pace = "typical"')
        house = gateway.house

        def spoil(docket: Docket) -> None:
            number = docket.world.number
            docket.book(statements.INSERT_STEP, row_id(number, 1), number, docket.now, "enter", b"[77]")
            docket.world.next_due = docket.now

        gateway.run(house.change(house.worlds.named("bad"), spoil))
        for _ in range(3):
            enterprise = Enterprise(good, 1)
            enterprise.send(enterprise.purchase()["order"])
        assert good.clock(advance="1h")["steps"] == 2
        with pytest.raises(KeyError):
            bad.clock()
        assert good.clock()["nextDue"] is None
        assert gateway.post("/_kouan/worlds/bad/reset").status_code == 200
        assert bad.clock()["nextDue"] is None


def test_a_clock_that_has_come_to_its_end_stands_still(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        place = begun(gateway, "late", '[clock]\nat = 2199-12-31T23:59:58\nrate = "1000000"\n')
        enterprise = Enterprise(place, 1)
        assert enterprise.post(message(enterprise.purchase()["order"])).status_code == 200
        gateway.catch_up()
        assert place.clock()["time"] == "21991231235959000"
