"""``kouan send``: the bytes as they are, an answer for each file, an exit status that says what happened."""

import json
import os
import pty
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.pretender import dxp_rep, pretender
from tests.cli.running import PURCHASES, ROOT, Ran, run, same_as_golden
from tests.enterprise import Enterprise
from tests.kouan import KOUAN, Server, up
from tests.purchases import enveloped, message

NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there
MIXED = (
    PURCHASES / "30-paid-too-little",
    PURCHASES / "42-wrong-letter" / "inventory.xml",
    Path("Makefile"),
    Path("no"),
)


@pytest.fixture
def send(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server: Server) -> Any:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("KOUAN_URL", server.url)
    return lambda *arguments, stdin=b"": run(capsys, monkeypatch, "send", *map(str, arguments), stdin=stdin)


def files(ran: Ran) -> list[dict[str, Any]]:
    return json.loads(ran.out)["files"]


def results(ran: Ran) -> list[str]:
    return [one["result"] for one in files(ran)]


def test_a_purchase_clears(send: Any, enterprise: Enterprise, tmp_path: Path) -> None:
    for name, document in enterprise.purchase().items():
        (tmp_path / f"{name}.xml").write_bytes(message(document, dxp_id=enterprise.dxp_id))
    ran = send(tmp_path)
    assert (ran.status, ran.err, ran.last) == (0, "", "4 files: 4 accepted")
    assert enterprise.history()["state"] == "released"


@pytest.mark.parametrize(
    ("form", "options"), [("en", ["--lang", "en"]), ("zh", ["--lang", "zh"]), ("json", ["--json"])]
)
def test_what_it_prints(send: Any, form: str, options: list[str]) -> None:
    ran = send(*MIXED, *options)
    assert ran.status == 2
    assert (ran.err, "\033" in ran.out) == ("", False)
    same_as_golden(f"send-{form}.{'json' if form == 'json' else 'txt'}", ran.out)


def test_the_exit_status_of_a_refusal(send: Any) -> None:
    ran = send(PURCHASES / "01-milk-powder" / "order.xml", "Makefile")
    assert (ran.status, ran.last) == (1, "2 files: 1 accepted, 1 refused")


def test_from_standard_input(send: Any, enterprise: Enterprise) -> None:
    ran = send("-", stdin=message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id))
    assert (ran.status, ran.last) == (0, "1 file: 1 accepted")
    assert [one["document"] for one in enterprise.history()["documents"]] == ["order"]


def test_in_an_envelope(send: Any, enterprise: Enterprise, tmp_path: Path) -> None:
    body = message(enterprise.purchase()["inventory"], dxp_id=enterprise.dxp_id, signed=True)
    about = {"sender": enterprise.dxp_id, "cop_msg_id": enterprise.number(), "msg_type": "CEB621Message"}
    (tmp_path / "envelope.xml").write_bytes(enveloped(body, **about))
    assert results(send(tmp_path / "envelope.xml", "--json")) == ["accepted"]
    assert enterprise.history()["state"] == "waiting"


def test_an_empty_folder(send: Any, tmp_path: Path) -> None:
    ran = send(tmp_path, "--json")
    assert (ran.status, files(ran)[0]["why"]) == (2, "no *.xml in this folder")


def test_the_bytes_are_not_touched(send: Any, tmp_path: Path) -> None:
    odd = b"\xef\xbb\xbf  no XML \x00 at all\r\n"
    (tmp_path / "odd.xml").write_bytes(odd)
    with pretender((200, dxp_rep())) as server:
        assert send(tmp_path / "odd.xml", "--url", server.url).status == 0
        assert server.bodies == [odd]


def test_the_same_bytes_again_until_there_is_an_answer(send: Any) -> None:
    with pretender((503, b""), None, (200, dxp_rep())) as server:
        assert results(send("Makefile", "--url", server.url, "--json")) == ["accepted"]
        assert server.bodies == [(ROOT / "Makefile").read_bytes()] * 3


def test_a_refused_message_is_not_sent_again(send: Any) -> None:
    with pretender((400, dxp_rep("0002", "数据包不能通过schema验证"))) as server:
        ran = send("Makefile", "--url", server.url)
        assert ran.out == "Makefile: refused 0002 数据包不能通过schema验证\n1 file: 1 refused\n"
        assert len(server.bodies) == 1


def test_nobody_there(send: Any) -> None:
    ran = send(PURCHASES / "01-milk-powder", "--url", NOBODY)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"kouan send: no usable answer from {NOBODY} (ConnectError")
    assert ran.err.endswith("start a simulator with kouan up, or name another with --url or KOUAN_URL\n")
    assert ran.err.count("\n") == 1


def test_nobody_there_for_programs(send: Any) -> None:
    ran = send(PURCHASES / "01-milk-powder", "--url", NOBODY, "--json", "--lang", "zh")
    assert (ran.status, results(ran)) == (3, ["unsent"] * 4)
    assert "没有可用的应答" in ran.err


def test_a_server_that_goes_away(send: Any) -> None:
    with pretender((200, dxp_rep()), None) as server:
        ran = send(PURCHASES / "01-milk-powder", "--url", server.url)
    assert (ran.status, ran.last) == (3, "4 files: 1 accepted, 3 not sent")


def test_something_else_listens_there(send: Any) -> None:
    with pretender((404, b"<html>not found</html>")) as server:
        ran = send("Makefile", "--url", server.url)
        assert (ran.status, ran.out) == (3, "")
        assert ran.err == (
            f"kouan send: what answers at {server.url} is no port (HTTP 404 to /dxp/messages): see --url or KOUAN_URL\n"
        )


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://customs.example", "customs.example is not this machine: if you mean it, add --allow customs.example"),
        ("http://192.0.2.1:8765", "192.0.2.1 is not this machine: if you mean it, add --allow 192.0.2.1"),
        ("localhost", "'localhost' is no address: write it like http://127.0.0.1:8765"),
    ],
)
def test_not_sent_elsewhere_by_mistake(send: Any, url: str, said: str) -> None:
    ran = send("Makefile", "--url", url)
    assert (ran.status, ran.out, ran.err) == (2, "", f"kouan send: {said}\n")


def test_a_host_that_is_meant(send: Any) -> None:
    ran = send("Makefile", "--url", "http://kouan.invalid", "--allow", "kouan.invalid")
    assert (ran.status, "no usable answer" in ran.err) == (3, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_bar_only_for_terminals_and_long_work(tmp_path: Path, count: int) -> None:
    with up(tmp_path / "kouan.db") as server:
        for number in range(count):
            (tmp_path / f"{number}.xml").write_bytes(b"<no/>")
        ours, theirs = pty.openpty()
        command = [KOUAN, "send", str(tmp_path), "--url", server.url, "--lang", "en"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True) as process:
            assert process.stdout
            out = process.stdout.read()
        os.close(theirs)
        os.set_blocking(ours, False)
        try:
            drawn = os.read(ours, 100_000).decode()
        except OSError:  # nothing was written at all
            drawn = ""
        os.close(ours)
    assert out.splitlines()[-1] == ("1 file: 1 refused" if count == 1 else "3 files: 3 refused")
    assert ("sending [##############################] 3/3" in drawn) == (count == 3)
    assert drawn.endswith("\r\033[K") or not drawn
