"""Ways to spoil a message: its tree is changed here and there, then written as bytes again."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, Protocol

from hypothesis import strategies as st
from lxml import etree

from gateway_client.wire.lexical import Fixed, Whole
from gateway_client.wire.record import Table
from tests.wire.messages import FORMED, ROOTS

XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = [
    "http://www.chinaport.gov.cn/ceb",
    "http://www.chinaport.gov.cn/dxp",
    "http://www.w3.org/2000/09/xmldsig#",
    "urn:elsewhere",
    "",
]
_TABLES: list[Table] = [table for root in ROOTS for table in root.table.walk()]
NAMES = sorted({f.wire for t in _TABLES for f in t.elements if f.role == "element"} | {"x", "Guid", "qtyy", "名称"})

NUMBERS = {f.wire for t in _TABLES for f in t.elements if isinstance(f.kind, Fixed | Whole)}

# Marks that become markup when the message is written.
MARKUP = {
    "\ue000": "&#48;",
    "\ue001": "&amp;",
    "\ue002": "&#x39;",
    "\ue003": "<![CDATA[5]]>",
    "\ue004": "<!-- 7 -->",
    "\ue005": "<?pi 7?>",
    "\ue006": "&#13;",
    "\ue007": "&#xA0;",
    "\ue008": "<![CDATA[ <x/> ]]>",
    "\ue009": "&#32;",
}

VALUES = [
    *[
        "",
        " ",
        "  12.5",
        "\t7\n",
        "+5",
        "+5.5",
        "-0",
        "007",
        "0000000000000000000012",
        ".5",
        "5.",
        ".",
        "+",
        "-.5",
        "--5",
    ],
    *["1.000000", "1.00000", "1.123456", "0.000001", "0.10000000000000000000", "99999999999999.99999", "5e3", "1E2"],
    *["1" * 19, "1" * 20, "1" * 18 + ".1", "1" * 15 + ".12345", "0" * 1500 + "1", "0." + "0" * 1500, "1,5", "1 5"],
    *["INF", "NaN", "0x10", "٣", "３", "1\u00a0", "\u00a01", "\u30001", "２.５", "1_000", "\ufeff1"],
    *["2147483647", "2147483648", "-2147483648", "-2147483649", "999999999", "1000000000", "-999999999", "9" * 30],
    *["1\ue006", "\ue0061", "1\ue007", "\ue009\ue003", "  \ue003", " \ue0041", "1.5\ue009", "\ue0091.5"],
    *["A" * size for size in (1, 3, 4, 8, 10, 14, 17, 18, 19, 20, 21, 30, 31, 36, 37, 50, 60, 61, 100, 101, 200, 201)],
    *["𠮷" * 60, "𠮷" * 61, "é" * 60, "e\u0301" * 30, "e\u0301" * 31, "中" * 100, "中" * 101, "A" * 1000, "A" * 1001],
    *[
        "\ue000",
        "1\ue000",
        "\ue0015",
        "1\ue0042",
        "\ue004",
        " \ue004 ",
        "1\ue0052",
        "\ue003",
        "\ue003.\ue002",
        "\ue008",
    ],
    *["1.0", "1.1", "1.0 ", "142", "CEB", "true"],
    *[day for form in FORMED.values() for day in form],
    *["2026-11-11 ", " 2026-11-11", "2026-11-11Z ", "2026-02-29", "2026-13-01", "0000-01-01", "02026-01-01"],
    *["99999999999-01-01", "99999999999999999999-01-01", "2026-11-11+14:01", "2026-11-11T20:15", "2026-11-11T24:00:01"],
    *["2026-11-11T20:15:00Z ", "2026-11-11T20:15:00 ", " 2026-11-11T20:15:00Z", "2026-11-11t20:15:00", "T20:15:00"],
    *["YQ", "YQ=", "YQ===", "YR==", "YWJ=", "YWK=", "=", "====", "Y Q = =", "YWJjYQ==YWJj", "YWJjZ", "\u00a0YWJj"],
    *["_a", "a.b-c", "1a", "a:b", " a ", "a b", "名称", "-a", "a" * 300],
]
NUMERIC = VALUES.index("A")


class Draw(Protocol):
    """Hypothesis' draw."""

    def __call__(self, strategy: st.SearchStrategy[Any]) -> Any: ...


def mutated(draw: Draw, message: bytes) -> bytes:
    """Return a message after one to three mutations."""
    root = etree.fromstring(message)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):  # one alone is hidden by no other
        draw(st.sampled_from(MUTATIONS))(root, draw)
    text = etree.tostring(root, encoding="unicode")
    for mark, markup in MARKUP.items():
        text = text.replace(mark, markup)
    return text.encode()


def _some(root: etree._Element, draw: Draw) -> etree._Element:
    elements = list(root.iter())
    return elements[draw(st.integers(0, len(elements) - 1))]


def _leaf(root: etree._Element, draw: Draw) -> etree._Element:
    leaves = [element for element in root.iter() if not len(element)]
    return leaves[draw(st.integers(0, len(leaves) - 1))]


def _child(root: etree._Element, draw: Draw) -> etree._Element:
    element = _some(root, draw)
    return root[0] if element is root and len(root) else element


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def drop(root: etree._Element, draw: Draw) -> None:
    child = _child(root, draw)
    if child is not root:
        _parent(child).remove(child)


def repeat(root: etree._Element, draw: Draw) -> None:
    child = _child(root, draw)
    for _ in range(draw(st.sampled_from([1, 1, 2, 4, 5, 6]))):
        _parent(child).insert(_parent(child).index(child), deepcopy(child)) if child is not root else None


def fill(root: etree._Element, draw: Draw) -> None:
    """Repeat a small element up to the limits of lists."""
    child = min(root.iter(), key=lambda e: (e is root, len(list(e.iter())), draw(st.integers(0, 9))))
    lists = [e for e in root.iter() if e.tag == child.tag or str(e.tag).endswith(("List", "Return", "ReceiverId"))]
    child = draw(st.sampled_from(lists))
    if child is root:
        return
    parent = _parent(child)
    present = sum(1 for twin in parent if twin.tag == child.tag)
    for _ in range(draw(st.sampled_from([5, 6, 99, 100, 101])) - present):
        parent.insert(parent.index(child), deepcopy(child))


def move(root: etree._Element, draw: Draw) -> None:
    child = _child(root, draw)
    if child is not root:
        parent = _parent(child)
        parent.remove(child)
        parent.insert(draw(st.integers(0, len(parent))), child)


def nest(root: etree._Element, draw: Draw) -> None:
    child, elsewhere = _child(root, draw), _some(root, draw)
    if child is not root and child not in elsewhere.iterancestors() and child is not elsewhere:
        elsewhere.insert(draw(st.integers(0, len(elsewhere))), child)


def rename(root: etree._Element, draw: Draw) -> None:
    element = _child(root, draw)
    namespace = etree.QName(element).namespace or ""
    element.tag = _tag(namespace, draw(st.sampled_from(NAMES)))


def move_to_namespace(root: etree._Element, draw: Draw) -> None:
    element = _some(root, draw)
    element.tag = _tag(draw(st.sampled_from(NAMESPACES)), etree.QName(element).localname)


def insert(root: etree._Element, draw: Draw) -> None:
    tag = _tag(draw(st.sampled_from(NAMESPACES)), draw(st.sampled_from(NAMES)))
    parent = _some(root, draw)
    made = etree.Element(tag)
    made.text = draw(st.sampled_from(["", "1", "x"]))
    parent.insert(draw(st.integers(0, len(parent))), made)


def revalue(root: etree._Element, draw: Draw) -> None:
    _leaf(root, draw).text = draw(st.sampled_from(VALUES))


def renumber(root: etree._Element, draw: Draw) -> None:
    """Give another value to an element that holds a number."""
    numbers = [e for e in root.iter() if not len(e) and str(e.tag).rpartition("}")[2] in NUMBERS]
    if numbers:
        draw(st.sampled_from(numbers)).text = draw(st.sampled_from(VALUES[:NUMERIC]))


def fill_value(root: etree._Element, draw: Draw) -> None:
    """Put an element into one that holds a value."""
    leaf = _leaf(root, draw)
    etree.SubElement(leaf, draw(st.sampled_from([leaf.tag, "x"])))


def write_between(root: etree._Element, draw: Draw) -> None:
    text = draw(
        st.sampled_from([" ", "\n\t", "x", "\u00a0", "\ue000", "\ue009", "\ue004", " \ue005\n", "\ue003", "\ue006"])
    )
    element = _some(root, draw)
    if element is root or draw(st.booleans()):
        element.text = text
    else:
        element.tail = text


def attribute(root: etree._Element, draw: Draw) -> None:
    names = ["guid", "version", "Id", "ver", "Algorithm", "URI", "Type", "name", "Encode", "x", "Ver", "GUID"]
    foreign = ["{urn:x}guid", "{http://www.chinaport.gov.cn/ceb}guid", "{http://www.w3.org/XML/1998/namespace}lang"]
    hints = [f"{{{XSI}}}schemaLocation", f"{{{XSI}}}noNamespaceSchemaLocation"]
    # Named exception: xsi:type and xsi:nil are refused always, see test_agreement.
    name = draw(st.sampled_from([*names, *foreign, *hints]))
    element = root if draw(st.booleans()) else _some(root, draw)
    value = draw(st.sampled_from(VALUES))
    element.set(name, value if not any(mark in value for mark in ("\ue003", "\ue004", "\ue005", "\ue008")) else "1")


def drop_attribute(root: etree._Element, draw: Draw) -> None:
    bearers = [element for element in root.iter() if element.keys()]
    if bearers:
        bearer = draw(st.sampled_from(bearers))
        del bearer.attrib[draw(st.sampled_from(sorted(map(str, bearer.keys()))))]


def _tag(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}" if namespace else name


MUTATIONS: list[Callable[[etree._Element, Draw], None]] = [
    drop,
    repeat,
    fill,
    move,
    nest,
    rename,
    move_to_namespace,
    insert,
    revalue,
    revalue,
    renumber,
    renumber,
    fill_value,
    write_between,
    write_between,
    attribute,
    drop_attribute,
]
