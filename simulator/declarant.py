"""A party of this house that declares by itself: its message, handed in at the port like everybody's."""

from collections.abc import Callable
from dataclasses import dataclass

from gateway_client.wire.ceb.tail import BaseTransfer, Ceb, Request
from gateway_client.wire.encode import encode
from simulator.docket import Docket
from simulator.names import name_of


@dataclass(frozen=True, slots=True)
class Declarant:
    """The way to the port; ``hand_in`` takes a bare message into the transaction at hand."""

    hand_in: Callable[[Docket, bytes, str], None]

    def declare(
        self,
        docket: Docket,
        message: type[Request],
        documents: tuple[Ceb, ...],
        *,
        party: str,
        code: str,
        dxp_id: str,
        guid: str,
    ) -> None:
        """Declare documents of one kind under a dxpId, whose owner gets the receipts.

        ``party`` is who does it (payment, carrier), ``code`` the enterprise's.
        """
        tail = BaseTransfer(cop_code=code, cop_name=name_of(code), dxp_mode="DXP", dxp_id=dxp_id)
        made = message(guid=guid, version="1.0", documents=documents, base_transfer=tail, base_subscribes=())
        self.hand_in(docket, encode(made, prefixed=True), party)
