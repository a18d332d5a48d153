"""How direct sales (9610) come into the country: flights and trucks of the day, each with one bill for many parcels."""

from datetime import date
from random import Random
from typing import Final, NamedTuple

HONG_KONG: Final = "110"
_BY_AIR: Final = {"116": ("784", "CZ386"), "133": ("988", "OZ369"), "304": ("020", "LH8450"), "502": ("406", "5X0068")}
_AIR: Final = "5"
_ROAD: Final = "4"


class Consignment(NamedTuple):
    """What the inventory says of the way into the country, by the names of its head."""

    country: str
    traf_mode: str
    traf_no: str
    voyage_no: str
    bill_no: str
    customs_code: str
    port_code: str
    ie_date: str


def consignments(rng: Random, day: date) -> dict[str, Consignment]:
    """Return the consignment of a day by the country it comes from; Hong Kong's trucks bring everything else."""
    arrived = f"{day:%Y%m%d}"
    found = {}
    for country, (airline, flight) in _BY_AIR.items():
        serial = rng.randrange(10**7)
        bill = f"{airline}-{serial:07d}{serial % 7}"  # the check digit of air waybills
        plane = f"B-{rng.randrange(1000, 10000)}"
        found[country] = Consignment(country, _AIR, plane, flight, bill, "5141", "5141", arrived)
    manifest = f"5100{rng.randrange(10**9):09d}"
    truck = f"粤Z{rng.randrange(1000, 10000)}港"
    found[HONG_KONG] = Consignment(HONG_KONG, _ROAD, truck, manifest, manifest, "5165", "5165", arrived)
    return found
