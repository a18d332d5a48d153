"""The whole ledger, put together from where the house declares things."""

from importlib import import_module
from pkgutil import iter_modules

from gateway_client import facts
from gateway_client.facts.fact import Fact
from gateway_client.rules.rule import Rule
from gateway_client.wire.findings import Words
from simulator.ledger.books import rules, texts
from simulator.ledger.codes import entries
from simulator.ledger.delays import delays
from simulator.ledger.entry import Entry, Sort
from simulator.life import BELOW, MOVES, RECEIVED, STATUSES
from simulator.texts import Text


def ledger() -> list[Entry]:
    """Return all lines: rules, statuses, texts, delays, facts, codes."""
    return [
        *map(_of_rule, rules()),
        *(_of_status(code) for code in STATUSES if code not in (RECEIVED, BELOW)),
        *map(_of_text, texts()),
        *delays(),
        *map(_of_fact, known_facts()),
        *entries(),
    ]


def sent() -> set[int]:
    """Return the statuses that a simulator sends, the refusals of the port left out."""
    return {move.to for move in MOVES if move.to > 0}


def known_facts() -> list[Fact]:
    """Return what the tables of facts hold for true."""
    names = sorted(module.name for module in iter_modules(facts.__path__))
    modules = (import_module(f"{facts.__name__}.{name}") for name in names)
    return [fact for module in modules for fact in getattr(module, "FACTS", ())]


def _of_rule(rule: Rule) -> Entry:
    official = ", ".join(dict.fromkeys(rule.official.values()))
    said = " / ".join(dict.fromkeys(text for _, text in rule.answers.values()))
    return Entry(
        Sort.RULE,
        rule.code,
        Words(rule.title, said),
        rule.source,
        rule.confidence,
        Words(official, official),
        rule.assumed,
    )


def _of_status(code: int) -> Entry:
    status = STATUSES[code]
    note = Words("", "") if code in sent() else Words("not sent yet", "暂不发送")
    return Entry(Sort.STATUS, str(code), status.words, status.source, status.confidence, note)


def _of_text(text: Text) -> Entry:
    name = f"{text.message} {text.status}"
    return Entry(Sort.TEXT, name, Words(text.text, text.text), text.source, text.confidence)


def _of_fact(fact: Fact) -> Entry:
    since = f"{fact.since:%Y-%m-%d}" if fact.since else ""
    note = Words(f"since {since}", f"{since}起") if since else Words("", "")
    return Entry(Sort.FACT, fact.name, Words(fact.en, fact.zh), fact.source, fact.confidence, note)
