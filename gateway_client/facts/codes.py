"""The code tables of customs that documents are filled from: countries, units, ways of transport, wrappings.

They are those of a customs system in Guangzhou of about 2016, in the numbering that CEB messages still use (country
142, unit 035): what was numbered later is missing. The ways L, G and T are newer and from memory. Offices of customs
have no table here: the known one lacks too many, so that only the form of their codes can be told.
"""

from functools import cache
from importlib.resources import files
from typing import Final

WRAPPINGS: Final = {"1": "木箱", "2": "纸箱", "3": "桶装", "4": "散装", "5": "托盘", "6": "包", "7": "其他"}
"""The wrappings of wrapType, which has one digit."""

HOME: Final = "142"
"""China, as a country; as a currency, the yuan."""


@cache
def countries() -> dict[str, str]:
    """Return countries and regions by their three digits: ``304`` is 德国."""
    return _table("countries")


@cache
def units() -> dict[str, str]:
    """Return units of measure by their three digits: ``035`` is 千克."""
    return _table("units")


@cache
def transport_modes() -> dict[str, str]:
    """Return ways of transport by their digit or letter: ``5`` is 航空运输."""
    return _table("transport-modes")


def _table(name: str) -> dict[str, str]:
    text = files(__package__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())
