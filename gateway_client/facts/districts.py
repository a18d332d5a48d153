"""Provinces, cities and districts of China by their six digits: for addresses and for the head of identity numbers.

The table (GB/T 2260) is that of about 2013, as customs systems carry it: 密云 is still a county, and
districts founded or merged later are missing, so an unknown code is no ground for refusal.
"""

from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from gateway_client.facts.confidence import Confidence
from gateway_client.facts.fact import Fact

_NO_PLACES: Final = frozenset({"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Headings of the table: they group districts and stand in no address."""


class District(NamedTuple):
    """A district, county or county-level city, with what lies above it; ``city`` may be empty."""

    code: str
    province: str
    city: str
    name: str

    @property
    def address(self) -> str:
        """How an address begins: ``广东省广州市南沙区``, ``北京市东城区``."""
        return self.province + self.city + self.name


@cache
def names() -> dict[str, str]:
    """Return all names by code: provinces (``440000``), cities (``440100``) and districts (``440115``)."""
    table = files(__package__).joinpath("districts.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in table.splitlines())


@cache
def districts() -> dict[str, District]:
    """Return the districts by code, the table's headings left out."""
    known = names()
    found = {}
    for code, name in known.items():
        if code.endswith("00") or name in _NO_PLACES:
            continue
        city = known[f"{code[:4]}00"]
        found[code] = District(code, known[f"{code[:2]}0000"], "" if city in _NO_PLACES else city, name)
    return found


FACTS: Final = (
    Fact(
        "districts",
        "provinces, cities and districts as of about 2013; later ones are missing, so nothing is refused by them",
        "约2013年的省市区，此后新设的不在其中，故不据以退单",
        "GB/T 2260, as customs systems carry it",
        Confidence.PRACTICE,
    ),
)
