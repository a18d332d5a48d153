"""What a record promises to those who make and read one."""

from decimal import Decimal

import pytest

from gateway_client.wire.ceb import CEB311Message, CEB621Message
from gateway_client.wire.ceb.payment import PaymentHead
from gateway_client.wire.facts import from_json, to_json
from gateway_client.wire.record import camel
from tests.purchases import purchase

HEAD = purchase()["payment"].head


def test_it_is_equal_and_hashable_by_value() -> None:
    twin = PaymentHead(**HEAD.named())
    assert twin == HEAD
    assert hash(twin) == hash(HEAD)
    assert twin.changed(order_no="other") != HEAD


def test_a_changed_copy_leaves_the_first_as_it_is() -> None:
    assert HEAD.changed(amount_paid=Decimal(1)).amount_paid == 1
    assert HEAD.amount_paid != 1


def test_it_cannot_be_changed_in_place() -> None:
    with pytest.raises(AttributeError):
        HEAD.order_no = "other"  # type: ignore[misc]  # that is the point


def test_missing_fields_are_named_with_what_they_are() -> None:
    values = HEAD.named()
    del values["order_no"], values["currency"]
    with pytest.raises(TypeError, match=r"PaymentHead needs order_no \(订单编号\), currency \(支付币制\)"):
        PaymentHead(**values)


def test_unknown_fields_are_named() -> None:
    with pytest.raises(TypeError, match="PaymentHead has no field orderNo"):
        HEAD.changed(orderNo="1")


def test_optional_fields_may_be_left_out() -> None:
    assert HEAD.note is None
    assert HEAD.changed(note="").note == ""


def test_its_repr_leaves_out_what_is_absent() -> None:
    assert repr(HEAD).startswith("PaymentHead(guid='")
    assert "note" not in repr(HEAD)


def test_a_message_has_its_documents_before_the_tail_and_each_field_once() -> None:
    names = [field.wire for field in CEB621Message.table.elements]
    assert names == ["Inventory", "BaseTransfer", "BaseSubscribe", "ExtendMessage", "Signature"]
    assert [field.least for field in CEB621Message.table.fields if field.wire == "Signature"] == [1]
    assert [field.least for field in CEB311Message.table.fields if field.wire == "Signature"] == [0]


@pytest.mark.parametrize(("attr", "wire"), [("guid", "guid"), ("ebp_code", "ebpCode"), ("qty1", "qty1")])
def test_wire_names(attr: str, wire: str) -> None:
    assert camel(attr) == wire


@pytest.mark.parametrize("kind", ["order", "payment", "waybill", "inventory"])
def test_json_keeps_every_value_with_its_type_and_digits(kind: str) -> None:
    document = purchase()[kind]
    back = from_json(type(document), to_json(document))
    assert back == document
    assert repr(back) == repr(document)
