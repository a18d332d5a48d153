"""From bytes to a tree, for messages of strangers: UTF-8 only, no DTD, no entities, no network, no huge trees.

Comments and processing instructions mean nothing in this trade and are dropped while parsing.
"""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from gateway_client.wire.findings import Finding, Words

_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']""")
_DOCTYPE: Final = re.compile(rb"(?:\s++|<!--(?s:.*?)-->|<\?(?s:.*?)\?>)*+<!DOCTYPE", re.IGNORECASE)
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00\xfe\xff")
_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no acceptable XML. ``code`` is that of the exchange platform: 0001 or 0999."""

    code: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Parsed:
    """A well-formed message."""

    root: etree._Element


def parse(data: bytes) -> Parsed | Broken:
    """Parse a message; what is wrong with it comes back as a value. Safe in any thread."""
    if not data.strip(b" \t\r\n"):
        return _broken("0001", "XML-01", Words("the message is empty: send an XML document", "报文为空"))
    if refused := _encoding(data) or _doctype(data):
        return refused
    try:
        return Parsed(etree.fromstring(data, _parser()))
    except etree.XMLSyntaxError as wrong:
        line = wrong.position[0] if wrong.position else None
        reason = (wrong.msg or "").partition(", line ")[0]
        return _broken("0001", "XML-01", Words(f"is not well-formed XML: {reason}", f"报文不是合法的XML: {reason}"), line)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )


def _broken(code: str, ours: str, words: Words, line: int | None = None, value: str | None = None) -> Broken:
    return Broken(code, Finding(ours, "/", words, value, line))


def _encoding(data: bytes) -> Broken | None:
    """Refuse everything that is not UTF-8 and says so; a wrong label is as wrong as wrong bytes."""
    if data.startswith(_OTHER_MARKS):
        return _broken(
            "0999", "XML-02", Words("is encoded in UTF-16 or UTF-32: send UTF-8", "报文编码不是UTF-8，请使用UTF-8编码")
        )
    declared = _DECLARED.match(data.removeprefix(_MARK)[:1000])
    if declared and declared[1].lower() != b"utf-8":
        name = declared[1].decode("ascii", "replace")[:40]
        return _broken(
            "0999",
            "XML-02",
            Words("is the declared encoding: declare and send UTF-8", "报文声明的编码不是UTF-8，请使用UTF-8编码"),
            1,
            name,
        )
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        guess = _guess(data)
        return _broken(
            "0001",
            "XML-03",
            Words(
                f"is not UTF-8: the byte 0x{data[wrong.start]:02X} at offset {wrong.start} begins no character{guess[0]}",
                f"报文不是UTF-8编码: 第{wrong.start}字节0x{data[wrong.start]:02X}无法识别{guess[1]}",
            ),
            line,
        )
    return None


def _guess(data: bytes) -> Words:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Words("", "")
    return Words(", the text reads as GBK: convert it to UTF-8", "，内容疑似GBK编码，请转换为UTF-8")


def _doctype(data: bytes) -> Broken | None:
    if _DOCTYPE.match(data.removeprefix(_MARK)):
        return _broken(
            "0999",
            "XML-04",
            Words("has a document type declaration: leave <!DOCTYPE …> out", "报文不允许包含DOCTYPE声明"),
        )
    return None
