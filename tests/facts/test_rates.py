"""Rates are dated, the longest beginning of a code and the latest day win, and a world's own go before the house's."""

from datetime import date
from decimal import Decimal

import pytest

from gateway_client.facts.rates import (
    INDIVISIBLE,
    POSTAL_BANDS,
    RATES,
    REGIMES,
    RateTable,
    Row,
    indivisible_on,
    rate_table,
    regime_on,
    shipped,
)
from gateway_client.rules.rule import Confidence
from simulator.marketplace.catalogue import catalogue

HOUSE = RateTable()
TODAY = date(2026, 11, 11)


@pytest.mark.parametrize(
    ("gcode", "day", "vat"),
    [
        ("1901101000", "2010-01-01", "0.17"),  # before the first row: the first
        ("1901101000", "2018-04-30", "0.17"),
        ("1901101000", "2018-05-01", "0.16"),
        ("1901101000", "2019-03-31", "0.16"),
        ("1901101000", "2019-04-01", "0.13"),
        ("0409000000", "2016-04-08", "0.13"),
        ("0409000000", "2017-07-01", "0.11"),
        ("0409000000", "2018-05-01", "0.10"),
        ("0409000000", "2019-04-01", "0.09"),
        ("0409000000", "2010-01-01", "0.17"),  # no row of its own yet: that of all goods
        ("0408000000", "2026-11-11", "0.13"),
    ],
)
def test_value_added_tax_is_dated(gcode: str, day: str, vat: str) -> None:
    assert HOUSE.of(gcode, date.fromisoformat(day)).vat.value == Decimal(vat)


@pytest.mark.parametrize(
    ("gcode", "day", "consumption", "dear"),
    [
        ("2204210000", "2016-04-08", "0.10", False),
        ("2203000000", "2026-11-11", "0", False),
        ("3304990029", "2016-09-30", "0", False),
        ("3304990029", "2016-10-01", "0.15", True),
        ("3303000010", "2026-11-11", "0.15", True),
        ("3305100000", "2026-11-11", "0", False),
    ],
)
def test_consumption_tax_by_the_beginning_of_the_code(gcode: str, day: str, consumption: str, dear: bool) -> None:
    found = HOUSE.of(gcode, date.fromisoformat(day)).consumption
    assert (found.value, found.row.dear) == (Decimal(consumption), dear)


@pytest.mark.parametrize(
    ("gcode", "postal"),
    [
        ("1901101000", "0.10"),
        ("2204210000", "0.50"),
        ("6204320090", "0.20"),
        ("3304990010", "0.10"),
        ("3304200090", "0.50"),
        ("9999999999", "0.10"),
    ],
)
def test_postal_articles_before_2016(gcode: str, postal: str) -> None:
    assert HOUSE.of(gcode, date(2015, 6, 1)).postal.value == Decimal(postal)


def test_postal_rates_are_those_of_their_time() -> None:
    assert [(str(one.since), [str(rate) for rate in one.rates]) for one in POSTAL_BANDS] == [
        ("2012-04-15", ["0.10", "0.20", "0.30", "0.50"]),
        ("2016-04-08", ["0.15", "0.30", "0.60"]),
        ("2018-11-01", ["0.15", "0.25", "0.50"]),
        ("2019-04-09", ["0.13", "0.20", "0.50"]),
    ]
    assert {row.postal for row in shipped() if row.postal is not None} <= set(POSTAL_BANDS[0].rates)


def test_which_tax_on_which_day() -> None:
    days = ["2010-01-01", "2016-04-07", "2016-04-08", "2018-12-31", "2019-01-01"]
    assert [regime_on(date.fromisoformat(day)).name for day in days] == [
        "postal",
        "postal",
        "comprehensive",
        "comprehensive",
        "comprehensive",
    ]
    founded = [indivisible_on(date.fromisoformat(day)) for day in days[1:]]
    assert [one and one.confidence for one in founded] == [None, "assumed", "assumed", "two sources"]


def test_rows_of_ones_own_go_before_those_of_the_house() -> None:
    own = (
        Row(gcode="33", since=date(2020, 1, 1), consumption=Decimal("0.05")),
        Row(gcode="2204210000", since=date(2026, 1, 1), duty=Decimal("0.14")),
        Row(gcode="2204", since=date(2026, 12, 1), vat=Decimal("0.12")),
    )
    table = rate_table(own)
    face = table.of("3304990029", TODAY)
    assert (face.consumption.value, face.consumption.row.dear, face.vat.value) == (
        Decimal("0.05"),
        False,
        Decimal("0.13"),
    )
    assert table.of("3304990029", date(2019, 12, 31)).consumption.value == Decimal("0.15")
    wine = table.of("2204210000", TODAY)
    assert (wine.duty.value, wine.vat.value, wine.consumption.value) == (
        Decimal("0.14"),
        Decimal("0.13"),
        Decimal("0.10"),
    )
    assert table.of("2204210000", date(2026, 12, 1)).vat.value == Decimal("0.12")
    assert HOUSE.of("2204210000", TODAY).duty.value == 0


def test_every_fact_says_where_it_comes_from_and_how_sure_it_is() -> None:
    known = {one.value for one in Confidence}
    for row in shipped():
        assert row.source
        assert row.confidence in known
        assert [name for name in RATES if getattr(row, name) is not None]
    for dated in (*REGIMES, *INDIVISIBLE):
        assert dated.source
        assert dated.confidence in known


def test_the_shop_sells_at_these_rates() -> None:
    for good in catalogue():
        rates = HOUSE.of(good.hs_code, TODAY)
        assert rates.vat.value == good.vat, good.sku
        assert rates.consumption.row.dear or rates.consumption.value == good.consumption, good.sku
