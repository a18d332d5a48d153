"""The clock of a world: everything hangs on it, however it gets there, and it never goes back."""

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, message, purchase
from tests.simulator.gateway import Gateway
from tests.worlds.places import Place, begun

BUYER = "110101199003078515"
YEAR_END = """
[clock]
kind = "stepped"
at = 2026-12-31T10:00:00
[[people]]
idNumber = "110101199003078515"
used = { 2026 = "26000.00" }
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with Gateway(tmp_path_factory.mktemp("time") / "kouan.db") as opened:
        yield opened


def stepped(at: str, **more: str) -> str:
    lines = "".join(f'{key} = "{value}"\n' for key, value in more.items())
    return f'{lines}[clock]\nkind = "stepped"\nat = {at}\n'


def dated(documents: dict[str, Any], at: datetime) -> dict[str, Any]:
    """Return documents as they would be declared at a moment."""
    moment = f"{at:%Y%m%d%H%M%S}"
    return {
        kind: changed(document, app_time=moment, **({"decl_time": moment[:8]} if kind == "inventory" else {}))
        for kind, document in documents.items()
    }


def _year_end(place: Place) -> None:
    """Buy on the last day of a year in which everything is used up, and again on the first day of the next."""
    enterprise = Enterprise(place, 1)
    documents = enterprise.purchase(1, buyer_id_number=BUYER)
    enterprise.send_all(dated(documents, datetime(2026, 12, 31, 10)))
    assert enterprise.history(1)["verdicts"][0]["code"] == "1313"
    place.clock(to="2027-01-01")
    enterprise.send(*dated({"inventory": documents["inventory"]}, datetime(2027, 1, 1)).values())
    assert enterprise.history(1)["state"] == "released"


def test_a_year_ends_a_hundred_times_in_the_same_way(gateway: Gateway) -> None:
    journals = set()
    for number in range(100):
        place = begun(gateway, f"year-{number}", YEAR_END)
        _year_end(place)
        journals.add(b"\n".join(place.journal()))
        gateway.delete(f"/_kouan/worlds/year-{number}")
    (journal,) = journals
    assert journal.count(b'"kind":"receipt"') == 11


def test_a_running_world_can_be_moved_on_and_runs_on(gateway: Gateway) -> None:
    place = begun(gateway, "running", '[clock]\nat = 2026-11-11T23:59:00\nrate = "1"\n')
    assert place.clock()["kind"] == "running"
    assert place.clock(to="2027-11-11")["time"].startswith("2027111100000")
    assert place.clock(kind="stepped")["kind"] == "stepped"
    assert place.clock(kind="running", rate="3600")["rate"] == "3600"


@pytest.mark.parametrize(
    ("move", "status", "place_", "why"),
    [
        (
            {"to": "2026-11-11T11:59:59"},
            409,
            "body.to",
            "before the world's time, 2026-11-11 12:00:00: a clock only goes on",
        ),
        (
            {"to": "2026-02-30"},
            422,
            "body.to",
            "is no moment: write 2027-01-01 or 2027-01-01T00:00:00, in Beijing time",
        ),
        ({"to": "tomorrow"}, 422, "body.to", "is no moment"),
        ({"to": "2300-01-01"}, 422, "body", "2300-01-01 00:00:00 is too far: clocks go up to 2199-12-31 23:59:59"),
        ({"advance": "-1s"}, 422, "body.advance", 'is no duration: write "250ms", "1s", "15min", "2h" or "3d"'),
        ({"advance": "1y"}, 422, "body.advance", "is no duration"),
        ({"until": "noon"}, 422, "body.until", "Input should be 'quiet'"),
        (
            {"advance": "1s", "to": "2027-01-01"},
            422,
            "body",
            "give one of advance, to, until and kind, not advance and to",
        ),
        ({"rate": 2}, 422, "body", "not none of them"),
        ({"kind": "stepped", "rate": 2}, 422, "body", 'rate goes with kind "running"'),
        ({"kind": "running", "rate": 0}, 422, "body.rate", "greater than 0"),
        ({"advance": 5}, 422, "body.advance", "valid string"),
        ({"by": "5s"}, 422, "body.by", "Extra inputs are not permitted"),
    ],
)
def test_moves_that_are_refused(gateway: Gateway, move: dict[str, Any], status: int, place_: str, why: str) -> None:
    if "still" not in [one["name"] for one in gateway.get("/_kouan/worlds").json()["worlds"]]:
        begun(gateway, "still", stepped("2026-11-11T12:00:00"))
    place = Place(gateway, "still")
    answer = place.post("/_kouan/clock", json=move)
    errors = answer.json()["errors"]
    assert answer.status_code == status
    assert any(one["place"] == place_ and why in one["why"] for one in errors), errors
    assert place.clock()["time"] == "20261111120000000"
    assert place.journal() == []


def test_a_clock_that_leaps_makes_nobody_wait(gateway: Gateway) -> None:
    place = begun(gateway, "leaps", 'pace = "slow"\n[clock]\nkind = "instant"\nat = 2026-10-01T12:00:00\n')
    enterprise = Enterprise(place, 1)
    enterprise.send_all(dated(enterprise.purchase(), datetime(2026, 10, 1, 12)))
    history = enterprise.history()
    assert history["state"] == "released"
    released = history["documents"][-1]["finished"]
    assert released[:8] == "20261008"  # at this pace people do it, and they come back after the National Day
    clock = place.clock()
    assert (clock["time"][:8], clock["nextDue"]) == ("20261008", None)


STEPS = ["2h", "1s", "250ms", "1d", "3min", "40d", "7s"]


@pytest.mark.parametrize("pace", ["typical", "double11", "slow"])
def test_many_small_steps_are_one_leap(gateway: Gateway, pace: str) -> None:
    """However the clock gets there, the history is the same; only the acts on the clock tell the ways apart."""
    journals = []
    for way in ("leap", "steps", "quiet"):
        place = begun(gateway, f"{pace}-{way}", stepped("2026-11-10T23:59:58", pace=pace, seed="x"))
        enterprise = Enterprise(place, 1)
        for n in range(1, 6):
            documents = dated(enterprise.purchase(n), datetime(2026, 11, 10, 23, 59, 58))
            for document in list(documents.values())[:: 1 if n % 2 else -1]:
                enterprise.send(document)
        if way == "leap":
            place.clock(to="2027-06-01")
        elif way == "quiet":
            place.clock(until="quiet")
        else:
            rng = Random(1)
            for _ in range(60):
                place.clock(advance=rng.choice(STEPS))
            place.clock(to="2034-01-01")
        history = [line.partition(b",")[2] for line in place.journal() if b'"kind":"clock"' not in line]
        journals.append(history)
    assert _without_numbers(journals[0]) == _without_numbers(journals[1]) == _without_numbers(journals[2])
    assert len(journals[0]) > 40


def _without_numbers(journal: list[bytes]) -> list[bytes]:
    """Leave out what counts the acts on the clock, too: numbers of entries, and guids that are made of them."""
    import re

    return [re.sub(rb'guid=\\"[0-9a-f-]{36}\\"|"message":[0-9]+,', b"", line) for line in journal]


def test_leap_day_and_year_end(gateway: Gateway) -> None:
    place = begun(gateway, "leap-day", stepped("2028-02-28T23:59:59"))
    assert place.clock(advance="1s")["time"] == "20280229000000000"
    enterprise = Enterprise(place, 1)
    enterprise.send_all(dated(enterprise.purchase(), datetime(2028, 2, 29)))
    assert enterprise.history()["state"] == "released"
    assert place.clock(advance="366d")["time"] == "20290301000000000"


def test_ten_thousand_steps_wait_for_a_year(tmp_path: Path) -> None:
    """That all of them are lived through, each at its time; how long it takes is the bench's business."""
    with Gateway(tmp_path / "kouan.db") as gateway:
        place = begun(gateway, "slow", f'pace = {{ accept = "1d", enter = "30d" }}\n{stepped("2026-11-11T12:00:00")}')
        payments = [purchase(f"T{n:05d}")["payment"] for n in range(1000)]
        for n in range(0, 1000, 10):
            answer = place.post(
                "/dxp/messages",
                content=message(*payments[n : n + 10], root_guid=f"{n:036d}"),
                headers={"Content-Type": "application/xml"},
            )
            assert answer.status_code == 200
        said = place.clock(advance="365d")
        assert (said["steps"], said["nextDue"]) == (200, None)
        times = {line["time"] for line in place.get("/_kouan/journal", params={"max": 1000}).json()["entries"][100:]}
        assert times == {"20261111120000000", "20261112120000000", "20261212120000000"}


def test_a_failed_change_leaves_the_clock_where_it_was(gateway: Gateway) -> None:
    from simulator.docket import Docket

    place = begun(gateway, "failing", stepped("2026-11-11T12:00:00", pace="typical"))
    Enterprise(place, 1).send(Enterprise(place, 1).purchase()["order"])
    house = gateway.house

    def fail(docket: Docket) -> None:
        docket.advance(datetime(2027, 1, 1))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        gateway.run(house.change(house.worlds.named("failing"), fail))
    assert place.clock()["time"] == "20261111120000000"
    assert place.clock(advance="1h")["steps"] == 2
