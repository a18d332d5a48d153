"""How much a person may buy: 5,000 yuan a purchase unless it is one piece, 26,000 yuan a year."""

from decimal import Decimal

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, relined, resident

_TOO_MUCH = "清单[电商企业编码：4401960002,订单编号：{no}]的购买金额超过单笔限额[[5000]]"


@pytest.mark.parametrize(
    ("prices", "qty"),
    [
        (("5000.00",), "1"),
        (("2500.00",), "2"),
        (("4999.99", "0.01"), "1"),
        (("5000.01",), "1"),
        (("26000.00",), "1"),
    ],
    ids=["5000 one piece", "5000 two pieces", "5000 two lines", "5000.01 one piece", "26000 one piece"],
)
def test_a_purchase_within_the_single_limit_clears(enterprise: Enterprise, prices: tuple[str, ...], qty: str) -> None:
    enterprise.send_all(enterprise.purchase(prices=prices, qty=qty))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


@pytest.mark.parametrize(
    ("prices", "qty", "amount"),
    [
        (("5000.00", "0.01"), "1", "5000.01"),
        (("2500.01",), "2", "5000.02"),
        (("10000.00",), "0.99999", "9999.90"),
        (("6000.00", "6000.00"), "1", "12000.00"),
    ],
    ids=["two lines", "two pieces", "less than a piece", "two pieces in two lines"],
)
def test_a_purchase_over_the_single_limit_is_refused(
    enterprise: Enterprise, prices: tuple[str, ...], qty: str, amount: str
) -> None:
    documents = enterprise.purchase(prices=prices, qty=qty)
    enterprise.send(documents["inventory"])
    assert enterprise.statuses() == [("-621005", _TOO_MUCH.format(no=enterprise.number()))]
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["rule"], verdict["code"]) == ("PRT-07", "-621005")
    said = [(value["path"], Decimal(value["value"])) for value in verdict["values"]]
    assert said == [("sum of InventoryList.totalPrice", Decimal(amount)), ("single limit", Decimal(5000))]


def test_the_year_takes_26000_and_not_a_cent_more(enterprise: Enterprise) -> None:
    for n, price in enumerate(["20000.00", "5999.99", "0.02", "0.01", "0.01"], 1):
        enterprise.send_all(enterprise.purchase(n, prices=(price,), qty="1"))
    over = "[Code:1313;Desc:订购人购买超过年度限额,超过个人年度购买额度;totalPrice：26,000.01 > limitPrice: 26,000;]"
    assert [each for each in enterprise.statuses() if each[0] not in ("2", "120")] == [
        ("800", "[Code:2600;Desc:放行]"),
        ("800", "[Code:2600;Desc:放行]"),
        ("100", over),
        ("800", "[Code:2600;Desc:放行]"),
        ("100", over),
    ]
    (verdict,) = enterprise.history(3)["verdicts"]
    assert (verdict["rule"], verdict["code"]) == ("CUS-11", "1313")
    assert [value["value"] for value in verdict["values"]] == ["26000.01", "26000"]


def test_an_identity_number_is_one_person_with_x_and_with_X(enterprise: Enterprise) -> None:  # noqa: N802
    serials = range(10**6 + enterprise.serial * 1000, 10**6 + enterprise.serial * 1000 + 1000)
    person = next(number for number in map(resident, serials) if number.endswith("X"))[:-1]
    enterprise.send_all(enterprise.purchase(1, prices=("26000.00",), qty="1", buyer_id_number=f"{person}X"))
    enterprise.send_all(enterprise.purchase(2, prices=("0.01",), qty="1", buyer_id_number=f"{person}x"))
    assert [status for status, _ in enterprise.statuses()][-2:] == ["2", "100"]


def test_amounts_in_the_text_are_grouped(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase(prices=("26114.44",), qty="1"))
    assert enterprise.statuses()[-1] == (
        "100",
        "[Code:1313;Desc:订购人购买超过年度限额,超过个人年度购买额度;totalPrice：26,114.44 > limitPrice: 26,000;]",
    )


def test_what_is_refused_uses_nothing_of_the_year(enterprise: Enterprise) -> None:
    wrong = enterprise.purchase(1, prices=("20000.00",), qty="1")
    wrong["waybill"] = changed(wrong["waybill"], consignee="李娜")
    waits = enterprise.purchase(2, prices=("20000.00",), qty="1")
    enterprise.send_all(wrong)
    enterprise.send(waits["inventory"])
    enterprise.send_all(enterprise.purchase(3, prices=("26000.00",), qty="1"))
    assert [status for status, _ in enterprise.statuses()] == ["2", "100", "2", "2", "120", "800"]


@pytest.mark.parametrize(("last", "status"), [("2500.002", "2"), ("2500.003", "-621005")])
def test_the_sum_counts_rounded_half_up(enterprise: Enterprise, last: str, status: str) -> None:
    documents = enterprise.purchase(prices=("2500.00", "2500.00"), qty="1")
    inventory = relined(documents["inventory"], 1, total_price=Decimal("2500.002"))
    enterprise.send(relined(inventory, 2, total_price=Decimal(last)))
    assert [said for said, _ in enterprise.statuses()] == [status]
