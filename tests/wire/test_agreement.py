"""The schema and the decoder agree on every message, right or wrong, though neither leans on the other."""

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway_client.wire.ceb import CEB311Message, CEB511Message, CEB621Message
from gateway_client.wire.ceb.tail import BaseTransfer
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.dxp import AddInfo, BizKey, DxpMsg, DxpRep, Key, OriHead, ReceiverIds, Response, TransInfo
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding
from gateway_client.wire.parse import Broken, Parsed, parse
from gateway_client.wire.record import Record, Table
from gateway_client.wire.validate import Schemas
from tests.purchases import SIGNATURE, message, purchase
from tests.wire.messages import BY_TAG, ROOTS, records
from tests.wire.mutations import VALUES, XSI, mutated

SCHEMAS = Schemas()
ORDER = message(purchase()["order"])
TRANSFER = BaseTransfer(cop_code="1", cop_name="", dxp_mode="DXP", dxp_id="DXPENT0000000001", note="")
INFO: dict[str, Any] = {
    "cop_msg_id": "1",
    "sender_id": "DXPENT0000000001",
    "receiver_ids": ReceiverIds(ids=("DXPEDCCEB0000002",)),
    "creat_time": "2026-11-11T20:15:00",
    "msg_type": "CEB311Message",
}
RESPONSE = Response(response_code="0000", response_info="", notice_time="2026-11-11", ori_head=OriHead(**INFO))
ADDED = AddInfo(file_name="a", ic_card="1", biz_key=BizKey(keys=(Key(name="a", value="b"),)))
FULL: dict[str, Any] = {
    "guid": "G" * 36,
    "version": "1.0",
    "base_transfer": TRANSFER,
    "signature": SIGNATURE.changed(id="_a"),
}
EXAMPLES: dict[type[Record], Record] = {
    CEB311Message: CEB311Message(documents=(purchase()["order"],), **FULL),
    CEB511Message: CEB511Message(documents=(purchase()["waybill"],), **FULL),
    CEB621Message: CEB621Message(documents=(purchase()["inventory"],), **FULL),
    DxpMsg: DxpMsg(id="_b", trans_info=TransInfo(**INFO), data="YQ==", add_info=ADDED),
    DxpRep: DxpRep(recevier_id="DXPENT0000000001", responses=(RESPONSE,)),
}
STRAY_IN_BASE64 = re.compile(r"[^A-Za-z0-9+/= \t\r\n]")


def refused(root: etree._Element) -> list[Finding]:
    """Return what the decoder objects to, nothing for a message that it takes."""
    try:
        decode(root, BY_TAG[str(root.tag)])
    except Undecodable as wrong:
        return wrong.findings
    return []


def is_known_laxity(finding: Finding) -> bool:
    """Tell whether libxml2 is known to pass what the decoder rightly refuses; each reason is a test below."""
    value = finding.value or ""
    if finding.words.en == "is not an XML name":
        return not value.isascii()
    return finding.words.en == "is not base64" and bool(STRAY_IN_BASE64.search(value))


def agreed(root: etree._Element) -> bool:
    """Tell whether schema and decoder say the same of a message."""
    findings = refused(root)
    if SCHEMAS.fits(root):
        return all(is_known_laxity(finding) for finding in findings)
    return 1 <= len(findings) <= 100


@given(data=st.data(), root=st.sampled_from(ROOTS), prefixed=st.booleans())
@settings(max_examples=500)
def test_a_mutated_message_fits_its_schema_if_and_only_if_it_can_be_decoded(
    data: st.DataObject, root: type[Record], prefixed: bool
) -> None:
    parsed = parse(mutated(data.draw, encode(data.draw(records(root)), prefixed=prefixed)))
    if isinstance(parsed, Broken):
        assert parsed.code == "0001"
    elif str(parsed.root.tag) not in BY_TAG:
        with pytest.raises(Undecodable, match="is not"):
            decode(parsed.root, root)
    else:
        assert agreed(parsed.root), (refused(parsed.root), SCHEMAS.fits(parsed.root))


def _kinds() -> dict[str, tuple[type[Record], list[int], str]]:
    """Return by notation one place, in one message, that holds a value of each kind: path of indices, attribute."""
    places: dict[str, tuple[type[Record], list[int], str]] = {}
    for root, example in EXAMPLES.items():
        _places(example, root.table, [], places, root)
    return places


def _places(
    value: Record,
    table: Table,
    path: list[int],
    places: dict[str, tuple[type[Record], list[int], str]],
    root: type[Record],
) -> None:
    at = 0
    for field, found in zip(table.fields, value, strict=True):
        entries = found if field.listed else () if found is None else (found,)
        if field.role == "attribute" and field.kind:
            places.setdefault(f"@{field.kind}", (root, path, field.wire))
        elif field.kind and entries:
            below = [*path, at] if field.role == "element" else path
            places.setdefault(str(field.kind), (root, below, ""))
        for offset, entry in enumerate(entries if field.entity else ()):
            _places(entry, field.entity, [*path, at + offset], places, root)  # type: ignore[arg-type]  # it has one
        at += len(entries) if field.role == "element" else 0


def test_every_edge_of_every_kind_of_value() -> None:
    """What chance may miss: each value that is known to be delicate, in a place of each kind."""
    differing = []
    for kind, (root, path, name) in _kinds().items():
        tree = parse(encode(EXAMPLES[root]))
        assert isinstance(tree, Parsed)
        element = tree.root
        for index in path:
            element = element[index]
        for value in VALUES:
            if name:
                element.set(name, value)
            else:
                element.text = value
            if not agreed(tree.root):
                differing.append((kind, value, refused(tree.root)))
    assert differing == []


def _with_text(element: etree._Element) -> None:
    element.text = f"{element.text or ''}x"


def _with_text_behind(element: etree._Element) -> None:
    element.tail = "x"


def _with_child(element: etree._Element) -> None:
    element.append(element.makeelement("x"))


def _with_attribute(element: etree._Element) -> None:
    element.set("x", "1")


def _doubled(element: etree._Element) -> None:
    element.addnext(deepcopy(element))


def _without(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


@pytest.mark.parametrize("root", EXAMPLES, ids=lambda root: root.__name__)
@pytest.mark.parametrize(
    "spoil", [_with_text, _with_text_behind, _with_child, _with_attribute, _doubled, _without], ids=lambda f: f.__name__
)
def test_every_element_spoilt_alone(root: type[Record], spoil: Callable[[etree._Element], None]) -> None:
    """What chance may miss: one intruder at each place, one element doubled or left out."""
    tree = parse(encode(EXAMPLES[root]))
    assert isinstance(tree, Parsed)
    for place in range(1, sum(1 for _ in tree.root.iter())):
        spoilt = deepcopy(tree.root)
        spoil(list(spoilt.iter())[place])
        assert agreed(spoilt), etree.tostring(spoilt, encoding="unicode")


def _order() -> etree._Element:
    parsed = parse(ORDER)
    assert isinstance(parsed, Parsed)
    return parsed.root


def test_libxml2_skips_what_is_not_base64() -> None:
    """Named exception: stray characters in base64 pass the schema and are refused by the decoder."""
    signed = message(purchase()["inventory"], signed=True)
    parsed = parse(signed.replace(b">YQ==</ds:SignatureValue>", b">Y-Q==</ds:SignatureValue>"))
    assert isinstance(parsed, Parsed)
    assert SCHEMAS.fits(parsed.root)
    assert [finding.words.en for finding in refused(parsed.root)] == ["is not base64"]


def test_an_id_is_made_of_the_letters_of_english_and_chinese() -> None:
    """Named exception: which other letters a name may have differs among the editions of XML."""
    parsed = parse(message(purchase()["inventory"], signed=True))
    assert isinstance(parsed, Parsed)
    parsed.root[-1].set("Id", "签名")
    assert agreed(parsed.root)
    assert refused(parsed.root) == []
    parsed.root[-1].set("Id", "é")
    assert SCHEMAS.fits(parsed.root)
    assert [finding.words.en for finding in refused(parsed.root)] == ["is not an XML name"]


def test_a_type_of_the_message_s_own_is_refused_though_it_is_the_declared_one() -> None:
    """Named exception: libxml2 allows xsi:type where it names the type that is declared anyway."""
    root = _order()
    root[0].set(f"{{{XSI}}}type", "ceb:OrderType")
    assert SCHEMAS.fits(root)
    assert [finding.code for finding in refused(root)] == ["FMT-07"]


@pytest.mark.parametrize("value", ["true", "false"])
def test_nil_is_refused(value: str) -> None:
    root = _order()
    root[0][0][0].set(f"{{{XSI}}}nil", value)
    assert not SCHEMAS.fits(root)
    assert [finding.code for finding in refused(root)] == ["FMT-07"]


def test_a_hint_at_another_schema_is_neither_followed_nor_refused(tmp_path: Path) -> None:
    (tmp_path / "other.xsd").write_text("this is no schema, and nobody reads it")
    root = _order()
    root.set(f"{{{XSI}}}schemaLocation", f"http://www.chinaport.gov.cn/ceb {tmp_path / 'other.xsd'}")
    assert SCHEMAS.fits(root)
    assert refused(root) == []


def test_an_id_stands_only_once() -> None:
    parsed = parse(message(purchase()["inventory"], signed=True))
    assert isinstance(parsed, Parsed)
    signature = parsed.root[-1]
    signature.set("Id", "_a")
    assert SCHEMAS.fits(parsed.root)
    assert refused(parsed.root) == []
    signature[1].set("Id", " _a ")
    assert not SCHEMAS.fits(parsed.root)
    assert [(f.path, f.words.en) for f in refused(parsed.root)] == [
        ("CEB621Message/Signature/SignatureValue/@Id", "is the Id of another element, too")
    ]
