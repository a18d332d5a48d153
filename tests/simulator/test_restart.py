"""What was planned, waits or was used survives a restart: the database holds all of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.pace.profile import Pace
from simulator.store.database import Unusable
from simulator.store.sqlite import Sqlite
from tests.databases import sqlite_only
from tests.enterprise import Enterprise
from tests.purchases import NOON, changed
from tests.simulator.gateway import SLOW, Gateway, taking


def test_steps_are_taken_up_with_their_own_times(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db, pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send_all(enterprise.purchase())
        assert enterprise.receipts() == []
    with Gateway(db, pace=SLOW, start=NOON + timedelta(hours=3)) as gateway:
        gateway.catch_up()
        receipts = Enterprise(gateway, 1).receipts()
        said = [(r.type[3:6], r.returns[0].return_status, r.time[8:14]) for r in receipts]
        assert said == [
            *[(kind, "2", "120002") for kind in ("312", "412", "512", "622")],
            *[(kind, "120", "120012") for kind in ("312", "412", "512", "622")],
            ("622", "800", "120112"),
        ]


def test_what_is_overdue_happens_without_being_asked(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db, pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        enterprise.send(enterprise.purchase()["order"])
    with Gateway(db, pace=SLOW, start=NOON + timedelta(hours=3)) as gateway:
        assert Enterprise(gateway, 1).receipts(wait=30)


@pytest.mark.parametrize("pace", [SLOW, taking()], ids=["slow", "instant"])
def test_restarts_change_nothing(tmp_path: Path, pace: Pace) -> None:
    def act(gateway: Gateway, n: int) -> None:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase(prices=("26000.00",), qty="1", buyer_id_number="440106198001010019")
        second = enterprise.purchase(2, buyer_id_number="440106198001010019")
        works: list[Any] = [
            documents["inventory"],
            documents["order"],
            changed(documents["payment"], app_status="1"),
            changed(documents["payment"], app_time="20261111120001"),
            documents["waybill"],
            documents["order"],  # the same message again
            changed(documents["inventory"], app_time="20261111120001"),
            *second.values(),
        ]
        if n < len(works):
            enterprise.send(works[n])
        gateway.advance(7)

    def told(gateway: Gateway) -> Any:
        enterprise = Enterprise(gateway, 1)
        return enterprise.receipts(), enterprise.history(), enterprise.history(2)

    with Gateway(tmp_path / "one", pace=pace) as gateway:
        for n in range(25):
            act(gateway, n)
        expected = told(gateway)
    for n in range(25):
        with Gateway(tmp_path / "many", pace=pace, start=NOON + n * timedelta(seconds=7)) as gateway:
            act(gateway, n)
            if n == 24:
                assert told(gateway) == expected
    assert expected[1]["state"] == "released"
    assert expected[2]["state"] == "refused"
    assert [r.returns[0].return_status for r in expected[0]].count("800") == 1


@sqlite_only
def test_one_database_has_one_owner(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db), pytest.raises(Unusable, match="in use by another kouan: stop that one or give --db another file"):
        Sqlite(db)
    Sqlite(db).close()
