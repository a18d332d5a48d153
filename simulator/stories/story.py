"""What a story file says, as values: who takes part, what they buy, what they do, and what is to come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from gateway_client.wire.findings import Words
from simulator.beginning.start import Beginning

Role = Literal["platform", "retailer", "payment", "carrier", "declarant"]
Document = Literal[
    "order", "payment", "waybill", "delivery", "inventory", "cancel", "return", "arrival", "tax", "message"
]
State = Literal[
    "unknown",
    "incomplete",
    "received",
    "stored",
    "declaring",
    "waiting",
    "entered",
    "held",
    "cleared",
    "released",
    "refused",
    "cancelled",
    "sent back",
]
Decision = Literal["release", "refuse", "inspect", "detain", "suspend", "return"]
To = Literal["clearance", "smuggling", "law", "other"]
Version = Literal["new", "stored", "change", "deletion"]

ROLES: Final[tuple[Role, ...]] = ("platform", "retailer", "payment", "carrier", "declarant")
DECLARED: Final[tuple[Document, ...]] = ("order", "payment", "waybill", "inventory")
"""The documents of a purchase, in the order in which they are declared unless a step says otherwise."""
SENDABLE: Final[tuple[Document, ...]] = (*DECLARED, "delivery")
"""The documents that a step can name to be sent."""
AWAITED: Final[tuple[Document, ...]] = (*DECLARED[:-1], "arrival")
"""What an inventory can wait for."""
OPERATOR: Final = "DXPENT0000000001"
"""The dxpId under which everybody's documents travel unless a party has one of its own."""
START: Final = datetime(2026, 11, 11, 20)
"""Where the clock of a story stands at first, in Beijing, unless it says otherwise."""

Change = tuple[str, str | None]
"""A path and the text that is to stand there; ``None`` takes away what stands there: ``OrderList[2].price``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who subscribes to what a party sends: ``take`` is ALL, DATA or RET."""

    party: str
    take: Literal["ALL", "DATA", "RET"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A company: ``code`` and ``name`` as documents name it, ``dxp_id`` under which it sends and hears."""

    code: str
    name: str
    dxp_id: str = OPERATOR
    readers: tuple[Reader, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A buyer, who is also the consignee."""

    name: str
    id_number: str
    telephone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One line of a purchase that a story makes up itself; units and countries are customs codes."""

    name: str
    hs_code: str
    price: Decimal
    qty: Decimal
    unit: str
    country: str
    model: str = "1"
    item_record_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Buying:
    """A purchase. Its documents are those of a ``folder``, or made of ``goods``, or the shop's sale number ``sale``.

    ``folder`` is an absolute path. ``count`` purchases of consecutive sales go by one name. ``fault`` is one of the
    marketplace's. ``parties`` names who plays a role instead of the party that is called like it. ``freight``,
    ``discount``, ``tax``, ``weight`` and ``ems_no`` go with ``goods``.
    """

    name: str
    sale: int | None = None
    folder: str | None = None
    goods: tuple[Good, ...] = ()
    count: int = 1
    order_no: str | None = None
    buyer: str | None = None
    fault: str | None = None
    parties: Mapping[Role, str] = field(default_factory=dict)
    freight: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    ems_no: str | None = None
    change: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens. ``line`` is where it stands in its file."""

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Step):
    """Something is sent: ``answer`` is the DxpRep's code that it must get (``0000`` accepted)."""

    answer: str = "0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare(Sending):
    """Documents of purchases are declared, in the order given, those of a kind together.

    ``change`` holds from then on. ``stopped`` are the rules and findings for which the client must refuse to send
    (``ORD-01``, ``VAL-03``); with it nothing is sent. ``unchecked`` sends whatever the client would have stopped.
    ``spoil`` is written into the XML itself, after all checks, and implies ``unchecked``. ``version`` says what they
    are declared as: to be stored only (appStatus 1), as a change (appType 2) or deletion (3) of what was sent before;
    a new one of what was stored is its declaration.
    """

    purchases: tuple[str, ...]
    version: Version = "new"
    documents: tuple[Document, ...] = ()
    change: tuple[Change, ...] = ()
    spoil: tuple[Change, ...] = ()
    fault: str | None = None
    unchecked: bool = False
    stopped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Sending):
    """Bytes are handed in as they are: those of a ``file`` (absolute path), or ``text``."""

    file: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay(Step):
    """The payment company is asked to take the money; it declares the payment itself."""

    purchase: str
    amount: Decimal | None = None
    payer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship(Step):
    """The carrier is asked to take the parcel; it declares waybill and, later, delivery itself."""

    purchase: str
    consignee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applying(Sending):
    """Something is applied for. ``spoil`` is written into the XML itself, after all checks."""

    spoil: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Applying):
    """The declarant asks to cancel an inventory (CEB623)."""

    purchase: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Applying):
    """The declarant announces a return (CEB625): of all lines, or of those whose gnum is named.

    ``quantities`` says of lines how much of them. ``cop_no`` is one of its own unless it is given.
    """

    purchase: str
    reason: str
    lines: tuple[int, ...] = ()
    quantities: tuple[tuple[int, Decimal], ...] = ()
    cop_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Applying):
    """The operator of a supervised site reports that parcels have arrived (CEB711), those of a bill in one list.

    ``operator`` is a party; the declarant does it unless one is named.
    """

    purchases: tuple[str, ...]
    operator: str = "declarant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer(Step):
    """An officer decides about an inventory that customs has taken in; ``to`` whom a detained parcel is handed."""

    purchase: str
    decision: Decision
    reason: str | None = None
    to: To | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Step):
    """The clock is moved on: ``by`` a duration, ``to`` a moment of Beijing, or until nothing is planned any more."""

    by: timedelta | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A receipt that must come for a document.

    ``code`` stands in its text (``[Code:1332;…``), ``text`` is a regular expression that is found in it, ``message``
    is its root (``CEB622``). Its time must be earlier than ``before``, and not earlier than ``after`` (Beijing).
    """

    status: str
    code: str | None = None
    text: str | None = None
    message: str | None = None
    before: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What of the buyer's yearly limit must be ``used`` and ``left`` in a calendar year (default: the clock's)."""

    used: Decimal | None = None
    left: Decimal | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockWanted:
    """The surplus that a line of an account book must have."""

    ems_no: str
    item_record_no: str
    surplus: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect(Step):
    """What must come of purchases. Waits for it: ``within`` a time of the world, or until nothing is planned any more.

    ``within`` counts from the beginning of the step, for all its purchases; with it, what must not come is waited out.
    ``receipts`` has for a document everything that its sender has heard of it, in its order. ``sequence`` are receipts
    of any documents (``"inventory 120"``) that must have come one after the other. ``state`` is that of the whole.
    ``missing`` are the documents that the inventory waits for. ``rules`` are all that objected, in any order.
    ``values`` are texts that must stand at paths of the documents as they were declared.
    """

    purchases: tuple[str, ...]
    within: timedelta | None = None
    receipts: Mapping[Document, tuple[Wanted, ...]] = field(default_factory=dict)
    sequence: tuple[tuple[Document, str], ...] = ()
    state: State | None = None
    missing: tuple[Document, ...] | None = None
    rules: tuple[str, ...] | None = None
    values: tuple[tuple[str, str], ...] = ()
    quota: Quota | None = None
    stock: tuple[StockWanted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message that a party must hear in its turn: its root (``CEB621``), and a receipt's status."""

    message: str
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hears(Step):
    """Everything that a party has heard so far, receipts and copies, in its order."""

    party: str
    messages: tuple[Heard, ...]
    within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story ready to be played. ``row`` tells variants apart, and is empty when there is only one.

    ``path`` is the file as it was named, ``name`` its stem. ``beginning`` is how its world begins, with seed and clock.
    """

    name: str
    path: str
    title: Words
    beginning: Beginning
    parties: Mapping[str, Party]
    people: Mapping[str, Person]
    purchases: Mapping[str, Buying]
    steps: tuple[Step, ...]
    row: str = ""

    @property
    def full_name(self) -> str:
        """The name, with the variant."""
        return f"{self.name}[{self.row}]" if self.row else self.name
