"""What tests ask of an officer of customs."""

from datetime import datetime
from typing import Any

from tests.enterprise import Enterprise


def entered(enterprise: Enterprise, n: int = 1) -> str:
    """Move the clock from step to step until customs has taken an inventory in; returns its number."""
    while (told := enterprise.history(n))["state"] != "entered":
        due = enterprise.http.get("/_kouan/clock").json()["nextDue"]
        assert due, told  # nothing is planned any more: it was refused, or released meanwhile
        to = datetime.strptime(f"{due}000", "%Y%m%d%H%M%S%f").isoformat()
        assert enterprise.http.post("/_kouan/clock", json={"to": to}).status_code == 200
    return str(next(one["invtNo"] for one in told["documents"] if one["document"] == "inventory" and one["current"]))


def decide(enterprise: Enterprise, invt_no: str, **decision: Any) -> Any:
    """Decide; returns the answer."""
    return enterprise.http.post(f"/_kouan/officer/{invt_no}", json=decision)


def decided(enterprise: Enterprise, invt_no: str, **decision: Any) -> dict[str, str]:
    """Decide; it must be done."""
    answer = decide(enterprise, invt_no, **decision)
    assert answer.status_code == 200, answer.text
    said: dict[str, str] = answer.json()
    return said
