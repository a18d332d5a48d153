"""``--only-sourced`` wherever documents are judged: an assumed rule refuses without it and not with it."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.running import spawn
from tests.codes.provoking import other
from tests.enterprise import Enterprise
from tests.kouan import up
from tests.parties.asking import pay
from tests.purchases import changed, message, purchase

ASSUMED = other("waybill", consignee="李娜")
SOURCED = other("payment", payer_name="李娜")
STORY = """
title = { en = "Another consignee", zh = "另一个收货人" }

[purchases.milk]
change = { "LogisticsHead.consignee" = "李娜" }

[[steps]]
declare = "milk"

[[steps]]
expect = "milk"
state = "refused"
"""


def judged(http: httpx.Client) -> tuple[str, str]:
    """Return the states of a purchase that an assumed rule refuses, and of one that a sourced one refuses."""
    for serial, provoke in ((1, ASSUMED), (2, SOURCED)):
        provoke(Enterprise(http, serial))
    return Enterprise(http, 1).history()["state"], Enterprise(http, 2).history()["state"]


@pytest.mark.parametrize(
    ("options", "states"), [((), ("refused", "refused")), (("--only-sourced",), ("released", "refused"))]
)
def test_up_says_in_its_health_how_it_judges(tmp_path: Path, options: tuple[str, ...], states: Any) -> None:
    with up(tmp_path / "kouan.db", *options) as server, server.client() as http:
        assert http.get("/_kouan/health").json()["onlySourced"] is bool(options)
        assert judged(http) == states


def test_what_is_judged_by_the_parser_is_left_out_too(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--only-sourced") as server, server.client() as http:
        enterprise = Enterprise(http, 1)
        enterprise.send(changed(enterprise.purchase()["payment"], app_status="7"))
        pay(enterprise, enterprise.purchase(2)["order"])  # a party of the house declares by the same rules
        assert [status for status, _ in enterprise.statuses("CEB412Message")] == ["2", "120", "2", "120"]


def test_a_line_that_is_in_no_book_is_taken_without_the_rule_that_asks_for_it(tmp_path: Path) -> None:
    stocked = '[[stock]]\nemsNo = "T5165W000001"\nitemRecordNo = "1001"\nactlIncQty = "3"\n'
    with up(tmp_path / "kouan.db", "--only-sourced") as server, server.client() as http:
        assert http.post("/_kouan/worlds", json={"name": "stocked", "file": stocked}).status_code == 201
        http.base_url = httpx.URL(f"{server.url}/w/stocked")
        enterprise = Enterprise(http, 1)
        enterprise.send_all(enterprise.purchase())
        assert enterprise.history()["state"] == "released"


@pytest.mark.parametrize(("options", "status"), [((), 1), (("--only-sourced",), 0)])
def test_check(tmp_path: Path, options: tuple[str, ...], status: int) -> None:
    documents = purchase()
    documents["waybill"] = changed(documents["waybill"], consignee="李娜")
    documents["order"] = changed(documents["order"], app_status="7")
    for kind, document in documents.items():
        (tmp_path / f"{kind}.xml").write_bytes(message(document))
    assert spawn("check", str(tmp_path), "--day", "2026-11-11", *options).status == status


@pytest.mark.parametrize("where", [(), ("--server",)])
@pytest.mark.parametrize(("options", "status"), [((), 0), (("--only-sourced",), 1)])
def test_run(tmp_path: Path, where: tuple[str, ...], options: tuple[str, ...], status: int) -> None:
    story = tmp_path / "consignee.story.toml"
    story.write_text(STORY, encoding="utf-8")
    ran = spawn("run", str(story), *where, *options, KOUAN_URL="")
    assert ran.status == status, ran.out + ran.err


def test_run_cannot_tell_a_simulator_that_is_there_already(tmp_path: Path) -> None:
    story = tmp_path / "consignee.story.toml"
    story.write_text(STORY, encoding="utf-8")
    ran = spawn("run", str(story), "--target", "http://127.0.0.1:1", "--only-sourced", LANG="C.UTF-8", LC_ALL="")
    assert (ran.status, ran.out) == (2, "")
    assert "the one at http://127.0.0.1:1 judges as it was started" in ran.err


def test_replay_judges_as_it_is_told(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--only-sourced") as server, server.client() as http:
        judged(http)
        ran = spawn("journal", "--json", "--url", server.url)
    journal = tmp_path / "journal.jsonl"
    journal.write_text(ran.out, encoding="utf-8")
    assert spawn("replay", str(journal), "--only-sourced").status == 0
    told = spawn("replay", str(journal), "--json")
    assert told.status == 1
    assert json.loads(told.out)["difference"]["replay"]["kind"] == "verdict"
