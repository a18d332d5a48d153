"""A long day in a world of its own: everything that can be handed in, much of it wrong, at all kinds of clocks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import httpx

from tests.enterprise import Enterprise
from tests.parties.asking import buy, pay, payment_of, ship
from tests.parties.deciding import decided, entered
from tests.purchases import changed, enveloped, message

WORLD_FILE = """
title = "A busy day"
pace = "typical"

[clock]
kind = "running"
at = 2026-11-11T12:00:00
rate = "30"

[[people]]
idNumber = "420106197804050008"
used = { 2026 = "25950.00" }
"""


class World:
    """A world of a server, spoken to like a client."""

    def __init__(self, http: httpx.Client, name: str) -> None:
        self._http, self._front = http, f"/w/{name}"

    def get(self, url: str, **options: Any) -> Any:
        return self._http.get(self._front + url, **options)

    def post(self, url: str, **options: Any) -> Any:
        return self._http.post(self._front + url, **options)

    def clock(self, **move: str) -> None:
        answer = self.post("/_kouan/clock", json=move)
        assert answer.status_code == 200, answer.text


def subscribed(body: bytes, address: str, status: str = "ALL") -> bytes:
    """Return a message to which a reader subscribes."""
    reader = (
        f"</ceb:BaseTransfer><ceb:BaseSubscribe><ceb:status>{status}</ceb:status><ceb:dxpMode>DXP</ceb:dxpMode>"
        f"<ceb:dxpAddress>{address}</ceb:dxpAddress></ceb:BaseSubscribe>"
    )
    return body.replace(b"</ceb:BaseTransfer>", reader.encode())


def play(http: httpx.Client, name: str) -> None:
    """Live through the day in a world that is there."""
    world = World(http, name)
    one, other = Enterprise(world, 1), Enterprise(world, 2)
    _purchases(one)
    _broken(one)
    world.clock(advance="20min")
    _many_at_once(other)
    buy(one, 20)
    waiting = one.purchase(21)
    for inventory in (
        waiting["inventory"],
        changed(waiting["inventory"], ebc_code="4401960099", guid="B".ljust(36, "0")),
    ):
        one.send(inventory)
    world.clock(advance="6h")
    for kind in ("order", "waybill", "payment"):
        one.send(waiting[kind])
    world.clock(to="2026-11-12T09:30:00")
    one.acknowledge(*[receipt.id for receipt in one.receipts()])
    world.clock(kind="stepped")
    _purchases(other)
    for n, decision in ((22, {"decision": "refuse", "reason": "收货地址不详"}), (23, {"decision": "release"})):
        other.send_all(other.purchase(n, day=date(2026, 11, 12)))
        decided(other, entered(other, n), **decision)
    world.clock(until="quiet")
    world.clock(kind="instant")
    buy(one, 30)
    world.clock(kind="running", rate="1000000")
    _many_at_once(one, 40)
    world.clock(until="quiet")
    world.clock(advance="1d")


def _purchases(enterprise: Enterprise) -> None:
    """Hand in purchases that clear, one with each kind of refusal, resends and copies."""
    enterprise.send_all(enterprise.purchase(1))
    enterprise.send_all(enterprise.purchase(1))  # the very same once more
    wrong = enterprise.purchase(2)
    wrong["payment"] = changed(wrong["payment"], payer_name="李娜")
    enterprise.send_all(wrong)
    enterprise.send(changed(enterprise.purchase(3)["order"], app_status="1"))
    enterprise.send_all(enterprise.purchase(4, buyer_id_number="420106197804050008"))
    order = enterprise.purchase(5)["order"]
    body = subscribed(message(order, dxp_id=enterprise.dxp_id), "DXPENT0000000777")
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id)))
    paid = enterprise.purchase(6)["order"]
    pay(enterprise, paid)
    pay(enterprise, paid)
    assert enterprise.http.post("/payment/payments", json=payment_of(enterprise, paid, amount=1)).status_code == 409
    ship(enterprise, paid)


def _broken(enterprise: Enterprise) -> None:
    """Hand in messages that no schema allows, one of them in bytes that are no text."""
    body = message(enterprise.purchase(7)["order"], dxp_id=enterprise.dxp_id)
    for number, (data, message_type) in enumerate(
        [
            (body.replace(b"orderType>I", b"orderType>IIII"), "CEB311Message"),
            (body, "CEB411Message"),
            (body, ""),
            (body.replace("张伟".encode(), "张伟".encode("gbk")), "CEB311Message"),
            (b"<broken", "CEB311Message "),
        ]
    ):
        enterprise.accepted(
            enterprise.post(
                enveloped(data, sender=enterprise.dxp_id, msg_type=message_type, cop_msg_id=f"BROKEN\r\n{number} ")
            )
        )
    enterprise.accepted(enterprise.post(body.replace(b"orderType>I", b"orderType>")))
    assert enterprise.post(b"<nothing/>").status_code == 400


def _many_at_once(enterprise: Enterprise, first: int = 8) -> None:
    """Hand in purchases from several threads, so that many share a moment."""
    documents = [one for n in range(first, first + 10) for one in enterprise.purchase(n).values()]
    bodies = [message(one, dxp_id=enterprise.dxp_id) for one in documents]
    with ThreadPoolExecutor(8) as threads:
        for answer in threads.map(enterprise.post, bodies):
            enterprise.accepted(answer)
