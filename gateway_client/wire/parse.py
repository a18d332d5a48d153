"""From bytes to a tree, for messages of strangers: UTF-8 only, no DTD, no entities, no network, no huge trees.

Comments and processing instructions mean nothing in this trade and are dropped while parsing.
"""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from gateway_client.wire.findings import Finding, Words

_DECLARED: Final = re.compile(rb"""\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']""")
_DOCTYPE: Final = re.compile(rb"(?:\s++|<!--(?s:.*?)-->|<\?(?s:.*?)\?>)*+<!DOCTYPE", re.IGNORECASE)
_OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00", b"\x00\x00\xfe\xff")
_MARK: Final = b"\xef\xbb\xbf"
_NO_DOCTYPE: Final = Words("has a document type declaration: leave <!DOCTYPE …> out", "报文不允许包含DOCTYPE声明")
_REASONS: Final = {
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: Words("it does not begin with an element", "开头不是元素"),
    etree.ErrorTypes.ERR_DOCUMENT_END: Words("something stands behind the root element", "根元素之后有多余内容"),
    etree.ErrorTypes.ERR_INVALID_CHAR: Words("it holds a character that XML forbids", "含有XML不允许的字符"),
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: Words(
        "it uses an entity other than &amp; &lt; &gt; &quot; &apos;", "使用了&amp; &lt; &gt; &quot; &apos;以外的实体"
    ),
    etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: Words("an attribute stands there twice", "属性重复"),
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: Words(
        "an end tag does not match its start tag", "结束标签与开始标签不一致"
    ),
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: Words("it ends before its elements are closed", "内容不完整，有元素未结束"),
    etree.ErrorTypes.ERR_GT_REQUIRED: Words("a tag is not closed by “>”", "标签缺少“>”"),
    etree.ErrorTypes.ERR_RESOURCE_LIMIT: Words(
        "it is nested too deeply or holds too long a text", "嵌套过深或文本过长"
    ),
    etree.ErrorTypes.ERR_NAME_TOO_LONG: Words("a name is too long", "名称过长"),
    etree.ErrorTypes.ERR_RESERVED_XML_NAME: Words(
        "<?xml …?> does not stand at the very beginning", "<?xml …?>不在开头"
    ),
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: Words("a prefix is not declared by xmlns", "命名空间前缀未声明"),
}


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no acceptable XML. ``code`` is that of the exchange platform: 0001 or 0999."""

    code: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Parsed:
    """A well-formed message: its tree, and the text that the tree was made from."""

    root: etree._Element
    text: str


def parse(data: bytes) -> Parsed | Broken:
    """Parse a message; what is wrong with it comes back as a value. Safe in any thread."""
    if not data.strip(b" \t\r\n"):
        return _broken("0001", "XML-01", Words("the message is empty: send an XML document", "报文为空"))
    text = _decoded(data)
    if isinstance(text, Broken):
        return text
    if refused := _doctype(data):
        return refused
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as wrong:
        return _malformed(wrong)
    if root.getroottree().docinfo.internalDTD is not None:  # never seen; the search above is only a search
        return _broken("0999", "XML-04", _NO_DOCTYPE)
    return Parsed(root, text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",  # whatever the message declares
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


def _malformed(wrong: etree.XMLSyntaxError) -> Broken:
    line = wrong.position[0] if wrong.position else None
    reason = _REASONS.get(wrong.code)  # type: ignore[attr-defined]  # a gap in the stubs
    if reason is None:
        theirs = (wrong.msg or "").partition(", line ")[0].strip()
        reason = Words(theirs, theirs)
    words = Words(f"is not well-formed XML: {reason.en}", f"报文不是合法的XML：{reason.zh}")
    return _broken("0001", "XML-01", words, line)


def _broken(code: str, ours: str, words: Words, line: int | None = None, value: str | None = None) -> Broken:
    return Broken(code, Finding(ours, "/", words, value, line))


def _decoded(data: bytes) -> str | Broken:
    """Return the text; refuse everything that is not UTF-8 and says so; a wrong label is as wrong as wrong bytes."""
    if data.startswith(_OTHER_MARKS):
        return _broken(
            "0999", "XML-02", Words("is encoded in UTF-16 or UTF-32: send UTF-8", "报文编码不是UTF-8，请使用UTF-8编码")
        )
    declared = _DECLARED.match(data.removeprefix(_MARK))
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
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        at, byte, guess = wrong.start, f"0x{data[wrong.start]:02X}", _guess(data)
        words = Words(
            f"is not UTF-8: the byte {byte} at offset {at} begins no character{guess.en}",
            f"报文不是UTF-8编码: 第{at}字节{byte}无法识别{guess.zh}",
        )
        return _broken("0001", "XML-03", words, line)


def _guess(data: bytes) -> Words:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Words("", "")
    return Words(", the text reads as GBK: convert it to UTF-8", "，内容疑似GBK编码，请转换为UTF-8")


def _doctype(data: bytes) -> Broken | None:
    if _DOCTYPE.match(data.removeprefix(_MARK)):
        return _broken("0999", "XML-04", _NO_DOCTYPE)
    return None
