"""The ledger of rules: every code of ours with the official ones that it emits, written by hand, never reassigned."""

import re

import pytest

from gateway_client.rules import documents
from gateway_client.rules.rule import Confidence, Rule
from simulator.customs import decision as officer
from simulator.customs import rules as customs
from simulator.port import goods
from simulator.port import rules as port

_PARAMETERS = "-301008 -401009 -504011 -505011 -621001"

LEDGER = {
    "DOC-01": _PARAMETERS,
    "DOC-02": _PARAMETERS,
    "DOC-03": "-301008 -401009 -504011 -621001",
    "DOC-04": "-301008 -621001",
    "DOC-05": "-301008 -621001",
    "DOC-06": "-301002 -621027",
    "DOC-07": "-301008 -401009 -504011 -621001",
    "DOC-08": "-301008 -401009 -621001",
    "DOC-09": "-301008 -401009 -504011 -621001",
    "DOC-10": _PARAMETERS,
    "DOC-11": "-301008 -621001",
    "DOC-12": "-301008 -621001",
    "DOC-13": "-301008 -621001",
    "ORD-01": "-301008",
    "ORD-02": "-301008",
    "ORD-03": "-301008",
    "PAY-01": "-401009",
    "PAY-02": "-401009",
    "WAY-01": "-504011 -621001",
    "WAY-02": "-504011 -621001",
    "DLV-01": "-505011",
    "DLV-02": "-505011",
    "INV-01": "-621001",
    "INV-02": "-621001",
    "INV-03": "-621001",
    "INV-04": "-621001",
    "INV-05": "-621001",
    "INV-06": "-621001",
    "INV-07": "-621001",
    "INV-08": "-621001",
    "INV-09": "-621001",
    "INV-10": "-621001",
    "INV-11": "-621001",
    "INV-12": "-621001",
    "INV-13": "-621001",
    "INV-14": "-621001",
    "INV-15": "-621001",
    "INV-16": "-621001",
    "INV-17": "-621001",
    "INV-18": "-621001",
    "PRT-01": _PARAMETERS,
    "PRT-02": "-301012 -401010 -504014 -505014 -621001",
    "PRT-03": "-301009 -401006 -504014 -505014 -621011",
    "PRT-04": "-301014 -401012 -504015 -505016 -621055",
    "PRT-05": "-301010 -401007 -504015 -505012 -621004",
    "PRT-06": "-621001",
    "PRT-07": "-621005",
    "PRT-08": _PARAMETERS,
    "PRT-09": "-10102 -10102 -10102 -10102 -10102",
    "PRT-10": "-10101 -10101 -10101 -10101 -10101",
    "PRT-11": "-621001",
    "PRT-12": "-621001",
    "PRT-13": "-621001",
    "PRT-14": "-621001",
    "PRT-15": "-621001",
    "CUS-01": "13035",
    "CUS-02": "1327",
    "CUS-03": "1332",
    "CUS-04": "1320",
    "CUS-05": "1322",
    "CUS-06": "13127",
    "CUS-07": "130126",
    "CUS-08": "1300",
    "CUS-09": "1300",
    "CUS-10": "1300",
    "CUS-11": "1313",
    "CUS-12": "1300",
    "CUS-13": "1300",
    "OFC-01": "1300",
}

BOOKS = (documents.BOOK, port.BOOK, goods.BOOK, customs.BOOK, officer.BOOK)
RULES: list[Rule] = [rule for book in BOOKS for rule in book.rules.values()]


def test_every_rule_stands_in_the_ledger_and_no_other() -> None:
    assert sorted(rule.code for rule in RULES) == sorted(LEDGER)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert re.fullmatch("[A-Z]{3}-[0-9]{2}", rule.code)
    assert " ".join(rule.official[kind] for kind in sorted(rule.official)) == LEDGER[rule.code]
    assert re.fullmatch(r"[A-Z][ -~]+\.", rule.title)
    assert rule.source
    assert isinstance(rule.confidence, Confidence)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_answers_every_kind_that_it_is_asked_of(rule: Rule) -> None:
    assert rule.answers.keys() == rule.official.keys()
    for kind, (status, text) in rule.answers.items():
        assert re.fullmatch(r"100|-[0-9]{5,6}", status)
        assert text
        if status == "100":
            assert text.startswith(f"[Code:{rule.official[kind]};Desc:")
