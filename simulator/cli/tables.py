"""The ledger as tables of the READMEs: rules, statuses, texts and codes."""

from collections.abc import Iterable
from typing import Final

from gateway_client.rules.rule import Rule
from gateway_client.wire.findings import Words
from simulator.ledger.books import rules, texts
from simulator.ledger.codes import BECOMES, Code, codes, why
from simulator.ledger.ledger import sent
from simulator.life import BELOW, RECEIVED, STATUSES
from simulator.stories.wording import CONFIDENCE

_RULES: Final = {
    "en": ("rule", "official code", "what must hold", "source", "confidence"),
    "zh": ("规则", "官方代码", "回执文字", "依据", "可信度"),
}
_STATUSES: Final = {
    "en": ("status", "name", "meaning", "sent", "source", "confidence"),
    "zh": ("状态", "名称", "含义", "发送", "依据", "可信度"),
}
_TEXTS: Final = {
    "en": ("message", "status", "text", "source", "confidence"),
    "zh": ("报文", "状态", "文字", "依据", "可信度"),
}
_CODES: Final = {
    "en": ("answers", "code", "text", "source", "here", "by"),
    "zh": ("所答单证", "代码", "文字", "来源", "此处", "依据"),
}
_SENT: Final = Words("yes", "是"), Words("not yet", "尚未")
_ANY: Final = Words("any", "各单证")


def rule_table(lang: str) -> str:
    """Return all rules: port and documents first, then customs, then its officers."""
    return _table(_RULES[lang], (_rule(rule, lang) for rule in rules()))


def status_table(lang: str) -> str:
    """Return the statuses by number, and whether a simulator sends them."""
    emitted = sent()
    rows = (
        (
            str(code),
            one.words.zh,
            one.words.lang(lang),
            _SENT[code not in emitted].lang(lang),
            one.source,
            CONFIDENCE[one.confidence.value].lang(lang),
        )
        for code, one in STATUSES.items()
        if code not in (RECEIVED, BELOW)
    )
    return _table(_STATUSES[lang], rows)


def text_table(lang: str) -> str:
    """Return what is said that is no refusal."""
    rows = (
        (one.message, one.status, f"`{one.text}`", one.source, CONFIDENCE[one.confidence.value].lang(lang))
        for one in texts()
    )
    return _table(_TEXTS[lang], rows)


def code_table(lang: str) -> str:
    """Return the official codes and those of practice, and what becomes of each."""
    return _table(_CODES[lang], (_code(one, lang) for one in codes()))


def _rule(rule: Rule, lang: str) -> tuple[str, ...]:
    official = ", ".join(dict.fromkeys(rule.official.values()))
    texts = "<br>".join(dict.fromkeys(text for _, text in rule.answers.values()))
    said = f"`{texts}`".replace("<br>", "`<br>`") if lang == "zh" else rule.title
    return rule.code, official, said, rule.source, CONFIDENCE[rule.confidence.value].lang(lang)


def _code(one: Code, lang: str) -> tuple[str, ...]:
    answers = _ANY.lang(lang) if one.document == "enterprise" else one.document
    return answers, one.code, f"`{one.text}`", one.source, BECOMES[one.becomes].lang(lang), why(one).lang(lang)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [_line(heads), "|" + "--|" * len(heads), *(_line(row) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
