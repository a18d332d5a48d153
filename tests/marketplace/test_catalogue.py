"""The catalogue is read strictly: a wrong row names file, line and column."""

from decimal import Decimal

import pytest

from simulator.marketplace.catalogue import WrongCatalogue, catalogue, is_dear_cosmetic, read_catalogue

HEAD = "sku name model hs_code unit unit1 qty1 unit2 qty2 origin low high gross net vat consumption content gift rates"
ROW = "CO001 口红 规格:3.5克/支 3304100091 012 035 0.0035 011 1 305 258.00 338.00 0.06 0.0035 13 15 3.5g no given"


def table(*rows: str) -> str:
    return "\n".join("\t".join(row.replace("-", "").split(" ")) for row in (HEAD, *rows))


def with_cell(column: str, value: str) -> str:
    cells = ROW.split(" ")
    cells[HEAD.split(" ").index(column)] = value
    return "\t".join(HEAD.split(" ")) + "\n" + "\t".join(cells)


def test_our_own_goods() -> None:
    goods = catalogue()
    assert len(goods) >= 60
    assert len({good.name for good in goods}) == len(goods)
    assert {good.vat for good in goods} == {Decimal("0.13"), Decimal("0.09")}
    assert {good.consumption for good in goods} == {Decimal(0), Decimal("0.1"), Decimal("0.15")}
    assert all(good.rates_assumed for good in goods if good.vat != Decimal("0.13"))
    assert len({good.origin for good in goods}) >= 15
    assert sum(good.gift for good in goods) >= 5


def test_dear_cosmetics_are_taxed_and_only_they() -> None:
    for good in catalogue():
        if good.hs_code.startswith(("3303", "3304")):
            assert bool(good.consumption) == is_dear_cosmetic(good, good.low) == is_dear_cosmetic(good, good.high)
        else:
            assert good.consumption == (Decimal("0.1") if good.hs_code.startswith("2204") else 0)


def test_a_good_row() -> None:
    (good,) = read_catalogue(table(ROW), "own.tsv")
    assert (good.sku, good.qty1, good.unit2, good.vat, good.gift) == (
        "CO001",
        Decimal("0.0035"),
        "011",
        Decimal("0.13"),
        False,
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sku", "CO1"),
        ("name", ""),
        ("hs_code", "33041000"),
        ("hs_code", "３304100091"),
        ("unit", "支"),
        ("qty1", "-1"),
        ("qty1", "1e3"),
        ("qty2", ""),
        ("unit2", ""),
        ("origin", "FR"),
        ("low", "258"),
        ("high", "12.00"),
        ("net", "0.07"),
        ("vat", "17"),
        ("consumption", "0"),
        ("consumption", "20"),
        ("content", "3.5 g"),
        ("gift", "maybe"),
        ("rates", ""),
    ],
)
def test_a_wrong_cell_is_named(column: str, value: str) -> None:
    named = {"unit2": "qty2"}.get(column, column)
    with pytest.raises(WrongCatalogue, match=f"own.tsv, line 2, column {named}:"):
        read_catalogue(with_cell(column, value), "own.tsv")


def test_wrong_rows_are_named() -> None:
    with pytest.raises(WrongCatalogue, match=r"own\.tsv, line 3, column sku: CO001 stands there twice"):
        read_catalogue(table(ROW, ROW), "own.tsv")
    with pytest.raises(WrongCatalogue, match=r"own\.tsv, line 2: has 18 columns, 19 are needed"):
        read_catalogue(table(ROW.removesuffix(" given")), "own.tsv")
    with pytest.raises(WrongCatalogue, match=r"own\.tsv, line 1: the columns must be sku"):
        read_catalogue("", "own.tsv")


def test_a_cosmetic_needs_its_content() -> None:
    with pytest.raises(WrongCatalogue, match=r"own\.tsv, line 2, column content:"):
        read_catalogue(with_cell("content", ""), "own.tsv")
