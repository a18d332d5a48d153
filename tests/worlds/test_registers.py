"""What a world's registers hold arms checks; a register that is empty decides nothing."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from simulator.port.rules import BOOK as PORT
from tests.enterprise import Enterprise
from tests.purchases import changed, direct, relined
from tests.simulator.gateway import Gateway
from tests.worlds.places import Place, begun

CODES = {
    "4401960001": "platform",
    "4401960002": "retailer",
    "4401960003": "payment",
    "4401960004": "carrier",
    "4401960005": "declarant",
    "4401960006": "warehouse",
}


GOODS = ["goods", "positiveList", "legalUnits"]
_FAILED = "清单[电商企业编码：4401960002,订单编号：T000001-001]报文校验失败:"


def registered(**instead: str) -> str:
    """Return a register of the enterprises of the tests, some registered as something else, or not at all."""
    trades = {code: instead.get(trade, trade) for code, trade in CODES.items()}
    return "".join(
        f'[[enterprises]]\ncode = "{code}"\nname = "某某公司"\nkinds = ["{trade}"]\n'
        for code, trade in trades.items()
        if trade
    )


def stocked(qty: str, **more: str) -> str:
    rest = "".join(f'{key} = "{value}"\n' for key, value in more.items())
    return f'[[stock]]\nemsNo = "T5165W000001"\nitemRecordNo = "1001"\nactlIncQty = "{qty}"\n{rest}'


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("registers") / "kouan.db") as opened:
        yield opened


def refused(place: Place, n: int = 1) -> list[tuple[str, str, list[str]]]:
    """Return document, official code and the values of each refusal of a purchase."""
    verdicts = Enterprise(place, 1).history(n)["verdicts"]
    return [(one["document"], one["code"], [side["value"] for side in one["values"]]) for one in verdicts]


def test_who_is_registered_as_what_it_is_named_for_clears(gateway: Gateway) -> None:
    place = begun(gateway, "registered", registered())
    assert gateway.get("/_kouan/worlds/registered").json()["armed"] == ["enterprises"]
    assert place.get("/_kouan/health").json()["notArmed"] == ["signatures", "stock", *GOODS]
    assert gateway.get("/_kouan/health").json()["notArmed"] == ["signatures", "enterprises", "stock", *GOODS]
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    assert enterprise.history()["state"] == "released"


@pytest.mark.parametrize(
    ("trade", "documents"),
    [
        ("platform", ["order", "payment", "inventory"]),
        ("retailer", ["order", "inventory"]),
        ("payment", ["payment"]),
        ("carrier", ["waybill", "inventory"]),
        ("declarant", ["inventory"]),
        ("warehouse", ["inventory"]),
    ],
)
def test_who_is_not_registered_is_refused(gateway: Gateway, trade: str, documents: list[str]) -> None:
    place = begun(gateway, f"no-{trade}", registered(**{trade: ""}))
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    code = next(code for code, known in CODES.items() if known == trade)
    assert refused(place) == [(document, "-10102", [code, "none"]) for document in documents]
    assert "无效企业代码" in [one["returnInfo"] for one in enterprise.history()["receipts"]]


def test_who_is_registered_as_something_else_is_refused(gateway: Gateway) -> None:
    place = begun(gateway, "other-trade", registered(carrier="declarant"))
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    wanted = ["4401960004", "declarant"]
    assert refused(place) == [("waybill", "-10101", wanted), ("inventory", "-10101", wanted)]


def test_every_kind_of_document_is_asked_for_its_enterprises() -> None:
    for code in ("PRT-09", "PRT-10"):
        assert len(PORT.rules[code].answers) == 5


def _listed(enterprise: Enterprise, n: int, *, item: str = "1001") -> dict[str, object]:
    """Return a purchase that takes its goods from one line of the account book."""
    documents = enterprise.purchase(n)
    inventory = changed(documents["inventory"], ems_no="T5165W000001")
    for line in inventory.lines:
        inventory = relined(inventory, line.gnum, item_record_no=item)
    documents["inventory"] = inventory
    return documents


def _quantity(documents: dict[str, object]) -> Decimal:
    return sum((line.qty for line in documents["inventory"].lines), Decimal(0))  # type: ignore[attr-defined]


def test_stock_is_spoken_for_until_nothing_is_left(gateway: Gateway) -> None:
    enterprise = Enterprise(gateway, 1)
    each = _quantity(_listed(enterprise, 1))
    place = begun(gateway, "stocked", stocked(str(each * 3 - 1), actlRedcQty="0", prevdRedcQty=str(each - 1)))
    enterprise = Enterprise(place, 1)
    for n in (1, 2, 3):
        enterprise.send_all(_listed(enterprise, n))
    assert [enterprise.history(n)["state"] for n in (1, 2, 3)] == ["released", "released", "refused"]
    assert refused(place, 3) == [("inventory", "1300", [str(each), "0"])]
    assert enterprise.statuses()[-1] == ("100", "[Code:1300;Desc:人工退单，账册[T5165W000001]料号[1001]的余量不足]")
    (line,) = gateway.get("/_kouan/worlds/stocked").json()["stock"]
    assert Decimal(line["prevdRedcQty"]) == each * 3 - 1


def test_an_inventory_that_names_no_line_of_an_armed_book_is_refused(gateway: Gateway) -> None:
    place = begun(gateway, "other-item", stocked("1000"))
    enterprise = Enterprise(place, 1)
    for n, item in ((1, "1002"), (2, "101")):
        enterprise.send_all(_listed(enterprise, n, item=item))
        assert refused(place, n)[0][1:] == ("1300", [str(_quantity(_listed(enterprise, n))), "no such line"])
    parcel = _listed(enterprise, 3)
    parcel["inventory"] = direct(parcel["inventory"])
    enterprise.send_all(parcel)  # what is not bonded has no book
    assert enterprise.history(3)["state"] == "released"


def test_a_reset_fills_the_registers_again(gateway: Gateway) -> None:
    place = begun(gateway, "again", registered() + stocked("100"))
    enterprise = Enterprise(place, 1)
    enterprise.send_all(_listed(enterprise, 1))
    assert enterprise.history()["state"] == "released"
    gateway.post("/_kouan/worlds/again/reset")
    told = gateway.get("/_kouan/worlds/again").json()
    assert (told["armed"], told["stock"][0]["prevdRedcQty"]) == (["enterprises", "stock"], "0")


def filed(item_no: str = "MILK", gcode: str = "1901101000", ebc_code: str = "4401960002") -> str:
    return f'[[goods]]\nebcCode = "{ebc_code}"\nitemNo = "{item_no}"\ngcode = "{gcode}"\n'


def listed(code: str = "19011010", **days: str) -> str:
    return f'[[positiveList]]\ncode = "{code}"\n' + "".join(f"{key} = {day}\n" for key, day in days.items())


def counted(unit1: str = "035", unit2: str = "", gcode: str = "1901101000") -> str:
    second = f'unit2 = "{unit2}"\n' if unit2 else ""
    return f'[[legalUnits]]\ngcode = "{gcode}"\nunit1 = "{unit1}"\n{second}'


_UNFILED = "清单报文校验失败，商品错误:商品编未备案"
REGISTERS = [
    ("filed", filed(), "", "", []),
    ("filed by another", filed(ebc_code="4401960009"), "PRT-11", _UNFILED, ["MILK", "none"]),
    ("filed as another", filed("TEA") + filed("COFFEE"), "PRT-11", _UNFILED, ["MILK", "COFFEE, TEA"]),
    (
        "filed under another number",
        filed(gcode="1901109000"),
        "PRT-12",
        f"{_FAILED}表体第[1]项的商品编码[1901101000]与备案库[1901109000]不一致",
        ["1901101000", "1901109000"],
    ),
    ("listed", listed("04021000") + listed(), "", "", []),
    ("listed until today", listed(since="2020-01-01", until="2026-11-11"), "", "", []),
    ("listed from today on", listed(since="2026-11-11"), "", "", []),
    ("listed twice", listed(until="2019-12-31") + listed(since="2022-03-01"), "", "", []),
    *[
        (
            name,
            lines,
            "PRT-13",
            f"{_FAILED}表体第[1]项的商品编码[1901101000]不在跨境电子商务零售进口商品清单中",
            ["1901101000", "none"],
        )
        for name, lines in {
            "not listed": listed("19011090"),
            "listed from tomorrow on": listed(since="2026-11-12"),
            "listed until yesterday": listed(until="2026-11-10"),
        }.items()
    ],
    ("counted in kilograms", counted(), "", "", []),
    (
        "unknown to the tariff",
        counted(gcode="1901109000"),
        "PRT-14",
        f"{_FAILED}表体第[1]项在参数库中没有匹配商品编号[1901101000]的商品",
        ["1901101000", "no such gcode"],
    ),
    (
        "counted in pieces",
        counted("011"),
        "PRT-15",
        f"{_FAILED}表体第[1]项的法定计量单位[035]与参数库[011]不一致",
        ["035", "011"],
    ),
    (
        "counted in pieces, too",
        counted("035", "011"),
        "PRT-15",
        f"{_FAILED}表体第[1]项的第二计量单位[]与参数库[011]不一致",
        ["", "011"],
    ),
]


@pytest.mark.parametrize(("name", "world", "rule", "info", "said"), REGISTERS, ids=[each[0] for each in REGISTERS])
def test_goods_are_looked_up_where_a_register_is_armed(
    gateway: Gateway, name: str, world: str, rule: str, info: str, said: list[str]
) -> None:
    place = begun(gateway, f"goods-{REGISTERS.index((name, world, rule, info, said))}", world)
    enterprise = Enterprise(place, 1)
    documents = enterprise.purchase()
    documents["inventory"] = relined(relined(documents["inventory"], 1, item_no="MILK"), 2, item_no="MILK")
    enterprise.send_all(documents)
    if not rule:
        assert enterprise.history()["state"] == "released"
        return
    assert enterprise.statuses() == [("-621001", info)]
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["rule"], [side["value"] for side in verdict["values"]]) == (rule, said)


def test_goods_without_a_number_of_their_own_are_not_filed(gateway: Gateway) -> None:
    place = begun(gateway, "no-item-no", filed())
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase())
    assert enterprise.statuses() == [("-621001", _UNFILED)]


def test_registers_of_goods_are_told_and_survive_a_reset(gateway: Gateway) -> None:
    place = begun(gateway, "goods-again", filed() + listed() + counted())
    for _ in range(2):
        assert gateway.get("/_kouan/worlds/goods-again").json()["armed"] == GOODS
        assert place.get("/_kouan/health").json()["notArmed"] == ["signatures", "enterprises", "stock"]
        gateway.post("/_kouan/worlds/goods-again/reset")
