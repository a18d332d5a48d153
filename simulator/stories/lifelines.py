"""Who stands at the top of a story's diagram: one lifeline per dxpId, the port, and whoever else takes part."""

from collections.abc import Mapping
from typing import Final

from gateway_client.wire.findings import Words
from simulator.stories.result import Lifeline
from simulator.stories.story import Party

PORT: Final = "port"
CLOCK: Final = "clock"
_OTHERS: Final = {
    PORT: Words("port and customs", "口岸与海关"),
    "payment": Words("payment company", "支付企业"),
    "carrier": Words("carrier", "物流企业"),
    "officer": Words("customs officer", "海关关员"),
    CLOCK: Words("clock", "时钟"),
}
_OPERATOR: Final = Words("operator", "运营企业")
_NOBODY: Final = Words("unnamed sender", "未署名发送方")
_MOST_NAMED: Final = 2


class Lifelines:
    """The lifelines of a trace; somebody whom no party names gets one when first heard of."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        groups: dict[str, dict[str, Party]] = {}
        for name, party in parties.items():
            groups.setdefault(party.dxp_id, {})[name] = party
        alone = len(groups) == 1
        self._groups = groups
        self._companies = {dxp_id: _company(dxp_id, group, alone=alone) for dxp_id, group in groups.items()}
        self._others: set[str] = set()

    def company(self, dxp_id: str) -> str:
        """Return the lifeline of who sends and hears under a dxpId."""
        if dxp_id not in self._companies:
            name = Words(dxp_id, dxp_id) if dxp_id else _NOBODY
            self._companies[dxp_id] = Lifeline(id=_id(dxp_id), kind="company", name=name)
        return self._companies[dxp_id].id

    def other(self, kind: str) -> str:
        """Return the lifeline of the port, an officer, the clock."""
        self._others.add(kind)
        return kind

    def declaring(self, role: str, dxp_id: str) -> str:
        """Return who declares by itself: the story's own payment company or carrier, if this dxpId is its alone."""
        if list(self._groups.get(dxp_id, ())) == [role]:
            return self.company(dxp_id)
        return self.other(role)

    def all(self) -> tuple[Lifeline, ...]:
        """Return them as they stand side by side: companies as the story names them, the port, the others."""
        others = [Lifeline(id=kind, kind=kind, name=name) for kind, name in _OTHERS.items() if kind in self._others]
        return (*self._companies.values(), *others)


def _id(dxp_id: str) -> str:
    return f"company {dxp_id}"


def _company(dxp_id: str, group: Mapping[str, Party], *, alone: bool) -> Lifeline:
    return Lifeline(id=_id(dxp_id), kind="company", name=_name(group, alone=alone))


def _name(group: Mapping[str, Party], *, alone: bool) -> Words:
    """Return what parties that share a dxpId are called: by their names, or as who does everything for all."""
    if alone and len(group) > 1:
        return _OPERATOR
    named = list(group.items())[:_MOST_NAMED]
    more = f" +{len(group) - len(named)}" if len(group) > len(named) else ""
    en, zh = ", ".join(name for name, _ in named), "、".join(party.name or name for name, party in named)
    return Words(en + more, zh + more)
