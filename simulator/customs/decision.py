"""What an officer decides of an inventory, and the one rule by which he refuses: his own reason."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.lexical import Text, Unreadable
from simulator.beginning import fields
from simulator.life import DETAINED, INSPECTED, REFUSED, RELEASED, SENT_BACK, SUSPENDED
from simulator.request import Asked

BOOK: Final = RuleBook()
"""An officer's own: the machine that judges what comes in does not ask it."""

_REFUSED: Final = "[Code:1300;Desc:人工退单，{reason}]"
_INFO: Final[Any] = next(field.kind for field in InventoryReturn.table.fields if field.attr == "return_info")
MOST_REASON: Final[int] = _INFO.most - len(_REFUSED.format(reason=""))
"""Characters: with the words around it a reason must fit into a receipt's returnInfo."""

STATUSES: Final = {
    "release": RELEASED,
    "refuse": REFUSED,
    "inspect": INSPECTED,
    "detain": DETAINED[-1],
    "suspend": SUSPENDED,
    "return": SENT_BACK,
}
"""What a decision makes of an inventory."""
_TO: Final = {"clearance": 501, "smuggling": 502, "law": 503, "other": 599}
_WHY: Final = ("refuse", "suspend")
_reason: Final = fields.text(Text(1, MOST_REASON))


def _written(value: str) -> str:
    try:
        return _reason(value)
    except Unreadable as wrong:
        raise _wrong(wrong.words.en) from None


class Decision(Asked):
    """A decision of an officer. Who is refused or suspended is told why; the other receipts have no room for it."""

    decision: Literal["release", "refuse", "inspect", "detain", "suspend", "return"]
    reason: Annotated[str, AfterValidator(_written)] | None = Field(
        default=None, validate_default=True, description="refuse, suspend: why, as the receipt will say it"
    )
    to: Literal["clearance", "smuggling", "law", "other"] | None = Field(
        default=None,
        validate_default=True,
        description="detain: who gets the parcel (501 clearance, 502 anti-smuggling, 503 law, 599 other)",
    )

    @field_validator("reason")
    @classmethod
    def where_it_is_told(cls, reason: str | None, info: ValidationInfo) -> str | None:
        """Refuse a refusal without a reason, and a reason that no receipt would tell."""
        decision = info.data.get("decision")
        if decision in _WHY and reason is None:
            raise _wrong(f"is missing: who has to {decision} says why, such as 收货地址不详")
        if decision is not None and decision not in _WHY and reason is not None:
            raise _wrong("goes with refuse and suspend: leave it out")
        return reason

    @field_validator("to")
    @classmethod
    def of_a_detention(cls, to: str | None, info: ValidationInfo) -> str | None:
        """Refuse to hand over what is not detained."""
        if to is not None and info.data.get("decision") not in (None, "detain"):
            raise _wrong("goes with detain: leave it out")
        return to

    @property
    def status(self) -> int:
        """What it makes of an inventory."""
        return _TO[self.to] if self.to else STATUSES[self.decision]


@BOOK.rule(
    "OFC-01",
    official="1300",
    answers={Kind.INVENTORY: ("100", _REFUSED)},
    source="texts 人工退单，… from test data and practice; the reason is the officer's",
    confidence=Confidence.PRACTICE,
)
def by_hand(decision: Decision) -> Conflict | None:
    """An officer must not have refused it by hand, for a reason of his own."""
    if decision.decision != "refuse" or decision.reason is None:
        return None
    return conflict(("the officer's reason", decision.reason), reason=decision.reason)


def _wrong(why: str) -> PydanticCustomError:
    return PydanticCustomError("value", "{why}", {"why": why})
