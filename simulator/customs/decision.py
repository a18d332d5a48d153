"""What an officer decides of an inventory, and the one rule by which he refuses: his own reason."""

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.lexical import Text, Unreadable
from simulator.beginning import fields
from simulator.request import Asked

BOOK: Final = RuleBook()
"""An officer's own: the machine that judges what comes in does not ask it."""

_REFUSED: Final = "[Code:1300;Desc:人工退单，{reason}]"
_INFO: Final[Any] = next(field.kind for field in InventoryReturn.table.fields if field.attr == "return_info")
MOST_REASON: Final[int] = _INFO.most - len(_REFUSED.format(reason=""))
"""Characters: with the words around it a reason must fit into a receipt's returnInfo."""

_reason: Final = fields.text(Text(1, MOST_REASON))


def _written(value: str) -> str:
    try:
        return _reason(value)
    except Unreadable as wrong:
        raise _wrong(wrong.words.en) from None


class Decision(Asked):
    """A decision of an officer. Who is refused is told why; a release says nothing but that."""

    decision: Literal["release", "refuse"]
    reason: Annotated[str, AfterValidator(_written)] | None = Field(
        default=None, validate_default=True, description="refuse: why, as the receipt will say it"
    )

    @field_validator("reason")
    @classmethod
    def of_a_refusal(cls, reason: str | None, info: ValidationInfo) -> str | None:
        """Refuse a refusal without a reason, and a release with one: no receipt would tell it."""
        decision = info.data.get("decision")
        if decision == "refuse" and reason is None:
            raise _wrong("is missing: who refuses says why, such as 收货地址不详")
        if decision == "release" and reason is not None:
            raise _wrong("goes with refuse: leave it out")
        return reason


@BOOK.rule(
    "OFC-01",
    official="1300",
    answers={Kind.INVENTORY: ("100", _REFUSED)},
    source="texts 人工退单，… from test data and practice; the reason is the officer's",
    confidence=Confidence.PRACTICE,
)
def by_hand(decision: Decision) -> Conflict | None:
    """An officer must not have refused it by hand, for a reason of his own."""
    if decision.reason is None:
        return None
    return conflict(("the officer's reason", decision.reason), reason=decision.reason)


def _wrong(why: str) -> PydanticCustomError:
    return PydanticCustomError("value", "{why}", {"why": why})
