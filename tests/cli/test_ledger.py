"""``kouan ledger`` prints what is asked for, in both languages and for programs."""

import json
from typing import Any

import pytest

from tests.cli.running import Ran, run


@pytest.fixture
def ledger(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return lambda *options: run(capsys, monkeypatch, "ledger", *options)


def entries(ran: Ran) -> list[dict[str, Any]]:
    assert ran.status == 0
    return json.loads(ran.out)["entries"]


def test_for_programs(ledger: Any) -> None:
    everything = entries(ledger("--json"))
    assert {one["kind"] for one in everything} == {"rule", "status", "text", "delay", "fact", "code"}
    (rule,) = [one for one in everything if one["name"] == "CUS-10"]
    assert rule == {
        "kind": "rule",
        "name": "CUS-10",
        "what": {
            "en": "The waybill must have been declared for the inventory's order.",
            "zh": "[Code:1300;Desc:人工退单，运单的订单编号与清单的订单编号不一致]",
        },
        "note": {"en": "1300", "zh": "1300"},
        "source": "specification 202205, LogisticsHead.orderNo; code and text assumed",
        "confidence": "assumed",
        "leftOut": True,
    }


def test_what_is_asked_for(ledger: Any) -> None:
    found = entries(ledger("--json", "--kind", "rule", "--kind", "text", "--confidence", "two sources"))
    assert {one["kind"] for one in found} == {"rule", "text"}
    assert {one["confidence"] for one in found} == {"two sources"}
    assert {one["name"] for one in found} >= {"CUS-03", "PRT-04"}


def test_for_people(ledger: Any) -> None:
    lines = ledger("--kind", "status").out.splitlines()
    assert lines[:3] == [
        "statuses: 19",
        "  1    stored by the port, not declared",
        "    not sent yet; specification, specification 202205, returnStatus",
    ] or lines[:3] == [
        "statuses: 19",
        "  1    stored by the port, not declared",
        "    specification, specification 202205, returnStatus",
    ]
    chinese = ledger("--kind", "status", "--lang", "zh").out.splitlines()
    assert chinese[:2] == ["回执状态：19", "  1    电子口岸已暂存"]


@pytest.mark.parametrize(("lang", "begins"), [("en", "--only-sourced leaves out "), ("zh", "--only-sourced不执行")])
def test_the_rules_that_only_sourced_leaves_out_are_named(ledger: Any, lang: str, begins: str) -> None:
    (line,) = [one for one in ledger("--kind", "rule", "--lang", lang).out.splitlines() if one.startswith(begins)]
    named = line.replace("：", ": ").partition(": ")[2].split(", ")
    assert {"DOC-07", "CUS-13"} <= set(named)
    assert str(len(named)) in line


def test_an_unknown_kind_is_refused(ledger: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        ledger("--kind", "rules")
    assert ended.value.code == 2
