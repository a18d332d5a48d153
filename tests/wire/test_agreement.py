"""The schema and the decoder agree on every message, right or wrong, though neither leans on the other."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding
from gateway_client.wire.parse import Broken, Parsed, parse
from gateway_client.wire.record import Record
from gateway_client.wire.validate import Schemas
from tests.purchases import message, purchase
from tests.wire.messages import BY_TAG, ROOTS, records
from tests.wire.mutations import XSI, mutated

SCHEMAS = Schemas()
ORDER = message(purchase()["order"])
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
    return finding.words.en == "is not base64" and bool(STRAY_IN_BASE64.search(finding.value or ""))


@given(data=st.data(), root=st.sampled_from(ROOTS), prefixed=st.booleans())
@settings(max_examples=300)
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
        findings = refused(parsed.root)
        assert len(findings) <= 100
        if SCHEMAS.fits(parsed.root):
            assert all(is_known_laxity(finding) for finding in findings), findings
        else:
            assert findings, SCHEMAS.first_error(parsed.root)


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
