"""No story passes that is not true: what must not come is waited out, what nobody would send or see is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway_client.asking import Wire
from simulator import grounds
from simulator.stories.player import play
from simulator.stories.result import StoryResult
from simulator.stories.written.reading import read_stories

HEAD = """
title = {{ en = "one", zh = "一" }}
pace = "{pace}"

[purchases.a]
goods = [{{ name = "奶粉", hsCode = "1901101000", price = "99", qty = 2, unit = "122", country = "304" }}]
{change}
"""


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with grounds.in_process() as wire:
        yield wire


def played(folder: Path, wire: Wire, *steps: str, pace: str = "instant", change: str = "") -> StoryResult:
    text = HEAD.format(pace=pace, change=change) + "".join(f"\n[[steps]]\n{step}\n" for step in steps)
    (folder / "one.story.toml").write_text(text, encoding="utf-8")
    (story,) = read_stories(folder / "one.story.toml")
    return play(story, wire)


DECLARE = 'declare = "a"'


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        (
            [DECLARE, 'expect = "a"\ninventory = []\nwithin = "1h"'],
            "the inventory got a receipt more than expected: 2",
        ),
        ([DECLARE, 'expect = "a"\ninventory = ["2"]\nmissing = []\nwithin = "1h"'], "more than expected: 120"),
        ([DECLARE, 'expect = "a"\nstate = "refused"'], "its state is released, not refused"),
        ([DECLARE], "nothing is expected of it, so it could not fail"),
        (['expect = "a"\nvalues = { "OrderHead.orderType" = "I" }'], "no order of it was declared"),
        (
            [
                'declare = "a"\ndocuments = ["order"]\nspoil = { "OrderHead.note" = "x" }',
                'expect = "a"\nvalues = { "OrderHead.note" = "y" }',
            ],
            "OrderHead.note is x, expected was y",
        ),
        (
            [
                'declare = "a"\ndocuments = ["order"]\nspoil = { "OrderHead.acturalPaid" = "abc" }',
                'expect = "a"\nvalues = { "OrderHead.acturalPaid" = "198.00" }',
            ],
            "OrderHead.acturalPaid is abc, expected was 198.00",
        ),
        (
            ['declare = "a"\ndocuments = ["order"]\nspoil = { "PaymentHead.amountPaid" = "abc" }'],
            "PaymentHead.amountPaid: no payment is sent in this step",
        ),
        (
            [
                'declare = "a"\ndocuments = ["order"]\nspoil = { "OrderHead.orderNo" = "OTHER" }',
                'expect = "a"\norder = []',
            ],
            "the order got a receipt more than expected: 2",
        ),
        ([DECLARE, 'pay = "a"', 'declare = "a"\nchange = { "PaymentHead.note" = "x" }'], "was declared by others"),
        (['declare = "a"\nchange = { "OrderHead.orderType" = "I" }'], "I stands there already"),
        (['pay = "a"', 'return = "a"\nreason = "x"\nlines = [9]'], "has no invtNo yet: expect its 120 first"),
        ([DECLARE, 'return = "a"\nreason = "x"\nlines = [9]\nanswer = "0999"'], "there is no line 9, only 1"),
        ([DECLARE, 'return = "a"\nreason = "x"\nlines = { 9 = 1 }'], "there is no line 9, only 1"),
        ([DECLARE, 'return = "a"\nreason = "x"\nlines = { 1 = 0 }'], "the client stops it, RET-01"),
        ([DECLARE, 'cancel = "a"\nreason = "x"', 'expect = "a"\ncancel = ["2"]'], "expected 2, came -623005"),
        ([DECLARE, 'officer = "a"\ndecision = "inspect"'], "is decided already: released (800)"),
        (
            [DECLARE, 'arrive = "a"', 'expect = "a"\narrival = ["2", "120", "399", "800"]'],
            "800 for the arrival of order",
        ),
        (
            ['declare = "a"\nas = "stored"', 'expect = "a"\ninventory = ["1", "2"]'],
            "2 for the inventory of order",
        ),
    ],
)
def test_it_fails(steps: list[str], why: str, tmp_path: Path, wire: Wire) -> None:
    result = played(tmp_path, wire, *steps, pace="typical" if "within" in str(steps) else "instant")
    assert result.status == "failed"
    assert result.why
    assert why in result.why.en


@pytest.mark.parametrize(
    ("step", "path", "instead"),
    [
        ("pay", "PaymentHead.amountPaid", "say it by amount and payer here"),
        ("ship", "LogisticsHead.consignee", "say it by consignee here"),
    ],
)
def test_a_change_that_others_would_not_know_of(step: str, path: str, instead: str, tmp_path: Path, wire: Wire) -> None:
    change = f'change = {{ "{path}" = "150" }}'
    result = played(tmp_path, wire, f'{step} = "a"', DECLARE, 'expect = "a"\nstate = "released"', change=change)
    assert result.why
    assert instead in result.why.en


def test_what_payment_company_and_carrier_declared_can_be_expected(tmp_path: Path, wire: Wire) -> None:
    values = '{ "PaymentHead.amountPaid" = "150.00", "LogisticsHead.orderNo" = "A1" }'
    result = played(
        tmp_path,
        wire,
        'pay = "a"\namount = "150"',
        'ship = "a"',
        DECLARE,
        f'expect = "a"\nrules = ["CUS-03"]\nvalues = {values}',
        change='orderNo = "A1"',
    )
    assert result.why is None


def test_within_counts_once_for_all_purchases(tmp_path: Path, wire: Wire) -> None:
    """One was declared nine of the ten minutes ago; the other has the ten minutes of its own."""
    text = HEAD.format(pace="slow", change="").replace("[purchases.a]", "[purchases.b]\n\n[purchases.a]")
    steps = (DECLARE, 'advance = "9min"', 'declare = "b"', 'expect = ["a", "b"]\nsequence = ["inventory 120"]')
    for within, status in (("1ms", "failed"), ("30d", "passed")):
        said = [*steps[:-1], f'{steps[-1]}\nwithin = "{within}"']
        (tmp_path / "two.story.toml").write_text(text + "".join(f"\n[[steps]]\n{one}\n" for one in said))
        (story,) = read_stories(tmp_path / "two.story.toml")
        assert play(story, wire).status == status


def test_what_is_said_twice_in_a_moment_is_two_receipts(tmp_path: Path, wire: Wire) -> None:
    again = 'declare = "a"\ndocuments = ["order"]\nchange = { "OrderHead.appTime" = "2026111120000%d" }'
    result = played(
        tmp_path,
        wire,
        'declare = "a"\ndocuments = ["order"]',
        *(again % second for second in (1, 2, 3)),
        'expect = "a"\norder = ["2", "120", "-301010", "-301010", "-301010"]',
    )
    assert result.why is None


def test_of_a_batch_only_the_wrong_one_is_stopped(tmp_path: Path, wire: Wire) -> None:
    text = HEAD.format(pace="instant", change='change = { "OrderHead.acturalPaid" = "1" }')
    text = text.replace("[purchases.a]", "[purchases.good]\n\n[purchases.a]")
    (tmp_path / "two.story.toml").write_text(
        text + '\n[[steps]]\ndeclare = ["good", "a"]\nstopped = ["ORD-01"]\n', encoding="utf-8"
    )
    (story,) = read_stories(tmp_path / "two.story.toml")
    result = play(story, wire)
    assert result.status == "passed"
    assert [(one.purchase, [each.rule for each in one.objections]) for one in result.orders] == [("a", ["ORD-01"])]
    assert [event.kind for event in result.trace.events] == ["stopped"]
