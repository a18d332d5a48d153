"""``kouan status``: an order's story, told in two languages and for programs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.examples import OPENING
from tests.cli.pretender import pretender
from tests.cli.running import PURCHASES, ROOT, Ran, run, same_as_golden, spawn
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.purchases import changed

UNDERPAID, MISSING = "CZ26111160321570", "CZ26111160362479"


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A simulator with two of the examples, one refused and one that waits."""
    with up(tmp_path_factory.mktemp("status") / "kouan.db", at=OPENING) as server:
        folders = [str(PURCHASES / name) for name in ("30-paid-too-little", "41-payment-missing")]
        assert spawn("send", *folders, "--url", server.url).status == 0
        yield server.url


@pytest.fixture
def status(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: Server) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("KOUAN_URL", server.url)
    return lambda *arguments: run(capsys, monkeypatch, "status", *map(str, arguments))


def without_times(ran: Ran) -> str:
    text = re.sub(r"20:00:[0-9]{2}\.[0-9]{3}", "20:00:SS.mmm", ran.out)
    return re.sub(r"20261111200[0-9]{6}", "20261111200MSSmmm", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_refused_and_waiting(status: Any, stories: str, lang: str) -> None:
    told = [status(order, "--lang", lang, "--url", stories) for order in (UNDERPAID, MISSING)]
    assert [(ran.status, ran.err) for ran in told] == [(0, ""), (0, "")]
    same_as_golden(f"status-{lang}.txt", "\n".join(without_times(ran) for ran in told))


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A simulator with a purchase whose payment went to a misspelt order, and whose waybill was refused."""
    with up(tmp_path_factory.mktemp("slips") / "kouan.db") as server, server.client() as http:
        enterprise = Enterprise(http, 1)
        documents = enterprise.purchase()
        documents["payment"] = changed(documents["payment"], order_no="t000001-010 ", ebp_code="4401960009")
        documents["waybill"] = changed(documents["waybill"], pack_no=2)
        enterprise.send_all(documents)
        yield server.url


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_may_have_been_meant(status: Any, slips: str, lang: str) -> None:
    told = [status(number, "--lang", lang, "--url", slips) for number in ("T000001-001", "t000001-010 ", "T000001-011")]
    assert [(ran.status, ran.err) for ran in told] == [(0, ""), (0, ""), (4, "")]
    text = re.sub(r"12:00:[0-9]{2}\.[0-9]{3}", "12:00:SS.mmm", "\n".join(ran.out for ran in told))
    same_as_golden(f"status-near-{lang}.txt", text)


def test_for_programs(status: Any, stories: str) -> None:
    ran = status(UNDERPAID, "--url", stories, "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert list(told) == ["orderNo", "documents", "receipts", "verdicts", "state", "nearMisses"]
    assert (told["orderNo"], told["state"]) == (UNDERPAID, "refused")
    assert [one["code"] for one in told["verdicts"]] == ["1332"]
    assert [side["value"] for side in told["verdicts"][0]["values"]] == ["796.43", "751.43"]


def test_released(status: Any, enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    ran = status(enterprise.number())
    assert (ran.status, ran.out.splitlines()[0]) == (0, f"order {enterprise.number()}: released")
    assert "why refused" not in ran.out
    assert "waits for" not in ran.out


def test_a_resend_that_was_refused_is_not_in_force(status: Any, enterprise: Enterprise) -> None:
    order = enterprise.purchase()["order"]
    enterprise.send(order)
    enterprise.send(order, root_guid="ANOTHER".ljust(36, "0"))
    lines = status(enterprise.number()).out.splitlines()
    assert [line.rsplit("  ", 1)[1] for line in lines[2:4]] == ["entered", "not in force"]


def test_of_one_platform(status: Any, enterprise: Enterprise) -> None:
    enterprise.send(enterprise.purchase()["order"])
    assert status(enterprise.number(), "--ebp-code", "4401960001").status == 0
    assert status(enterprise.number(), "--ebp-code", "4401960009").status == 4


@pytest.mark.parametrize("number", ["T/1?x=#%2F", "订单 1"])
def test_any_number(status: Any, enterprise: Enterprise, number: str) -> None:
    own = f"{number}{enterprise.serial}{enterprise.dxp_id}"[:60]
    enterprise.send(changed(enterprise.purchase()["order"], order_no=own))
    ran = status(own, "--json")
    assert (ran.status, [one["document"] for one in json.loads(ran.out)["documents"]]) == (0, ["order"])


def test_not_known(status: Any) -> None:
    ran = status("NOBODYS", "--lang", "en")
    assert (ran.status, ran.err) == (4, "")
    assert ran.out.startswith("order NOBODYS: nothing is known of it.")
    told = status("NOBODYS", "--json")
    assert (told.status, json.loads(told.out)["state"]) == (4, "unknown")


def test_nobody_there(status: Any) -> None:
    ran = status("T1", "--url", "http://127.0.0.1:9")
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)


def test_not_elsewhere_by_mistake(status: Any) -> None:
    ran = status("T1", "--url", "http://customs.example", "--lang", "zh")
    assert (ran.status, ran.err) == (
        2,
        "kouan status: customs.example不是本机：确要连接，请加--allow customs.example\n",
    )


@pytest.mark.parametrize("answer", [(200, b"rubbish"), (200, b"[]"), (200, b"{}"), (404, b"{}")])
def test_no_simulator(status: Any, answer: tuple[int, bytes]) -> None:
    with pretender(answer) as server:
        ran = status("T1", "--url", server.url)
    assert (ran.status, "is no port" in ran.err) == (3, True)


def test_asked_again_until_there_is_an_answer(status: Any, tmp_path: Path) -> None:
    known = b'{"documents": [], "receipts": [], "verdicts": [], "state": "unknown"}'
    with pretender((503, b""), None, (200, known)) as server:
        assert status("T1", "--url", server.url).status == 4
    with pretender((503, b"")) as server:
        ran = status("T1", "--url", server.url)
    assert (ran.status, "(HTTP 503)" in ran.err) == (3, True)
