"""What has become of a purchase or an application: everything heard of it, and what that comes to."""

from dataclasses import dataclass, field
from typing import Final

from gateway_client.rules.statuses import DONE, state_of, with_state

RELEASED: Final = with_state("released")
_DECLARED_EARLIER: Final = frozenset(
    {
        *("-301010", "-301014", "-401007", "-401012", "-504015", "-505012", "-505016", "-621004", "-621055"),
        *("-623009", "-625022", "-800003", "-800005"),
    }
)
"""What the port answers when it knows another version of a document: "exists" and "old message"."""
_TOLD: Final = frozenset({"stored", "held", "cleared", "cancelled", "sent back"})
"""States that are told by their own name; the others before the end are ``declared``."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One return of a receipt that concerns what is followed. Times are Beijing time, ``YYYYMMDDhhmmssSSS``.

    ``document`` is order, payment, waybill, inventory, cancel, return or arrival, or message: none of them could be
    read (CEB900).
    """

    document: str
    status: str
    time: str
    info: str
    pre_no: str | None = None
    invt_no: str | None = None

    @property
    def refuses(self) -> bool:
        """Is the document refused, by the port (below 0) or by customs (100)?"""
        return state_of(self.status) == "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a purchase or an application, with everything heard of it in its order.

    ``order_no`` of an arrival list is its billNo. ``about`` is the document whose end is waited for, ``ends`` are
    the states in which nothing more comes.
    """

    order_no: str
    heard: tuple[Heard, ...] = field(default=())
    about: str = "inventory"
    ends: frozenset[str] = DONE

    @property
    def refusal(self) -> Heard | None:
        """What refused it, if anything did.

        A status below 0 for a document that the port had taken before is about a resend, not about the
        document: it refuses nothing. Nor does a code that says that another version was declared earlier.
        """
        return next((one for one in self._standing.values() if one.refuses), None)

    @property
    def released(self) -> bool:
        """May the parcel go? Only 800 (or 899) says so; 120 merely says that it was received."""
        return any(one.document == "inventory" and one.status in RELEASED for one in self.heard)

    @property
    def held(self) -> bool:
        """Does it wait for an officer, or for its goods (300, 400, 500 to 503, 599, 600)? Then it may take days."""
        return self.state == "held"

    @property
    def invt_no(self) -> str | None:
        """The number that customs gave the inventory, or ``None`` while none was heard."""
        return next((one.invt_no for one in reversed(self.heard) if one.invt_no), None)

    @property
    def pre_no(self) -> str | None:
        """The pre-entry number that the port gave, or ``None`` while none was heard."""
        return next((one.pre_no for one in reversed(self.heard) if one.pre_no), None)

    @property
    def declared_earlier(self) -> bool:
        """Is all that was heard of it that another version of it was declared before?

        Then that version's receipts tell how it ended, not these; ``kouan status`` knows.
        """
        heard = [one for one in self.heard if one.document == self.about]
        return bool(heard) and all(one.status in _DECLARED_EARLIER for one in heard)

    @property
    def final(self) -> bool:
        """Is nothing more to be waited for?"""
        return self.declared_earlier or self.state in self.ends

    @property
    def state(self) -> str:
        """What it has come to.

        ``released``, ``refused``, ``cancelled``, ``sent back`` or ``declared earlier``; before that ``stored``,
        ``held``, ``cleared`` (of an application: it is done), or ``declared``.
        """
        if self.released:
            return "released"
        if self.refusal:
            return "refused"
        if self.declared_earlier:
            return "declared earlier"
        last = self._standing.get(self.about)
        state = state_of(last.status) if last else ""
        return state if state in _TOLD or state in self.ends else "declared"

    @property
    def _standing(self) -> dict[str, Heard]:
        """What was heard last of each document, without answers to resends."""
        standing: dict[str, Heard] = {}
        for one in self.heard:
            if one.status in _DECLARED_EARLIER:
                continue
            before = standing.get(one.document)
            if before is None or before.refuses or not one.status.startswith("-"):
                standing[one.document] = one
        return standing
