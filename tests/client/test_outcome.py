"""What a purchase's receipts add up to: released, refused, declared earlier, or still declared."""

import pytest

from gateway_client import Heard, Outcome

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
