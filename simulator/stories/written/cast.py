"""Who takes part in a story: companies, of which five are always there, and the people who buy."""

from operator import attrgetter
from typing import Any, Final, get_args, get_type_hints

from gateway_client.wire.ceb.order import OrderHead
from gateway_client.wire.findings import Words
from gateway_client.wire.record import Record
from simulator.beginning import fields
from simulator.marketplace.enterprises import Enterprises
from simulator.stories.story import ROLES, Party, Person, Reader
from simulator.stories.written.scope import named, story_of
from simulator.stories.written.values import label, tables, word
from simulator.strict.entry import Key, Place, list_of, optional, table_of, tables_of, value_of

_AGENTS: Final = {"declarant": "agent"}
"""Roles that the marketplace calls otherwise."""
_TAKES: Final[tuple[str, ...]] = get_args(get_type_hints(Reader)["take"])


def _text_of(record: type[Record], attr: str) -> Key:
    return Key(value_of(fields.text(next(field.kind for field in record.table.fields if field.attr == attr))))  # type: ignore[arg-type]


READER: Final = {"party": Key(named("parties", "party", "企业")), "take": Key(value_of(word(*_TAKES)))}
PARTY: Final = {
    "code": optional(value_of(fields.company_code)),
    "name": optional(value_of(fields.company_name)),
    "dxp_id": optional(value_of(fields.dxp_id)),
    "readers": optional(list_of(table_of(Reader, **READER), tables("readers"), attrgetter("party"), "party")),
}
_PARTIES: Final = tables_of(
    label, table_of(dict, **PARTY), Words("tables: write [parties.NAME]", "表，请写[parties.名称]")
)
PERSON: Final = {
    "name": _text_of(OrderHead, "buyer_name"),
    "id_number": Key(value_of(fields.id_number)),
    "telephone": _text_of(OrderHead, "buyer_telephone"),
    "address": _text_of(OrderHead, "consignee_address"),
}
PEOPLE: Final = tables_of(
    label, table_of(Person, **PERSON), Words("tables: write [people.NAME]", "表，请写[people.名称]")
)


def usual() -> dict[str, Party]:
    """Return the companies that are there when a story says nothing."""
    enterprises = Enterprises()
    found = {role: getattr(enterprises, _AGENTS.get(role, role)) for role in ROLES}
    return {role: Party(code=one.code, name=one.name) for role, one in found.items()}


def parties(place: Place) -> Any:
    """Read the companies; the five roles are there in any case, and nobody needs to be told all of them."""
    said = _PARTIES(place)
    if said is None:
        return None
    known = usual()
    acting = _acting(place)
    found = {name: _party(place.at(name), values, known, acting) for name, values in said.items()}
    return None if None in found.values() else {**known, **found}


def _party(place: Place, said: dict[str, Any], known: dict[str, Party], acting: set[str]) -> Party | None:
    name = str(place.path[-1])
    only_reads = "dxp_id" in said and "code" not in said and "name" not in said and name not in acting
    like = known.get(name) or (known["declarant"] if only_reads else None)
    if like:
        said = {"code": like.code, "name": like.name, **said}
    for key in ("code", "name"):
        if key not in said:
            place.at(key).refuse(
                Words(
                    "is missing: only a party that just reads can do with a dxpId alone",
                    "缺少此项：只有仅接收报文的企业可以只写dxpId",
                )
            )
    return Party(**said) if {"code", "name"} <= said.keys() else None


def _acting(place: Place) -> set[str]:
    """Return who plays a role in some purchase."""
    purchases = story_of(place).tree.get("purchases")
    each = purchases.values() if isinstance(purchases, dict) else ()
    found = [one.get(role) for one in each if isinstance(one, dict) for role in ROLES]
    return {name for name in found if isinstance(name, str)}
