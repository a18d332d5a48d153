"""What every error says: what happened, and what to do about it."""

import re
from decimal import Decimal

import pytest

from gateway_client import (
    Garbled,
    GatewayError,
    JournalUnusable,
    Misdirected,
    Rejected,
    Unanswered,
    Unreachable,
    Unsendable,
    errors,
)
from gateway_client.envelopes import check
from tests.purchases import changed, purchase


def unsendable() -> Unsendable:
    given = purchase()
    wrong = changed(given["order"], actural_paid=Decimal(1), freight=None), changed(given["payment"], currency="840")
    return Unsendable(*check([*wrong, given["waybill"]]))


SAID = [
    (
        unsendable(),
        """nothing was sent, mend this first:
  Order[1]/OrderHead/freight: freight is missing (运杂费)
  Payment[2]: DOC-03 (-401009): The currency must be 142 (CNY), in the head and in every line.
      PaymentHead.currency: 840
      allowed: 142""",
    ),
    (
        Misdirected("http://port.example", "port.example"),
        "port.example is not a loopback address: if you mean it, name it with allow={'port.example'}",
    ),
    (Misdirected("port"), "'port' is no address of a port: write it like http://127.0.0.1:8765"),
    (
        Unreachable("/dxp/messages", 6, "ConnectError: refused"),
        """no usable answer from /dxp/messages after 6 tries (ConnectError: refused): see that the server is up, \
then call again; what had arrived is not declared twice""",
    ),
    (
        Rejected("CEB311Message G", 400, "0002", "数据包不能通过schema验证", "line 3: unknown"),
        """the port refused CEB311Message G with 0002 (HTTP 400): 数据包不能通过schema验证 [line 3: unknown]; \
mend the message, the same would be refused again""",
    ),
    (
        Garbled("/dxp/receipts", 200, b"<html>" + b"x" * 1000),
        f"/dxp/receipts answered HTTP 200 with '<html>{'x' * 194}', which no port says: check the address",
    ),
    (
        Unanswered(60, ["T1", "T2"], "order 2: 新增申报成功", []),
        "order T1 and 1 more: no final state within 60 s; last was order 2: 新增申报成功. Follow again",
    ),
    (
        JournalUnusable("x.db cannot be used as a journal: another client has it; give another path"),
        "x.db cannot be used as a journal: another client has it; give another path",
    ),
]


@pytest.mark.parametrize(("error", "said"), SAID, ids=[type(error).__name__ for error, _ in SAID])
def test_every_error_says_what_to_do(error: GatewayError, said: str) -> None:
    assert isinstance(error, GatewayError)
    assert str(error) == said


def test_the_tree_that_is_drawn_is_the_tree() -> None:
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted(drawn) == sorted(kind.__name__ for kind in GatewayError.__subclasses__())
    assert {type(error).__name__ for error, _ in SAID} == set(drawn)


def test_a_thousand_findings_are_said_in_fifty_lines() -> None:
    documents = [changed(purchase(f"T{n}")["order"], freight=None) for n in range(1000)]
    error = Unsendable(*check(documents))
    assert len(error.findings) == 1000
    assert str(error).splitlines()[-2:] == [
        "  Order[50]/OrderHead/freight: freight is missing (运杂费)",
        "  … and 950 more",
    ]
