"""A document at the moment the port answers it, with all that its rules ask about."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gateway_client.rules.kinds import Kind
from gateway_client.wire.ceb.tail import BaseSubscribe


class Version(NamedTuple):
    """The version of a document that counts when another one of the same key arrives.

    ``gives_way``: it was refused or cancelled. ``day`` is that of its acceptance. ``agent_code``, ``pre_no`` and
    ``invt_no`` are an inventory's.
    """

    app_time: str
    gives_way: bool
    status: int
    day: date | None = None
    agent_code: str = ""
    pre_no: str = ""
    invt_no: str | None = None


class Listed(NamedTuple):
    """An inventory that a cancellation or a return is about.

    ``returned`` is how much of each gnum goes back with returns that stand, ``underway`` the copNo of one that is
    not finished; ``released`` the day of release.
    """

    document: Any
    status: int
    released: date | None = None
    returned: Mapping[int, Decimal] = {}
    underway: str | None = None


class Arrival(NamedTuple):
    """A document at the moment the port answers it, and its head.

    ``enterprises`` is customs' register, by code what each is registered as; ``None`` where it is not armed.
    ``used_by`` is the status of the inventory that was declared with an order, payment or waybill, looked for only
    where it is to be changed or deleted. ``listed`` is the inventory that an application names. ``return_days`` is
    within how many days after release goods may be returned; ``None`` if there is no limit.
    """

    kind: Kind
    document: Any
    head: Any
    sender_id: str
    dxp_id: str
    day: date
    before: Version | None
    subscriptions: tuple[BaseSubscribe, ...] = ()
    enterprises: Mapping[str, frozenset[str]] | None = None
    used_by: int | None = None
    listed: Listed | None = None
    return_days: int | None = None

    @property
    def place(self) -> str:
        """What its head is called."""
        return type(self.head).table.name  # type: ignore[no-any-return]  # documents are Any by nature
