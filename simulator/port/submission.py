"""A message that has passed the envelope, and what judging it will ask for."""

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Final

from gateway_client.rules.kinds import Kind, head_of, key, key_of
from gateway_client.rules.rule import Refusal
from gateway_client.wire.ceb.tail import BaseSubscribe
from gateway_client.wire.findings import Finding
from simulator.known import Wants

BARE: Final = "bare"
"""The entrance of a message that came without an envelope."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A message as the port keeps it: documents to be judged, or ``findings`` against its form.

    ``refusals`` has per document what its own rules objected to while it was parsed. ``body`` is the
    business message, without its envelope.
    """

    sender: str
    dxp_id: str
    cop_msg_id: str
    message_type: str
    body: bytes
    kind: Kind | None = None
    documents: tuple[Any, ...] = ()
    refusals: list[list[Refusal]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    subscriptions: tuple[BaseSubscribe, ...] = ()
    entrance: str = BARE
    """How it came in: bare, or ``dxp`` with the MsgType of its envelope."""
    digest: str = field(init=False)
    """The hash of sender, CopMsgId and bytes, taken on the thread that parses: what makes a message the same."""

    def __post_init__(self) -> None:
        said = blake2b(self.body, digest_size=16)
        said.update(f"\x1f{self.sender}\x1f{self.cop_msg_id}".encode())
        object.__setattr__(self, "digest", said.hexdigest())

    def want(self, wants: Wants) -> None:
        """Add what judging this message will ask for."""
        wants.digests.add(self.digest)
        if self.kind is None:
            return
        for document in self.documents:
            head = head_of(document)
            own = key_of(self.kind, head)
            wants.keys[self.kind].add(own)
            match self.kind:
                case Kind.PAYMENT:
                    wants.paid_orders.add(head.order_no)
                    wants.awaited[Kind.PAYMENT].add(key(head.ebp_code, head.order_no))
                case Kind.INVENTORY:
                    wants.keys[Kind.ORDER].add(key(head.ebp_code, head.order_no))
                    wants.keys[Kind.WAYBILL].add(key(head.logistics_code, head.logistics_no))
                    wants.paid_orders.add(head.order_no)
                    wants.people.add(head.buyer_id_number.upper())
                case Kind.ORDER | Kind.WAYBILL:
                    wants.awaited[self.kind].add(own)
