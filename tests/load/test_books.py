"""The books of a rush: every receipt that must come is missed, every one that comes twice is noticed."""

from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Final

import pytest

from simulator.cli import load
from simulator.rush.ledger import Ledger
from simulator.rush.purchases import SEEDS, WORKERS, Purchase, purchases
from simulator.rush.tally import Tally, quantile, rounded, summed
from simulator.stories.returns import Return

DAY: Final = date(2026, 11, 11)
SHOP: Final = list(islice(purchases(3, 0, DAY), 200))
RIGHT: Final = SHOP[0]
WRONG: Final = SHOP[99]
PAPERS: Final = [(document, status) for document in ("order", "payment", "waybill") for status in ("2", "120")]
RELEASED: Final = [*PAPERS, ("inventory", "2"), ("inventory", "120"), ("inventory", "800")]


def said(purchase: Purchase, document: str, status: str, info: str = "") -> Return:
    keys = dict(purchase.keys)
    return Return(document, keys[document], status, "20261111120000000", info, None, None)


def heard(purchase: Purchase, *receipts: tuple[str, str], info: str = "") -> Ledger:
    """Return the books after a purchase was sent and these receipts came."""
    ledger = Ledger()
    ledger.arrive(purchase, 1.0)
    ledger.handing_in(purchase.keys, 2.0)
    ledger.handed_in(purchase.keys)
    ledger.hear([said(purchase, document, status, info) for document, status in receipts])
    return ledger


def counts(ledger: Ledger) -> tuple[int, int, int, int, int]:
    tally = ledger.tally(final=True)
    return tally.sent, tally.released, tally.refused, tally.unplanned, tally.backlog


def test_all_came() -> None:
    ledger = heard(RIGHT, *RELEASED)
    tally = ledger.tally(final=True)
    assert ledger.settled
    assert counts(ledger) == (1, 1, 0, 0, 0)
    assert (tally.lost, tally.doubled, tally.strangers, tally.otherwise) == ({}, {}, 0, [])


@pytest.mark.parametrize("one", RELEASED)
def test_one_is_lost(one: tuple[str, str]) -> None:
    ledger = heard(RIGHT, *[other for other in RELEASED if other != one])
    tally = ledger.tally(final=True)
    assert not ledger.settled
    if one == ("inventory", "800"):
        assert (tally.lost, tally.backlog, tally.open) == ({}, 1, [(RIGHT.order_no, 1.0, "inventory 800")])
    else:
        assert (tally.lost, tally.backlog) == ({" ".join(one): 1}, 0)


@pytest.mark.parametrize("one", RELEASED)
def test_one_comes_twice(one: tuple[str, str]) -> None:
    for ledger in (heard(RIGHT, one, one), heard(RIGHT, *RELEASED, one)):
        tally = ledger.tally(final=True)
        assert (tally.doubled, tally.strangers) == ({" ".join(one): 1}, 0)


def test_quicker_than_the_answer() -> None:
    ledger = Ledger()
    ledger.arrive(RIGHT, 1.0)
    ledger.hear([said(RIGHT, *one) for one in RELEASED])
    ledger.handed_in(RIGHT.keys)
    assert counts(ledger) == (1, 1, 0, 0, 0)


def test_refused_as_planned() -> None:
    info = f"[Code:{WRONG.code};Desc:…]"
    ledger = heard(WRONG, *PAPERS, ("inventory", "2"), ("inventory", "100"), info=info)
    assert ledger.settled
    assert counts(ledger) == (1, 0, 1, 0, 0)


def test_refused_by_the_port_as_planned() -> None:
    wrong = next(one for one in islice(purchases(3, 0, DAY), 3000) if one.code.startswith("-"))
    ledger = heard(wrong, *PAPERS, ("inventory", wrong.code))
    assert ledger.settled
    assert counts(ledger) == (1, 0, 1, 0, 0)


def test_what_was_not_planned() -> None:
    assert counts(heard(RIGHT, *PAPERS, ("inventory", "2"), ("inventory", "100"))) == (1, 0, 0, 1, 0)
    assert counts(heard(WRONG, *RELEASED)) == (1, 0, 0, 2, 0)  # neither 120 nor 800
    for_other = heard(WRONG, *PAPERS, ("inventory", "2"), ("inventory", "100"), info="[Code:1;Desc:…]")
    assert counts(for_other) == (1, 0, 0, 1, 0)
    refused = heard(RIGHT, ("order", "-301010"))
    assert counts(refused) == (1, 0, 0, 1, 0)
    assert refused.tally(final=True).otherwise == [(RIGHT.order_no, "order -301010 ")]


def test_receipts_of_others() -> None:
    assert heard(RIGHT, *RELEASED).tally(final=True).strangers == 0
    ledger = heard(RIGHT)
    ledger.hear([said(SHOP[1], "order", "2")])
    assert ledger.tally(final=True).strangers == 1


def test_what_is_planned_to_go_wrong() -> None:
    assert [one.fault is None for one in SHOP[:101]] == [*[True] * 99, False, True]
    assert len({one.code for one in islice(purchases(1, 0, DAY), 2000) if one.code}) > 5


def test_nobody_sells_what_another_sells() -> None:
    sold = [one.order_no for seed in (1, 2) for worker in (0, 1) for one in islice(purchases(seed, worker, DAY), 50)]
    assert len(set(sold)) == len(sold)


def test_the_sum_over_workers() -> None:
    one = heard(RIGHT, *RELEASED).tally(final=True)
    other = heard(SHOP[1], *RELEASED[:-1]).tally(final=True)
    whole = summed([one, replace(other, oldest=0.5), Tally()])
    assert (whole.arrived, whole.released, whole.backlog, whole.oldest) == (2, 1, 1, 0.5)
    assert whole.stages["arrived → sent"] == {1000: 2}
    assert Tally.read(whole.as_json()).as_json() == whole.as_json()


def test_quantiles() -> None:
    assert [rounded(ms) for ms in (-1, 0.4, 99, 104, 12_345)] == [0, 0, 99, 100, 12_000]
    assert [quantile({1: 98, 2: 1, 9: 1}, share) for share in (0.5, 0.99, 1)] == [1, 2, 9]
    assert quantile({}, 0.5) is None


def test_as_many_seeds_as_the_command_allows() -> None:
    assert SEEDS - 1 == load._LARGEST_SEED
    assert WORKERS == load._MOST_WORKERS
