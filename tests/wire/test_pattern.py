"""What an expression reads from the text is what the decoder reads from the tree, or it reads nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway_client.wire import ceb
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.pattern import pattern_of
from gateway_client.wire.record import Record
from tests.purchases import message, purchase
from tests.wire.messages import BY_TAG, ROOTS, records
from tests.wire.mutations import mutated

ORDER = message(purchase()["order"])
KINDS = ["order", "payment", "waybill", "inventory"]


def read(data: bytes, *, swiftly: bool) -> Record | list[Finding]:
    parsed = parse(data)
    assert isinstance(parsed, Parsed), data
    record = BY_TAG[str(parsed.root.tag)]
    try:
        return decode(parsed.root, record, parsed.text if swiftly else "")
    except Undecodable as wrong:
        return wrong.findings


def taken(data: bytes) -> list[bool]:
    """Tell of each document that the expressions saw whether they took it."""
    parsed = parse(data)
    assert isinstance(parsed, Parsed), data
    pattern = pattern_of(BY_TAG[str(parsed.root.tag)].table, prefixed=bool(parsed.root.prefix))
    assert pattern
    return [one is not None for one in pattern.documents(parsed.root, parsed.text)]


def agree(data: bytes) -> None:
    swift, careful = read(data, swiftly=True), read(data, swiftly=False)
    assert repr(swift) == repr(careful)
    assert type(swift) is type(careful)


@given(data=st.data(), root=st.sampled_from(ROOTS), prefixed=st.booleans(), ends=st.sampled_from([b"\n", b"\r\n", b""]))
@settings(max_examples=500)
def test_text_and_tree_say_the_same_of_every_message(
    data: st.DataObject, root: type[Record], prefixed: bool, ends: bytes
) -> None:
    written = encode(data.draw(records(root)), prefixed=prefixed).replace(b">\n", b">" + ends)
    agree(written)
    spoilt = mutated(data.draw, written)
    parsed = parse(spoilt)
    if isinstance(parsed, Parsed) and str(parsed.root.tag) in BY_TAG:
        agree(spoilt)


@pytest.mark.parametrize("kind", KINDS)
def test_documents_of_the_usual_form_are_taken(kind: str) -> None:
    data = message(*([purchase()[kind]] * 3))
    assert taken(data) == [True, True, True]
    agree(data)


@pytest.mark.parametrize("message_type", [*ceb.REQUESTS, *ceb.RECEIPTS])
def test_every_message_has_a_pattern_but_those_with_lists_without_end(message_type: str) -> None:
    has = pattern_of(ceb.MESSAGES[message_type].table, prefixed=True) is not None
    assert has is (message_type not in {"CEB711Message", "CEB900Message"})


USUAL = {
    "line ends of Windows": (b">\n", b">\r\n"),
    "old line ends": (b">\n", b">\r"),
    "no white space": (b">\n", b">"),
    "the default namespace": (b"ceb:", b""),
    "another prefix": (b"ceb", b"ns0"),
    "an empty element in short": (b"</ceb:OrderHead>", b"<ceb:note/></ceb:OrderHead>"),
    "the same with a blank": (b"</ceb:OrderHead>", b"<ceb:note /></ceb:OrderHead>"),
    "a line break in a value": ("张伟".encode(), "张\r\n伟".encode()),
    "a mark at the beginning": (b"<?xml", b"\xef\xbb\xbf<?xml"),
    "single quotes": (b'version="1.0" ', b"version='1.0' "),
    "exclamation and question": ("张伟".encode(), "张伟!? 真的?!".encode()),
}


@pytest.mark.parametrize("name", USUAL)
def test_usual_forms(name: str) -> None:
    data = USUAL[name]
    given_, written = data
    if name == "the default namespace":
        swapped = ORDER.replace(b"xmlns:ceb", b"xmlns").replace(b"ceb:", b"")
    elif name == "another prefix":
        swapped = ORDER.replace(b"ceb:", b"ns0:").replace(b":ceb=", b":ns0=")
    else:
        swapped = ORDER.replace(given_, written)
    agree(swapped)
    assert taken(swapped) == [True]


def _doubled(with_first: tuple[bytes, bytes]) -> bytes:
    """Return a message of two orders, the first of them changed."""
    return message(purchase()["order"], purchase()["order"]).replace(*with_first, 1)


ODD: dict[str, tuple[tuple[bytes, bytes], list[bool]]] = {
    "an ampersand": (("张伟".encode(), "张纽&amp;康特amp;伟".encode()), [False, True]),
    "a character reference": (("张伟".encode(), "张&#x5EB7;伟".encode()), [False, True]),
    "a value with blanks around it": ((b"ceb:qty>", b"ceb:qty> "), [False, True]),
    "a sign": ((b"<ceb:freight>", b"<ceb:freight>+"), [False, True]),
    "an attribute": ((b"<ceb:OrderHead>", b'<ceb:OrderHead x="1">'), [False, True]),
    "a namespace of its own": ((b"<ceb:OrderHead>", b'<ceb:OrderHead xmlns:ceb="urn:x">'), [False, True]),
    "a comment": ((b"<ceb:OrderHead>", b"<!-- --><ceb:OrderHead>"), []),
    "an instruction": ((b"<ceb:OrderHead>", b"<?x y?><ceb:OrderHead>"), []),
    "a document in a comment": ((b"<ceb:Order>", b"<!--<ceb:Order></ceb:Order>--><ceb:Order>"), []),
    "a section": (("张伟".encode(), "<![CDATA[张伟]]>".encode()), []),
    "a blank in an end tag": ((b"</ceb:Order>", b"</ceb:Order >"), []),
    "a blank in a start tag": ((b"<ceb:Order>", b"<ceb:Order >"), []),
    "a document within a document": ((b"<ceb:Order>", b"<ceb:Order><ceb:Order></ceb:Order>"), []),
    "text between documents": ((b"</ceb:Order>", b"</ceb:Order>x"), []),
    "too long a text": ((b"<ceb:orderNo>", b"<ceb:orderNo>" + b"x" * 60), [False, True]),
    "a missing element": ((b"<ceb:orderType>I</ceb:orderType>", b""), [False, True]),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_forms_are_left_to_the_decoder(name: str) -> None:
    change, expected = ODD[name]
    data = _doubled(change)
    assert data != message(purchase()["order"], purchase()["order"])
    agree(data)
    assert taken(data) == expected


def test_a_document_with_another_prefix_for_the_same_namespace_upsets_nothing() -> None:
    namespace = "http://www.chinaport.gov.cn/ceb"
    first, _, rest = message(purchase()["order"], purchase()["order"]).partition(b"</ceb:Order>")
    other = first.replace(b"ceb:", b"q:").replace(b"xmlns:q=", f'xmlns:q="{namespace}" xmlns:ceb='.encode())
    start = other.index(b"<q:Order>")
    data = first[: first.index(b"<ceb:Order>")].replace(b"xmlns:ceb=", f'xmlns:q="{namespace}" xmlns:ceb='.encode()) + (
        other[start:] + b"</q:Order>" + rest
    )
    agree(data)
    assert taken(data) == []


@pytest.mark.parametrize("front", [b"", b" ", b"\n", b'<?xml version="1.0"?>', b"\xef\xbb\xbf"])
def test_a_message_within_an_instruction_is_not_read(front: bytes) -> None:
    """An instruction may hold the very text of another message; the tree knows nothing of it."""
    inner = ORDER[ORDER.index(b"<ceb:CEB311Message") :].replace(b"acturalPaid>", b"acturalPaid>9", 1)
    body = ORDER[ORDER.index(b"<ceb:CEB311Message") :]
    for instruction in (b"<?x " + inner + b"?>", b"<?x " + inner.replace(b"?>", b"") + b" ?>\n"):
        data = front + instruction + body
        agree(data)
        assert taken(data) == []


def test_another_prefix_beside_the_usual_one_is_left_to_the_decoder() -> None:
    data = ORDER.replace(b"ceb:", b"p:").replace(b":ceb=", b":p=")
    agree(data)
    assert taken(data) == [True]
    crossed = data.replace(b"</p:BaseTransfer>", b'<ceb:note xmlns:ceb="urn:x"/></p:BaseTransfer>')
    agree(crossed)
    assert taken(crossed) == []


def test_text_after_the_last_document_is_left_to_the_decoder() -> None:
    data = ORDER.replace(b"</ceb:Order>", b"</ceb:Order>x")
    assert data.count(b">x") == 1
    assert taken(data) == []
    agree(data)
