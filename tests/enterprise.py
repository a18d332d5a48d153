"""An enterprise of its own for each test: its dxpId, its order numbers, its buyers. Tests share a server by it."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.purchases import message, purchase, resident
from tests.receipts import Receipt, answer_of, receipt_of

XML = {"Content-Type": "application/xml"}
FOUR = ("order", "payment", "waybill", "inventory")


@dataclass
class Enterprise:
    """Speaks HTTP through ``http``, an ``httpx.Client`` or anything that is called like one."""

    http: Any
    serial: int

    @property
    def dxp_id(self) -> str:
        return f"DXPENT{self.serial:010d}"

    def number(self, n: int = 1) -> str:
        """Return one of its order numbers."""
        return f"T{self.serial:06d}-{n:03d}"

    def purchase(self, n: int = 1, **options: Any) -> dict[str, Any]:
        """Return the four documents of a purchase by a buyer of its own."""
        return purchase(self.number(n), **{"buyer_id_number": resident(self.serial), **options})

    def post(self, body: bytes) -> httpx.Response:
        """Post a message as it is."""
        return self.http.post("/dxp/messages", content=body, headers=XML)

    def send(self, *documents: Any, root_guid: str | None = None) -> None:
        """Post documents of one kind as a bare message; it must be accepted."""
        self.accepted(self.post(message(*documents, dxp_id=self.dxp_id, root_guid=root_guid)))

    def accepted(self, response: httpx.Response) -> None:
        """Hold an answer to be that of a message that was kept."""
        assert response.status_code == 200, response.text
        said = answer_of(response.content)
        assert (said.response_code, said.response_info) == ("0000", "接收成功")

    def send_all(self, documents: dict[str, Any]) -> None:
        """Post the documents of a purchase, each as a message, in their order."""
        for document in documents.values():
            self.send(document)

    def receipts(self, wait: float = 0, **options: Any) -> list[Receipt]:
        """Fetch what is not acknowledged yet."""
        response = self.http.get("/dxp/receipts", params={"dxpId": self.dxp_id, "wait": wait, **options})
        assert response.status_code == 200, response.text
        return [receipt_of(each) for each in response.json()["receipts"]]

    def acknowledge(self, *ids: str) -> None:
        """Let receipts rest."""
        response = self.http.post("/dxp/receipts/ack", params={"dxpId": self.dxp_id}, json={"ids": list(ids)})
        assert response.status_code == 200, response.text

    def statuses(self, kind: str = "CEB622Message") -> list[tuple[str, str]]:
        """Return (status, returnInfo) of every return in the receipts of a kind, in their order."""
        return [
            (said.return_status, said.return_info)
            for receipt in self.receipts()
            if receipt.type == kind
            for said in receipt.returns
        ]

    def history(self, n: int = 1, **options: str) -> dict[str, Any]:
        """Return what the simulator tells of one of its orders."""
        response = self.http.get(f"/_kouan/documents/{self.number(n)}", params=options)
        assert response.status_code == 200, response.text
        return response.json()
