"""What became of an example purchase, read from receipts and history, and whether that was expected."""

from dataclasses import dataclass
from typing import Any

from simulator.cli.examples import Purchase, Refused, text


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a purchase ended. ``verdicts`` has per refused file what the decisive rule said."""

    purchase: Purchase
    state: str
    refused: tuple[Refused, ...]
    verdicts: dict[str, dict[str, Any]]
    waits: tuple[str, ...]
    receipts: list[dict[str, Any]]

    @property
    def as_expected(self) -> bool:
        """Is that what ``EXPECTED.toml`` says?"""
        expected = self.purchase
        said = [(each.file, each.code) for each in self.refused]
        texts = {each.file: each.info for each in self.refused}
        return (
            self.state == expected.ends
            and sorted(said) == sorted((each.file, each.code) for each in expected.refused)
            and all(texts[each.file] == each.info for each in expected.refused if each.info)
            and sorted(self.waits) == sorted(expected.waits)
        )

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return {
            "name": self.purchase.name,
            "orderNo": self.purchase.order_no,
            "state": self.state,
            "refused": [each._asdict() for each in self.refused],
            "waits": list(self.waits),
            "asExpected": self.as_expected,
        }


def outcome(purchase: Purchase, history: dict[str, Any], received: list[dict[str, Any]]) -> Outcome:
    """Return how a purchase ended. ``received`` are all the receipts that its senders have fetched."""
    files = {file.guid: file.name for file in purchase.files}
    refused: list[Refused] = []
    verdicts: dict[str, dict[str, Any]] = {}
    for receipt in history["receipts"]:
        status = int(receipt["returnStatus"])
        if status == 100 or status < 0:
            said = next(one for one in history["verdicts"] if one["returnInfo"] == receipt["returnInfo"])
            file = files[receipt["copMsgId"]]
            refused.append(Refused(file, said["code"], receipt["returnInfo"]))
            verdicts[file] = said
    broken = [each for each in received if each["messageType"] == "CEB900Message" and each["copMsgId"] in files]
    refused += [
        Refused(files[each["copMsgId"]], "CEB900", text(each["body"].encode(), "returnInfo")) for each in broken
    ]
    waits = tuple(missing["document"] for one in history["documents"] for missing in one.get("missing", []))
    return Outcome(purchase, history["state"], tuple(refused), verdicts, waits, history["receipts"])
