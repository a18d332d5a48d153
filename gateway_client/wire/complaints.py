"""What the decoder says about a message that its table does not allow: the sentences, and where each belongs.

The codes: FMT-01 another root, FMT-02 unknown element, FMT-03 missing, FMT-04 wrong order, FMT-05 too often,
FMT-06 a value that its type does not allow, FMT-07 unknown attribute, FMT-08 not the fixed value, FMT-09 stray text.
"""

from collections import Counter
from difflib import get_close_matches
from typing import Final

from lxml import etree

from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.record import Field

MOST_FINDINGS: Final = 100
_LONGEST_NAME: Final = 60
_NO_ATTRIBUTE: Final = Words("is an attribute that is not allowed here", "不允许出现该属性")
_NO_TEXT: Final = Words("is text between elements: only elements are allowed here", "元素之间不允许出现文本")
_NO_ELEMENT: Final = Words("is an element inside a value: only text is allowed here", "该元素只能包含文本")
_TWICE: Final = Words("stands there twice: leave one out", "重复出现，请删除多余的元素")


class Complaints:
    """Collects up to 100 findings about one message; what comes after them is dropped at little cost."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def add(self, element: etree._Element, code: str, words: Words, value: str | None, below: str = "") -> None:
        """Note what is wrong with an element, or with the one or the ``@attribute`` that stands ``below`` it."""
        if not self.is_full():
            path = self._path(element) + (f"/{below}" if below else "")
            line: int | None = element.sourceline  # type: ignore[assignment]  # the stubs leave its type open
            self.findings.append(Finding(code, path, words, shown(value), line))

    def is_full(self) -> bool:
        """Tell whether there is no room for further findings."""
        return len(self.findings) >= MOST_FINDINGS

    def other_root(self, element: etree._Element, wanted: str) -> None:
        """Note that this is another message."""
        self.add(element, "FMT-01", Words(f"is not {wanted}", f"不是{wanted}"), str(element.tag))

    def unknown(self, child: etree._Element, known: dict[str, str]) -> str | None:
        """Note an element that is not ``known`` (tags by local name); return the tag that it probably stands for."""
        if self.is_full():
            return None
        name = _local(child)
        near = name if name in known else next(iter(get_close_matches(name, known, 1)), None)
        words = Words("is not known here", "在此处不存在")
        if near == name:
            namespace = etree.QName(known[name]).namespace
            words = Words(f"is in the wrong namespace, “{namespace}” is required", f"命名空间不正确，应为“{namespace}”")
        elif near:
            words = Words(f"{words.en}: did you mean {near}?", f"{words.zh}，是否应为{near}？")
        self.add(child, "FMT-02", words, child.text)
        return known[near] if near else None

    def element_in_value(self, element: etree._Element) -> None:
        """Note an element inside one that holds a value."""
        self.add(element, "FMT-02", _NO_ELEMENT, _local(element[0]))

    def missing(self, parent: etree._Element, field: Field) -> None:
        """Note that a required element or attribute is not there."""
        words = Words(f"is missing ({field.zh})", f"缺少必填项（{field.zh}）")
        self.add(parent, "FMT-03", words, None, f"@{field.wire}" if field.role == "attribute" else field.wire)

    def misplaced(self, child: etree._Element, behind: str | None) -> None:
        """Note that an element stands elsewhere than ``behind`` the one where it belongs (``None``: at the front)."""
        if behind is None:
            words = Words("stands in the wrong place: it comes first", "位置不正确，应位于最前")
        else:
            words = Words(f"stands in the wrong place: it belongs behind {behind}", f"位置不正确，应位于{behind}之后")
        self.add(child, "FMT-04", words, child.text)

    def too_many(self, child: etree._Element, most: int, count: int) -> None:
        """Note the first element beyond the ``most`` that are allowed."""
        if most == 1:
            self.add(child, "FMT-05", _TWICE, child.text)
            return
        en = f"stands there {count} times, at most {most} are allowed: split the message"
        self.add(child, "FMT-05", Words(en, f"出现{count}次，最多允许{most}个，请分批报送"), None)

    def value(self, element: etree._Element, words: Words, value: str, below: str = "") -> None:
        """Note a value that its type does not allow."""
        self.add(element, "FMT-06", words, value, below)

    def attribute(self, element: etree._Element, name: str) -> None:
        """Note an attribute that is not known."""
        if not self.is_full():  # asked here because reading one of 50,000 attributes is dear
            self.add(element, "FMT-07", _NO_ATTRIBUTE, f"{name[:_LONGEST_NAME]}={element.get(name)}")

    def not_fixed(self, element: etree._Element, name: str, wanted: str, value: str) -> None:
        """Note an attribute that has another value than the only one allowed."""
        self.add(element, "FMT-08", Words(f"must be “{wanted}”", f"应为“{wanted}”"), value, f"@{name}")

    def stray(self, element: etree._Element, text: str) -> None:
        """Note text beside the elements of an element."""
        self.add(element, "FMT-09", _NO_TEXT, text.strip(" \t\n\r"))

    def _path(self, element: etree._Element) -> str:
        """Return where an element stands: local names from the root, repeated ones counted from 1."""
        parent = element.getparent()
        if parent is None:
            return _local(element)
        if parent not in self._steps:
            self._steps[parent] = _numbered(parent)
        return f"{self._path(parent)}/{self._steps[parent][element]}"


def _numbered(parent: etree._Element) -> dict[etree._Element, str]:
    many = Counter(child.tag for child in parent)
    seen: Counter[str] = Counter()
    names = {}
    for child in parent:
        seen[str(child.tag)] += 1
        number = f"[{seen[str(child.tag)]}]" if many[child.tag] > 1 else ""
        names[child] = f"{_local(child)}{number}"
    return names


def _local(element: etree._Element) -> str:
    return shown(etree.QName(element).localname, _LONGEST_NAME) or ""
