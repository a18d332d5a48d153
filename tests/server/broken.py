"""Makes messages that are broken in one way each."""

from collections.abc import Callable
from itertools import pairwise

from gateway_client.wire.ceb.cancel import CEB623Message, InvtCancel
from gateway_client.wire.ceb.tail import BaseTransfer
from gateway_client.wire.encode import encode
from tests.enterprise import Enterprise
from tests.purchases import SIGNATURE, enveloped, message

Make = Callable[[Enterprise], bytes]


def order(enterprise: Enterprise) -> bytes:
    return message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)


def edited(old: str, new: str) -> Make:
    """Return the maker of an order message in which a text stands in place of another one."""

    def make(enterprise: Enterprise) -> bytes:
        text = order(enterprise).decode()
        assert old in text
        return text.replace(old, new, 1).encode()

    return make


def recoded(declared: str, encoding: str) -> Make:
    return lambda enterprise: edited("UTF-8", declared)(enterprise).decode().encode(encoding)


def inside(make: Make, msg_type: str = "CEB311Message") -> Make:
    """Return the maker of the envelope around a message."""
    return lambda enterprise: enveloped(make(enterprise), sender=enterprise.dxp_id, msg_type=msg_type)


def laughs(enterprise: Enterprise) -> bytes:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in pairwise(names))
    return f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">{entities}]><l>&j;</l>'.encode()


def xxe(enterprise: Enterprise) -> bytes:
    text = edited("张伟", "&e;")(enterprise).decode()
    return text.replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n', 1).encode()


def many(enterprise: Enterprise) -> bytes:
    return message(*[enterprise.purchase(n)["order"] for n in range(1, 102)], dxp_id=enterprise.dxp_id)


def long(enterprise: Enterprise) -> bytes:
    document = enterprise.purchase()["order"]
    lines = tuple(document.lines[0].changed(gnum=n) for n in range(1, 101))
    return message(document.changed(lines=lines), dxp_id=enterprise.dxp_id)


def cancel(enterprise: Enterprise) -> bytes:
    known = {**enterprise.purchase()["inventory"].head.named(), "invt_no": "51652026I000000001", "reason": "不要了"}
    document = InvtCancel(**{field.attr: known[field.attr] for field in InvtCancel.table.fields})
    tail = BaseTransfer(cop_code="4401960005", cop_name="南沙报关", dxp_mode="DXP", dxp_id=enterprise.dxp_id)
    made = CEB623Message(guid="G" * 36, version="1.0", documents=(document,), base_transfer=tail, signature=SIGNATURE)
    return encode(made, prefixed=True)
