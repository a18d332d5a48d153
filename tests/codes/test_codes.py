"""Each code of the table does what the table says: it is caused over HTTP, or something else answers first."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from simulator.ledger.books import TEXT_BOOKS, rules
from simulator.ledger.codes import Becomes, Code, codes, emitted, facet, rule_named, said_by, why
from tests.cli.running import ROOT
from tests.codes.cases import CASES
from tests.codes.gates import ELSEWHERE, GATES, SHADOWS, Gate, Shadow
from tests.codes.provoking import KINDS, Case, document_of
from tests.enterprise import Enterprise
from tests.receipts import answer_of
from tests.simulator.gateway import Gateway
from tests.worlds.places import begun

_WORLDS = count(1)
_RECEIPTS = {each: f"CEB{int(each) + 1}Message" for each in KINDS}
REAL_RECEIPTS_SAY_OTHERWISE = {("311", "-301008"), ("621", "-621001")}
"""Whose text of the official table gives way to that of real receipts."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("codes") / "kouan.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def sourced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("sourced") / "kouan.db", only_sourced=True) as opened:
        yield opened


def provoked(gateway: Gateway, case: Case) -> tuple[Enterprise, list[tuple[str, str]]]:
    """Provoke what a case provokes; returns what the document was answered."""
    enterprise = Enterprise(begun(gateway, f"world-{next(_WORLDS)}", case.world), 1)
    case.provoke(enterprise)
    return enterprise, enterprise.statuses(_RECEIPTS[case.document])


def answer(enterprise: Enterprise, case: Case) -> tuple[str, str]:
    guids = {kind: document_of(enterprise, kind).guid for kind in ("delivery",)}
    guids |= {kind: document_of(enterprise, kind).head.guid for kind in KINDS.values() if kind != "delivery"}
    return case.status, case.info.format_map({"no": enterprise.number(), **guids})


def verdicts(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Return why documents of an enterprise were refused, all reasons of each."""
    told = enterprise.http.get("/_kouan/journal").json()["entries"]
    return [refusal for entry in told if entry["kind"] == "verdict" for refusal in entry["refusals"]]


def named(case: Case) -> str:
    return "-".join(filter(None, (case.rule, case.document, case.code.lstrip("-"))))


REFUSALS = [case for case in CASES if case.rule]


@pytest.mark.parametrize("case", CASES, ids=named)
def test_what_the_table_calls_causable_is_caused(gateway: Gateway, case: Case) -> None:
    enterprise, said = provoked(gateway, case)
    expected = answer(enterprise, case)
    if not case.rule:
        assert expected in said
        return
    assert said[-1] == expected
    first = next(one for one in verdicts(enterprise) if one["returnInfo"] == expected[1])
    assert (first["rule"], first["code"], first["status"]) == (case.rule, case.code, case.status)
    assert {one["rule"] for one in verdicts(enterprise)} == {case.rule}
    names = {"no": enterprise.number(), "buyer": enterprise.purchase()["order"].head.buyer_id_number}
    values = [(one["path"], one["value"]) for one in first["values"]]
    assert values == [(path, value.format_map(names)) for path, value in case.values]


@pytest.mark.parametrize("case", REFUSALS, ids=named)
def test_only_sourced_does_without_the_assumed_rules(sourced: Gateway, case: Case) -> None:
    enterprise, said = provoked(sourced, case)
    if not rule_named(case.rule).assumed:
        assert said[-1] == answer(enterprise, case)
        return
    assert said[-1][0] in {"2", "120", "800"}
    assert verdicts(enterprise) == []


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.code)
def test_the_gates_answer_with_their_codes(gateway: Gateway, gate: Gate) -> None:
    response: Any = gate.provoke(Enterprise(gateway, 7))
    said = answer_of(response.content)
    assert (response.status_code, said.response_code) == (gate.http, gate.code)
    assert said.response_info.startswith(gate.info)


@pytest.mark.parametrize("shadow", SHADOWS, ids=lambda shadow: shadow.facet)
def test_what_the_schema_shadows_is_answered_by_ceb900(gateway: Gateway, shadow: Shadow) -> None:
    enterprise = Enterprise(begun(gateway, f"world-{next(_WORLDS)}"), 1)
    enterprise.accepted(enterprise.post(shadow.body(enterprise)))
    ((status, info),) = enterprise.statuses("CEB900Message")
    assert status == "-999999"
    assert shadow.info in info


# ── the table is whole ───────────────────────────────────────────────────────────────────────────


def of(becomes: Becomes) -> list[Code]:
    return [one for one in codes() if one.becomes is becomes]


def row_name(one: Code) -> str:
    return f"{one.document}{one.code}-{codes().index(one)}"


def fits(text: str, said: str) -> bool:
    """Is this what a text of the table looks like when it is filled in? Signs at its end are no difference."""
    parts = (re.escape(part) for part in re.split(r"\[\[\*\]\]|\[\*\]|\{\}|\*", text.rstrip("！;")))
    return re.search(".*".join(parts), said) is not None


def case_of(one: Code) -> bool:
    """Is there a case that causes a line of the table?"""
    if one.document in ("DxpRep", "900"):
        return one.code in {gate.code for gate in GATES} | ELSEWHERE.keys() or (one.code == "-999999" and bool(SHADOWS))
    found = [case for case in CASES if case.code == one.code and one.document in (case.document, "enterprise")]
    if one.by not in ("text", "gate"):
        found = [case for case in found if case.rule == one.by]
    freely = (one.document, one.code) in REAL_RECEIPTS_SAY_OTHERWISE and one.source.startswith("table")
    return any(freely or fits(one.text, case.info) for case in found)


@pytest.mark.parametrize("one", of(Becomes.CAUSABLE), ids=row_name)
def test_every_causable_code_has_a_case(one: Code) -> None:
    assert case_of(one), f"no case of tests/codes causes {one}"


@pytest.mark.parametrize("one", of(Becomes.CAUSABLE), ids=row_name)
def test_what_is_said_to_cause_a_code_says_it(one: Code) -> None:
    if one.by in ("text", "gate"):
        said = [text for book in TEXT_BOOKS for text in book.texts if text.status == one.code]
        assert any(fits(one.text, text.text) for text in said)
    else:
        assert one.code in said_by(rule_named(one.by), one.document)


def test_every_answer_of_every_rule_has_a_case() -> None:
    cased = {(case.rule, case.document) for case in CASES}
    assert {(rule.code, str(kind.value)) for rule in rules() for kind in rule.answers} == cased - {
        (case.rule, case.document) for case in CASES if not case.rule
    }


def test_every_code_that_a_rule_emits_is_in_the_table() -> None:
    known = {(one.document, one.code) for one in codes() if one.becomes is Becomes.CAUSABLE}
    anywhere = {code for document, code in known if document == "enterprise"}
    assert {(document, code) for document, code in emitted() if code not in anywhere} <= known


@pytest.mark.parametrize("one", of(Becomes.PENDING), ids=row_name)
def test_what_is_pending_is_not_there_yet(one: Code) -> None:
    caused = {(each.document, each.code) for each in of(Becomes.CAUSABLE)}
    assert why(one).en
    assert (one.document, one.code) not in emitted() - caused, f"a rule says it now: {one} is causable"


@pytest.mark.parametrize("one", of(Becomes.INTERFACE), ids=row_name)
def test_an_interfaces_own_error_says_whose_it_is(one: Code) -> None:
    assert why(one).en
    assert why(one).zh


@pytest.mark.parametrize("one", of(Becomes.SHADOWED), ids=row_name)
def test_what_shadows_a_code_is_there(one: Code) -> None:
    name, _, code = one.by.partition(" ")
    assert why(one).zh
    if found := facet(one.by):
        field, edge, number = found
        assert number == (field.least if edge == ">=" else field.most)
        assert one.by in {shadow.facet for shadow in SHADOWS}
    elif re.fullmatch("[A-Z]{3}-[0-9]{2}", name):
        rule = rule_named(name)
        assert code in {*rule.official.values(), *(status for status, _ in rule.answers.values())}


def test_what_others_provoke_is_there() -> None:
    for place in ELSEWHERE.values():
        path, _, name = place.partition("::")
        assert f"def {name}(" in Path(ROOT, path).read_text(encoding="utf-8")


def test_the_official_table_is_whole() -> None:
    found = [one for one in codes() if one.source == "table 7-2"]
    assert len(found) == 161
    assert len({one.code for one in found}) == 159  # two codes have two texts each
    assert len({(one.document, one.code, one.text) for one in codes()}) == len(codes())
