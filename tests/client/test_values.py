"""The quick look at a record's values says yes only where the slow one finds nothing."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.wire import values
from gateway_client.wire.ceb import MESSAGES
from gateway_client.wire.record import Record
from gateway_client.wire.values import check_values
from tests.purchases import purchase

_LEAVES = st.one_of(
    st.none(),
    st.text(max_size=70),
    st.sampled_from(["", "x" * 36, "x" * 1001, "142", "1", "\x00", "\ud800", "a\r\nb"]),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from([Decimal("1E+999999999"), Decimal("1E-999999999"), Decimal("-0.00"), Decimal("1.50000")]),
    st.integers(),
    st.sampled_from([10**5000, -(10**5000), 2**31, True, 1.5, b"x", (), [], {}]),
    st.builds(lambda: purchase()["order"].lines),
    st.builds(lambda: purchase()["payment"].head),
)
_KINDS = [field.entity.record for message in MESSAGES.values() for field in message.table.fields if field.entity]


def slowly(record: Record) -> list[Any]:
    return list(values._record(record, record.table.name))


@given(st.data())
def test_both_looks_agree_on_anything(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(_KINDS))
    record = kind.of(data.draw(st.tuples(*[_LEAVES for _ in kind.table.fields])))
    assert check_values(record) == slowly(record)


@given(st.data())
def test_both_looks_agree_on_one_wrong_value(data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(list(purchase().values())))
    head = document.head.changed(**{data.draw(st.sampled_from(document.head.table.names)): data.draw(_LEAVES)})
    changed = document.changed(head=head)
    assert check_values(changed) == slowly(changed)
    assert check_values(document) == []


def test_lines_of_another_kind_are_found() -> None:
    given = purchase()
    wrong = given["order"].changed(lines=given["inventory"].lines)
    assert {one.code for one in check_values(wrong)} == {"VAL-02"}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"buyer_name": "张\0三"}, "VAL-05"),
        ({"buyer_name": "张\0", "buyer_telephone": "138\0"}, "VAL-05"),
        ({"note": "\ufffe"}, "VAL-05"),
        ({"freight": "1.00"}, "VAL-02"),
        ({"order_no": Decimal(1)}, "VAL-02"),
        ({"freight": Decimal("NaN")}, "VAL-06"),
        ({"freight": Decimal("0.000001")}, "VAL-06"),
        ({"currency": "None"}, "VAL-04"),
        ({"currency": None}, "VAL-01"),
    ],
)
def test_no_value_hides_behind_another(wrong: dict[str, Any], code: str) -> None:
    order = purchase()["order"]
    changed = order.changed(head=order.head.changed(**wrong))
    assert [one.code for one in check_values(changed)] == [code] * len(wrong)


@pytest.mark.parametrize("number", [0, 100])
def test_a_list_of_another_length_is_found(number: int) -> None:
    order = purchase()["order"]
    assert [one.code for one in check_values(order.changed(lines=order.lines[:1] * number))] == ["VAL-03"]
