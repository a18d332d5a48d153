"""A disk that takes nothing more: 503 with code 3001, nothing half kept, and all is well when it recovers."""

import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.databases import sqlite_only
from tests.enterprise import Enterprise
from tests.kouan import Server, up
from tests.purchases import message
from tests.receipts import answer_of

pytestmark = [
    pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="needs prlimit, which only Linux has"),
    sqlite_only,
]


def limit_files(server: Server, size: int) -> None:
    """Let no file of the server grow beyond a size; -1 lifts the limit."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_is_a_503_and_passes(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db") as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        documents = enterprise.purchase()
        enterprise.send(documents["order"])
        before = enterprise.receipts()

        limit_files(server, 0)
        body = message(documents["payment"], dxp_id=enterprise.dxp_id)
        for _ in range(3):
            response = enterprise.post(body)
            assert response.status_code == 503
            said = answer_of(response.content)
            assert said.response_code == "3001"
            assert said.response_info.startswith("数据库、中间件等系统错误; ")
            assert "报文未保存" in said.response_info
            assert "nothing was kept" in said.note
        acknowledged = client.post(f"/dxp/receipts/ack?dxpId={enterprise.dxp_id}", json={"ids": [before[0].id]})
        assert acknowledged.status_code == 503
        assert acknowledged.json()["errors"][0]["place"] == "database"
        assert client.post("/_kouan/reset").status_code == 503
        assert enterprise.receipts() == before
        assert client.get("/_kouan/health").status_code == 200
        assert enterprise.post(b"<broken").status_code == 400

        limit_files(server, -1)
        assert enterprise.receipts() == before
        for kind in ("payment", "waybill", "inventory"):
            enterprise.send(documents[kind])
        receipts = enterprise.receipts()
        assert receipts[:2] == before
        assert [r.returns[0].return_status for r in receipts] == ["2", "120"] * 3 + ["2", "120", "800"]


def test_every_message_of_a_batch_of_messages_is_told(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db") as server:

        def post(n: int) -> tuple[int, int]:
            with server.client() as client:
                enterprise = Enterprise(client, n)
                body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
                first = enterprise.post(body).status_code
                return first, len(enterprise.receipts())

        with ThreadPoolExecutor(8) as pool:
            limit_files(server, 0)
            assert set(pool.map(post, range(1, 33))) == {(503, 0)}
            limit_files(server, -1)
            assert set(pool.map(post, range(1, 33))) == {(200, 2)}
