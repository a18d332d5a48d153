"""The official codes and texts, and those of practice: what becomes of each here.

``codes.tsv`` has a line for each code and text: the document that it answers (by the number of its message), the code,
the text (``*``, ``[*]`` and ``{}`` stand for what is filled in), where it comes from, what becomes of it, and by what:

* causable: by a submission. ``by`` names the rule that says it, ``text`` (a text that is no refusal) or ``gate``.
* shadowed: an earlier check answers the same fault. ``by`` names the facet of the schema (``Order.lines>=1``), or the
  rule, text or other reason, and the code that is answered instead.
* interface: an interface's own error, which no document can cause. ``by`` names the reason.
* pending: what would cause it is not built yet. ``by`` names it.
"""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Rule
from gateway_client.wire import ceb
from gateway_client.wire.findings import Words
from gateway_client.wire.record import Field
from simulator.ledger.books import rules
from simulator.ledger.entry import Entry, Sort


class Becomes(StrEnum):
    """What becomes of a code."""

    CAUSABLE = "causable"
    SHADOWED = "shadowed"
    INTERFACE = "interface"
    PENDING = "pending"


class Code(NamedTuple):
    """A code with one of its texts."""

    document: str
    code: str
    text: str
    source: str
    becomes: Becomes
    by: str


BECOMES: Final = {
    Becomes.CAUSABLE: Words("causable", "可触发"),
    Becomes.SHADOWED: Words("shadowed", "被前置校验覆盖"),
    Becomes.INTERFACE: Words("an interface's own", "界面或系统自身"),
    Becomes.PENDING: Words("not yet", "尚未实现"),
}
"""What becomes of codes, in words."""

REASONS: Final = {
    "page": Words("of the port's web pages: there are none here", "口岸网页端的提示：此处无网页端"),
    "system": Words(
        "the port's own failure: here 503 with DxpRep 3001, and nothing is kept",
        "口岸系统自身故障：此处以503和DxpRep 3001答复，报文不保存",
    ),
    "receipts": Words(
        "the port cannot read a receipt of customs: here they are one house", "口岸无法解析海关回执：此处同在一处"
    ),
    "update": Words(
        "a state cannot be noted: here in one transaction with its receipt", "状态更新出错：此处与回执在同一事务中"
    ),
    "quota": Words(
        "the account of quotas does not answer: here in the same transaction", "额度账户无应答：此处在同一事务中"
    ),
    "signing": Words("of what signs inside the web pages", "网页端加签组件的提示"),
    "line": Words("another node cannot be reached: here is only one", "远程节点无法连接：此处只有一个节点"),
    "export": Words("of the export edition", "属出口统一版"),
}
"""Why a code is an interface's own."""

AWAITED: Final = {
    "change": Words("change and deletion (appType 2, 3)", "变更与删除（appType 2、3）"),
    "623": Words("CEB623", "CEB623"),
    "625": Words("CEB625", "CEB625"),
    "711": Words("CEB711", "CEB711"),
    "signature": Words("verified signatures", "验签"),
    "stored": Words("appStatus 1", "appStatus 1"),
    "held": Words("parcels that customs holds", "海关布控"),
    "goods": Words("a register of goods", "商品备案库"),
    "identity": Words("a register of persons", "公安身份认证"),
}
"""What has to be built before a pending code can be caused."""

_INSTEAD: Final = {
    "form": Words(
        "CEB900, or DxpRep 0001 where the envelope is meant: what cannot be read has no documents",
        "CEB900，信封无法读取时为DxpRep 0001：无法解析的报文没有单证",
    ),
    "plain": Words("DxpRep 0001: nothing is encrypted here", "DxpRep 0001：此处报文不加密"),
    "address": Words("DxpRep 2001: the import system is the only receiver", "DxpRep 2001：接收方只有进口系统"),
    "waits": Words("no refusal: the inventory waits for its payment", "不退单：清单等待支付单"),
}
_BY_RULE: Final = Words("{code} by {rule}", "{rule}的{code}")
_BY_TEXT: Final = Words("the text of today's {text}", "现行的{text}回执文字")
_BY_SCHEMA: Final = Words("CEB900: the schema asks for {bounds} {name}", "CEB900：格式要求{name}{bounds}")
_BOUNDS: Final = {
    ">=": Words("at least {number}", "至少{number}"),
    "<=": Words("at most {number}", "至多{number}"),
}
_CONFIDENCE: Final = {
    "table 7-1": Confidence.SPECIFICATION,
    "table 7-2": Confidence.SPECIFICATION,
    "official sample": Confidence.SPECIFICATION,
    "real receipt": Confidence.PRACTICE,
    "practice": Confidence.PRACTICE,
    "test data": Confidence.PRACTICE,
    "other simulator": Confidence.ASSUMED,
    "made up": Confidence.ASSUMED,
    "assumed": Confidence.ASSUMED,
}
_EDGES: Final = {">=", "<="}


@cache
def codes() -> tuple[Code, ...]:
    """Return all codes in the order of the official tables, then those of practice, then texts of real receipts."""
    table = files(__package__).joinpath("codes.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return tuple(
        Code(document, code, text, source, Becomes(what), by) for document, code, text, source, what, by in rows
    )


def said_by(rule: Rule, document: str) -> set[str]:
    """Return the codes that a rule answers a document with, whose message has this number (``enterprise``: any)."""
    kinds = [kind for kind in rule.answers if document in ("enterprise", str(kind.value))]
    return {code for kind in kinds for code in (rule.answers[kind][0], rule.official[kind])}


def rule_named(code: str) -> Rule:
    """Return a rule by its code."""
    return next(rule for rule in rules() if rule.code == code)


def facet(by: str) -> tuple[Field, str, int] | None:
    """Return field, edge and number of a facet as it is written (``Order.lines>=1``); ``None`` if that is none."""
    edge = next((edge for edge in _EDGES if edge in by), None)
    if edge is None:
        return None
    place, _, number = by.partition(edge)
    entity, _, attr = place.partition(".")
    tables = (table for message in ceb.REQUESTS.values() for table in message.table.walk())
    fields = next(table.fields for table in tables if table.name == entity)
    return next(field for field in fields if field.attr == attr), edge, int(number)


def why(one: Code) -> Words:
    """Return by what a code is caused or answered instead, why it is an interface's own, what it waits for."""
    match one.becomes:
        case Becomes.INTERFACE:
            return REASONS[one.by]
        case Becomes.PENDING:
            return AWAITED[one.by]
        case Becomes.CAUSABLE:
            return Words(one.by, one.by) if one.by not in _OURS else _OURS[one.by]
    return _instead(one.by)


_OURS: Final = {
    "text": Words("a document that is taken", "单证被接受"),
    "gate": Words("the envelope, or the form of the message", "信封或报文格式"),
}


def _instead(by: str) -> Words:
    if by in _INSTEAD:
        return _INSTEAD[by]
    found = facet(by)
    if found:
        field, edge, number = found
        named = field.entity.name if field.entity else field.wire
        bounds = [_BOUNDS[edge].lang(lang).format(number=number) for lang in ("en", "zh")]
        return Words(*(words.format(bounds=said, name=named) for words, said in zip(_BY_SCHEMA, bounds, strict=True)))
    name, _, rest = by.partition(" ")
    filled = {"text": rest} if name == "text" else {"rule": name, "code": rest}
    words = _BY_TEXT if name == "text" else _BY_RULE
    return Words(*(each.format_map(filled) for each in words))


def entries() -> list[Entry]:
    """Return the codes as lines of the ledger."""
    return [_entry(one) for one in codes()]


def _entry(one: Code) -> Entry:
    note = Words(*(f"{BECOMES[one.becomes].lang(lang)}: {why(one).lang(lang)}" for lang in ("en", "zh")))
    name = f"{one.document} {one.code}"
    return Entry(Sort.CODE, name, Words(one.text, one.text), one.source, _CONFIDENCE[one.source], note)


def emitted() -> set[tuple[str, str]]:
    """Return (document, code) of everything that a rule answers: the returnStatus, or the code inside ``[Code:…]``."""
    return {
        (_of(kind), code)
        for rule in rules()
        for kind, (status, _) in rule.answers.items()
        for code in ({status} if status != "100" else {rule.official[kind]})
    }


def _of(kind: Kind) -> str:
    return str(kind.value)
