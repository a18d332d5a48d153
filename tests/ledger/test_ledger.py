"""The ledger holds everything that the house declares, and the house declares where everything comes from."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from simulator.statuses import STATUSES

from gateway_client import facts
from gateway_client.rules.rule import Confidence, RuleBook
from simulator.ledger import delays
from simulator.ledger.books import RULE_BOOKS, TEXT_BOOKS, rules
from simulator.ledger.entry import Entry, Sort
from simulator.ledger.ledger import known_facts, ledger, sent
from simulator.texts import TextBook
from tests.cli.running import ROOT

LEDGER = ledger()
SEEN_IN_PRACTICE = {
    ("typical", "accept.median = 1s"),
    ("typical", "enter.median = 1s"),
    ("typical", "release.median = 1s"),
    ("double11", "enter.median = 15s"),
    ("double11", "release.median = 15s"),
    ("slow", "release.hours = office"),
}
WITHOUT_FACTS = {"__init__", "confidence", "fact"}


def of(sort: Sort) -> list[Entry]:
    return [one for one in LEDGER if one.sort is sort]


@pytest.mark.parametrize("one", LEDGER, ids=lambda one: f"{one.sort.value}-{one.name}")
def test_each_line_says_what_and_on_whose_word(one: Entry) -> None:
    assert one.name
    assert one.what.en
    assert one.what.zh
    assert one.source
    assert isinstance(one.confidence, Confidence)


@pytest.mark.parametrize(("opened", "known"), [(RuleBook, RULE_BOOKS), (TextBook, TEXT_BOOKS)])
def test_every_book_of_the_house_is_read(opened: type, known: tuple[object, ...]) -> None:
    found = []
    for root in ("gateway_client", "simulator"):
        for path in (ROOT / root).rglob("*.py"):
            if re.search(rf"= {opened.__name__}\(\)", path.read_text(encoding="utf-8")):
                module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                found += [value for value in vars(module).values() if isinstance(value, opened)]
    assert {id(book) for book in found} == {id(book) for book in known}


def test_all_that_is_left_out_are_the_assumed_rules() -> None:
    left_out = {one.name for one in LEDGER if one.left_out}
    assert left_out == {rule.code for rule in rules() if rule.confidence is Confidence.ASSUMED}
    assert {"DOC-07", "PRT-09", "CUS-10"} <= left_out
    assert not {"DOC-06", "CUS-03", "OFC-01"} & left_out


def test_every_status_that_is_sent_is_in_the_list() -> None:
    assert {2, 100, 120, 800} <= sent() <= STATUSES.keys()
    notes = {one.name: one.note.en for one in of(Sort.STATUS)}
    assert (notes["800"], notes["4"]) == ("", "not sent yet")


def test_what_delays_are_seen_in_practice() -> None:
    found = of(Sort.DELAY)
    assert {(one.name, one.what.en) for one in found if one.confidence is Confidence.PRACTICE} == SEEN_IN_PRACTICE
    assert {one.confidence for one in found} == {Confidence.PRACTICE, Confidence.ASSUMED}
    assert {one.name for one in found} == {"instant", "typical", "double11", "slow"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ('[steps.accept]\nmedian = "1s"', "accept.median"),
        ('[steps.accept]\nmedian = "1s" # seen somewhere', "accept.median"),
        ("[[busy]] # heavy days\nfactor = 4", "busy.factor"),
        ('[steps]\naccept = { distribution = "constant", time = "0s" }', "accept"),
    ],
)
def test_a_figure_without_a_mark_is_named(text: str, figure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delays, "_text", lambda name: text)
    with pytest.raises(delays.Unmarked, match=rf"instant\.toml, {figure}: "):
        delays.delays()


def test_every_table_of_facts_says_what_it_stands_on() -> None:
    folder = Path(str(facts.__file__)).parent
    names = {path.stem for path in folder.glob("*.py")} - WITHOUT_FACTS
    assert all(import_module(f"gateway_client.facts.{name}").FACTS for name in names)
    assert len({(fact.name, fact.en) for fact in known_facts()}) == len(known_facts())


def test_the_limits_are_dated() -> None:
    limits = {one.note.en: one.what.en for one in of(Sort.FACT) if one.name == "limits"}
    assert limits["since 2019-01-01"] == "a purchase: 5000 yuan; a person and calendar year: 26000 yuan"
    assert limits["since 2016-04-08"] == "a purchase: 2000 yuan; a person and calendar year: 20000 yuan"
