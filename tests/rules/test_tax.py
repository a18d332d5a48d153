"""What a purchase owes, reckoned by hand: the arithmetic stands beside each figure."""

from datetime import date
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.facts.rates import Row, rate_table
from gateway_client.rules import tax_working
from gateway_client.rules.money import apportioned, cents
from gateway_client.rules.tax import Assessment, is_dear, tax_of
from gateway_client.wire.ceb.inventory import Inventory
from simulator.marketplace.sales import Sales
from tests.purchases import changed, purchase

TODAY = "2026-11-11"
MILK, WINE, BAG, CREAM = "1901101000", "2204210000", "4202210090", "3304990029"


def inventory(
    *goods: tuple[str, str], freight: str = "0", insured: str = "0", qty: str = "1", **line: object
) -> Inventory:
    """Return the list of goods, each (gcode, price of a piece)."""
    made = purchase(prices=tuple(price for _, price in goods), qty=qty)["inventory"]
    lines = tuple(one.changed(gcode=gcode, **line) for one, (gcode, _) in zip(made.lines, goods, strict=True))
    listed: Inventory = changed(made, freight=Decimal(freight), insured_fee=Decimal(insured)).changed(lines=lines)
    return listed


def reckoned(listed: Inventory, day: str = TODAY, *own: Row) -> Assessment:
    return tax_of(listed, date.fromisoformat(day), rate_table(own))


def owed(listed: Inventory, day: str = TODAY, *own: Row) -> list[str]:
    """Return what is owed: customs, value added tax, consumption tax, all of it."""
    found = reckoned(listed, day, *own)
    return [*map(str, found.owed), str(found.total)]


BASKET = inventory((MILK, "198.00"), (WINE, "102.00"), freight="8.00", insured="2.00")
"""300.00 and 10.00 to share: 198/300 of it are 6.60, the rest is 3.40; so milk bears 204.60, wine 105.40."""


@pytest.mark.parametrize(
    ("day", "figures"),
    [
        # milk 198.00 × 10 % = 19.80, wine 102.00 × 50 % = 51.00; freight is not taxed; 70.80 > 50
        ("2015-06-01", ["70.80", "0.00", "0.00", "70.80"]),
        ("2016-04-07", ["70.80", "0.00", "0.00", "70.80"]),
        # 17 %: milk 204.60 × 0.119 = 24.3474; wine 105.40 / 0.9 = 117.111…, × 0.119 = 13.9362, × 0.07 = 8.1977
        ("2016-04-08", ["0.00", "38.29", "8.20", "46.49"]),
        ("2018-04-30", ["0.00", "38.29", "8.20", "46.49"]),
        # 16 %: milk 204.60 × 0.112 = 22.9152; wine 117.111… × 0.112 = 13.1164, × 0.07 = 8.1977
        ("2018-12-31", ["0.00", "36.04", "8.20", "44.24"]),
        ("2019-01-01", ["0.00", "36.04", "8.20", "44.24"]),
        # 13 %: milk 204.60 × 0.091 = 18.6186; wine 117.111… × 0.091 = 10.6571, × 0.07 = 8.1977
        (TODAY, ["0.00", "29.28", "8.20", "37.48"]),
    ],
)
def test_one_basket_on_many_days(day: str, figures: list[str]) -> None:
    assert owed(BASKET, day) == figures


def test_line_by_line() -> None:
    milk, wine = reckoned(BASKET).lines
    assert (str(milk.share), str(milk.tax_price), [*map(str, milk.owed)]) == (
        "6.60",
        "204.60",
        ["0.00", "18.62", "0.00"],
    )
    assert (str(wine.share), str(wine.tax_price), [*map(str, wine.owed)]) == (
        "3.40",
        "105.40",
        ["0.00", "10.66", "8.20"],
    )
    assert [(line.gnum, line.gcode) for line in (milk, wine)] == [(1, MILK), (2, WINE)]


@pytest.mark.parametrize(
    ("price", "day", "figure"),
    [
        ("500.00", "2016-04-07", "0.00"),  # 10 % are 50.00: exempt
        ("500.10", "2016-04-07", "50.01"),  # not exempt, and then all of it is owed
        ("0.10", "2015-06-01", "0.00"),  # 0.01
        ("500.00", "2016-04-08", "59.50"),  # 500 × 17 % × 70 %: nothing is exempt any more
        ("0.10", "2016-04-08", "0.01"),  # 0.0119
    ],
)
def test_fifty_yuan_of_postal_tax_were_exempt(price: str, day: str, figure: str) -> None:
    assert owed(inventory((MILK, price)), day)[-1] == figure


@pytest.mark.parametrize(
    ("price", "qty", "day", "tax", "figure"),
    [
        ("3000.00", "1", "2015-06-01", "postal", "300.00"),  # 10 %
        ("3000.00", "1", "2018-12-31", "full", "480.00"),  # over 2,000: 16 %, no reduction
        ("3000.00", "1", "2019-01-01", "comprehensive", "336.00"),  # within 5,000: 16 % × 70 % = 11.2 %
        ("5000.00", "1", "2019-01-01", "comprehensive", "560.00"),
        ("5000.01", "1", "2019-01-01", "full", "800.00"),  # 800.0016
        ("6000.00", "1", TODAY, "full", "780.00"),  # 13 %
        ("3000.00", "2", TODAY, "comprehensive", "546.00"),  # two pieces: the port refuses them; 9.1 %
    ],
)
def test_one_piece_over_the_single_limit_bears_the_full_tax(
    price: str, qty: str, day: str, tax: str, figure: str
) -> None:
    listed = inventory((BAG, price), qty=qty)
    assert (reckoned(listed, day).tax, owed(listed, day)[-1]) == (tax, figure)


def test_two_lines_over_the_single_limit_are_not_one_piece() -> None:
    assert reckoned(inventory((BAG, "6000.00"), (MILK, "1.00"))).tax == "comprehensive"


def test_the_full_tax_with_duty_and_consumption_tax() -> None:
    # duty 6000 × 14 % = 840; (6000 + 840) / 0.9 = 7600; consumption 10 % = 760; value added 13 % = 988
    duty = Row(gcode="2204", since=date(2020, 1, 1), duty=Decimal("0.14"))
    assert owed(inventory((WINE, "6000.00")), TODAY, duty) == ["840.00", "988.00", "760.00", "2588.00"]
    # within the limit there is no duty, whatever its rate: 900 / 0.9 = 1000, × 0.07 = 70, × 0.091 = 91
    assert owed(inventory((WINE, "900.00")), TODAY, duty) == ["0.00", "91.00", "70.00", "161.00"]


@pytest.mark.parametrize(
    ("price", "figure"),
    [("5.00", "0.46"), ("4.99", "0.45"), ("15.00", "1.37"), ("0.05", "0.00"), ("0.06", "0.01"), ("0.00", "0.00")],
)  # 0.455, 0.45409, 1.365, 0.00455, 0.00546
def test_half_a_cent_is_rounded_up_once_at_the_end(price: str, figure: str) -> None:
    assert owed(inventory((MILK, price)))[-1] == figure


@pytest.mark.parametrize(
    ("price", "line", "figures"),
    [
        # 10.00 a gram: 500 / 0.85 = 588.2353; × 0.091 = 53.5294, × 0.105 = 61.7647
        ("500.00", {"qty1": Decimal("0.05"), "unit1": "035"}, ["53.53", "61.76"]),
        ("499.99", {"qty1": Decimal("0.05"), "unit1": "035"}, ["45.50", "0.00"]),  # 45.49909
        ("500.00", {"qty1": Decimal(50), "unit1": "096"}, ["53.53", "61.76"]),
        ("500.00", {"qty1": Decimal(1), "unit1": "011", "gmodel": "50毫升/瓶"}, ["53.53", "61.76"]),
        ("499.99", {"qty1": Decimal(1), "unit1": "011", "gmodel": "50ml/瓶"}, ["45.50", "0.00"]),
        # ten sheets: 15.00 a sheet; 150 / 0.85 = 176.4706; × 0.091 = 16.0588, × 0.105 = 18.5294
        ("150.00", {"gmodel": "10片/盒", "qty1": Decimal("0.25"), "unit1": "035"}, ["16.06", "18.53"]),
        ("149.99", {"gmodel": "10片/盒", "qty1": Decimal("0.25"), "unit1": "035"}, ["13.65", "0.00"]),  # 13.64909
        ("500.00", {"qty1": Decimal(1), "unit1": "011", "gmodel": "套装"}, ["45.50", "0.00"]),  # nobody knows
    ],
)
def test_cosmetics_bear_consumption_tax_when_they_are_dear(
    price: str, line: dict[str, object], figures: list[str]
) -> None:
    assert owed(inventory((CREAM, price), **line))[1:3] == figures


def test_two_jars_are_as_dear_as_one() -> None:
    jar = inventory((CREAM, "500.00"), qty="2", qty1=Decimal("0.1"), unit1="035").lines[0]
    assert is_dear(jar)
    assert not is_dear(jar.changed(price=Decimal("499.99"), total_price=Decimal("999.98")))


def test_a_gift_bears_nothing() -> None:
    gift, good = reckoned(inventory((MILK, "0"), (MILK, "100.00"), freight="10")).lines
    assert (gift.share, gift.owed.all, str(good.share), str(good.owed.vat)) == (0, 0, "10.00", "10.01")  # 110 × 0.091


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        ("10", ["1", "1", "1"], ["3.33", "3.34", "3.33"]),  # up to each: 3.33, 6.67, 10.00
        ("0.01", ["1", "1", "1"], ["0.00", "0.01", "0.00"]),
        ("10", ["198", "102"], ["6.60", "3.40"]),
        ("5", ["0", "7", "0"], ["0.00", "5.00", "0.00"]),
        ("5", ["0", "0"], ["2.50", "2.50"]),  # nothing but gifts
        ("1.005", ["1"], ["1.01"]),
    ],
)
def test_shares(amount: str, weights: list[str], shares: list[str]) -> None:
    assert [*map(str, apportioned(Decimal(amount), [*map(Decimal, weights)]))] == shares


@given(
    st.decimals(0, 10**9, places=5),
    st.lists(st.decimals(0, 10**9, places=5), min_size=1, max_size=99),
)
def test_shares_add_up_to_the_cent_and_none_is_below_0(amount: Decimal, weights: list[Decimal]) -> None:
    shares = apportioned(amount, weights)
    assert sum(shares) == cents(amount)
    assert all(share >= 0 and share == cents(share) for share in shares)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if not weight and any(weights))


@given(
    st.lists(
        st.tuples(st.sampled_from([MILK, WINE, CREAM, BAG]), st.decimals(0, 4000, places=2)), min_size=1, max_size=9
    ),
    st.decimals(0, 100, places=2),
    st.dates(date(2014, 2, 10), date(2030, 1, 1)),
)
def test_the_head_is_the_sum_of_the_lines(goods: list[tuple[str, Decimal]], freight: Decimal, day: date) -> None:
    found = tax_of(inventory(*((code, str(price)) for code, price in goods), freight=str(freight)), day)
    lines = sum((line.owed.all for line in found.lines), Decimal(0))
    assert found.total == lines or (found.total == 0 and lines <= 50)
    assert found.total == sum(found.owed)
    assert found.total == cents(found.total)


def test_what_the_shop_sells_is_taxed_as_it_says() -> None:
    for sale in islice(Sales(11, day=date(2026, 11, 11)), 200):
        assert tax_of(sale.inventory, date(2026, 11, 11)).total == sale.order.head.tax_total


def test_the_working_can_be_shown() -> None:
    found = reckoned(BASKET)
    assert [said.en for said in tax_working.heading(found)] == [
        "comprehensive tax of 2016-04-08: 财关税〔2016〕18 (two sources)",
        "freight 8.00 + insurance 2.00 = 10.00, shared over the lines by value",
    ]
    assert [(name.en, how, amount) for name, how, amount in tax_working.steps(found.lines[1], found)] == [
        ("dutiable price", "102.00 + 3.40", "105.40"),
        ("consumption tax", "105.40 ÷ (1 - 10 %) × 10 % × 70 %", "8.20"),
        ("value added tax", "105.40 ÷ (1 - 10 %) × 13 % × 70 %", "10.66"),
    ]
    duty = reckoned(
        inventory((WINE, "6000.00")), TODAY, Row(gcode="2204", since=date(2020, 1, 1), duty=Decimal("0.14"))
    )
    assert [(how, amount) for _, how, amount in tax_working.steps(duty.lines[0], duty)][1:] == [
        ("6000.00 × 14 %", "840.00"),
        ("6000.00 × (1 + 14 %) ÷ (1 - 10 %) × 10 %", "760.00"),
        ("6000.00 × (1 + 14 %) ÷ (1 - 10 %) × 13 %", "988.00"),
    ]
    assert next(tax_working.grounds(duty.lines[0], duty))[2].en == "set by the world"
    exempt = tax_working.exemption(reckoned(inventory((MILK, "500.00")), "2015-06-01"))
    assert exempt
    assert exempt.en == "50.00 is 50 or less: exempt"


def test_goods_over_the_limit_that_no_port_lets_in_are_said_to_be_so() -> None:
    said = [each.en for each in tax_working.heading(reckoned(inventory((BAG, "3000.00"), qty="2")))]
    assert "goods of 6000.00 are more than the single limit of 5000: the port refuses them" in said
