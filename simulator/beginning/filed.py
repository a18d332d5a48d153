"""What customs' registers say of goods: which are filed, which may be imported at all, in which units they count.

Nothing in the life of a world changes them, so they are what its beginning says.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from simulator.beginning.start import Beginning, PositiveLine

_LINE: Final = 8


class Filed(NamedTuple):
    """The registers of goods; one that is empty decides nothing.

    ``goods`` has the gcode of what is filed (商品备案), by ebcCode and itemNo; ``positive`` the lines of the list of
    goods for retail import (正面清单), by their 8 digits; ``legal_units`` the units that the tariff counts in
    (参数库), by gcode, the second ``None`` where there is none.
    """

    goods: Mapping[tuple[str, str], str]
    positive: Mapping[str, tuple[PositiveLine, ...]]
    legal_units: Mapping[str, tuple[str, str | None]]

    def may_be_imported(self, gcode: str, day: date) -> bool:
        """Does the list have a line for goods on a day?"""
        return any(line.holds_on(day) for line in self.positive.get(gcode[:_LINE], ()))

    @property
    def armed(self) -> dict[str, bool]:
        """The registers by name, and whether they hold anything."""
        return {"goods": bool(self.goods), "positiveList": bool(self.positive), "legalUnits": bool(self.legal_units)}


NOTHING: Final = Filed({}, {}, {})
"""The registers of a world whose beginning says nothing of goods."""


def filed(beginning: Beginning) -> Filed:
    """Return the registers with which a world begins."""
    if not (beginning.goods or beginning.positive_list or beginning.legal_units):
        return NOTHING
    positive: dict[str, tuple[PositiveLine, ...]] = {}
    for line in beginning.positive_list:
        positive[line.code] = (*positive.get(line.code, ()), line)
    return Filed(
        {(one.ebc_code, one.item_no): one.gcode for one in beginning.goods},
        positive,
        {one.gcode: (one.unit1, one.unit2) for one in beginning.legal_units},
    )
