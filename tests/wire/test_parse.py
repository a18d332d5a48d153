"""Bytes of strangers: each kind of broken or hostile message gets its own answer, in little time and memory."""

import http.server
import threading
import time
import tracemalloc

import pytest

from gateway_client.wire.parse import Broken, Parsed, parse
from tests.purchases import message, purchase

ORDER = message(purchase()["order"])
CUT = ORDER.partition(b"<ceb:orderNo>")[0]
TEXT = ORDER.decode().partition("?>\n")[2]
UTF8 = '<?xml version="1.0" encoding="UTF-8"?>'
DOCTYPE = "has a document type declaration: leave <!DOCTYPE …> out", "报文不允许包含DOCTYPE声明"
OTHER = "is the declared encoding: declare and send UTF-8", "报文声明的编码不是UTF-8，请使用UTF-8编码"
WIDE = "is encoded in UTF-16 or UTF-32: send UTF-8", "报文编码不是UTF-8，请使用UTF-8编码"
EMPTY = "the message is empty: send an XML document", "报文为空"
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&a9;</a>"
)


def answer(data: bytes) -> tuple[str, str, str, str, int | None]:
    """Return code, our code, the sentences and the line of a refusal."""
    broken = parse(data)
    assert isinstance(broken, Broken)
    assert broken.finding.path == "/"
    return broken.code, broken.finding.code, *broken.finding.words, broken.finding.line


def malformed(en: str, zh: str) -> tuple[str, str, str, str]:
    return "0001", "XML-01", f"is not well-formed XML: {en}", f"报文不是合法的XML：{zh}"


@pytest.mark.parametrize("data", [b"", b"  ", b"\r\n\t \n"])
def test_empty(data: bytes) -> None:
    assert answer(data) == ("0001", "XML-01", *EMPTY, None)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a><a/>",
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><a/>',
        LAUGHS,
        f"{UTF8}\n<!DOCTYPE a>{TEXT}",
        f"{UTF8}<!-- > --><?pi ?>\n<!-- --><!DOCTYPE a><a/>",
        f"{UTF8}<!-- {'<!-- ' * 1000} --><!DOCTYPE a><a/>",
        f"\ufeff{UTF8}<!DOCTYPE a><a/>",
        "<!-- <?x --><!DOCTYPE a [<!-- ]> -->]><a/>",
        f"{'<?a b?>' * 10_000}<!DOCTYPE a><a/>",
    ],
    ids=range(12),
)
def test_document_types_and_so_entities_are_refused(text: str) -> None:
    assert answer(text.encode()) == ("0999", "XML-04", *DOCTYPE, None)


def test_a_document_type_behind_a_comment_that_only_looks_like_one_is_no_document_type() -> None:
    assert isinstance(parse(f"<!-- <!DOCTYPE a> -->{TEXT}".encode()), Parsed)


def test_nobody_is_asked_for_a_document_type_or_an_entity() -> None:
    asked = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Ear) as ear:
        threading.Thread(target=ear.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{ear.server_port}"
        parse(f'<!DOCTYPE a SYSTEM "{address}/dtd" [<!ENTITY x SYSTEM "{address}/x">]><a>&x;</a>'.encode())
        parse(f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{address}/i"/></a>'.encode())
        parse(f'<?xml-stylesheet href="{address}/s"?><a/>'.encode())
        ear.shutdown()
    assert asked == []


@pytest.mark.parametrize(
    ("text", "encoding", "value"),
    [
        ('<?xml version="1.0" encoding="GBK"?><a>中</a>', "gbk", "GBK"),
        ('<?xml version="1.0" encoding="GBK"?><a>中</a>', "utf-8", "GBK"),
        ("<?xml version='1.0' encoding = 'gb2312' ?><a/>", "ascii", "gb2312"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', "latin-1", "ISO-8859-1"),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>', "utf-8", "UTF-16"),
        ('<?xml version="1.0" encoding="UTF-7"?><a/>', "ascii", "UTF-7"),
        ('<?xml version="1.0" encoding="nonsense"?><a/>', "ascii", "nonsense"),
        (f'<?xml version="1.0"{" " * 5000}encoding="UTF-7"?><a/>', "ascii", "UTF-7"),
        ('\ufeff<?xml version="1.0" encoding="GBK"?><a/>', "utf-8", "GBK"),
    ],
)
def test_another_encoding_is_refused_though_it_is_declared(text: str, encoding: str, value: str) -> None:
    assert answer(text.encode(encoding)) == ("0999", "XML-02", *OTHER, 1)
    broken = parse(text.encode(encoding))
    assert isinstance(broken, Broken)
    assert broken.finding.value == value


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("label", ["", '<?xml version="1.0" encoding="UTF-16"?>', UTF8])
def test_utf_16_is_refused_labelled_or_not_with_or_without_mark(encoding: str, label: str) -> None:
    assert answer(f"{label}<a>中</a>".encode(encoding)) == ("0999", "XML-02", *WIDE, None)


def test_gbk_that_claims_to_be_utf_8_is_told_where_and_what_it_looks_like() -> None:
    assert answer(f"{UTF8}\n<a>\n中文</a>".encode("gbk")) == (
        "0001",
        "XML-03",
        "is not UTF-8: the byte 0xD6 at offset 43 begins no character, the text reads as GBK: convert it to UTF-8",
        "报文不是UTF-8编码: 第43字节0xD6无法识别，内容疑似GBK编码，请转换为UTF-8",
        3,
    )


def test_latin_1_that_claims_to_be_utf_8_is_told_where() -> None:
    assert answer(b"<a>caf\xe9</a>") == (
        "0001",
        "XML-03",
        "is not UTF-8: the byte 0xE9 at offset 6 begins no character",
        "报文不是UTF-8编码: 第6字节0xE9无法识别",
        1,
    )


@pytest.mark.parametrize("label", ["", UTF8, '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8' ?>"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf_8_is_taken_with_and_without_mark_and_label(label: str, mark: str) -> None:
    parsed = parse(f"{mark}{label}{TEXT}".encode())
    assert isinstance(parsed, Parsed)
    assert parsed.root.tag == "{http://www.chinaport.gov.cn/ceb}CEB311Message"


@pytest.mark.parametrize(
    ("data", "en", "zh", "line"),
    [
        (CUT, "it ends before its elements are closed", "内容不完整，有元素未结束", 10),
        (b"<a>\n<b>\n", "it ends before its elements are closed", "内容不完整，有元素未结束", 3),
        (b"<a\n", "a tag is not closed by “>”", "标签缺少“>”", 2),
        (b"<a>\n<b></a>", "an end tag does not match its start tag", "结束标签与开始标签不一致", 2),
        (b"<a>\n\0</a>", "it holds a character that XML forbids", "含有XML不允许的字符", 2),
        (b"<a>\x01</a>", "it holds a character that XML forbids", "含有XML不允许的字符", 1),
        (b"<a>&#0;</a>", "it holds a character that XML forbids", "含有XML不允许的字符", 1),
        ("<a>\ufffe</a>".encode(), "it holds a character that XML forbids", "含有XML不允许的字符", 1),
        (b"<a x='1' x='2'/>", "an attribute stands there twice", "属性重复", 1),
        (b"<p:a/>", "a prefix is not declared by xmlns", "命名空间前缀未声明", 1),
        (b"<a/>\n<b/>", "something stands behind the root element", "根元素之后有多余内容", 2),
        (b"hello", "it does not begin with an element", "开头不是元素", 1),
        (b'{"Message": {}}', "it does not begin with an element", "开头不是元素", 1),
        (f" {UTF8}<a/>".encode(), "<?xml …?> does not stand at the very beginning", "<?xml …?>不在开头", 1),
        (b"<" + b"a" * 60_000 + b"/>", "a name is too long", "名称过长", 1),
        (b"<a>" * 200_000, "it is nested too deeply or holds too long a text", "嵌套过深或文本过长", 1),
        (
            b"<a>&foo;</a>",
            "it uses an entity other than &amp; &lt; &gt; &quot; &apos;",
            "使用了&amp; &lt; &gt; &quot; &apos;以外的实体",
            1,
        ),
    ],
    ids=range(17),
)
def test_what_is_not_well_formed_is_told_why_and_where(data: bytes, en: str, zh: str, line: int) -> None:
    assert answer(data) == (*malformed(en, zh), line)


def test_comments_and_processing_instructions_mean_nothing() -> None:
    noisy = ORDER.replace(b"<ceb:orderNo>", b"<?pi a?><!-- b --><ceb:orderNo><!-- c -->").replace(
        b"T0001</", b"T0<?d?>001</"
    )
    parsed, plain = parse(noisy + b"<!-- e --><?f?>"), parse(ORDER)
    assert isinstance(parsed, Parsed)
    assert isinstance(plain, Parsed)
    assert [(e.tag, e.text) for e in parsed.root.iter()] == [(e.tag, e.text) for e in plain.root.iter()]


MEGABYTE = 2**20


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 8 * MEGABYTE,
        b"<" * 8 * MEGABYTE,
        b"\xff" * 8 * MEGABYTE,
        b"\0" * 8 * MEGABYTE,
        b"&" * 8 * MEGABYTE,
        b"<a>" * (8 * MEGABYTE // 3),
        b"<!--" * (2 * MEGABYTE),
        b"<!-- -->" * MEGABYTE,
        b"<!-- -->" * MEGABYTE + b"<!--",
        b"<?a?>" * MEGABYTE + b"<?",
        b"<?xml " + b" " * 8 * MEGABYTE,
        b"<?xml " + b" encoding" * MEGABYTE,
        b" " * 8 * MEGABYTE + b"<",
        LAUGHS.encode() + b" " * 8 * MEGABYTE,
        b"\xef\xbb\xbf" + b"\n" * 8 * MEGABYTE,
    ],
    ids=range(15),
)
def test_eight_megabytes_of_junk_are_refused_soon(data: bytes) -> None:
    begun = time.process_time()
    assert isinstance(parse(data), Broken)
    assert time.process_time() - begun < 3


def test_fifty_thousand_attributes_are_parsed_soon() -> None:
    begun = time.process_time()
    assert isinstance(parse(b"<a " + b" ".join(b"a%d='1'" % n for n in range(50_000)) + b"/>"), Parsed)
    assert time.process_time() - begun < 3


def test_billion_laughs_take_no_memory() -> None:
    tracemalloc.start()
    try:
        parse(LAUGHS.encode())
        assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    finally:
        tracemalloc.stop()


def test_threads_parse_side_by_side() -> None:
    answers: list[object] = []
    good, bad = ORDER, b"<a>"
    threads = [
        threading.Thread(target=lambda data=data: answers.extend(type(parse(data)) for _ in range(200)))
        for data in (good, bad) * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(Parsed) == answers.count(Broken) == 800
