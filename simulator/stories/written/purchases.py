"""The purchases of a story: sales of the shop, folders of documents, or goods that the story makes up itself."""

from dataclasses import replace
from typing import Any, Final

from gateway_client.wire.ceb.inventory import InventoryList
from gateway_client.wire.ceb.order import OrderHead
from gateway_client.wire.findings import Words
from gateway_client.wire.record import Record, camel
from simulator.beginning import fields
from simulator.marketplace.faults import FAULTS
from simulator.stories.story import ROLES, Buying, Good
from simulator.stories.written.files import named_folder
from simulator.stories.written.paths import REMOVED, TEXTS, together
from simulator.stories.written.scope import folder_of, named
from simulator.stories.written.values import filled, form, label, tables, whole, word
from simulator.strict.entry import Contradiction, Key, Place, list_of, optional, table_of, tables_of, value_of

MOST_SALES: Final = 10_000_000
"""Sales of a shop's day whose documents share no number."""
_MOST_COUNT: Final = 1000
_ALTERNATIVES: Final = ("sale", "folder", "goods")
_ONLY: Final = {
    "goods": ("order_no", "freight", "discount", "tax", "weight", "ems_no"),
    "sale": ("count", "fault"),
}
"""Keys that go with one kind of purchase only."""


def _kind(record: type[Record], attr: str) -> Any:
    return next(field.kind for field in record.table.fields if field.attr == attr)


def _folder(place: Place) -> Any:
    found = named_folder(place, folder_of(place))
    return found and str(found)


def _buying(change: Any = (), remove: Any = (), **said: Any) -> Buying:
    kinds = [key for key in _ALTERNATIVES if key in said]
    if len(kinds) > 1:
        raise Contradiction(
            kinds[1],
            Words(f"there is {kinds[0]} already: a purchase is one of the two", f"已有{kinds[0]}，二者只能取一"),
        )
    kind = kinds[0] if kinds else "sale"
    for wanted, keys in _ONLY.items():
        for key in keys:
            if key in said and kind != wanted:
                raise Contradiction(
                    camel(key),
                    Words(f"goes with {wanted} only, not with {kind}", f"只能与{wanted}同用，不能与{kind}同用"),
                )
    last = said.get("sale", 1) + said.get("count", 1) - 1
    if last > MOST_SALES:
        raise Contradiction(
            "count", Words(f"ends at sale {last}, the last is {MOST_SALES}", f"至第{last}笔，最多{MOST_SALES}笔")
        )
    roles = {role: said.pop(role) for role in ROLES if role in said}
    return Buying(name="", parties=roles, change=together(change, remove, "remove", "change"), **said)


_CUSTOMS_CODE: Final = value_of(form("[0-9]{3}", 'a customs code of 3 digits, such as "142"', '3位海关代码，如"142"'))
GOOD: Final = {
    "name": Key(value_of(fields.text(_kind(InventoryList, "gname")))),
    "hs_code": Key(value_of(form("[0-9]{10}", "a customs code of 10 digits", "10位商品编码"))),
    "price": Key(value_of(fields.quantity)),
    "qty": Key(value_of(fields.quantity)),
    "unit": Key(_CUSTOMS_CODE),
    "country": Key(_CUSTOMS_CODE),
    "model": optional(value_of(fields.text(_kind(InventoryList, "gmodel")))),
    "item_record_no": optional(value_of(fields.item_record_no)),
}
PURCHASE: Final[dict[str, Key]] = {
    "sale": optional(value_of(whole(1, MOST_SALES))),
    "folder": optional(_folder),
    "goods": optional(filled(list_of(table_of(Good, **GOOD), tables("goods"), id))),
    "count": optional(value_of(whole(1, _MOST_COUNT))),
    "order_no": optional(value_of(fields.text(_kind(OrderHead, "order_no")))),
    "buyer": optional(named("people", "person", "个人")),
    "fault": optional(value_of(word(*FAULTS))),
    **dict.fromkeys(ROLES, optional(named("parties", "party", "企业"))),
    "freight": optional(value_of(fields.yuan)),
    "discount": optional(value_of(fields.yuan)),
    "tax": optional(value_of(fields.yuan)),
    "weight": optional(value_of(fields.quantity)),
    "ems_no": optional(value_of(fields.ems_no)),
    "change": optional(TEXTS),
    "remove": optional(REMOVED),
}
_PURCHASES: Final = tables_of(
    label, table_of(_buying, **PURCHASE), Words("tables: write [purchases.NAME]", "表，请写[purchases.名称]")
)


def purchases(place: Place) -> Any:
    """Read the purchases; a sale that has no number gets that of its place in the file."""
    said = _PURCHASES(place)
    if said is None:
        return None
    taken = {number: name for name, one in said.items() if one.sale for number in _numbers(one, one.sale)}
    found, number = {}, 1
    for name, one in said.items():
        sale = one.sale
        if sale is None and one.folder is None and not one.goods:
            sale = number
            clash = next((taken[each] for each in _numbers(one, sale) if each in taken), None)
            if clash is not None:
                _refuse_clash(place.at(name), sale, clash)
        number += one.count
        found[name] = replace(one, name=name, sale=sale)
    return found


def _numbers(one: Buying, sale: int) -> range:
    return range(sale, sale + one.count)


def _refuse_clash(place: Place, sale: int, other: str) -> None:
    place.at("sale").refuse(
        Words(
            f"is missing: by its place it would be sale {sale}, and {other} has a number of these already",
            f"缺少此项：按位置应为第{sale}笔销售，与{other}重号",
        )
    )
