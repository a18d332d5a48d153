"""What receipts add up to: how a purchase or an application ended, or where it stands."""

import pytest

from gateway_client import Heard, Outcome
from gateway_client.rules.statuses import DONE_APPLICATION, STATUSES, state_of, with_state

_ENDS = [
    ([("order", "2"), ("inventory", "2"), ("inventory", "120"), ("inventory", "800")], "released"),
    ([("inventory", "2"), ("inventory", "120")], "declared"),
    ([("inventory", "2"), ("inventory", "100")], "refused"),
    ([("order", "-301008")], "refused"),
    ([("order", "-301008"), ("order", "2"), ("inventory", "2")], "declared"),
    ([("order", "-301010"), ("payment", "-401007"), ("waybill", "-504015")], "declared"),
    ([("order", "-301010"), ("inventory", "-621004")], "declared earlier"),
    ([("order", "-301014"), ("inventory", "-621055")], "declared earlier"),
    ([("order", "-301010"), ("inventory", "2"), ("inventory", "800")], "released"),
    ([("inventory", "2"), ("inventory", "-621004")], "declared"),
    ([("inventory", "2"), ("inventory", "800"), ("inventory", "-621004")], "released"),
]


@pytest.mark.parametrize(("heard", "state"), _ENDS)
def test_receipts_add_up_to_a_state(heard: list[tuple[str, str]], state: str) -> None:
    outcome = Outcome("T1", tuple(Heard(document, status, "20261111120000000", "") for document, status in heard))
    assert outcome.state == state
    assert outcome.final == (state != "declared")


_STANDS = [
    (["1"], "stored"),
    (["1", "2", "120"], "declared"),
    (["2", "3", "4"], "declared"),
    (["2", "120", "300"], "held"),
    (["2", "120", "400"], "held"),
    (["2", "120", "500"], "held"),
    (["2", "120", "500", "599"], "held"),
    (["2", "120", "600"], "held"),
    (["2", "120", "399"], "cleared"),
    (["2", "120", "300", "2", "120"], "declared"),
    (["2", "120", "12345"], "declared"),
]
_OVER = [
    (["2", "120", "430"], "cancelled"),
    (["2", "120", "500", "700"], "sent back"),
    (["2", "120", "500", "800", "899"], "released"),
    (["2", "120", "300", "100"], "refused"),
]


def of(document: str, statuses: list[str], **options: frozenset[str]) -> Outcome:
    heard = tuple(Heard(document, status, "20261111120000000", "") for status in statuses)
    return Outcome("T1", heard, document, **options)


@pytest.mark.parametrize(("statuses", "state"), _STANDS + _OVER)
def test_every_status_has_its_state(statuses: list[str], state: str) -> None:
    outcome = of("inventory", statuses)
    assert (outcome.state, outcome.final, outcome.held) == (state, (statuses, state) in _OVER, state == "held")


@pytest.mark.parametrize("document", ["cancel", "return", "arrival"])
@pytest.mark.parametrize(
    ("statuses", "state", "final"),
    [
        (["2"], "declared", False),
        (["2", "120"], "declared", False),
        (["2", "120", "300"], "held", False),
        (["2", "120", "399"], "cleared", True),
        (["2", "120", "100"], "refused", True),
        (["-800001"], "refused", True),
        (["-623009"], "declared earlier", True),
        (["2", "120", "399", "-625022"], "cleared", True),
    ],
)
def test_an_application_ends_with_its_own_statuses(document: str, statuses: list[str], state: str, final: bool) -> None:
    outcome = of(document, statuses, ends=DONE_APPLICATION)
    assert (outcome.state, outcome.final, outcome.released) == (state, final, False)


def test_the_numbers_are_those_heard_last() -> None:
    told = [("order", None, None), ("inventory", "B1", None), ("inventory", "B1", "I1"), ("inventory", "B2", None)]
    outcome = Outcome("T1", tuple(Heard(document, "2", "", "", pre, invt) for document, pre, invt in told))
    assert (outcome.pre_no, outcome.invt_no) == ("B2", "I1")
    assert (Outcome("T1").pre_no, Outcome("T1").invt_no) == (None, None)


def test_the_list_of_statuses() -> None:
    known = "1 2 3 4 100 120 300 399 400 430 500 501 502 503 599 600 700 800 899"
    assert [str(code) for code in STATUSES if code > 0] == known.split()
    assert with_state("released") == {"800", "899"}
    assert with_state("refused", "cancelled") == {"100", "430"}
    refused = ["-621005", "100"]
    assert [state_of(status) for status in (*refused, "430")] == ["refused", "refused", "cancelled"]
    assert {state_of(status) for status in ("77", "", "x", "²")} == {""}
