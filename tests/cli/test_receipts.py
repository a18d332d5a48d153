"""``kouan receipts``: looking changes nothing, ``--ack`` takes, ``--follow`` hears what comes while it waits."""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from gateway_client.wire.ceb.tail import BaseSubscribe
from tests.cli.pretender import pretender
from tests.cli.running import ROOT, Ran, run
from tests.enterprise import Enterprise
from tests.kouan import KOUAN, Server

KEYS = {"id", "dxpId", "messageType", "copMsgId", "returnTime", "returns", "body"}
SAID = {"document", "key", "returnStatus", "returnTime", "returnInfo", "preNo", "invtNo"}


@pytest.fixture
def receipts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: Server, enterprise: Enterprise
) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("KOUAN_URL", server.url)
    monkeypatch.setenv("KOUAN_DXP_ID", enterprise.dxp_id)
    return lambda *arguments: run(capsys, monkeypatch, "receipts", *map(str, arguments))


@contextmanager
def following(server: Server, enterprise: Enterprise, *options: str) -> Iterator["subprocess.Popen[str]"]:
    command = [KOUAN, "receipts", "--follow", "--url", server.url, "--dxp-id", enterprise.dxp_id, "--lang", "en"]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline()


def statuses(ran: Ran) -> list[str]:
    return [said["returnStatus"] for each in ran.out.splitlines() for said in json.loads(each)["returns"]]


def test_looking_changes_nothing(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    first, second = receipts(), receipts()
    assert (first.status, first.out) == (0, second.out)
    assert len(first.out.splitlines()) == 9
    assert first.err == "kouan receipts: 9 shown and not acknowledged: they will come again, --ack takes them\n"
    assert len(enterprise.receipts()) == 9


def test_acknowledged_once_printed(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    ran = receipts("--ack")
    assert (len(ran.out.splitlines()), ran.err) == (9, "kouan receipts: 9 shown and acknowledged\n")
    assert enterprise.receipts() == []
    again = receipts("--ack", "--lang", "zh")
    assert (again.status, again.out, again.err) == (0, "", f"kouan receipts: {enterprise.dxp_id}没有回执\n")


def test_a_line_says_when_what_about_which_document(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.send(enterprise.purchase()["order"])
    first, second = receipts().out.splitlines()
    time = r"2026-11-11 12:[0-9]{2}:[0-9]{2}\.[0-9]{3}"
    assert re.fullmatch(rf"{time}  CEB312        2  4401960001/{enterprise.number()}  新增申报成功\[.*\]", first)
    assert re.fullmatch(
        rf"{time}  CEB312      120  4401960001/{enterprise.number()}  \[Code:1800;Desc:逻辑校验通过\]", second
    )


def test_no_more_than_asked_for(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    assert statuses(receipts("--json", "--max", "3")) == ["2", "120", "2"]
    assert statuses(receipts("--json", "--max", "2", "--ack")) == ["2", "120"]
    assert len(enterprise.receipts()) == 7


def test_for_programs(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    ran = receipts("--json")
    told = [json.loads(each) for each in ran.out.splitlines()]
    assert ran.err == ""
    assert {key for one in told for key in one} == KEYS
    assert {key for one in told for said in one["returns"] for key in said} == SAID
    assert {one["dxpId"] for one in told} == {enterprise.dxp_id}
    last = told[-1]["returns"][0]
    assert (last["document"], last["returnStatus"], last["returnInfo"]) == ("inventory", "800", "[Code:2600;Desc:放行]")
    assert len(last["preNo"]) == len(last["invtNo"]) == 18
    assert told[-1]["body"].startswith("<?xml")


def test_more_than_a_hundred(receipts: Any, enterprise: Enterprise) -> None:
    for number in range(1, 52):
        enterprise.send(enterprise.purchase(number)["order"])
    shown = receipts()
    assert (shown.status, len(shown.out.splitlines())) == (0, 100)
    full = receipts("--follow")
    assert (full.status, len(full.out.splitlines())) == (1, 100)
    assert full.err.startswith("kouan receipts: 100 receipts wait to be acknowledged")
    assert len(receipts("--ack").out.splitlines()) == 102


def test_a_broken_message(receipts: Any, enterprise: Enterprise) -> None:
    enterprise.accepted(
        enterprise.post(
            '<ceb:CEB311Message xmlns:ceb="http://www.chinaport.gov.cn/ceb" guid="G" version="1.0">'
            f"<ceb:BaseTransfer><ceb:dxpId>{enterprise.dxp_id}</ceb:dxpId></ceb:BaseTransfer></ceb:CEB311Message>".encode()
        )
    )
    assert "CEB900  -999999  CEB311Message/G  " in receipts().out


def test_heard_while_it_waits(server: Server, enterprise: Enterprise) -> None:
    with following(server, enterprise, "--ack") as process:
        for number in (1, 2):
            enterprise.send(enterprise.purchase(number)["order"])
            assert [f"4401960001/{enterprise.number(number)}" in line(process) for _ in range(2)] == [True, True]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        assert (process.returncode, out, err) == (130, "", "")


def test_heard_once_without_acknowledging(server: Server, enterprise: Enterprise) -> None:
    enterprise.send(enterprise.purchase(1)["order"])
    with following(server, enterprise) as process:
        assert [enterprise.number(1) in line(process) for _ in range(2)] == [True, True]
        enterprise.send(enterprise.purchase(2)["order"])
        assert [enterprise.number(2) in line(process) for _ in range(2)] == [True, True]
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
        assert (process.returncode, out) == (130, "")
    assert len(enterprise.receipts()) == 4


def test_for_so_long(server: Server, enterprise: Enterprise) -> None:
    with following(server, enterprise, "--for", "0.3") as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (0, "")
    assert err == f"kouan receipts: no receipts for {enterprise.dxp_id}\n"


def test_enough_is_enough_though_it_follows(server: Server, enterprise: Enterprise) -> None:
    with following(server, enterprise, "--max", "3", "--ack") as process:
        enterprise.send_all(enterprise.purchase())
        out, _ = process.communicate()
    assert (process.returncode, len(out.splitlines())) == (0, 3)
    assert len(enterprise.receipts()) == 6


def test_whose(receipts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOUAN_DXP_ID")
    ran = receipts()
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "kouan receipts: whose receipts? Name a dxpId with --dxp-id or KOUAN_DXP_ID\n"


@pytest.mark.parametrize("wrong", [("--max", "0"), ("--max", "x"), ("--for", "-1"), ("--for", "nan"), ("--for", "inf")])
def test_unusable_options(receipts: Any, wrong: tuple[str, str]) -> None:
    with pytest.raises(SystemExit) as left:
        receipts(*wrong)
    assert left.value.code == 2


def test_nobody_there(receipts: Any) -> None:
    ran = receipts("--url", "http://127.0.0.1:9", "--follow")
    assert (ran.status, ran.out, ran.err.count("\n")) == (3, "", 1)


@pytest.mark.parametrize("answer", [(200, b"[]"), (200, b"{}"), (302, b"{}"), (404, b"")])
def test_no_port(receipts: Any, answer: tuple[int, bytes]) -> None:
    with pretender(answer) as server:
        ran = receipts("--url", server.url)
    assert (ran.status, "is no port" in ran.err) == (3, True)


def test_a_message_that_was_subscribed(receipts: Any, enterprise: Enterprise, another: Enterprise) -> None:
    from tests.purchases import message

    subscribed = message(another.purchase()["order"], dxp_id=another.dxp_id).replace(
        b"</ceb:BaseTransfer>",
        "</ceb:BaseTransfer><ceb:BaseSubscribe><ceb:status>DATA</ceb:status><ceb:dxpMode>DXP</ceb:dxpMode>"
        f"<ceb:dxpAddress>{enterprise.dxp_id}</ceb:dxpAddress></ceb:BaseSubscribe>".encode(),
    )
    assert BaseSubscribe.table.name.encode() in subscribed
    another.accepted(another.post(subscribed))
    (said,) = receipts().out.splitlines()
    assert re.fullmatch(r"2026-11-11 12:.*  CEB311 .*", said)
    assert json.loads(receipts("--json").out)["returns"] == []
