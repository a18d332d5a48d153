"""``kouan tax`` shows how each tax is reckoned, and says by how much an order's taxTotal is wrong."""

from pathlib import Path
from typing import Any

import pytest

from simulator.cli.examples import purchases
from tests.cli.running import PURCHASES, ROOT, run, same_as_golden
from tests.purchases import changed, message, purchase

WINE = PURCHASES / "11-red-wine"
BAG = PURCHASES / "18-one-dear-handbag"
UNREADABLE = {"42-wrong-letter"}
"""Its inventory does not fit the schema."""


@pytest.fixture
def tax(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run ``kouan tax`` in the checkout."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return lambda *arguments, stdin=b"": run(capsys, monkeypatch, "tax", *map(str, arguments), stdin=stdin)


def written(tmp_path: Path, name: str, *documents: Any) -> Path:
    file = tmp_path / f"{name}.xml"
    file.write_bytes(message(*documents))
    return file


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_printed(tax: Any, lang: str) -> None:
    wine = tax(WINE / "inventory.xml", "--order", WINE / "order.xml", "--lang", lang)
    bag = tax(BAG / "inventory.xml", "--order", BAG / "order.xml", "--lang", lang)
    old = tax(WINE / "inventory.xml", "--on", "2015-06-01", "--lang", lang)
    assert (wine.status, bag.status, old.status, wine.err) == (0, 0, 0, "")
    same_as_golden(f"tax-{lang}.txt", "\n".join([wine.out, bag.out, old.out]))


@pytest.mark.parametrize(
    "example", [one for one in purchases() if one.name not in UNREADABLE], ids=lambda one: one.name
)
def test_every_example_declares_the_tax_that_it_owes(tax: Any, example: Any) -> None:
    folder = PURCHASES / example.name
    ran = tax(folder / "inventory.xml", "--order", folder / "order.xml")
    assert (ran.status, ran.err) == (0, ""), ran.out


def test_a_wrong_tax_is_told_with_both_values(tax: Any, tmp_path: Path) -> None:
    documents = purchase()  # 24.66 are owed, see tests/simulator/test_tax_bills.py
    inventory, order = (written(tmp_path, name, documents[name]) for name in ("inventory", "order"))
    ran = tax(inventory, "--order", order)
    assert ran.status == 1
    assert ran.last == "OrderHead.taxTotal 20.35: wrong, 24.66 is owed (-4.31)"
    assert tax(inventory, "--order", order, "--lang", "zh").last == "OrderHead.taxTotal 20.35：不符，应征24.66（-4.31）"
    assert tax(inventory).status == 0  # nothing to compare


def test_several_inventories_of_a_message(tax: Any, tmp_path: Path) -> None:
    bought = [purchase(number) for number in ("T0001", "T0002")]
    inventory = written(tmp_path, "inventory", *(one["inventory"] for one in bought))
    ran = tax(inventory, "--order", written(tmp_path, "order", *(one["order"] for one in bought)))
    assert ran.out.count("wrong, 24.66 is owed") == 2
    assert [line for line in ran.out.splitlines() if line.startswith("inventory of")] == [
        "inventory of order T0001, accepted on 2026-11-11",
        "inventory of order T0002, accepted on 2026-11-11",
    ]


def test_standard_input(tax: Any) -> None:
    ran = tax("-", stdin=(ROOT / WINE / "inventory.xml").read_bytes())
    assert ran.last.split() == ["owed", "59.75"]


def test_the_rates_of_a_world_file(tax: Any, tmp_path: Path) -> None:
    """334.00 ÷ 0.8 × 20 % × 70 % = 58.45, 334.00 ÷ 0.8 × 13 % × 70 % = 37.99."""
    world = tmp_path / "shop.toml"
    world.write_text('[[tax.rates]]\ngcode = "22"\nconsumption = "0.2"\n', encoding="utf-8")
    ran = tax(WINE / "inventory.xml", "--world", world)
    assert ran.last.split() == ["owed", "96.44"]
    assert "consumption tax  20 %  set by the world" in ran.out


def test_what_cannot_be_reckoned_is_told(tax: Any, tmp_path: Path) -> None:
    inventory, order = WINE / "inventory.xml", WINE / "order.xml"
    undated = written(tmp_path, "undated", changed(purchase()["inventory"], decl_time="20261131"))
    world = tmp_path / "shop.toml"
    world.write_text("[tax]\nbil = true\n", encoding="utf-8")
    for arguments, why in {
        (order,): f"{order} holds CEB311Message: give the CEB621Message with the inventory",
        (inventory, "--order", inventory): f"{inventory} holds CEB621Message: give the CEB311Message with the order",
        (inventory, "--order", BAG / "order.xml"): (
            f"{BAG / 'order.xml'} has no order CZ26111160250909 of the retailer 4401960A02:"
            " it has 4401960A02/CZ26111160276942"
        ),
        ("nowhere.xml",): "nowhere.xml: No such file or directory",
        (PURCHASES / "42-wrong-letter" / "inventory.xml",): (
            "scenarios/purchases/42-wrong-letter/inventory.xml:50: CEB621Message/Inventory/InventoryList/gModel"
            " is not known here: did you mean gmodel?"
        ),
        (undated,): f"{undated}: declTime 20261131 is no day: give the day of acceptance with --on",
        (inventory, "--world", world): (
            f"{world}, line 2, tax.bil true: is not known here, only bills, check, rates. Did you mean bills?"
        ),
    }.items():
        ran = tax(*arguments)
        assert (ran.status, ran.out, ran.err) == (2, "", f"kouan tax: {why}\n")
    assert tax(undated, "--on", "2026-11-30").status == 0


def test_a_day_that_there_is_not(tax: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        tax(WINE / "inventory.xml", "--on", "2026-11-31")
    assert "'2026-11-31' is no day: write it as 2026-11-11" in capsys.readouterr().err
